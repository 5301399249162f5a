import { Cited } from '@ruqsat/lawpages'
import { type Refusal, wordsOf } from '@ruqsat/foundation'
import { InsetText } from '@ruqsat/web'
import type { DraftPage } from './frame.tsx'

/** The days asked for may be over before the result is there: which days, by which paragraph, and what to do. It keeps nobody from going on. */
export function LifeWarning({ page, warning }: { readonly page: DraftPage; readonly warning: Refusal }) {
  const { text, remedy } = wordsOf(warning)
  return (
    <InsetText>
      <p>
        <strong>{text}</strong>
      </p>
      <p>{remedy}</p>
      {warning.source && (
        <p>
          <Cited regulation={page.open.edition.regulation} source={warning.source} />
        </p>
      )}
    </InsetText>
  )
}
