import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type PopulationRow = { readonly people: number; readonly at: Instant; readonly nextPerson: number; readonly nextCase: number }

/** The row of this seed, made where it is not there. */
export async function beginPopulation(
  sql: AnySql,
  { seed, people, at }: { readonly seed: number; readonly people: number; readonly at: Instant },
): Promise<PopulationRow> {
  await sql`insert into sandbox.populations (seed, people, at) values (${seed}, ${people}, ${at}) on conflict do nothing`
  const [row] = await sql<PopulationRow[]>`
    select people, at, next_person as "nextPerson", next_case as "nextCase" from sandbox.populations where seed = ${seed}`
  return row!
}

export async function advancePopulation(
  sql: AnySql,
  seed: number,
  { nextPerson, nextCase }: Partial<Pick<PopulationRow, 'nextPerson' | 'nextCase'>>,
): Promise<void> {
  await sql`
    update sandbox.populations set next_person = coalesce(${nextPerson ?? null}, next_person), next_case = coalesce(${nextCase ?? null}, next_case)
    where seed = ${seed}`
}
