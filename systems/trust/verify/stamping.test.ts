import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { instantFromMs, isRefusal, msFromInstant, type Instant } from '@ruqsat/foundation'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { trustFromRoots } from '../testing.ts'
import { signedBytes } from '../pdf/prepare.ts'
import { AIGERIM, FIRM_HEAD, hasTools, issueSigner, openTestTrust, type TestSigner, type TestTrust } from '../testing.ts'
import { signDetached } from '../wire/cms-build.ts'

// Time stamps of the built-in authority, and what they make of a signature, judged by OpenSSL, pdfsig and qpdf too.

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-stamping-'))
const path = (name: string): string => join(folder, name)
const YEAR_MS = 365 * 86_400_000
let room: TestTrust
let head: TestSigner
let plain: Uint8Array

beforeAll(async () => {
  room = await openTestTrust()
  head = await issueSigner(room.trust, FIRM_HEAD)
  const source = '#set document(title: "Рұқсат", date: datetime(year: 2014, month: 10, day: 1))\n#set text(lang: "kk")\n= Лицензия'
  plain = NodeCompiler.create().pdf({ mainFileContent: source }, { pdfStandard: 'a-2a', creationTimestamp: 1412121600 })
  const { root, issuing } = await room.trust.authority.certificates()
  for (const [name, der] of Object.entries({ root, issuing })) {
    writeFileSync(path(`${name}.der`), der)
    execFileSync('openssl', ['x509', '-inform', 'DER', '-in', path(`${name}.der`), '-out', path(`${name}.pem`)])
  }
})
afterEach(() => room.trust.setFault('tsp', 'none'))
afterAll(async () => {
  await room?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function sign(signer = head) {
  const at = await room.clock.now()
  const prepared = await room.trust.preparePdfSignature({ pdf: plain, signerName: 'Ә', reason: 'Лицензия беру', location: 'Астана', at })
  if (isRefusal(prepared)) throw new Error(prepared.code)
  const content = signedBytes(prepared.pdf, prepared.byteRange)
  const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: at })
  const done = await room.trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign' } })
  if (done.kind !== 'valid') throw new Error(JSON.stringify(done))
  return done
}

/** As a stranger judges who has the root and no network. */
async function strangerAt(at: Instant) {
  return trustFromRoots([(await room.trust.authority.certificates()).root], at)
}

async function later(years: number): Promise<Instant> {
  return instantFromMs(msFromInstant(await room.clock.now()) + years * YEAR_MS)
}

async function ask(body: Uint8Array): Promise<Uint8Array> {
  const headers = { 'content-type': 'application/timestamp-query' }
  return new Uint8Array(await (await fetch(`${room.origin}/tsp`, { method: 'POST', body: Buffer.from(body), headers })).arrayBuffer())
}

