import { readElement } from '@ruqsat/asn1'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { technicalClock } from '@ruqsat/database'
import { FIRM_HEAD, hasTools, issueSigner, openTestTrust, type TestSigner, type TestTrust } from './testing.ts'

// Forms of a signature that OpenSSL writes and browsers do not: RSASSA-PSS, and lengths that are not stated in advance.

const isThere = hasTools('openssl')
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-forms-'))
const content = Buffer.from('what is signed')
let room: TestTrust
let signer: TestSigner

beforeAll(async () => {
  room = await openTestTrust()
  // OpenSSL writes the machine's time into a signature, so legal time goes there first.
  await room.clock.advance(technicalClock.now(), 'test')
  signer = await issueSigner(room.trust, FIRM_HEAD, { kind: 'rsa' })
  const pem = (der: Uint8Array): string =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
  writeFileSync(join(folder, 'key.pem'), signer.key.export({ format: 'pem', type: 'pkcs8' }))
  writeFileSync(join(folder, 'certificate.pem'), pem(signer.chain[0]!))
  writeFileSync(join(folder, 'issuing.pem'), pem(signer.chain[1]!))
  writeFileSync(join(folder, 'content'), content)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await room?.close()
})

function sign(...options: readonly string[]): Buffer {
  const files = ['-in', 'content', '-signer', 'certificate.pem', '-inkey', 'key.pem', '-certfile', 'issuing.pem', '-out', 'cms.der']
  execFileSync('openssl', ['cms', '-sign', '-cades', '-binary', '-outform', 'DER', '-md', 'sha256', ...files, ...options], {
    cwd: folder,
    stdio: 'pipe',
  })
  return readFileSync(join(folder, 'cms.der'))
}

describe.skipIf(!isThere)('what OpenSSL signs', () => {
  const judge = async (cms: Uint8Array) => {
    const at = await room.clock.now()
    return room.trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign' } })
  }

  test.each<[string, readonly string[]]>([
    ['RSASSA-PSS', ['-keyopt', 'rsa_padding_mode:pss']],
    ['RSASSA-PSS with a salt as long as the digest', ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:-1']],
    ['RSA of PKCS#1', []],
  ])('with %s is valid, and refused where a byte of the value is changed', async (_form, options) => {
    const cms = sign(...options)
    expect((await judge(cms)).kind).toBe('valid')
    const changed = Buffer.from(cms)
    changed[changed.length - 20]! ^= 1
    expect(await judge(changed)).toMatchObject({ kind: 'refused', finding: { code: 'value-does-not-fit' } })
  })

  test.each([0x01, 0x04, 0xc3])('is refused where RSA is named apart from its digest with parameters of type %i', async (type) => {
    const cms = Buffer.from(sign())
    const place = cms.lastIndexOf(Buffer.from('06092a864886f70d0101010500', 'hex'))
    // After the certificates, whose keys are named alike.
    expect(place).toBeGreaterThan(cms.lastIndexOf(Buffer.from(signer.chain[0]!.subarray(-64))))
    expect(place).toBeGreaterThan(cms.lastIndexOf(Buffer.from(signer.chain[1]!.subarray(-64))))
    cms[place + 11] = type
    expect(await judge(cms)).toMatchObject({ kind: 'refused', reason: 'malformed' })
  })

  test('is valid too with a length that was not stated in advance', async () => {
    const { contentStart } = readElement(sign())
    const open = Buffer.concat([Buffer.from([0x30, 0x80]), sign().subarray(contentStart), Buffer.from([0, 0])])
    expect((await judge(open)).kind).toBe('valid')
    expect((await judge(open.subarray(0, -1))).kind).toBe('refused')
    expect((await judge(Buffer.concat([open, Buffer.from([0])]))).kind).toBe('refused')
  })
})

describe.skipIf(!isThere)('a file of CMS that OpenSSL wrote', () => {
  const verify = (bytes: Uint8Array, other?: Uint8Array) => room.trust.verifyFile({ bytes, ...(other && { content: other }) })
  const run = (...words: readonly string[]) => execFileSync('openssl', ['cms', ...words], { cwd: folder, stdio: 'pipe' })

  test('is judged with its content next to it, inside it, streamed as BER, and as PEM', async () => {
    const detached = sign()
    expect(await verify(detached, content)).toMatchObject({ format: 'cms', kind: 'valid' })
    expect(await verify(sign('-nodetach'))).toMatchObject({ format: 'cms', kind: 'valid' })
    expect(await verify(sign('-nodetach', '-stream'))).toMatchObject({ format: 'cms', kind: 'valid' })
    const pem = `-----BEGIN CMS-----\n${detached.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CMS-----\n`
    expect(await verify(Buffer.from(pem), content)).toMatchObject({ kind: 'valid' })
  })

  test('without its content is undecided, and with other content refused', async () => {
    expect(await verify(sign())).toMatchObject({ kind: 'undecided', fault: { code: 'content-elsewhere' } })
    expect(await verify(sign(), Buffer.from('other'))).toMatchObject({ kind: 'refused', fault: { code: 'digest-differs' } })
  })

  test('without signed attributes states no time and names no certificate: it is valid for the present, and says so', async () => {
    run(
      '-sign',
      '-binary',
      '-nodetach',
      '-noattr',
      '-in',
      'content',
      '-signer',
      'certificate.pem',
      '-inkey',
      'key.pem',
      '-certfile',
      'issuing.pem',
      '-outform',
      'DER',
      '-out',
      'bare.der',
    )
    const report = await verify(readFileSync(join(folder, 'bare.der')))
    expect(report).toMatchObject({ kind: 'valid', judgedFor: { statedBy: 'nobody' } })
    expect(report.checks.map((check) => check.finding.code)).toContain('signing-certificate-not-named')
  })

  test('with two signers names both, and one changed byte of the second is found', async () => {
    sign('-nodetach')
    run(
      '-resign',
      '-cades',
      '-nocerts',
      '-inform',
      'DER',
      '-in',
      'cms.der',
      '-signer',
      'certificate.pem',
      '-inkey',
      'key.pem',
      '-outform',
      'DER',
      '-out',
      'two.der',
    )
    const two = readFileSync(join(folder, 'two.der'))
    const report = await verify(two)
    expect([report.kind, report.signers.length]).toEqual(['valid', 2])
    two[two.length - 20]! ^= 1
    expect(await verify(two)).toMatchObject({ kind: 'refused', fault: { code: 'value-does-not-fit' } })
  })

  test('that is encrypted, or cut off, is not supported and not called wrong', async () => {
    run('-encrypt', '-in', 'content', '-outform', 'DER', '-out', 'sealed.der', '-aes256', 'certificate.pem')
    expect(await verify(readFileSync(join(folder, 'sealed.der')))).toMatchObject({ kind: 'unsupported', fault: { code: 'file-encrypted' } })
    expect(await verify(sign().subarray(0, -40))).toMatchObject({ kind: 'unsupported', fault: { code: 'file-damaged' } })
  })
})
