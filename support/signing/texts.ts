// Every word that a person reads on the signing panels. A page carries the words of its own language only.

import type { Language, LocalText } from '@ruqsat/foundation'
import type { SignerRole } from '@ruqsat/asn1'
import type { KeyProblemCode } from './browser/problems.ts'
import type { UnsuitableReason } from './browser/suitability.ts'
import texts from './texts.yaml'

const { shared, canSign, import: importing, sign, content, pdf, ...common } = texts.texts
const REASONS: Readonly<Record<UnsuitableReason, LocalText>> = common.reasons
const ROLES: Readonly<Record<SignerRole, LocalText>> = common.roles
/** What is wrong with a file, a key, the browser or the bytes, and what the person can do about it. */
const PROBLEMS: Readonly<Record<KeyProblemCode, { readonly text: LocalText; readonly remedy: LocalText }>> = texts.problemTexts

const GROUPS = {
  canSign: { ...shared, ...canSign },
  import: { ...shared, ...importing },
  sign: { ...shared, ...sign, ...content },
  pdf: { ...shared, ...sign, ...pdf },
} satisfies Record<string, Readonly<Record<string, LocalText>>>

export type WordGroup = keyof typeof GROUPS
export type Words = Readonly<Record<string, string>>

/** All words of one island in one language, flat: `remove`, `problem.wrong-password`, `remedy.wrong-password`, `role.employee`. */
export function wordsFor(group: WordGroup, language: Language): Words {
  const texts: readonly (readonly [string, LocalText])[] = [
    ...Object.entries(GROUPS[group]),
    ...Object.entries(PROBLEMS).map(([code, { text }]) => [`problem.${code}`, text] as const),
    ...Object.entries(PROBLEMS).map(([code, { remedy }]) => [`remedy.${code}`, remedy] as const),
    ...Object.entries(REASONS).map(([reason, text]) => [`reason.${reason}`, text] as const),
    ...Object.entries(ROLES).map(([role, text]) => [`role.${role}`, text] as const),
  ]
  return Object.fromEntries(texts.map(([key, text]) => [key, text[language]]))
}
