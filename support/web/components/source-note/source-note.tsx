import { sourceText, type Source } from '@ruqsat/foundation'
import type { Text } from '../../language/language.ts'
import { say } from '../../language/view.ts'
import texts from '../texts.yaml'

/**
 * Where a fact comes from, next to the fact. `label` is the act as people call it ("Регламент, 5-тармақ"), made by the package's own
 * names; without it the act's id and item are shown. What is assumed says so.
 */
export function SourceNote({ source, label, href }: { readonly source: Source; readonly label?: Text; readonly href?: string }) {
  const text = label ? say(label) : `${source.act}, ${sourceText(source)}`
  return (
    <span class={`source-note source-note--${source.certainty}`}>
      <span class="source-note__prefix">{texts.sourceNote.source} </span>
      {href ? <a href={href}>{text}</a> : text}
      {source.certainty === 'found' && <span class="source-note__mark"> · {texts.sourceNote.found}</span>}
      {source.certainty === 'assumed' && (
        <>
          {' '}
          <strong class="source-note__mark source-note__mark--assumed">{texts.sourceNote.assumed}</strong>
          <span class="visually-hidden"> ({texts.sourceNote.assumedWhy})</span>
        </>
      )}
    </span>
  )
}
