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
  if (type === null) return refuseFile(otherKind(buffer))
  const fault = type === 'application/pdf' ? pdfFault(buffer) : type === 'image/jpeg' ? jpegFault(buffer) : pngFault(buffer)
  return fault === null ? type : refuseFile(CODES[fault])
}

/** Kinds that people send most: each has a way of its own to what is accepted. */
function otherKind(bytes: Buffer): 'file-phone-photo' | 'file-of-office' | 'file-wrong-type' {
  // ISO 23008-12: the brands of a file of pictures, after the length of its first box.
  if (bytes.toString('latin1', 4, 8) === 'ftyp' && HEIF_BRANDS.has(bytes.toString('latin1', 8, 12))) return 'file-phone-photo'
  const isOffice =
    bytes.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE) || (isZip(bytes) && OFFICE_PARTS.test(bytes.toString('latin1', 0, 4096)))
  return isOffice ? 'file-of-office' : 'file-wrong-type'
}

const HEIF_BRANDS: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif'])
/** Of Word and Excel until 2003. */
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
/** A ZIP whose first names are those of Office Open XML or OpenDocument. */
const OFFICE_PARTS = /\[Content_Types\]\.xml|word\/|xl\/|mimetypeapplication\/vnd\.oasis/
const isZip = (bytes: Buffer) => bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004'

const CODES = {
  notPdf: 'file-wrong-type',
  cutOff: 'file-cut-off',
  damaged: 'file-damaged',
  noPage: 'pdf-without-page',
  locked: 'pdf-encrypted',
  active: 'pdf-active-content',
  unreadable: 'pdf-unreadable',
} as const satisfies Record<PdfFault | ImageFault, string>
