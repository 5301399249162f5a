import { type Certificate, hex } from '@ruqsat/asn1'
import type { Cryptography } from './algorithms.ts'

/**
 * Authorities of the national test installation: their keys, or the keys of everybody they certified, are published. SHA-256 of
 * SubjectPublicKeyInfo, so that a renewed certificate of the same key is found too.
 */
const PUBLISHED_KEYS: ReadonlyMap<string, string> = new Map([
  ['54f6acdb3e392ffe23aa47c495f33ca842be503ecfec67b53954d7382b6125ad', 'root, GOST TEST 2022'],
  ['0e9abafd340dab0eafac3199e0dd8cdf6f4e26ee3b5ace823d1d2df6c4f68388', 'national authority, GOST TEST 2022'],
  ['6041da252bbd68ced8752e116a10e3eb2c3c4ab6e2de5c5ab42b416a84fbb76b', 'national authority 3.0, RSA TEST'],
  ['7ef145c0c2e777065851b660ca24c7345bd6025b3573ec51cb16602ac224b61f', 'national authority 3.0, GOST TEST'],
])

/** Which public test authority this is; null for any other. */
export function testAuthorityOf({ publicKey }: Pick<Certificate, 'publicKey'>, cryptography: Cryptography): string | null {
  return PUBLISHED_KEYS.get(hex(cryptography.digest('sha256', publicKey))) ?? null
}
