import { hash, randomUUID } from 'node:crypto'
import { canonicalJson, isUuid, type Language, type Refusal } from '@ruqsat/foundation'
import { type FormSection, firstDraftStep, isTyped, systemName } from '@ruqsat/law'
import {
  ATTACHMENT_BYTES,
  cleanValue,
  daysWarning,
  isDemanded,
  limitFault,
  overFault,
  type ReadyDays,
  refuseField,
  type TypedValues,
  sectionFaults,
  sectionsFor,
  contradictionsOf,
} from '@ruqsat/documents'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps, AttachmentInfo, Draft, OpenDraft } from './model.ts'
import { move, nameFault, onDraft } from './drafts.ts'
import { slotsFor } from './frozen.ts'
import { mayChange } from './may-change.ts'
import { emptyCorrection } from './correction-changes.ts'
import { knownOf } from './known.ts'
import { answersInForm, unansweredFields } from './prefilled.ts'
import { legalDay, readyDays } from './legal-day.ts'
import type { Person } from '../../registration/people/person.ts'
import * as store from './store.ts'
import { byPerson, TOO_LATE, UNSIGNED, write } from './write.ts'
import { contradictionRefusal } from '../core/contradicted.ts'

// Filling (action `fill`): what is typed and attached, what is still missing, and the end of it.

/** More than any field takes, so that a too long text is shown back whole and not lost. */
const MAX_TYPED = 100_000

export type SectionSaved =
  /** Kept. `reopened`: the draft was past the form already and is at it again. */
  | { readonly kind: 'saved'; readonly values: TypedValues; readonly faults: readonly Refusal[]; readonly reopened: boolean }
  /** Another window, or a colleague, has changed this section since it was shown; nothing was overwritten. `by`: whose account. */
  | { readonly kind: 'changedElsewhere'; readonly stored: TypedValues; readonly by: string | null }

/**
 * Keeps what was typed in one section, right or wrong. `seen` is the `sectionMark` of the page that was typed on: where the section
 * has another content by now, and not what is being saved, the person is asked before anything is overwritten.
 */
export function saveSection(
  deps: DraftDeps,
  open: OpenDraft,
  person: Person,
  sectionId: string,
  typed: TypedValues,
  seen?: string,
): Promise<SectionSaved | Refusal> {
  return onDraft<SectionSaved | Refusal>(deps, open, person, async (now) => {
    const { draft } = now
    const section = sectionsFor(now.variant.form, person.kind).find((each) => each.id === sectionId)
    if (section === undefined) return refusePortal('section-not-asked')
    const values = withTyped(section, now, typed)
    const isSame = sectionMark(section, values) === sectionMark(section, draft.values)
    if (!isSame) {
      if (draft.status === 'registered') return refusePortal('already-registered')
      if (draft.status === 'waiting') return refusePortal('request-waits')
      if (seen !== undefined && seen !== sectionMark(section, draft.values))
        return { kind: 'changedElsewhere', stored: draft.values, by: draft.changedBy }
      if (!(await keep(deps, now, person, values))) return TOO_LATE
    }
    const ready = readyDays(deps, now, await deps.legalClock.now())
    return {
      kind: 'saved',
      values,
      faults: faultsToCorrect(now, section, values, ready),
      reopened: !isSame && now.step.action !== 'fill',
    }
  })
}

/** A draft that was past its form and is changed is at the form again; what was frozen and signed is let go. */
function keep(deps: DraftDeps, { draft, step, view }: OpenDraft, person: Person, values: TypedValues): Promise<boolean> {
  const changedBy = person.accountId
  if (step.action === 'fill') return write(deps, draft, { values, changedBy, ...UNSIGNED }, [])
  const stepId = firstDraftStep(view).id
  const mark = { stepId, outcome: null, ...byPerson(person), facts: { why: 'editedAgain' } }
  return write(deps, draft, { values, stepId, changedBy, ...UNSIGNED }, [mark])
}

function withTyped(section: FormSection, { draft }: OpenDraft, typed: TypedValues): Record<string, string> {
  const asked = section.fields.filter((field) => isTyped(field) && typed[field.id] !== undefined && mayChange(draft, 'field', field.id))
  return {
    ...draft.values,
    ...Object.fromEntries(asked.map((field) => [field.id, cleanValue(field, typed[field.id]!.slice(0, MAX_TYPED))])),
  }
}

