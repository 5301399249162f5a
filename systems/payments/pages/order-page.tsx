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
  WarningText,
} from '@ruqsat/web'
import { type LocalText, type Refusal, wordsOf } from '@ruqsat/foundation'
import type { Order } from '../contract.ts'
import type { OrderRow } from '../store/orders.ts'
import texts from './texts.yaml'

export type OrderPageProps = { readonly row: OrderRow; readonly order: Order; readonly refusal?: Refusal | null }

/** The gateway's page before, between and after: who gets how much for what, why this sum, and the two ways out. */
export function OrderPage({ row, order, refusal }: OrderPageProps) {
  return (
    <>
      {refusal && (
        <Notification kind="important" text={wordsOf(refusal).text}>
          <p>{wordsOf(refusal).remedy}</p>
        </Notification>
      )}
      {order.notice && <Notification kind="important" text={order.notice} />}
      {order.status === 'declined' && order.declineReason && order.declineReason !== order.notice && (
        <Notification kind="important" heading={texts.declined} text={order.declineReason} />
      )}
      {order.status === 'abandoned' && !refusal && <Notification text={texts.abandoned} />}
      {order.status === 'paying' && !refusal && <Notification text={texts.inProgress} />}
      <h1>{order.status === 'paid' ? texts.paid : texts.title}</h1>
      <Facts row={row} order={order} />
      {order.status === 'refunded' && <Notification text={texts.refunded} />}
      {order.status === 'paid' || order.status === 'refunded' ? (
        <LinkButton href={row.returnUrl} text={order.status === 'paid' ? texts.goOn : texts.toPortal} />
      ) : (
        <OpenActions order={order} returnRule={row.returnRule} />
      )}
    </>
  )
}

function Facts({ row, order }: OrderPageProps) {
  const isPaid = order.status === 'paid'
  return (
    <>
      <SummaryList
        rows={[
          { key: texts.payee, value: row.payee },
          { key: texts.purpose, value: row.purpose },
          { key: texts.payer, value: row.payerName },
          {
            key: isPaid ? texts.sumPaid : texts.sum,
            value: (
              <strong>
                <Money amountTiyn={row.amountTiyn} />
              </strong>
            ),
          },
          ...(isPaid ? [{ key: texts.reference, value: order.reference }] : []),
        ]}
      />
      <Details summary={texts.derivation} open={!isPaid}>
        <p>{row.derivation}</p>
      </Details>
    </>
  )
}

function OpenActions({ order, returnRule }: { readonly order: Order; readonly returnRule: LocalText | null }) {
  const base = localHref(useLanguage(), `/pay/${order.orderId}`)
  return (
    <>
      {returnRule && <WarningText text={returnRule} />}
      <p>{texts.whatNext}</p>
      <ButtonGroup>
        <Form action={`${base}/payments`}>
          <Button text={order.status === 'declined' ? texts.payAgain : texts.payAtBank} />
        </Form>
        {order.status === 'paying' && (
          <Form action={`${base}/checks`}>
            <Button kind="secondary" text={texts.checkAgain} />
          </Form>
        )}
        <Form action={`${base}/abandonments`}>
          <Button kind="quiet" text={texts.abandon} />
        </Form>
      </ButtonGroup>
    </>
  )
}

/** After the bank, while it has not said how it ended. Works by itself: the page asks again through a Refresh header. */
export function WaitingPage({ row, order }: OrderPageProps) {
  const base = localHref(useLanguage(), `/pay/${order.orderId}`)
  return (
    <>
      <h1>{texts.waiting}</h1>
      <p class="lead">{order.status === 'unknown' ? texts.unknownWhy : texts.waitingWhy}</p>
      <Facts row={row} order={order} />
      <ButtonGroup>
        <Form action={`${base}/checks`}>
          <Button text={texts.checkAgain} />
        </Form>
        <LinkButton kind="secondary" href={row.returnUrl} text={texts.leaveOpen} />
      </ButtonGroup>
    </>
  )
}
