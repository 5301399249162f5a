import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, instantFromMs, msFromInstant, wordsOf } from '@ruqsat/foundation'
import type { SandboxKeyProfile, SignatureFaultReason, SignatureVerdict } from '../contract.ts'
import {
  AIGERIM,
  FIRM_HEAD,
  issueSigner,
  hasTools,
  openTestTrust,
  signerFromPem,
  TEST_START,
  type TestSigner,
  type TestTrust,
} from '../testing.ts'
import { startTrust } from '../index.ts'
import { signDetached } from '../wire/cms-build.ts'

const content = Buffer.from(canonicalJson({ form: 'issue', fields: [{ label: 'Атауы', value: 'Алтын дән' }] }))
const PASSWORD = 'Құпия-1'
const HAS_OPENSSL = hasTools('openssl', 'faketime')
let room: TestTrust
let aigerim: TestSigner
let head: TestSigner
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-trust-'))
const openssl = (args: readonly string[]): string => execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(async () => {
  room = await openTestTrust()
  aigerim = await issueSigner(room.trust, AIGERIM)
  head = await issueSigner(room.trust, FIRM_HEAD, { kind: 'rsa' })
})
afterAll(() => room?.close())
afterEach(async () => {
  await room.trust.setFault('ocsp', 'none')
  await room.trust.setFault('crl', 'none')
})

const now = () => room.clock.now()

async function verify(
  signer: { key: TestSigner['key']; chain: readonly Uint8Array[] },
  expectation = {},
  signed: Uint8Array = content,
): Promise<SignatureVerdict> {
  const at = await now()
  const cms = signDetached({ content: signed, key: signer.key, certificates: signer.chain, signingTime: at })
  return room.trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign', ...expectation } })
}

const reasonOf = (verdict: SignatureVerdict): string => (verdict.kind === 'refused' ? verdict.reason : verdict.kind)

