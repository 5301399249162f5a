import { tengeText } from '@ruqsat/documents'
import { isRefusal } from '@ruqsat/foundation'
import type { Refund } from '@ruqsat/payments/contract'
import { local, localHref, StatusTag, useLanguage, useSay, type StatusKind, type Text } from '@ruqsat/web'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { refundsOfPerson } from '../drafts/refunds-store.ts'

// What is on its way back, as the cabinet and an abandoned draft list it.

const TITLE = local('Қайтарылатын ақша', 'Возвраты', 'Refunds')

export const REFUND_STATE: Readonly<Record<Refund['status'], { readonly kind: StatusKind; readonly text: Text }>> = {
  requested: { kind: 'information', text: local('қайтарылуда', 'возвращается', 'being returned') },
  sent: { kind: 'information', text: local('банкке жіберілді', 'отправлено в банк', 'sent to the bank') },
  returned: { kind: 'success', text: local('қайтарылды', 'возвращено', 'returned') },
  declined: { kind: 'danger', text: local('банк бас тартты', 'банк отклонил', 'declined by the bank') },
}

export const WHY_REFUNDED: Readonly<Record<Refund['why'], Text>> = {
  withdrawn: local(
    'Сұрау салу тіркелгенге дейін одан бас тартылды',
    'От запроса отказались до его регистрации',
    'The request was given up before it was registered',
  ),
  notOwed: local(
    'Бұл сұрау салу бойынша алым төленіп қойған',
    'Сбор по запросу уже был уплачен',
    'The fee of the request was paid already',
  ),
  overpaid: local('Алым екі рет төленді', 'Сбор оплачен дважды', 'The fee was paid twice'),
  otherSum: local('Банк басқа сома алды', 'Банк списал другую сумму', 'The bank took another sum'),
}

/** A refund as lists show it. */
export type ListedRefund = {
  readonly orderId: string
  readonly amountTiyn: number
  readonly status: Refund['status']
  /** Null until the gateway has it. */
  readonly why: Refund['why'] | null
}

export async function refundsFor(portal: Portal, person: Person, draftId?: string): Promise<readonly ListedRefund[]> {
  const rows = (await refundsOfPerson(portal.deps.database.sql, person)).filter((row) => draftId === undefined || row.draftId === draftId)
  const orders = await Promise.all(rows.map(({ orderId }) => portal.deps.payments.readOrder(orderId)))
  return orders.flatMap((order, place): readonly ListedRefund[] => {
    const { orderId, amountTiyn } = rows[place]!
    // Until the gateway has it, it is requested.
    if (isRefusal(order) || order.refunds.length === 0) return [{ orderId, amountTiyn, status: 'requested', why: null }]
    return order.refunds.map((refund) => ({ orderId, amountTiyn: refund.amountTiyn, status: refund.status, why: refund.why }))
  })
}

/** Nothing where there is none. */
export function RefundList({ refunds }: { readonly refunds: readonly ListedRefund[] }) {
  const say = useSay()
  const language = useLanguage()
  if (refunds.length === 0) return null
  return (
    <>
      <h2>{say(TITLE)}</h2>
      <ul>
        {refunds.map(({ orderId, amountTiyn, status, why }) => (
          <li>
            <a href={localHref(language, PATHS.refund(orderId))}>
              {tengeText(amountTiyn)}
              {why && `: ${say(WHY_REFUNDED[why])}`}
            </a>{' '}
            <StatusTag {...REFUND_STATE[status]} />
          </li>
        ))}
      </ul>
    </>
  )
}
