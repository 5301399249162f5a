import { expectThat, Malformed } from '@ruqsat/asn1'
import { crc32, inflateRawSync } from 'node:zlib'

// A ZIP archive of strangers (PKWARE APPNOTE 6.3), read whole in memory. Readers differ in which of two headers they believe; so both must agree,
// and the entries must fill the file from its first byte to its directory: nothing may hide between them.

export const MAX_ZIP_BYTES = 100 * 1024 * 1024
const MAX_ENTRIES = 1_000
/** What all entries together may unpack to. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024
const MAX_NAME_BYTES = 512
const END_BYTES = 22
const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, descriptor: 0x08074b50 } as const
const ENCRYPTED = 1
const SIZES_AFTER = 8

type Entry = {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** The files by name, in the order of the directory. Throws Malformed. */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  expectThat(bytes.length <= MAX_ZIP_BYTES && bytes.length >= END_BYTES, `an archive of at most ${MAX_ZIP_BYTES} bytes`)
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - END_BYTES
  expectThat(file.readUInt32LE(end) === SIGNATURE.end && file.readUInt16LE(end + 20) === 0, 'an archive that ends with its directory')
  const [count, size, start] = [file.readUInt16LE(end + 10), file.readUInt32LE(end + 12), file.readUInt32LE(end + 16)]
  expectThat(
    count <= MAX_ENTRIES && file.readUInt16LE(end + 8) === count && file.readUInt32LE(end + 4) === 0,
    `at most ${MAX_ENTRIES} entries on one disk`,
  )
  expectThat(start + size === end, 'a directory right before its end')
  const entries: Entry[] = []
  let position = start
  for (let index = 0; index < count; index++) {
    const { entry, next } = readEntry(file, position, end)
    entries.push(entry)
    position = next
  }
  expectThat(position === end, 'a directory without anything else in it')
  expectThat(new Set(entries.map(({ name }) => name.toLowerCase())).size === entries.length, 'each name once')
  return unpackAll(file, entries, start)
}

function readEntry(file: Buffer, at: number, limit: number): { entry: Entry; next: number } {
  expectThat(at + 46 <= limit && file.readUInt32LE(at) === SIGNATURE.central, 'an entry of the directory')
  const [nameBytes, extra, comment] = [28, 30, 32].map((field) => file.readUInt16LE(at + field)) as [number, number, number]
  const next = at + 46 + nameBytes + extra + comment
  expectThat(next <= limit && nameBytes > 0 && nameBytes <= MAX_NAME_BYTES, 'an entry with a name')
  const entry = {
    name: nameIn(file.subarray(at + 46, at + 46 + nameBytes)),
    flags: file.readUInt16LE(at + 8),
    method: file.readUInt16LE(at + 10),
    crc: file.readUInt32LE(at + 16),
    packed: file.readUInt32LE(at + 20),
    size: file.readUInt32LE(at + 24),
    offset: file.readUInt32LE(at + 42),
  }
  expectThat((entry.flags & ENCRYPTED) === 0, 'entries that are not encrypted')
  expectThat(entry.method === 0 || entry.method === 8, 'entries that are stored or deflated')
  return { entry, next }
}

function nameIn(bytes: Uint8Array): string {
  let name: string
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Malformed('Expected names in UTF-8')
  }
  const isPlain = !/[\p{Cc}\\]/u.test(name) && !name.startsWith('/') && !name.split('/').includes('..')
  expectThat(isPlain, 'names that stay inside the archive')
  return name
}

function unpackAll(file: Buffer, entries: readonly Entry[], directory: number): Map<string, Uint8Array> {
  let expected = 0
  let left = MAX_UNPACKED_BYTES
  for (const entry of [...entries].sort((one, two) => one.offset - two.offset)) {
    expectThat(entry.offset === expected, 'entries one after another')
    expected = endOfEntry(file, entry, directory)
  }
  expectThat(expected === directory, 'nothing between the entries and the directory')
  const found = new Map<string, Uint8Array>()
  for (const entry of entries) {
    if (entry.name.endsWith('/')) {
      expectThat(entry.size === 0, 'folders without content')
      continue
    }
    const bytes = unpack(file, entry, left)
    left -= bytes.length
    found.set(entry.name, bytes)
  }
  return found
}

function dataStart(file: Buffer, { offset }: Entry): number {
  return offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
}

function endOfEntry(file: Buffer, entry: Entry, directory: number): number {
  const { offset, name, flags, method, packed, size, crc } = entry
  expectThat(offset + 30 <= directory && file.readUInt32LE(offset) === SIGNATURE.local, 'an entry where the directory names it')
  const nameBytes = file.readUInt16LE(offset + 26)
  const start = dataStart(file, entry)
  const own = Buffer.from(name, 'utf8')
  const isSame =
    file.subarray(offset + 30, offset + 30 + nameBytes).equals(own) &&
    file.readUInt16LE(offset + 6) === flags &&
    file.readUInt16LE(offset + 8) === method
  expectThat(isSame && start + packed <= directory, 'both headers of an entry alike')
  if ((flags & SIZES_AFTER) === 0) {
    const sizes = [file.readUInt32LE(offset + 14), file.readUInt32LE(offset + 18), file.readUInt32LE(offset + 22)]
    expectThat(sizes[0] === crc && sizes[1] === packed && sizes[2] === size, 'both headers of an entry alike')
    return start + packed
  }
  const after = start + packed
  const hasMark = after + 4 <= directory && file.readUInt32LE(after) === SIGNATURE.descriptor
  const sizes = hasMark ? after + 4 : after
  expectThat(sizes + 12 <= directory, 'the sizes after an entry')
  const isRight = file.readUInt32LE(sizes) === crc && file.readUInt32LE(sizes + 4) === packed && file.readUInt32LE(sizes + 8) === size
  expectThat(isRight, 'both headers of an entry alike')
  return sizes + 12
}

function unpack(file: Buffer, entry: Entry, left: number): Uint8Array {
  expectThat(entry.size <= left, `an archive that unpacks to at most ${MAX_UNPACKED_BYTES} bytes`)
  const start = dataStart(file, entry)
  const packed = file.subarray(start, start + entry.packed)
  let bytes: Uint8Array
  try {
    bytes = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch {
    throw new Malformed('Expected an entry that unpacks to its size')
  }
  expectThat(bytes.length === entry.size && crc32(bytes) === entry.crc, 'an entry as its header states it')
  return new Uint8Array(bytes)
}
