// Why something is refused: grounds with what can be done, and what the official wrote, in the language of whoever reads.
import { STATE_LANGUAGE, type SignedRequest } from '@ruqsat/documents'
import type { Language } from '@ruqsat/foundation'
import type { WrittenDraft } from '@ruqsat/engine'
import type { Ground } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { SummaryList, useLanguage } from '@ruqsat/web'
import { WrittenInAnother, writtenFor } from '../common/parts/once-more.tsx'
import type { OwnRequest } from './requests.ts'
import texts from './texts.yaml'

/** What an official wrote in the language of the request, and in others. */
type Written = Pick<WrittenDraft, 'explanation' | 'inStateLanguage' | 'alsoIn'>
type Shown = { readonly own: OwnRequest; readonly written: Written }

export function Grounds({ own, grounds, written }: Shown & { readonly grounds: readonly Pick<Ground, 'text' | 'remedy' | 'source'>[] }) {
  return (
    <>
      <ul>
        {grounds.map(({ text, remedy, source }) => (
          <li>
            {text} {remedy} <Cited regulation={own.regulation} source={source} />
          </li>
        ))}
      </ul>
      <Explanation own={own} written={written} />
    </>
  )
}

/** Of proceedings that the authority opened: which measure, on which grounds, and what was found. */
export function MeasureFacts({ own, groundIds }: { readonly own: OwnRequest; readonly groundIds: readonly string[] }) {
  const { variant, regulation, view } = own
  const T = texts.hearing
  const grounds = (variant.proceedings?.grounds ?? []).filter(({ id }) => groundIds.includes(id))
  return (
    <SummaryList
      compact
      rows={[
        { key: T.measure, value: variant.name },
        ...grounds.map(({ text, source }) => ({
          key: T.ground,
          value: (
            <>
              {text} <Cited regulation={regulation} source={source} />
            </>
          ),
        })),
        { key: T.found, value: view.state.basis?.reason ?? '' },
      ]}
    />
  )
}

/** One text: that of the reader's language where it was written, else that of the request, marked as what it is. */
export function Explanation({ own, written }: Shown) {
  const reader = useLanguage()
  const language = languageOfRequest(own)
  const forReader = writtenFor(reader, written, language)
  const text = forReader ?? written.explanation
  if (text.trim() === '') return null
  return (
    <>
      <p>
        <strong>{texts.hearing.explanation}:</strong> <span lang={forReader === null ? language : reader}>{text}</span>
      </p>
      {forReader === null && reader !== language && <WrittenInAnother language={language} />}
    </>
  )
}

/** Proceedings of the authority are nobody's request: what is written there is in the state language. */
export function languageOfRequest({ view }: OwnRequest): Language {
  return (view.request as Partial<SignedRequest> | null)?.form?.language ?? STATE_LANGUAGE
}
