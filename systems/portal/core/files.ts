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

/** Objects of a PDF that are not compressed are read; what is hidden deeper is the reader's own guard to stop (no page of ours opens it). */
function pdfFault(bytes: Uint8Array): Refusal | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(text)) return refusePortal('pdf-encrypted')
  return /\/(JavaScript|Launch|RichMedia)\b/.test(text) || /\/JS\s*[(<\d]/.test(text) ? refusePortal('pdf-active-content') : null
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
