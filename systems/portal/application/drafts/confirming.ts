import { hash } from 'node:crypto'
import { sealedRequest } from '@ruqsat/documents'
import { canonicalJson, Fault, type Instant, isRefusal, type MobileNumber, type Refusal } from '@ruqsat/foundation'
import { requestProofs } from '@ruqsat/law'
import { refusePortal } from '../../refusals.ts'
import type { Person } from '../../registration/people/person.ts'
import { readFrozen } from './frozen.ts'
import type { Confirming, DraftDeps, OpenDraft } from './model.ts'
import { draftPurpose } from './purpose.ts'
import type { Signed } from './registration.ts'
import { bytesToSign, judge, signingFault } from './signing.ts'

// A request that is confirmed by a one-time password in place of a signature, where the table lets it be. The password is sent for the frozen
// bytes and for nothing else; when it comes back, the portal seals the request together with how it was confirmed.

/** The record that the portal keeps of a password that came back; the sealed request names its digest. Times of the password are technical. */
type OneTimeRecord = {
  readonly schema: 'ruqsat.one-time/1'
  readonly id: string
  readonly iin: string
  readonly phone: string
  readonly requestSha256: string
  readonly sentAt: Instant
  readonly usedAt: Instant
  readonly confirmedAt: Instant
}

/** What this person may confirm this draft by besides a signature: null, where only a signature counts. */
export function confirmingOf(deps: DraftDeps, { view, draft }: OpenDraft, person: Person): Confirming | null {
  const isLet = requestProofs(view).includes('oneTimePassword') && draft.corrects === null && draft.power === null
  return isLet && person.bin === null && draft.bin === null ? deps.confirming : null
}

/** Freezes the request and sends the password for it. Refuses where the telephone is not the person's, or that cannot be asked now. */
export async function sendPassword(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Refusal | null> {
  const confirming = confirmingOf(deps, open, person)
  if (confirming === null) return refusePortal('password-not-enough')
  const frozen = await bytesToSign(deps, open, person)
  if (isRefusal(frozen)) return frozen
  const phone = await ownPhone(confirming, open, person)
  if (isRefusal(phone)) return phone
  return confirming.oneTime.sendForRequest({ accountId: person.accountId, subject: frozen.sha256 })
}

/**
 * Takes the password back: whose number it is, is asked once more before the password is used up. What the portal then seals goes the way of
 * a signature.
 */
export async function submitPassword(deps: DraftDeps, open: OpenDraft, person: Person, code: string): Promise<Signed> {
  const { draft } = open
  if (draft.status === 'registered' || draft.status === 'waiting') return { kind: draft.status }
  const confirming = confirmingOf(deps, open, person)
  const fault = confirming === null ? refusePortal('password-not-enough') : await signingFault(deps, open, person)
  if (confirming === null || fault !== null) return { kind: 'refused', refusal: fault ?? refusePortal('password-not-enough') }
  const frozen = draft.frozen!
  const phone = await ownPhone(confirming, open, person)
  if (isRefusal(phone)) return { kind: 'refused', refusal: phone }
  const event = await confirming.oneTime.takeForRequest({ accountId: person.accountId, subject: frozen.sha256, code })
  if (isRefusal(event)) return { kind: 'refused', refusal: event }
  const confirmedAt = await deps.legalClock.now()
  const { iin } = person
  const { id, sentAt, usedAt } = event
  const record = canonicalJson({
    schema: 'ruqsat.one-time/1',
    id,
    iin,
    phone: event.phone,
    requestSha256: frozen.sha256,
    sentAt,
    usedAt,
    confirmedAt,
  } satisfies OneTimeRecord)
  const shown = readFrozen(frozen.bytes)
  if (shown.schema === 'ruqsat.sealed/1') return { kind: 'refused', refusal: refusePortal('not-ready-to-sign') }
  const sealed = sealedRequest(shown, {
    by: 'oneTimePassword',
    iin,
    phoneEnding: event.phone.slice(-4),
    requestSha256: frozen.sha256,
    eventSha256: hash('sha256', record),
    confirmedAt,
  })
  const content = new TextEncoder().encode(canonicalJson(sealed))
  const cms = await confirming.seal.seal(content, confirmedAt)
  return judge(deps, open, person, { content, cms, facts: { confirmedBy: 'oneTimePassword', event: record } }, 'present')
}

/** The confirmed telephone of the account, where it is this person's by the register of subscribers. */
async function ownPhone(
  { phoneOf, ownerOf }: Confirming,
  { edition, draft, step }: OpenDraft,
  person: Person,
): Promise<MobileNumber | Refusal> {
  const phone = await phoneOf(person.accountId)
  if (phone === null) return refusePortal('phone-not-confirmed')
  const owner = await ownerOf(person.iin, phone, draftPurpose(edition, draft.id, person, step.source))
  switch (owner) {
    case 'theirs':
      return phone
    case 'notTheirs':
      return refusePortal('phone-of-another')
    case 'outage':
      return refusePortal('subscribers-out-of-reach')
    case 'refused':
      return refusePortal('subscribers-refuse')
    case 'unbound':
      throw new Fault('Expected the register of subscribers to be bound but it is not')
  }
}
