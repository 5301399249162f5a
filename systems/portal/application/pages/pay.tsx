import { Cited } from '@ruqsat/lawpages'
import { canonicalJson, isRefusal, type Refusal, wordsOf, isForOperator } from '@ruqsat/foundation'
import type { Requirement } from '@ruqsat/law'
import type { FeeDue } from '@ruqsat/clock'
import type { Order } from '@ruqsat/payments/contract'
import {
  Button,
  ButtonGroup,
  Checkboxes,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  Form,
  InsetText,
  LinkButton,
  logForOperator,
  Money,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  SummaryList,
  useSay,
  WarningText,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openDraft } from '../drafts/drafts.ts'
import type { DraftDeps } from '../drafts/deps.ts'
import { checkPayment, feeToday, orderPayment, paymentFailed } from '../drafts/payment.ts'
import { Provider } from '../../common/parts/provider.tsx'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { RefusalNote } from './refused.tsx'
import { refreshWhileLooking } from './look-again.ts'
import { T } from './texts.ts'

/** The sum, how it is found, what is not returned, and the requirements: all before any money moves. */
export async function showPay(
  request: FastifyRequest,
  reply: FastifyReply,
  page: DraftPage,
  deps: DraftDeps,
  faults: readonly Refusal[] = [],
): Promise<unknown> {
  const { draft, step } = page.open
  if (step.action !== 'pay') return redirectTo(reply, draftHref(page))
  const order = draft.orderId === null ? null : await deps.payments.readOrder(draft.orderId)
  // Whoever has paid, or may have, is not shown the sum again.
  if (order !== null && !isRefusal(order) && (order.status === 'paid' || order.status === 'unknown')) {
    return redirectTo(reply, draftHref(page, 'payment'))
  }
  const fee = await feeToday(deps, page.open)
  if (fee === null) return redirectTo(reply, draftHref(page))
  if (isRefusal(fee)) return showNoFee(request, reply, page, fee)
  const isRenewed = order !== null && !isRefusal(order) && order.amountTiyn !== fee.feeTiyn
  const hasErrors = faults.length > 0
  return sendPage(request, reply, { title: T.pay, hasErrors }, <PayPage page={page} fee={fee} isRenewed={isRenewed} faults={faults} />)
}

/** Faults that are shown on the page itself, so that the person can go on from there. */
const ON_THE_PAGE = ['portal.requirements-not-read', 'portal.fee-changed', 'portal.answer-means-refusal']

export async function postPay(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const form = readForm(request)
  const seen = form.text('seenTiyn')
  const requirementsRead = form.texts('requirementsRead').includes('yes')
  const confirmed = { requirementsRead, seenTiyn: /^\d{1,15}$/.test(seen) ? Number(seen) : null }
  const order = await orderPayment(deps, page.open, page.person, confirmed)
  if (order === null) return redirectTo(reply, draftHref(page))
  if (!isRefusal(order)) return redirectTo(reply, order.payUrl)
  if (ON_THE_PAGE.includes(order.code)) return showPay(request, reply, page, deps, [order])
  if (isForOperator(order)) return showNoFee(request, reply, page, order)
  return sendRefusal(request, reply, order)
}

/** No fee can be counted: the operator has a table to add. The page says that nothing is lost and whom to ask. */
function showNoFee(request: FastifyRequest, reply: FastifyReply, page: DraftPage, why: Refusal): Promise<unknown> {
  logForOperator(request, why)
  return sendPage(request, reply, { title: T.notYet, status: 422 }, <NoFeePage page={page} why={why} />)
}

function NoFeePage({ page, why }: { readonly page: DraftPage; readonly why: Refusal }) {
  const say = useSay()
  return (
    <DraftFrame page={page} title={say(T.notYet)} at="pay">
      <WarningText text={wordsOf(why).text} />
      <p>{say(wordsOf(why).remedy)}</p>
      <p>
        <Provider regulation={page.open.edition.regulation} />
      </p>
      <Form action={draftHref(page, 'edit')}>
        <Button text={T.backToForm} kind="quiet" />
      </Form>
    </DraftFrame>
  )
}

/** The gateway sends the payer back here; what happened is asked of the gateway, never of the browser. */
export async function showPaymentReturn(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  if (page.open.step.action !== 'pay' || page.open.draft.orderId === null) return redirectTo(reply, draftHref(page))
  const order = await checkPayment(deps, page.open)
  if (isRefusal(order)) return sendRefusal(request, reply, order)
  if (order.status === 'unknown' || order.status === 'paying') {
    refreshWhileLooking(request, reply)
    return sendPage(request, reply, { title: T.paymentUnknown }, <UnknownPage page={page} order={order} />)
  }
  if (order.status === 'declined' || order.status === 'abandoned') {
    const refusal = await paymentFailed(deps, page.open, page.person, order.status)
    if (refusal !== null) return sendRefusal(request, reply, refusal)
  }
  const after = await openDraft(deps, page.open.draft.id, page.person)
  return isRefusal(after) ? sendRefusal(request, reply, after) : redirectTo(reply, draftHref(page))
}

