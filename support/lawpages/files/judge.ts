import type { Refusal } from '@ruqsat/foundation'
import { fileTypeOf } from '@ruqsat/web'
import { refuseFile } from './refusals.ts'
import { type ImageFault, jpegFault, pngFault } from './images.ts'
import { type PdfFault, pdfFault } from './pdf.ts'

export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png'

/**
 * What a file is by its content; its name says nothing. The whole file is judged while its owner is still here: other kinds are refused, and
 * what is cut off, damaged, without a page, locked with a password or does things by itself, each with what to do.
 */
export function judgeFile(bytes: Uint8Array): MediaType | Refusal {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const type = fileTypeOf(buffer)
  if (type === null) return refuseFile('file-wrong-type')
  const fault = type === 'application/pdf' ? pdfFault(buffer) : type === 'image/jpeg' ? jpegFault(buffer) : pngFault(buffer)
  return fault === null ? type : refuseFile(CODES[fault])
}

const CODES = {
  notPdf: 'file-wrong-type',
  cutOff: 'file-cut-off',
  damaged: 'file-damaged',
  noPage: 'pdf-without-page',
  locked: 'pdf-encrypted',
  active: 'pdf-active-content',
  unreadable: 'pdf-unreadable',
} as const satisfies Record<PdfFault | ImageFault, string>
