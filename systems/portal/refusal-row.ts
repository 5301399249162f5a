import type { LocalText, RefusalRow } from '@ruqsat/foundation'

/** One refusal: what is wrong, then what to do, each in Kazakh, Russian and English. */
export const row = (kk: string, ru: string, en: string, remedyKk: string, remedyRu: string, remedyEn: string): RefusalRow => ({
  text: { kk, ru, en } satisfies LocalText,
  remedy: { kk: remedyKk, ru: remedyRu, en: remedyEn },
})