describe('a signature', () => {
  test.each(['ec', 'rsa'] as const)('by a good %s key is valid and names its person', async (kind) => {
    const signer = kind === 'ec' ? aigerim : head
    const subject = kind === 'ec' ? AIGERIM : FIRM_HEAD
    const verdict = await verify(signer, { iin: subject.iin })
    if (verdict.kind !== 'valid') throw new Error(JSON.stringify(verdict))
    expect(verdict.signer).toMatchObject({
      iin: subject.iin,
      bin: subject.bin ?? null,
      name: subject.commonName,
      patronymic: subject.patronymic,
    })
    expect(verdict.evidence.chain).toHaveLength(3)
    expect(verdict.evidence.revocation.map((piece) => piece.kind)).toEqual(['ocsp', 'ocsp'])
  })

  test.skipIf(!HAS_OPENSSL)('is accepted by openssl cms -verify', async () => {
    const { root } = await room.trust.authority.certificates()
    const at = await now()
    for (const signer of [aigerim, head]) {
      const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: at })
      const paths = write({ cms, content, root })
      const seconds = String(Math.floor(msFromInstant(at) / 1000))
      const result = openssl([
        'cms',
        '-verify',
        '-cades',
        '-binary',
        '-inform',
        'DER',
        '-in',
        paths.cms!,
        '-content',
        paths.content!,
        '-CAfile',
        pem(root),
        '-attime',
        seconds,
        '-purpose',
        'smimesign',
      ])
      expect(result).toBe(content.toString())
    }
  })

  test.skipIf(!HAS_OPENSSL)('made by openssl is accepted by us', async () => {
    const paths = write({ content, leaf: head.certificate, issuing: head.chain[1]! })
    const key = join(folder, 'head.key')
    writeFileSync(key, head.key.export({ format: 'pem', type: 'pkcs8' }))
    const out = join(folder, 'openssl.cms')
    openssl([
      'cms',
      '-sign',
      '-cades',
      '-binary',
      '-in',
      paths.content!,
      '-signer',
      pem(head.certificate),
      '-inkey',
      key,
      '-certfile',
      pem(head.chain[1]!),
      '-md',
      'sha256',
      '-outform',
      'DER',
      '-out',
      out,
    ])
    const cms = readFileSync(out)
    // OpenSSL signs at wall-clock time, which lies after the sandbox's legal time.
    const late = await room.trust.verifyDetached({ cms, content, at: await now(), expect: { purpose: 'sign' } })
    expect(late).toMatchObject({ kind: 'refused', reason: 'malformed', detail: expect.stringContaining('signing time') })
    const faked = execFileSync(
      'faketime',
      [
        TEST_START.slice(0, 19).replace('T', ' '),
        'openssl',
        'cms',
        '-sign',
        '-cades',
        '-binary',
        '-in',
        paths.content!,
        '-signer',
        pem(head.certificate),
        '-inkey',
        key,
        '-certfile',
        pem(head.chain[1]!),
        '-md',
        'sha256',
        '-outform',
        'DER',
      ],
      { env: { ...process.env, TZ: 'UTC' } },
    )
    expect(reasonOf(await room.trust.verifyDetached({ cms: faked, content, at: await now(), expect: { purpose: 'sign' } }))).toBe('valid')
  })

  test('of other content is refused', async () => {
    expect(reasonOf(await verify(aigerim, {}, Buffer.from('{}')))).toBe('changed-content')
  })

  test('of another person, role or purpose is refused by its own reason', async () => {
    expect(reasonOf(await verify(aigerim, { iin: FIRM_HEAD.iin }))).toBe('wrong-person')
    expect(reasonOf(await verify(aigerim, { bin: FIRM_HEAD.bin }))).toBe('wrong-person')
    expect(reasonOf(await verify(head, { roles: ['employee'] }))).toBe('wrong-role')
    const employee = await issueSigner(room.trust, FIRM_HEAD, { roles: ['legal-entity', 'employee'] })
    expect(reasonOf(await verify(employee, { bin: FIRM_HEAD.bin, roles: ['first-head', 'signatory'] }))).toBe('wrong-role')
    const signIn = await issueSigner(room.trust, AIGERIM, { purpose: 'authenticate' })
    expect(reasonOf(await verify(signIn))).toBe('wrong-purpose')
    expect(reasonOf(await verify(signIn, { purpose: 'authenticate' }))).toBe('valid')
  })

  test('reads the person from serialNumber, never from the common name', async () => {
    const mimic = await issueSigner(room.trust, { ...FIRM_HEAD, commonName: `IIN${AIGERIM.iin}` })
    expect(reasonOf(await verify(mimic, { iin: AIGERIM.iin }))).toBe('wrong-person')
  })
})

test('one check costs under 3 ms of processor time, revocation by stored evidence included', async () => {
  for (const signer of [aigerim, head]) {
    const at = await now()
    const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: at })
    const first = await room.trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign' } })
    if (first.kind !== 'valid') throw new Error(first.kind)
    const check = { cms, content, at, expect: { purpose: 'sign' as const }, evidence: first.evidence }
    const costs: number[] = []
    for (let round = 0; round < 100; round++) {
      const before = process.cpuUsage()
      await room.trust.verifyDetached(check)
      const { user, system } = process.cpuUsage(before)
      costs.push((user + system) / 1000)
    }
    expect(costs.sort((left, right) => left - right)[50]).toBeLessThan(3)
  }
})

describe('production', () => {
  test.skipIf(!HAS_OPENSSL)('trusts configured roots alone, and refuses the root of a sandbox', async () => {
    const { root } = await room.trust.authority.certificates()
    const deps = { database: room.database, clock: room.clock, secrets: room.secrets, mode: 'production' as const, origin: room.origin }
    await expect(startTrust({ ...deps, roots: [root] })).rejects.toThrow('sandbox')
    await expect(startTrust(deps)).rejects.toThrow('pinned root')
    const foreign = await openTestRoot()
    const trust = await startTrust({ ...deps, roots: [foreign] })
    expect(trust.authority).toBeNull()
    await expect(trust.setFault('ocsp', 'down')).rejects.toThrow('production')
    const verdict = await trust.checkCertificate({
      certificate: aigerim.certificate,
      chain: aigerim.chain,
      at: await now(),
      expect: { purpose: 'sign' },
    })
    expect(verdict).toMatchObject({ kind: 'refused', reason: 'unknown-root' })
  })

  test('another secret does not open the authority', async () => {
    const secrets = { secret: async () => new Uint8Array(32).fill(9) }
    await expect(startTrust({ database: room.database, clock: room.clock, secrets, mode: 'sandbox', origin: room.origin })).rejects.toThrow(
      'secret',
    )
  })
})

