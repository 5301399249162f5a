// What the applicant can do with a registered request: correct it where that is asked, take it back, learn why it was not accepted.
import { leftAsItWas, type SignedRequest } from '@ruqsat/documents'
import { isRefusal, type LocalText } from '@ruqsat/foundation'
import { withdrawalFault, type MissingItem } from '@ruqsat/engine'
import { feeFate, findView, percentBack, type View } from '@ruqsat/law'
import { Cited, DueOf, RequestChanges } from '@ruqsat/lawpages'
import {
  Button,
  ButtonGroup,
  flash,
  Form,
  InsetText,
  languageOf,
  LinkButton,
  localHref,
  Notification,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  StatusTag,
  SummaryList,
  Textarea,
  useLanguage,
  WarningText,
} from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Refund } from '@ruqsat/payments/contract'
import { REFUND_STATE } from '../application/pages/refund-list.tsx'
import { readRefund } from '../application/drafts/store.ts'
import { PATHS, type Portal } from '../deps.ts'
import { OnceMore } from '../common/parts/once-more.tsx'
import { Grounds, languageOfRequest } from './grounds.tsx'
import { PresentedNote } from './hearing-part.tsx'
import { backToRequest, REQUEST_PATH, withRequest, wordsOfOwn, type OwnRequest } from './requests.ts'
import texts from './texts.yaml'

const T = texts.applicantPart

export function withdrawalPages(app: FastifyInstance, portal: Portal): void {
  app.get(
    `${REQUEST_PATH}/withdraw`,
    withRequest(portal, async (request, reply, own) =>
      mayWithdraw(own)
        ? sendPage(
            request,
            reply,
            { title: wordsOfOwn(own).applicantPart.withdrawTitle, back: backToRequest(request, own) },
            <WithdrawPage own={own} />,
          )
        : redirectTo(reply, backToRequest(request, own).href),
    ),
  )
  app.post(
    `${REQUEST_PATH}/withdraw`,
    withRequest(
      portal,
      async (request, reply, own) => {
        const reason = readForm(request).text('reason')
        const { caseId, requestNumber } = own.view.summary
        const answer = await own.host.withdraw(caseId, { reason }, portal.actor(own.person))
        if (isRefusal(answer)) return sendRefusal(request, reply, answer, { status: 409, back: backToRequest(request, own) })
        flash(request, 'success', wordsOfOwn(own).applicantPart.withdrawn)
        return redirectTo(reply, localHref(languageOf(request), PATHS.request(requestNumber)))
      },
      'withdraw',
    ),
  )
}

/** What the host would say; it is asked again when the button is pressed. */
function mayWithdraw({ view, variant }: OwnRequest): boolean {
  const { state, history } = view
  if (state.closedAt !== null || state.opening === null || history.some(({ event }) => event === 'resultSigned')) return false
  const channel: View = findView(variant, state.opening.view) ?? variant.views[0]!
  return withdrawalFault({ state, place: { opening: state.opening, variant, view: channel, procedure: variant.procedure } }) === null
}

function WithdrawPage({ own }: { readonly own: OwnRequest }) {
  const { view, variant, regulation } = own
  const here = localHref(useLanguage(), PATHS.request(view.summary.requestNumber))
  return (
    <>
      <h1>{wordsOfOwn(own).applicantPart.withdrawTitle}</h1>
      <p>{wordsOfOwn(own).applicantPart.withdrawLead}</p>
      {variant.withdrawal && (
        <p>
          <Cited regulation={regulation} source={variant.withdrawal.source} />
        </p>
      )}
      <FeeFate own={own} end="withdrawal" />
      <Form action={`${here}/withdraw`} once>
        <Textarea name="reason" label={T.reason} hint={T.reasonHint} value="" optional rows={3} maxlength={1000} />
        <ButtonGroup>
          <Button text={wordsOfOwn(own).applicantPart.withdraw} kind="warning" />
          <LinkButton href={here} text={T.keep} kind="secondary" />
        </ButtonGroup>
      </Form>
    </>
  )
}

/** In the words of the act; where it has none, nothing is promised. */
function FeeFate({ own: { view, variant, regulation }, end }: { readonly own: OwnRequest; readonly end: 'withdrawal' | 'nonAcceptance' }) {
  const fate = (view.state.opening?.payment ?? null) === null ? null : feeFate(variant, end)
  if (fate === null) return null
  return (
    <>
      <WarningText text={fate.text} />
      <p>
        <Cited regulation={regulation} source={fate.source} />
      </p>
    </>
  )
}

/** The fee of a request that was not accepted, on its way back. */
export type UnacceptedRefund = { readonly orderId: string; readonly status: Refund['status']; readonly hasPage: boolean }

/** Null where nobody paid, or where the act does not say that it goes back by itself. */
export async function refundOfUnaccepted(portal: Portal, { view, variant }: OwnRequest): Promise<UnacceptedRefund | null> {
  const orderId = view.state.opening?.payment?.orderId
  if (view.nonAcceptance === undefined || orderId === undefined || percentBack(variant) === null) return null
  const [order, row] = [await portal.deps.payments.readOrder(orderId), await readRefund(portal.deps.database.sql, orderId)]
  // Until the payments have it, it is requested: that it is owed is written with the signature.
  const status = isRefusal(order) ? 'requested' : (order.refunds.find(({ why }) => why === 'notAccepted')?.status ?? 'requested')
  return { orderId, status, hasPage: row !== null }
}

function RefundState({ refund: { orderId, status, hasPage } }: { readonly refund: UnacceptedRefund }) {
  const language = useLanguage()
  return (
    <p>
      {hasPage ? <a href={localHref(language, PATHS.refund(orderId))}>{texts.refunds.title}</a> : texts.refunds.title}{' '}
      <StatusTag {...REFUND_STATE[status]} />
    </p>
  )
}

