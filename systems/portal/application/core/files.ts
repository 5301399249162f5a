import { shortFileName } from '@ruqsat/web'

/** Longest name that is shown and signed. */
const MAX_NAME = 120

/** The name as the person knows the file, without folders and invisible signs; it is shown and signed, never used as a path. */
export function safeFileName(name: string): string {
  const bare = name
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  if (bare === '') return 'file'
  return shortFileName(bare, MAX_NAME)
}
