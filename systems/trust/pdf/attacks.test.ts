import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '@ruqsat/foundation'
import type { FileReport } from '../contract.ts'
import { AIGERIM, FIRM_HEAD, issueSigner, openTestTrust, type TestSigner, type TestTrust } from '../testing.ts'
import { signDetached } from '../wire/cms-build.ts'
import { openPdf } from './document.ts'
import { preparePdfSignature, signedBytes } from './prepare.ts'
import { smallPdf } from './testing.ts'
import { addObject, appendRevision, beginRevision, replaceObject, type Revision } from './update.ts'
import {
  dictionaryOf,
  itemsOf,
  pdfArray,
  pdfNumber,
  pdfReference,
  withEntries,
  writeValue,
  type PdfDictionary,
  type PdfValue,
} from './values.ts'

/** Any text in place of a value. */
const pdfRaw = (raw: string): PdfValue => ({ kind: 'word', raw })

// The attack families of the literature on PDF signatures (shadow, incremental saving, wrapping, universal forgery, certification), each made
// again with keys of our own, and what honest software does after a signature.

let room: TestTrust
let first: TestSigner
let second: TestSigner
let at: string
let signed: Buffer

beforeAll(async () => {
  room = await openTestTrust()
  first = await issueSigner(room.trust, FIRM_HEAD)
  second = await issueSigner(room.trust, AIGERIM)
  at = await room.clock.now()
  signed = sign(base(), first)
})
afterAll(() => room?.close())

const RESERVED = 4096
type Extra = { readonly signature?: string; readonly field?: string; readonly rect?: string; readonly form?: string }

