// What a crash has left: written, and never named by a case.
import type { LicensingParts } from '../deps.ts'
import { dropUnnamed } from '../store/writings.ts'

/** Run it hourly. */
export async function sweepWritings({ deps }: LicensingParts): Promise<void> {
  await dropUnnamed(deps.database.sql, await deps.legalClock.now())
}
