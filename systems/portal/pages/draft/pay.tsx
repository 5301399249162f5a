import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Fee } from '@ruqsat/clock'
import type { Order } from '@ruqsat/payments/contract'
import { Button, ButtonGroup, Checkboxes, ErrorSummary, errorAt, fieldErrorsOf, Form, LinkButton, Money, Panel, readForm, redirectTo, sendPage, sendRefusal, SourceNote, SummaryList, useSay, WarningText } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openDraft } from '../../drafts/drafts.ts'
import type { DraftDeps } from '../../drafts/deps.ts'
import { checkPayment, feeToday, orderPayment, paymentFailed } from '../../drafts/payment.ts'
import { draftHref, DraftFrame, LawStep, placeOf, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** The sum, how it is found, what is not returned, and the requirements: all before any money moves. */
export async function showPay(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps, faults: readonly Refusal[] = []): Promise<unknown> {
  if (page.open.step.action !== 'pay') return redirectTo(reply, draftHref(page, placeOf(page.open, page.person)))
  const fee = await feeToday(deps, page.open)
  if (isRefusal(fee)) return sendRefusal(request, reply, fee)
  if (fee === null) return redirectTo(reply, draftHref(page))
  return sendPage(request, reply, { title: T.pay, hasErrors: faults.length > 0, status: faults.length > 0 ? 422 : 200 }, <PayPage page={page} fee={fee} faults={faults} />)
}

export async function postPay(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  if (page.open.step.action !== 'pay') return redirectTo(reply, draftHref(page, placeOf(page.open, page.person)))
  const order = await orderPayment(deps, page.open, page.person, readForm(request).texts('requirementsRead').includes('yes'))
  if (isRefusal(order)) return order.field === undefined ? sendRefusal(request, reply, order) : showPay(request, reply, page, deps, [order])
  return redirectTo(reply, order.payUrl)
}

/** The gateway sends the payer back here; what happened is asked of the gateway, never of the browser. */
export async function showPaymentReturn(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const order = await checkPayment(deps, page.open)
  if (isRefusal(order)) return sendRefusal(request, reply, order)
  if (order.status === 'declined' || order.status === 'abandoned') {
    await paymentFailed(deps, page.open, order.status)
    return redirectTo(reply, draftHref(page, 'not-paid'))
  }
  if (order.status === 'unknown' || order.status === 'paying') return showUnknown(request, reply, page, order)
  const after = await openDraft(deps, page.open.draft.id, page.person)
  return isRefusal(after) ? sendRefusal(request, reply, after) : redirectTo(reply, draftHref(page, placeOf(after, page.person)))
}

/** Seconds until the page looks again by itself: an old phone must not be kept busy. */
const LOOK_AGAIN_SECONDS = 10

function showUnknown(request: FastifyRequest, reply: FastifyReply, page: DraftPage, order: Order): Promise<unknown> {
  reply.header('refresh', String(LOOK_AGAIN_SECONDS))
  return sendPage(request, reply, { title: T.paymentUnknown }, <UnknownPage page={page} order={order} />)
}

function UnknownPage({ page, order }: { readonly page: DraftPage; readonly order: Order }) {
  const say = useSay()
  return (
    <DraftFrame page={page} title={say(T.paymentUnknown)} at="pay">
      <p>{say(T.paymentUnknownText)}</p>
      {order.notice && <WarningText text={order.notice} />}
      <LinkButton href={draftHref(page, 'payment')} text={T.lookAgain} />
    </DraftFrame>
  )
}

/** The notice of the table (in our first act A5): refused for want of payment, and how to go on. */
export async function showNotPaid(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  if (page.open.step.action !== 'noticeNotPaid') return redirectTo(reply, draftHref(page, placeOf(page.open, page.person)))
  const order = page.open.draft.orderId === null ? null : await deps.payments.readOrder(page.open.draft.orderId)
  return sendPage(request, reply, { title: T.notPaid }, <NotPaidPage page={page} order={order === null || isRefusal(order) ? null : order} />)
}

function NotPaidPage({ page, order }: { readonly page: DraftPage; readonly order: Order | null }) {
  const say = useSay()
  return (
    <>
      <Panel title={T.notPaid}>{order?.declineReason && <p>{say(order.declineReason)}</p>}</Panel>
      <p>{say(T.notPaidText)}</p>
      {order?.notice && <WarningText text={order.notice} />}
      <LawStep page={page} />
      <Form action={draftHref(page, 'again')}>
        <ButtonGroup>
          <Button text={T.payAgain} />
        </ButtonGroup>
      </Form>
      <Form action={draftHref(page, 'edit')}>
        <Button text={T.backToForm} kind="secondary" />
      </Form>
    </>
  )
}

function PayPage({ page, fee, faults }: { readonly page: DraftPage; readonly fee: Fee; readonly faults: readonly Refusal[] }) {
  const say = useSay()
  const errors = fieldErrorsOf(faults)
  const { regulation } = page.open.edition
  const rule = page.open.variant.fee!
  return (
    <>
      <ErrorSummary errors={errors} />
      <DraftFrame page={page} title={say(T.pay)} at="pay">
        <SummaryList
          rows={[
            { key: T.payee, value: regulation.authority.name },
            { key: rule.name, value: <Money amountTiyn={fee.feeTiyn} /> },
            { key: T.rule, value: <>{say(fee.text)} <SourceNote source={rule.source} label={page.portal.sourceLabel(regulation, rule.source)} /></> },
          ]}
        />
        <WarningText>
          {say(rule.returnRule)}
        </WarningText>
        <h2>{say(T.requirements)}</h2>
        <ul>
          {page.open.variant.requirements.map((requirement) => (
            <li>
              {say(requirement.text)} <SourceNote source={requirement.source} label={page.portal.sourceLabel(regulation, requirement.source)} />
            </li>
          ))}
        </ul>
        <Form action={draftHref(page, 'pay')} once>
          <Checkboxes name="requirementsRead" legend={T.confirmReading} values={page.open.draft.requirementsRead ? ['yes'] : []} error={errorAt(errors, 'requirementsRead') ?? null} options={[{ value: 'yes', text: T.requirementsTick }]} />
          <Button text={T.goToPay} />
        </Form>
        <Form action={draftHref(page, 'edit')}>
          <Button text={T.backToForm} kind="quiet" />
        </Form>
      </DraftFrame>
    </>
  )
}
