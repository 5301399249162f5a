// A key that this browser may use and nobody may read: a non-extractable CryptoKey with its certificates.

import type { Instant } from '@ruqsat/foundation'
import type { Holder, KeyPurpose, KeyRole } from './certificate.ts'
import type { Bytes } from './der.ts'
import { type KeyProblem, problem } from './problems.ts'

export type SigningAlgorithm = 'rsa' | 'ecdsa-p256'

/** What stands in IndexedDB. `privateKey` can sign and cannot be exported, wrapped or read. */
export type SigningKey = {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly id: string
  readonly privateKey: CryptoKey
  readonly algorithm: SigningAlgorithm
  /** DER: the signer's certificate, and those that lead towards a root as far as the file had them. */
  readonly certificate: Bytes
  readonly chain: readonly Bytes[]
  readonly holder: Holder
  readonly roles: readonly KeyRole[]
  readonly purposes: readonly KeyPurpose[]
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly issuerName: string
  readonly serialHex: string
}

export const ALGORITHMS = {
  rsa: { import: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, sign: { name: 'RSASSA-PKCS1-v1_5' } },
  'ecdsa-p256': { import: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
} as const

/** The page can do no cryptography on plain HTTP other than localhost: browsers give `crypto.subtle` to secure contexts only. */
export function cryptographyProblem(): KeyProblem | null {
  if (globalThis.isSecureContext === false) return problem('insecure-page')
  return globalThis.crypto?.subtle === undefined || globalThis.indexedDB === undefined ? problem('browser-too-old') : null
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export async function sha256Hex(bytes: Bytes): Promise<string> {
  return hex(await sha256(bytes))
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
