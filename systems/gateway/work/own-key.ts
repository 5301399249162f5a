import { createPrivateKey, X509Certificate } from 'node:crypto'
import { Fault } from '@ruqsat/foundation'
import type { SystemKey } from '../wire/xml-signature.ts'

/** The key and the certificate of this installation's information system, both PEM. Throws a Fault where they do not belong together or are too weak. */
export function readSigningKey(keyPem: string, certificatePem: string): SystemKey {
  const key = createPrivateKey(keyPem)
  const certificate = new X509Certificate(certificatePem)
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new Fault('Expected an RSA key of 2048 bits or more for the gateway but found another')
  if (!certificate.checkPrivateKey(key)) throw new Fault('Expected the key of the gateway’s certificate but found another key')
  return { key, certificate: new Uint8Array(certificate.raw) }
}