function UnknownPage({ page, order }: { readonly page: DraftPage; readonly order: Order }) {
  const say = useSay()
  return (
    <DraftFrame page={page} title={say(T.paymentUnknown)} at="pay">
      <p>{say(T.paymentUnknownText)}</p>
      {order.notice && <WarningText text={order.notice} />}
      <ButtonGroup>
        <LinkButton href={draftHref(page, 'payment')} text={T.lookAgain} />
        {order.status === 'paying' && <LinkButton href={order.payUrl} text={T.backToPaying} kind="secondary" />}
      </ButtonGroup>
    </DraftFrame>
  )
}

/** The notice of the table (in our first act A5): refused for want of payment, and how to go on. */
export async function showNotPaid(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  if (page.open.step.action !== 'noticeNotPaid') return redirectTo(reply, draftHref(page))
  const order = page.open.draft.orderId === null ? null : await deps.payments.readOrder(page.open.draft.orderId)
  return sendPage(
    request,
    reply,
    { title: T.notPaid },
    <NotPaidPage page={page} order={order === null || isRefusal(order) ? null : order} />,
  )
}

function NotPaidPage({ page, order }: { readonly page: DraftPage; readonly order: Order | null }) {
  const say = useSay()
  return (
    <DraftFrame page={page} title={say(T.notPaid)} at="pay">
      {order?.declineReason && (
        <InsetText>
          <p>
            <strong>{say(T.reason)}:</strong> {say(order.declineReason)}
          </p>
        </InsetText>
      )}
      <p>{say(T.notPaidText)}</p>
      {order?.notice && order.notice !== order.declineReason && <WarningText text={order.notice} />}
      <Form action={draftHref(page, 'again')}>
        <Button text={T.payAgain} />
      </Form>
      <Form action={draftHref(page, 'edit')}>
        <Button text={T.backToForm} kind="quiet" />
      </Form>
    </DraftFrame>
  )
}

type PayProps = { readonly page: DraftPage; readonly fee: FeeDue; readonly isRenewed: boolean; readonly faults: readonly Refusal[] }

function PayPage({ page, fee, isRenewed, faults }: PayProps) {
  const say = useSay()
  const certain = faults.find(({ code }) => code === 'portal.answer-means-refusal')
  const errors = fieldErrorsOf(faults.filter((fault) => fault !== certain))
  const { regulation } = page.open.edition
  const rule = page.open.variant.fee!
  return (
    <>
      <ErrorSummary errors={errors} />
      <DraftFrame page={page} title={say(T.pay)} at="pay">
        {certain && <RefusalNote page={page} title={T.certain} refusal={certain} />}
        {isRenewed && <InsetText text={T.sumRenewed} />}
        <SummaryList
          rows={[
            { key: T.payee, value: regulation.authority.name },
            { key: rule.name, value: <Money amountTiyn={fee.feeTiyn} /> },
            {
              key: T.rule,
              value: (
                <>
                  {say(fee.text)} <Cited regulation={regulation} source={rule.source} />
                </>
              ),
            },
          ]}
        />
        <WarningText text={rule.returnRule} />
        <p>
          <Cited regulation={regulation} source={rule.returnSource ?? rule.source} />
        </p>
        <Requirements page={page} />
        <Form action={draftHref(page, 'pay')}>
          <input type="hidden" name="seenTiyn" value={String(fee.feeTiyn)} />
          <Checkboxes
            name="requirementsRead"
            legend={T.confirmReading}
            values={page.open.draft.requirementsRead ? ['yes'] : []}
            error={errorAt(errors, 'requirementsRead') ?? null}
            options={[{ value: 'yes', text: T.requirementsTick }]}
          />
          <Button text={T.goToPay} />
        </Form>
        <Form action={draftHref(page, 'edit')}>
          <Button text={T.backToForm} kind="quiet" />
        </Form>
      </DraftFrame>
    </>
  )
}

function Requirements({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  const { variant, edition } = page.open
  return (
    <section>
      <h2>{say(T.requirements)}</h2>
      {bySource(variant.requirements).map((group) => (
        <>
          <ul>
            {group.map((requirement) => (
              <li>{say(requirement.text)}</li>
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
  const groups: Requirement[][] = []
  for (const requirement of requirements) {
    const last = groups.at(-1)
    if (last !== undefined && canonicalJson(last[0]!.source) === canonicalJson(requirement.source)) last.push(requirement)
    else groups.push([requirement])
  }
  return groups
}
