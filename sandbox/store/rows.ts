import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { PlannedFault, SwitchState } from '../work/neighbours.ts'
import type { SampleKeyKind } from '../people/keys.ts'
import type { SandboxPerson } from '../people/republic.ts'

export async function keepPeople(sql: AnySql, people: readonly SandboxPerson[]): Promise<void> {
  for (const [place, person] of people.entries()) {
    await sql`
      insert into sandbox.people (person_id, place, facts) values (${person.personId}, ${place}, ${sql.json(person as never)})
      on conflict (person_id) do update set place = excluded.place, facts = excluded.facts`
  }
}

export async function listPeople(sql: AnySql): Promise<readonly SandboxPerson[]> {
  return (await sql<{ facts: SandboxPerson }[]>`select facts from sandbox.people order by place`).map(({ facts }) => facts)
}

export type KeptKey = {
  readonly p12: Uint8Array
  readonly certificate: Uint8Array
  readonly serial: string
  readonly notBefore: Instant
  readonly notAfter: Instant
}

export async function findKey(sql: AnySql, personId: string, kind: SampleKeyKind): Promise<KeptKey | null> {
  return firstRow(sql<KeptKey[]>`
    select p12, certificate, serial, not_before as "notBefore", not_after as "notAfter" from sandbox.keys where person_id = ${personId} and kind = ${kind}`)
}

export async function keepKey(sql: AnySql, personId: string, kind: SampleKeyKind, key: KeptKey, madeAt: Instant): Promise<void> {
  await sql`
    insert into sandbox.keys (person_id, kind, p12, certificate, serial, not_before, not_after, made_at)
    values (${personId}, ${kind}, ${key.p12}, ${key.certificate}, ${key.serial}, ${key.notBefore}, ${key.notAfter}, ${madeAt})
    on conflict (person_id, kind) do update set p12 = excluded.p12, certificate = excluded.certificate, serial = excluded.serial,
      not_before = excluded.not_before, not_after = excluded.not_after, made_at = excluded.made_at`
}

/** The next download makes a new one. */
export async function forgetKey(sql: AnySql, personId: string, kind: SampleKeyKind): Promise<void> {
  await sql`delete from sandbox.keys where person_id = ${personId} and kind = ${kind}`
}

export async function readSwitches(sql: AnySql): Promise<Readonly<Record<string, SwitchState>>> {
  const rows = await sql<(SwitchState & { neighbour: string })[]>`select neighbour, mode, slow_ms as "slowMs" from sandbox.switches`
  return Object.fromEntries(rows.map(({ neighbour, mode, slowMs }) => [neighbour, { mode, slowMs }]))
}

export async function writeSwitch(sql: AnySql, neighbour: string, { mode, slowMs }: SwitchState, at: Instant): Promise<void> {
  await sql`
    insert into sandbox.switches (neighbour, mode, slow_ms, changed_at) values (${neighbour}, ${mode}, ${slowMs}, ${at})
    on conflict (neighbour) do update set mode = excluded.mode, slow_ms = excluded.slow_ms, changed_at = excluded.changed_at`
}

/** By their beginning. */
export async function listPlanned(sql: AnySql): Promise<readonly PlannedFault[]> {
  return sql<PlannedFault[]>`
    select script, neighbour, mode, slow_ms as "slowMs", from_at as "from", until_at as "until" from sandbox.planned_faults order by from_at, place`
}

export async function insertPlanned(tx: AnySql, faults: readonly PlannedFault[]): Promise<void> {
  for (const { script, neighbour, mode, slowMs, from, until } of faults)
    await tx`
      insert into sandbox.planned_faults (script, neighbour, mode, slow_ms, from_at, until_at) values (${script}, ${neighbour}, ${mode}, ${slowMs}, ${from}, ${until})`
}

export async function dropPlanned(tx: AnySql): Promise<void> {
  await tx`delete from sandbox.planned_faults`
}

export async function listPopulated(sql: AnySql): Promise<ReadonlySet<string>> {
  const rows = await sql<{ system: string }[]>`select system from sandbox.populated`
  return new Set(rows.map((row) => row.system))
}

export async function markPopulated(sql: AnySql, system: string, at: Instant): Promise<void> {
  await sql`insert into sandbox.populated (system, at) values (${system}, ${at}) on conflict do nothing`
}
