import { isRefusal, isUuid, parsePrintableData, type Refusal } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'
import {
  findVariant,
  findView,
  stepById,
  stepWithAction,
  type Edition,
  type Outcome,
  nextStep,
  firstDraftStep,
  questionsIn,
  rateFor,
  type ApplicantKind,
  type Payer,
  type Variant,
  systemName,
  isWalkable,
  signingStep,
} from '@ruqsat/law'
import { accessTo, lacks, type Access, type DraftAction } from '../core/access.ts'
import { actingIn, type DraftPower } from '../core/power.ts'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps, Draft, DraftPlace, DraftWhole, OpenDraft } from './model.ts'
import { knownOf, knownValues } from './known.ts'
import type { Person } from '../../registration/people/person.ts'
import { newAnswers, prefilledValues } from './prefilled.ts'
import { giveBackExempt } from './refunds.ts'
import { askedAt, askingStep, registerRefusals } from './register-answers.ts'
import * as store from './store.ts'
import { byPerson, TOO_LATE, UNSIGNED, write, type NewMark, type TooLate } from './write.ts'

// A draft follows its view's table from `fill` to `registerRequest`. Everything typed is kept at once, right or wrong;
// what is wrong only keeps the draft from going on. Each change names the version that it was made from.

/** How often a change is tried again when another tab was faster: two tabs of one person, never a crowd. */
const MAX_TRIES = 8

/** Drafts that one person may have in hand: many more than anyone needs, so that nobody fills the disk with files. */
export const MAX_DRAFTS_IN_HAND = 20

type Wish = Pick<Draft, 'id' | 'regulation' | 'variant' | 'view' | 'language'>

/**
 * Starts a draft, with these answers written already; the same id again gives the draft that there is. `power`: `person` is the principal, as
 * `actingIn` makes them.
 */
export async function startDraft(
  deps: DraftDeps,
  person: Person,
  wish: Wish,
  begunWith: Readonly<Record<string, string>> = {},
  power: DraftPower | null = null,
): Promise<OpenDraft | Refusal> {
  const offered = placeIn(await deps.offered(wish.regulation), wish)
  if (offered === null || !isOpen(deps, offered)) return refusePortal('service-not-offered')
  const { edition, variant, view } = offered
  if (!edition.regulation.applicants.some((each) => each.kind === person.kind)) return refusePortal('not-for-this-applicant')
  if (lacks(person, 'fill')) return refusePortal('right-not-given')
  const [missing] = questionsIn(variant, view, person.kind).filter(({ system }) => !deps.registers.isBound(system))
  if (missing !== undefined) {
    const facts = { register: systemName(missing.system, edition.regulation) }
    return refusePortal('register-not-connected', { source: missing.source, facts })
  }
  const unpayable = cannotBePaid(deps, variant, person.kind)
  if (unpayable !== null) return unpayable
  const early = nameFault(person) ?? (await noRoomFor(deps.database.sql, person, wish.id))
  if (early !== null) return early
  const values = { ...begunWith, ...(await knownValues(deps, offered, wish.id, person, {})) }
  const draft = {
    ...wish,
    accountId: person.accountId,
    bin: power === null ? person.bin : null,
    power,
    editionHash: edition.hash,
    stepId: firstDraftStep(view).id,
    values,
  }
  const full = await deps.database.sql.begin(async (tx) => {
    await store.lockPerson(tx, person.accountId)
    const full = await noRoomFor(tx, person, wish.id)
    if (full === null) await store.insertDraft(tx, draft, await deps.legalClock.now(tx))
    return full
  })
  return full ?? openDraft(deps, wish.id, person)
}

/** Who would have to pay whatever they answer, where no bank takes payments, hears it before they type anything. */
export function cannotBePaid(
  { payments }: { readonly payments: Pick<DraftDeps['payments'], 'takesPayments'> },
  { fee }: Pick<Variant, 'fee'>,
  kind: ApplicantKind,
): Refusal | null {
  const isOwedAnyhow = fee !== null && (fee.free ?? []).length === 0 && rateFor(fee, { applicant: kind, answers: {} }) !== null
  return isOwedAnyhow && !payments.takesPayments() ? refusePortal('payment-not-connected', { source: fee.source }) : null
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
    const whole = await store.readDraftWhole(deps.database.sql, id)
    if (whole === null) return refusePortal('draft-not-found')
    const { draft } = whole
    const access = accessTo(person, draft, action)
    if (access !== 'allowed') return refusePortal(NO_ACCESS[access])
    if (await takeOver(deps, draft, person)) continue
    const settled = await settle(deps, whole, actingIn(person, draft))
    if (settled !== TOO_LATE) return settled
  }
  return refusePortal('draft-busy')
}

