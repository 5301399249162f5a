// What was signed in one language, for a reader of another: only where the package itself says it in both, and the signed words are exactly its own.
import { inAll, isLanguage, type Language, type LocalText } from '@ruqsat/foundation'
import { valueText } from '@ruqsat/documents'
import type { Field, Variant } from '@ruqsat/law'

/** Null of each: the words stay as they were signed. */
export type RequestWords = {
  section(signed: string): LocalText | null
  label(id: string, signed: string): LocalText | null
  /** `value` is what machines read, `signed` what the applicant saw. */
  answer(id: string, value: string, signed: string): LocalText | null
  file(slot: string, signed: string): LocalText | null
  statement(signed: string): LocalText | null
}

const AS_SIGNED: RequestWords = {
  section: () => null,
  label: () => null,
  answer: () => null,
  file: () => null,
  statement: () => null,
}

/** The words of this request by the variant that it was made for; as they were signed where it is not given, or the language is no language. */
export function wordsOfRequest(variant: Pick<Variant, 'form' | 'documents'> | undefined, signedIn: string | null): RequestWords {
  if (variant === undefined || !isLanguage(signedIn)) return AS_SIGNED
  const { sections, statements } = variant.form
  const fields = new Map<string, Field>(sections.flatMap((section) => section.fields.map((field) => [field.id, field] as const)))
  const same = (text: LocalText | undefined, signed: string) => (text !== undefined && text[signedIn] === signed ? text : null)
  return {
    section: (signed) => same(sections.find(({ title }) => title[signedIn] === signed)?.title, signed),
    label: (id, signed) => same(fields.get(id)?.label, signed),
    answer(id, value, signed) {
      const field = fields.get(id)
      const said = (language: Language) => valueText(field!, value, language)
      return field === undefined || said(signedIn) !== signed ? null : inAll(said)
    },
    file: (slot, signed) => same(variant.documents.find(({ id }) => id === slot)?.name, signed),
    statement: (signed) => same(statements.find(({ text }) => text[signedIn] === signed)?.text, signed),
  }
}
