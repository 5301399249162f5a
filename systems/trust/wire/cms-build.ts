import { type Bytes, readCertificate, signedAttributes, signedMessage } from '@ruqsat/asn1'
import { createHash, type KeyObject } from 'node:crypto'
import { msFromInstant, type Instant } from '@ruqsat/foundation'
import { keySigner } from './keys.ts'

export type DetachedSigning = {
  readonly content: Uint8Array
  readonly key: KeyObject
  /** The signer's certificate first, then those above it; DER. */
  readonly certificates: readonly Uint8Array[]
  /** Null leaves the attribute out, as PAdES prefers (the time then is in the PDF's /M). */
  readonly signingTime: Instant | null
}

/**
 * CMS SignedData, detached, one signer, as the signing page makes it too. For the sandbox's automatic signers, for measurements and for tests;
 * people sign in their browser.
 */
export function signDetached({ content, key, certificates, signingTime }: DetachedSigning): Bytes {
  const signer = readCertificate(certificates[0]!)
  const attributes = signedAttributes({
    signer,
    certificateSha256: sha256(signer.der),
    contentSha256: sha256(content),
    signingTimeMs: signingTime === null ? null : msFromInstant(signingTime),
  })
  return signedMessage({ signer, certificates, attributes, signature: keySigner(key).sign(attributes) })
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}
