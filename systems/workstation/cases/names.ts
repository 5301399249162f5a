import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { LANGUAGES, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { WorkstationParts } from '../deps.ts'
import { staffByIds } from '../store/staff.ts'

/** Names of officials by the ids that cases know them by. */
export async function namesOf(work: WorkstationParts, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const people = await staffByIds(work.deps.database.sql, wanted)
  return new Map(people.map(({ id, name }) => [id, name]))
}

/** A refusal that names an official by id and an instant in UTC, in the words of people: their name, the office's own clock. */
export async function inWordsOfPeople(work: WorkstationParts, refusal: Refusal, zone: ZoneRules): Promise<Refusal> {
  const { by, at } = refusal.facts ?? {}
  const names = await namesOf(work, [by === undefined ? null : String(by)])
  const name = by === undefined ? undefined : names.get(String(by))
  const worded = (text: LocalText): LocalText =>
    Object.fromEntries(
      LANGUAGES.map((language) => {
        const named = name === undefined ? text[language] : text[language].replaceAll(String(by), name)
        return [language, isInstant(at) ? named.replaceAll(at, formatInstant(at, zone, language)) : named]
      }),
    ) as LocalText
  return { ...refusal, text: worded(refusal.text), remedy: worded(refusal.remedy) }
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value)
}
