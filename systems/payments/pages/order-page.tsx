import {
  Button,
  ButtonGroup,
  Details,
  Form,
  LinkButton,
  localHref,
  Money,
  Notification,
  Radios,
  SummaryList,
  useLanguage,
  WarningText,
} from '@ruqsat/web'
import { type Refusal, wordsOf } from '@ruqsat/foundation'
import type { Bank } from '../bank/bank.ts'
import type { Order } from '../contract.ts'
import { refusePayment } from '../refusals.ts'
import type { OrderRow } from '../store/orders.ts'
import texts from './texts.yaml'

/** A bank that the payer may choose. */
export type OfferedBank = Pick<Bank, 'id' | 'name'>

export type OrderPageProps = {
  readonly row: OrderRow
  readonly order: Order
  readonly refusal?: Refusal | null
  readonly banks?: readonly OfferedBank[]
}

/** The gateway's page before, between and after: who gets how much for what, why this sum, and the two ways out. */
export function OrderPage({ row, order, refusal, banks = [] }: OrderPageProps) {
  return (
    <>
      {refusal && <RefusedHere refusal={refusal} />}
      {order.notice && <Notification kind="important" text={order.notice} />}
      {order.status === 'declined' && order.declineReason && order.declineReason !== order.notice && (
        <Notification kind="important" heading={texts.declined} text={order.declineReason} />
      )}
      {order.status === 'abandoned' && !refusal && <Notification text={texts.abandoned} />}
      {order.status === 'paying' && !refusal && <Notification text={texts.inProgress} />}
      <h1>{order.status === 'paid' ? texts.paid : order.status === 'partlyPaid' ? texts.partlyPaid : texts.title}</h1>
      <Facts row={row} order={order} />
      {order.status === 'refunded' && <Notification text={texts.refunded} />}
      {order.status === 'paid' || order.status === 'refunded' ? (
        <ButtonGroup>
          <LinkButton href={row.returnUrl} text={order.status === 'paid' ? texts.goOn : texts.toPortal} />
          <ReceiptLink order={order} />
        </ButtonGroup>
      ) : (
        <OpenActions row={row} order={order} banks={banks} />
      )}
    </>
  )
}

function RefusedHere({ refusal }: { readonly refusal: Refusal }) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <Notification kind="important" text={text}>
      <p>{remedy}</p>
    </Notification>
  )
}

function ReceiptLink({ order: { orderId, receiptUrl } }: Pick<OrderPageProps, 'order'>) {
  const href = localHref(useLanguage(), `/pay/${orderId}/receipt`)
  return receiptUrl === null ? null : <LinkButton kind="secondary" href={href} text={texts.receipt} />
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
          ...(order.status === 'partlyPaid'
            ? [
                { key: texts.came, value: <Money amountTiyn={order.countedTiyn} /> },
                { key: texts.rest, value: <Money amountTiyn={order.amountTiyn - order.countedTiyn} /> },
              ]
            : []),
          ...(isPaid ? [{ key: texts.reference, value: order.reference }] : []),
        ]}
      />
      <Details summary={texts.derivation} open={!isPaid}>
        <p>{row.derivation}</p>
      </Details>
    </>
  )
}

function OpenActions({ row, order, banks, refusal }: OrderPageProps & { readonly banks: readonly OfferedBank[] }) {
  const base = localHref(useLanguage(), `/pay/${order.orderId}`)
  const isPart = order.status === 'partlyPaid'
  return (
    <>
      {row.returnRule && <WarningText text={row.returnRule} />}
      {banks.length === 0 ? (
        (refusal ?? null) === null && <RefusedHere refusal={refusePayment('no-bank-here')} />
      ) : (
        <>
          <p>{texts.whatNext}</p>
          <Form action={`${base}/payments`}>
            <BankChoice banks={banks} chosen={row.bank} />
            <Button text={isPart ? texts.payRest : order.status === 'declined' ? texts.payAgain : texts.payAtBank} />
          </Form>
        </>
      )}
      <ButtonGroup>
        {(order.status === 'paying' || isPart) && (
          <Form action={`${base}/checks`}>
            <Button kind="secondary" text={texts.checkAgain} />
          </Form>
        )}
        {isPart && (
          <Form action={`${base}/returns`}>
            <Button kind="secondary" text={texts.takeBack} />
          </Form>
        )}
        <Form action={`${base}/abandonments`}>
          <Button kind="quiet" text={texts.abandon} />
        </Form>
      </ButtonGroup>
    </>
  )
}

/** Nothing to choose where there is one bank. */
function BankChoice({ banks, chosen }: { readonly banks: readonly OfferedBank[]; readonly chosen: string | null }) {
  if (banks.length < 2) return null
  const value = banks.find(({ id }) => id === chosen)?.id ?? banks[0]!.id
  return <Radios name="bank" legend={texts.bank} value={value} options={banks.map(({ id, name }) => ({ value: id, text: name }))} />
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
