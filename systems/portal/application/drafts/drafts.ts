import { isRefusal, parsePrintableData, type Instant, type Language, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { toLocal } from '@ruqsat/clock'
import type { AnySql } from '@ruqsat/database'
import { findVariant, findView, stepById, stepWithAction, type Edition, type Outcome, type Step } from '@ruqsat/law'
import { accessTo, type Access, type DraftAction } from '../core/access.ts'
import { advance, firstDraftStep, isWalkable, signingStep } from '../core/walk.ts'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps } from './deps.ts'
import { contactOf, knownValues } from './known.ts'
import type { Draft, OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import * as store from './store.ts'
import { byPerson, TOO_LATE, UNSIGNED, write, type TooLate } from './write.ts'

// A draft follows its view's table from `fill` to `registerRequest`. Everything typed is kept at once, right or wrong;
// what is wrong only keeps the draft from going on. Each change names the version that it was made from.

/** How often a change is tried again when another tab was faster: two tabs of one person, never a crowd. */
const MAX_TRIES = 8

/** Drafts that one person may have in hand: many more than anyone needs, so that nobody fills the disk with files. */
export const MAX_DRAFTS_IN_HAND = 20

type Wish = {
  readonly id: string
  readonly regulation: string
  readonly variant: string
  readonly view: string
  readonly language: Language
}

/** Starts a draft; the same id again gives the draft that there is. */
export async function startDraft(deps: DraftDeps, person: Person, wish: Wish): Promise<OpenDraft | Refusal> {
  const edition = await deps.offered(wish.regulation)
  const variant = edition && findVariant(edition.regulation, wish.variant)
  const view = variant && findView(variant, wish.view)
  if (edition === null || !variant?.offered || !view?.offered || !isWalkable(view)) return refusePortal('service-not-offered')
  if (!edition.regulation.applicants.some((each) => each.kind === person.kind)) return refusePortal('not-for-this-applicant')
  const unprintable = nameFault(person)
  if (unprintable !== null) return unprintable
  const early = await noRoomFor(deps.database.sql, person, wish.id)
  if (early !== null) return early
  const values = await knownValues(deps, edition, variant.id, person, {})
  const place = {
    regulation: wish.regulation,
    editionHash: edition.hash,
    variant: variant.id,
    view: view.id,
    stepId: firstDraftStep(view).id,
  }
  const full = await deps.database.sql.begin(async (tx) => {
    await store.lockPerson(tx, person.accountId)
    const full = await noRoomFor(tx, person, wish.id)
    if (full !== null) return full
    const draft = { id: wish.id, accountId: person.accountId, bin: person.bin, ...place, language: wish.language, values }
    await store.insertDraft(tx, draft, await deps.legalClock.now(tx))
    return null
  })
  return full ?? openDraft(deps, wish.id, person)
}

/** Whoever's name or address no paper can print would pay for a licence that cannot be made out: they hear it before they begin. */
export function nameFault({ name, organisation, address }: Pick<Person, 'name' | 'organisation' | 'address'>): Refusal | null {
  const read = parsePrintableData({ name: organisation ?? name, address })
  return isRefusal(read) ? refusePortal('known-value-not-printable', { facts: read.facts ?? {} }) : null
}

/** Counts before it looks for the draft: the other way round the last one, begun between the two looks by a second click, would be held against itself. */
async function noRoomFor(sql: AnySql, person: Pick<Person, 'accountId'>, id: string): Promise<Refusal | null> {
  const full = await tooMany(sql, person)
  return full === null || (await store.readDraft(sql, id)) === null ? full : null
}

/**
 * Why this person may take no further draft in hand, or null. The answer holds until the transaction ends that has locked the person before.
 * Money opens a draft without asking here: it is bounded by what is paid.
 */
export async function tooMany(sql: AnySql, person: Pick<Person, 'accountId'>): Promise<Refusal | null> {
  const inHand = await store.draftsInHand(sql, person.accountId)
  return inHand < MAX_DRAFTS_IN_HAND ? null : refusePortal('too-many-drafts', { facts: { most: MAX_DRAFTS_IN_HAND } })
}

/**
 * The draft as it is now, if this person may do this with it: brought to the offered edition, past every automatic step that can be
 * passed. Refuses by `ACCESS` (core/access.ts).
 */
export async function openDraft(deps: DraftDeps, id: string, person: Person, action: DraftAction = 'see'): Promise<OpenDraft | Refusal> {
  if (!isUuid(id)) return refusePortal('draft-not-found')
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const draft = await store.readDraft(deps.database.sql, id)
    if (draft === null) return refusePortal('draft-not-found')
    const access = accessTo(person, draft, action)
    if (access !== 'allowed') return refusePortal(NO_ACCESS[access])
    if (await takeOver(deps, draft, person)) continue
    const settled = await settle(deps, draft, person)
    if (settled !== TOO_LATE) return settled
  }
  return refusePortal('draft-busy')
}

