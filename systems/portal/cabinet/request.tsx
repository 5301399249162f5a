import { CaseTimeline, Cited, DueOf, InstantAt } from '@ruqsat/lawpages'
import { isRefusal } from '@ruqsat/foundation'
import type { PublicEntry } from '@ruqsat/licensing/contract'
import type { HistoryLine } from '@ruqsat/caseflow'
import { channelName, findView, type Regulation } from '@ruqsat/law'
import {
  Details,
  InsetText,
  fileTypeOf,
  localHref,
  sendFile,
  sendPage,
  sendRefusal,
  StatusTag,
  SummaryList,
  useLanguage,
  say,
  type DueState,
  type Text,
} from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { marksOf } from '../application/drafts/store.ts'
import { draftOfRequest } from './signed-requests.ts'
import { namesOf } from '../registration/people/store.ts'
import { accountsIn, Trace } from '../application/pages/trace.tsx'
import { refusePortal } from '../refusals.ts'
import { mayAnswer, SurveyLink } from './survey.tsx'
import { LetterToAnswer, WorksShown } from './works.tsx'
import { backToCabinet, REQUEST_PATH, statusTagOf, withRequest, wordsOfOwn, type OwnRequest } from './requests.ts'
import { entryOf, Result } from './result.tsx'
import { ApplicantPart, refundOfUnaccepted, WithdrawLink, type UnacceptedRefund } from './applicant-part.tsx'
import { complaintActOf } from '../common/parts/where-to-complain.tsx'
import { AfterComplaints, ComplainedOf, ComplaintPart } from './complaint.tsx'
import { HearingPart } from './hearing-part.tsx'
import texts from './texts.yaml'

// The service history: every stage with who, when and by which paragraph, and what may be taken away.

export function requestPages(app: FastifyInstance, portal: Portal): void {
  app.get(
    REQUEST_PATH,
    withRequest(portal, async (request, reply, own) => {
      const now = await portal.legalNow()
      const page = (
        <RequestPage
          own={own}
          now={now}
          complaints={complaintActOf(portal.deps, own.regulation.id, now)}
          filed={await filedBy(portal, own)}
          refund={await refundOfUnaccepted(portal, own)}
          entry={await entryOf(portal, own)}
          hasSurvey={await mayAnswer(portal, own)}
          calls={(await portal.deps.callsAbout?.(own.view.summary.requestNumber)) ?? []}
        />
      )
      return sendPage(request, reply, { title: own.view.summary.requestNumber, back: backToCabinet(request) }, page)
    }),
  )
  workFiles(app, portal)
  app.get(
    `${REQUEST_PATH}/result`,
    withRequest(
      portal,
      async (request, reply, { view, host, person }) => {
        if (view.result === null) return sendRefusal(request, reply, refusePortal('result-not-ready'), { status: 404 })
        const document = await host.readDocument(view.result.documentId, portal.actor(person))
        if (isRefusal(document)) return sendRefusal(request, reply, document)
        return sendFile(reply, {
          bytes: Buffer.from(document.bytesBase64, 'base64'),
          mediaType: document.mediaType,
          fileName: document.name,
        })
      },
      'download',
    ),
  )
}

/** A paper or a file of a step that the act shows to the applicant, or a refusal to accept. */
function workFiles(app: FastifyInstance, portal: Portal): void {
  app.get(
    `${REQUEST_PATH}/papers/:documentId`,
    withRequest(
      portal,
      async (request, reply, { view, host, person }) => {
        const { documentId } = request.params as { documentId: string }
        const annulled = (view.state.complaints ?? []).flatMap(({ annuls }) => annuls ?? [])
        const shown = [...view.works, ...(view.nonAcceptance ? [view.nonAcceptance] : []), ...annulled]
        const isShown = shown.some((paper) => paper.documentId === documentId)
        const document = isShown ? await host.readDocument(documentId, portal.actor(person)) : refusePortal('result-not-ready')
        if (isRefusal(document)) return sendRefusal(request, reply, document, { status: 404 })
        return sendFile(reply, {
          bytes: Buffer.from(document.bytesBase64, 'base64'),
          mediaType: document.mediaType,
          fileName: document.name,
        })
      },
      'download',
    ),
  )
  app.get(
    `${REQUEST_PATH}/work-files/:sha256`,
    withRequest(
      portal,
      async (request, reply, { view, host, person }) => {
        const { sha256 } = request.params as { sha256: string }
        const file = await host.readAttachment(view.summary.caseId, sha256, portal.actor(person))
        if (isRefusal(file)) return sendRefusal(request, reply, file, { status: 404 })
        const bytes = Buffer.from(file.bytesBase64, 'base64')
        return sendFile(reply, { bytes, mediaType: fileTypeOf(bytes) ?? 'application/octet-stream', fileName: file.name })
      },
      'download',
    ),
  )
}

