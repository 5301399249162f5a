import { readFileSync } from 'node:fs'

/** Pinned files: an installed font must never slip into an official document. */
export const FONT_FILES = ['NotoSerif-Regular.ttf', 'NotoSerif-Bold.ttf', 'NotoSans-Regular.ttf', 'NotoSans-Bold.ttf'] as const

export function fontBlobs(): Buffer[] {
  return FONT_FILES.map((file) => readFileSync(new URL(`./fonts/${file}`, import.meta.url)))
}
