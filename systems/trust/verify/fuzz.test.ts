import { Malformed, readCertificate, readElement, toDefinite } from '@ruqsat/asn1'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal, type Instant } from '@ruqsat/foundation'
import { AIGERIM, FIRM_HEAD, issueSigner, openTestTrust, type TestSigner, type TestTrust } from '../testing.ts'
import { preparePdfSignature, signedBytes } from '../pdf/prepare.ts'
import { smallPdf } from '../pdf/testing.ts'
import { signDetached } from '../wire/cms-build.ts'
import { readRevocationList } from '../wire/crl.ts'
import { readOcspRequest, readOcspResponse } from '../wire/ocsp.ts'
import { generator, mutate, ROUNDS, SEED } from './testing.ts'

const content = Buffer.from('{"form":"issue"}')
let room: TestTrust
let signers: readonly TestSigner[]
let at: Instant

beforeAll(async () => {
  process.stdout.write(`fuzz seed ${SEED}, ${ROUNDS} rounds\n`)
  room = await openTestTrust()
  signers = [await issueSigner(room.trust, AIGERIM), await issueSigner(room.trust, FIRM_HEAD, { kind: 'rsa' })]
  at = await room.clock.now()
})
afterAll(() => room?.close())

test('the canary: an unchanged signature is valid', async () => {
  for (const signer of signers) {
    const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: at })
    expect((await room.trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign' } })).kind).toBe('valid')
  }
})

test('a mutated signature is never valid and never a crash', async () => {
  const below = generator(SEED)
  for (let round = 0; round < ROUNDS; round++) {
    const signer = signers[round % 2]!
    const cms = Buffer.from(signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: at }))
    const mutated = mutate(cms, below)
    if (cms.equals(mutated)) continue
    const verdict = await room.trust.verifyDetached({ cms: mutated, content, at, expect: { purpose: 'sign' } })
    expect(verdict.kind, `seed ${SEED} round ${round}: ${Buffer.from(mutated).toString('hex')}`).toBe('refused')
  }
})

test.each([0x01, 0x04, 0xc3])('parameters of RSA that are not NULL but of type %i are refused', async (type) => {
  const signer = signers[1]!
  const cms = Buffer.from(signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: at }))
  const place = cms.lastIndexOf(Buffer.from('06092a864886f70d01010b0500', 'hex'))
  expect(place).toBeGreaterThan(0)
  cms[place + 11] = type
  expect((await room.trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign' } })).kind).toBe('refused')
})

test('a mutated PDF is never valid and never a crash', async () => {
  const below = generator(SEED)
  const [signer] = signers as [TestSigner]
  const prepared = preparePdfSignature({
    pdf: smallPdf(),
    signerName: 'Ә',
    reason: 'Б',
    location: 'Қ',
    at,
    reserveBytes: 4096,
  })
  if (isRefusal(prepared)) throw new Error(prepared.code)
  const cms = signDetached({
    content: signedBytes(prepared.pdf, prepared.byteRange),
    key: signer.key,
    certificates: signer.chain,
    signingTime: at,
  })
  const done = await room.trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign' } })
  if (done.kind !== 'valid') throw new Error(done.kind)
  expect((await room.trust.verifyPdf(done.pdf)).kind).toBe('valid')
  const same = Buffer.from(done.pdf).toString('latin1').toUpperCase()
  for (let round = 0; round < ROUNDS; round++) {
    const mutated = mutate(done.pdf, below)
    // The case of hexadecimal digits is the one freedom a PDF leaves.
    if (Buffer.from(mutated).toString('latin1').toUpperCase() === same) continue
    const report = await room.trust.verifyPdf(mutated)
    expect(report.kind, `seed ${SEED} round ${round}`).not.toBe('valid')
  }
})

