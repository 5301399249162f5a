import type { StageSeen } from '@ruqsat/caseflow/host'
import type { Refusal } from '@ruqsat/foundation'
import { findVariant, zoneOf } from '@ruqsat/law'
import { DueOf, InstantAt } from '@ruqsat/lawpages'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  InsetText,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  StatusTag,
  SummaryList,
  Textarea,
  type FieldError,
  type StatusKind,
} from '@ruqsat/web'
import { PATHS, type Contact } from '../deps.ts'
import { refuseContact } from '../refusals.ts'
import { endCall, readCall, type ContactCall } from '../store/calls.ts'
import texts from '../texts.yaml'
import { adviceTitle } from './advice-title.ts'
import { hrefOf, type ContactVisit } from './guard.ts'

const NOTE_MAX = 1_000
const STATUS_KINDS: Readonly<Record<StageSeen['status'], StatusKind>> = {
  none: 'neutral',
  open: 'information',
  granted: 'success',
  refused: 'danger',
  withdrawn: 'neutral',
  notAccepted: 'warning',
}

export async function showCall(visit: ContactVisit, typed = '', refusals: readonly Refusal[] = []): Promise<unknown> {
  const { contact, request, reply } = visit
  const call = await ownCall(visit)
  const back = { href: hrefOf(visit, PATHS.home), text: texts.call.back }
  if (call === null) return sendRefusal(request, reply, refuseContact('no-such-call'), { status: 404, back })
  const errors = fieldErrorsOf(refusals)
  return sendPage(
    request,
    reply,
    { title: texts.call.title, hasErrors: errors.length > 0, back },
    <CallPage contact={contact} call={call} typed={typed} errors={errors} action={hrefOf(visit, PATHS.call(call.id))} />,
  )
}

/** Ends the call with what the operator noted; a number of a person in it is refused, because nobody needs it there. */
export async function postNote(visit: ContactVisit): Promise<unknown> {
  const { contact, request, reply, operator } = visit
  const call = await ownCall(visit)
  if (call === null) return showCall(visit)
  const note = readForm(request).text('note')
  const fault = noteFault(note)
  if (fault !== null) return showCall(visit, note, [fault])
  const isKept = await endCall(contact.deps.database.sql, operator.id, call.id, note, await contact.deps.legalClock.now())
  flash(request, isKept ? 'success' : 'important', isKept ? texts.call.ended : texts.call.endedBefore)
  return redirectTo(reply, hrefOf(visit, PATHS.home))
}

function noteFault(note: string): Refusal | null {
  if (note.length > NOTE_MAX) return refuseContact('note-too-long', { field: 'note', facts: { most: NOTE_MAX } })
  return /(?:\d[\s-]?){12}/.test(note) ? refuseContact('note-has-identifier', { field: 'note' }) : null
}

function ownCall({ contact, request, operator }: ContactVisit): Promise<ContactCall | null> {
  return readCall(contact.deps.database.sql, operator.id, (request.params as { id: string }).id)
}

type CallProps = {
  readonly contact: Contact
  readonly call: ContactCall
  readonly typed: string
  readonly errors: readonly FieldError[]
  readonly action: string
}

function CallPage({ contact, call, typed, errors, action }: CallProps) {
  const title = call.outcome === 'advice' ? adviceTitle(contact, call) : texts.call.title
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      {call.shown && <Shown contact={contact} seen={call.shown} />}
      {call.outcome !== 'shown' && call.outcome !== 'advice' && <p class="lead">{texts.call.nothingShown}</p>}
      {call.endedAt === null ? (
        <Form action={action}>
          <Textarea name="note" label={texts.call.note} hint={texts.call.noteHint} value={typed} rows={4} error={errorAt(errors, 'note')} />
          <Button text={texts.call.button} />
        </Form>
      ) : (
        <SummaryList
          rows={[
            { key: texts.call.note, value: call.note === '' ? texts.call.noNote : call.note },
            { key: texts.call.endedAt, value: <InstantAt at={call.endedAt} zone={contact.deps.zone} /> },
          ]}
        />
      )}
    </>
  )
}

/** What the caller may hear, the answer first. */
function Shown({ contact, seen }: { readonly contact: Contact; readonly seen: StageSeen }) {
  const edition = contact.deps.regulations.edition(seen.editionHash)
  const regulation = edition?.regulation ?? null
  const variant = regulation && findVariant(regulation, seen.variantId)
  const zone = regulation === null ? contact.deps.zone : zoneOf(regulation, contact.deps.regulations.tables)
  const isOpen = seen.status === 'open'
  return (
    <>
      <SummaryList
        rows={[
          { key: texts.call.number, value: <span class="number">{seen.requestNumber}</span> },
          { key: texts.call.service, value: seen.service },
          { key: texts.call.variant, value: seen.variant },
          { key: texts.call.status, value: <StatusTag kind={STATUS_KINDS[seen.status]} text={texts.call.statuses[seen.status]} /> },
          { key: texts.call.stage, value: seen.stage },
          { key: texts.call.registered, value: <InstantAt at={seen.registeredAt} zone={zone} /> },
        ]}
      />
      {seen.awaited && (
        <InsetText>
          <p>
            <strong>{texts.call.awaited[seen.awaited.what]}</strong>
          </p>
          <DueOf due={seen.awaited.due} regulation={regulation} state="open" />
        </InsetText>
      )}
      {isOpen && (
        <>
          <h2>{texts.call.due}</h2>
          <DueOf
            due={seen.total}
            regulation={regulation}
            source={variant?.term?.source ?? variant?.procedure.source}
            state={seen.isClockStopped ? 'stopped' : 'open'}
          />
        </>
      )}
      <p>{texts.call.more}</p>
    </>
  )
}
