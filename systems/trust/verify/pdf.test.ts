import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal, type Instant } from '@ruqsat/foundation'
import type { PreparedPdf } from '../contract.ts'
import { signedBytes } from '../pdf/prepare.ts'
import { AIGERIM, FIRM_HEAD, hasTools, issueSigner, openTestTrust, type TestSigner, type TestTrust } from '../testing.ts'
import { signDetached } from '../wire/cms-build.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-pdf-'))
const SOURCE =
  '#set document(title: "Рұқсат", author: "Т", date: datetime(year: 2014, month: 10, day: 1))\n#set text(lang: "kk")\n= Лицензия\nАстық қабылдау кәсіпорны\n#pagebreak()\nЕкінші бет'
let room: TestTrust
let head: TestSigner
let officer: TestSigner
let plain: Uint8Array
let signed: Uint8Array

beforeAll(async () => {
  room = await openTestTrust()
  head = await issueSigner(room.trust, FIRM_HEAD)
  officer = await issueSigner(room.trust, AIGERIM, { kind: 'rsa' })
  plain = typeset('a-2a')
  signed = await sign(plain, head)
})
afterAll(() => room?.close())

function typeset(pdfStandard: 'a-2a' | 'ua-1'): Uint8Array {
  return NodeCompiler.create().pdf({ mainFileContent: SOURCE }, { pdfStandard, creationTimestamp: 1412121600 })
}

async function prepare(pdf: Uint8Array, at: Instant): Promise<PreparedPdf> {
  const request = { pdf, signerName: 'ӘБІЛОВ ДӘУЕН', reason: 'Лицензия беру', location: 'Астана (Қазақстан)', at }
  const prepared = await room.trust.preparePdfSignature(request)
  if (isRefusal(prepared)) throw new Error(prepared.code)
  return prepared
}

async function sign(pdf: Uint8Array, signer: TestSigner, withSigningTime = true): Promise<Uint8Array> {
  const at = await room.clock.now()
  const prepared = await prepare(pdf, at)
  const content = signedBytes(prepared.pdf, prepared.byteRange)
  expect(createHash('sha256').update(content).digest('hex')).toBe(prepared.sha256)
  const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: withSigningTime ? at : null })
  const done = await room.trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign' } })
  if (done.kind !== 'valid') throw new Error(JSON.stringify(done))
  return done.pdf
}

function check(name: string, pdf: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, pdf)
  return execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })
}

/** The same document with cross-reference and object streams, as other typesetters write it. */
function withStreams(pdf: Uint8Array): Uint8Array {
  const [from, to] = [join(folder, 'plain.pdf'), join(folder, 'streams.pdf')]
  writeFileSync(from, pdf)
  execFileSync('qpdf', ['--object-streams=generate', from, to])
  return new Uint8Array(readFileSync(to))
}

describe.skipIf(!hasTools('qpdf', 'pdfinfo', 'pdfsig', 'certutil', 'faketime'))('a signed PDF', () => {
  test('keeps every byte of the document and is clean for qpdf', async () => {
    expect(Buffer.from(signed.subarray(0, plain.length)).equals(Buffer.from(plain))).toBe(true)
    expect(check('signed.pdf', signed)).toContain('No syntax or stream encoding errors')
    const report = await room.trust.verifyPdf(signed)
    expect(report).toMatchObject({
      kind: 'valid',
      detail: null,
      // What proves it for later comes after it.
      added: 'validation-data',
      signatures: [{ field: 'Signature1', coversWholeDocument: false, timeStatedBy: 'time-stamp' }],
    })
  })

  test('stays tagged: the field has its place in the structure tree', async () => {
    const { stdout } = await run('pdfinfo', ['-struct', join(folder, 'signed.pdf')])
    expect(stdout).toMatch(/Document[\s\S]*Form\n[\s\S]*Object \d+ 0/)
  })

  test.each([
    ['a table of cross-references', (pdf: Uint8Array) => pdf],
    ['cross-reference streams', withStreams],
  ])('with %s is valid for pdfsig against the sandbox root', async (_name, change) => {
    for (const signer of [head, officer]) {
      const pdf = await sign(change(plain), signer)
      check('for-pdfsig.pdf', pdf)
      const output = await pdfsig(join(folder, 'for-pdfsig.pdf'))
      expect(output).toContain('Signature Validation: Signature is Valid.')
      expect(output).toContain('Certificate Validation: Certificate is Trusted.')
    }
  })

  test('can be signed again; both signatures hold', async () => {
    const twice = await sign(signed, officer)
    check('twice.pdf', twice)
    const report = await room.trust.verifyPdf(twice)
    expect(report.kind).toBe('valid')
    expect(report.signatures.map(({ field, coversWholeDocument }) => [field, coversWholeDocument])).toEqual([
      ['Signature1', false],
      ['Signature2', false],
    ])
    expect(await pdfsig(join(folder, 'twice.pdf'))).toMatch(/Signature is Valid[\s\S]*Signature is Valid/)
  })

  test('without signing time in the CMS is judged by the time in the document', async () => {
    const report = await room.trust.verifyPdf(await sign(typeset('ua-1'), head, false))
    expect(report).toMatchObject({ kind: 'valid' })
    expect(report.signatures[0]!.signingTime).toMatch(/^2014-10-01T/)
  })

  test('is only assembled with a signature that holds', async () => {
    const at = await room.clock.now()
    const prepared = await prepare(plain, at)
    const cms = signDetached({ content: Buffer.from('other'), key: head.key, certificates: head.chain, signingTime: at })
    expect(await room.trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign' } })).toMatchObject({
      kind: 'refused',
      reason: 'changed-content',
    })
  })

  test('that is none, or is protected, is refused with a reason', async () => {
    const request = { signerName: 'x', reason: 'x', location: 'x', at: await room.clock.now() }
    expect(await room.trust.preparePdfSignature({ ...request, pdf: Buffer.from('%PDF-1.7 nothing') })).toMatchObject({
      code: 'trust.pdf-unreadable',
    })
    const locked = join(folder, 'locked.pdf')
    writeFileSync(join(folder, 'open.pdf'), plain)
    execFileSync('qpdf', ['--encrypt', 'a', 'b', '256', '--', join(folder, 'open.pdf'), locked])
    expect(await room.trust.preparePdfSignature({ ...request, pdf: readFileSync(locked) })).toMatchObject({
      code: 'trust.pdf-encrypted',
    })
    expect((await room.trust.verifyPdf(plain)).kind).toBe('unsigned')
  })
})

/** pdfsig judges by wall time and asks our responder, so it runs next to the test, at the sandbox's instant. */
async function pdfsig(path: string): Promise<string> {
  const nss = mkdtempSync(join(tmpdir(), 'ruqsat-nss-'))
  const { root, issuing } = await room.trust.authority.certificates()
  await run('certutil', ['-N', '-d', `sql:${nss}`, '--empty-password'])
  for (const [name, der, flags] of [
    ['root', root, 'C,C,C'],
    ['issuing', issuing, ',,'],
  ] as const) {
    const file = join(nss, `${name}.der`)
    writeFileSync(file, der)
    await run('certutil', ['-A', '-d', `sql:${nss}`, '-n', name, '-t', flags, '-i', file])
  }
  const moment = (await room.clock.now()).slice(0, 19).replace('T', ' ')
  const { stdout } = await run('faketime', [moment, 'pdfsig', '-nssdir', `sql:${nss}`, path], { env: { ...process.env, TZ: 'UTC' } })
  return stdout
}
