import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ATTRIBUTE, buildCertificate, EXTENSIONS, generalDns, generalIp, KEY_USAGE, USAGE, writeName } from '@ruqsat/asn1'
import { type Instant, msFromInstant } from '@ruqsat/foundation'
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
    const made = makeMaterial(hosts, now)
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

function readMaterial(folder: string): Promise<TlsMaterial | null> {
  return Promise.all([readFile(join(folder, 'key.pem'), 'utf8'), readFile(join(folder, 'certificate.pem'), 'utf8')])
    .then(([key, cert]) => ({ key, cert }))
    .catch(() => null)
}

function isGood(pem: string, hosts: readonly string[], now: Instant): boolean {
  const certificate = new X509Certificate(pem)
  const namesHost = (host: string) => (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
  return certificate.validToDate.getTime() - msFromInstant(now) > RENEW_BEFORE_DAYS * DAY_MS && hosts.every(namesHost)
}

function makeMaterial(hosts: readonly string[], now: Instant): TlsMaterial {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = [{ oid: ATTRIBUTE.commonName, value: 'Ruqsat on this machine' }]
  const certificate = buildCertificate(
    {
      serial: randomBytes(16).toString('hex').replace(/^./, '1'),
      issuer: writeName(subject),
      subject,
      // An hour back: the clock of a phone is rarely ours.
      notBeforeMs: msFromInstant(now) - 3_600_000,
      notAfterMs: msFromInstant(now) + VALIDITY_DAYS * DAY_MS,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      extensions: [
        EXTENSIONS.endEntity(),
        EXTENSIONS.keyUsage([KEY_USAGE.digitalSignature]),
        EXTENSIONS.extendedKeyUsage([USAGE.serverAuth]),
        EXTENSIONS.alternativeNames(...hosts.map((host) => (isIP(host) ? generalIp(addressBytes(host)) : generalDns(host)))),
      ],
    },
    { key: 'ecdsa', sign: (bytes) => sign('sha256', bytes, privateKey) },
  )
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: new X509Certificate(certificate).toString(),
  }
}

/** An IPv4 or IPv6 address as it is in a certificate. */
function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.').map(Number))
  // The parser of addresses writes each in one form, an IPv4 at its end as two groups.
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groupsOf = (part: string | undefined) => (part ? part.split(':') : [])
  const [first, last] = [groupsOf(head), groupsOf(tail)]
  const groups = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last]
  return Uint8Array.from(groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]))
}
