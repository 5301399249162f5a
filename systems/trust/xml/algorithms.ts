import { type DigestName, sequence, type SignatureAlgorithm, unsignedInteger } from '@ruqsat/asn1'
import { trustFault, type TrustFault } from '../core/path.ts'

// Names of algorithms in XML signatures (XML Signature 6, RFC 9231), those of Kazakhstan among them (domain facts B.3).

const KZ = 'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:'
const OLD = 'http://www.w3.org/2000/09/xmldsig#'
const ENC = 'http://www.w3.org/2001/04/xmlenc#'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const LATER = 'http://www.w3.org/2007/05/xmldsig-more#'

const DIGESTS: Readonly<Record<string, DigestName>> = {
  [`${ENC}sha256`]: 'sha256',
  [`${MORE}sha384`]: 'sha384',
  [`${ENC}sha512`]: 'sha512',
  [`${KZ}gostr34112015-512`]: 'streebog-512',
}

const pss = (digest: 'sha256' | 'sha384' | 'sha512', saltBytes: number): SignatureAlgorithm => ({ key: 'rsa-pss', digest, saltBytes })

const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  [`${MORE}rsa-sha256`]: { key: 'rsa', digest: 'sha256' },
  [`${MORE}rsa-sha384`]: { key: 'rsa', digest: 'sha384' },
  [`${MORE}rsa-sha512`]: { key: 'rsa', digest: 'sha512' },
  [`${LATER}sha256-rsa-MGF1`]: pss('sha256', 32),
  [`${LATER}sha384-rsa-MGF1`]: pss('sha384', 48),
  [`${LATER}sha512-rsa-MGF1`]: pss('sha512', 64),
  [`${MORE}ecdsa-sha256`]: { key: 'ecdsa', digest: 'sha256' },
  [`${MORE}ecdsa-sha384`]: { key: 'ecdsa', digest: 'sha384' },
  [`${MORE}ecdsa-sha512`]: { key: 'ecdsa', digest: 'sha512' },
  'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519': { key: 'ed25519' },
  [`${KZ}gostr34102015-gostr34112015-512`]: { key: 'gost-2015-512' },
}

const WEAK: ReadonlySet<string> = new Set([
  `${OLD}sha1`,
  `${OLD}rsa-sha1`,
  `${OLD}dsa-sha1`,
  `${MORE}md5`,
  `${MORE}rsa-md5`,
  `${MORE}ecdsa-sha1`,
])

export function xmlDigest(uri: string): DigestName | TrustFault {
  return Object.hasOwn(DIGESTS, uri) ? DIGESTS[uri]! : unacceptedXml(uri)
}

export function xmlSignatureAlgorithm(uri: string): SignatureAlgorithm | TrustFault {
  return Object.hasOwn(SIGNATURES, uri) ? SIGNATURES[uri]! : unacceptedXml(uri)
}

/** Old and weak, or not computed here: a code of authentication (HMAC) is no signature, whoever has its key. */
function unacceptedXml(uri: string): TrustFault {
  const algorithm = uri.slice(uri.search(/[#:][^#:]*$/) + 1).slice(0, 60)
  return trustFault('malformed', WEAK.has(uri) ? 'algorithm-weak' : 'algorithm-not-supported', { algorithm })
}

/** XML writes ECDSA as two numbers of the same length (XML Signature 6.4.3), everything else as CMS does. */
export function derValue(algorithm: SignatureAlgorithm, value: Uint8Array): Uint8Array {
  if (algorithm.key !== 'ecdsa' || value.length === 0 || value.length % 2 !== 0) return value
  const half = value.length / 2
  return sequence(unsignedInteger(value.subarray(0, half)), unsignedInteger(value.subarray(half)))
}
