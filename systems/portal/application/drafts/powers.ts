// Who applies for another by a power of attorney: the register of notaries says whether it holds, when the draft is begun and before each
// signature. The rule is that of the counter (`faultOfPower`).
import { toLocal } from '@ruqsat/clock'
import { judgedPower } from '@ruqsat/documents'
import { isRefusal, parseBIN, parseIIN, parseName, type Answer, type BIN, type IIN, type Refusal, type Source } from '@ruqsat/foundation'
import { firstDraftStep, zoneOf, type Edition, type Regulation } from '@ruqsat/law'
import type { PowerOfAttorney, Purpose } from '@ruqsat/registers/contract'
import type { Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { registrationPurpose } from '../../registration/people/registration.ts'
import { refusePortal } from '../../refusals.ts'
import { actingIn, principalOf, type DraftPower } from '../core/power.ts'
import { placeIn, startDraft } from './drafts.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import { draftPurpose } from './purpose.ts'

type Deps = Pick<DraftDeps, 'registers' | 'legalClock' | 'tables'>

/** Whether somebody may apply for another here: the act, or its general law, names a system that knows powers of attorney. */
export function takesRepresentatives({ systems = [] }: Pick<Regulation, 'systems'>): boolean {
  return systems.some(({ holds }) => holds === 'powersOfAttorney')
}

export type PowerTyped = { readonly number: string; readonly principal: string }
export type PowerWish = Parameters<typeof startDraft>[2]

/**
 * Begins a draft for whom the power names, with these answers there already. Every refusal is at its field, and nothing is begun where a register
 * is silent.
 */
export async function startByPower(
  deps: DraftDeps,
  person: Person,
  wish: PowerWish,
  typed: PowerTyped,
  begunWith: Readonly<Record<string, string>> = {},
): Promise<OpenDraft | Refusal> {
  const place = placeIn(await deps.offered(wish.regulation), wish)
  if (place === null) return refusePortal('service-not-offered')
  if (!takesRepresentatives(place.edition.regulation)) return refusePortal('no-representatives-here')
  if (person.bin !== null) return refusePortal('representative-as-self')
  if (typed.number === '') return refusePortal('field-empty', { field: 'power' })
  const identifier = identifierIn(typed.principal)
  if (isRefusal(identifier)) return { ...identifier, field: 'principal' }
  const of = { ...identifier, number: typed.number, caseId: wish.id, edition: place.edition, source: firstDraftStep(place.view).source }
  const power = await powerFor(deps, person, of)
  if (isRefusal(power)) return power
  return startDraft(deps, actingIn(person, { power }), wish, begunWith, power)
}

type Identifier = { readonly iin: IIN | null; readonly bin: BIN | null }

/** Twelve digits are an IIN or a BIN; the month's place says which, and each is judged by its own rule. */
function identifierIn(typed: string): Identifier | Refusal {
  const [iin, bin] = [parseIIN(typed), parseBIN(typed)]
  if (!isRefusal(bin)) return { iin: null, bin }
  return isRefusal(iin) ? iin : { iin, bin: null }
}

async function powerFor(deps: Deps, person: Person, of: Identifier & Omit<AskedPower, 'principal'>): Promise<DraftPower | Refusal> {
  const { iin, bin } = of
  const held = await heldPower(deps, { ...of, principal: bin ?? iin }, person)
  // Of a register that is silent nothing that was typed is wrong.
  if (isRefusal(held)) return held.code === 'portal.register-out-of-reach' ? held : { ...held, field: 'power' }
  const named = await nameOf(deps, { iin, bin }, purposeOf(of, person))
  if (isRefusal(named)) return named
  const { number, scope, validUntil, notarised } = held
  const kind = bin === null ? ('individual' as const) : ('legalEntity' as const)
  return { number, scope, validUntil, notarised, principal: { kind, iin, bin, ...named } }
}

async function nameOf({ registers }: Deps, { iin, bin }: Identifier, purpose: Purpose) {
  const answer = bin !== null ? await registers.legalEntity(bin, purpose) : await registers.person(iin!, purpose)
  if (answer.kind === 'refused') return answer.refusal
  if (answer.kind === 'outage') return refusePortal('register-out-of-reach')
  if (answer.kind === 'absent') return refusePortal(bin === null ? 'person-absent' : 'firm-absent', { field: 'principal' })
  const { value } = answer
  const name = parseName('name' in value ? value.name : [value.surname, value.givenName, value.patronymic].join(' '))
  return isRefusal(name) ? name : { name, address: value.address }
}

/** The power that a draft was begun by, as it is asked about again; null where it was begun by none. */
export function powerOfDraft({ draft: { id, power }, edition, step }: Pick<OpenDraft, 'draft' | 'edition' | 'step'>): AskedPower | null {
  return power && { number: power.number, principal: principalOf(power), caseId: id, edition, source: step.source }
}

/** Why the power does not let this person go on now; null where it does, or none is used. */
export async function powerFault(deps: Deps, of: AskedPower | null, person: Person): Promise<Refusal | null> {
  const held = of && (await heldPower(deps, of, person))
  return isRefusal(held) ? held : null
}

export type AskedPower = {
  readonly number: string
  readonly principal: BIN | IIN | null
  /** The draft or the request that the register is asked about, and by which place of the law. */
  readonly caseId: string
  readonly edition: Edition
  readonly source: Source
}

const purposeOf = ({ edition, caseId, source }: Omit<AskedPower, 'principal'>, person: Person): Purpose =>
  draftPurpose(edition, caseId, person, source)

/**
 * The power as the register has it, where it lets this person act for this principal today; else why not. A register that is silent lets nothing
 * be begun and nothing be signed.
 */
async function heldPower(deps: Deps, of: AskedPower, person: Person): Promise<PowerOfAttorney | Refusal> {
  const { number, principal, edition } = of
  const representative = person.representative?.iin ?? person.iin
  const answer = await deps.registers.powerOfAttorney({ number, principal }, purposeOf(of, person))
  const today = toLocal(await deps.legalClock.now(), zoneOf(edition.regulation, deps.tables)).date
  const fault = judgedPower(answer, number, { principal, representative }, today)
  if (fault !== null && fault !== 'later') return fault
  return fault === null && answer.kind === 'found' ? answer.value : refusePortal('register-out-of-reach')
}

/** The powers of attorney that name whoever is signed in, as the register of notaries has them now. */
export async function powersNaming(portal: Portal, person: Person): Promise<Answer<readonly PowerOfAttorney[]>> {
  const purpose = { ...(await registrationPurpose(portal, { returnPath: '' })), asker: person.accountId }
  return portal.deps.registers.powersOf(person.bin ?? person.iin, purpose)
}
