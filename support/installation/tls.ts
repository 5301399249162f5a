import { webcrypto, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type Instant, instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { withFileLock, writeFileAtomically } from './files.ts'

export type TlsMaterial = { readonly key: string; readonly cert: string }

const DAY_MS = 86_400_000
/** The longest that browsers accept for a server's certificate is 398 days. */
const VALIDITY_DAYS = 397
/** Made again while it still works, so that a long-running sandbox never serves an expired one. */
const RENEW_BEFORE_DAYS = 30

/**
 * A self-signed certificate for `--tls`, kept in `<folder>/tls/` and made again when it nears its end or the hosts change.
 * `now` is technical time: TLS never sees legal time.
 */
export async function tlsMaterial(folder: string, hosts: readonly string[], now: Instant): Promise<TlsMaterial> {
  const own = join(folder, 'tls')
  await mkdir(own, { recursive: true, mode: 0o700 })
  return withFileLock(join(own, 'lock'), async () => {
    const kept = await readMaterial(own)
    if (kept !== null && isGood(kept.cert, hosts, now)) return kept
    const made = await makeMaterial(hosts, now)
    await writeFileAtomically(join(own, 'key.pem'), made.key)
    await writeFileAtomically(join(own, 'certificate.pem'), made.cert, 0o644)
    return made
  })
}

/** `localhost`, loopback and the machine's addresses in its networks: what a phone may type; and the name that was chosen. */
export function ownHosts(chosen = 'localhost'): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter((one) => one.family === 'IPv4').map((one) => one.address),
  )
  return [...new Set(['localhost', '127.0.0.1', ...addresses, ...(chosen === '0.0.0.0' || chosen === '::' ? [] : [chosen])])]
}

/**
 * Lets this process believe its own certificate, so that the sandbox bank can call an https portal. The certificate signs nothing but
 * itself (no authority), so nothing else is believed by it.
 */
export function trustOwnCertificate({ cert }: TlsMaterial): void {
  setDefaultCACertificates([...getCACertificates('default'), cert])
}

async function readMaterial(folder: string): Promise<TlsMaterial | null> {
  try {
    return { key: await readFile(join(folder, 'key.pem'), 'utf8'), cert: await readFile(join(folder, 'certificate.pem'), 'utf8') }
  } catch {
    return null
  }
}

function isGood(pem: string, hosts: readonly string[], now: Instant): boolean {
  const certificate = new X509Certificate(pem)
  const endsMs = Date.parse(certificate.validTo)
  const namesHost = (host: string) => (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
  return endsMs - msFromInstant(now) > RENEW_BEFORE_DAYS * DAY_MS && hosts.every(namesHost)
}

async function makeMaterial(hosts: readonly string[], now: Instant): Promise<TlsMaterial> {
  // Loaded when needed: it is heavy, and only `--tls` uses it. It depends on a container that needs the polyfill before it.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)))
        .toString('hex')
        .replace(/^./, '1'),
      name: 'CN=Ruqsat on this machine',
      // An hour back: the clock of a phone is rarely ours.
      notBefore: new Date(instantFromMs(msFromInstant(now) - 3_600_000)),
      notAfter: new Date(instantFromMs(msFromInstant(now) + VALIDITY_DAYS * DAY_MS)),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      keys: keys as unknown as CryptoKeyPair,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          hosts.map((host) => ({ type: isIP(host) ? ('ip' as const) : ('dns' as const), value: host })),
        ),
      ],
    },
    webcrypto as unknown as Crypto,
  )
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n').trim()}\n-----END PRIVATE KEY-----\n`,
    cert: `${certificate.toString('pem')}\n`,
  }
}
