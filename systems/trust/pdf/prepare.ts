import { expectFound, expectThat, Malformed, tryToRead } from '@ruqsat/asn1'
import { hash } from 'node:crypto'
import { Fault, type Instant, type Refusal } from '@ruqsat/foundation'
import type { PdfSignatureRequest, PreparedPdf } from '../contract.ts'
import { refuseTrust } from '../refusals.ts'
import { openPdf, type PdfDocument } from './document.ts'
import { addObject, appendRevision, beginRevision, replaceObject, type Revision } from './update.ts'
import {
  dictionaryOf,
  integerOf,
  itemsOf,
  nameOf,
  pdfArray,
  pdfName,
  pdfNumber,
  pdfReference,
  pdfText,
  withEntries,
  writeValue,
  type PdfDictionary,
  type PdfReference,
  type PdfValue,
} from './values.ts'

/** A CMS with two certificates is 3 to 5 KiB; later a time stamp of 6 KiB joins. */
const DEFAULT_RESERVE_BYTES = 16 * 1024
const MAX_RESERVE_BYTES = 64 * 1024
/** A token with its chain is 2 to 6 KiB. */
const STAMP_RESERVE_BYTES = 12 * 1024
const RANGE_DIGITS = 10
const RANGE_PLACEHOLDER = `[0 ${'9'.repeat(RANGE_DIGITS)} ${'9'.repeat(RANGE_DIGITS)} ${'9'.repeat(RANGE_DIGITS)}]`
const MAX_PAGE_DEPTH = 32
/** Annotation flags Print and Locked: PDF/A wants the first and forbids Hidden, Invisible and NoView. */
const WIDGET_FLAGS = 4 + 128
/** SignaturesExist and AppendOnly. */
const SIGNATURE_FLAGS = 3

/** Adds a revision with an empty signature (PAdES, ETSI EN 319 142-1: SubFilter ETSI.CAdES.detached). Nothing of the given file is changed. */
export function preparePdfSignature(request: PdfSignatureRequest): PreparedPdf | Refusal {
  const prepared = tryToRead(() => prepare(request))
  return prepared instanceof Malformed ? refuseTrust('trust.pdf-unreadable', { facts: { detail: prepared.message } }) : prepared
}

function prepare(request: PdfSignatureRequest): PreparedPdf | Refusal {
  const reserveBytes = request.reserveBytes ?? DEFAULT_RESERVE_BYTES
  if (!Number.isInteger(reserveBytes) || reserveBytes < 1024 || reserveBytes > MAX_RESERVE_BYTES)
    throw new Fault(`Expected reserveBytes of 1024 to ${MAX_RESERVE_BYTES}`)
  const document = openPdf(request.pdf)
  if (document.trailer.entries.has('Encrypt')) return refuseTrust('trust.pdf-encrypted')
  return prepared(document, signatureBody(request, reserveBytes), {
    name: 'Signature',
    title: 'Электрондық цифрлық қолтаңба',
    reserveBytes,
  })
}

/** Room for a time stamp of the whole document, what is known for its validation included (ETSI EN 319 142-1 5.4.3). Throws Malformed. */
export function prepareDocumentStamp(pdf: Uint8Array): PreparedPdf {
  const document = openPdf(pdf)
  expectThat(!document.trailer.entries.has('Encrypt'), 'a PDF that is not encrypted')
  const body = [
    '<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161',
    `/ByteRange ${RANGE_PLACEHOLDER}`,
    `/Contents <${'0'.repeat(STAMP_RESERVE_BYTES * 2)}> >>`,
  ].join('\n')
  return prepared(document, body, { name: 'TimeStamp', title: 'Уақыт белгісі', reserveBytes: STAMP_RESERVE_BYTES })
}

type NewField = { readonly name: string; readonly title: string; readonly reserveBytes: number }

function prepared(document: PdfDocument, body: string, field: NewField): PreparedPdf {
  const revision = beginRevision(document)
  addField(document, revision, addObject(revision, body), field)
  return fillRange(appendRevision(document, revision), document.bytes.length, field.reserveBytes)
}

