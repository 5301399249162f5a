import { randomUUID } from 'node:crypto'
import { isRefusal, type Instant, type Language, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { toLocal } from '@ruqsat/clock'
import { findVariant, findView, stepById, stepWithAction, type Edition, type Outcome, type Step } from '@ruqsat/law'
import type { AnySql } from '@ruqsat/database'
import { sectionFaults, sectionsFor } from '../core/form.ts'
import { advance, firstDraftStep } from '../core/walk.ts'
import { refusePortal } from '../refusals.ts'
import type { DraftDeps } from './deps.ts'
import { slotsFor } from './frozen.ts'
import type { AttachmentInfo, Draft, OpenDraft, Person } from './model.ts'
import * as store from './store.ts'

// A draft follows its view's table from `fill` to `registerRequest`. Everything typed is kept at once, right or wrong;
// what is wrong only keeps the draft from going on. Each change names the version that it was made from.

/** How often a change is tried again when another tab was faster: two tabs of one person, never a crowd. */
const MAX_TRIES = 5

/** 50 MiB in all and 10 MiB each: the limits, so that an old phone's upload ends. */
export const ATTACHMENTS_TOTAL_BYTES = 50 * 1024 * 1024
export const ATTACHMENT_BYTES = 10 * 1024 * 1024

export async function startDraft(deps: DraftDeps, person: Person, wish: { readonly id: string; readonly regulation: string; readonly variant: string; readonly view: string; readonly language: Language }): Promise<OpenDraft | Refusal> {
  const edition = await deps.offered(wish.regulation)
  const variant = edition && findVariant(edition.regulation, wish.variant)
  const view = variant && findView(variant, wish.view)
  if (edition === null || variant === null || !variant.offered || view === null) return refusePortal('service-not-offered')
  if (!edition.regulation.applicants.some((each) => each.kind === person.kind)) return refusePortal('not-for-this-applicant')
  const at = await deps.legalClock.now()
  const values = knownValues(edition, variant.id, person)
  await store.insertDraft(deps.database.sql, { id: wish.id, accountId: person.accountId, regulation: wish.regulation, editionHash: edition.hash, variant: variant.id, view: view.id, stepId: firstDraftStep(view).id, language: wish.language, values }, at)
  return openDraft(deps, wish.id, person)
}

/** The draft as it stands now: own only, brought to the offered edition, past every automatic step that can be passed. */
export async function openDraft(deps: DraftDeps, id: string, person: Person): Promise<OpenDraft | Refusal> {
  if (!UUID.test(id)) return refusePortal('draft-not-found')
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const draft = await store.readDraft(deps.database.sql, id)
    if (draft === null || draft.accountId !== person.accountId) return refusePortal('draft-not-found')
    const settled = await settle(deps, draft, person)
    if (settled !== 'again') return settled
  }
  return refusePortal('draft-busy')
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

async function settle(deps: DraftDeps, draft: Draft, person: Person): Promise<OpenDraft | Refusal | 'again'> {
  const open = await view(deps, draft)
  if (isRefusal(open) || draft.status !== 'open') return open
  const offered = await deps.offered(draft.regulation)
  if (offered !== null && offered.hash !== draft.editionHash) return (await followEdition(deps, open, offered, person)) ? 'again' : open
  const known = knownValues(open.edition, draft.variant, person)
  if (open.step.action === 'fill' && Object.entries(known).some(([field, value]) => draft.values[field] !== value)) {
    await change(deps, open, { values: { ...draft.values, ...known } })
    return 'again'
  }
  const automatic = automaticOutcome(open)
  if (automatic === null) return open
  await move(deps, open, automatic, { kind: 'system', facts: {} })
  return 'again'
}

/** A paid draft passes `pay` and `checkPayment` by itself; a table without them never comes here. */
function automaticOutcome(open: OpenDraft): Outcome | null {
  if (open.draft.payment === null) return null
  if (open.step.action === 'pay') return 'done'
  return open.step.action === 'checkPayment' ? 'yes' : null
}

async function view(deps: DraftDeps, draft: Draft): Promise<OpenDraft | Refusal> {
  const edition = deps.edition(draft.editionHash)
  const variant = edition && findVariant(edition.regulation, draft.variant)
  const table = variant && findView(variant, draft.view)
  if (edition === null || variant === null || table === null) {
    const offered = await deps.offered(draft.regulation)
    const found = offered && findVariant(offered.regulation, draft.variant)
    const foundView = found && findView(found, draft.view)
    if (!offered || !found || !foundView) return refusePortal('service-not-offered')
    return { kind: 'openDraft', draft, edition: offered, variant: found, view: foundView, step: firstDraftStep(foundView), attachments: await store.attachmentsOf(deps.database.sql, draft.id), marks: await store.marksOf(deps.database.sql, draft.id) }
  }
  const [attachments, marks] = await Promise.all([store.attachmentsOf(deps.database.sql, draft.id), store.marksOf(deps.database.sql, draft.id)])
  return { kind: 'openDraft', draft, edition, variant, view: table, step: stepById(table.steps, draft.stepId), attachments, marks }
}

/** A draft follows the offered edition: values stay, the form is checked again, the person is told by the mark. */
async function followEdition(deps: DraftDeps, open: OpenDraft, offered: Edition, person: Person): Promise<boolean> {
  const variant = findVariant(offered.regulation, open.draft.variant)
  const table = variant && findView(variant, open.draft.view)
  if (!variant || !table) return false
  const stepId = firstDraftStep(table).id
  const values = { ...open.draft.values, ...knownValues(offered, variant.id, person) }
  return write(deps, open.draft, { editionHash: offered.hash, stepId, values, frozen: null, cms: null, evidence: null, signedAt: null }, [{ stepId, outcome: null, actor: 'IS-PORTAL', facts: { edition: offered.hash, why: 'editionChanged' } }])
}

/** Facts that the account and the registers give; the person cannot change them in the form. */
export function knownValues(edition: Edition, variantId: string, person: Person): Record<string, string> {
  const variant = findVariant(edition.regulation, variantId)
  if (variant === null) return {}
  const facts = {
    'applicant.name': person.organisation ?? person.name,
    'applicant.identifier': person.bin ?? person.iin,
    'applicant.address': person.address,
    'applicant.phone': person.phone,
    'applicant.email': person.email,
    'applicant.head': person.name,
  }
  const fields = sectionsFor(variant.form, person.kind).flatMap((section) => section.fields)
  return Object.fromEntries(fields.flatMap((field) => (field.known === undefined ? [] : [[field.id, facts[field.known]]])))
}

export function legalDay(deps: DraftDeps, edition: Edition, now: Instant): LocalDate {
  return toLocal(now, deps.tables.zones[edition.regulation.authority.zone]!).date
}

// ---------------------------------------------------------------- filling (action `fill`)

/** Keeps what was typed in one section, right or wrong; the answer lists what is wrong. */
export async function saveSection(deps: DraftDeps, open: OpenDraft, person: Person, sectionId: string, typed: Readonly<Record<string, string>>): Promise<readonly Refusal[] | Refusal> {
  const section = sectionsFor(open.variant.form, person.kind).find((each) => each.id === sectionId)
  if (section === undefined) return refusePortal('draft-not-found')
  const now = await deps.legalClock.now()
  const values: Record<string, string> = { ...open.draft.values }
  for (const field of section.fields) {
    if (field.known === undefined && typed[field.id] !== undefined) values[field.id] = typed[field.id]!.slice(0, MAX_TYPED).trim()
  }
  const saved = await change(deps, open, { values })
  if (saved !== null) return saved
  return sectionFaults(section, values, legalDay(deps, open.edition, now))
}

/** More than any field takes, so that a too long text is shown back whole and not lost. */
const MAX_TYPED = 20_000

export async function saveStatements(deps: DraftDeps, open: OpenDraft, ticked: readonly string[]): Promise<Refusal | null> {
  const statements = open.variant.form.statements.map((each) => each.id).filter((id) => ticked.includes(id))
  return change(deps, open, { statements })
}

export async function attach(deps: DraftDeps, open: OpenDraft, person: Person, file: Omit<AttachmentInfo, 'id' | 'sizeBytes' | 'sha256'> & { readonly bytes: Buffer; readonly sha256: string }): Promise<Refusal | null> {
  if (open.step.action !== 'fill' || open.draft.status !== 'open') return refusePortal('draft-not-being-filled')
  if (!slotsFor(open, person).some((slot) => slot.id === file.slot)) return refusePortal('document-not-asked')
  if (file.bytes.length > ATTACHMENT_BYTES) return refusePortal('file-too-large', { field: file.slot })
  const total = open.attachments.reduce((sum, each) => sum + each.sizeBytes, 0) + file.bytes.length
  if (total > ATTACHMENTS_TOTAL_BYTES) return refusePortal('files-too-large-together', { field: file.slot })
  const at = await deps.legalClock.now()
  return deps.database.sql.begin(async (tx) => {
    if (!(await store.updateDraft(tx, open.draft, { frozen: null }, at))) return refusePortal('draft-busy')
    await store.insertAttachment(tx, open.draft.id, { id: randomUUID(), slot: file.slot, name: file.name, mediaType: file.mediaType, sizeBytes: file.bytes.length, sha256: file.sha256, bytes: file.bytes }, at)
    return null
  })
}

export async function removeAttachment(deps: DraftDeps, open: OpenDraft, attachmentId: string): Promise<Refusal | null> {
  if (open.step.action !== 'fill' || open.draft.status !== 'open') return refusePortal('draft-not-being-filled')
  const at = await deps.legalClock.now()
  return deps.database.sql.begin(async (tx) => {
    if (!(await store.updateDraft(tx, open.draft, { frozen: null }, at))) return refusePortal('draft-busy')
    await store.deleteAttachment(tx, open.draft.id, attachmentId)
    return null
  })
}

/** Everything that still keeps the form from being complete: fields, documents, statements. */
export async function fillFaults(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly { readonly place: string; readonly refusal: Refusal }[]> {
  const today = legalDay(deps, open.edition, await deps.legalClock.now())
  const fields = sectionsFor(open.variant.form, person.kind).flatMap((section) => sectionFaults(section, open.draft.values, today).map((refusal) => ({ place: `form/${section.id}`, refusal })))
  const documents = slotsFor(open, person)
    .filter((slot) => slot.required && !open.attachments.some((file) => file.slot === slot.id))
    .map((slot) => ({ place: 'documents', refusal: refusePortal('document-missing', { field: slot.id, source: slot.source }) }))
  const statements = open.variant.form.statements
    .filter((statement) => !open.draft.statements.includes(statement.id))
    .map((statement) => ({ place: 'check', refusal: refusePortal('statement-not-made', { field: statement.id, source: statement.source }) }))
  return [...fields, ...documents, ...statements]
}

/** Ends the filling where nothing is wrong; the table says what follows. */
export async function finishFilling(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Refusal | null> {
  if (open.step.action !== 'fill') return null
  const faults = await fillFaults(deps, open, person)
  if (faults.length > 0) return faults[0]!.refusal
  return move(deps, open, 'done', { kind: 'applicant', facts: {} })
}

/** Goes back to the form. The payment stays; frozen bytes and a signature that waits are let go. */
export async function editAgain(deps: DraftDeps, open: OpenDraft): Promise<Refusal | null> {
  if (open.draft.status === 'registered') return refusePortal('already-registered')
  const stepId = firstDraftStep(open.view).id
  const change = { stepId, status: 'open', frozen: null, cms: null, evidence: null, signedAt: null } as const
  const at = await deps.legalClock.now()
  return deps.database.sql.begin(async (tx) => {
    if (!(await store.updateDraft(tx, open.draft, change, at))) return refusePortal('draft-busy')
    await tx`delete from portal.retry where draft_id = ${open.draft.id}`
    await store.addMark(tx, open.draft.id, { stepId, outcome: null, actor: 'applicant', facts: { why: 'editedAgain' } }, at)
    return null
  })
}

/** From a notice of the table back to the action that can be tried again. */
export async function tryAgainFrom(deps: DraftDeps, open: OpenDraft): Promise<Refusal | null> {
  const action = open.step.action === 'noticeNotPaid' ? 'pay' : open.step.action === 'noticeSignatureRefused' ? 'chooseCertificate' : null
  const step = action && stepWithAction(open.view.steps, action)
  if (!step) return null
  return (await write(deps, open.draft, { stepId: step.id, status: 'open', frozen: action === 'pay' ? null : open.draft.frozen, cms: null, evidence: null, signedAt: null }, [])) ? null : refusePortal('draft-busy')
}

/** Gives the draft up; it stays in the cabinet and money that still arrives opens it again. */
export async function abandon(deps: DraftDeps, open: OpenDraft): Promise<Refusal | null> {
  if (open.draft.status === 'registered') return refusePortal('already-registered')
  const at = await deps.legalClock.now()
  return deps.database.sql.begin(async (tx) => {
    if (!(await store.updateDraft(tx, open.draft, { status: 'abandoned', frozen: null, cms: null, evidence: null, signedAt: null }, at))) return refusePortal('draft-busy')
    await tx`delete from portal.retry where draft_id = ${open.draft.id}`
    await store.addMark(tx, open.draft.id, { stepId: open.step.id, outcome: null, actor: 'applicant', facts: { why: 'abandoned' } }, at)
    return null
  })
}

/** Takes an abandoned draft up again where it stood. */
export async function resume(deps: DraftDeps, open: OpenDraft): Promise<Refusal | null> {
  if (open.draft.status !== 'abandoned') return null
  return (await write(deps, open.draft, { status: 'open', stepId: firstDraftStep(open.view).id }, [])) ? null : refusePortal('draft-busy')
}

// ---------------------------------------------------------------- moving along the table

export type MovedBy = { readonly kind: 'applicant' | 'system'; readonly facts: Readonly<Record<string, string>> }

/** Passes the present step with this outcome and stands at the next; the marks say which steps were passed. */
export async function move(deps: DraftDeps, open: OpenDraft, outcome: Outcome, by: MovedBy, alsoChange: store.DraftChange = {}): Promise<Refusal | null> {
  const passed = advance(open.view, open.step.id, outcome)
  const step: Step = passed.step ?? open.step
  const marks = passed.marks.map((mark) => ({ ...mark, actor: by.kind === 'applicant' ? 'applicant' : (open.step.system ?? 'IS-PORTAL'), facts: by.facts }))
  return (await write(deps, open.draft, { ...alsoChange, stepId: step.id }, marks)) ? null : refusePortal('draft-busy')
}

async function change(deps: DraftDeps, open: OpenDraft, what: store.DraftChange): Promise<Refusal | null> {
  if (open.draft.status !== 'open' || open.step.action !== 'fill') return refusePortal('draft-not-being-filled')
  return (await write(deps, open.draft, { ...what, frozen: null, cms: null, evidence: null, signedAt: null }, [])) ? null : refusePortal('draft-busy')
}

type NewMark = Parameters<typeof store.addMark>[2]

/** One transaction: the draft's next state and its marks, or nothing. */
export async function write(deps: DraftDeps, before: Draft, what: store.DraftChange, marks: readonly NewMark[], also?: (tx: AnySql) => Promise<void>): Promise<boolean> {
  return deps.database.sql.begin(async (tx) => {
    const at = await deps.legalClock.now(tx)
    if (!(await store.updateDraft(tx, before, what, at))) return false
    for (const mark of marks) await store.addMark(tx, before.id, mark, at)
    if (also !== undefined) await also(tx)
    return true
  })
}
