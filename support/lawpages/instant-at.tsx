import type { Instant, LocalDate, LocalTime } from '@ruqsat/foundation'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { formatDateTime, useLanguage } from '@ruqsat/web'

/** Day and time of an instant on the authority's wall clock. */
export function localMoment(at: Instant, zone: ZoneRules): { readonly date: LocalDate; readonly time: LocalTime } {
  const { date, time } = toLocal(at, zone)
  return { date, time }
}

/** An instant in words, on the authority's wall clock. */
export function InstantAt({ at, zone }: { readonly at: Instant; readonly zone: ZoneRules }) {
  const language = useLanguage()
  const { date, time } = localMoment(at, zone)
  return <time datetime={`${date}T${time}`}>{formatDateTime(date, time, language)}</time>
}
