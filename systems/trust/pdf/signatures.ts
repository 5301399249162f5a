import { expectFound, expectThat, firstElement, Malformed, tryToRead } from '@ruqsat/asn1'
import { instantFromMs, type Instant } from '@ruqsat/foundation'
import type { TrustFindingCode } from '../findings.ts'
import type { PdfDocument } from './document.ts'
import { integersOf, itemsOf, nameOf, stringBytes, textOf, type PdfDictionary, type PdfValue } from './values.ts'

export type ByteRange = readonly [number, number, number, number]

export type FoundSignature = {
  readonly field: string
  readonly byteRange: ByteRange
  readonly cms: Uint8Array
  /** /M of the signature dictionary: the signer's time where the CMS states none. */
  readonly statedAt: Instant | null
  /** Why the signature cannot even be held against the file; null where it can. */
  readonly problem: TrustFindingCode | null
  /** In which form the value is written: `ETSI.CAdES.detached`, `adbe.pkcs7.detached`, ... */
  readonly form: string
  /** Made by a time-stamping authority over the whole document; nobody signs with it. */
  readonly isTimeStamp: boolean
  readonly dictionary: PdfDictionary
  readonly fieldDictionary: PdfDictionary
}

/** The forms whose value is a CMS over the byte range. */
export const CMS_FORMS: ReadonlySet<string> = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached'])

const MAX_FIELDS = 1_000
const MAX_FIELD_DEPTH = 8
/** Each costs a digest over the whole file, a certificate's path and a reading of its revision. */
const MAX_SIGNATURES = 8

/** Every signed signature field that the newest revision knows. Throws Malformed. */
export function findSignatures(document: PdfDocument): FoundSignature[] {
  const catalog = expectFound(document.catalog, 'a document catalog')
  const found: FoundSignature[] = []
  let visited = 0
  const visit = (value: PdfValue, depth: number, inheritedType: string | undefined): void => {
    expectThat(++visited <= MAX_FIELDS && depth <= MAX_FIELD_DEPTH, 'fewer form fields')
    const field = document.dictionary(value)
    if (field === undefined) return
    const type = nameOf(document.get(field, 'FT')) ?? inheritedType
    const signature = document.dictionary(field.entries.get('V'))
    expectThat(found.length < MAX_SIGNATURES, `at most ${MAX_SIGNATURES} signatures`)
    if (type === 'Sig' && signature !== undefined) found.push(readSignature(document, field, signature))
    for (const kid of itemsOf(document.get(field, 'Kids'))) visit(kid, depth + 1, type)
  }
  for (const field of itemsOf(document.get(document.dictionary(catalog.entries.get('AcroForm')), 'Fields'))) visit(field, 0, undefined)
  return found.sort((left, right) => endOf(left.byteRange) - endOf(right.byteRange))
}

export function endOf(range: ByteRange): number {
  return range[2] + range[3]
}

function readSignature(document: PdfDocument, field: PdfDictionary, signature: PdfDictionary): FoundSignature {
  const contents = document.get(signature, 'Contents')
  expectThat(contents?.kind === 'string', 'the value of a signature')
  const byteRange = integersOf(document.get(signature, 'ByteRange')) as unknown as ByteRange
  expectThat(byteRange.length === 4, 'a byte range of four numbers')
  const value = cutPadding(stringBytes(contents.raw))
  const form = nameOf(document.get(signature, 'SubFilter')) ?? ''
  // A form that is not stated is read as CMS.
  const isRemoved = value === null && (form === '' || CMS_FORMS.has(form))
  return {
    field: textOf(document.get(field, 'T')) ?? '',
    byteRange,
    cms: value ?? new Uint8Array(0),
    statedAt: readDate(textOf(document.get(signature, 'M'))),
    problem: rangeProblem(document, byteRange, contents.raw) ?? (isRemoved ? 'value-removed' : null),
    form,
    isTimeStamp: form === 'ETSI.RFC3161',
    dictionary: signature,
    fieldDictionary: field,
  }
}

/** The place is larger than the CMS; zeros fill it, and nothing else may hide there. */
function cutPadding(bytes: Uint8Array): Uint8Array | null {
  const first = tryToRead(() => firstElement(bytes))
  const isPadded = bytes[0] === 0x30 && !(first instanceof Malformed) && bytes.subarray(first.end).every((byte) => byte === 0)
  return isPadded ? bytes.subarray(0, first.end) : null
}

/** The gap between the two ranges must be the signature value and nothing more; otherwise unsigned content could hide in it. */
function rangeProblem(
  document: PdfDocument,
  [start, length, secondStart, secondLength]: ByteRange,
  rawContents: string,
): TrustFindingCode | null {
  if (start !== 0 || secondStart <= length) return 'range-not-from-start'
  if (secondStart + secondLength > document.bytes.length) return 'range-beyond-end'
  const gap = document.text.slice(length, secondStart)
  return /^<[0-9a-fA-F]*>$/.test(gap) && gap === rawContents ? null : 'range-changed'
}

/** `D:YYYYMMDDHHmmSS` with Z or an offset (ISO 32000-1 7.9.4). */
function readDate(text: string | null): Instant | null {
  const match = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z.*|([+-])(\d\d)'?(\d\d)?'?)?$/.exec(text ?? '')
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  const offsetMinutes = match[7] === undefined ? 0 : (match[7] === '-' ? -1 : 1) * (Number(match[8]) * 60 + Number(match[9] ?? 0))
  return instantFromMs(Date.UTC(year, month - 1, day, hour, minute, second) - offsetMinutes * 60_000)
}

/** True where a signature lies in the text that none of the found ones is: some revision led to it, and the newest does not. */
export function hidesSignature({ text, bytes }: PdfDocument, found: readonly FoundSignature[]): boolean {
  const ranges = scanByteRanges(text)
  // Of a file that has more than anybody reads nothing is believed.
  if (ranges.length >= MOST_RANGES) return true
  return ranges.some((range) => {
    const [start, length, secondStart] = range
    return (
      start === 0 &&
      secondStart > length &&
      endOf(range) <= bytes.length &&
      found.every((signature) => signature.byteRange[1] !== length) &&
      /^<[0-9a-fA-F]*[1-9a-fA-F][0-9a-fA-F]*>$/.test(text.slice(length, secondStart))
    )
  })
}

/** Far more than a file is signed; a file of a stranger may have as many as it has room for, and each costs memory and a comparison. */
const MOST_RANGES = 1_000

/** For files whose structure is broken: the first thousand byte ranges that are in the text, so that the fault can still be named. */
export function scanByteRanges(text: string): ByteRange[] {
  const pattern = /\/ByteRange\s{0,99}\[\s{0,99}(\d{1,10})\s{1,99}(\d{1,10})\s{1,99}(\d{1,10})\s{1,99}(\d{1,10})\s{0,99}\]/g
  const ranges: ByteRange[] = []
  for (const match of text.matchAll(pattern)) {
    ranges.push(match.slice(1, 5).map(Number) as unknown as ByteRange)
    if (ranges.length >= MOST_RANGES) break
  }
  return ranges
}