type Filed = Omit<Parameters<typeof Trace>[0], 'zone'>

/** What the firm's people did before the registration; of an individual's request there is only one who could. */
async function filedBy(portal: Portal, { person, view: { summary }, variant }: OwnRequest): Promise<Filed | null> {
  const { sql } = portal.deps.database
  const draft = person.bin === null ? null : await draftOfRequest(sql, person, summary.requestNumber)
  const view = draft && findView(variant, draft.view)
  if (draft === null || view === null) return null
  const marks = await marksOf(sql, draft.id)
  return { draft, marks, view, names: await namesOf(sql, accountsIn({ draft, marks })) }
}

type PageProps = {
  readonly own: OwnRequest
  readonly now: string
  readonly filed: Filed | null
  readonly entry: PublicEntry | null
  readonly refund: UnacceptedRefund | null
  readonly hasSurvey: boolean
  readonly calls: Calls
  /** By which complaints about it are considered. */
  readonly complaints: Regulation | null
}

/** What the contact centre was asked about this request. */
type Calls = Awaited<ReturnType<NonNullable<Portal['deps']['callsAbout']>>>

function RequestPage({ own, now, filed, entry, refund, hasSurvey, calls, complaints }: PageProps) {
  const { view, regulation, variant, zone } = own
  const { summary } = view
  const rows = [
    { key: texts.request.service, value: `${say(summary.service)}: ${say(summary.variant)}` },
    { key: texts.request.status, value: <StatusTag {...statusTagOf(summary)} /> },
    { key: texts.request.stage, value: summary.stage },
    { key: texts.request.registered, value: <InstantAt at={summary.registeredAt} zone={zone} /> },
    { key: texts.request.channel, value: channelName(variant, view.state.opening?.view ?? '') },
    ...representedRows(view.party),
  ]
  return (
    <>
      <h1>
        {titleOf(view)} <span class="number">{summary.requestNumber}</span>
      </h1>
      <ComplainedOf own={own} />
      <SummaryList rows={rows} />
      <AfterComplaints own={own} />
      <BySilence own={own} />
      <ApplicantPart own={own} now={now} refund={refund} />
      <LetterToAnswer own={own} />
      <HearingPart own={own} now={now} />
      <Result own={own} entry={entry} />
      <WorksShown own={own} />
      {hasSurvey && <SurveyLink number={summary.requestNumber} />}
      {summary.status !== 'withdrawn' && summary.status !== 'notAccepted' && (
        <>
          <h2>{view.state.basis === undefined ? wordsOfOwn(own).request.due : texts.request.decisionDue}</h2>
          <DueOf
            due={view.total}
            regulation={regulation}
            source={variant.term?.source ?? variant.procedure.source}
            state={totalState(own, now)}
          />
        </>
      )}
      <h2>{texts.request.history}</h2>
      <CaseTimeline
        history={view.history}
        regulation={regulation}
        variant={variant}
        zone={zone}
        who={(line) => whoOf(own, line)}
        isOpen={(line) => isGoingOn(own, line)}
      />
      {calls.length > 0 && (
        <Details summary={texts.request.calls}>
          <p>{wordsOfOwn(own).request.callsLead}</p>
          <ul>
            {calls.map(({ at, isShown }) => (
              <li>
                <InstantAt at={at} zone={zone} />: {isShown ? texts.request.callShown : texts.request.callNotShown}
              </li>
            ))}
          </ul>
        </Details>
      )}
      {filed && (
        <Details summary={texts.request.filed}>
          <Trace {...filed} zone={zone} />
        </Details>
      )}
      {view.state.basis === undefined && (
        <>
          <YourRequest own={own} isCorrected={(view.earlierRequests ?? []).length > 0} />
          <WithdrawLink own={own} />
        </>
      )}
      <ComplaintPart own={own} by={complaints} />
    </>
  )
}

