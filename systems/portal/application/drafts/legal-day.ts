import { toLocal } from '@ruqsat/clock'
import type { ReadyDays } from '@ruqsat/documents'
import { readyBy } from '@ruqsat/engine'
import type { Instant, LocalDate } from '@ruqsat/foundation'
import type { Edition } from '@ruqsat/law'
import type { Draft, DraftDeps, OpenDraft } from './model.ts'

/** The day on the authority's clock. */
export function legalDay(deps: Pick<DraftDeps, 'tables'>, edition: Edition, now: Instant): LocalDate {
  return toLocal(now, deps.tables.zones[edition.regulation.authority.zone]!).date
}

/** Today, and by when the result of what is sent now has to be there; a correction goes on with the term of its request. */
export function readyDays(
  { tables }: Pick<DraftDeps, 'tables'>,
  { edition, variant, draft }: Pick<OpenDraft, 'edition' | 'variant'> & { readonly draft: Pick<Draft, 'corrects'> },
  now: Instant,
): ReadyDays {
  return {
    today: legalDay({ tables }, edition, now),
    promised: draft.corrects === null ? readyBy(variant, now, { regulation: edition.regulation, tables }) : null,
  }
}