type ApplicantPartProps = { readonly own: OwnRequest; readonly now: string; readonly refund: UnacceptedRefund | null }

export function ApplicantPart({ own, now, refund }: ApplicantPartProps) {
  const { view, regulation, variant } = own
  const language = useLanguage()
  const { asked, earlierRequests = [], summary } = view
  const later = [...earlierRequests.slice(1).map(({ request }) => request), view.request]
  return (
    <>
      {asked && (
        <Notification kind="important" heading={T.askedTitle}>
          <p>{asked.isClockStopped ? T.clockStopped : T.clockRuns}</p>
          {asked.presentedAt && <PresentedNote at={asked.presentedAt} own={own} />}
          <MissingList missing={asked.missing} own={own} />
          <OnceMore written={asked} language={languageOfRequest(own)} />
          <DueOf due={asked.due} regulation={regulation} source={asked.source} state={asked.due.due < now ? 'late' : 'open'} isLabelled />
          <IfNotCorrected own={own} />
          <Form action={localHref(language, PATHS.correction(summary.requestNumber))}>
            <Button text={T.correct} />
          </Form>
        </Notification>
      )}
      <Missed own={own} />
      <NotAccepted own={own} refund={refund} />
      {earlierRequests.length > 1 && <SinceFirst own={own} />}
      {earlierRequests.map((earlier, place) => {
        const left = leftAsItWas(earlier.missing, earlier.request as SignedRequest, later[place] as SignedRequest)
        return (
          <>
            <h2>{T.correctedTitle}</h2>
            <h3>{T.whatWasAsked}</h3>
            <MissingList missing={earlier.missing.filter((item) => !left.includes(item))} own={own} />
            <RequestChanges before={earlier.request} after={later[place]} variant={variant} />
            {left.length > 0 && (
              <>
                <h3>{T.leftTitle}</h3>
                <MissingList missing={left} own={own} />
              </>
            )}
          </>
        )
      })}
    </>
  )
}

/** After corrections: the answers of the request that counts next to those of the first form. */
export function SinceFirst({ own: { view, variant } }: Pick<ApplicantPartProps, 'own'>) {
  const [first] = view.earlierRequests ?? []
  return first === undefined ? null : <RequestChanges title={T.sinceFirst} before={first.request} after={view.request} variant={variant} />
}

/** The time for a correction is over, and nothing is decided yet. */
function Missed({ own: { view, variant, regulation } }: Pick<ApplicantPartProps, 'own'>) {
  const { missedGround, closedAt } = view.state
  const named = variant.grounds.find(({ id }) => id === missedGround)
  if (named === undefined || closedAt !== null) return null
  return (
    <InsetText>
      <p>
        <strong>{T.missed}</strong> {named.text} <Cited regulation={regulation} source={named.source} />
      </p>
    </InsetText>
  )
}

/** What the act lets happen where nothing comes in time. */
function IfNotCorrected({ own: { view, variant, regulation } }: Pick<ApplicantPartProps, 'own'>) {
  const rows = variant.procedure.steps.find(({ id }) => id === view.asked?.stepId)?.next ?? []
  const ground = rows.flatMap(({ correction }) => (correction === undefined ? [] : [correction.ground]))[0]
  const named = variant.grounds.find(({ id }) => id === ground)
  if (named === undefined) return null
  return (
    <p>
      {T.ifNotCorrected} {named.text} <Cited regulation={regulation} source={named.source} />
    </p>
  )
}

/** Why, what to do, what becomes of the money, and the signed paper about it. */
function NotAccepted({ own: { view, variant }, own, refund }: Omit<ApplicantPartProps, 'now'>) {
  const { nonAcceptance, summary } = view
  const language = useLanguage()
  if (nonAcceptance === undefined || variant.nonAcceptance === undefined) return null
  const { groundIds, documentId } = nonAcceptance
  return (
    <>
      <h2>{variant.nonAcceptance.title}</h2>
      <p>{T.notAccepted}</p>
      <Grounds own={own} grounds={variant.nonAcceptance.grounds.filter(({ id }) => groundIds.includes(id))} written={nonAcceptance} />
      <FeeFate own={own} end="nonAcceptance" />
      {refund && <RefundState refund={refund} />}
      <div class="button-group">
        {documentId !== null && (
          <LinkButton
            href={`${localHref(language, PATHS.request(summary.requestNumber))}/papers/${documentId}`}
            text={texts.request.download}
            download
          />
        )}
        <LinkButton kind="secondary" href={localHref(language, PATHS.service(view.regulation, variant.id))} text={T.applyAgain} />
      </div>
    </>
  )
}

/** At the end of the page, where nobody presses it by mistake. */
export function WithdrawLink({ own }: { readonly own: OwnRequest }) {
  const here = localHref(useLanguage(), PATHS.withdrawal(own.view.summary.requestNumber))
  if (!mayWithdraw(own)) return null
  return (
    <p>
      <a href={here}>{wordsOfOwn(own).applicantPart.withdraw}</a>
    </p>
  )
}

function MissingList({ missing, own }: { readonly missing: readonly MissingItem[]; readonly own: OwnRequest }) {
  if (missing.length === 0) return null
  return <SummaryList compact rows={missing.map((item) => ({ key: placeOf(item, own), value: item.text }))} />
}

function placeOf(item: MissingItem, { variant }: OwnRequest): LocalText {
  if (item.on === 'other') return T.other
  const field = variant.form.sections.flatMap(({ fields }) => fields).find(({ id }) => id === item.id)
  return field?.label ?? variant.documents.find(({ id }) => id === item.id)?.name ?? T.other
}
