import { Cited, feeReturns, feeReturnText, Proof } from '@ruqsat/lawpages'
import { isRefusal, isSameSource, type Refusal, wordsOf, isForOperator } from '@ruqsat/foundation'
import { rateFor, type Requirement } from '@ruqsat/law'
import type { Order } from '@ruqsat/payments/contract'
import {
  addressIn,
  Button,
  ButtonGroup,
  Checkboxes,
  errorAt,
  fieldErrorsOf,
  Form,
  InsetText,
  LinkButton,
  logForOperator,
  Money,
  readForm,
  redirectTo,
  SummaryList,
  WarningText,
} from '@ruqsat/web'
import { openDraft, payerOf } from '../drafts/drafts.ts'
import { isCertain, lifeWarning } from '../drafts/filling.ts'
import { checkPayment, feeToday, orderPayment, paymentFailed } from '../drafts/payment.ts'
import { Provider } from '../../common/parts/provider.tsx'
import { BackToForm, draftHref, type DraftPage, goTo, refreshWhileLooking, refuse, sendDraft } from './frame.tsx'
import { LifeWarning } from './life-warning.tsx'
import { RefusalNote } from './refused.tsx'
import T from './texts.yaml'

/** The sum, how it is found, what is not returned, and the requirements: all before any money moves. */
export async function showPay(page: DraftPage, faults: readonly Refusal[] = []): Promise<unknown> {
  const order = await orderOf(page)
  // Whoever has paid, or may have, is not shown the sum again.
  if (order?.status === 'paid' || order?.status === 'unknown') return goTo(page, 'payment')
  const fee = await feeToday(page.deps, page.open)
  if (fee === null) return goTo(page)
  if (isRefusal(fee)) return showNoFee(page, fee)
  // Part of this very sum has come: the page of the payment says how it goes on. Of another day's sum it goes back with the new order.
  if (order?.status === 'partlyPaid' && order.amountTiyn === fee.feeTiyn && faults.length === 0) return goTo(page, 'payment')
  const { draft, edition, variant } = page.open
  const certain = faults.find(isCertain)
  const errors = fieldErrorsOf(faults.filter((fault) => fault !== certain))
  const { regulation } = edition
  const rule = variant.fee!
  const hasRequirements = variant.requirements.length > 0
  const warning = await lifeWarning(page.deps, page.open)
  return sendDraft(
    page,
    { title: T.pay, at: 'pay', errors, hasErrors: faults.length > 0 },
    <>
      {certain && <RefusalNote page={page} title={T.certain} refusal={certain} isByLaw />}
      {warning && <LifeWarning page={page} warning={warning} />}
      {order !== null && order.amountTiyn !== fee.feeTiyn && <InsetText text={T.sumRenewed} />}
      <SummaryList
        rows={[
          { key: T.payee, value: regulation.authority.name },
          { key: rule.name, value: <Money amountTiyn={fee.feeTiyn} /> },
          {
            key: T.rule,
            value: (
              <>
                {fee.text} <Cited regulation={regulation} source={rateFor(rule, payerOf(draft))?.source ?? rule.source} />
              </>
            ),
          },
        ]}
      />
      <WarningText text={feeReturnText(variant)} />
      <Proof regulation={regulation} about={rule.name} items={feeReturns(variant)} />
      {hasRequirements && <Requirements page={page} />}
      <Form action={draftHref(page, 'pay')}>
        <input type="hidden" name="seenTiyn" value={String(fee.feeTiyn)} />
        {hasRequirements && (
          <Checkboxes
            name="requirementsRead"
            legend={T.confirmReading}
            values={draft.requirementsRead ? ['yes'] : []}
            error={errorAt(errors, 'requirementsRead') ?? null}
            options={[{ value: 'yes', text: T.requirementsTick }]}
          />
        )}
        <Button text={T.goToPay} />
      </Form>
      <BackToForm page={page} />
    </>,
  )
}

/** What the gateway has of the draft's order; null where there is none. */
async function orderOf({ deps, open }: DraftPage): Promise<Order | null> {
  const order = open.draft.orderId === null ? null : await deps.payments.readOrder(open.draft.orderId)
  return isRefusal(order) ? null : order
}

function Requirements({ page }: { readonly page: DraftPage }) {
  const { variant, edition } = page.open
  return (
    <section>
      <h2>{T.requirements}</h2>
      {bySource(variant.requirements).map((group) => (
        <>
          <ul>
            {group.map((requirement) => (
              <li>{requirement.text}</li>
            ))}
          </ul>
          <p>
            <Cited regulation={edition.regulation} source={group[0]!.source} />
          </p>
        </>
      ))}
    </section>
  )
}