const NO_ACCESS = {
  notFound: 'draft-not-found',
  accessEnded: 'firm-access-ended',
  signerNeeded: 'may-not-sign-for-firm',
  rightNeeded: 'right-not-given',
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

/** `TOO_LATE` asks to read the draft again: something was brought up to date, or somebody else changed it. */
async function settle(deps: DraftDeps, whole: DraftWhole, person: Person): Promise<OpenDraft | Refusal | TooLate> {
  const { draft } = whole
  const open = await view(deps, whole)
  if (isRefusal(open) || draft.status !== 'open') return open
  // A correction stays in the edition of its case.
  const offered = draft.corrects === null ? placeIn(await deps.offered(draft.regulation), draft) : null
  if (offered !== null && offered.edition.hash !== draft.editionHash && isOpen(deps, offered)) {
    await followEdition(deps, open, offered, person)
    return TOO_LATE
  }
  if (open.step.action === 'fill') {
    const answers = await newAnswers(deps, open, person)
    const registers = answers.length === 0 ? draft.registers : [...(draft.registers ?? []), ...answers]
    const prefilled = prefilledValues({ ...open, draft: { ...draft, registers } }, person)
    const known = { ...(await knownOf(deps, open, draft, person)), ...prefilled }
    if (answers.length > 0 || Object.entries(known).some(([field, value]) => draft.values[field] !== value)) {
      const marks = answers.map(({ system, kind }): NewMark => ({
        stepId: open.step.id,
        outcome: null,
        actor: system,
        facts: { why: 'registerAnswered', kind },
      }))
      await write(deps, draft, { values: { ...draft.values, ...known }, registers, ...UNSIGNED }, marks)
      return TOO_LATE
    }
  }
  if (open.step.action === 'checkRegisters') {
    await passCondition(deps, open, person)
    return TOO_LATE
  }
  if (isPaidInVain(open)) {
    await giveBackExempt(deps, draft)
    return TOO_LATE
  }
  return (await passPayment(deps, open)) ? TOO_LATE : open
}

/** Paid, and then an answer was changed with which nothing is owed. While the form is open it may be changed back. */
function isPaidInVain({ draft, step, variant }: OpenDraft): boolean {
  const isPaid = draft.payment !== null && draft.corrects === null && step.action !== 'fill'
  return isPaid && rateFor(variant.fee, payerOf(draft)) === null
}

/** A paid (or free) draft passes `pay` and `checkPayment` by itself; a table without them never comes here. False: nothing to pass. */
async function passPayment(deps: DraftDeps, open: OpenDraft): Promise<boolean> {
  const { draft, step, variant, view } = open
  const isSettled = draft.payment !== null || draft.corrects !== null || rateFor(variant.fee, payerOf(draft)) === null
  if (step.action !== 'checkPayment' && !(step.action === 'pay' && isSettled)) return false
  if (isSettled) await move(deps, open, step.action === 'pay' ? 'done' : 'yes', null)
  // A condition has no page: an unpaid draft that was left at it is before the payment again.
  else await write(deps, draft, { stepId: (stepWithAction(view.steps, 'pay') ?? firstDraftStep(view)).id }, [])
  return true
}

/** The table's condition answers itself from what was asked. A draft without answers goes back to where they are asked. */
async function passCondition(deps: DraftDeps, open: OpenDraft, person: Person): Promise<void> {
  const asking = askingStep(open.view, open.step)
  const isAsked = asking !== null && askedAt(open, asking, person).every(({ answer }) => answer !== null)
  if (!isAsked) {
    await write(deps, open.draft, { stepId: (asking ?? firstDraftStep(open.view)).id }, [])
    return
  }
  const certain = await registerRefusals(deps, open, person, asking)
  await move(deps, open, certain.length === 0 ? 'yes' : 'no', null)
}

/** Who pays for this draft, by what it is and says. */
export function payerOf({ bin, power, values }: Pick<Draft, 'bin' | 'power' | 'values'>): Payer {
  return { applicant: power?.principal.kind ?? (bin === null ? 'individual' : 'legalEntity'), answers: values }
}

async function view(deps: DraftDeps, { draft, attachments, marks }: DraftWhole): Promise<OpenDraft | Refusal> {
  const own = placeIn(deps.edition(draft.editionHash), draft)
  const place = own ?? placeIn(await deps.offered(draft.regulation), draft)
  if (place === null) return refusePortal('service-not-offered')
  const step = own === null ? firstDraftStep(place.view) : stepById(place.view.steps, draft.stepId)
  return { kind: 'openDraft', draft, ...place, step, attachments, marks }
}

/** Where the draft is in this edition; null where it does not have that variant or view. */
export function placeIn(edition: Edition | null, draft: Pick<Draft, 'variant' | 'view'>): DraftPlace | null {
  const variant = edition && findVariant(edition.regulation, draft.variant)
  const found = variant && findView(variant, draft.view)
  return edition && variant && found ? { edition, variant, view: found } : null
}

function isOpen({ channels }: Pick<DraftDeps, 'channels'>, { variant, view }: DraftPlace): boolean {
  return channels.includes(view.id) && variant.offered && view.offered && isWalkable(view)
}

/**
 * Why the draft may not be paid or signed, or null: its own edition must be the one that is offered now. A draft that was paid for while the
 * service was open is finished also after it was closed.
 */
export async function offerFault(deps: DraftDeps, { draft }: OpenDraft): Promise<Refusal | null> {
  if (draft.corrects !== null) return null
  const now = await deps.offered(draft.regulation)
  const isOpenIn = (edition: Edition | null) => {
    const place = placeIn(edition, draft)
    return place !== null && place.edition.hash === draft.editionHash && isOpen(deps, place)
  }
  if (isOpenIn(now)) return null
  const isClosed = now === null || now.hash === draft.editionHash
  if (!isClosed) return refusePortal('service-not-offered')
  if (draft.payment === null) return refusePortal('service-closed')
  return isOpenIn(await deps.offered(draft.regulation, draft.payment.paidAt)) ? null : refusePortal('service-closed-paid')
}

/**
 * A draft follows the offered edition: what was typed stays and the form is checked again. Statements are made again, because their
 * words may be others under the same name. The mark shows it to the person.
 */
async function followEdition(deps: DraftDeps, { draft }: OpenDraft, place: DraftPlace, person: Person): Promise<void> {
  const { edition, view } = place
  const stepId = firstDraftStep(view).id
  const values = { ...draft.values, ...(await knownOf(deps, place, draft, person)) }
  const mark = { stepId, outcome: null, actor: 'IS-PORTAL', facts: { edition: edition.hash, why: 'editionChanged' } }
  const unread = { statements: [], requirementsRead: draft.payment !== null && draft.requirementsRead }
  await write(deps, draft, { editionHash: edition.hash, stepId, values, ...unread, ...UNSIGNED }, [mark])
}

/** Passes the present step with this outcome and goes to the next; the mark says who passed it, a person or the system. False: too late. */
export async function move(
  deps: DraftDeps,
  open: OpenDraft,
  outcome: Outcome,
  by: Person | null,
  alsoChange: store.DraftChange = {},
): Promise<boolean> {
  const step = nextStep(open.view.steps, open.step, outcome) ?? open.step
  const actor = by === null ? { actor: open.step.system ?? 'IS-PORTAL' } : byPerson(by)
  const mark = { stepId: open.step.id, outcome: open.step.shape === 'condition' ? outcome : null, ...actor }
  // A firm's draft that only waits for its signature: those who may sign are informed. A row, so that a crash forgets nobody.
  const isReady = open.draft.bin !== null && step === signingStep(open.view.steps)
  const ready = (tx: AnySql) => store.rememberRetry(tx, open.draft.id, 'ready', deps.technicalClock.now())
  return write(deps, open.draft, { ...alsoChange, stepId: step.id }, [mark], isReady ? ready : undefined)
}
