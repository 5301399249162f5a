// How long people waited today, each service against the minutes of its own act.
import type { Instant } from '@ruqsat/foundation'
import type { HallDay, WaitsOfService } from '../contract.ts'
import type { HallService } from '../core/services.ts'
import type { CentreParts } from '../deps.ts'

export type ServiceWaits = WaitsOfService & {
  /** Null for a service that has no hall any more. */
  readonly of: HallService | null
}

export async function waitsByService({ queue, services }: CentreParts, hall: HallDay, now: Instant): Promise<readonly ServiceWaits[]> {
  const limits = [...new Set(services.map(({ limitMs }) => limitMs ?? 0))]
  const byLimit = new Map(await Promise.all(limits.map(async (limitMs) => [limitMs, await queue.waits(hall, limitMs, now)] as const)))
  return [...byLimit].flatMap(([limitMs, all]) =>
    all.flatMap((waits): readonly ServiceWaits[] => {
      const of = services.find(({ key }) => key === waits.service) ?? null
      const isOfThis = of === null ? limitMs === limits[0] : (of.limitMs ?? 0) === limitMs
      return isOfThis ? [{ ...waits, of }] : []
    }),
  )
}
