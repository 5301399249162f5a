// Signs a prepared PDF by its byte range. The server prepared the file and will put the signature in; this side does not believe it:
// it checks that the range leaves out nothing but an empty placeholder, and hashes the bytes itself.

import { type Bytes, concat } from '@ruqsat/asn1'
import { Fault, type Instant } from '@ruqsat/foundation'
import { type Signer, signDetached } from './cms.ts'
import { type KeyProblem, problem } from './problems.ts'

/** [start, length, start, length], ISO 32000-1, 12.8.1. */
export type SignedRange = readonly [number, number, number, number]

const [LESS_THAN, GREATER_THAN, ZERO] = [0x3c, 0x3e, 0x30]

/** What is wrong with the range, or null: it must start at 0, end at the end, and leave out `<000…0>` only. */
export function byteRangeProblem(pdf: Bytes, byteRange: SignedRange): KeyProblem | null {
  const [start, firstLength, second, secondLength] = byteRange
  const whole = byteRange.every(Number.isSafeInteger) && start === 0 && firstLength > 0 && second > firstLength && secondLength > 0
  if (!whole || second + secondLength !== pdf.length) return problem('pdf-range-wrong', { why: 'range' })
  if (latin1(pdf.subarray(0, 5)) !== '%PDF-') return problem('pdf-range-wrong', { why: 'header' })
  const gap = pdf.subarray(firstLength, second)
  const isPlaceholder = gap[0] === LESS_THAN && gap[gap.length - 1] === GREATER_THAN && gap.subarray(1, -1).every((byte) => byte === ZERO)
  if (!isPlaceholder) return problem('pdf-range-wrong', { why: 'gap' })
  return statedRange(pdf)?.join() === byteRange.join() ? null : problem('pdf-range-wrong', { why: 'stated' })
}

/** The last /ByteRange in the file: the one of the newest revision. */
function statedRange(pdf: Bytes): readonly number[] | null {
  const text = latin1(pdf)
  const at = text.lastIndexOf('/ByteRange')
  const numbers = at < 0 ? null : /^\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(text.slice(at, at + 200))
  return numbers && numbers.slice(1).map(Number)
}

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

/** The bytes that the signature covers. */
export function coveredBytes(pdf: Bytes, [start, firstLength, second, secondLength]: SignedRange): Bytes {
  return concat([pdf.subarray(start, start + firstLength), pdf.subarray(second, second + secondLength)])
}

/**
 * The CMS for the placeholder, DER. `signingTime` null (the default) leaves the time to the PDF's /M, as PAdES recommends.
 * Throws a Fault for a range that `byteRangeProblem` finds wrong or a placeholder that is too small: ask first.
 */
export async function signPdfByteRange(
  key: Signer,
  pdf: Bytes,
  byteRange: SignedRange,
  signingTime: Instant | null = null,
): Promise<Bytes> {
  const wrong = byteRangeProblem(pdf, byteRange)
  if (wrong)
    throw new Fault(`Expected a byte range that covers all but the placeholder but found ${byteRange.join(' ')} (${wrong.facts?.['why']})`)
  const cms = await signDetached(key, coveredBytes(pdf, byteRange), signingTime)
  const room = (byteRange[2] - byteRange[1] - 2) / 2
  if (cms.length > room) throw new Fault(`Expected room for ${cms.length} bytes in the PDF but found ${room}`)
  return cms
}
