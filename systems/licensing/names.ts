// Events know officials by id; people know them by name. Names are looked up in the directory of staff when somebody reads.
import { ENGINE_REFUSALS, type CaseEvent } from '@ruqsat/engine'
import { refuse, type Refusal, type Language, inAll } from '@ruqsat/foundation'
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import type { Names } from './core/history.ts'
import type { LicensingParts } from './deps.ts'

export async function namesOf(room: LicensingParts, events: readonly CaseEvent[]): Promise<Names> {
  const ids = new Set(
    events.flatMap((event) => [
      ...(event.actor.kind === 'staff' ? [event.actor.id] : []),
      ...(event.kind === 'assigned' ? [event.officerId] : []),
    ]),
  )
  const names = await Promise.all([...ids].map(async (id) => [id, (await room.deps.staff(id))?.name ?? id] as const))
  return new Map(names)
}

/** The engine names an official by id and an instant in UTC; the person reads a name and the office's own time. */
export async function withNames(room: LicensingParts, refusal: Refusal, zone: ZoneRules): Promise<Refusal> {
  const { by, at } = refusal.facts ?? {}
  if (by === undefined || !(refusal.code in ENGINE_REFUSALS)) return refusal
  const name = (await room.deps.staff(String(by)))?.name ?? String(by)
  const filled = (language: Language) =>
    refuse(ENGINE_REFUSALS, refusal.code, {
      facts: { ...refusal.facts, by: name, ...(at !== undefined && { at: formatInstant(String(at), zone, language) }) },
    })
  return { ...refusal, text: inAll((each) => filled(each).text[each]), remedy: inAll((each) => filled(each).remedy[each]) }
}
