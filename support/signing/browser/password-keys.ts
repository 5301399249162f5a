// From a password to a key: PKCS#12's own derivation (RFC 7292, appendix B) for old files, PBKDF2 (RFC 8018) for new ones.

import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { type Bytes, child, concat, type Element, octets, oidText, smallInteger, TAG } from './der.ts'
import { ContainerProblem } from './container-problem.ts'

export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** Blocks of the hash in bytes, as appendix B.2 calls v. */
const HASHES = {
  'SHA-1': { hash: sha1, blockBytes: 64, outputBytes: 20 },
  'SHA-256': { hash: sha256, blockBytes: 64, outputBytes: 32 },
  'SHA-384': { hash: sha384, blockBytes: 128, outputBytes: 48 },
  'SHA-512': { hash: sha512, blockBytes: 128, outputBytes: 64 },
} as const

export const HASH_OF_OID: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}
export const HMAC_OF_OID: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
}

/**
 * What all layers of one file may ask for together. The browser's own PBKDF2 does a million rounds in about a second beside the page;
 * OWASP asks for 600,000, and a file has a MAC, a key and certificates. The old derivation is computed in the page's own script, ten times
 * slower: files in use ask for 1 to 100 thousand rounds. Triple DES of ours takes a second for 12 KiB; a chain of certificates has less.
 * More is a hostile or broken file.
 */
export const MOST_ROUNDS = { pbkdf2: 5_000_000, old: 500_000, oldCipherBytes: 64 * 1024 } as const
/** The old derivation lets the page live after so many rounds, some hundredths of a second on a good machine. */
const ROUNDS_BETWEEN_BREATHS = 5_000
const PBKDF2 = '1.2.840.113549.1.5.12'

export const DERIVE = { key: 1, iv: 2, mac: 3 } as const

/** The same password in the two forms that the formats want. */
export type Password = { readonly text: string; readonly bmp: Bytes; readonly utf8: Bytes }

export function passwordForms(text: string): Password {
  const bmp = new Uint8Array((text.length + 1) * 2)
  for (let i = 0; i < text.length; i++) bmp.set([text.charCodeAt(i) >> 8, text.charCodeAt(i) & 255], i * 2)
  return { text, bmp, utf8: new TextEncoder().encode(text) as Bytes }
}

/** An empty password has two forms in old files: two zero bytes, and nothing at all. */
export const NO_PASSWORD_AT_ALL: Password = { text: '', bmp: new Uint8Array(0), utf8: new Uint8Array(0) }

/** Counts the rounds of one file, layer by layer, before they are computed. */
export class Effort {
  readonly #spent = { pbkdf2: 0, old: 0, oldCipherBytes: 0 }

  /** Throws where the file asks for more than `MOST_ROUNDS`. */
  spend(kind: keyof typeof MOST_ROUNDS, count: number): void {
    this.#spent[kind] += count
    if (this.#spent[kind] > MOST_ROUNDS[kind]) throw new ContainerProblem('too-many-iterations', { count: this.#spent[kind] })
  }
}

export function iterationsOf(element: Element | undefined): number {
  const count = element === undefined ? 1 : smallInteger(element)
  if (count < 1) throw new ContainerProblem('damaged-container')
  return count
}

/** How many times the old derivation really hashes. */
export function oldRounds(hash: HashName, iterations: number, length: number): number {
  return iterations * Math.ceil(length / HASHES[hash].outputBytes)
}

/** Lets the page paint and answer before the next stretch of work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

type Derivation = {
  readonly hash: HashName
  readonly purpose: number
  readonly salt: Uint8Array
  readonly iterations: number
  readonly length: number
}

/** RFC 7292, appendix B.2. */
export async function pkcs12Key(password: Bytes, { hash: name, purpose, salt, iterations, length }: Derivation): Promise<Bytes> {
  const { hash, blockBytes } = HASHES[name]
  const diversifier = new Uint8Array(blockBytes).fill(purpose)
  const input = concat([stretch(salt, blockBytes), stretch(password, blockBytes)])
  const blocks: Uint8Array[] = []
  for (let made = 0; made < length;) {
    let block: Uint8Array = hash(concat([diversifier, input]))
    for (let round = 1; round < iterations; round++) {
      block = hash(block)
      if (round % ROUNDS_BETWEEN_BREATHS === 0) await breathe()
    }
    blocks.push(block)
    made += block.length
    addToEachBlock(input, stretch(block, blockBytes), blockBytes)
  }
  return concat(blocks).slice(0, length)
}

/** Repeats until the next full block; nothing stays nothing. */
function stretch(bytes: Uint8Array, blockBytes: number): Bytes {
  const length =
    bytes.length <= blockBytes && bytes.length > 0 && blockBytes % bytes.length === 0
      ? blockBytes
      : Math.ceil(bytes.length / blockBytes) * blockBytes
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length] as number)
}

/** I_j = (I_j + B + 1) mod 2^v, big-endian, in place. */
function addToEachBlock(input: Bytes, addend: Bytes, blockBytes: number): void {
  for (let start = 0; start < input.length; start += blockBytes) {
    let carry = 1
    for (let i = blockBytes - 1; i >= 0; i--) {
      const sum = (input[start + i] as number) + (addend[i] as number) + carry
      input[start + i] = sum & 255
      carry = sum >> 8
    }
  }
}

/** Key bytes by PBKDF2 from its AlgorithmIdentifier, as many as the cipher needs; parameters that name another length are refused. */
export async function pbkdf2Key(password: Password, algorithm: Element, bytes: number): Promise<Bytes> {
  if (oidText(child(algorithm, 0)) !== PBKDF2)
    throw new ContainerProblem('unsupported-encryption', { algorithm: oidText(child(algorithm, 0)) })
  const [salt, iterations, ...rest] = child(algorithm, 1, TAG.sequence).children
  if (salt === undefined || salt.tag !== TAG.octetString) throw new ContainerProblem('unsupported-encryption', { algorithm: 'PBKDF2' })
  const length = rest.find((element) => element.tag === TAG.integer)
  if (length !== undefined && smallInteger(length) !== bytes) throw new ContainerProblem('unsupported-encryption', { algorithm: 'PBKDF2' })
  const prf = rest.find((element) => element.tag === TAG.sequence)
  const hash = prf === undefined ? 'SHA-1' : HMAC_OF_OID[oidText(child(prf, 0))]
  if (hash === undefined) throw new ContainerProblem('unsupported-encryption', { algorithm: oidText(child(prf!, 0)) })
  const secret = await crypto.subtle.importKey('raw', password.utf8, 'PBKDF2', false, ['deriveBits'])
  const parameters = { name: 'PBKDF2', hash, salt: octets(salt), iterations: iterationsOf(iterations) }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, secret, bytes * 8))
}

/** The rounds that PBKDF2's AlgorithmIdentifier asks for. */
export function pbkdf2Rounds(algorithm: Element): number {
  return iterationsOf(child(algorithm, 1, TAG.sequence).children[1])
}

export async function hmac(key: Bytes, hash: HashName, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data))
}

export const hashBytes = (hash: HashName): number => HASHES[hash].outputBytes
