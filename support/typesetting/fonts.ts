import { readFileSync } from 'node:fs'

/** Pinned files: an installed font must never slip into an official document. */
const FONT_FILES = [
  'NotoSerif-Regular.ttf',
  'NotoSerif-Bold.ttf',
  'NotoSans-Regular.ttf',
  'NotoSans-Bold.ttf',
  'NotoSansMath-Regular.ttf',
  'NotoSansSymbols-Regular.ttf',
  'NotoSansSymbols2-Regular.ttf',
]

export const fontBlobs = (): Buffer[] => FONT_FILES.map((file) => readFileSync(new URL(`./fonts/${file}`, import.meta.url)))
