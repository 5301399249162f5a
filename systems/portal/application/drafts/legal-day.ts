import { toLocal } from '@ruqsat/clock'
import type { Instant, LocalDate } from '@ruqsat/foundation'
import type { Edition } from '@ruqsat/law'
import type { DraftDeps } from './model.ts'

/** The day on the authority's clock. */
export function legalDay(deps: Pick<DraftDeps, 'tables'>, edition: Edition, now: Instant): LocalDate {
  return toLocal(now, deps.tables.zones[edition.regulation.authority.zone]!).date
}
