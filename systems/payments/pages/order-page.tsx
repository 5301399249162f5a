import {
  Button,
  ButtonGroup,
  Details,
  Form,
  LinkButton,
  localHref,
  Money,
  Notification,
  SummaryList,
  useLanguage,
  useSay,
  WarningText,
} from '@ruqsat/web'
import { type LocalText, type Refusal, wordsOf } from '@ruqsat/foundation'
import type { Order } from '../contract.ts'
import type { OrderRow } from '../store/orders.ts'
import { TEXTS } from './texts.ts'

export type OrderPageProps = { readonly row: OrderRow; readonly order: Order; readonly refusal?: Refusal | null }

/** The gateway's page before, between and after: who gets how much for what, why this sum, and the two ways out. */
export function OrderPage({ row, order, refusal }: OrderPageProps) {
  const say = useSay()
  return (
    <>
      {refusal && (
        <Notification kind="important" text={wordsOf(refusal).text}>
          <p>{say(wordsOf(refusal).remedy)}</p>
        </Notification>
      )}
      {order.notice && <Notification kind="important" text={order.notice} />}
      {order.status === 'declined' && order.declineReason && order.declineReason !== order.notice && (
        <Notification kind="important" heading={TEXTS.declined} text={order.declineReason} />
      )}
      {order.status === 'abandoned' && !refusal && <Notification text={TEXTS.abandoned} />}
      {order.status === 'paying' && !refusal && <Notification text={TEXTS.inProgress} />}
      <h1>{say(order.status === 'paid' ? TEXTS.paid : TEXTS.title)}</h1>
      <Facts row={row} order={order} />
      {order.status === 'refunded' && <Notification text={TEXTS.refunded} />}
      {order.status === 'paid' || order.status === 'refunded' ? (
        <LinkButton href={row.returnUrl} text={order.status === 'paid' ? TEXTS.goOn : TEXTS.toPortal} />
      ) : (
        <OpenActions order={order} returnRule={row.returnRule} />
      )}
    </>
  )
}

function Facts({ row, order }: OrderPageProps) {
  const say = useSay()
  const isPaid = order.status === 'paid'
  return (
    <>
      <SummaryList
        rows={[
          { key: TEXTS.payee, value: row.payee },
          { key: TEXTS.purpose, value: row.purpose },
          { key: TEXTS.payer, value: row.payerName },
          {
            key: isPaid ? TEXTS.sumPaid : TEXTS.sum,
            value: (
              <strong>
                <Money amountTiyn={row.amountTiyn} />
              </strong>
            ),
          },
          ...(isPaid ? [{ key: TEXTS.reference, value: order.reference }] : []),
        ]}
      />
      <Details summary={TEXTS.derivation} open={!isPaid}>
        <p>{say(row.derivation)}</p>
      </Details>
    </>
  )
}

function OpenActions({ order, returnRule }: { readonly order: Order; readonly returnRule: LocalText | null }) {
  const say = useSay()
  const base = localHref(useLanguage(), `/pay/${order.orderId}`)
  return (
    <>
      {returnRule && <WarningText text={returnRule} />}
      <p>{say(TEXTS.whatNext)}</p>
      <ButtonGroup>
        <Form action={`${base}/payments`}>
          <Button text={order.status === 'declined' ? TEXTS.payAgain : TEXTS.payAtBank} />
        </Form>
        {order.status === 'paying' && (
          <Form action={`${base}/checks`}>
            <Button kind="secondary" text={TEXTS.checkAgain} />
          </Form>
        )}
        <Form action={`${base}/abandonments`}>
          <Button kind="quiet" text={TEXTS.abandon} />
        </Form>
      </ButtonGroup>
    </>
  )
}

/** After the bank, while it has not said how it ended. Works by itself: the page asks again through a Refresh header. */
export function WaitingPage({ row, order }: OrderPageProps) {
  const say = useSay()
  const base = localHref(useLanguage(), `/pay/${order.orderId}`)
  return (
    <>
      <h1>{say(TEXTS.waiting)}</h1>
      <p class="lead">{say(order.status === 'unknown' ? TEXTS.unknownWhy : TEXTS.waitingWhy)}</p>
      <Facts row={row} order={order} />
      <ButtonGroup>
        <Form action={`${base}/checks`}>
          <Button text={TEXTS.checkAgain} />
        </Form>
        <LinkButton kind="secondary" href={row.returnUrl} text={TEXTS.leaveOpen} />
      </ButtonGroup>
    </>
  )
}
