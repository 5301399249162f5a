// A whole authority for tests: its own database, legal time in 2014, its plain-HTTP site on a free port.
import { readCertificate } from '@ruqsat/asn1'
import { type Instant, orFault, parseIIN, parseBIN } from '@ruqsat/foundation'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { type LegalClock, openLegalClock } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import type { CertificateSubject, SignaturePurpose, SignerRole, Trust } from './contract.ts'
import { trustOf } from './verify/trust.ts'
import { nodeCryptography } from './wire/cryptography.ts'
import { openRevocationClient } from './wire/revocation-client.ts'
import { spkiOf } from './wire/keys.ts'
import { startTrust, type CertificationAuthority, type TrustRoom } from './index.ts'

export type TestTrust = {
  readonly trust: TrustRoom & { readonly authority: CertificationAuthority }
  readonly database: TestDatabase
  readonly clock: LegalClock
  readonly origin: string
  readonly secrets: { secret(name: string): Promise<Uint8Array> }
  readonly site: FastifyInstance
  close(): Promise<void>
}

export const TEST_START = '2014-10-01T04:30:00.000Z'
/** Fictional, with right check digits. */
export const AIGERIM: CertificateSubject = {
  commonName: 'САҒЫНДЫҚОВА ӘЙГЕРІМ',
  surname: 'САҒЫНДЫҚОВА',
  patronymic: 'ҚАЙРАТҚЫЗЫ',
  iin: orFault(parseIIN('850412400012')),
}
export const FIRM_HEAD: CertificateSubject = {
  commonName: 'ӘБІЛОВ ДӘУРЕН',
  surname: 'ӘБІЛОВ',
  patronymic: 'СЕРІКҰЛЫ',
  iin: orFault(parseIIN('790923300010')),
  organisation: '"АЛТЫН ДӘН" ЖШС',
  bin: orFault(parseBIN('080340001111')),
}

/** Of a firm that has nothing to do with the others. */
export const OTHER_BIN = orFault(parseBIN('120340002229'))

/** `given`: a database of the caller's, which is let go with the room; else one of the tests' own. */
export async function openTestTrust(given?: TestDatabase): Promise<TestTrust> {
  const database = given ?? (await openTestDatabase('trust'))
  const clock = await openLegalClock(database, { mode: 'sandbox', startAt: TEST_START })
  const origin = `http://127.0.0.1:${await freePort()}`
  const secrets = { secret: async () => new Uint8Array(32).fill(7) }
  const trust = await startTrust({ database, clock, secrets, mode: 'sandbox', origin, keepAnswersMs: 0 })
  const site = Fastify()
  await site.register(trust.site)
  await site.listen({ host: '127.0.0.1', port: Number(new URL(origin).port) })
  return {
    trust: trust as TestTrust['trust'],
    database,
    clock,
    origin,
    secrets,
    site,
    close: async () => {
      site.server.closeAllConnections()
      await site.close()
      await database.drop()
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** A key with its certificate, for signing in tests and measurements without a browser. */
export type TestSigner = {
  readonly key: KeyObject
  readonly certificate: Uint8Array
  readonly serial: string
  readonly chain: readonly Uint8Array[]
}

export async function issueSigner(
  trust: TestTrust['trust'],
  subject: CertificateSubject,
  options: { readonly kind?: 'rsa' | 'ec'; readonly roles?: readonly SignerRole[]; readonly purpose?: SignaturePurpose } = {},
): Promise<TestSigner> {
  const pair =
    options.kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const roles = options.roles ?? (subject.bin === undefined ? ['individual'] : ['legal-entity', 'first-head'])
  const issued = await trust.authority.issueCertificate({
    subject,
    publicKey: spkiOf(pair.publicKey),
    purpose: options.purpose ?? 'sign',
    roles,
  })
  const { issuing } = await trust.authority.certificates()
  return { key: pair.privateKey, certificate: issued.certificate, serial: issued.serial, chain: [issued.certificate, issuing] }
}

/** What OpenSSL reads out of a container: the way a person's browser would come to the key. */
export function signerFromPem(pem: string): { key: KeyObject; chain: Uint8Array[] } {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map((match) =>
    Buffer.from(match[1]!, 'base64'),
  )
  const key = /-----BEGIN PRIVATE KEY-----[\s\S]*?-----END PRIVATE KEY-----/.exec(pem)![0]
  return { key: createPrivateKey(key), chain: blocks }
}

/** Oracles of the system: absent, their checks are skipped and said to be; `npm test` installs them where it may. */
export function hasTools(...programs: readonly string[]): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const missing = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  if (missing.length > 0) process.stdout.write(`SKIPPED: checks by ${missing.join(', ')}, not on this machine\n`)
  return missing.length === 0
}

/** Judges by these roots alone, at this instant, and reaches nobody. */
export function trustFromRoots(roots: readonly Uint8Array[], now: Instant): Trust {
  const cryptography = nodeCryptography()
  const clock = async () => now
  const silent = (async () => {
    throw new TypeError('nobody is reached in this test')
  }) as typeof fetch
  const revocation = openRevocationClient({ cryptography, now: clock, fetch: silent })
  return trustOf({ cryptography, revocation, roots: roots.map(readCertificate), intermediates: [], now: clock }, null)
}
