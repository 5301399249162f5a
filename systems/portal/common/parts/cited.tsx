import type { Source } from '@ruqsat/foundation'
import { sourceLabel } from '@ruqsat/lawpages'
import type { Regulation } from '@ruqsat/law'
import { SourceNote } from '@ruqsat/web'

/** The source of a fact by the names that the package gives its laws. The mark "assumed" is shown by the note itself. */
export function Cited({ regulation, source }: { readonly regulation: Regulation; readonly source: Source }) {
  return <SourceNote source={source} label={sourceLabel(regulation, source)} />
}
