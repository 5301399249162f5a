// The portal's own seal, by this installation's settings. In the sandbox a key of its own authority; it never leaves this machine.
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type BIN, Fault } from '@ruqsat/foundation'
import type { Settings } from '@ruqsat/installation'
import type { PortalSeal } from '@ruqsat/portal'
import { binOfCertificate, signDetached, type TrustRoom } from '@ruqsat/trust'
import type { Installation } from './installation.ts'
import { sandboxSystemKey } from './system-key.ts'

type SealNeed = Pick<Installation, 'legalClock' | 'secrets'> & {
  readonly settings: Pick<Settings, 'mode' | 'sealKey' | 'sealCertificate'>
}

/** Null where none is set: nobody confirms a request by a one-time password. Throws a Fault for a key or a certificate that cannot be one. */
export async function openSeal(installation: SealNeed, { authority }: TrustRoom): Promise<PortalSeal | null> {
  const { mode, sealKey, sealCertificate } = installation.settings
  if ((sealKey === null) !== (sealCertificate === null))
    throw new Fault(`Expected sealKey and sealCertificate together but only ${sealKey === null ? 'sealCertificate' : 'sealKey'} is set`)
  if (sealKey !== null && sealCertificate !== null) return sealOf(await readFile(sealKey, 'utf8'), await readFile(sealCertificate, 'utf8'))
  if (mode === 'production' || authority === null) return null
  // Issued again where legal time has passed its end, so it is asked for at each seal.
  const current = () => sandboxSystemKey(installation, authority, 'portal-seal-sandbox.pem', 'SANDBOX RUQSAT PORTAL')
  const { bin } = sealOf(...(await current()))
  return { bin, seal: async (content, at) => sealOf(...(await current())).seal(content, at) }
}

function sealOf(keyPem: string, certificatePem: string): PortalSeal {
  const key: KeyObject = createPrivateKey(keyPem)
  const certificate = new X509Certificate(certificatePem)
  if (!certificate.checkPrivateKey(key)) throw new Fault('Expected the key of the seal’s certificate but found another key')
  const der = new Uint8Array(certificate.raw)
  return {
    bin: binOf(der),
    seal: async (content, at) => new Uint8Array(signDetached({ content, key, certificates: [der], signingTime: at })),
  }
}

function binOf(der: Uint8Array): BIN {
  const bin = binOfCertificate(der)
  if (bin === null) throw new Fault('Expected the certificate of the seal to name the organisation by its BIN but it does not')
  return bin
}
