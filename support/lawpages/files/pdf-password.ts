import { createDecipheriv, createCipheriv, hash } from 'node:crypto'
import { bytesOf, type Dictionary, integerOf, nameOf, Unreadable, type Value } from './pdf-values.ts'

// The standard security handler (ISO 32000-1 7.6.3 and 7.6.4; revisions 5 and 6 as ISO 32000-2 has them), opened with the empty user
// password: that is how every program opens a file whose owner only forbids changes.

/** Decrypts the bytes of a stream; the identity where streams are not encrypted. */
export type Decrypt = (data: Buffer, number: number, generation: number) => Buffer

const PAD = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex')

/**
 * Null where the empty password does not open the file, or its handler is not the standard one: then nobody can read it without knowing
 * how.
 */
export function openWithoutPassword(encrypt: Dictionary, firstId: Buffer): Decrypt | null {
  const entry = (name: string): Value | undefined => encrypt.entries.get(name)
  if (nameOf(entry('Filter')) !== 'Standard') return null
  const version = integerOf(entry('V')) ?? 0
  const revision = integerOf(entry('R')) ?? 0
  const key = revision >= 5 ? keyOfAes256(encrypt, revision) : keyOfMd5(encrypt, revision, version, firstId)
  if (key === null) return null
  const method = version >= 4 ? methodOf(encrypt) : 'V2'
  if (method === 'None') return (data) => data
  if (method === 'AESV3') return (data) => aes(key, data)
  if (method === 'AESV2') return (data, number, generation) => aes(objectKey(key, number, generation, true), data)
  return method === 'V2' ? (data, number, generation) => rc4(objectKey(key, number, generation, false), data) : null
}

function methodOf(encrypt: Dictionary): string | null {
  const filter = nameOf(encrypt.entries.get('StmF')) ?? 'Identity'
  if (filter === 'Identity') return 'None'
  const filters = encrypt.entries.get('CF')
  const found = filters?.kind === 'dictionary' ? filters.entries.get(filter) : undefined
  return found?.kind === 'dictionary' ? (nameOf(found.entries.get('CFM')) ?? 'None') : null
}

/** Algorithms 2, 4, 5 and 6 for revisions 2 to 4. */
function keyOfMd5(encrypt: Dictionary, revision: number, version: number, firstId: Buffer): Buffer | null {
  if (revision < 2 || revision > 4) return null
  const length = version === 1 ? 5 : Math.min(16, Math.max(5, (integerOf(encrypt.entries.get('Length')) ?? (version >= 4 ? 128 : 40)) / 8))
  const permissions = encrypt.entries.get('P')
  const rights = Buffer.alloc(4)
  rights.writeInt32LE(permissions?.kind === 'number' ? permissions.value | 0 : 0)
  const metadata = encrypt.entries.get('EncryptMetadata')
  const isMetadataPlain = revision >= 4 && metadata?.kind === 'word' && metadata.word === 'false'
  const owner = bytesOf(encrypt.entries.get('O')).subarray(0, 32)
  const start = [PAD, owner, rights, firstId, ...(isMetadataPlain ? [Buffer.alloc(4, 0xff)] : [])]
  let key = md5(Buffer.concat(start)).subarray(0, length)
  if (revision >= 3) for (let round = 0; round < 50; round += 1) key = md5(key).subarray(0, length)
  const user = bytesOf(encrypt.entries.get('U'))
  if (revision === 2) return rc4(key, PAD).equals(user.subarray(0, 32)) ? key : null
  let proof = md5(Buffer.concat([PAD, firstId]))
  for (let round = 0; round < 20; round += 1) proof = rc4(Buffer.from(key.map((byte) => byte ^ round)), proof)
  return proof.equals(user.subarray(0, 16)) ? key : null
}

/** Algorithms 2.A and 2.B for revisions 5 and 6. */
function keyOfAes256(encrypt: Dictionary, revision: number): Buffer | null {
  const user = bytesOf(encrypt.entries.get('U'))
  const sealed = bytesOf(encrypt.entries.get('UE')).subarray(0, 32)
  if (user.length < 48 || sealed.length !== 32 || revision > 6) return null
  const digest = (salt: Buffer): Buffer => (revision === 5 ? hash('sha256', salt, 'buffer') : hardened(salt))
  if (!digest(user.subarray(32, 40)).equals(user.subarray(0, 32))) return null
  const decipher = createDecipheriv('aes-256-cbc', digest(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(sealed), decipher.final()])
}

/** Algorithm 2.B with an empty password; it ends after 64 rounds and, by its own rule, at the latest after some hundreds. */
function hardened(salt: Buffer): Buffer {
  let key = hash('sha256', salt, 'buffer')
  for (let round = 0; ; round += 1) {
    const block = Buffer.concat(Array.from({ length: 64 }, () => key))
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false)
    const mixed = cipher.update(block)
    const rest = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3
    key = hash(['sha256', 'sha384', 'sha512'][rest]!, mixed, 'buffer')
    if (round >= 63 && mixed.at(-1)! <= round + 1 - 32) return key.subarray(0, 32)
  }
}

/** Algorithm 1: each object has a key of its own. */
function objectKey(key: Buffer, number: number, generation: number, isAes: boolean): Buffer {
  const place = Buffer.alloc(5)
  place.writeUIntLE(number & 0xffffff, 0, 3)
  place.writeUIntLE(generation & 0xffff, 3, 2)
  const parts = [key, place, ...(isAes ? [Buffer.from('sAlT', 'latin1')] : [])]
  return md5(Buffer.concat(parts)).subarray(0, Math.min(16, key.length + 5))
}

/** The initialisation vector comes first; a torn last block is left out, and so is the padding: what is unpacked next ends by itself. */
function aes(key: Buffer, data: Buffer): Buffer {
  const whole = data.subarray(16, data.length - (data.length % 16))
  if (data.length < 32) return Buffer.alloc(0)
  if (key.length !== 16 && key.length !== 32) throw new Unreadable('a key that AES does not take')
  const decipher = createDecipheriv(key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc', key, data.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(whole), decipher.final()])
}

/** OpenSSL has put RC4 away, and files that use it are still about. */
function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, place) => place)
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + state[i]! + key[i % key.length]!) & 0xff
    ;[state[i], state[j]] = [state[j]!, state[i]!]
  }
  const result = Buffer.alloc(data.length)
  for (let at = 0, i = 0, j = 0; at < data.length; at += 1) {
    i = (i + 1) & 0xff
    j = (j + state[i]!) & 0xff
    ;[state[i], state[j]] = [state[j]!, state[i]!]
    result[at] = data[at]! ^ state[(state[i]! + state[j]!) & 0xff]!
  }
  return result
}

function md5(data: Buffer): Buffer {
  return hash('md5', data, 'buffer')
}
