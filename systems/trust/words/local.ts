import type { LocalText } from '@ruqsat/foundation'

export type FindingTexts = Readonly<Record<string, LocalText>>
