import { sectionsFor } from '@ruqsat/documents'
import { Fault, formatDate, type Language, type Refusal } from '@ruqsat/foundation'
import { firstDraftStep, registeringStep, signingStep, stepsAhead, type Action } from '@ruqsat/law'
import {
  Button,
  Caption,
  Details,
  ErrorSummary,
  Form,
  localHref,
  type PageOptions,
  redirectTo,
  sendPage,
  sendRefusal,
  StepIndicator,
  type FieldError,
  type StepItem,
  SummaryList,
  useLanguage,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { StepNote } from '../../common/parts/step-note.tsx'
import type { Person, Portal } from '../../deps.ts'
import type { DraftPower } from '../core/power.ts'
import type { DraftDeps, OpenDraft } from '../drafts/model.ts'
import { mayChange } from '../drafts/may-change.ts'
import { Trace } from './trace.tsx'
import T from './texts.yaml'

/** One request for one draft: everything that its page is drawn and answered from. */
export type DraftPage = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly portal: Portal
  readonly deps: DraftDeps
  readonly open: OpenDraft
  readonly person: Person
  readonly language: Language
  /** What the firm's people are called who did something with it; null for an individual's draft. */
  readonly names: ReadonlyMap<string, string> | null
}

export function draftHref(page: Pick<DraftPage, 'open' | 'language'>, place = ''): string {
  return localHref(page.language, `/drafts/${page.open.draft.id}${place === '' ? '' : `/${place}`}`)
}

/** On to a place of this draft; without a name, to where it is. */
export function goTo(page: DraftPage, place = ''): unknown {
  return redirectTo(page.reply, draftHref(page, place))
}

export function refuse(page: DraftPage, refusal: Refusal, options: Partial<PageOptions> = {}): Promise<unknown> {
  return sendRefusal(page.request, page.reply, refusal, options)
}

/** Where a draft can be; each is a page of that name, but `fill`, which has a page for each section and more. */
export type Stage = 'fill' | 'registers' | 'no-data' | 'pay' | 'not-paid' | 'sign' | 'refused' | 'waiting' | 'abandoned'

const STAGES: Readonly<Partial<Record<Action, Stage>>> = {
  fill: 'fill',
  askRegisters: 'registers',
  noticeNoData: 'no-data',
  pay: 'pay',
  noticeNotPaid: 'not-paid',
  chooseCertificate: 'sign',
  sign: 'sign',
  // Where the table has the choice of the certificate in the row of the form, one signs where it is checked.
  checkCertificate: 'sign',
  noticeSignatureRefused: 'refused',
}

export function stageOf({ draft, step }: OpenDraft): Stage | undefined {
  return draft.status === 'abandoned' || draft.status === 'waiting' ? draft.status : STAGES[step.action]
}

/** Where this draft goes on. Every place shows the draft that is there and sends no other one on. */
export function placeOf(open: OpenDraft, person: Person): string {
  const stage = stageOf(open)
  if (stage === undefined) throw new Fault(`Expected an open draft at a step that has a page but it is at '${open.step.action}'`)
  return stage === 'fill' ? formPlaces(open, person)[0]!.place : stage
}

type Place = { readonly place: string; readonly text: StepItem['text'] }

/** The pages of the form in their order: its sections, the documents, the answers. */
export function formPlaces(open: OpenDraft, person: Person): readonly Place[] {
  return [
    ...sectionsFor(open.variant.form, person.kind)
      .filter(({ fields }) => fields.some(({ id }) => mayChange(open.draft, 'field', id)))
      .map((section) => ({ place: `form/${section.id}`, text: section.title })),
    ...(open.variant.documents.some(({ id }) => mayChange(open.draft, 'document', id)) ? [{ place: 'documents', text: T.documents }] : []),
    { place: 'check', text: T.checkShort },
  ]
}

type Frame = PageOptions & {
  /** Which place of the way it is. */
  readonly at: string
  /** What is to be corrected on this page. */
  readonly errors?: readonly FieldError[]
  /** Said before everything else. */
  readonly above?: Child
}

