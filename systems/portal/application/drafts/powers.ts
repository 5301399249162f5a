// Who applies for another by a power of attorney: the register of notaries says whether it holds, when the draft is begun and before each
// signature. The rule is that of the counter (`faultOfPower`).
import { toLocal } from '@ruqsat/clock'
import { judgedPower } from '@ruqsat/documents'
import { isRefusal, parseBIN, parseIIN, parseName, type BIN, type IIN, type Refusal, type Source } from '@ruqsat/foundation'
import { firstDraftStep, zoneOf, type Edition, type Regulation } from '@ruqsat/law'
import type { Purpose } from '@ruqsat/registers/contract'
import type { Person } from '../../registration/people/person.ts'
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
  const purpose = draftPurpose(place.edition, wish.id, person, firstDraftStep(place.view).source)
  const power = await powerNow(deps, person, { ...identifier, number: typed.number }, place.edition, purpose)
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

async function powerNow(
  deps: Deps,
  person: Person,
  { iin, bin, number }: Identifier & { readonly number: string },
  edition: Edition,
  purpose: Purpose,
): Promise<DraftPower | Refusal> {
  const power = await heldPower(deps, { number, principal: bin ?? iin, representative: person.iin, edition }, purpose)
  // Of a register that is silent nothing that was typed is wrong.
  if (isRefusal(power)) return power.code === 'portal.register-out-of-reach' ? power : { ...power, field: 'power' }
  const named = await nameOf(deps, { iin, bin }, purpose)
  if (isRefusal(named)) return named
  const { scope, validUntil, notarised } = power
  const kind = bin === null ? ('individual' as const) : ('legalEntity' as const)
  return { number: power.number, scope, validUntil, notarised, principal: { kind, iin, bin, ...named } }
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

/** Why the power does not let this person go on now; null where it does, or none is used. */
export async function powerFault(
  deps: Deps,
  { draft: { id, power }, edition, step }: Pick<OpenDraft, 'draft' | 'edition' | 'step'>,
  person: Person,
): Promise<Refusal | null> {
  if (power === null) return null
  const of = { number: power.number, principal: principalOf(power), caseId: id, edition, source: step.source }
  return powerFaultOf(deps, of, person)
}

/** The same of a request that was filed by it; `caseId` is what the register is asked about. */
export async function powerFaultOf(
  deps: Deps,
  of: {
    readonly number: string
    readonly principal: BIN | IIN | null
    readonly caseId: string
    readonly edition: Edition
    readonly source: Source
  },
  person: Person,
): Promise<Refusal | null> {
  const representative = person.representative?.iin ?? person.iin
  const held = await heldPower(deps, { ...of, representative }, draftPurpose(of.edition, of.caseId, person, of.source))
  return isRefusal(held) ? held : null
}

type AskedPower = {
  readonly number: string
  readonly principal: BIN | IIN | null
  readonly representative: IIN
  readonly edition: Edition
}

/** The power as the register has it, where it lets this person act for this principal today; else why not. A register that is silent lets nothing be signed. */
async function heldPower(deps: Deps, { number, principal, representative, edition }: AskedPower, purpose: Purpose) {
  const answer = await deps.registers.powerOfAttorney({ number, principal }, purpose)
  const fault = judgedPower(answer, number, { principal, representative }, await today(deps, edition.regulation))
  if (fault !== null && fault !== 'later') return fault
  return fault === null && answer.kind === 'found' ? answer.value : refusePortal('register-out-of-reach')
}

async function today({ legalClock, tables }: Deps, regulation: Regulation) {
  return toLocal(await legalClock.now(), zoneOf(regulation, tables)).date
}
