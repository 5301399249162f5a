import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { Cryptography } from '../core/algorithms.ts'

/** Keys of authorities come again and again; turning their DER into a key costs as much as the check itself. */
const MAX_KEYS_KEPT = 64

/** The mathematics by node:crypto (OpenSSL). */
export function nodeCryptography(): Cryptography {
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
        if (key.asymmetricKeyType !== (algorithm.key === 'rsa' ? 'rsa' : 'ec')) return false
        return verify(algorithm.digest, data, key, signature)
      } catch {
        return false
      }
    },
    digest: (name, data) => createHash(name).update(data).digest(),
  }
}