function signatureBody(request: PdfSignatureRequest, reserveBytes: number): string {
  return [
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached',
    `/ByteRange ${RANGE_PLACEHOLDER}`,
    `/Contents <${'0'.repeat(reserveBytes * 2)}>`,
    `/M (${pdfDate(request.at)})`,
    `/Name ${writeValue(pdfText(request.signerName))}`,
    `/Reason ${writeValue(pdfText(request.reason))}`,
    `/Location ${writeValue(pdfText(request.location))} >>`,
  ].join('\n')
}

function pdfDate(at: Instant): string {
  return `D:${at.slice(0, 19).replace(/[-:T]/g, '')}Z`
}

/** A signature field merged with its widget: no appearance and no area, so nothing on the page changes (PDF/A-2, 6.3.3). */
function addField(document: PdfDocument, revision: Revision, signature: PdfReference, { name, title }: NewField): void {
  const catalog = expectFound(document.catalog, 'a document catalog')
  const page = firstPage(document, catalog)
  const form = document.dictionary(catalog.entries.get('AcroForm'))
  const fields = itemsOf(document.get(form, 'Fields'))
  const isSigned = fields.some((each) => document.dictionary(each)?.entries.has('V'))
  const field = pdfReference(revision.nextNumber++)
  const widget = dictionaryOf({
    Type: pdfName('Annot'),
    Subtype: pdfName('Widget'),
    FT: pdfName('Sig'),
    T: pdfText(`${name}${fields.length + 1}`),
    TU: pdfText(title),
    V: signature,
    P: page.reference,
    Rect: pdfArray([0, 0, 0, 0].map(pdfNumber)),
    F: pdfNumber(WIDGET_FLAGS),
    // A further signature leaves the structure alone: whoever signed first signed what a screen reader says, too.
    ...(isSigned ? {} : tagField(document, revision, catalog, page.reference, field)),
  })
  revision.objects.set(field.number, { generation: 0, body: writeValue(widget) })
  const annotations = itemsOf(document.get(page.dictionary, 'Annots'))
  replaceObject(revision, page.reference, withEntries(page.dictionary, { Annots: pdfArray([...annotations, field]), Tabs: pdfName('S') }))
  const changedForm = withEntries(form ?? dictionaryOf({}), { Fields: pdfArray([...fields, field]), SigFlags: pdfNumber(SIGNATURE_FLAGS) })
  const entry = placed(revision, catalog.entries.get('AcroForm'), changedForm)
  if (entry === changedForm) replaceObject(revision, document.trailer.entries.get('Root'), withEntries(catalog, { AcroForm: entry }))
}

/** What an entry is from now on: the reference, where it led to an object, which is replaced; else the value itself. */
function placed(revision: Revision, entry: PdfValue | undefined, value: PdfDictionary): PdfValue {
  if (entry?.kind !== 'reference') return value
  replaceObject(revision, entry, value)
  return entry
}

function firstPage(document: PdfDocument, catalog: PdfDictionary): { reference: PdfReference; dictionary: PdfDictionary } {
  let reference = catalog.entries.get('Pages')
  for (let depth = 0; depth < MAX_PAGE_DEPTH && reference?.kind === 'reference'; depth++) {
    const dictionary = document.dictionary(reference)
    if (dictionary !== undefined && nameOf(dictionary.entries.get('Type')) === 'Page') return { reference, dictionary }
    reference = itemsOf(document.get(dictionary, 'Kids'))[0]
  }
  throw new Malformed('Expected a page in the PDF')
}

/**
 * In a tagged document the widget gets its place in the structure: a Form element under the document's own, found from the parent tree
 * (ISO 32000-1 14.7.4.4). A parent tree of several levels is left alone; the field then has no element, which PDF/A-2a allows.
 */
