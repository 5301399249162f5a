import { ALGORITHM } from './oids.ts'
import { type Element, expectFound, readAll, readOid } from './read.ts'

/** An AlgorithmIdentifier; what it has for parameters its user reads. */
export type Algorithm = { readonly oid: string; readonly parameters: Element | null }

export function readAlgorithm(element: Element): Algorithm {
  return readAll(element, (cursor) => ({ oid: readOid(cursor.next()), parameters: cursor.more() ? cursor.next() : null }))
}

/** For an algorithm that means nothing without them. */
export function expectParameters({ oid, parameters }: Algorithm): Element {
  return expectFound(parameters, `parameters of algorithm ${oid}`)
}

export type DigestName = 'sha256' | 'sha384' | 'sha512'
export type SignatureAlgorithm =
  | { readonly key: 'rsa' | 'ecdsa'; readonly digest: DigestName }
  /** RSASSA-PSS (RFC 8017), the mask by the same digest. */
  | { readonly key: 'rsa-pss'; readonly digest: DigestName; readonly saltBytes: number }

const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  [ALGORITHM.sha256WithRsa]: { key: 'rsa', digest: 'sha256' },
  [ALGORITHM.sha384WithRsa]: { key: 'rsa', digest: 'sha384' },
  [ALGORITHM.sha512WithRsa]: { key: 'rsa', digest: 'sha512' },
  [ALGORITHM.ecdsaWithSha256]: { key: 'ecdsa', digest: 'sha256' },
  [ALGORITHM.ecdsaWithSha384]: { key: 'ecdsa', digest: 'sha384' },
  [ALGORITHM.ecdsaWithSha512]: { key: 'ecdsa', digest: 'sha512' },
}

const DIGESTS: Readonly<Record<string, DigestName>> = {
  [ALGORITHM.sha256]: 'sha256',
  [ALGORITHM.sha384]: 'sha384',
  [ALGORITHM.sha512]: 'sha512',
}

/** Null for an algorithm that is unknown or too weak (SHA-1, MD5). */
export function signatureAlgorithm(oid: string): SignatureAlgorithm | null {
  return Object.hasOwn(SIGNATURES, oid) ? SIGNATURES[oid]! : null
}

export function digestName(oid: string): DigestName | null {
  return Object.hasOwn(DIGESTS, oid) ? DIGESTS[oid]! : null
}
