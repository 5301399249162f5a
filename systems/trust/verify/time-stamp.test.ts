import { readCertificate } from '@ruqsat/asn1'
import { technicalClock } from '@ruqsat/database'
import { instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasTools } from '../testing.ts'
import { nodeCryptography } from '../wire/cryptography.ts'
import { readRevocationList } from '../wire/crl.ts'
import { buildRevocationList } from '../wire/crl-build.ts'
import { openRevocationClient } from '../wire/revocation-client.ts'
import type { Verifier } from './certificate.ts'
import { generator, mutate, ROUNDS, SEED } from './testing.ts'
import { judgeTimeStamp } from './time-stamp.ts'

// Tokens that OpenSSL makes (`openssl ts`), by an authority of its own.

const isThere = hasTools('openssl')
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-stamps-'))
const stamped = Buffer.from('the value of a signature')
const run = (...words: readonly string[]): Buffer => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
const DAY_MS = 86_400_000

beforeAll(() => {
  if (!isThere) return
  writeFileSync(join(folder, 'stamped'), stamped)
  writeFileSync(join(folder, 'serial'), '01\n')
  writeFileSync(
    join(folder, 'tsa.cnf'),
    '[tsa]\ndefault_tsa = here\n[here]\nserial = serial\ndefault_policy = 1.2.3.4.1\ndigests = sha256\nsigner_digest = sha256\nordering = no\naccuracy = secs:1\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n',
  )
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  run('req', '-x509', ...key, '-keyout', 'root.key', '-out', 'root.pem', '-days', '30', '-subj', '/CN=ROOT')
  for (const [name, usage] of [
    ['tsa', 'critical,timeStamping'],
    ['lax', 'timeStamping,emailProtection'],
  ] as const) {
    const extensions = [
      '-addext',
      `extendedKeyUsage=${usage}`,
      '-addext',
      'keyUsage=critical,digitalSignature',
      '-addext',
      'basicConstraints=CA:FALSE',
    ]
    const issuer = ['-CA', 'root.pem', '-CAkey', 'root.key']
    run(
      'req',
      '-x509',
      ...key,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      '20',
      '-subj',
      `/CN=${name}`,
      ...issuer,
      ...extensions,
    )
  }
  run('ts', '-query', '-data', 'stamped', '-sha256', '-cert', '-out', 'query')
  const reply = ['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-token_out']
  run(...reply, '-signer', 'tsa.pem', '-inkey', 'tsa.key', '-out', 'tsa.token')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function certificate(name: string) {
  const pem = readFileSync(join(folder, `${name}.pem`), 'latin1')
  return readCertificate(new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')))
}

function verifier(root: string, nowMs = msFromInstant(technicalClock.now())): Verifier {
  const cryptography = nodeCryptography()
  const now = async () => instantFromMs(nowMs)
  const silent = async (): Promise<never> => {
    throw new Error('no network in this test')
  }
  return {
    cryptography,
    revocation: openRevocationClient({ cryptography, now, fetch: silent as typeof fetch }),
    roots: [certificate(root)],
    intermediates: [],
    now,
  }
}

/** The root's list, which names these serials as revoked since an hour. */
function list(...revoked: readonly string[]) {
  const nowMs = msFromInstant(technicalClock.now())
  const root = certificate('root')
  const plan = {
    issuer: root.subject.der,
    issuerPublicKey: root.publicKey,
    number: 1,
    thisUpdateMs: nowMs,
    nextUpdateMs: nowMs + DAY_MS,
    keepsExpiredSinceMs: root.notBeforeMs,
    revoked: revoked.map((serial) => ({ serial, atMs: nowMs - 3_600_000, reason: 1 })),
  }
  return readRevocationList(buildRevocationList(plan, createPrivateKey(readFileSync(join(folder, 'root.key')))))
}

describe.skipIf(!isThere)('a time stamp of OpenSSL', () => {
  const token = () => new Uint8Array(readFileSync(join(folder, 'tsa.token')))

  test('proves its time where its authority is trusted, for stamps alone, and not revoked', async () => {
    const verdict = await judgeTimeStamp(verifier('root'), token(), stamped, { lists: [list()] })
    expect(verdict).toMatchObject({ kind: 'proved', authority: 'tsa', finding: { code: 'time-stamped' } })
  })

  test('over other bytes, or changed, is refused', async () => {
    const other = await judgeTimeStamp(verifier('root'), token(), Buffer.from('other'), { lists: [list()] })
    expect(other).toMatchObject({ kind: 'refused', finding: { code: 'time-stamp-of-other' } })
    const changed = token()
    changed[changed.length - 5]! ^= 1
    expect(await judgeTimeStamp(verifier('root'), changed, stamped, { lists: [list()] })).toMatchObject({ kind: 'refused' })
    expect(await judgeTimeStamp(verifier('root'), token().subarray(0, 90), stamped, {})).toMatchObject({
      kind: 'refused',
      finding: { code: 'time-stamp-unreadable' },
    })
  })

  test('of an authority that is not trusted, or of whose revocation nobody speaks, proves nothing', async () => {
    expect(await judgeTimeStamp(verifier('lax'), token(), stamped, {})).toMatchObject({
      kind: 'unproved',
      finding: { code: 'time-stamp-untrusted' },
    })
    expect(await judgeTimeStamp(verifier('root'), token(), stamped, { offline: true })).toMatchObject({ kind: 'unproved' })
  })

  test('of a revoked authority, or from the future, is refused', async () => {
    const revoked = list(certificate('tsa').serial)
    expect(await judgeTimeStamp(verifier('root'), token(), stamped, { lists: [revoked] })).toMatchObject({
      kind: 'refused',
      finding: { code: 'signer-revoked' },
    })
    const before = verifier('root', msFromInstant(technicalClock.now()) - DAY_MS)
    expect(await judgeTimeStamp(before, token(), stamped, {})).toMatchObject({ kind: 'refused', finding: { code: 'time-in-future' } })
  })

  test('changed anywhere, proves no other time and is never a crash', async () => {
    process.stdout.write(`fuzz seed ${SEED}, ${ROUNDS} rounds\n`)
    const below = generator(SEED)
    const canary = await judgeTimeStamp(verifier('root'), token(), stamped, { lists: [list()] })
    if (canary.kind !== 'proved') throw new Error(canary.finding.code)
    const [judge, lists] = [verifier('root'), [list()]]
    for (let round = 0; round < ROUNDS; round++) {
      const verdict = await judgeTimeStamp(judge, mutate(token(), below), stamped, { lists, offline: true })
      // What nobody signed may change: further certificates in the token.
      if (verdict.kind === 'proved') expect(verdict.at, `seed ${SEED} round ${round}`).toBe(canary.at)
    }
  })
})
