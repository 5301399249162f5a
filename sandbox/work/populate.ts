import { type TechnicalClock, technicalClock as machineClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { Authority } from '@ruqsat/trust/contract'
import { isStillTrue, type KeyKind, makeKey } from '../people/keys.ts'
import { drawFrom } from '../people/numbers.ts'
import { drawRepublic, fullName, registerRow, type SandboxPerson } from '../people/republic.ts'
import { findKey, keepKey, keepPeople, type KeptKey, listPeople, listPopulated, markPopulated } from '../store/rows.ts'
import type { SandboxDeps } from './deps.ts'

/**
 * Fills one system after the other, each in one transaction of its own. A crash between two leaves the rest to the next start; what is
 * done again changes nothing.
 */
export async function populate(deps: SandboxDeps, authority: Authority): Promise<readonly SandboxPerson[]> {
  const clock = deps.technicalClock ?? machineClock
  const { sql } = deps.database
  const seed = await deps.secrets.secret('sandbox-seed')
  const { people, firm } = drawRepublic(drawFrom(seed), deps.authorities, await listPeople(sql))
  await sql.begin((tx) => keepPeople(tx, people))
  const done = await listPopulated(sql)
  const fill = async (system: string, run: () => Promise<void>): Promise<void> => {
    if (done.has(system)) return
    await run()
    await markPopulated(sql, system, clock.now())
  }
  await fill('registers', () => deps.registers.populateTwin(people.map(registerRow), [firm]))
  for (const person of people.filter(({ staff }) => staff !== null))
    await fill(`staff ${person.personId}`, () => registerStaff(deps, person))
  const { registerApplicant } = deps
  if (registerApplicant !== undefined) {
    for (const person of people.filter(({ isRegistered }) => isRegistered)) {
      await fill(`applicant ${person.personId}`, async () => {
        const { certificate } = await keyOf(deps, authority, people, person.personId, 'good')
        const { iin, password, phone, email, address } = person
        await registerApplicant({
          kind: 'individual',
          iin,
          name: fullName(person),
          password,
          phone,
          email,
          language: 'kk',
          address,
          certificate,
        })
      })
    }
  }
  return people
}

async function registerStaff(deps: SandboxDeps, person: SandboxPerson): Promise<void> {
  const { staff, organisation, login, iin, password, phone, email } = person
  if (staff === null || organisation === null) throw new Fault(`Expected a member of staff but ${person.personId} is none`)
  await deps.registerStaff({
    login,
    name: fullName(person),
    ...staff,
    iin,
    bin: organisation.bin,
    password,
    phone,
    email,
  })
}

/** The key that its file promises; made anew where legal time has moved past the kept one. */
export async function keyOf(
  deps: Pick<SandboxDeps, 'database' | 'legalClock' | 'technicalClock'>,
  authority: Authority,
  people: readonly SandboxPerson[],
  personId: string,
  kind: KeyKind,
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
