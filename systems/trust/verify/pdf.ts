import { instantFromMs, type Instant } from '@ruqsat/foundation'
import type { Evidence, PdfCompletion, PdfCompletionResult, PdfReport, PdfSignatureReport, SignatureVerdict } from '../contract.ts'
import { forbiddenChange } from '../pdf/changes.ts'
import { openPdf, type PdfDocument } from '../pdf/document.ts'
import { assemblePdf, signedBytes } from '../pdf/prepare.ts'
import { endOf, findSignatures, scanByteRanges, type FoundSignature } from '../pdf/signatures.ts'
import { readSignedData } from '../wire/cms.ts'
import { verifyDetached } from './detached.ts'
import type { Verifier } from './certificate.ts'
import { isRefused, reading, refused } from './verdict.ts'

export type PdfOptions = {
  readonly at?: Instant | undefined
  readonly evidence?: Evidence | undefined
  readonly offline?: boolean | undefined
}

/** Verifies completely, then assembles: a file never carries a signature that we would not accept ourselves. */
export async function completePdf(verifier: Verifier, completion: PdfCompletion): Promise<PdfCompletionResult> {
  const { prepared, cms, at, expect, madeAt } = completion
  const content = signedBytes(prepared.pdf, prepared.byteRange)
  const verdict = await verifyDetached(verifier, { cms, content, at, expect, ...(madeAt !== undefined && { madeAt }) })
  if (verdict.kind !== 'valid') return verdict
  return { ...verdict, pdf: assemblePdf(prepared, cms) }
}

export async function verifyPdf(verifier: Verifier, pdf: Uint8Array, options: PdfOptions = {}): Promise<PdfReport> {
  const opened = reading(() => {
    const document = openPdf(pdf)
    return { document, signatures: findSignatures(document) }
  })
  if (isRefused(opened)) return { kind: 'refused', signatures: [], detail: nameDamage(pdf, opened.detail) }
  const { document, signatures } = opened
  if (signatures.length === 0) return withoutSignature(document)
  const reports = []
  for (const signature of signatures) reports.push(await reportOn(verifier, document, signature, options))
  // A file that is refused already is not worth the comparison, which costs a reading of each revision.
  const isRefusedAlready = reports.some(({ verdict }) => verdict.kind === 'refused')
  const between = isRefusedAlready ? null : reading(() => changedBetween(document, signatures))
  if (isRefused(between)) return { kind: 'refused', signatures: reports, detail: between.detail }
  return summarise(reports, between)
}

/** Holds each signed revision against the next: a later signer must not have rewritten what an earlier one signed. */
function changedBetween(document: PdfDocument, signatures: readonly FoundSignature[]): string | null {
  for (const [index, signature] of signatures.slice(0, -1).entries()) {
    if (signature.problem !== null || signatures[index + 1]!.problem !== null) continue
    const revision = (of: FoundSignature): PdfDocument => openPdf(document.bytes.subarray(0, endOf(of.byteRange)))
    const change = forbiddenChange(revision(signature), revision(signatures[index + 1]!))
    if (change !== null) return `the document was changed between its signatures: ${change}`
  }
  return null
}

/** No field leads to a signature, or the structure cannot be read; what was signed may still tell what happened. */
function nameDamage(pdf: Uint8Array, detail: string): string {
  const last = scanByteRanges(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1')).at(-1)
  if (last === undefined || endOf(last) === pdf.length) return detail
  return endOf(last) > pdf.length
    ? `the file is truncated: ${endOf(last)} bytes were signed, ${pdf.length} are there`
    : `bytes were appended after signing: ${detail}`
}

function withoutSignature(document: PdfDocument): PdfReport {
  if (scanByteRanges(document.text).length === 0) return { kind: 'unsigned', signatures: [], detail: 'the file has no signature' }
  return { kind: 'refused', signatures: [], detail: nameDamage(document.bytes, 'a signature stands in the file, but no field leads to it') }
}

async function reportOn(
  verifier: Verifier,
  document: PdfDocument,
  signature: FoundSignature,
  options: PdfOptions,
): Promise<PdfSignatureReport> {
  const signingTime = signature.problem === null ? statedTime(signature) : null
  const at = options.at ?? signingTime
  const laterBytes = Math.max(0, document.bytes.length - endOf(signature.byteRange))
  return {
    field: signature.field,
    verdict: await verdictOn(verifier, document, signature, at, options),
    at,
    signingTime,
    coversWholeDocument: signature.problem === null && laterBytes === 0,
    laterBytes,
  }
}

function statedTime(signature: FoundSignature): Instant | null {
  const signed = reading(() => readSignedData(signature.cms))
  if (isRefused(signed)) return null
  return signed.signingTimeMs === null ? signature.statedAt : instantFromMs(signed.signingTimeMs)
}

async function verdictOn(
  verifier: Verifier,
  document: PdfDocument,
  signature: FoundSignature,
  at: Instant | null,
  options: PdfOptions,
): Promise<SignatureVerdict> {
  if (signature.problem !== null) return refused('changed-content', signature.problem)
  const content = signedBytes(document.bytes, signature.byteRange)
  if (at === null) {
    const unreadable = reading(() => readSignedData(signature.cms))
    return isRefused(unreadable) ? unreadable : refused('malformed', 'the signature states no time')
  }
  const check = {
    cms: signature.cms,
    content,
    at,
    expect: { purpose: 'sign' as const },
    ...(options.evidence && { evidence: options.evidence }),
  }
  return verifyDetached(verifier, check, { offline: options.offline })
}

function summarise(reports: readonly PdfSignatureReport[], between: string | null): PdfReport {
  const bad = reports.find((report) => report.verdict.kind === 'refused')
  if (bad?.verdict.kind === 'refused') return { kind: 'refused', signatures: reports, detail: bad.verdict.detail }
  if (between !== null) return { kind: 'refused', signatures: reports, detail: between }
  const last = reports.at(-1)!
  if (last.laterBytes > 0) {
    return {
      kind: 'refused',
      signatures: reports,
      detail: `the file was changed after its last signature: ${last.laterBytes} bytes were appended`,
    }
  }
  const waits = reports.find((report) => report.verdict.kind === 'waiting')
  if (waits?.verdict.kind === 'waiting') return { kind: 'waiting', signatures: reports, detail: waits.verdict.reason }
  return { kind: 'valid', signatures: reports, detail: null }
}