describe.skipIf(!hasTools('openssl', 'faketime'))('the authority for time stamps', () => {
  test.each(['sha256', 'sha384', 'sha512'])('answers OpenSSL, which accepts the stamp (%s)', async (digest) => {
    writeFileSync(path('data'), 'what is stamped')
    execFileSync('openssl', ['ts', '-query', '-data', path('data'), `-${digest}`, '-cert', '-out', path('query')])
    writeFileSync(path('reply'), await ask(readFileSync(path('query'))))
    const moment = (await room.clock.now()).slice(0, 19).replace('T', ' ')
    const words = [
      'ts',
      '-verify',
      '-queryfile',
      path('query'),
      '-in',
      path('reply'),
      '-CAfile',
      path('root.pem'),
      '-untrusted',
      path('issuing.pem'),
    ]
    const { stdout } = await run('faketime', [moment, 'openssl', ...words], { env: { ...process.env, TZ: 'UTC' } })
    expect(stdout).toContain('Verification: OK')
    const text = execFileSync('openssl', ['ts', '-reply', '-in', path('reply'), '-text'], { encoding: 'utf8' })
    expect(text).toContain('Policy OID: 1.2.398.3.3.2.6.1')
  })

  test.each([
    ['another policy', ['-sha256', '-tspolicy', '1.2.3.4'], 'the requested TSA policy is not supported'],
    ['SHA-1', ['-sha1'], 'unrecognized or unsupported algorithm'],
  ])('refuses %s by the name of RFC 3161', async (_name, options, reason) => {
    writeFileSync(path('data'), 'what is stamped')
    execFileSync('openssl', ['ts', '-query', '-data', path('data'), ...options, '-out', path('query')])
    writeFileSync(path('reply'), await ask(readFileSync(path('query'))))
    const text = execFileSync('openssl', ['ts', '-reply', '-in', path('reply'), '-text'], { encoding: 'utf8' })
    expect(text).toContain('Status: Rejected')
    expect(text).toContain(reason)
  })

  test('refuses what is no question, and keeps the serial of each stamp', async () => {
    writeFileSync(path('reply'), await ask(Buffer.from('no question')))
    expect(execFileSync('openssl', ['ts', '-reply', '-in', path('reply'), '-text'], { encoding: 'utf8' })).toContain('wrong format')
    const [{ count, serials }] = await room.database.sql<[{ count: number; serials: number }]>`
      select count(*)::int as count, count(distinct serial)::int as serials from trust.time_stamp`
    expect(count).toBeGreaterThan(0)
    expect(serials).toBe(count)
  })
})