/** A short digest of what a person may type in a section: it shows whether another window has changed it. */
export function sectionMark(section: FormSection, values: TypedValues): string {
  const own = section.fields.filter(isTyped).map((field) => [field.id, values[field.id] ?? ''])
  return hash('sha256', canonicalJson(own)).slice(0, 16)
}

type NewFile = Omit<AttachmentInfo, 'id' | 'sizeBytes'> & { readonly bytes: Buffer }

/** Keeps a file. The same file twice in the same place (a double click) is kept once. */
export function attach(deps: DraftDeps, open: OpenDraft, person: Person, file: NewFile): Promise<Refusal | null> {
  return onDraft<Refusal | null>(deps, open, person, async (now) => {
    const fault = attachFault(now, person, file)
    if (fault !== null) return fault
    if (now.attachments.some((each) => each.slot === file.slot && each.sha256 === file.sha256)) return null
    const at = await deps.legalClock.now()
    const kept = { id: randomUUID(), ...file, sizeBytes: file.bytes.length }
    const change = { changedBy: person.accountId, ...UNSIGNED }
    return (await write(deps, now.draft, change, [], (tx) => store.insertAttachment(tx, now.draft.id, kept, at))) ? null : TOO_LATE
  })
}

function attachFault(open: OpenDraft, person: Person, file: NewFile): Refusal | null {
  const at = { field: file.slot }
  if (open.step.action !== 'fill' || open.draft.status !== 'open') return refusePortal('draft-not-being-filled', at)
  if (!slotsFor(open, person).some((slot) => slot.id === file.slot) || !mayChange(open.draft, 'document', file.slot))
    return refusePortal('document-not-asked')
  if (file.bytes.length > ATTACHMENT_BYTES) return refusePortal('file-too-large', at)
  const fault = limitFault([...open.attachments, { sizeBytes: file.bytes.length }])
  return fault && { ...fault, ...at }
}

/** Takes a file away; one that is gone already (a double click) is no fault. */
export function removeAttachment(deps: DraftDeps, open: OpenDraft, person: Person, attachmentId: string): Promise<Refusal | null> {
  return onDraft<Refusal | null>(deps, open, person, async (now) => {
    if (!isUuid(attachmentId) || !now.attachments.some((each) => each.id === attachmentId)) return null
    if (now.step.action !== 'fill' || now.draft.status !== 'open') return refusePortal('draft-not-being-filled')
    const { slot } = now.attachments.find((each) => each.id === attachmentId)!
    if (!mayChange(now.draft, 'document', slot)) return refusePortal('document-not-asked')
    const remove = (tx: store.DraftSql) => store.deleteAttachment(tx, now.draft.id, attachmentId)
    return (await write(deps, now.draft, { changedBy: person.accountId, ...UNSIGNED }, [], remove)) ? null : TOO_LATE
  })
}

/** A fault with the page where it is corrected. */
export type PlacedFault = { readonly place: string; readonly refusal: Refusal }

