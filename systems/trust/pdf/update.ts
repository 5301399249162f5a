import { expectThat } from '@ruqsat/asn1'
import { createHash } from 'node:crypto'
import type { PdfDocument } from './document.ts'
import {
  dictionaryOf,
  itemsOf,
  pdfArray,
  pdfNumber,
  pdfReference,
  withEntries,
  writeValue,
  type PdfDictionary,
  type PdfValue,
} from './values.ts'

/** One revision under construction: objects that are new or replace older ones, appended to the file without touching a byte of it. */
export type Revision = { readonly objects: Map<number, { readonly generation: number; readonly body: string }>; nextNumber: number }

export function beginRevision(document: PdfDocument): Revision {
  return { objects: new Map(), nextNumber: document.size }
}

export function addObject(revision: Revision, value: PdfValue | string): PdfValue & { kind: 'reference' } {
  const number = revision.nextNumber++
  revision.objects.set(number, { generation: 0, body: typeof value === 'string' ? value : writeValue(value) })
  return pdfReference(number)
}

export function replaceObject(revision: Revision, reference: PdfValue | undefined, value: PdfValue): void {
  expectThat(reference?.kind === 'reference', 'an indirect object in the PDF')
  revision.objects.set(reference.number, { generation: reference.generation, body: writeValue(value) })
}

/** ISO 32000-1 7.5.6. A file whose newest section is a stream goes on with a stream, one with a table with a table. */
export function appendRevision(document: PdfDocument, revision: Revision): Uint8Array {
  let text = document.text.endsWith('\n') ? '' : '\n'
  const offsets = new Map<number, number>()
  for (const [number, object] of [...revision.objects].sort(([left], [right]) => left - right)) {
    offsets.set(number, document.bytes.length + text.length)
    text += `${number} ${object.generation} obj\n${object.body}\nendobj\n`
  }
  const sectionAt = document.bytes.length + text.length
  const section =
    document.xrefKind === 'table' ? tableSection(document, revision, offsets) : streamSection(document, revision, offsets, sectionAt)
  return Buffer.concat([document.bytes, Buffer.from(`${text}${section}startxref\n${sectionAt}\n%%EOF\n`, 'latin1')])
}

function trailerOf(document: PdfDocument, size: number): PdfDictionary {
  const kept = [...document.trailer.entries].filter(([key]) => ['Root', 'Info', 'ID'].includes(key))
  return dictionaryOf({
    Size: pdfNumber(size),
    ...Object.fromEntries(kept),
    Prev: pdfNumber(document.startxref),
    ...newIdentifier(document),
  })
}

/** The second part of /ID distinguishes revisions (14.4); it is made from the file itself, so that the same input gives the same bytes. */
function newIdentifier(document: PdfDocument): Record<string, PdfValue> {
  const [first, ...rest] = itemsOf(document.get(document.trailer, 'ID'))
  if (first === undefined || rest.length !== 1) return {}
  const fingerprint = createHash('sha256').update(document.bytes).digest('hex').slice(0, 32).toUpperCase()
  return { ID: pdfArray([first, { kind: 'string', raw: `<${fingerprint}>` }]) }
}

/** Numbers that follow each other, together. */
function runsOf(numbers: Iterable<number>): number[][] {
  const runs: number[][] = []
  for (const number of numbers) {
    if (runs.at(-1)?.at(-1) === number - 1) runs.at(-1)!.push(number)
    else runs.push([number])
  }
  return runs
}

function tableSection(document: PdfDocument, revision: Revision, offsets: ReadonlyMap<number, number>): string {
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')
  const lines = runsOf(offsets.keys()).map((run) => {
    const entries = run.map((number) => `${pad(offsets.get(number)!, 10)} ${pad(revision.objects.get(number)!.generation, 5)} n \n`)
    return `${run[0]} ${run.length}\n${entries.join('')}`
  })
  return `xref\n${lines.join('')}trailer\n${writeValue(trailerOf(document, revision.nextNumber))}\n`
}

function streamSection(document: PdfDocument, revision: Revision, offsets: ReadonlyMap<number, number>, sectionAt: number): string {
  const own = revision.nextNumber
  const all = new Map([...offsets, [own, sectionAt]])
  const data = Buffer.concat(
    [...all].map(([number, offset]) => {
      const entry = Buffer.alloc(7)
      entry[0] = 1
      entry.writeUInt32BE(offset, 1)
      entry.writeUInt16BE(revision.objects.get(number)?.generation ?? 0, 5)
      return entry
    }),
  )
  const dictionary = withEntries(trailerOf(document, own + 1), {
    Type: { kind: 'name', name: 'XRef', raw: '/XRef' },
    W: pdfArray([1, 4, 2].map(pdfNumber)),
    Index: pdfArray(runsOf(all.keys()).flatMap((run) => [pdfNumber(run[0]!), pdfNumber(run.length)])),
    Length: pdfNumber(data.length),
  })
  return `${own} 0 obj\n${writeValue(dictionary)}\nstream\n${data.toString('latin1')}\nendstream\nendobj\n`
}
