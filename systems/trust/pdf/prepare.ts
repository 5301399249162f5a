import { expectThat, Malformed } from '@ruqsat/asn1'
import { createHash } from 'node:crypto'
import { Fault, type Instant, type Refusal } from '@ruqsat/foundation'
import type { PdfSignatureRequest, PreparedPdf } from '../contract.ts'
import { refuseTrust } from '../refusals.ts'
import { itemsOf, integerOf, nameOf, openPdf, type PdfDocument } from './document.ts'
import { addObject, appendRevision, beginRevision, replaceObject, type Revision } from './update.ts'
import {
  dictionaryOf,
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
const RANGE_DIGITS = 10
const RANGE_PLACEHOLDER = `[0 ${'9'.repeat(RANGE_DIGITS)} ${'9'.repeat(RANGE_DIGITS)} ${'9'.repeat(RANGE_DIGITS)}]`
const MAX_PAGE_DEPTH = 32
/** Annotation flags Print and Locked: PDF/A wants the first and forbids Hidden, Invisible and NoView. */
const WIDGET_FLAGS = 4 + 128
/** SignaturesExist and AppendOnly. */
const SIGNATURE_FLAGS = 3

/** Adds a revision with an empty signature (PAdES, ETSI EN 319 142-1: SubFilter ETSI.CAdES.detached). Nothing of the given file is changed. */
export function preparePdfSignature(request: PdfSignatureRequest): PreparedPdf | Refusal {
  try {
    return prepare(request)
  } catch (error) {
    if (error instanceof Malformed) return refuseTrust('trust.pdf-unreadable', { facts: { detail: error.message } })
    throw error
  }
}

function prepare(request: PdfSignatureRequest): PreparedPdf | Refusal {
  const reserveBytes = request.reserveBytes ?? DEFAULT_RESERVE_BYTES
  if (!Number.isInteger(reserveBytes) || reserveBytes < 1024 || reserveBytes > MAX_RESERVE_BYTES)
    throw new Fault(`Expected reserveBytes of 1024 to ${MAX_RESERVE_BYTES}`)
  const document = openPdf(request.pdf)
  if (document.trailer.entries.has('Encrypt')) return refuseTrust('trust.pdf-encrypted')
  const revision = beginRevision(document)
  const signature = addObject(revision, signatureBody(request, reserveBytes))
  addField(document, revision, signature)
  const pdf = appendRevision(document, revision)
  return fillRange(pdf, request.pdf.length, reserveBytes)
}

function signatureBody(request: PdfSignatureRequest, reserveBytes: number): string {
  return [
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached',
    `/ByteRange ${RANGE_PLACEHOLDER}`,
    `/Contents <${'0'.repeat(reserveBytes * 2)}>`,
    `/M (${pdfDate(request.at)})`,
    `/Name ${textOf(request.signerName)}`,
    `/Reason ${textOf(request.reason)}`,
    `/Location ${textOf(request.location)} >>`,
  ].join('\n')
}

function textOf(text: string): string {
  return (pdfText(text) as Extract<PdfValue, { kind: 'string' }>).raw
}

function pdfDate(at: Instant): string {
  return `D:${at.slice(0, 19).replace(/[-:T]/g, '')}Z`
}

/** A signature field merged with its widget: no appearance and no area, so nothing on the page changes (PDF/A-2, 6.3.3). */
function addField(document: PdfDocument, revision: Revision, signature: PdfReference): void {
  const catalogReference = document.trailer.entries.get('Root')
  const catalog = document.dictionary(catalogReference)
  expectThat(catalog !== undefined, 'a document catalog')
  const page = firstPage(document, catalog)
  const form = document.dictionary(catalog.entries.get('AcroForm'))
  const name = freeName(document, form)
  const field = pdfReference(revision.nextNumber++)
  // A further signature leaves the structure alone: whoever signed first signed what a screen reader says, too.
  const tagging = isSigned(document, form) ? {} : tagField(document, revision, catalog, page.reference, field)
  const widget = dictionaryOf({
    Type: pdfName('Annot'),
    Subtype: pdfName('Widget'),
    FT: pdfName('Sig'),
    T: pdfText(name),
    TU: pdfText('Электрондық цифрлық қолтаңба'),
    V: signature,
    P: page.reference,
    Rect: pdfArray([0, 0, 0, 0].map(pdfNumber)),
    F: pdfNumber(WIDGET_FLAGS),
    ...tagging,
  })
  revision.objects.set(field.number, { generation: 0, body: writeValue(widget) })
  replaceObject(revision, page.reference, withAnnotation(document, page.dictionary, field))
  const changedForm = withEntries(form ?? dictionaryOf({}), {
    Fields: pdfArray([...itemsOf(document.resolve(form?.entries.get('Fields'))), field]),
    SigFlags: pdfNumber(SIGNATURE_FLAGS),
  })
  const formReference = catalog.entries.get('AcroForm')
  if (formReference?.kind === 'reference') replaceObject(revision, formReference, changedForm)
  else replaceObject(revision, catalogReference, withEntries(catalog, { AcroForm: changedForm }))
}

function firstPage(document: PdfDocument, catalog: PdfDictionary): { reference: PdfReference; dictionary: PdfDictionary } {
  let reference = catalog.entries.get('Pages')
  for (let depth = 0; depth < MAX_PAGE_DEPTH; depth++) {
    const dictionary = document.dictionary(reference)
    if (dictionary === undefined || reference?.kind !== 'reference') break
    if (nameOf(dictionary.entries.get('Type')) === 'Page') return { reference, dictionary }
    reference = itemsOf(document.resolve(dictionary.entries.get('Kids')))[0]
  }
  throw new Malformed('Expected a page in the PDF')
}

function withAnnotation(document: PdfDocument, page: PdfDictionary, field: PdfReference): PdfDictionary {
  const annotations = itemsOf(document.resolve(page.entries.get('Annots')))
  return withEntries(page, { Annots: pdfArray([...annotations, field]), Tabs: pdfName('S') })
}

function isSigned(document: PdfDocument, form: PdfDictionary | undefined): boolean {
  return itemsOf(document.resolve(form?.entries.get('Fields'))).some((field) => document.dictionary(field)?.entries.has('V'))
}

function freeName(document: PdfDocument, form: PdfDictionary | undefined): string {
  return `Signature${itemsOf(document.resolve(form?.entries.get('Fields'))).length + 1}`
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
  const numbers = document.resolve(tree?.entries.get('Nums'))
  if (root === undefined || tree === undefined || numbers?.kind !== 'array' || rootReference?.kind !== 'reference') return {}
  const used = numbers.items.flatMap((item, index) => (index % 2 === 0 ? [integerOf(item) ?? 0] : []))
  const key = Math.max(integerOf(root.entries.get('ParentTreeNextKey')) ?? 0, ...used.map((number) => number + 1))
  const kids = document.resolve(root.entries.get('K'))
  const top = itemsOf(kids)[0] ?? root.entries.get('K')
  const topElement = top?.kind === 'reference' && (kids?.kind !== 'array' || kids.items.length === 1) ? document.dictionary(top) : undefined
  if (top?.kind !== 'reference' || topElement === undefined) return {}
  const objectReference = dictionaryOf({ Type: pdfName('OBJR'), Obj: field, Pg: page })
  const element = addObject(
    revision,
    dictionaryOf({ Type: pdfName('StructElem'), S: pdfName('Form'), P: top, Pg: page, K: pdfArray([objectReference]) }),
  )
  const below = document.resolve(topElement.entries.get('K'))
  const children = below === undefined ? [] : below.kind === 'array' ? below.items : [topElement.entries.get('K')!]
  replaceObject(revision, top, withEntries(topElement, { K: pdfArray([...children, element]) }))
  const changedTree = withEntries(tree, { Nums: pdfArray([...numbers.items, pdfNumber(key), element]) })
  const treeReference = root.entries.get('ParentTree')
  if (treeReference?.kind === 'reference') replaceObject(revision, treeReference, changedTree)
  const changedRoot = withEntries(root, { ParentTreeNextKey: pdfNumber(key + 1) })
  replaceObject(
    revision,
    rootReference,
    treeReference?.kind === 'reference' ? changedRoot : withEntries(changedRoot, { ParentTree: changedTree }),
  )
  return { StructParent: pdfNumber(key) }
}

function fillRange(pdf: Uint8Array, originalLength: number, reserveBytes: number): PreparedPdf {
  const buffer = Buffer.from(pdf)
  const rangeAt = buffer.indexOf(RANGE_PLACEHOLDER, originalLength, 'latin1')
  const gapStart = buffer.indexOf('/Contents <', rangeAt, 'latin1') + '/Contents '.length
  const gapEnd = gapStart + reserveBytes * 2 + 2
  const byteRange = [0, gapStart, gapEnd, buffer.length - gapEnd] as const
  buffer.write(`[${byteRange.join(' ')}]`.padEnd(RANGE_PLACEHOLDER.length, ' '), rangeAt, 'latin1')
  return { pdf: buffer, byteRange, sha256: createHash('sha256').update(signedBytes(buffer, byteRange)).digest('hex') }
}

/** The bytes that a PDF signature covers, in one piece. */
export function signedBytes(
  pdf: Uint8Array,
  [start, length, secondStart, secondLength]: readonly [number, number, number, number],
): Uint8Array {
  return Buffer.concat([pdf.subarray(start, start + length), pdf.subarray(secondStart, secondStart + secondLength)])
}

/** Puts the CMS into its place. The prepared file must be as it was made: same digest, empty place. */
export function assemblePdf(prepared: PreparedPdf, cms: Uint8Array): Uint8Array {
  const buffer = Buffer.from(prepared.pdf)
  const [, gapStart, gapEnd] = prepared.byteRange
  if (createHash('sha256').update(signedBytes(buffer, prepared.byteRange)).digest('hex') !== prepared.sha256)
    throw new Fault('Expected the prepared PDF unchanged but its digest differs')
  const gap = buffer.toString('latin1', gapStart, gapEnd)
  if (!/^<0+>$/.test(gap)) throw new Fault('Expected an empty place for the signature')
  if (cms.length * 2 > gap.length - 2)
    throw new Fault(
      `Expected a signature of at most ${(gap.length - 2) / 2} bytes but it has ${cms.length}; prepare with a larger reserveBytes`,
    )
  buffer.write(Buffer.from(cms).toString('hex').toUpperCase(), gapStart + 1, 'latin1')
  return buffer
}