/** Sends a page of a draft: whose service, where one is, which step of the act it is with its source, and the content. */
export function sendDraft(page: DraftPage, { at, errors = [], above, ...options }: Frame, content: Child): Promise<unknown> {
  const { draft, edition, marks, step, variant, view } = page.open
  return sendPage(
    page.request,
    page.reply,
    { hasErrors: errors.length > 0, ...options },
    <>
      <ErrorSummary errors={errors} />
      {above}
      <Caption texts={[edition.regulation.service, variant.name, ...(view.id === page.deps.channels[0] ? [] : [view.name])]} />
      <h1>{options.title}</h1>
      <StepIndicator steps={indicator(page, at)} />
      <StepNote regulation={edition.regulation} step={step} />
      {draft.power !== null && <ActingFor power={draft.power} />}
      {content}
      {page.names && (
        <Details summary={T.trace}>
          <Trace draft={draft} marks={marks} names={page.names} view={view} zone={page.portal.zone(edition.regulation)} />
        </Details>
      )}
    </>,
  )
}

/** For whom, by which power, until when: on every page of the draft. */
function ActingFor({ power }: { readonly power: DraftPower }) {
  const language = useLanguage()
  const { number, scope, validUntil, notarised, principal } = power
  return (
    <SummaryList
      compact
      rows={[
        { key: T.applicant, value: `${principal.name}, ${principal.bin ?? principal.iin ?? ''}` },
        { key: T.power, value: `${number}: ${scope}` },
        ...(validUntil === null ? [] : [{ key: T.powerUntil, value: formatDate(validUntil, language) }]),
        { key: T.powerNotarised, value: notarised ? T.yes : T.no },
      ]}
    />
  )
}

/** The stretch of the way that is certain: pages of the form, then the table's own steps. */
function indicator(page: DraftPage, at: string): readonly StepItem[] {
  const { open, person } = page
  const form = formPlaces(open, person)
  const [signing, registers] = [signingStep(open.view.steps), registeringStep(open.view)]
  const ahead = stepsAhead(open.view, firstDraftStep(open.view).id).flatMap((step): readonly Place[] => [
    ...(step.action === 'askRegisters' ? [{ place: 'registers', text: T.registers }] : []),
    ...(step.action === 'pay' && open.draft.corrects === null ? [{ place: 'pay', text: T.pay }] : []),
    ...(step === signing ? [{ place: 'sign', text: T.sign }] : []),
    ...(step === registers ? [{ place: 'registered', text: step.name }] : []),
  ])
  const places = [...form, ...ahead]
  const here = places.findIndex(({ place }) => place === at)
  return places.map(({ place, text }, order) => {
    const mayGoBack = open.step.action === 'fill' && order < Math.min(here, form.length)
    return {
      text,
      state: order < here ? 'done' : order === here ? 'current' : 'ahead',
      ...(mayGoBack && { href: draftHref(page, place) }),
    }
  })
}

/** The way back from a page that the form leads to. */
export function BackToForm({ page, children }: { readonly page: DraftPage; readonly children?: Child }) {
  return (
    <Form action={draftHref(page, 'edit')}>
      {children}
      <Button text={T.backToForm} kind="quiet" />
    </Form>
  )
}

/** Whether the person was sent here to correct something that is not complete. */
export function asksForErrors({ request }: DraftPage): boolean {
  return (request.query as { errors?: string }).errors !== undefined
}

/** Seconds until a page that waits looks again by itself: an old phone must not be kept busy. */
const LOOK_AGAIN_SECONDS = 10
/** Five minutes of looking; then the person presses the button, and a forgotten window lets the session end. */
const MOST_LOOKS = 30

/** Lets the page reload itself, without script, a bounded number of times. */
export function refreshWhileLooking({ request, reply }: DraftPage): void {
  const looks = Number((request.query as { look?: string }).look ?? '0')
  const [path] = request.url.split('?', 1)
  if (Number.isInteger(looks) && looks >= 0 && looks < MOST_LOOKS)
    void reply.header('refresh', `${LOOK_AGAIN_SECONDS}; url=${path}?look=${looks + 1}`)
}