function tagField(
  document: PdfDocument,
  revision: Revision,
  catalog: PdfDictionary,
  page: PdfReference,
  field: PdfReference,
): Record<string, PdfValue> {
  const rootReference = catalog.entries.get('StructTreeRoot')
  const root = document.dictionary(rootReference)
  const tree = document.dictionary(root?.entries.get('ParentTree'))
  const numbers = document.get(tree, 'Nums')
  const [top, ...others] = kidsOf(document, root)
  const topElement = document.dictionary(top)
  if (root === undefined || tree === undefined || numbers?.kind !== 'array') return {}
  if (top?.kind !== 'reference' || topElement === undefined || others.length > 0) return {}
  const used = numbers.items.filter((_, index) => index % 2 === 0).map((item) => integerOf(item) ?? 0)
  const key = Math.max(integerOf(root.entries.get('ParentTreeNextKey')) ?? 0, ...used.map((number) => number + 1))
  const objectReference = dictionaryOf({ Type: pdfName('OBJR'), Obj: field, Pg: page })
  const element = addObject(
    revision,
    dictionaryOf({ Type: pdfName('StructElem'), S: pdfName('Form'), P: top, Pg: page, K: pdfArray([objectReference]) }),
  )
  replaceObject(revision, top, withEntries(topElement, { K: pdfArray([...kidsOf(document, topElement), element]) }))
  const changedTree = withEntries(tree, { Nums: pdfArray([...numbers.items, pdfNumber(key), element]) })
  const ParentTree = placed(revision, root.entries.get('ParentTree'), changedTree)
  replaceObject(revision, rootReference, withEntries(root, { ParentTree, ParentTreeNextKey: pdfNumber(key + 1) }))
  return { StructParent: pdfNumber(key) }
}

/** What is below an element of the structure; a single one is written without an array. */
function kidsOf(document: PdfDocument, element: PdfDictionary | undefined): readonly PdfValue[] {
  const kids = document.get(element, 'K')
  return kids === undefined || kids.kind === 'array' ? itemsOf(kids) : [element!.entries.get('K')!]
}

function fillRange(pdf: Uint8Array, originalLength: number, reserveBytes: number): PreparedPdf {
  const buffer = Buffer.from(pdf)
  const rangeAt = buffer.indexOf(RANGE_PLACEHOLDER, originalLength, 'latin1')
  const gapStart = buffer.indexOf('/Contents <', rangeAt, 'latin1') + '/Contents '.length
  const gapEnd = gapStart + reserveBytes * 2 + 2
  const byteRange = [0, gapStart, gapEnd, buffer.length - gapEnd] as const
  buffer.write(`[${byteRange.join(' ')}]`.padEnd(RANGE_PLACEHOLDER.length, ' '), rangeAt, 'latin1')
  return { pdf: buffer, byteRange, sha256: signedSha256(buffer, byteRange) }
}

/** The bytes that a PDF signature covers, in one piece. */
export function signedBytes(
  pdf: Uint8Array,
  [start, length, secondStart, secondLength]: readonly [number, number, number, number],
): Uint8Array {
  return Buffer.concat([pdf.subarray(start, start + length), pdf.subarray(secondStart, secondStart + secondLength)])
}

/** How many bytes the signature may have. */
export function placeOf({ byteRange: [, gapStart, gapEnd] }: PreparedPdf): number {
  return (gapEnd - gapStart - 2) / 2
}

/** Puts the CMS into its place. The prepared file must be as it was made: same digest, empty place. */
export function assemblePdf({ pdf, byteRange, sha256 }: PreparedPdf, cms: Uint8Array): Uint8Array {
  const buffer = Buffer.from(pdf)
  const [, gapStart, gapEnd] = byteRange
  if (signedSha256(buffer, byteRange) !== sha256) throw new Fault('Expected the prepared PDF unchanged but its digest differs')
  const gap = buffer.toString('latin1', gapStart, gapEnd)
  if (!/^<0+>$/.test(gap)) throw new Fault('Expected an empty place for the signature')
  if (cms.length * 2 > gap.length - 2)
    throw new Fault(
      `Expected a signature of at most ${(gap.length - 2) / 2} bytes but it has ${cms.length}; prepare with a larger reserveBytes`,
    )
  buffer.write(Buffer.from(cms).toString('hex').toUpperCase(), gapStart + 1, 'latin1')
  return buffer
}

function signedSha256(pdf: Uint8Array, byteRange: PreparedPdf['byteRange']): string {
  return hash('sha256', signedBytes(pdf, byteRange))
}
