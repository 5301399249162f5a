// Verification against given roots, on a machine that has no installation.
import { X509Certificate } from 'node:crypto'
import { chmod, mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LegalClock, openDatabase } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { Fault, instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import { openSecrets } from '@ruqsat/installation'
import { startTrust, type Trust } from '@ruqsat/trust'
import { UsageError } from './command.ts'

export type Pinned = { readonly roots: readonly Uint8Array[]; readonly intermediates: readonly Uint8Array[] }

/** Certificates of PEM or DER files: those that issued themselves are roots, the others may lead to one. */
export async function readRoots(paths: readonly string[]): Promise<Pinned> {
  const certificates = (await Promise.all(paths.map(readCertificates))).flat()
  const isRoot = (one: X509Certificate): boolean => one.subject === one.issuer && one.checkIssued(one)
  const roots = certificates.filter(isRoot).map((one) => new Uint8Array(one.raw))
  if (roots.length === 0) throw new UsageError(`${paths.join(', ')} holds no root: no certificate in it is its own issuer`)
  return { roots, intermediates: certificates.filter((one) => !isRoot(one)).map((one) => new Uint8Array(one.raw)) }
}

/** Every certificate of one PEM or DER file. */
export async function readCertificates(path: string): Promise<X509Certificate[]> {
  try {
    const bytes = await readFile(path)
    const pems = bytes.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
    return pems === null ? [new X509Certificate(bytes)] : pems.map((pem) => new X509Certificate(pem))
  } catch (error) {
    throw new UsageError(`${path} is no certificate in PEM or DER`, { cause: error })
  }
}

/** The trust room keeps its register in a database; here it is one for the moment, thrown away with its keys afterwards. */
export async function trustIn<T>(pinned: Pinned, now: Instant, work: (trust: Trust) => Promise<T>): Promise<T> {
  await using made = new AsyncDisposableStack()
  const folder = made.use(await mkdtempDisposable(join(tmpdir(), 'ruqsat-verify-'))).path
  await chmod(folder, 0o711)
  const postgres = { folder: join(folder, 'postgres'), hasNoSync: true, settings: { fsync: 'off' } }
  const server = made.adopt(await startEmbeddedServer(postgres), (one) => one.stop())
  const database = made.adopt(await openDatabase({ url: server.url(), maxConnections: 2 }), (one) => one.close())
  const own = { database, clock: standing(now), secrets: openSecrets(folder), mode: 'sandbox', origin: 'http://127.0.0.1:9' } as const
  return await work(await startTrust({ ...own, ...pinned }))
}

function standing(now: Instant): LegalClock {
  return {
    now: async () => now,
    ago: async (ms) => instantFromMs(msFromInstant(now) - ms),
    advance: async () => {
      throw new Fault('Expected a clock that does not run but it was moved')
    },
    read: async () => ({ now, offsetMs: 0, moves: [] }),
  }
}
