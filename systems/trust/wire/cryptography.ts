import { hasStrongKey, readElement, readPublicKey, type SignatureAlgorithm } from '@ruqsat/asn1'
import { constants, createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import type { Cryptography } from '../core/algorithms.ts'
import { verifyGost } from '../core/gost/signature.ts'
import { streebog512 } from '../core/gost/streebog.ts'

/** Keys of authorities come again and again; turning their DER into a key costs as much as the check itself. */
const MAX_KEYS_KEPT = 64

/** Certificates and answers of authorities come with every signature; what was verified once need not be computed again. */
const MAX_VERIFIED_KEPT = 1_000
const MAX_KEPT_DATA_BYTES = 16 * 1024

/** The kinds of node:crypto's keys, by what they sign with. */
const KEY_TYPES: Readonly<Record<Exclude<SignatureAlgorithm['key'], 'gost-2015-512'>, string>> = {
  rsa: 'rsa',
  'rsa-pss': 'rsa',
  ecdsa: 'ec',
  ed25519: 'ed25519',
  dsa: 'dsa',
}

/** The mathematics by node:crypto (OpenSSL). `alsoDsa`: for NIST's suite of paths alone, which is older than the end of DSA. */
export function nodeCryptography({ alsoDsa = false } = {}): Cryptography {
  const verified = new Map<string, true>()
  const keys = new Map<string, KeyObject>()
  const keyOf = (der: Uint8Array): KeyObject => {
    const name = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1')
    return keys.get(name) ?? keep(keys, name, createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }), MAX_KEYS_KEPT)
  }
  const computes = (algorithm: SignatureAlgorithm, publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean => {
    if (algorithm.key === 'gost-2015-512') return verifyGost(readPublicKey(readElement(publicKey)).publicKeyBits, data, signature)
    const key = keyOf(publicKey)
    if (key.asymmetricKeyType !== KEY_TYPES[algorithm.key]) return false
    return verify(algorithm.key === 'ed25519' ? null : algorithm.digest, data, keyFor(algorithm, key), signature)
  }
  return {
    verify(algorithm, publicKey, data, signature) {
      try {
        const holds = (): boolean => computes(algorithm, publicKey, data, signature)
        if (data.length > MAX_KEPT_DATA_BYTES) return holds()
        const name = nameOf(JSON.stringify(algorithm), publicKey, data, signature)
        return verified.has(name) || (holds() && keep(verified, name, true, MAX_VERIFIED_KEPT))
      } catch {
        return false
      }
    },
    accepts: (key) => hasStrongKey(key) || (alsoDsa && key.keyKind === 'dsa' && key.keyBits >= 1024),
    digest: (name, data) => (name === 'streebog-512' ? streebog512(data) : hash(name, data, 'buffer')),
  }
}

/** Keeps so many, the newest. */
function keep<T>(kept: Map<string, T>, name: string, value: T, most: number): T {
  if (kept.size >= most) kept.delete(kept.keys().next().value!)
  kept.set(name, value)
  return value
}

function keyFor(algorithm: SignatureAlgorithm, key: KeyObject) {
  if (algorithm.key !== 'rsa-pss') return key
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltBytes }
}

/** A digest of everything that decides, each part with its length, so that no two cases share a name. */
function nameOf(digest: string, ...parts: readonly Uint8Array[]): string {
  const lengths = Buffer.from(`${digest} ${parts.map((part) => part.length).join(' ')}:`)
  return hash('sha256', Buffer.concat([lengths, ...parts]), 'base64')
}
