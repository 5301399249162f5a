import type { LocalText } from '@ruqsat/foundation'

export type FindingTexts = Readonly<Record<string, LocalText>>

/** A text in the three languages, Kazakh first. */
export function local(kk: string, ru: string, en: string): LocalText {
  return { kk, ru, en }
}
