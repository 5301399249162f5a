import {
  ALGORITHM,
  CONTENT,
  context,
  integer,
  octetString,
  oid,
  readCertificate,
  readSignedData,
  sequence,
  serialFromHex,
  setOf,
} from '@ruqsat/asn1'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, instantFromMs, isRefusal, msFromInstant } from '@ruqsat/foundation'
import type { Evidence, FileReport, SignedPackage } from '../contract.ts'
import { sayFinding } from '../words.ts'
import { preparePdfSignature, signedBytes } from '../pdf/prepare.ts'
import { openPdf } from '../pdf/document.ts'
import { smallPdf } from '../pdf/testing.ts'
import { appendRevision, beginRevision, replaceObject } from '../pdf/update.ts'
import { pdfArray, pdfNumber, pdfReference, withEntries } from '../pdf/values.ts'
import { AIGERIM, FIRM_HEAD, issueSigner, openTestTrust, type TestSigner, type TestTrust } from '../testing.ts'
import { signDetached } from '../wire/cms-build.ts'

const attachment = Buffer.from('%PDF-1.7 meaning of a document')
const content = canonicalJson({
  form: 'issue',
  attachments: [{ name: 'жарғы.pdf', sizeBytes: attachment.length, sha256: createHash('sha256').update(attachment).digest('hex') }],
})
const PDF = smallPdf()
let room: TestTrust
let signer: TestSigner
let other: TestSigner
let pdf: Buffer
let request: SignedPackage

beforeAll(async () => {
  room = await openTestTrust()
  signer = await issueSigner(room.trust, FIRM_HEAD)
  other = await issueSigner(room.trust, AIGERIM)
  pdf = Buffer.from(await signPdf(signer.key, signer.chain))
  request = await signPackage(signer)
})
afterAll(() => room?.close())

/** Puts any CMS into a PDF, as an attacker would: without our checks. */
async function signPdf(
  key: TestSigner['key'],
  chain: readonly Uint8Array[],
  edit = (cms: Uint8Array): Uint8Array => cms,
): Promise<Uint8Array> {
  const at = await room.clock.now()
  const prepared = preparePdfSignature({ pdf: PDF, signerName: 'Ә. Дәурен', reason: 'Беру', location: 'Астана', at })
  if (isRefusal(prepared)) throw new Error(prepared.code)
  const cms = edit(signDetached({ content: signedBytes(prepared.pdf, prepared.byteRange), key, certificates: chain, signingTime: at }))
  const buffer = Buffer.from(prepared.pdf)
  buffer.write(Buffer.from(cms).toString('hex'), prepared.byteRange[1] + 1, 'latin1')
  return buffer
}

async function signPackage(by: TestSigner, signed: string = content): Promise<SignedPackage> {
  const receivedAt = await room.clock.now()
  const cms = signDetached({ content: Buffer.from(signed), key: by.key, certificates: by.chain, signingTime: receivedAt })
  const verdict = await room.trust.verifyDetached({ cms, content: Buffer.from(signed), at: receivedAt, expect: { purpose: 'sign' } })
  return {
    format: 'ruqsat-signed-package',
    version: 1,
    content: Buffer.from(signed).toString('base64'),
    cms: Buffer.from(cms).toString('base64'),
    receivedAt,
    ...(verdict.kind === 'valid' && { evidence: verdict.evidence }),
    attachments: [{ name: 'жарғы.pdf', bytes: attachment.toString('base64') }],
  }
}

type Told = Omit<FileReport, 'fault'> & { readonly fault: string | null }
/** A report whose fault is said in English. */
const verify = async (bytes: Uint8Array, options = {}): Promise<Told> => {
  const report = await room.trust.verifyFile({ bytes, ...options })
  return { ...report, fault: report.fault === null ? null : sayFinding(report.fault, 'en') }
}
const asFile = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
const replaced = (from: string, to: string): Uint8Array => {
  expect(pdf.includes(from)).toBe(true)
  return Buffer.from(pdf.toString('latin1').replace(from, to), 'latin1')
}

function rewritePage(bytes: Uint8Array): Uint8Array {
  const document = openPdf(bytes)
  const revision = beginRevision(document)
  const page = pdfReference(3)
  replaceObject(revision, page, withEntries(document.dictionary(page)!, { MediaBox: pdfArray([0, 0, 900, 900].map(pdfNumber)) }))
  return appendRevision(document, revision)
}

