import { STATE_LANGUAGE } from '@ruqsat/documents'
import type { WrittenBesides } from '@ruqsat/engine'
import { fillText, writtenIn, type Language } from '@ruqsat/foundation'
import { useLanguage } from '@ruqsat/web'
import texts from '../texts.yaml'

const T = texts.onceMore

/** What an official wrote besides the text in the language of the request, where it is in the reader's language; null where nobody wrote that. */
export function writtenFor(reader: Language, { inStateLanguage = '', alsoIn }: WrittenBesides, language: Language): string | null {
  if (reader === language) return null
  if (alsoIn?.language === reader) return alsoIn.text
  return reader === STATE_LANGUAGE && inStateLanguage.trim() !== '' ? inStateLanguage : null
}

/** After a list that was written in the language of the request: all of it in the reader's, or which language it is. Nothing for who reads that one. */
export function OnceMore({ written, language }: { readonly written: WrittenBesides; readonly language: Language }) {
  const reader = useLanguage()
  const text = writtenFor(reader, written, language)
  if (reader === language) return null
  if (text === null) return <WrittenInAnother language={language} />
  return (
    <p>
      <strong>{T.inOneText}:</strong> {text}
    </p>
  )
}

/** Nobody translates for an official: who cannot read the language knows which one it is. */
export function WrittenInAnother({ language }: { readonly language: Language }) {
  return <p class="muted">{fillText(T.writtenIn, { language: writtenIn(language) })}</p>
}