/** Everything that still keeps the form from being complete: fields, answers that make a refusal certain, documents, statements. */
export async function fillFaults(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly PlacedFault[]> {
  const ready = readyDays(deps, open, await deps.legalClock.now())
  const fields = sectionsFor(open.variant.form, person.kind).flatMap((section) =>
    faultsToCorrect(open, section, open.draft.values, ready).map((refusal) => ({ place: `form/${section.id}`, refusal })),
  )
  const silent = unansweredFields(open, person).map(({ sectionId, field, question }) => ({
    place: `form/${sectionId}`,
    refusal: refusePortal('register-silent', {
      field: field.id,
      source: question.source,
      facts: { register: systemName(question.system, open.edition.regulation) },
    }),
  }))
  const emptied = emptiedAnswers(open, person)
  const documents = documentFaults(open, person).map((refusal) => ({ place: 'documents', refusal }))
  const statements = open.variant.form.statements
    .filter((statement) => !open.draft.statements.includes(statement.id))
    .map((statement) => ({
      place: 'check',
      refusal: refusePortal('statement-not-made', { field: statement.id, source: statement.source }),
    }))
  const name = nameFault(person)
  const unprintable = name === null ? [] : [{ place: 'check', refusal: name }]
  const empty = emptyCorrection(open, person, await deps.legalClock.now())
  return [
    ...(empty === null ? [] : [{ place: 'check', refusal: empty }]),
    ...unprintable,
    ...fields,
    ...emptied,
    ...silent,
    ...(await contradictions(deps, open, person)),
    ...documents,
    ...statements,
  ]
}

/**
 * Faults of a section that can be corrected in this draft. What nobody asked about in a registered request is never one: a date that has
 * passed since, or a number whose licence has ended, is for whoever decides, and must not keep a correction from being signed.
 */
export function faultsToCorrect(
  { draft, variant }: Pick<OpenDraft, 'variant'> & { readonly draft: Pick<Draft, 'corrects'> },
  section: FormSection,
  values: TypedValues,
  ready: ReadyDays,
): readonly Refusal[] {
  return sectionFaults(variant, section, values, ready, (field) => mayChange(draft, 'field', field))
}

/** Answered days that are over by now, or that the form does not take any more: asked again before payment and before the signature. */
export async function lifeFault(
  deps: Pick<DraftDeps, 'legalClock' | 'tables'>,
  open: Pick<OpenDraft, 'variant' | 'edition' | 'draft'>,
): Promise<PlacedFault | null> {
  const { variant, draft } = open
  const ready = readyDays(deps, open, await deps.legalClock.now())
  const refusal = overFault(variant, draft.values, ready, (field) => mayChange(draft, 'field', field))
  const section = variant.form.sections.find(({ fields }) => fields.some(({ id }) => id === refusal?.field))
  return refusal === null || section === undefined ? null : { place: `form/${section.id}`, refusal }
}

/** What the applicant should know of the answered days before anything is paid or signed: they may be over before the result is there. */
export async function lifeWarning(
  deps: Pick<DraftDeps, 'legalClock' | 'tables'>,
  open: Pick<OpenDraft, 'variant' | 'edition' | 'draft'>,
): Promise<Refusal | null> {
  return daysWarning(open.variant, open.draft.values, readyDays(deps, open, await deps.legalClock.now()))
}

/** Documents that are required and not there; where an answer does instead, it is said what. */
export function documentFaults(open: OpenDraft, person: Person): readonly Refusal[] {
  return missingSlots(open, person)
    .filter(({ id }) => mayChange(open.draft, 'document', id))
    .map((slot) => {
      const instead = fieldsOf(open, person).find(({ id }) => id === slot.unlessAnswered)
      const at = { field: slot.id, source: slot.source }
      return instead === undefined
        ? refusePortal('document-missing', at)
        : refusePortal('document-or-answer-missing', { ...at, facts: { field: instead.label } })
    })
}

/** In a correction only the answer may have been asked about, and it is emptied though it did instead of a document. */
function emptiedAnswers(open: OpenDraft, person: Person): readonly PlacedFault[] {
  const needed = missingSlots(open, person).filter(({ id }) => !mayChange(open.draft, 'document', id))
  return sectionsFor(open.variant.form, person.kind).flatMap(({ id, fields }) =>
    fields
      .filter((field) => mayChange(open.draft, 'field', field.id) && needed.some((slot) => slot.unlessAnswered === field.id))
      .map((field) => ({ place: `form/${id}`, refusal: refuseField('field-empty', { field: field.id, source: field.source }) })),
  )
}

const fieldsOf = (open: OpenDraft, person: Person) => sectionsFor(open.variant.form, person.kind).flatMap(({ fields }) => fields)

function missingSlots(open: OpenDraft, person: Person) {
  return slotsFor(open, person).filter(
    (slot) => isDemanded(slot, open.draft.values) && !open.attachments.some((file) => file.slot === slot.id),
  )
}

/**
 * Keeps the statements that were ticked and ends the filling where nothing is wrong; the table says what follows. `language` is the
 * one in which the person has checked the answers: the request is frozen in it. A draft that has gone on already has no faults.
 */
export async function confirmForm(
  deps: DraftDeps,
  open: OpenDraft,
  person: Person,
  ticked: readonly string[],
  language: Language,
  note = '',
): Promise<readonly PlacedFault[] | Refusal> {
  return onDraft<readonly PlacedFault[] | Refusal>(deps, open, person, async (now) => {
    if (now.draft.status !== 'open' || now.step.action !== 'fill') return []
    const statements = now.variant.form.statements.map((each) => each.id).filter((id) => ticked.includes(id))
    const known = await knownOf(deps, now, now.draft, person)
    const { corrects } = now.draft
    // What is corrected is compared with what was signed before: both in its language.
    const own = corrects === null ? { language } : { corrects: { ...corrects, note: note.slice(0, MAX_TYPED) } }
    const changed = { statements, ...own, changedBy: person.accountId, values: { ...now.draft.values, ...known } }
    const faults = await fillFaults(deps, { ...now, draft: { ...now.draft, ...changed } }, person)
    if (faults.length > 0) return (await write(deps, now.draft, { ...changed, ...UNSIGNED }, [])) ? faults : TOO_LATE
    // Other answers ask the registers something else; what answers the form itself was asked about nothing that is written in it.
    const registers = answersInForm(now, person)
    return (await move(deps, now, 'done', person, { ...changed, registers, ...UNSIGNED })) ? [] : TOO_LATE
  })
}

/** Answers with which the request would certainly be refused, each with the page where it is corrected. */
export async function contradictions(
  deps: Pick<DraftDeps, 'legalClock' | 'tables' | 'publicRegister'>,
  open: Pick<OpenDraft, 'variant' | 'edition' | 'draft'>,
  person: Pick<Person, 'kind' | 'iin' | 'bin'>,
): Promise<readonly { readonly place: string; readonly refusal: Refusal }[]> {
  const today = legalDay(deps, open.edition, await deps.legalClock.now())
  const answers = contradictionsOf(open.variant, person.kind, open.draft.values, today)
    .filter(({ field }) => mayChange(open.draft, 'field', field.id))
    .map((each) => ({ place: `form/${each.sectionId}`, refusal: contradictionRefusal(each) }))
  return [...answers, ...(await earlierContradictions(deps, open, person))]
}

/** The number that the request acts on, where the register says that nothing can come of it. */
async function earlierContradictions(
  { publicRegister }: Pick<DraftDeps, 'publicRegister'>,
  { variant, edition, draft }: Pick<OpenDraft, 'variant' | 'edition' | 'draft'>,
  { iin, bin }: Pick<Person, 'iin' | 'bin'>,
): Promise<readonly PlacedFault[]> {
  const named = variant.complains ?? variant.results.grant.earlier
  const number = named === undefined ? '' : (draft.values[named.field] ?? '').trim()
  if (number === '' || named === undefined || !mayChange(draft, 'field', named.field)) return []
  const asked = { editionHash: edition.hash, variant: variant.id, answers: draft.values, holder: { iin, bin } }
  const refusal = await publicRegister.earlier(asked)
  const at = refusal?.field ?? named.field
  const section = variant.form.sections.find(({ fields }) => fields.some(({ id }) => id === at))
  return refusal === null || section === undefined ? [] : [{ place: `form/${section.id}`, refusal }]
}

const CERTAIN: ReadonlySet<string> = new Set([
  'portal.answer-means-refusal',
  'portal.register-fact-means-refusal',
  'portal.register-knows-nothing-of-it',
  'portal.register-has-no-data',
  'portal.days-over',
  'portal.days-before-ready',
  'licensing.earlier-not-found',
  'licensing.earlier-of-another',
  'licensing.earlier-of-another-service',
  'licensing.earlier-suspended',
  'licensing.earlier-not-suspended',
  'licensing.earlier-replaced',
  'licensing.earlier-ended',
  'licensing.earlier-expired',
  'licensing.earlier-not-yet',
  'licensing.earlier-without-term',
  'documents.result-days-over',
  'licensing.paper-not-corrected',
  'licensing.not-on-the-paper',
  'licensing.complaint-not-found',
  'licensing.complaint-of-another-service',
  'licensing.complaint-nothing',
  'licensing.complaint-made',
])

/** A request with this fault would be refused, whatever else is put right: its source is shown with it. */
export function isCertain({ code }: Refusal): boolean {
  return CERTAIN.has(code)
}
