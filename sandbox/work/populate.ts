import { powersIn } from '../people/powers.ts'
import { hash } from 'node:crypto'
import { type TechnicalClock, technicalClock as machineClock } from '@ruqsat/database'
import { Fault, isRefusal } from '@ruqsat/foundation'
import type { CertificationAuthority, RevocationReason } from '@ruqsat/trust/contract'
import { isStillTrue, type SampleKeyKind, makeKey } from '../people/keys.ts'
import { drawFrom } from '../people/draw.ts'
import {
  type ContactOperator,
  drawAdministrator,
  drawContactOperator,
  drawRepublic,
  fullName,
  type Republic,
  type SandboxPerson,
} from '../people/republic.ts'
import { findKey, forgetKey, keepKey, keepPeople, type KeptKey, listPeople, listPopulated, markPopulated } from '../store/rows.ts'
import type { SandboxDeps } from './deps.ts'

/** The people and the firm, drawn from the installation's own seed and known to the pages; nobody else knows them yet. */
export type Drawn = Republic & { readonly operator: ContactOperator; readonly administrator: ContactOperator }

export async function drawPeople(deps: SandboxDeps): Promise<Drawn> {
  const { sql } = deps.database
  const draw = drawFrom(await deps.secrets.secret('sandbox-seed'))
  const republic = drawRepublic(draw, deps.authorities, await listPeople(sql))
  await sql.begin((tx) => keepPeople(tx, republic.people))
  return { ...republic, operator: drawContactOperator(draw), administrator: drawAdministrator(draw) }
}

/**
 * Fills one system after the other, each in one transaction of its own; the accounts at once, because each waits for its own password's
 * hash. A crash between two leaves the rest to the next call; what is done again changes nothing. Ends when all have ended, with the
 * first fault where there was one.
 */
export async function populate(
  deps: SandboxDeps,
  authority: CertificationAuthority,
  { people, firm, operator, administrator }: Drawn,
): Promise<void> {
  const clock = deps.technicalClock ?? machineClock
  const { sql } = deps.database
  const done = await listPopulated(sql)
  const fill = async (system: string, run: () => Promise<void>): Promise<void> => {
    if (done.has(system)) return
    await run()
    await markPopulated(sql, system, clock.now())
  }
  // The registers know who is there now: people who were drawn later for another regulation are added.
  const everybody = people.map(({ iin }) => iin).toSorted()
  await fill(`registers ${hash('sha256', everybody.join(' ')).slice(0, 16)}`, () => deps.registers.populateTwin(people, [firm]))
  await fill('powers of attorney 1', () => deps.registers.populatePowers(powersIn({ people, firm })))
  const { registerApplicant, registerContactOperator, registerAdministrator } = deps
  const ended = await Promise.allSettled([
    ...(registerContactOperator ? [fill('contact operator', () => registerContactOperator(operator))] : []),
    ...(registerAdministrator ? [fill('administrator', () => registerAdministrator(administrator))] : []),
    ...people.filter(({ staff }) => staff !== null).map((person) => fill(staffMark(person), () => registerStaff(deps, person))),
    ...people
      .filter(({ isRegistered }) => isRegistered && registerApplicant !== undefined)
      .map((person) =>
        fill(`applicant ${person.personId}`, async () => {
          const { certificate } = await keyOf(deps, authority, people, person.personId, 'good')
          const { iin, password, phone, email, address } = person
          const name = fullName(person)
          await registerApplicant!({ kind: 'individual', iin, name, password, phone, email, language: 'kk', address, certificate })
        }),
      ),
  ])
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}

/** Done for this desk: somebody who sits at another now is not skipped for what was done before. */
function staffMark({ personId, staff }: SandboxPerson): string {
  return `staff ${personId} as ${staff?.role} of ${staff?.authority}`
}

async function registerStaff(deps: SandboxDeps, person: SandboxPerson): Promise<void> {
  const { staff, organisation, login, iin, password, phone, email } = person
  if (staff === null || organisation === null) throw new Fault(`Expected a member of staff but ${person.personId} is none`)
  const { bin } = organisation
  const name = fullName(person)
  await deps.registerStaff({ login, name, ...staff, iin, bin, password, isPasswordPublished: true, phone, email })
}

/**
 * The certificate of this person's good key is revoked: by its owner, or by the firm when somebody leaves. Whoever is registered by it for a
 * firm is known to have left; the next good key is a new one. False where no such key was made yet.
 */
export async function revokeGoodKey(
  deps: Pick<SandboxDeps, 'database' | 'legalClock'>,
  authority: CertificationAuthority,
  personId: string,
  reason: Extract<RevocationReason, 'key-compromise' | 'affiliation-changed'>,
): Promise<boolean> {
  const { sql } = deps.database
  const kept = await findKey(sql, personId, 'good')
  if (kept === null) return false
  const revoked = await authority.revokeCertificate(kept.serial, reason, await deps.legalClock.now())
  if (isRefusal(revoked)) throw new Fault(`Expected the sandbox's own certificate to be revoked but it was refused: ${revoked.code}`)
  await forgetKey(sql, personId, 'good')
  return true
}

/** The next good key of this person is a new one, with a certificate from then on; the former is good until its own end. False where there is none. */
export async function renewGoodKey({ database: { sql } }: Pick<SandboxDeps, 'database'>, personId: string): Promise<boolean> {
  if ((await findKey(sql, personId, 'good')) === null) return false
  await forgetKey(sql, personId, 'good')
  return true
}

/** The key that its file promises; made again where legal time has moved past the kept one. */
export async function keyOf(
  deps: Pick<SandboxDeps, 'database' | 'legalClock' | 'technicalClock'>,
  authority: CertificationAuthority,
  people: readonly SandboxPerson[],
  personId: string,
  kind: SampleKeyKind,
): Promise<KeptKey> {
  const { sql } = deps.database
  const clock: TechnicalClock = deps.technicalClock ?? machineClock
  const kept = await findKey(sql, personId, kind)
  if (kept !== null && isStillTrue(kind, kept, await deps.legalClock.now())) return kept
  const person = people.find((one) => one.personId === personId)!
  const others = people.filter((one) => one.personId !== personId && one.group === person.group)
  const made = await makeKey(authority, person, others[0]!, kind)
  await keepKey(sql, personId, kind, made, clock.now())
  // Two who asked at once get the one that was kept last: both are true.
  return (await findKey(sql, personId, kind))!
}
