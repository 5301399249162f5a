// A key that this browser may use and nobody may read: a non-extractable CryptoKey with its certificates.

import { type Bytes, hex, type SignaturePurpose, type SignerRole } from '@ruqsat/asn1'
import type { Instant } from '@ruqsat/foundation'
import { type KeyProblem, problem } from './problems.ts'

export const PURPOSES: readonly SignaturePurpose[] = ['sign', 'authenticate']

/** As the certificate states them, read by nobody yet: equal to an `IIN` or `BIN` of ours only where the number can exist. */
export type Holder = {
  readonly iin: string | null
  readonly bin: string | null
  readonly name: string
  readonly organisation: string | null
}

export type SigningAlgorithm = 'rsa' | 'ecdsa-p256'

/** What is in IndexedDB. `privateKey` can sign and cannot be exported, wrapped or read. */
export type SigningKey = {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly id: string
  readonly privateKey: CryptoKey
  readonly algorithm: SigningAlgorithm
  /** DER: the signer's certificate, and those that lead towards a root as far as the file had them. */
  readonly certificate: Bytes
  readonly chain: readonly Bytes[]
  readonly holder: Holder
  readonly roles: readonly SignerRole[]
  readonly purposes: readonly SignaturePurpose[]
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly issuerName: string
  readonly serialHex: string
}

/** What is shown of a key and judged, without what signs. */
export type KeyDescription = Omit<SigningKey, 'privateKey'>

/** Under a PIN: what signs is encrypted. */
export type LockedKey = KeyDescription & { readonly locked: { readonly salt: Bytes; readonly iv: Bytes; readonly wrapped: Bytes } }

export type BrowserKey = SigningKey | LockedKey

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

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