const NO_ACCESS = {
  notFound: 'draft-not-found',
  accessEnded: 'firm-access-ended',
  signerNeeded: 'may-not-sign-for-firm',
} as const satisfies Record<Exclude<Access, 'allowed'>, Parameters<typeof refusePortal>[0]>

/** Who answered for the draft has left the firm: the colleague who opens it answers for it from now on, and the trace says so. */
async function takeOver(deps: DraftDeps, draft: Draft, person: Person): Promise<boolean> {
  if (draft.bin === null || draft.accountId === person.accountId || draft.status !== 'open') return false
  const contact = await deps.personOf(draft.accountId)
  if (contact === null || contact.standing === 'current') return false
  const mark = { stepId: draft.stepId, outcome: null, ...byPerson(person), facts: { why: 'takenOver' } }
  await write(deps, draft, { accountId: person.accountId, ...UNSIGNED }, [mark])
  return true
}

/** Does an act on the draft, and does it again on the draft as it then is where somebody was faster. */
export async function onDraft<T>(
  deps: DraftDeps,
  open: OpenDraft,
  person: Person,
  act: (open: OpenDraft) => Promise<T | TooLate>,
): Promise<T | Refusal> {
  let current = open
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const done = await act(current)
    if (done !== TOO_LATE) return done as T
    const again = await openDraft(deps, open.draft.id, person)
    if (isRefusal(again)) return again
    current = again
  }
  return refusePortal('draft-busy')
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** `TOO_LATE` asks to read the draft again: something was brought up to date, or somebody else changed it. */
async function settle(deps: DraftDeps, draft: Draft, person: Person): Promise<OpenDraft | Refusal | TooLate> {
  const open = await view(deps, draft)
  if (isRefusal(open) || draft.status !== 'open') return open
  const offered = await deps.offered(draft.regulation)
  if (offered !== null && offered.hash !== draft.editionHash && mayFollow(offered, draft)) {
    await followEdition(deps, open, offered, person)
    return TOO_LATE
  }
  if (open.step.action === 'fill') {
    const known = await knownValues(deps, open.edition, draft.variant, await contactOf(deps, draft, person), draft.values)
    if (Object.entries(known).some(([field, value]) => draft.values[field] !== value)) {
      await write(deps, draft, { values: { ...draft.values, ...known }, ...UNSIGNED }, [])
      return TOO_LATE
    }
  }
  const automatic = automaticOutcome(open)
  if (automatic !== null) {
    await move(deps, open, automatic, { kind: 'system', facts: {} })
    return TOO_LATE
  }
  return (await backToPaying(deps, open)) ? TOO_LATE : open
}

/** A paid (or free) draft passes `pay` and `checkPayment` by itself; a table without them never comes here. */
function automaticOutcome(open: OpenDraft): Outcome | null {
  if (open.draft.payment === null && open.variant.fee !== null) return null
  if (open.step.action === 'pay') return 'done'
  return open.step.action === 'checkPayment' ? 'yes' : null
}

/** A condition has no page: an unpaid draft that was left at it is before the payment again. */
async function backToPaying(deps: DraftDeps, open: OpenDraft): Promise<boolean> {
  if (open.step.action !== 'checkPayment') return false
  const pay = stepWithAction(open.view.steps, 'pay') ?? firstDraftStep(open.view)
  await write(deps, open.draft, { stepId: pay.id }, [])
  return true
}