async function openTestRoot(): Promise<Uint8Array> {
  const file = join(folder, 'foreign.der')
  openssl([
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=Foreign',
    '-outform',
    'DER',
    '-keyout',
    join(folder, 'foreign.key'),
    '-out',
    file,
  ])
  return new Uint8Array(readFileSync(file))
}

describe('a key from the sandbox', () => {
  const expected: Record<SandboxKeyProfile, SignatureFaultReason | 'valid'> = {
    good: 'valid',
    expired: 'expired',
    revoked: 'revoked',
    'not-yet-valid': 'not-yet-valid',
    'wrong-purpose': 'wrong-purpose',
    'unknown-root': 'unknown-root',
  }
  test.skipIf(!HAS_OPENSSL).each(Object.entries(expected))('%s, opened by openssl, ends as %s', async (profile, outcome) => {
    const made = await room.trust.authority.createPkcs12({
      person: AIGERIM,
      roles: ['individual'],
      profile: profile as SandboxKeyProfile,
      password: PASSWORD,
    })
    const file = join(folder, `${profile}.p12`)
    writeFileSync(file, made.p12)
    const opened = openssl(['pkcs12', '-in', file, '-nodes', '-passin', `pass:${PASSWORD}`])
    const verdict = await verify(signerFromPem(opened), { iin: AIGERIM.iin })
    expect(reasonOf(verdict)).toBe(outcome)
    if (verdict.kind === 'refused') expect(wordsOf(verdict.refusal).text.kk).not.toBe('')
    expect(() => openssl(['pkcs12', '-in', file, '-nodes', '-passin', 'pass:wrong'])).toThrow()
  })

  test('of an imitating authority is known as an imitation', async () => {
    const made = await room.trust.authority.createPkcs12({
      person: AIGERIM,
      roles: ['individual'],
      profile: 'unknown-root',
      password: 'x',
      keyKind: 'rsa-2048',
    })
    const verdict = await room.trust.checkCertificate({ certificate: made.certificate, at: await now(), expect: { purpose: 'sign' } })
    expect(verdict).toMatchObject({ kind: 'refused', reason: 'unknown-root', detail: expect.stringContaining('did not sign') })
  })
})

