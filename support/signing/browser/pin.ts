// A PIN over a key that this browser keeps: without it nobody can sign, not even a script of the page. The PIN is never kept.
//
// The private key is encrypted (AES-GCM) by a key made from the PIN: HMAC by a secret of this browser, which no script can read, then PBKDF2.
// So guessing needs this browser for each guess, and a copy of what is kept is worth nothing without that secret.

import type { Bytes } from '@ruqsat/asn1'
import { deviceSecret } from './key-store.ts'
import { isProblem, type KeyProblem, problem } from './problems.ts'
import { ALGORITHMS, type BrowserKey, type LockedKey, type SigningKey } from './signing-key.ts'

/** Short enough to be typed for each signature; longer is better, and letters may be in it. */
export const SHORTEST_PIN = 6
export const LONGEST_PIN = 64
/** What OWASP asks for PBKDF2 with SHA-256; below a second on an old telephone. */
const ROUNDS = 600_000
const SALT_BYTES = 16
const IV_BYTES = 12
const WRAPPING = 'AES-GCM'

/** The key, encrypted. Its private key must be one that may be exported: the caller drops it afterwards. */
export async function lockKey({ privateKey, ...description }: SigningKey, pin: string): Promise<LockedKey | KeyProblem> {
  if (pin.length < SHORTEST_PIN || pin.length > LONGEST_PIN) return problem('pin-too-short', { count: SHORTEST_PIN })
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const wrapping = await wrappingKey(pin, salt)
  if (isProblem(wrapping)) return wrapping
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey('pkcs8', privateKey, wrapping, { name: WRAPPING, iv }))
  return { ...description, locked: { salt, iv, wrapped } }
}

/** The key to sign with once: it can sign and cannot be exported. A key without a PIN is given back as it is. */
export async function unlockKey(key: BrowserKey, pin: string): Promise<SigningKey | KeyProblem> {
  if (!isLocked(key)) return key
  const { locked, ...description } = key
  const wrapping = await wrappingKey(pin, locked.salt)
  if (isProblem(wrapping)) return wrapping
  const unwrapping = { name: WRAPPING, iv: locked.iv }
  try {
    const { import: algorithm } = ALGORITHMS[key.algorithm]
    return {
      ...description,
      privateKey: await crypto.subtle.unwrapKey('pkcs8', locked.wrapped, wrapping, unwrapping, algorithm, false, ['sign']),
    }
  } catch {
    return problem('wrong-pin')
  }
}

export function isLocked(key: BrowserKey): key is LockedKey {
  return 'locked' in key
}

async function wrappingKey(pin: string, salt: Bytes): Promise<CryptoKey | KeyProblem> {
  const device = await deviceSecret()
  if (isProblem(device)) return device
  // The same PIN however the keyboard composes its letters.
  const tied = await crypto.subtle.sign('HMAC', device, new TextEncoder().encode(pin.normalize('NFKC')))
  const secret = await crypto.subtle.importKey('raw', tied, 'PBKDF2', false, ['deriveKey'])
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }
  return crypto.subtle.deriveKey(derivation, secret, { name: WRAPPING, length: 256 }, false, ['wrapKey', 'unwrapKey'])
}
