// Every word that a person reads on the signing panels. A page carries the words of its own language only.

import type { Language, LocalText } from '@ruqsat/foundation'
import type { SignerRole } from '@ruqsat/asn1'
import type { UnsuitableReason } from './browser/suitability.ts'
import { PROBLEM_TEXTS } from './problem-texts.ts'
import texts from './texts.yaml'

export const REASON_TEXTS: Readonly<Record<UnsuitableReason, LocalText>> = texts.texts.reasons

export const ROLE_TEXTS: Readonly<Record<SignerRole, LocalText>> = texts.texts.roles

const SHARED = texts.texts.shared

const IMPORT = texts.texts.import

const SIGN = texts.texts.sign

const CONTENT = texts.texts.content

const PDF = texts.texts.pdf

const CAN_SIGN = texts.texts.canSign

const GROUPS = {
  canSign: { ...SHARED, ...CAN_SIGN },
  import: { ...SHARED, ...IMPORT },
  sign: { ...SHARED, ...SIGN, ...CONTENT },
  pdf: { ...SHARED, ...SIGN, bytes: CONTENT.bytes, ...PDF },
} satisfies Record<string, Readonly<Record<string, LocalText>>>

export type WordGroup = keyof typeof GROUPS
export type Words = Readonly<Record<string, string>>

/** All words of one island in one language, flat: `remove`, `problem.wrong-password`, `remedy.wrong-password`, `role.employee`. */
export function wordsFor(group: WordGroup, language: Language): Words {
  const words: Record<string, string> = {}
  for (const [key, text] of Object.entries(GROUPS[group])) words[key] = text[language]
  for (const [code, { text, remedy }] of Object.entries(PROBLEM_TEXTS)) {
    words[`problem.${code}`] = text[language]
    words[`remedy.${code}`] = remedy[language]
  }
  for (const [reason, text] of Object.entries(REASON_TEXTS)) words[`reason.${reason}`] = text[language]
  for (const [role, text] of Object.entries(ROLE_TEXTS)) words[`role.${role}`] = text[language]
  return words
}
