import type { LocalText, Source } from '@ruqsat/foundation'
import { citation } from '@ruqsat/documents'
import type { Regulation } from '@ruqsat/law'

/** "Name of the act, item", for `SourceNote`'s label. The mark "assumed" is SourceNote's own to show. */
export function sourceLabel(regulation: Regulation | null, source: Source): LocalText {
  return citation(regulation, { ...source, certainty: 'stated' })
}
