import { ALGORITHM, type DigestName, type PublicKey, type SignatureAlgorithm } from '@ruqsat/asn1'

/** The mathematics, handed in so that the rules stay pure. `verify` answers false for a key or signature that cannot be read. */
export type Cryptography = {
  verify(algorithm: SignatureAlgorithm, publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean
  /** The key is of a kind and a size that are trusted. */
  accepts(key: Pick<PublicKey, 'keyKind' | 'keyBits'>): boolean
  /** SHA-1 only names issuers in OCSP; it never protects anything. */
  digest(name: DigestName | 'sha1', data: Uint8Array): Uint8Array
}

/** Broken: forgeries are known, so such a signature is refused and not merely "not supported". */
const WEAK: Readonly<Record<string, string>> = {
  [ALGORITHM.sha1]: 'SHA-1',
  '1.2.840.113549.2.5': 'MD5',
  '1.2.840.113549.2.2': 'MD2',
  '1.2.840.113549.1.1.5': 'RSA, SHA-1',
  '1.2.840.113549.1.1.4': 'RSA, MD5',
  '1.2.840.10045.4.1': 'ECDSA, SHA-1',
  [ALGORITHM.dsaWithSha1]: 'DSA, SHA-1',
}

/** Sound algorithms that we cannot compute; the names by which people know them. */
const UNSUPPORTED: readonly (readonly [prefix: string, name: string])[] = [
  ['1.2.398.3.10.1.1.1.', 'ГОСТ 34.310-2004'],
  ['1.2.398.3.10.1.3.1', 'ГОСТ 34.311-95'],
  ['1.2.398.3.10.1.1.2.', 'ГОСТ 34.10-2015'],
  ['1.2.398.3.10.1.3.', 'ГОСТ 34.11-2015'],
  ['1.2.643.7.1.1.1.', 'ГОСТ Р 34.10-2012'],
  ['1.2.643.7.1.1.2.', 'ГОСТ Р 34.11-2012'],
  ['1.2.643.7.1.1.3.', 'ГОСТ Р 34.10-2012'],
  ['1.2.643.2.2.', 'ГОСТ Р 34.10-2001'],
  [ALGORITHM.dsaWithSha256, 'DSA'],
  ['1.3.101.113', 'Ed448'],
  ['2.16.840.1.101.3.4.2.4', 'SHA-224'],
  ['2.16.840.1.101.3.4.2.', 'SHA-3'],
  ['2.16.840.1.101.3.4.3.', 'ML-DSA / SHA-3'],
]

/** Why an algorithm is not accepted, by the name that people know. */
export function unacceptedAlgorithm(oid: string): {
  readonly code: 'algorithm-weak' | 'algorithm-not-supported'
  readonly algorithm: string
} {
  if (Object.hasOwn(WEAK, oid)) return { code: 'algorithm-weak', algorithm: WEAK[oid]! }
  const name = UNSUPPORTED.find(([prefix]) => oid.startsWith(prefix))?.[1]
  return { code: 'algorithm-not-supported', algorithm: name === undefined ? oid : `${name} (${oid})` }
}
