import { citation } from '@ruqsat/documents'
import { formatDateTime, type Instant, type LocalText, type Source } from '@ruqsat/foundation'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import type { Regulation } from '@ruqsat/law'
import { SourceNote, useLanguage } from '@ruqsat/web'

type CitedProps = {
  /** Names the acts of sources; without it they are shown by their ids. */
  readonly regulation?: Regulation | null
  readonly source: Source
}

export type CitedItem = { readonly text: LocalText; readonly source: Source }

/** The source of a fact by the names that the package gives its laws. */
export function Cited({ regulation = null, source }: CitedProps) {
  return <SourceNote source={source} label={sourceLabel(regulation, source)} />
}

/** What the law lists, each with its place one step away. */
export function CitedList({ regulation, items }: Pick<CitedProps, 'regulation'> & { readonly items: readonly CitedItem[] }) {
  return (
    <ul>
      {items.map(({ text, source }) => (
        <li>
          {text} <Cited regulation={regulation ?? null} source={source} />
        </li>
      ))}
    </ul>
  )
}

/** "Name of the act, item", for `SourceNote`'s label. The mark "assumed" is SourceNote's own to show. */
export function sourceLabel(regulation: Regulation | null, source: Source): LocalText {
  return citation(regulation, { ...source, certainty: 'stated' })
}

/** An instant in words, on the authority's wall clock. */
export function InstantAt({ at, zone }: { readonly at: Instant; readonly zone: ZoneRules }) {
  const { date, time } = toLocal(at, zone)
  return <time datetime={`${date}T${time}`}>{formatDateTime(date, time, useLanguage())}</time>
}
