// The file of a backup: a line of text that says what it is, then frames.
//
//   RUQSAT-BACKUP 1 {"encryption":null | {"salt":…}}\n
//   frame: length (4 bytes), body. A body is a kind (1 byte) and content: S start of an entry (its name),
//          D data (deflated), E end of the entry, M the manifest, which is last: a file that was cut has none.
//
// With a passphrase each body is sealed by AES-256-GCM under a key that scrypt makes from it. The nonce is the frame's number,
// and the first line is bound into every seal, so that no frame can be taken out, doubled or moved.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { Fault } from '@ruqsat/foundation'
import { syncFolder } from '@ruqsat/installation'

const MAGIC = 'RUQSAT-BACKUP 1 '
/** The first line holds a salt and nothing else; more is another file. */
const FIRST_LINE_LIMIT_BYTES = 1024
const DATA_FRAME_BYTES = 256 * 1024
/** Inflated data never exceeds its frame; a manifest of a thousand tables stays far below. */
const FRAME_LIMIT_BYTES = 16 * 1024 * 1024
const TAG_BYTES = 16
const SALT_BYTES = 16
/** 128 MiB and about half a second for each guess at a passphrase. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }

const deflated = promisify(deflate)
const inflated = promisify(inflate) as (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>
const derive = promisify(scrypt) as (passphrase: string, salt: Buffer, bytes: number, options: object) => Promise<Buffer>

/** Where the content of one entry goes. */
export type EntrySink = { write(data: Buffer): Promise<unknown> | void; end(): Promise<unknown> | void }

export type ArchiveWriter = {
  start(name: string): Promise<void>
  data(chunk: Uint8Array): Promise<void>
  end(): Promise<void>
  /** Writes the manifest, waits for the disk and gives the file its name. */
  finish(manifest: unknown): Promise<void>
  abandon(): Promise<void>
}

/** Writes next to `path` and renames at the end: under its name there is a whole backup or none. Mode 0600. */
export async function createArchive(path: string, passphrase: string | undefined): Promise<ArchiveWriter> {
  const salt = passphrase === undefined ? null : randomBytes(SALT_BYTES)
  const firstLine = `${MAGIC}${JSON.stringify({ encryption: salt === null ? null : { salt: salt.toString('hex') } })}\n`
  const key = salt === null ? null : await derive(passphrase!, salt, 32, SCRYPT)
  const part = `${path}.part`
  await rm(part, { force: true })
  const file = await open(part, 'wx', 0o600)
  await file.write(firstLine)
  let number = 0
  const frame = async (kind: string, content: Uint8Array): Promise<void> => {
    const body = Buffer.concat([Buffer.from(kind), content])
    const sealed = key === null ? body : seal(key, number++, firstLine, body)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(sealed.length)
    await file.write(Buffer.concat([length, sealed]))
  }
  return {
    start: (name) => frame('S', Buffer.from(name)),
    data: async (chunk) => {
      for (let at = 0; at < chunk.length; at += DATA_FRAME_BYTES)
        await frame('D', await deflated(chunk.subarray(at, at + DATA_FRAME_BYTES)))
    },
    end: () => frame('E', new Uint8Array()),
    finish: async (manifest) => {
      await frame('M', Buffer.from(JSON.stringify(manifest)))
      await file.sync()
      await file.close()
      await rename(part, path)
      await syncFolder(dirname(path))
    },
    abandon: async () => {
      await file.close().catch(() => undefined)
      await rm(part, { force: true })
    },
  }
}

function seal(key: Buffer, number: number, firstLine: string, body: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(number)).setAAD(Buffer.from(firstLine))
  return Buffer.concat([cipher.update(body), cipher.final(), cipher.getAuthTag()])
}

function unseal(key: Buffer, number: number, firstLine: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(number), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(firstLine))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch (error) {
    const what =
      number === 0
        ? 'this passphrase to open the backup but it does not'
        : `frame ${number} of the backup as it was written but it has changed`
    throw new Fault(`Expected ${what}`, { cause: error })
  }
}

/** Each file has a key of its own (its salt), so a counter never repeats under one. */
function nonce(number: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(number, 6, 6)
  return bytes
}

/**
 * Reads a backup from its beginning, each entry into the sink that its name is given, and answers with the manifest, the last of it.
 * A Fault for a file that is cut, changed or no backup.
 */
export async function readArchive(
  path: string,
  passphrase: string | undefined,
  sinkOf: (name: string) => EntrySink | Promise<EntrySink>,
): Promise<unknown> {
  await using file = await open(path)
  const reader = byteReader(file, path)
  const firstLine = await reader.line()
  if (!firstLine.startsWith(MAGIC)) throw new Fault(`Expected a backup of Ruqsat but ${path} begins otherwise`)
  const { encryption } = JSON.parse(firstLine.slice(MAGIC.length)) as { encryption: { salt: string } | null }
  if (encryption !== null && passphrase === undefined) throw new Fault(`Expected a passphrase: ${path} is encrypted`)
  const key = encryption === null ? null : await derive(passphrase!, Buffer.from(encryption.salt, 'hex'), 32, SCRYPT)
  let sink: EntrySink | null = null
  for (let number = 0; ; number++) {
    const sealed = await reader.frame()
    if (sealed === null) throw new Fault(`Expected the manifest at the end of ${path} but the file ends before it`)
    const body = key === null ? sealed : unseal(key, number, firstLine, sealed)
    const [kind, content] = [String.fromCharCode(body[0]!), body.subarray(1)]
    if (kind === 'S') sink = await sinkOf(content.toString())
    else if (kind === 'D' && sink !== null) await sink.write(await inflatedFrame(content, path))
    else if (kind === 'E' && sink !== null) {
      await sink.end()
      sink = null
    } else if (kind !== 'M') throw new Fault(`Expected a frame of ${path} to be of a known kind but it is damaged`)
    else if ((await reader.frame()) !== null) throw new Fault(`Expected nothing after the manifest of ${path} but there is more`)
    else return JSON.parse(content.toString())
  }
}

function inflatedFrame(content: Buffer, path: string): Promise<Buffer> {
  return inflated(content, { maxOutputLength: FRAME_LIMIT_BYTES }).catch((error: Error) => {
    throw new Fault(`Expected data in ${path} but a frame is damaged`, { cause: error })
  })
}

function byteReader(file: FileHandle, path: string) {
  let place = 0
  /** So many bytes from the present place, or as many as there are. */
  const take = async (bytes: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, place)
    place += bytesRead
    return buffer.subarray(0, bytesRead)
  }
  const whole = async (bytes: number): Promise<Buffer> => {
    const taken = await take(bytes)
    if (taken.length < bytes) throw new Fault(`Expected a whole frame in ${path} but the file ends within it`)
    return taken
  }
  return {
    line: async (): Promise<string> => {
      const begin = await take(FIRST_LINE_LIMIT_BYTES)
      place = begin.indexOf(10) + 1
      return begin.subarray(0, place).toString()
    },
    /** Null at the end of the file. */
    frame: async (): Promise<Buffer | null> => {
      const { size } = await file.stat()
      if (place === size) return null
      const length = (await whole(4)).readUInt32BE()
      if (length < 1 || length > FRAME_LIMIT_BYTES)
        throw new Fault(`Expected a frame of at most ${FRAME_LIMIT_BYTES} bytes in ${path} but it is damaged`)
      return whole(length)
    },
  }
}
