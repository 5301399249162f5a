// Events know officials by id; people know them by name. Names are looked up in the directory of staff when somebody reads.
import type { CaseEvent } from '@ruqsat/engine'
import type { Names } from './core/history.ts'
import type { LicensingParts } from './deps.ts'

export async function namesOf(room: LicensingParts, events: readonly CaseEvent[]): Promise<Names> {
  const ids = new Set(
    events.flatMap((event) => [
      ...(event.actor.kind === 'staff' ? [event.actor.id] : []),
      ...(event.actor.kind === 'staff' && event.actor.onBehalfOf ? [event.actor.onBehalfOf.id] : []),
      ...(event.kind === 'officialsBarred' ? event.officials : []),
      ...(event.kind === 'assigned' || event.kind === 'reassigned' ? [event.officerId] : []),
    ]),
  )
  const names = await Promise.all([...ids].map(async (id) => [id, (await room.deps.staff(id))?.name ?? id] as const))
  return new Map(names)
}
