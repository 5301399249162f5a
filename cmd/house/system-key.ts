// Keys of the sandbox's own information systems: made at the first start, kept among the secrets.
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BIN, Fault, isRefusal, msFromInstant, parseBIN } from '@ruqsat/foundation'
import { writeFileAtomically } from '@ruqsat/installation'
import type { TrustRoom } from '@ruqsat/trust'
import type { Installation } from './installation.ts'

/** The organisation of the sandbox's information systems. */
const SANDBOX_BIN = ownBin('260140000015')

/** Key and certificate, both PEM. Made again when legal time has passed its end or the sandbox's authority is another. */
export async function sandboxSystemKey(
  { secrets, legalClock }: Pick<Installation, 'secrets' | 'legalClock'>,
  authority: TrustRoom['authority'] & object,
  file: string,
  commonName: string,
): Promise<readonly [keyPem: string, certificatePem: string]> {
  const path = join(secrets.folder, file)
  const { issuing } = await authority.certificates()
  if (existsSync(path)) {
    const text = await readFile(path, 'utf8')
    const kept = new X509Certificate(text)
    const isCurrent = kept.validToDate.getTime() > msFromInstant(await legalClock.now())
    if (isCurrent && kept.verify(new X509Certificate(issuing).publicKey)) return [text, text]
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { certificate } = await authority.issueCertificate({
    subject: { commonName, organisation: commonName, bin: SANDBOX_BIN },
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    purpose: 'sign',
    roles: ['information-system'],
  })
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const certificatePem = new X509Certificate(certificate).toString()
  mkdirSync(secrets.folder, { recursive: true, mode: 0o700 })
  await writeFileAtomically(path, `${keyPem}${certificatePem}`)
  return [keyPem, certificatePem]
}

function ownBin(text: string): BIN {
  const bin = parseBIN(text)
  if (isRefusal(bin)) throw new Fault(`Expected a BIN of the sandbox's systems but ${text} cannot be one`)
  return bin
}
