import { Malformed } from '@ruqsat/asn1'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openPdf } from './document.ts'
import { findSignatures } from './signatures.ts'

/** Anyone may upload a file to be verified, and the process that reads it serves everyone else: none may hold its processor longer than this. */
const LONGEST_MS = 4_000
const MIB = 1024 * 1024

type Row = readonly [kind: 0 | 1 | 2, second: number, third: number]

/** A file with one cross-reference stream. Objects are given as text; `inStream` lie in object 3, behind a header of any length. */
class Crafted {
  #parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  #length = 9
  readonly offsets = new Map<number, number>()

  get length(): number {
    return this.#length
  }

  put(bytes: Buffer | string): void {
    const part = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    this.#parts.push(part)
    this.#length += part.length
  }

  object(number: number, body: string): void {
    this.offsets.set(number, this.#length)
    this.put(`${number} 0 obj\n${body}\nendobj\n`)
  }

  stream(number: number, entries: string, data: Buffer): void {
    this.offsets.set(number, this.#length)
    this.put(`${number} 0 obj\n<<${entries}/Length ${data.length}/Filter/FlateDecode>>\nstream\n`)
    this.put(data)
    this.put('\nendstream\nendobj\n')
  }

  /** Ends the file with a cross-reference stream under number 9. */
  end(rows: ReadonlyMap<number, Row>): Buffer {
    const bytes: number[] = []
    const index: number[] = []
    for (const [number, [kind, second, third]] of rows) {
      index.push(number, 1)
      bytes.push(kind, second >>> 24, (second >>> 16) & 255, (second >>> 8) & 255, second & 255, (third >>> 8) & 255, third & 255)
    }
    const at = this.#length
    this.stream(9, `/Type/XRef/Size 9/Index[${index.join(' ')}]/W[1 4 2]/Root 1 0 R`, deflateSync(Buffer.from(bytes)))
    this.put(`startxref\n${at}\n%%EOF\n`)
    return this.bytes()
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

/** A form whose fields are objects 10 and on. */
function formOf(file: Crafted, fields: number): Map<number, Row> {
  file.object(1, '<</Type/Catalog/AcroForm 2 0 R>>')
  file.object(2, `<</Fields [${Array.from({ length: fields }, (_, field) => `${10 + field} 0 R`).join(' ')}]>>`)
  return new Map<number, Row>([1, 2].map((number) => [number, [1, file.offsets.get(number)!, 0]]))
}

/** Each of the fields comes after this many entries of the stream's header. */
function longHeader(entries: number, fields: number): Buffer {
  const file = new Crafted()
  const rows = formOf(file, fields)
  const before = Array.from({ length: entries }, (_, entry) => `${100_000 + entry} 0`)
  const own = Array.from({ length: fields }, (_, field) => `${10 + field} 0`)
  const header = `${[...before, ...own].join(' ')} `
  file.stream(3, `/Type/ObjStm/N ${entries + fields}/First ${header.length}`, deflateSync(Buffer.from(`${header}<</FT/Tx>>`)))
  rows.set(3, [1, file.offsets.get(3)!, 0])
  for (let field = 0; field < fields; field++) rows.set(10 + field, [2, 3, field])
  return file.end(rows)
}

/** Every field is the same object of many values. */
function oneLargeObject(values: number, fields: number): Buffer {
  const file = new Crafted()
  const rows = formOf(file, fields)
  const header = `${Array.from({ length: fields }, (_, field) => `${10 + field} 0`).join(' ')} `
  const body = `<</FT/Tx/Kids[${'1 '.repeat(values)}]>>`
  file.stream(3, `/Type/ObjStm/N ${fields}/First ${header.length}`, deflateSync(Buffer.from(header + body)))
  rows.set(3, [1, file.offsets.get(3)!, 0])
  for (let field = 0; field < fields; field++) rows.set(10 + field, [2, 3, field])
  return file.end(rows)
}

/** Every field begins inside the comment of the one before it and reads to the end of the same long line. */
function oneLongComment(bytes: number, fields: number): Buffer {
  const file = new Crafted()
  const rows = formOf(file, fields)
  for (let field = 0; field < fields; field++) {
    rows.set(10 + field, [1, file.length, 0])
    file.put(`${10 + field} 0 obj %`)
  }
  file.put(`${'a'.repeat(bytes)}\n<</FT/Tx>>\nendobj\n`)
  return file.end(rows)
}

/** Revisions whose cross-reference streams unpack to a thousand times their size. */
function unpacking(revisions: number): Buffer {
  const data = deflateSync(Buffer.alloc(60 * MIB), { level: 9 })
  const file = new Crafted()
  file.object(1, '<</Type/Catalog>>')
  let last = -1
  for (let revision = 0; revision < revisions; revision++) {
    const at = file.length
    file.stream(20 + revision, `/Type/XRef/Size 0/Index[]/W[1 1 1]/Root 1 0 R${last < 0 ? '' : `/Prev ${last}`}`, data)
    last = at
  }
  file.put(`startxref\n${last}\n%%EOF\n`)
  return file.bytes()
}

function read(pdf: Buffer): unknown {
  try {
    return findSignatures(openPdf(pdf))
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}

describe('a crafted file costs little', () => {
  test.each<readonly [string, () => Buffer]>([
    ['a stream of many objects that is asked for each of many fields', () => longHeader(400_000, 900)],
    ['many references to one large object', () => oneLargeObject(190_000, 900)],
    ['many objects within one long comment', () => oneLongComment(9 * MIB, 900)],
    ['many streams that unpack to far more than they are', () => unpacking(100)],
  ])('%s', (_what, craft) => {
    const pdf = craft()
    expect(pdf.length).toBeLessThan(10 * MIB)
    // The processor's time, not the wall's: a busy machine makes nothing worse.
    const started = process.cpuUsage()
    read(pdf)
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(LONGEST_MS)
  })

  test('while an honest form with objects in a stream is read', () => {
    expect(read(longHeader(2_000, 20))).toEqual([])
  })
})
