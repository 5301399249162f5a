import { ALGORITHM } from './oids.ts'
import { content, type Cursor, type Element, expectFound, expectTag, expectThat, readAll, readOid, smallInteger, TAG } from './read.ts'

/** An AlgorithmIdentifier; what it has for parameters its user reads. */
export type Algorithm = { readonly oid: string; readonly parameters: Element | null }

export function readAlgorithm(element: Element): Algorithm {
  return readAll(element, (cursor) => ({ oid: readOid(cursor.next()), parameters: cursor.more() ? cursor.next() : null }))
}

/** For an algorithm that means nothing without them. */
export function expectParameters({ oid, parameters }: Algorithm): Element {
  return expectFound(parameters, `parameters of algorithm ${oid}`)
}

export type DigestName = 'sha256' | 'sha384' | 'sha512' | 'streebog-512'
export type SignatureAlgorithm =
  | { readonly key: 'rsa' | 'ecdsa'; readonly digest: DigestName }
  /** RSASSA-PSS (RFC 8017), the mask by the same digest. */
  | { readonly key: 'rsa-pss'; readonly digest: DigestName; readonly saltBytes: number }
  /** Digests what it signs itself (RFC 8032). */
  | { readonly key: 'ed25519' }
  /** GOST R 34.10-2012 with 512 bits and Streebog (RFC 7091). */
  | { readonly key: 'gost-2015-512' }
  /** Withdrawn (FIPS 186-5): verified for NIST's suite of paths only, see `hasStrongKey`. */
  | { readonly key: 'dsa'; readonly digest: 'sha1' | 'sha256' }

const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  [ALGORITHM.sha256WithRsa]: { key: 'rsa', digest: 'sha256' },
  [ALGORITHM.sha384WithRsa]: { key: 'rsa', digest: 'sha384' },
  [ALGORITHM.sha512WithRsa]: { key: 'rsa', digest: 'sha512' },
  [ALGORITHM.ecdsaWithSha256]: { key: 'ecdsa', digest: 'sha256' },
  [ALGORITHM.ecdsaWithSha384]: { key: 'ecdsa', digest: 'sha384' },
  [ALGORITHM.ecdsaWithSha512]: { key: 'ecdsa', digest: 'sha512' },
  [ALGORITHM.ed25519]: { key: 'ed25519' },
  [ALGORITHM.gost2015WithStreebog]: { key: 'gost-2015-512' },
  [ALGORITHM.dsaWithSha1]: { key: 'dsa', digest: 'sha1' },
  [ALGORITHM.dsaWithSha256]: { key: 'dsa', digest: 'sha256' },
}

const DIGESTS: Readonly<Record<string, DigestName>> = {
  [ALGORITHM.sha256]: 'sha256',
  [ALGORITHM.sha384]: 'sha384',
  [ALGORITHM.sha512]: 'sha512',
  [ALGORITHM.streebog512]: 'streebog-512',
}

/** Null for an algorithm that is unknown or too weak (SHA-1, MD5). RSASSA-PSS is none by its name alone: `readSigning` reads its parameters. */
export function signatureAlgorithm(oid: string): SignatureAlgorithm | null {
  return Object.hasOwn(SIGNATURES, oid) ? SIGNATURES[oid]! : null
}

/** How a certificate, a list or an answer was signed; null where that is unknown or too weak. Throws Malformed. */
export function readSigning(element: Element): SignatureAlgorithm | null {
  const algorithm = readAlgorithm(element)
  if (algorithm.oid !== ALGORITHM.rsaPss) return signatureAlgorithm(algorithm.oid)
  const { digestOid, saltBytes } = readAll(expectParameters(algorithm), readPss)
  const digest = digestName(digestOid)
  return digest === null ? null : { key: 'rsa-pss', digest, saltBytes }
}

export type PssParameters = { readonly digestOid: string; readonly saltBytes: number }

/** RFC 4055 3.1. What is left out means SHA-1, which is not accepted. */
export function readPss(parameters: Cursor): PssParameters {
  const digestOid = parameters.explicit(0, algorithmOid) ?? ALGORITHM.sha1
  const mask = parameters.explicit(1, readAlgorithm)
  expectThat(mask === null || mask.oid === ALGORITHM.mgf1, 'the mask MGF1')
  const maskDigest = mask === null ? ALGORITHM.sha1 : algorithmOid(expectParameters(mask))
  expectThat(maskDigest === digestOid, 'the same digest for the mask as for the signature')
  const saltBytes = parameters.explicit(2, smallInteger) ?? 20
  expectThat((parameters.explicit(3, smallInteger) ?? 1) === 1, 'the trailer field 1')
  return { digestOid, saltBytes }
}

/** An algorithm without parameters, or with NULL. */
export function algorithmOid(element: Element): string {
  const { oid, parameters } = readAlgorithm(element)
  expectThat(parameters === null || content(expectTag(parameters, TAG.null)).length === 0, 'NULL to be empty')
  return oid
}

export function digestName(oid: string): DigestName | null {
  return Object.hasOwn(DIGESTS, oid) ? DIGESTS[oid]! : null
}
