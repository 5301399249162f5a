import { setTimeout } from 'node:timers/promises'
import type { Portal } from '../../deps.ts'
import type { Person, RegistrationState } from './person.ts'
import { certificateOf, keepStanding } from './store.ts'

// A person acts for a firm as long as the certificate that says so counts. The firm has it revoked when the person leaves; nobody informs
// the portal, so the portal asks, while the person uses it.

/** How old an answer may be. The firm's requests are closed to who has left it within this time of the next click. */
const ASKED_EVERY_MS = 60_000
/** A click waits no longer than this for the answer; the answer is written down when it comes. */
const WAIT_MS = 1_500

type Asking = Map<string, Promise<RegistrationState>>
const askingOf = new WeakMap<Portal, Asking>()

/** The person with their standing as of now. A revocation service that does not answer changes nothing: silence is no answer. */
export async function withStanding(portal: Portal, person: Person): Promise<Person> {
  if (person.bin === null || person.standing !== 'current') return person
  const kept = await certificateOf(portal.deps.database.sql, person.accountId)
  if (kept === null) return person
  if (kept.askedAt !== null && portal.technicalClock.ms() - Date.parse(kept.askedAt) < ASKED_EVERY_MS) return person
  const late = setTimeout(WAIT_MS, person.standing, { ref: false })
  const standing = await Promise.race([ask(portal, person, kept.certificate), late])
  return standing === person.standing ? person : { ...person, standing }
}

/** One question at a time about one person, however many pages they open at once. */
function ask(portal: Portal, person: Person, certificate: Uint8Array): Promise<RegistrationState> {
  const asking: Asking = askingOf.get(portal) ?? new Map()
  askingOf.set(portal, asking)
  const key = `${person.accountId} ${person.certificateSha256}`
  const known = asking.get(key)
  if (known !== undefined) return known
  const answer = askTrust(portal, person, certificate)
    .catch((error: unknown) => {
      portal.deps.log.warn({ name: (error as Error).name, event: 'firm-standing' }, 'the standing of a registration could not be asked')
      return person.standing
    })
    .finally(() => asking.delete(key))
  asking.set(key, answer)
  return answer
}

async function askTrust(portal: Portal, person: Person, certificate: Uint8Array): Promise<RegistrationState> {
  const at = await portal.legalNow()
  const verdict = await portal.deps.trust.checkCertificate({ certificate, at, expect: { purpose: 'authenticate' } })
  const standing = verdict.kind === 'refused' ? 'ended' : person.standing
  await keepStanding(portal.deps.database.sql, person, standing, portal.technicalClock.now())
  return standing
}
