import { type Certificate, Malformed, readCertificate, tryToRead, type ValidationData } from '@ruqsat/asn1'
import { hash } from 'node:crypto'
import { instantFromMs } from '@ruqsat/foundation'
import type { Evidence, RevocationEvidence } from '../contract.ts'
import { readRevocationList } from '../wire/crl.ts'
import { readOcspResponse } from '../wire/ocsp.ts'
import { openPdf, type PdfDocument } from './document.ts'
import { addObject, appendRevision, beginRevision, replaceObject, type Revision } from './update.ts'
import { dictionaryOf, itemsOf, pdfArray, pdfNumber, withEntries, writeValue, type PdfReference, type PdfValue } from './values.ts'

// The document security store (DSS, ISO 32000-2 12.8.4.3): what makes the signatures of a file judgeable without asking anybody. Whoever added
// it is believed in nothing: each certificate and each statement is judged as one that came from the network.

/** Certificates, answers and lists that are read out of one file, each kind. */
const MAX_ITEMS = 64
const MAX_ITEM_BYTES = 1024 * 1024

const KEYS = { certificates: 'Certs', answers: 'OCSPs', lists: 'CRLs' } as const

export type KnownEvidence = { readonly certificates: readonly Certificate[]; readonly revocation: readonly RevocationEvidence[] }

/** What the store holds; what cannot be read is passed over. Throws Malformed only where the structure itself is broken. */
export function readValidationData(document: PdfDocument): KnownEvidence {
  const [certificates, answers, lists] = Object.values(KEYS).map((key) => streamsOf(document, key))
  return evidenceOf({ certificates: certificates!, answers: answers!, lists: lists! })
}

/** The same out of bytes that came from anywhere. */
export function evidenceOf({ certificates, answers, lists }: ValidationData): KnownEvidence {
  return { certificates: certificates.flatMap(certificateOf), revocation: [...answers.flatMap(answerPieces), ...lists.flatMap(listPieces)] }
}

/** Evidence with these statements after its own; there is at least one. */
export function withRevocation(evidence: Evidence | undefined, brought: readonly RevocationEvidence[]): Evidence {
  const none: Evidence = { at: brought[0]!.thisUpdate, signingTime: null, contentSha256: null, chain: [], revocation: [] }
  return { ...none, ...evidence, revocation: [...(evidence?.revocation ?? []), ...brought] }
}

function streamsOf(document: PdfDocument, key: string): Uint8Array[] {
  const store = document.dictionary(document.catalog?.entries.get('DSS'))
  return itemsOf(document.get(store, key))
    .slice(0, MAX_ITEMS)
    .flatMap((item) => {
      const bytes = item.kind === 'reference' ? tryToRead(() => document.streamOf(item.number)) : null
      return bytes === null || bytes instanceof Malformed || bytes.length > MAX_ITEM_BYTES ? [] : [bytes]
    })
}

function certificateOf(der: Uint8Array): Certificate[] {
  const read = tryToRead(() => readCertificate(der))
  return read instanceof Malformed ? [] : [read]
}

function answerPieces(der: Uint8Array): RevocationEvidence[] {
  const read = tryToRead(() => readOcspResponse(der))
  if (read instanceof Malformed || read.kind !== 'answer') return []
  return read.basic.responses.map(({ id, thisUpdateMs, nextUpdateMs }) => piece('ocsp', id.serial, der, { thisUpdateMs, nextUpdateMs }))
}

function listPieces(der: Uint8Array): RevocationEvidence[] {
  const list = tryToRead(() => readRevocationList(der))
  return list instanceof Malformed ? [] : [piece('crl', '', der, list)]
}

function piece(
  kind: RevocationEvidence['kind'],
  serial: string,
  der: Uint8Array,
  { thisUpdateMs, nextUpdateMs }: { readonly thisUpdateMs: number; readonly nextUpdateMs: number | null },
): RevocationEvidence {
  return {
    kind,
    serial,
    answer: Buffer.from(der).toString('base64'),
    answerSha256: hash('sha256', der),
    thisUpdate: instantFromMs(thisUpdateMs),
    nextUpdate: nextUpdateMs === null ? null : instantFromMs(nextUpdateMs),
    from: 'stored',
  }
}

/** Appends a revision whose store holds this next to what it held before; the file as it is where nothing is new. Throws Malformed. */
export function addValidationData(pdf: Uint8Array, data: ValidationData): Uint8Array {
  const document = openPdf(pdf)
  const { catalog } = document
  if (catalog === undefined) throw new Malformed('Expected a document catalog')
  const revision = beginRevision(document)
  const old = document.dictionary(catalog.entries.get('DSS')) ?? dictionaryOf({})
  const entries: Record<string, PdfValue> = {}
  for (const [kind, key] of Object.entries(KEYS) as [keyof typeof KEYS, string][]) {
    const known = new Set(streamsOf(document, key).map((bytes) => hash('sha256', bytes)))
    const added = [...new Map(data[kind].map((bytes) => [hash('sha256', bytes), bytes]))].filter(([name]) => !known.has(name))
    if (added.length === 0) continue
    entries[key] = pdfArray([...itemsOf(document.get(old, key)), ...added.map(([, bytes]) => addStream(revision, bytes))])
  }
  if (Object.keys(entries).length === 0) return pdf
  const store = withEntries(old, entries)
  const entry = catalog.entries.get('DSS')
  if (entry?.kind === 'reference') replaceObject(revision, entry, store)
  else replaceObject(revision, document.trailer.entries.get('Root'), withEntries(catalog, { DSS: addObject(revision, store) }))
  return appendRevision(document, revision)
}

function addStream(revision: Revision, bytes: Uint8Array): PdfReference {
  const dictionary = writeValue(dictionaryOf({ Length: pdfNumber(bytes.length) }))
  return addObject(revision, `${dictionary}\nstream\n${Buffer.from(bytes).toString('latin1')}\nendstream`)
}
