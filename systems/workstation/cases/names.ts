import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { type Refusal, officialsIn, said, type SaidRefusal } from '@ruqsat/foundation'
import type { WorkstationParts } from '../deps.ts'
import { staffByIds } from '../store/staff.ts'

/** Names of officials by the ids that cases know them by. */
export async function namesOf(work: WorkstationParts, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const people = await staffByIds(work.deps.database.sql, wanted)
  const names = new Map<string, string>(people.map(({ id, name }) => [id, name]))
  const { nameElsewhere } = work.deps
  if (nameElsewhere === undefined) return names
  for (const id of wanted.filter((each) => !names.has(each))) {
    const name = await nameElsewhere(id)
    if (name !== null) names.set(id, name)
  }
  return names
}

/** A refusal in the words of people: officials by name, instants by the office's own clock. */
export async function inWordsOfPeople(work: WorkstationParts, refusal: Refusal, zone: ZoneRules): Promise<SaidRefusal> {
  const names = await namesOf(work, officialsIn(refusal.facts))
  return said(refusal, { official: (id) => names.get(id), instant: (at, language) => formatInstant(at, zone, language) })
}