describe('a request that the portal sealed', () => {
  const shown = { schema: 'ruqsat.request/1', title: 'Өтініш', attachments: [] }
  const sealed = (requestSha256 = createHash('sha256').update(canonicalJson(shown)).digest('hex')) =>
    canonicalJson({ ...shown, schema: 'ruqsat.sealed/1', confirmation: { by: 'oneTimePassword', requestSha256 } })
  const judge = async (roles: readonly ('information-system' | 'first-head')[], text: string) => {
    const by = await issueSigner(room.trust, FIRM_HEAD, { roles: ['legal-entity', ...roles] })
    return room.trust.verifyFile({ bytes: asFile({ ...(await signPackage(by, text)), attachments: [] }) })
  }

  test('is valid, and is said to be no signature of the applicant’s', async () => {
    const report = await judge(['information-system'], sealed())
    expect([report.kind, report.remark?.code]).toEqual(['valid', 'sealed-after-password'])
    expect(sayFinding(report.remark!, 'en')).toContain('no signature of the applicant')
  })
  test.each([
    ['signed by a person', ['first-head'], sealed(), 'sealed-by-person'],
    ['about another request than was confirmed', ['information-system'], sealed('ab'.repeat(32)), 'sealed-differs'],
  ] as const)('is refused where it is %s', async (_what, roles, text, code) => {
    const report = await judge(roles, text)
    expect([report.kind, report.fault?.code, report.remark]).toEqual(['refused', code, null])
  })
})

describe('an honest file', () => {
  test('is valid and says what was checked', async () => {
    const report = await verify(pdf)
    expect(report).toMatchObject({ format: 'pdf', kind: 'valid', fault: null })
    expect(report.checks.map((line) => line.outcome)).toEqual(Array(7).fill('passed'))
    expect((await verify(asFile(request))).kind).toBe('valid')
  })

  test('says for which instant it was judged, and whose word that is', async () => {
    const stated = (await room.trust.verifyPdf(pdf)).signatures[0]!.signingTime
    expect(stated).not.toBeNull()
    expect((await verify(pdf)).judgedFor).toEqual({ at: stated, statedBy: 'signature' })
    expect((await verify(asFile(request))).judgedFor).toEqual({ at: `${request.receivedAt.slice(0, 19)}.000Z`, statedBy: 'signature' })
    for (const file of [pdf, asFile(request)])
      expect((await verify(file, { at: request.receivedAt })).judgedFor).toEqual({ at: request.receivedAt, statedBy: 'asker' })
    expect((await verify(Buffer.from('hello'))).judgedFor).toBeNull()
    expect((await verify(PDF)).judgedFor).toBeNull()
  })

  test('is valid offline with the evidence that was stored, and waits without', async () => {
    expect((await verify(asFile(request), { offline: true })).kind).toBe('valid')
    const { evidence: _evidence, ...bare } = request
    expect(await verify(asFile(bare), { offline: true })).toMatchObject({
      kind: 'waiting',
      fault: expect.stringContaining('no stored statement'),
    })
    expect((await verify(pdf, { offline: true, evidence: request.evidence })).kind).toBe('valid')
  })
})