async function view(deps: DraftDeps, draft: Draft): Promise<OpenDraft | Refusal> {
  const { sql } = deps.database
  const own = placeIn(deps.edition(draft.editionHash), draft)
  const place = own ?? placeIn(await deps.offered(draft.regulation), draft)
  if (place === null) return refusePortal('service-not-offered')
  const [attachments, marks] = await Promise.all([store.attachmentsOf(sql, draft.id), store.marksOf(sql, draft.id)])
  const step = own === null ? firstDraftStep(place.view) : stepById(place.view.steps, draft.stepId)
  return { kind: 'openDraft', draft, ...place, step, attachments, marks }
}

function placeIn(edition: Edition | null, draft: Draft): Pick<OpenDraft, 'edition' | 'variant' | 'view'> | null {
  const variant = edition && findVariant(edition.regulation, draft.variant)
  const found = variant && findView(variant, draft.view)
  return edition && variant && found ? { edition, variant, view: found } : null
}

function mayFollow(offered: Edition, draft: Draft): boolean {
  const place = placeIn(offered, draft)
  return place !== null && place.variant.offered && place.view.offered && isWalkable(place.view)
}

/** Whether the draft's own edition is the one that is offered now: only then may it be paid and signed. */
export async function isOffered(deps: DraftDeps, open: OpenDraft): Promise<boolean> {
  const offered = await deps.offered(open.draft.regulation)
  return offered !== null && offered.hash === open.draft.editionHash && mayFollow(offered, open.draft)
}

/**
 * A draft follows the offered edition: what was typed stays and the form is checked again. Statements are made again, because their
 * words may be others under the same name. The mark shows it to the person.
 */
async function followEdition(deps: DraftDeps, open: OpenDraft, offered: Edition, person: Person): Promise<void> {
  const { draft } = open
  const stepId = firstDraftStep(placeIn(offered, draft)!.view).id
  const contact = await contactOf(deps, draft, person)
  const values = { ...draft.values, ...(await knownValues(deps, offered, draft.variant, contact, draft.values)) }
  const mark = { stepId, outcome: null, actor: 'IS-PORTAL', facts: { edition: offered.hash, why: 'editionChanged' } }
  const unread = { statements: [], requirementsRead: draft.payment !== null && draft.requirementsRead }
  await write(deps, draft, { editionHash: offered.hash, stepId, values, ...unread, ...UNSIGNED }, [mark])
}

export function legalDay(deps: Pick<DraftDeps, 'tables'>, edition: Edition, now: Instant): LocalDate {
  return toLocal(now, deps.tables.zones[edition.regulation.authority.zone]!).date
}

export type MovedBy = { readonly facts: Readonly<Record<string, string>> } & (
  | { readonly kind: 'applicant'; readonly person: Person }
  | { readonly kind: 'system' }
)

/** Passes the present step with this outcome and goes to the next; the marks say which steps were passed. */
export async function move(
  deps: DraftDeps,
  open: OpenDraft,
  outcome: Outcome,
  by: MovedBy,
  alsoChange: store.DraftChange = {},
): Promise<null | TooLate> {
  const passed = advance(open.view, open.step.id, outcome)
  const step: Step = passed.step ?? open.step
  const actor = by.kind === 'applicant' ? byPerson(by.person) : { actor: open.step.system ?? 'IS-PORTAL' }
  const marks = passed.marks.map((mark) => ({ ...mark, ...actor, facts: by.facts }))
  // A firm's draft that only waits for its signature: those who may sign are informed. A row, so that a crash forgets nobody.
  const isReady = open.draft.bin !== null && step === signingStep(open.view.steps)
  const ready = (tx: AnySql) => store.rememberRetry(tx, open.draft.id, 'ready', deps.technicalClock.now())
  const change = { ...alsoChange, stepId: step.id }
  return (await write(deps, open.draft, change, marks, isReady ? ready : undefined)) ? null : TOO_LATE
}
