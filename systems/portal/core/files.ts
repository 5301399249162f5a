import type { Refusal } from '@ruqsat/foundation'
import { refusePortal } from '../refusals.ts'

export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png'

const SIGNATURES: readonly { readonly type: MediaType; readonly bytes: readonly number[] }[] = [
  { type: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
]

/** What a file is by its content; its name says nothing. Refuses other kinds, a PDF that nobody can open and a PDF that does things by itself. */
export function typeOfFile(bytes: Uint8Array): MediaType | Refusal {
  const found = SIGNATURES.find((each) => each.bytes.every((byte, place) => bytes[place] === byte))
  if (found === undefined) return refusePortal('file-wrong-type')
  return found.type === 'application/pdf' ? (pdfFault(bytes) ?? found.type) : found.type
}

/**
 * A name of a PDF as a pattern: each of its letters may stand as `#xx` (PDF 32000-1 7.3.5). The escapes are matched where they stand rather
 * than decoded first, so that ten megabytes are read once and not copied.
 */
function pdfName(name: string): string {
  const letter = (sign: string): string => {
    const hex = [...sign.charCodeAt(0).toString(16)].map((digit) => (/\d/.test(digit) ? digit : `[${digit}${digit.toUpperCase()}]`))
    return `(?:${sign}|#${hex.join('')})`
  }
  return `/${[...name].map(letter).join('')}`
}

/** White space between a name and its value; a comment there says nothing that an honest writer needs, so `%` counts as a value. */
const SPACE = String.raw`[\s\0]`
const ENCRYPTED = new RegExp(String.raw`${pdfName('Encrypt')}${SPACE}*(?:\d+${SPACE}+\d+${SPACE}+R|<<|%)`)
const ACTIVE = new RegExp(String.raw`(?:${['JavaScript', 'Launch', 'RichMedia'].map(pdfName).join('|')})\b`)
const SCRIPT = new RegExp(String.raw`${pdfName('JS')}${SPACE}*[(<\d%]`)

/** Objects of a PDF that are not compressed are read; what is hidden deeper is the reader's own guard to stop (no page of ours opens it). */
function pdfFault(bytes: Uint8Array): Refusal | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (ENCRYPTED.test(text)) return refusePortal('pdf-encrypted')
  return ACTIVE.test(text) || SCRIPT.test(text) ? refusePortal('pdf-active-content') : null
}

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
  const signs = [...bare]
  if (signs.length <= MAX_NAME) return bare
  const ending = /\.[\p{L}\p{N}]{1,5}$/u.exec(bare)?.[0] ?? ''
  return `${signs.slice(0, MAX_NAME - ending.length).join('')}${ending}`
}
