import { tengeText } from '@ruqsat/documents'
import { isRefusal } from '@ruqsat/foundation'
import type { Refund } from '@ruqsat/payments/contract'
import { localHref, StatusTag, useLanguage, say, type StatusKind, type Text } from '@ruqsat/web'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { refundsOfPerson } from '../drafts/store.ts'
import texts from '../texts.yaml'

// What is on its way back, as the cabinet and an abandoned draft list it.

export const REFUND_STATE: Readonly<Record<Refund['status'], { readonly kind: StatusKind; readonly text: Text }>> = {
  requested: { kind: 'information', text: texts.refundList.refundState.requested.text },
  sent: { kind: 'information', text: texts.refundList.refundState.sent.text },
  returned: { kind: 'success', text: texts.refundList.refundState.returned.text },
  declined: { kind: 'danger', text: texts.refundList.refundState.declined.text },
}

export const WHY_REFUNDED: Readonly<Record<Refund['why'], Text>> = texts.refundList.whyRefunded

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
  const language = useLanguage()
  if (refunds.length === 0) return null
  return (
    <>
      <h2>{say(texts.refundList.title)}</h2>
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