/** What the verification page takes. */
const UPLOAD_BYTES = 9_800_000
const HOSTILE_PACKAGES: Readonly<Record<string, () => string>> = {
  'brackets that never close': () => '{"content":' + '['.repeat(UPLOAD_BYTES),
  'brackets that close': () => `{"content":${'['.repeat(UPLOAD_BYTES / 2)}${']'.repeat(UPLOAD_BYTES / 2)}}`,
  'objects within each other': () => '{"a":'.repeat(UPLOAD_BYTES / 5),
  'millions of values': () => `{"content":[${'0,'.repeat(UPLOAD_BYTES / 2)}0]}`,
  'millions of members': () => `{${'"":0,'.repeat(UPLOAD_BYTES / 5)}"":0}`,
  'thousands of attachments': () => wrapped({ attachments: times(1_500, { name: 'a', bytes: '' }) }),
  'thousands of answers': () => wrapped({ evidence: { revocation: times(1_500, { kind: 'ocsp', serial: '1', answer: '' }) } }),
  'one list of revoked certificates as evidence, far too long': () =>
    wrapped({ evidence: { revocation: [{ kind: 'crl', serial: '1', answer: 'A'.repeat(8_000_000) }] } }),
}
const times = (count: number, item: object): object[] => Array.from({ length: count }, () => item)
const wrapped = (more: object): string =>
  JSON.stringify({ format: 'ruqsat-signed-package', version: 1, content: '', cms: '', receivedAt: at, ...more })

test.each(Object.keys(HOSTILE_PACKAGES))('a package of %s is refused, and the memory stays', async (name) => {
  const hostile = HOSTILE_PACKAGES[name]!()
  const isMarked = hostile.includes('ruqsat-signed-package')
  const bytes = Buffer.from(isMarked ? hostile : `{"format":"ruqsat-signed-package","x":${hostile}`)
  const before = process.memoryUsage().heapUsed
  expect((await room.trust.verifyFile({ bytes })).kind).toBe('refused')
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024)
})

test('bytes of any kind with lengths that are not stated become definite or are refused, nothing else', () => {
  const piece = fc.constantFrom(
    [0x30, 0x80],
    [0x24, 0x80],
    [0xa0, 0x80],
    [0x31, 0x80],
    [0, 0],
    [4, 1, 7],
    [0x30, 3, 2, 1, 1],
    [0x30, 0x84, 255, 255, 255, 255],
    [0x1f],
    [5, 0x80],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const bytes = Uint8Array.from([0x30, 0x80, ...pieces.flat()])
      try {
        const { der, end } = toDefinite(bytes)
        expect(end).toBeLessThanOrEqual(bytes.length)
        expect(readElement(der).end).toBe(der.length)
      } catch (error) {
        if (!(error instanceof Malformed)) throw error
      }
    }),
    { seed: SEED, numRuns: 2_000 },
  )
  const deep = Uint8Array.from({ length: 200_000 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80))
  expect(() => toDefinite(deep)).toThrow(Malformed)
})

test('mutated certificates, lists and OCSP messages are read or refused, nothing else', async () => {
  const below = generator(SEED)
  const list = new Uint8Array(await (await fetch(`${room.origin}/crl/issuing.crl`)).arrayBuffer())
  const verdict = await room.trust.checkCertificate({ certificate: signers[0]!.certificate, at, expect: { purpose: 'sign' } })
  if (verdict.kind !== 'valid') throw new Error(verdict.kind)
  const answer = Buffer.from(verdict.evidence.revocation[0]!.answer!, 'base64')
  const parsers: readonly [Uint8Array, (bytes: Uint8Array) => unknown][] = [
    [signers[0]!.certificate, readCertificate],
    [list, readRevocationList],
    [answer, readOcspResponse],
    [answer, readOcspRequest],
  ]
  for (let round = 0; round < ROUNDS * 4; round++) {
    const [bytes, parse] = parsers[round % parsers.length]!
    try {
      parse(mutate(bytes, below))
    } catch (error) {
      if (!(error instanceof Malformed)) throw new Error(`seed ${SEED} round ${round}`, { cause: error })
    }
  }
})