describe.skipIf(!hasTools('qpdf', 'pdfsig', 'openssl'))('a PDF that the house signs', () => {
  test('proves its time and needs nobody to be judged, also when its key is over', async () => {
    const signer = await issueSigner(room.trust, AIGERIM)
    const { pdf, level } = await sign(signer)
    expect(level).toBe('B-LT')
    writeFileSync(path('lt.pdf'), pdf)
    expect(execFileSync('qpdf', ['--check', path('lt.pdf')], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors')
    expect(execFileSync('pdfsig', ['-nocert', path('lt.pdf')], { encoding: 'utf8' })).toContain('Signature is Valid')
    const stranger = await strangerAt(await later(3))
    const report = await stranger.verifyFile({ bytes: pdf, offline: true })
    expect(report).toMatchObject({ kind: 'valid', judgedFor: { statedBy: 'time-stamp' }, fault: null, remark: null })
    expect(report.checks).toContainEqual(
      expect.objectContaining({ name: 'time', outcome: 'passed', finding: expect.objectContaining({ code: 'time-stamped' }) }),
    )
    // Revoked after the stamp: the signature is older, and that is proved.
    await room.trust.authority.revokeCertificate(signer.serial, 'key-compromise', await room.clock.now())
    expect((await room.trust.verifyFile({ bytes: pdf })).kind).toBe('valid')
  })

  test('with a stamp of another signature is refused', async () => {
    const [one, two] = [Buffer.from((await sign()).pdf).toString('latin1'), Buffer.from((await sign()).pdf).toString('latin1')]
    const token = (text: string) => /3[0-9A-F]{3,}060B2A864886F70D010910020E31[0-9A-F]+/.exec(text)![0]
    const [from, to] = [token(one), token(two)].map((each) => each.slice(each.indexOf('060B2A864886F70D010910020E')))
    const swapped = Buffer.from(one.replace(from!.slice(0, 2000), to!.slice(0, 2000)), 'latin1')
    expect((await room.trust.verifyFile({ bytes: swapped })).kind).toBe('refused')
  })

  test('without an answer of the authority says less, and is completed later', async () => {
    await room.trust.setFault('tsp', 'try-later')
    const { pdf, level, withoutProof } = await sign()
    expect([level, withoutProof]).toEqual(['B-B', expect.stringContaining('try later')])
    expect(await room.trust.verifyFile({ bytes: pdf })).toMatchObject({ kind: 'valid', judgedFor: { statedBy: 'signature' } })
    expect(await room.trust.renewProof({ bytes: pdf })).toMatchObject({ kind: 'unproved' })
    await room.trust.setFault('tsp', 'none')
    const renewed = await room.trust.renewProof({ bytes: pdf })
    if (renewed.kind !== 'renewed') throw new Error(JSON.stringify(renewed))
    expect(renewed.level).toBe('B-LTA')
    expect(await (await strangerAt(await later(3))).verifyFile({ bytes: renewed.bytes, offline: true })).toMatchObject({
      kind: 'valid',
      judgedFor: { statedBy: 'time-stamp' },
    })
  })

  test('is renewed by a stamp over all of it, twice; what was issued is its beginning', async () => {
    const { pdf } = await sign()
    let bytes: Uint8Array = pdf
    for (let round = 0; round < 2; round++) {
      const renewed = await room.trust.renewProof({ bytes })
      if (renewed.kind !== 'renewed') throw new Error(JSON.stringify(renewed))
      expect(Buffer.from(renewed.bytes.subarray(0, bytes.length)).equals(bytes)).toBe(true)
      bytes = renewed.bytes
      writeFileSync(path('lta.pdf'), bytes)
      expect(execFileSync('qpdf', ['--check', path('lta.pdf')], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors')
      expect(execFileSync('pdfsig', ['-nocert', path('lta.pdf')], { encoding: 'utf8' })).not.toContain('Invalid')
    }
    const report = await (await strangerAt(await later(3))).verifyFile({ bytes, offline: true })
    expect(report).toMatchObject({ kind: 'valid', judgedFor: { statedBy: 'time-stamp' } })
    expect(report.checks.filter(({ finding }) => finding.code === 'document-time-stamped')).toHaveLength(2)
    expect(report.stretches.map((stretch) => stretch.bytes)).toContain(pdf.length)
    // One byte of the store that the last stamp covers: the stamp does not fit, and the file is refused.
    const changed = Buffer.from(bytes)
    changed[changed.lastIndexOf('/DSS') + 5]! ^= 1
    expect((await room.trust.verifyFile({ bytes: changed })).kind).toBe('refused')
  })
})

test('CMS gets a proof of its time and what it needs to be judged offline; OpenSSL still accepts it', async () => {
  const content = Buffer.from('what was signed')
  const at = await room.clock.now()
  const cms = signDetached({ content, key: head.key, certificates: head.chain, signingTime: at })
  const renewed = await room.trust.renewProof({ bytes: cms, content })
  if (renewed.kind !== 'renewed') throw new Error(JSON.stringify(renewed))
  expect(renewed.level).toBe('B-LT')
  const stranger = await strangerAt(await later(3))
  expect(await stranger.verifyFile({ bytes: renewed.bytes, content, offline: true })).toMatchObject({
    kind: 'valid',
    judgedFor: { statedBy: 'time-stamp' },
  })
  expect((await stranger.verifyFile({ bytes: renewed.bytes, content: Buffer.from('another'), offline: true })).kind).toBe('refused')
  if (!hasTools('openssl')) return
  writeFileSync(path('lt.cms'), renewed.bytes)
  writeFileSync(path('content'), content)
  const words = ['cms', '-verify', '-inform', 'DER', '-in', path('lt.cms'), '-content', path('content'), '-CAfile', path('root.pem')]
  expect(execFileSync('openssl', [...words, '-purpose', 'any', '-no_check_time', '-binary'], { stdio: 'pipe' }).toString()).toBe(
    'what was signed',
  )
})

test('a file that does not hold is not stamped', async () => {
  const { pdf } = await sign()
  const changed = Buffer.from(pdf)
  changed[40]! ^= 1
  expect(await room.trust.renewProof({ bytes: changed })).toMatchObject({ kind: 'not-judged', report: { kind: 'refused' } })
})
