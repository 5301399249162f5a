import type { SignatureAlgorithm } from '@ruqsat/asn1'
import { constants, createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { Cryptography } from '../core/algorithms.ts'

/** Keys of authorities come again and again; turning their DER into a key costs as much as the check itself. */
const MAX_KEYS_KEPT = 64

/** Certificates and answers of authorities come with every signature; what was verified once need not be computed again. */
const MAX_VERIFIED_KEPT = 1_000
const MAX_KEPT_DATA_BYTES = 16 * 1024

/** The mathematics by node:crypto (OpenSSL). */
export function nodeCryptography(): Cryptography {
  const verified = new Set<string>()
  const keys = new Map<string, KeyObject>()
  const keyOf = (der: Uint8Array): KeyObject => {
    const name = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1')
    const known = keys.get(name)
    if (known !== undefined) return known
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
    if (keys.size >= MAX_KEYS_KEPT) keys.delete(keys.keys().next().value!)
    keys.set(name, key)
    return key
  }
  return {
    verify(algorithm, publicKey, data, signature) {
      try {
        const key = keyOf(publicKey)
        if (key.asymmetricKeyType !== (algorithm.key === 'ecdsa' ? 'ec' : 'rsa')) return false
        if (data.length > MAX_KEPT_DATA_BYTES) return verify(algorithm.digest, data, keyFor(algorithm, key), signature)
        const name = nameOf(JSON.stringify(algorithm), publicKey, data, signature)
        if (verified.has(name)) return true
        const holds = verify(algorithm.digest, data, keyFor(algorithm, key), signature)
        if (holds) {
          if (verified.size >= MAX_VERIFIED_KEPT) verified.delete(verified.values().next().value!)
          verified.add(name)
        }
        return holds
      } catch {
        return false
      }
    },
    digest: (name, data) => createHash(name).update(data).digest(),
  }
}

function keyFor(algorithm: SignatureAlgorithm, key: KeyObject) {
  if (algorithm.key !== 'rsa-pss') return key
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltBytes }
}

/** A digest of everything that decides, each part with its length, so that no two cases share a name. */
function nameOf(digest: string, ...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(`${digest} ${parts.map((part) => part.length).join(' ')}:`)
  for (const part of parts) hash.update(part)
  return hash.digest('base64')
}
