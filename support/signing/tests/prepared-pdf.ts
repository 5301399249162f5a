import type { SignedRange } from '../browser.ts'

/** A PDF in outline, prepared for a signature: enough for ranges, too little for a reader. */
export function preparedPdf(roomBytes = 8192): { readonly pdf: Uint8Array<ArrayBuffer>; readonly byteRange: SignedRange } {
  const parts = (range: string) => [
    `%PDF-1.7\n1 0 obj<</Type/Sig/ByteRange [${range.padEnd(40)}]/Contents `,
    `<${'0'.repeat(roomBytes * 2)}>`,
    '/M(D:20141001)>>endobj\n%%EOF\n',
  ]
  const [before, gap, after] = parts('').map((part) => part.length) as [number, number, number]
  const byteRange: SignedRange = [0, before, before + gap, after]
  return { pdf: new TextEncoder().encode(parts(byteRange.join(' ')).join('')), byteRange }
}