/** Signs as any program might: what the signature and its field say besides can be anything. */
function sign(
  pdf: Uint8Array,
  by: TestSigner,
  { signature = '', field = '', rect = '[0 0 0 0]', form: written = 'ETSI.CAdES.detached' }: Extra = {},
): Buffer {
  const document = openPdf(pdf)
  const revision = beginRevision(document)
  const blank = `[0 ${'9'.repeat(10)} ${'9'.repeat(10)} ${'9'.repeat(10)}]`
  const value = addObject(
    revision,
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${written} /ByteRange ${blank} /Contents <${'0'.repeat(RESERVED * 2)}> ${signature} >>`,
  )
  const page = pdfReference(3)
  const name = `(S${revision.nextNumber})`
  const widget = addObject(
    revision,
    `<< /Type /Annot /Subtype /Widget /FT /Sig /T ${name} /V ${writeValue(value)} /P 3 0 R /Rect ${rect} /F 132 ${field} >>`,
  )
  const catalogReference = document.trailer.entries.get('Root')!
  const catalog = document.dictionary(catalogReference)!
  const form = document.dictionary(catalog.entries.get('AcroForm')) ?? dictionaryOf({})
  const fields = pdfArray([...itemsOf(document.resolve(form.entries.get('Fields'))), widget])
  replaceObject(
    revision,
    catalogReference,
    withEntries(catalog, { AcroForm: withEntries(form, { Fields: fields, SigFlags: pdfNumber(3) }) }),
  )
  const pageNow = document.dictionary(page)!
  replaceObject(
    revision,
    page,
    withEntries(pageNow, { Annots: pdfArray([...itemsOf(document.resolve(pageNow.entries.get('Annots'))), widget]) }),
  )
  const made = Buffer.from(appendRevision(document, revision))
  const rangeAt = made.indexOf(blank, pdf.length, 'latin1')
  const start = made.indexOf('/Contents <', rangeAt, 'latin1') + '/Contents '.length
  const end = start + RESERVED * 2 + 2
  made.write(`[0 ${start} ${end} ${made.length - end}]`.padEnd(blank.length), rangeAt, 'latin1')
  const content = signedBytes(made, [0, start, end, made.length - end])
  const cms = signDetached({ content, key: by.key, certificates: by.chain, signingTime: at })
  made.write(Buffer.from(cms).toString('hex'), start + 1, 'latin1')
  return made
}

/** A page with something on it. */
function base(): Buffer {
  return update(smallPdf(), (revision, document) => {
    const content = addObject(revision, '<< /Length 24 >>\nstream\n0 0 100 100 re stroke    \nendstream')
    replaceObject(revision, pdfReference(3), withEntries(document.dictionary(pdfReference(3))!, { Contents: content }))
  })
}

function update(pdf: Uint8Array, change: (revision: Revision, document: ReturnType<typeof openPdf>) => void): Buffer {
  const document = openPdf(pdf)
  const revision = beginRevision(document)
  change(revision, document)
  return Buffer.from(appendRevision(document, revision))
}

/** One object with some entries set. */
const set = (pdf: Uint8Array, number: number, entries: Readonly<Record<string, PdfValue>>): Buffer =>
  update(pdf, (revision, document) =>
    replaceObject(revision, pdfReference(number), withEntries(document.dictionary(pdfReference(number))!, entries)),
  )
const catalogNumber = (pdf: Uint8Array): number => (openPdf(pdf).trailer.entries.get('Root') as { number: number }).number
const setCatalog = (pdf: Uint8Array, entries: Readonly<Record<string, PdfValue>>): Buffer => set(pdf, catalogNumber(pdf), entries)
const verify = (bytes: Uint8Array): Promise<FileReport> => room.trust.verifyFile({ bytes })
const contentsOf = (pdf: Uint8Array): number =>
  (openPdf(pdf).dictionary(pdfReference(3))!.entries.get('Contents') as { number: number }).number

/** What an attacker writes between the first signature and a second one of his own, or after the last. */
const CHANGES: Readonly<Record<string, (pdf: Uint8Array) => Buffer>> = {
  'shadow, replace: another content of the page': (pdf) =>
    update(pdf, (revision) =>
      revision.objects.set(contentsOf(pdf), { generation: 0, body: '<< /Length 10 >>\nstream\n0 0 1 1 re\nendstream' }),
    ),
  'shadow, hide: an annotation over the page': (pdf) =>
    update(pdf, (revision, document) => {
      const cover = addObject(revision, '<< /Type /Annot /Subtype /FreeText /Rect [0 0 200 200] /Contents (x) >>')
      const page = document.dictionary(pdfReference(3))!
      replaceObject(revision, pdfReference(3), withEntries(page, { Annots: pdfArray([...itemsOf(page.entries.get('Annots')), cover]) }))
    }),
  'shadow: the catalog is another object with other pages': (pdf) => {
    const added = update(pdf, (revision, document) => {
      const catalog = document.dictionary(document.trailer.entries.get('Root'))!
      addObject(revision, withEntries(catalog, { Pages: pdfReference(revision.nextNumber + 1) }))
      addObject(revision, '<< /Type /Pages /Kids [] /Count 0 >>')
    })
    const text = added.toString('latin1')
    const old = `/Root ${catalogNumber(pdf)} 0 R`
    const at = text.lastIndexOf(old)
    return Buffer.from(`${text.slice(0, at)}/Root ${openPdf(pdf).size} 0 R${text.slice(at + old.length)}`, 'latin1')
  },
  'an action at opening': (pdf) => setCatalog(pdf, { OpenAction: pdfRaw('<< /S /JavaScript /JS (app.alert\\(1\\)) >>') }),
  'actions of the document': (pdf) => setCatalog(pdf, { AA: pdfRaw('<< /WC << /S /JavaScript /JS (x) >> >>') }),
  'layers that hide and show': (pdf) => setCatalog(pdf, { OCProperties: pdfRaw('<< /OCGs [] /D << >> >>') }),
  'other page labels': (pdf) => setCatalog(pdf, { PageLabels: pdfRaw('<< /Nums [0 << /P (A) >>] >>') }),
  'a structure with other words for a screen reader': (pdf) =>
    setCatalog(pdf, { StructTreeRoot: pdfRaw('<< /Type /StructTreeRoot /K [<< /S /P /ActualText (x) >>] >>') }),
  'metadata of the document': (pdf) => setCatalog(pdf, { Metadata: pdfReference(3) }),
  'a page that is turned': (pdf) => set(pdf, 3, { Rotate: pdfNumber(90) }),
  'a page that is larger': (pdf) => set(pdf, 3, { UserUnit: pdfNumber(2) }),
  'a form with a value': (pdf) =>
    update(pdf, (revision, document) => {
      const field = addObject(revision, '<< /FT /Tx /T (sum) /V (999999) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>')
      const catalog = document.dictionary(document.trailer.entries.get('Root'))!
      const form = catalog.entries.get('AcroForm') as PdfDictionary
      const changed = withEntries(form, { Fields: pdfArray([...itemsOf(form.entries.get('Fields')), field]) })
      replaceObject(revision, document.trailer.entries.get('Root'), withEntries(catalog, { AcroForm: changed }))
    }),
  'forms that are drawn anew (NeedAppearances)': (pdf) => {
    const catalog = openPdf(pdf).dictionary(openPdf(pdf).trailer.entries.get('Root'))!
    return setCatalog(pdf, { AcroForm: withEntries(catalog.entries.get('AcroForm') as PdfDictionary, { NeedAppearances: pdfRaw('true') }) })
  },
  'incremental saving: objects without a table': (pdf) =>
    Buffer.concat([pdf, Buffer.from('4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n')]),
  'incremental saving: a table without a trailer': (pdf) =>
    Buffer.concat([pdf, Buffer.from('3 0 obj\n<< /Type /Page >>\nendobj\nxref\n3 1\n0000000000 00000 n \n')]),
  'incremental saving: an object that its update does not name': insertObject,
  'a comment': (pdf) => Buffer.concat([pdf, Buffer.from('% 3 0 obj << >> endobj\n')]),
}

/** A well-formed update in which one object more lies than its table names. */
function insertObject(pdf: Uint8Array): Buffer {
  const hidden = '3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n'
  const base = Buffer.concat([pdf, Buffer.from(hidden)])
  const size = openPdf(pdf).size
  const at = base.length
  const object = `${size} 0 obj\n<< >>\nendobj\n`
  const xref = `xref\n${size} 1\n${String(at).padStart(10, '0')} 00000 n \ntrailer\n<< /Size ${size + 1} /Root ${catalogNumber(pdf)} 0 R /Prev ${openPdf(pdf).startxref} >>\nstartxref\n${at + object.length}\n%%EOF\n`
  return Buffer.concat([base, Buffer.from(object + xref)])
}

const FOLLOWED = {
  kind: 'valid',
  remark: null,
  checks: expect.arrayContaining([expect.objectContaining({ finding: expect.objectContaining({ code: 'followed-by-validation-data' }) })]),
}

describe('after the last signature', () => {
  test.each(Object.keys(CHANGES))('%s: what was signed is the first part only', async (name) => {
    const report = await verify(CHANGES[name]!(signed))
    expect(report).toMatchObject({ kind: 'refused', fault: { code: 'followed-by-other' } })
    expect(report.stretches.map((stretch) => stretch.bytes)).toEqual([signed.length])
  })

  test('white space is no change, and what was issued is the first part', async () => {
    for (const space of ['\r\n', '\n\n  \t\0']) {
      const report = await verify(Buffer.concat([signed, Buffer.from(space)]))
      expect(report).toMatchObject({ kind: 'valid', remark: { code: 'followed-by-white-space' }, stretches: [{ bytes: signed.length }] })
    }
    expect(await verify(signed)).toMatchObject({ kind: 'valid', remark: null })
  })

  test('validation data is no change, also where the first signer allowed none', async () => {
    const closed = sign(base(), first, {
      signature: '/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /P 1 /V /1.2 >> >>]',
    })
    for (const pdf of [signed, closed]) expect(await verify(withValidationData(pdf))).toMatchObject(FOLLOWED)
    const stamped = await room.trust.renewProof({ bytes: withValidationData(closed) })
    if (stamped.kind !== 'renewed') throw new Error(stamped.kind)
    expect(await verify(stamped.bytes)).toMatchObject({ kind: 'valid', signers: [{ iin: FIRM_HEAD.iin }] })
    const falsely = sign(withValidationData(closed), second, { form: 'ETSI.RFC3161' })
    expect(await verify(falsely)).toMatchObject({ kind: 'refused', fault: { code: 'time-stamp-unreadable' } })
  })

  test('validation data is no change where its trailer leaves out the information, which a further signer may not', async () => {
    const informed = sign(withInfo(base()), first)
    const added = withValidationData(informed).subarray(informed.length).toString('latin1')
    expect(added).toMatch(/\/Info \d+ 0 R/)
    const trailer = added.replace(/\/Info \d+ 0 R/, (text) => ' '.repeat(text.length))
    const without = Buffer.concat([informed, Buffer.from(trailer, 'latin1')])
    expect(await verify(without)).toMatchObject(FOLLOWED)
    expect(await verify(sign(without, second))).toMatchObject({ kind: 'refused', fault: { code: 'changed-between' } })
  })

  test('validation data with a page next to it is a change', async () => {
    const both = update(withValidationData(signed), (revision) => void addObject(revision, '<< /Type /Page /Parent 2 0 R >>'))
    expect(await verify(both)).toMatchObject({ kind: 'refused', fault: { code: 'followed-by-other' } })
  })
})

/** The last trailer names an object of the file as the document's information. */
function withInfo(pdf: Buffer): Buffer {
  const at = pdf.lastIndexOf('/Root ')
  return Buffer.concat([pdf.subarray(0, at), Buffer.from('/Info 3 0 R '), pdf.subarray(at)])
}

function withValidationData(pdf: Uint8Array): Buffer {
  return update(pdf, (revision, document) => {
    const stream = addObject(
      revision,
      `<< /Length ${first.certificate.length} >>\nstream\n${Buffer.from(first.certificate).toString('latin1')}\nendstream`,
    )
    const store = addObject(revision, `<< /Type /DSS /Certs [${writeValue(stream)}] /VRI << >> >>`)
    const catalog = document.dictionary(document.trailer.entries.get('Root'))!
    const extensions = pdfRaw('<< /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >>')
    replaceObject(revision, document.trailer.entries.get('Root'), withEntries(catalog, { DSS: store, Extensions: extensions }))
  })
}

describe('between two signatures', () => {
  test('a further signature alone is allowed, and who signed first is first', async () => {
    expect(await verify(sign(signed, second))).toMatchObject({ kind: 'valid', signers: [{ iin: FIRM_HEAD.iin }, { iin: AIGERIM.iin }] })
    expect((await verify(sign(withValidationData(signed), second))).kind).toBe('valid')
  })

  const READABLE = Object.keys(CHANGES).filter((name) => !/table|comment/.test(name))
  test.each(READABLE)('%s is refused', async (name) => {
    const report = await verify(sign(CHANGES[name]!(signed), second))
    expect(report).toMatchObject({ kind: 'refused', fault: { code: 'changed-between' } })
  })

  test.each<[string, Extra]>([
    ['covers the page (sneaky signature)', { rect: '[0 0 200 200]' }],
    ['acts', { field: '/A << /S /JavaScript /JS (x) >>' }],
    ['acts when it is seen', { field: '/AA << /E << /S /URI /URI (http://x) >> >>' }],
    ['belongs to a layer', { field: '/OC << /Type /OCG /Name (x) >>' }],
  ])('a further signature that %s is refused', async (_what, extra) => {
    expect(await verify(sign(signed, second, extra))).toMatchObject({ kind: 'refused', fault: { code: 'changed-between' } })
  })

  test('a signature that the newest revision no longer leads to is refused', async () => {
    const hidden = setCatalog(signed, { AcroForm: pdfRaw('<< /Fields [] /SigFlags 3 >>') })
    expect(await verify(hidden)).toMatchObject({ kind: 'refused', fault: { code: 'appended-unreadable' } })
    expect(await verify(sign(hidden, second))).toMatchObject({ kind: 'refused', fault: { code: 'field-unreached' } })
  })
})

describe('what the first signer allowed', () => {
  const reference = (method: string, parameters: string) =>
    ({
      signature: `/Reference [<< /Type /SigRef /TransformMethod /${method} /TransformParams << /Type /TransformParams ${parameters} >> >>]`,
    }) as const

  test.each<[string, Extra, FileReport['kind'], string | null]>([
    ['nothing (DocMDP 1)', reference('DocMDP', '/P 1'), 'refused', 'certified-closed'],
    ['nothing, by the lock of the field', { field: '/Lock << /Type /SigFieldLock /Action /All /P 1 >>' }, 'refused', 'certified-closed'],
    ['forms and signatures (DocMDP 2)', reference('DocMDP', '/P 2'), 'valid', null],
    ['comments too (DocMDP 3)', reference('DocMDP', '/P 3'), 'valid', null],
    ['no field (FieldMDP all)', reference('FieldMDP', '/Action /All'), 'refused', 'field-locked'],
    ['only other fields (FieldMDP exclude)', reference('FieldMDP', '/Action /Exclude /Fields [(x)]'), 'refused', 'field-locked'],
    ['all but one field (FieldMDP include)', reference('FieldMDP', '/Action /Include /Fields [(x)]'), 'valid', null],
  ])('%s', async (_what, extra, kind, code) => {
    const report = await verify(sign(sign(base(), first, extra), second))
    expect({ kind: report.kind, code: report.fault?.code ?? null }).toEqual({ kind, code })
  })

  test.each([2, 3])('a comment or a value is refused even at DocMDP %i', async (level) => {
    const certified = sign(base(), first, reference('DocMDP', `/P ${level}`))
    for (const name of ['shadow, hide: an annotation over the page', 'a form with a value'])
      expect(await verify(sign(CHANGES[name]!(certified), second))).toMatchObject({ kind: 'refused', fault: { code: 'changed-between' } })
  })
})

describe('universal forgery and wrapping', () => {
  const changed = (from: RegExp, to: string | ((...match: string[]) => string)): Buffer =>
    Buffer.from(signed.toString('latin1').replace(from, to as string), 'latin1')
  const range = (edit: (numbers: number[]) => (number | string)[]) =>
    changed(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/, (all, ...numbers) =>
      `/ByteRange [${edit(numbers.slice(0, 4).map(Number)).join(' ')}]`.padEnd(all.length).slice(0, Math.max(all.length, 1)),
    )

  test.each<[string, () => Buffer]>([
    ['no value', () => changed(/\/Contents <[0-9a-f]+>/i, (all) => `/Xontents <${all.slice(11)}`)],
    ['an empty value', () => changed(/\/Contents <([0-9a-f]+)>/i, (_all, hex) => `/Contents <${'0'.repeat(hex!.length)}>`)],
    ['null for a value', () => changed(/\/Contents <([0-9a-f]+)>/i, (_all, hex) => `/Contents null${' '.repeat(hex!.length - 2)}`)],
    ['no byte range', () => changed(/\/ByteRange/, '/ByteRangX')],
    ['a range that covers nothing', () => range(([a]) => [a!, 0, 0, 0])],
    ['a negative range', () => range(([, b, c, d]) => [-1, b!, c!, d!])],
    ['a range with a wider gap (wrapping)', () => range(([a, b, c, d]) => [a!, b!, c! + 1, d! - 1])],
    ['a range that begins later', () => range(([, b, c, d]) => [1, b! - 1, c!, d!])],
    ['a range of two numbers', () => range(([a, b]) => [a!, b!])],
  ])('%s is refused', async (_what, forge) => {
    const report = await verify(forge())
    expect(['refused', 'unsigned']).toContain(report.kind)
    expect(report.signers).toEqual([])
  })
})

test('a further signature of our own leaves the structure alone and is valid', async () => {
  const prepared = preparePdfSignature({ pdf: signed, signerName: 'Б', reason: 'Б', location: 'Б', at })
  if (isRefusal(prepared)) throw new Error(prepared.code)
  const content = signedBytes(prepared.pdf, prepared.byteRange)
  const cms = signDetached({ content, key: second.key, certificates: second.chain, signingTime: at })
  const done = await room.trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign' } })
  expect(done.kind === 'valid' && (await verify(done.pdf)).kind).toBe('valid')
})

test('what was changed is said too where the signer is unknown', async () => {
  const stranger = await room.trust.authority.createPkcs12({
    person: FIRM_HEAD,
    roles: ['first-head'],
    profile: 'unknown-root',
    password: 'x',
  })
  const report = await verify(sign(CHANGES['a page that is turned']!(signed), { ...second, chain: [stranger.certificate] }))
  expect(report.kind).toBe('refused')
  expect(report.checks).toContainEqual(
    expect.objectContaining({ name: 'structure', outcome: 'failed', finding: expect.objectContaining({ code: 'changed-between' }) }),
  )
})

test('a change between two signatures is not made good by white space after them', async () => {
  const report = await verify(Buffer.concat([sign(CHANGES['a page that is turned']!(signed), second), Buffer.from('\n')]))
  expect(report).toMatchObject({ kind: 'refused', fault: { code: 'changed-between' }, remark: null })
  expect(report.checks.at(-1)).toMatchObject({ name: 'structure', outcome: 'failed' })
})

test('two revisions that differ in very much cost little', async () => {
  const many = Array.from({ length: 300 }, (_, index) => index)
  const rows = `[${'1 '.repeat(2_000)}]`
  const large = (pdf: Uint8Array, order: (numbers: number[]) => number[]): Buffer =>
    update(pdf, (revision, document) => {
      const numbers = many.map(() => (addObject(revision, rows) as { number: number }).number)
      const list = pdfArray(
        many.flatMap((index) => order(numbers.slice(index).concat(numbers.slice(0, index)))).map((number) => pdfReference(number)),
      )
      replaceObject(revision, pdfReference(3), withEntries(document.dictionary(pdfReference(3))!, { Large: list }))
    })
  const before = sign(
    large(base(), (numbers) => numbers),
    first,
  )
  const started = process.cpuUsage()
  const report = await verify(
    sign(
      large(before, (numbers) => numbers.toReversed()),
      second,
    ),
  )
  const { user, system } = process.cpuUsage(started)
  expect(report.kind).toBe('refused')
  expect((user + system) / 1000).toBeLessThan(8_000)
})