describe('revocation', () => {
  test('is seen by the next check, and counts from its instant on', async () => {
    const signer = await issueSigner(room.trust, AIGERIM)
    const before = await now()
    const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: before })
    const check = { cms, content, at: before, expect: { purpose: 'sign' as const } }
    expect(reasonOf(await room.trust.verifyDetached(check))).toBe('valid')
    await room.clock.advance(instantFromMs(msFromInstant(before) + 60_000), 'test')
    expect(await room.trust.authority.revokeCertificate(signer.serial, 'key-compromise', await now())).toMatchObject({ kind: 'revoked' })
    expect(reasonOf(await verify(signer))).toBe('revoked')
    expect(reasonOf(await room.trust.verifyDetached(check))).toBe('valid')
    const again = await room.trust.authority.revokeCertificate(signer.serial, 'superseded', await now())
    expect(again).toMatchObject({ kind: 'revoked' })
    expect(await room.trust.authority.revokeCertificate('abc', 'superseded', await now())).toMatchObject({
      code: 'trust.certificate-unknown',
    })
  })

  test.each(['down', 'try-later', 'malformed'] as const)(
    'OCSP %s: the list answers; with the list gone too the check waits',
    async (fault) => {
      await room.trust.setFault('ocsp', fault)
      const byList = await verify(aigerim)
      expect(byList).toMatchObject({ kind: 'valid', evidence: { revocation: [{ kind: 'crl' }, {}] } })
      await room.trust.setFault('crl', fault)
      const fresh = await freshRoom()
      const at = await now()
      const cms = signDetached({ content, key: aigerim.key, certificates: aigerim.chain, signingTime: at })
      const verdict = await fresh.verifyDetached({ cms, content, at, expect: { purpose: 'sign' } })
      expect(verdict.kind).toBe('waiting')
      if (verdict.kind === 'waiting') expect(verdict.text.kk).not.toBe('')
      // What was proven once stays proven: the evidence answers without the network.
      if (byList.kind !== 'valid') throw new Error('unreachable')
      expect(
        reasonOf(await fresh.verifyDetached({ cms, content, at, expect: { purpose: 'sign' }, evidence: { ...byList.evidence } })),
      ).toBe('valid')
    },
  )

  test('OCSP slow: after its time limit the list answers', async () => {
    await room.trust.setFault('ocsp', 'slow')
    const fresh = await freshRoom()
    const verdict = await fresh.checkCertificate({ certificate: aigerim.certificate, at: await now(), expect: { purpose: 'sign' } })
    expect(verdict).toMatchObject({ kind: 'valid', evidence: { revocation: [{ kind: 'crl' }, { kind: 'crl' }] } })
  })

  test('is asked at the present origin, also for a key made when the site had another one', async () => {
    const before = await startTrust({ ...depsOf(), origin: 'http://127.0.0.1:9' })
    const made = await before.authority!.createPkcs12({ person: AIGERIM, roles: ['individual'], profile: 'good', password: 'x' })
    const check = { certificate: made.certificate, at: await now(), expect: { purpose: 'sign' as const } }
    expect((await before.checkCertificate(check)).kind).toBe('waiting')
    expect((await room.trust.checkCertificate(check)).kind).toBe('valid')
  })

  test('a certificate the responder does not know is not "good"', async () => {
    const signer = await issueSigner(room.trust, AIGERIM)
    await room.database.sql`delete from trust.certificate where serial = ${signer.serial}`
    expect((await verify(signer)).kind).toBe('waiting')
  })

  test.skipIf(!HAS_OPENSSL)(
    'is found by openssl through OCSP and list',
    async () => {
      const signer = await issueSigner(room.trust, AIGERIM)
      const { root, issuing } = await room.trust.authority.certificates()
      const ask = async (): Promise<string> => {
        const moment = (await now()).slice(0, 19).replace('T', ' ')
        const args = [
          'ocsp',
          '-issuer',
          pem(issuing),
          '-cert',
          pem(signer.certificate),
          '-url',
          `${room.origin}/ocsp`,
          '-CAfile',
          pem(root),
          '-no_nonce',
        ]
        const { stdout, stderr } = await promisify(execFile)('faketime', [moment, 'openssl', ...args], {
          env: { ...process.env, TZ: 'UTC' },
        })
        return stderr + stdout
      }
      expect(await ask()).toMatch(/Response verify OK[\s\S]*: good/)
      await room.trust.authority.revokeCertificate(signer.serial, 'superseded', await now())
      expect(await ask()).toMatch(/Response verify OK[\s\S]*: revoked[\s\S]*superseded/)
      const list = Buffer.from(await (await fetch(`${room.origin}/crl/issuing.crl`)).arrayBuffer())
      const text = openssl(['crl', '-inform', 'DER', '-in', write({ list }).list!, '-noout', '-text', '-CAfile', pem(issuing)])
      expect(text.toLowerCase()).toContain(signer.serial)
    },
    20_000,
  )
})

/** A verifier with empty caches over the same database. */
function freshRoom() {
  return startTrust(depsOf())
}

function depsOf() {
  return { database: room.database, clock: room.clock, secrets: room.secrets, mode: 'sandbox' as const, origin: room.origin }
}

function write(files: Record<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      return [name, path]
    }),
  )
}

let pems = 0
function pem(der: Uint8Array): string {
  const path = join(folder, `${++pems}.pem`)
  writeFileSync(
    path,
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
      .toString('base64')
      .replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
  )
  return path
}
