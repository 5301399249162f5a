import { inflateSync } from 'node:zlib'

/** What is wrong with a PDF that is about to be signed; empty when nothing is. Sentences for an engineer, not for the applicant. */
export function lintPdf(pdf: Uint8Array): readonly string[] {
  const text = readable(pdf)
  const names = new Set([...text.matchAll(/\/BaseFont\s*\/([^\s/<>[\]()]+)/g)].map((match) => match[1]!.replace(/^[A-Z]{6}\+/, '')))
  const foreign = [...names].filter((name) => !PINNED_NAMES.has(name.replace(/-Identity-H$/, '')))
  const checks: readonly (readonly [holds: boolean, finding: string])[] = [
    [text.startsWith('%PDF-1.7'), 'Expected a PDF 1.7 file but its first line says otherwise'],
    [/\/MarkInfo\s*<<[^>]*\/Marked\s+true/.test(text), 'Expected a tagged PDF but it has no /MarkInfo'],
    [/\/Lang\s*\(/.test(text), 'Expected a document language but found none'],
    [/pdfaid:part>2<|pdfaid:part="2"/.test(text), 'Expected the PDF/A-2 mark in the metadata but found none'],
    [names.size > 0, 'Expected embedded fonts but found none'],
    ...foreign.map((name) => [false, `Expected only the pinned fonts but found ${name}`] as const),
  ]
  return checks.filter(([holds]) => !holds).map(([, finding]) => finding)
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
  const unpacked = [...raw.matchAll(/\/Type\s*\/ObjStm[^]*?stream\r?\n/g)]
    .map((match) => match.index + match[0].length)
    .map((start) => ({ start, end: raw.indexOf('endstream', start) }))
    .filter(({ end }) => end >= 0)
    .map(({ start, end }) =>
      inflateSync(buffer.subarray(start, end), { maxOutputLength: MAX_STREAM_BYTES, finishFlush: 2 }).toString('latin1'),
    )
  return [raw, ...unpacked].join('\n')
}
