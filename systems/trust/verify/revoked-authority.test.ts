import { buildCertificate, type Certificate, EXTENSIONS, KEY_USAGE, readCertificate, USAGE, writeName } from '@ruqsat/asn1'
import { generateKeyPairSync } from 'node:crypto'
import { instantFromMs, type Instant } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { trustFromRoots } from '../testing.ts'
import { signDetached } from '../wire/cms-build.ts'
import { buildRevocationList } from '../wire/crl-build.ts'
import { keySigner, spkiOf } from '../wire/keys.ts'

// An authority with two certificates over one key, one of which its root revoked.

const DAY_MS = 86_400_000
const NOW_MS = Date.parse('2026-10-01T04:30:00Z')
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const keys = { root: pair(), middle: pair(), leaf: pair() }
type Who = keyof typeof keys
const named = (who: Who) => [{ oid: '2.5.4.3', value: who }]
const authority = [EXTENSIONS.authority(null), EXTENSIONS.keyUsage([KEY_USAGE.keyCertSign, KEY_USAGE.crlSign])]
const person = [
  EXTENSIONS.endEntity(),
  EXTENSIONS.keyUsage([KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation]),
  EXTENSIONS.extendedKeyUsage([USAGE.emailProtection]),
]

function make(who: Who, issuer: Who, serial: string): Certificate {
  const plan = {
    serial,
    issuer: writeName(named(issuer)),
    subject: named(who),
    notBeforeMs: NOW_MS - 30 * DAY_MS,
    notAfterMs: NOW_MS + 30 * DAY_MS,
    publicKey: spkiOf(keys[who].publicKey),
    extensions: who === 'leaf' ? person : authority,
  }
  return readCertificate(buildCertificate(plan, keySigner(keys[issuer].privateKey)))
}

const root = make('root', 'root', '01')
const [older, newer] = [make('middle', 'root', '02'), make('middle', 'root', '03')]
const leaf = make('leaf', 'middle', '04')

function list(issuer: 'root' | 'middle', ...revoked: readonly string[]): Uint8Array {
  const certificate = issuer === 'root' ? root : older
  const plan = {
    issuer: certificate.subject.der,
    issuerPublicKey: certificate.publicKey,
    number: 1,
    thisUpdateMs: NOW_MS,
    nextUpdateMs: NOW_MS + DAY_MS,
    keepsExpiredSinceMs: root.notBeforeMs,
    revoked: revoked.map((serial) => ({ serial, atMs: NOW_MS - DAY_MS, reason: 1 })),
  }
  return buildRevocationList(plan, keys[issuer].privateKey)
}

test.each<[string, readonly string[], string]>([
  ['neither', [], 'valid'],
  ['the one that is tried first', ['2'], 'valid'],
  ['the other one', ['3'], 'valid'],
  ['both', ['2', '3'], 'refused'],
])('where %s of its certificates is revoked', async (_name, revoked, kind) => {
  const at: Instant = instantFromMs(NOW_MS)
  const content = Buffer.from('signed')
  const certificates = [leaf.der, older.der, newer.der]
  const cms = signDetached({ content, key: keys.leaf.privateKey, certificates, signingTime: at })
  const report = await trustFromRoots([root.der], at).verifyFile({ bytes: cms, content, lists: [list('root', ...revoked), list('middle')] })
  expect(report).toMatchObject({ kind, fault: kind === 'valid' ? null : { code: 'authority-revoked' } })
})
