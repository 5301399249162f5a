// Signs in the browser: the digests and the signature by WebCrypto, the message by `@ruqsat/asn1`.

import { type Bytes, isSelfIssued, readCertificate, sequence, signedAttributes, signedMessage, unsignedInteger } from '@ruqsat/asn1'
import { Fault, type Instant, msFromInstant } from '@ruqsat/foundation'
import { ALGORITHMS, sha256, type SigningKey } from './signing-key.ts'

/** What is needed of a key; a `SigningKey` has it. */
export type Signer = Pick<SigningKey, 'privateKey' | 'algorithm' | 'certificate' | 'chain'>

/**
 * Signs bytes: hashes them itself and returns the CMS in DER. `signingTime` is legal time; null leaves the attribute out.
 * The signer's certificate and its authorities (without a root that nobody needs) travel inside.
 */
export async function signDetached(key: Signer, bytes: Bytes, signingTime: Instant | null): Promise<Bytes> {
  const signingTimeMs = signingTime === null ? null : msFromInstant(signingTime)
  if (Number.isNaN(signingTimeMs)) throw new Fault(`Expected a signing time as an instant but found '${signingTime}'`)
  const signer = readCertificate(key.certificate)
  const [certificateSha256, contentSha256] = await Promise.all([sha256(key.certificate), sha256(bytes)])
  const attributes = signedAttributes({ signer, certificateSha256, contentSha256, signingTimeMs })
  const raw = new Uint8Array(await crypto.subtle.sign(ALGORITHMS[key.algorithm].sign, key.privateKey, attributes))
  const signature = key.algorithm === 'rsa' ? raw : ecdsaDer(raw)
  return signedMessage({ signer, certificates: [key.certificate, ...embeddedAuthorities(key.chain)], attributes, signature })
}

/** The issuing authority always; those above it while they are no self-issued roots: a root inside proves nothing. */
function embeddedAuthorities(chain: readonly Bytes[]): readonly Bytes[] {
  return chain.filter((bytes, place) => place === 0 || !isSelfIssued(readCertificate(bytes)))
}

/** WebCrypto gives r and s side by side; CMS wants a SEQUENCE of two INTEGERs (RFC 5753). */
function ecdsaDer(raw: Bytes): Bytes {
  const half = raw.length / 2
  return sequence(unsignedInteger(raw.subarray(0, half)), unsignedInteger(raw.subarray(half)))
}
