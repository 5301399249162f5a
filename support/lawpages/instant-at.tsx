import { formatDateTime, type Instant } from '@ruqsat/foundation'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { useLanguage } from '@ruqsat/web'

/** An instant in words, on the authority's wall clock. */
export function InstantAt({ at, zone }: { readonly at: Instant; readonly zone: ZoneRules }) {
  const language = useLanguage()
  const { date, time } = toLocal(at, zone)
  return <time datetime={`${date}T${time}`}>{formatDateTime(date, time, language)}</time>
}