/** Neighbours with one source share one note of it. */
function bySource(requirements: readonly Requirement[]): readonly (readonly Requirement[])[] {
  const starts = requirements.flatMap(({ source }, place) =>
    place > 0 && isSameSource(requirements[place - 1]!.source, source) ? [] : [place],
  )
  return starts.map((start, group) => requirements.slice(start, starts[group + 1]))
}

/** The gateway's page, in the language that is read now: the order was perhaps begun in another. */
function payHref({ language }: DraftPage, { payUrl }: Order): string {
  return addressIn(language, payUrl)
}

/** Faults that are shown on the page itself, so that the person can go on from there. */
const ON_THE_PAGE = ['portal.requirements-not-read', 'portal.fee-changed']

export async function postPay(page: DraftPage): Promise<unknown> {
  const form = readForm(page.request)
  const seen = form.text('seenTiyn')
  const requirementsRead = form.texts('requirementsRead').includes('yes')
  const confirmed = { requirementsRead, seenTiyn: /^\d{1,15}$/.test(seen) ? Number(seen) : null }
  const order = await orderPayment(page.deps, page.open, page.person, confirmed)
  if (order === null) return goTo(page)
  if (!isRefusal(order)) return redirectTo(page.reply, payHref(page, order))
  if (ON_THE_PAGE.includes(order.code) || isCertain(order)) return showPay(page, [order])
  return isForOperator(order) ? showNoFee(page, order) : refuse(page, order)
}

/** No fee can be counted: the operator has a table to add. The page says that nothing is lost and whom to ask. */
function showNoFee(page: DraftPage, why: Refusal): Promise<unknown> {
  logForOperator(page.request, why)
  const { text, remedy } = wordsOf(why)
  return sendDraft(
    page,
    { title: T.notYet, at: 'pay', status: 422 },
    <>
      <WarningText text={text} />
      <p>{remedy}</p>
      <p>
        <Provider regulation={page.open.edition.regulation} />
      </p>
      <BackToForm page={page} />
    </>,
  )
}

/** The gateway sends the payer back here; what happened is asked of the gateway, never of the browser. */
export async function showPaymentReturn(page: DraftPage): Promise<unknown> {
  const { deps, open, person } = page
  if (open.draft.orderId === null) return goTo(page)
  const order = await checkPayment(deps, open)
  if (isRefusal(order)) return refuse(page, order)
  if (order.status === 'unknown' || order.status === 'paying') return showUnknown(page, order)
  if (order.status === 'partlyPaid') return showPart(page, order)
  const failed = order.status === 'declined' || order.status === 'abandoned' ? await paymentFailed(deps, open, person, order.status) : null
  const after = failed ?? (await openDraft(deps, open.draft.id, person))
  return isRefusal(after) ? refuse(page, after) : goTo(page)
}

/** Part of the fee has come. The gateway's page takes the rest, or gives back what came. */
function showPart(page: DraftPage, order: Order): Promise<unknown> {
  return sendDraft(
    page,
    { title: T.partlyPaid, at: 'pay' },
    <>
      {order.notice && <WarningText text={order.notice} />}
      <ButtonGroup>
        <LinkButton href={payHref(page, order)} text={T.payRest} />
      </ButtonGroup>
      <BackToForm page={page} />
    </>,
  )
}

function showUnknown(page: DraftPage, order: Order): Promise<unknown> {
  refreshWhileLooking(page)
  return sendDraft(
    page,
    { title: T.paymentUnknown, at: 'pay' },
    <>
      <p>{T.paymentUnknownText}</p>
      {order.notice && <WarningText text={order.notice} />}
      <ButtonGroup>
        <LinkButton href={draftHref(page, 'payment')} text={T.lookAgain} />
        {order.status === 'paying' && <LinkButton href={payHref(page, order)} text={T.backToPaying} kind="secondary" />}
      </ButtonGroup>
    </>,
  )
}

/** The notice of the table (in our first act A5): refused for want of payment, and how to go on. */
export async function showNotPaid(page: DraftPage): Promise<unknown> {
  const order = await orderOf(page)
  return sendDraft(
    page,
    { title: T.notPaid, at: 'pay' },
    <>
      {order?.declineReason && (
        <InsetText>
          <p>
            <strong>{T.reason}:</strong> {order.declineReason}
          </p>
        </InsetText>
      )}
      <p>{T.notPaidText}</p>
      {order?.notice && order.notice !== order.declineReason && <WarningText text={order.notice} />}
      <Form action={draftHref(page, 'again')}>
        <Button text={T.payAgain} />
      </Form>
      <BackToForm page={page} />
    </>,
  )
}