/** Who applied for whom, and by which power of attorney. */
function representedRows({ name, representative }: OwnRequest['view']['party']) {
  if (representative === undefined) return []
  const { number, scope } = representative.power
  return [
    { key: texts.request.applicant, value: name },
    { key: texts.request.representative, value: representative.name },
    { key: texts.request.power, value: `${number}: ${scope}` },
  ]
}

/** Of a step that was begun more than once the last time. */
function isGoingOn({ view: { history, state } }: OwnRequest, line: HistoryLine): boolean {
  const last = history.findLast(({ event, stepId }) => event === 'taskStarted' && stepId === line.stepId)
  return line === last && state.tasks.some(({ stepId }) => stepId === line.stepId)
}

function titleOf({ state }: OwnRequest['view']): Text {
  if (state.complaintAbout !== undefined) return texts.complaint.title
  return state.basis === undefined ? texts.request.title : texts.request.proceedings
}

/** Nobody decided in time: what the request counts as, since when, by which paragraph, and what comes next. */
function BySilence({ own }: Pick<PageProps, 'own'>) {
  const { view, variant, regulation, zone } = own
  const { deemed, closedAt } = view.state
  if (deemed === undefined || variant.silence === undefined) return null
  return (
    <InsetText>
      <p>
        <strong>{texts.request.deemed[deemed.decision]}</strong> <InstantAt at={deemed.since} zone={zone} />.{' '}
        <Cited regulation={regulation} source={variant.silence.source} />
      </p>
      {closedAt === null && <p>{texts.request.deemedNext[deemed.decision]}</p>}
    </InsetText>
  )
}

function totalState({ view }: OwnRequest, now: string): DueState {
  if (view.asked?.isClockStopped === true) return 'stopped'
  const end = view.state.closedAt ?? now
  if (end > view.summary.totalDue) return 'late'
  return view.state.closedAt === null ? 'open' : 'met'
}

function YourRequest({ own, isCorrected }: Pick<PageProps, 'own'> & { readonly isCorrected: boolean }) {
  const language = useLanguage()
  const number = own.view.summary.requestNumber
  const words = wordsOfOwn(own).request
  const here = localHref(language, PATHS.request(number))
  return (
    <>
      <h2>{words.yours}</h2>
      <p>{words.yoursText}</p>
      <ul>
        <li>
          <a href={`${here}/form`}>{texts.request.form}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.receipt(number))}>{texts.request.receipt}</a>
        </li>
        <li>
          <a href={`${here}/package`} download="">
            {words.package}
          </a>{' '}
          (.ruqsat.json)
        </li>
        <li>
          <a href={`${here}/package?with=attachments`} download="">
            {words.packageFull}
          </a>{' '}
          (.ruqsat.json)
        </li>
        {isCorrected && (
          <li>
            <a href={`${here}/package?version=first`} download="">
              {words.packageFirst}
            </a>{' '}
            (.ruqsat.json)
          </li>
        )}
      </ul>
    </>
  )
}

/** People of the provider stay unnamed: the unit answers for its step. */
function whoOf({ variant, regulation }: OwnRequest, line: HistoryLine): Text | null {
  const steps = [...variant.procedure.steps, ...variant.views.flatMap((view) => view.steps)]
  const unitId = steps.find((step) => step.id === line.stepId)?.unit
  return regulation.units.find(({ id }) => id === unitId)?.name ?? null
}