const TAMPERED_PDF: readonly [string, () => Uint8Array | Promise<Uint8Array>, RegExp][] = [
  ['a byte of the body is flipped', () => replaced('200 200', '200 201'), /digest of the content/],
  ['a revision is appended', () => Buffer.concat([pdf, PDF.subarray(9)]), /appended/],
  ['bytes are appended', () => Buffer.concat([pdf, Buffer.from('\n% more\n')]), /bytes were appended/],
  [
    'the signature value is zeroed',
    () =>
      Buffer.from(
        pdf.toString('latin1').replace(/<3[0-9a-f]{200,}>/, (value) => `<${'0'.repeat(value.length - 2)}>`),
        'latin1',
      ),
    /value was removed/,
  ],
  ['another key signed', () => signPdf(other.key, signer.chain), /does not fit the key/],
  ['the certificate is swapped', swapCertificate, /certificate was swapped/],
  ['the file is truncated', () => pdf.subarray(0, pdf.length - 60), /truncated/],
  [
    'the byte range is changed',
    () =>
      Buffer.from(
        pdf.toString('latin1').replace(/ByteRange \[0 (\d+)/, (_all, length: string) => `ByteRange [0 ${Number(length) - 1}`),
        'latin1',
      ),
    /byte range was changed/,
  ],
  ['the reason is rewritten', () => replaced('/M (D:2014', '/M (D:2013'), /digest of the content/],
  [
    'the signature is of another file',
    () => signPdf(signer.key, signer.chain, () => Buffer.from(request.cms, 'base64')),
    /digest of the content/,
  ],
]

/** The same key, certified a second time for another person: mathematics alone would not notice. */
async function swapCertificate(): Promise<Uint8Array> {
  const { certificate } = await room.trust.authority.issueCertificate({
    subject: AIGERIM,
    publicKey: readCertificate(signer.certificate).publicKey,
    purpose: 'sign',
    roles: ['individual'],
  })
  return signPdf(signer.key, signer.chain, (cms) => {
    const { signedBytes: attributes, signature } = readSignedData(cms)
    const other = readCertificate(certificate)
    const retagged = attributes.slice()
    retagged[0] = 0xa0
    const sha256 = sequence(oid(ALGORITHM.sha256))
    const info = sequence(
      integer(1),
      sequence(other.issuer.der, serialFromHex(other.serial)),
      sha256,
      retagged,
      sequence(oid(ALGORITHM.ecdsaWithSha256)),
      octetString(signature),
    )
    return sequence(
      oid(CONTENT.signedData),
      context(0, sequence(integer(1), setOf(sha256), sequence(oid(CONTENT.data)), context(0, certificate), setOf(info))),
    )
  })
}

test('evidence that is none is a fault of the file, not of ours', async () => {
  const evidence = { ...request.evidence!, revocation: [null] }
  expect(await verify(asFile({ ...request, evidence }))).toMatchObject({ kind: 'refused', fault: expect.stringContaining('evidence') })
  expect(await verify(asFile(null))).toMatchObject({ kind: 'unsupported' })
})

describe('a tampered PDF names its fault:', () => {
  test.each(TAMPERED_PDF)('%s', async (_name, tamper, fault) => {
    const report = await verify(await tamper())
    expect(report.kind).toBe('refused')
    expect(report.fault).toMatch(fault)
    expect(report.checks.some((line) => line.outcome === 'failed')).toBe(true)
  })

  test('a revision that changes the page is appended', async () => {
    const report = await verify(rewritePage(pdf))
    expect(report).toMatchObject({ kind: 'refused', fault: expect.stringContaining('changed after its last signature') })
  })

  test('a second signer rewrites the page that the first one signed', async () => {
    const at = await room.clock.now()
    const signAgain = async (bytes: Uint8Array): Promise<Told> => {
      const prepared = preparePdfSignature({ pdf: bytes, signerName: 'Б', reason: 'Б', location: 'Б', at })
      if (isRefusal(prepared)) throw new Error(prepared.code)
      const cms = signDetached({
        content: signedBytes(prepared.pdf, prepared.byteRange),
        key: other.key,
        certificates: other.chain,
        signingTime: at,
      })
      const done = await room.trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign' } })
      if (done.kind !== 'valid') throw new Error(done.kind)
      return verify(done.pdf)
    }
    expect(await signAgain(pdf)).toMatchObject({ kind: 'valid', signers: [{ iin: FIRM_HEAD.iin }, { iin: AIGERIM.iin }] })
    expect(await signAgain(rewritePage(pdf))).toMatchObject({
      kind: 'refused',
      fault: expect.stringMatching(/between its signatures: .*MediaBox/),
    })
  })

  test.each(['expired', 'revoked'] as const)('the signer was %s', async (profile) => {
    const { p12: _p12, certificate } = await room.trust.authority.createPkcs12({
      person: FIRM_HEAD,
      roles: ['first-head'],
      profile,
      password: 'x',
    })
    const report = await room.trust.checkCertificate({ certificate, at: await room.clock.now(), expect: { purpose: 'sign' } })
    expect(report).toMatchObject({ kind: 'refused', reason: profile })
  })
})

const TAMPERED_PACKAGE: readonly [string, () => unknown, RegExp][] = [
  [
    'the content is changed',
    () => ({ ...request, content: Buffer.from(content.replace('issue', 'renew')).toString('base64') }),
    /digest of the content/,
  ],
  [
    'an attachment is changed',
    () => ({ ...request, attachments: [{ name: 'жарғы.pdf', bytes: Buffer.from('other').toString('base64') }] }),
    /changed after signing/,
  ],
  [
    'an attachment is added',
    () => ({ ...request, attachments: [...request.attachments!, { name: 'қосымша.pdf', bytes: '' }] }),
    /not among those signed/,
  ],
  ['the signature is of other content', async () => ({ ...request, cms: (await signPackage(signer, '{}')).cms }), /digest of the content/],
  ['the signature is no signature', () => ({ ...request, cms: Buffer.from('x').toString('base64') }), /DER/],
  ['base64 is broken', () => ({ ...request, cms: '***' }), /base64/],
  ['the version is unknown', () => ({ ...request, version: 2 }), /version 1/],
]

describe('a tampered package names its fault:', () => {
  test.each(TAMPERED_PACKAGE)('%s', async (_name, tamper, fault) => {
    const report = await verify(asFile(await tamper()))
    expect(report).toMatchObject({ kind: 'refused', fault: expect.stringMatching(fault) })
  })

  test('the file is cut', async () => {
    expect(await verify(asFile(request).subarray(0, 300))).toMatchObject({ kind: 'refused', fault: expect.stringContaining('truncated') })
    expect(await verify(Buffer.from('hello'))).toMatchObject({ format: 'unknown', kind: 'unsupported' })
  })

  test('forged evidence proves nothing', async () => {
    const forged: Evidence = {
      ...request.evidence!,
      revocation: request.evidence!.revocation.map((piece) => ({ ...piece, answer: flip(piece.answer!) })),
    }
    expect((await verify(asFile({ ...request, evidence: forged }), { offline: true })).kind).toBe('waiting')
    const later = instantFromMs(msFromInstant(request.receivedAt) + 3_600_000)
    // The time of receipt is nobody's word: it moves nothing, and one that has not come yet gives the package away.
    expect(await verify(asFile({ ...request, receivedAt: later }), { offline: true })).toMatchObject({
      kind: 'refused',
      fault: expect.stringContaining('has not come yet'),
    })
  })
})

function flip(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  bytes[Math.floor(bytes.length / 3)]! ^= 1
  return bytes.toString('base64')
}

describe('a time that nobody proved', () => {
  const later = async (ms: number): Promise<string> => instantFromMs(msFromInstant(await room.clock.now()) + ms)
  const HOUR_MS = 3_600_000

  test('of signing or receipt that has not come yet is refused, whoever answers', async () => {
    const future = await later(72 * HOUR_MS)
    const cms = signDetached({ content: Buffer.from(content), key: signer.key, certificates: signer.chain, signingTime: future })
    const ahead = { ...request, cms: Buffer.from(cms).toString('base64'), receivedAt: future }
    for (const offline of [true, false])
      expect(await verify(asFile(ahead), { offline })).toMatchObject({
        kind: 'refused',
        fault: expect.stringContaining('has not come yet'),
      })
    expect(await verify(asFile({ ...request, receivedAt: await later(-72 * HOUR_MS) }))).toMatchObject({
      kind: 'refused',
      fault: expect.stringContaining('before it was signed'),
    })
  })

  test('leaves a key that was revoked since undecided, and the asker who can prove the time is believed', async () => {
    const stolen = await issueSigner(room.trust, AIGERIM)
    const whenGood = await room.clock.now()
    const good = await signPackage(stolen)
    const { evidence: _evidence, ...bare } = good
    const cms = signDetached({ content: Buffer.from(content), key: stolen.key, certificates: stolen.chain, signingTime: null })
    const timeless = { ...bare, cms: Buffer.from(cms).toString('base64') }
    expect((await verify(asFile(timeless))).judgedFor).toMatchObject({ statedBy: 'nobody' })
    await room.clock.advance(await later(2 * HOUR_MS), 'test')
    await room.trust.authority.revokeCertificate(stolen.serial, 'key-compromise', await room.clock.now())
    for (const file of [good, bare, timeless]) {
      const report = await verify(asFile(file))
      expect(report).toMatchObject({ kind: 'undecided', fault: expect.stringContaining('no proof of time') })
      expect(report.checks).toContainEqual(expect.objectContaining({ name: 'time', outcome: 'unknown' }))
    }
    expect(await verify(asFile(bare), { at: whenGood })).toMatchObject({ kind: 'valid', judgedFor: { statedBy: 'asker' } })
    // Old answers that came with the file prove nothing about today.
    expect((await verify(asFile(good), { offline: true })).kind).toBe('waiting')
  })
})
