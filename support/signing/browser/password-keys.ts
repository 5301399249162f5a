// From a password to a key: PKCS#12's own derivation (RFC 7292, appendix B) for old files, PBKDF2 (RFC 8018) for new ones.

import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import {
  type Algorithm,
  ALGORITHM,
  type Bytes,
  CONTAINER,
  containerKey,
  containerPassword,
  type Element,
  enter,
  expectParameters,
  type KeyDerivation,
  octets,
  readAlgorithm,
  smallInteger,
  TAG,
} from '@ruqsat/asn1'
import { ContainerProblem, unsupported } from './container-problem.ts'

export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** Blocks of the hash in bytes, as appendix B.2 calls v. */
const HASHES = {
  'SHA-1': { hash: sha1, blockBytes: 64, outputBytes: 20 },
  'SHA-256': { hash: sha256, blockBytes: 64, outputBytes: 32 },
  'SHA-384': { hash: sha384, blockBytes: 128, outputBytes: 48 },
  'SHA-512': { hash: sha512, blockBytes: 128, outputBytes: 64 },
} as const

const HASH_OF_OID: Readonly<Record<string, HashName>> = {
  [ALGORITHM.sha1]: 'SHA-1',
  [ALGORITHM.sha256]: 'SHA-256',
  [ALGORITHM.sha384]: 'SHA-384',
  [ALGORITHM.sha512]: 'SHA-512',
}
const HMAC_OF_OID: Readonly<Record<string, HashName>> = {
  [CONTAINER.hmacSha1]: 'SHA-1',
  [CONTAINER.hmacSha256]: 'SHA-256',
  [CONTAINER.hmacSha384]: 'SHA-384',
  [CONTAINER.hmacSha512]: 'SHA-512',
}

/** What a table gives for an algorithm; throws for one that is not known here. */
const known =
  <T>(table: Readonly<Record<string, T>>) =>
  ({ oid }: Algorithm): T => {
    if (Object.hasOwn(table, oid)) return table[oid] as T
    throw unsupported(oid)
  }
export const hashOf = known(HASH_OF_OID)
export const hmacHashOf = known(HMAC_OF_OID)

/** OWASP asks for 600,000 rounds of PBKDF2; no derivation may ask for more. */
const MOST_PBKDF2_ROUNDS = 600_000

/**
 * What all layers of one file may ask for together: a file has a MAC, a key and certificates. The browser's own PBKDF2 does a million rounds in
 * about a second. The old derivation is computed by our own script, ten times slower: files in use ask for 1 to 100 thousand rounds. Triple DES of ours takes a second for 12 KiB; a chain of certificates has less.
 * More is a hostile or broken file.
 */
export const MOST_ROUNDS = { pbkdf2: 3 * MOST_PBKDF2_ROUNDS, old: 500_000, oldCipherBytes: 64 * 1024 } as const

/** The same password in the two forms that the formats want. */
export type Password = { readonly bmp: Bytes; readonly utf8: Bytes }

export function passwordForms(text: string): Password {
  return { bmp: containerPassword(text), utf8: new TextEncoder().encode(text) }
}

/** An empty password has two forms in old files: two zero bytes, and nothing at all. */
export const NO_PASSWORD_AT_ALL: Password = { bmp: new Uint8Array(0), utf8: new Uint8Array(0) }

/** Counts the rounds of one file, layer by layer, before they are computed. */
export class KeyEffort {
  readonly #spent = { pbkdf2: 0, old: 0, oldCipherBytes: 0 }

  /** Throws where one layer, or all of the file together, asks for too much. */
  spend(kind: keyof typeof MOST_ROUNDS, count: number): void {
    if (kind === 'pbkdf2' && count > MOST_PBKDF2_ROUNDS) throw new ContainerProblem('too-many-iterations', { count })
    this.#spent[kind] += count
    if (this.#spent[kind] > MOST_ROUNDS[kind]) throw new ContainerProblem('too-many-iterations', { count: this.#spent[kind] })
  }
}

/** One where the file does not say. */
export function readIterations(element: Element | null): number {
  const count = element === null ? 1 : smallInteger(element)
  if (count < 1) throw new ContainerProblem('damaged-container')
  return count
}

/** How many times the old derivation really hashes. */
export function oldRounds(hash: HashName, iterations: number, length: number): number {
  return iterations * Math.ceil(length / HASHES[hash].outputBytes)
}

/** Lets the page paint and answer before the next stretch of work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** The old derivation, which WebCrypto does not have. */
export function oldKey(password: Password, hash: HashName, asked: Pick<KeyDerivation, 'purpose' | 'salt' | 'iterations' | 'length'>) {
  return containerKey(password.bmp, { ...HASHES[hash], ...asked, breathe })
}

type Pbkdf2 = { readonly salt: Bytes; readonly iterations: number; readonly length: number | null; readonly hash: HashName }

/** PBKDF2's AlgorithmIdentifier. */
export function readPbkdf2(algorithm: Algorithm): Pbkdf2 {
  if (algorithm.oid !== CONTAINER.pbkdf2) throw unsupported(algorithm.oid)
  const cursor = enter(expectParameters(algorithm))
  const salt = cursor.next()
  if (salt.tag === TAG.sequence) throw unsupported('PBKDF2')
  const iterations = readIterations(cursor.next())
  const length = cursor.optional(TAG.integer)
  const prf = cursor.optional(TAG.sequence)
  return {
    salt: octets(salt),
    iterations,
    length: length === null ? null : smallInteger(length),
    hash: prf === null ? 'SHA-1' : hmacHashOf(readAlgorithm(prf)),
  }
}

/** Key bytes by PBKDF2, as many as the cipher needs; parameters that name another length are refused. */
export async function pbkdf2Key(password: Password, algorithm: Algorithm, bytes: number): Promise<Bytes> {
  const { length, ...parameters } = readPbkdf2(algorithm)
  if (length !== null && length !== bytes) throw unsupported('PBKDF2')
  const secret = await crypto.subtle.importKey('raw', password.utf8, 'PBKDF2', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', ...parameters }, secret, bytes * 8))
}

export async function hmac(key: Bytes, hash: HashName, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data))
}

export const hashBytes = (hash: HashName): number => HASHES[hash].outputBytes
