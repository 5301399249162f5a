// The seal of this house, one for all that it seals: requests that a one-time password confirmed, receipts of payments. In production a file
// of settings; in the sandbox a key of its own authority, which never leaves this machine.
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type BIN, Fault } from '@ruqsat/foundation'
import type { Settings } from '@ruqsat/installation'
import type { PortalSeal } from '@ruqsat/portal'
import { binOfCertificate, signDetached, type TrustRoom } from '@ruqsat/trust'
import type { Installation } from './installation.ts'
import { sandboxSystemKey } from './system-key.ts'

export type SealNeed = Pick<Installation, 'legalClock' | 'secrets'> & { readonly settings: Pick<Settings, 'mode' | 'seal'> }

/** A key with its certificate first, then those that lead to a root (DER). */
export type SealKey = { readonly key: KeyObject; readonly certificates: readonly [Uint8Array, ...Uint8Array[]] }

/** The key of this instant: asked for at each seal, since legal time may have passed the end of the sandbox's certificate. */
export type HouseSeal = () => Promise<SealKey>

const SANDBOX_FILE = 'seal-sandbox.pem'
const SANDBOX_NAME = 'SANDBOX RUQSAT SEAL'

/**
 * Null where none is set: nobody confirms a request by a one-time password, and no receipt is sealed. Throws a Fault for a file that cannot
 * be a seal, before anybody needs it.
 */
export async function openSeal({ settings: { mode, seal: file }, ...need }: SealNeed, { authority }: TrustRoom): Promise<HouseSeal | null> {
  if (file !== null) {
    const seal = readSeal(await textOf(file), file)
    binOf(seal)
    return async () => seal
  }
  if (mode === 'production' || authority === null) return null
  const own = async (): Promise<SealKey> => {
    const [keyPem, certificatePem] = await sandboxSystemKey(need, authority, SANDBOX_FILE, SANDBOX_NAME)
    const { key, certificates } = readSeal(`${keyPem}${certificatePem}`, SANDBOX_FILE)
    return { key, certificates: [...certificates, (await authority.certificates()).issuing] }
  }
  // Now, since what is sealed is sealed after the key was made.
  await own()
  return own
}

/** The seal as the portal uses it: detached, over the whole request. */
export async function portalSealOf(seal: HouseSeal): Promise<PortalSeal> {
  return {
    bin: binOf(await seal()),
    seal: async (content, at) => {
      const { key, certificates } = await seal()
      return new Uint8Array(signDetached({ content, key, certificates: certificates.slice(0, 1), signingTime: at }))
    },
  }
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Fault(`Expected the file ${file} with the seal's key and certificate but it cannot be read (${error.code})`)
  })
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** One PEM file: a private key (RSA or P-256) and its certificate, then those that lead to a root. */
function readSeal(pem: string, file: string): SealKey {
  const [own, ...further] = (pem.match(CERTIFICATE) ?? []).map((each) => new X509Certificate(each))
  if (own === undefined || !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw new Fault(
      `Expected a private key and its certificate (PEM) in ${file} but found ${own === undefined ? 'no certificate' : 'no key'}`,
    )
  const key = privateKeyIn(pem, file)
  if (!own.checkPrivateKey(key)) throw new Fault(`Expected the key of the certificate in ${file} but found another`)
  return { key, certificates: [new Uint8Array(own.raw), ...further.map(({ raw }) => new Uint8Array(raw))] }
}

function privateKeyIn(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new Fault(`Expected a private key without a password in ${file} but it cannot be read (${(error as Error).message})`)
  }
}

function binOf({ certificates: [der] }: SealKey): BIN {
  const bin = binOfCertificate(der)
  if (bin === null) throw new Fault('Expected the certificate of the seal to name the organisation by its BIN but it does not')
  return bin
}
