import { expectThat } from '@ruqsat/asn1'
import { createHash } from 'node:crypto'
import type { PdfDocument } from './document.ts'
import { dictionaryOf, pdfArray, pdfNumber, pdfReference, withEntries, writeValue, type PdfDictionary, type PdfValue } from './values.ts'

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
  const parts: string[] = [document.text.endsWith('\n') ? '' : '\n']
  let offset = document.bytes.length + parts[0]!.length
  const offsets = new Map<number, number>()
  const write = (text: string): void => {
    parts.push(text)
    offset += text.length
  }
  for (const [number, object] of [...revision.objects].sort(([left], [right]) => left - right)) {
    offsets.set(number, offset)
    write(`${number} ${object.generation} obj\n${object.body}\nendobj\n`)
  }
  const sectionAt = offset
  if (document.xrefKind === 'table') write(tableSection(document, revision, offsets))
  else write(streamSection(document, revision, offsets, sectionAt))
  write(`startxref\n${sectionAt}\n%%EOF\n`)
  return Buffer.concat([document.bytes, Buffer.from(parts.join(''), 'latin1')])
}

function trailerOf(document: PdfDocument, size: number): PdfDictionary {
  const kept = ['Root', 'Info', 'ID'].flatMap((key) =>
    document.trailer.entries.has(key) ? [[key, document.trailer.entries.get(key)!] as const] : [],
  )
  const trailer = dictionaryOf({ Size: pdfNumber(size), ...Object.fromEntries(kept), Prev: pdfNumber(document.startxref) })
  return withEntries(trailer, newIdentifier(document))
}

/** The second part of /ID distinguishes revisions (14.4); it is made from the file itself, so that the same input gives the same bytes. */
function newIdentifier(document: PdfDocument): Record<string, PdfValue> {
  const identifier = document.resolve(document.trailer.entries.get('ID'))
  if (identifier?.kind !== 'array' || identifier.items.length !== 2) return {}
  const fingerprint = createHash('sha256').update(document.bytes).digest('hex').slice(0, 32).toUpperCase()
  return { ID: pdfArray([identifier.items[0]!, { kind: 'string', raw: `<${fingerprint}>` }]) }
}

function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1)! + 1 === number) last.push(number)
    else runs.push([number])
  }
  return runs
}

function tableSection(document: PdfDocument, revision: Revision, offsets: ReadonlyMap<number, number>): string {
  const lines = runsOf([...offsets.keys()]).map((run) => {
    const entries = run.map((number) => `${pad(offsets.get(number)!, 10)} ${pad(revision.objects.get(number)!.generation, 5)} n \n`)
    return `${run[0]} ${run.length}\n${entries.join('')}`
  })
  return `xref\n${lines.join('')}trailer\n${writeValue(trailerOf(document, revision.nextNumber))}\n`
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
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
    Index: pdfArray(runsOf([...all.keys()]).flatMap((run) => [pdfNumber(run[0]!), pdfNumber(run.length)])),
    Length: pdfNumber(data.length),
  })
  return `${own} 0 obj\n${writeValue(dictionary)}\nstream\n${data.toString('latin1')}\nendstream\nendobj\n`
}
