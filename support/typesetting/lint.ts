import { inflateSync } from 'node:zlib'

/** What is wrong with a PDF that is about to be signed; empty when nothing is. Sentences for an engineer, not for the applicant. */
export function lintPdf(pdf: Uint8Array): readonly string[] {
  const text = readable(pdf)
  const findings: string[] = []
  if (!text.startsWith('%PDF-1.7')) findings.push('Expected a PDF 1.7 file but its first line says otherwise')
  if (!/\/MarkInfo\s*<<[^>]*\/Marked\s+true/.test(text)) findings.push('Expected a tagged PDF but it has no /MarkInfo')
  if (!/\/Lang\s*\(/.test(text)) findings.push('Expected a document language but found none')
  if (!/pdfaid:part>2<|pdfaid:part="2"/.test(text)) findings.push('Expected the PDF/A-2 mark in the metadata but found none')
  const names = new Set([...text.matchAll(/\/BaseFont\s*\/([^\s/<>[\]()]+)/g)].map((match) => match[1]!.replace(/^[A-Z]{6}\+/, '')))
  if (names.size === 0) findings.push('Expected embedded fonts but found none')
  for (const name of names) {
    if (!PINNED_NAMES.has(name.replace(/-Identity-H$/, ''))) findings.push(`Expected only the pinned fonts but found ${name}`)
  }
  return findings
}

const PINNED_NAMES = new Set([
  ...['NotoSerif-Regular', 'NotoSerif', 'NotoSerif-Bold', 'NotoSans-Regular', 'NotoSans', 'NotoSans-Bold'],
  ...['NotoSansMath-Regular', 'NotoSansSymbols-Regular', 'NotoSansSymbols2-Regular'],
])

/** A limit on what one stream may unpack to: our documents are a few pages. */
const MAX_STREAM_BYTES = 8_000_000

/** The file's text with its object streams and metadata unpacked; pictures and fonts stay packed. */
function readable(pdf: Uint8Array): string {
  const buffer = Buffer.from(pdf)
  const raw = buffer.toString('latin1')
  const unpacked: string[] = [raw]
  for (const match of raw.matchAll(/\/Type\s*\/ObjStm[^]*?stream\r?\n/g)) {
    const start = match.index + match[0].length
    const end = raw.indexOf('endstream', start)
    if (end < 0) continue
    unpacked.push(inflateSync(buffer.subarray(start, end), { maxOutputLength: MAX_STREAM_BYTES, finishFlush: 2 }).toString('latin1'))
  }
  return unpacked.join('\n')
}
