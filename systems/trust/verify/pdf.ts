import type { Instant } from '@ruqsat/foundation'
import type {
  Addition,
  Evidence,
  TrustFinding,
  PdfCompletion,
  PdfCompletionResult,
  PdfReport,
  PdfSignatureReport,
  SignatureVerdict,
  Undecided,
} from '../contract.ts'
import { whatWasAdded } from '../pdf/additions.ts'
import { compareRevisions } from '../pdf/changes.ts'
import { openPdf, type PdfDocument } from '../pdf/document.ts'
import { lockedField, permissionsOf } from '../pdf/permissions.ts'
import { assemblePdf, signedBytes } from '../pdf/prepare.ts'
import { CMS_FORMS, endOf, findSignatures, hidesSignature, scanByteRanges, type FoundSignature } from '../pdf/signatures.ts'
import { unaccounted } from '../pdf/updates.ts'
import type { RevocationList } from '../wire/crl.ts'
import { finding } from '../findings.ts'
import { sayFinding } from '../words.ts'
import type { Verifier } from './certificate.ts'
import { judgeKept, statedTime, TIME_OF, timeOf, verifyDetached } from './detached.ts'
import { isRefused, reading, refused, undecided } from './verdict.ts'

export type PdfOptions = {
  readonly at?: Instant | undefined
  readonly atCoversBytes?: number | undefined
  readonly evidence?: Evidence | undefined
  readonly offline?: boolean | undefined
  readonly lists?: readonly RevocationList[] | undefined
}

/** Verifies completely, then assembles: a file never carries a signature that we would not accept ourselves. */
export async function completePdf(verifier: Verifier, completion: PdfCompletion): Promise<PdfCompletionResult> {
  const { prepared, cms, at, expect, madeAt } = completion
  const content = signedBytes(prepared.pdf, prepared.byteRange)
  const verdict = await verifyDetached(verifier, { cms, content, at, expect, ...(madeAt !== undefined && { madeAt }) })
  return verdict.kind === 'valid' ? { ...verdict, pdf: assemblePdf(prepared, cms) } : verdict
}

export async function verifyPdf(verifier: Verifier, pdf: Uint8Array, options: PdfOptions = {}): Promise<PdfReport> {
  const opened = reading(() => {
    const document = openPdf(pdf)
    return { document, signatures: findSignatures(document) }
  }, 'pdf-unreadable')
  if (isRefused(opened)) return withoutReports('refused', nameDamage(pdf, opened.finding))
  const { document, signatures } = opened
  if (signatures.length === 0) return withoutSignature(document)
  const reports: PdfSignatureReport[] = []
  for (const signature of signatures) reports.push(await reportOn(verifier, document, signature, options))
  const structure = reading(() => judgeStructure(document, signatures), 'pdf-unreadable')
  return summarise(reports, isRefused(structure) ? { fault: structure.finding, added: 'other', remark: null } : structure)
}

function withoutReports(kind: 'refused' | 'unsigned', found: TrustFinding): PdfReport {
  return { kind, signatures: [], added: 'nothing', structure: found, finding: found, detail: sayFinding(found, 'en') }
}

type Structure = { readonly fault: TrustFinding | null; readonly added: Addition; readonly remark: TrustFinding | null }

/** All that can be seen without asking anybody: it is looked at in any case, so that an attack is refused whoever answers. */
function judgeStructure(document: PdfDocument, signatures: readonly FoundSignature[]): Structure {
  const whole = signatures.filter((signature) => signature.problem === null)
  const end = whole.length === 0 ? document.bytes.length : endOf(whole.at(-1)!.byteRange)
  const { added, why } = whatWasAdded(document, end)
  const addition = added === 'nothing' ? null : finding(`followed-by-${added}`, { count: String(end), technical: why })
  const fault =
    (hidesSignature(document, signatures) ? finding('field-unreached') : null) ??
    changedBetween(document, whole) ??
    (added === 'other' ? addition : null)
  return { fault, added, remark: added === 'other' ? null : addition }
}

/** Holds each signed revision against the next: a later signer must not have changed what an earlier one signed. */
function changedBetween(document: PdfDocument, signatures: readonly FoundSignature[]): TrustFinding | null {
  const revisions = signatures.map((signature) => document.revision(endOf(signature.byteRange)))
  const permissions = signatures.map((signature, index) => permissionsOf(revisions[index]!, signature))
  for (const [index, next] of signatures.slice(1).entries()) {
    const [before, after] = [revisions[index]!, revisions[index + 1]!]
    const stray = unaccounted(before, after)
    const comparison = compareRevisions(before, after)
    const earlier = next.isTimeStamp ? [] : permissions.slice(0, index + 1)
    if (earlier.some((each) => each.isClosed)) return finding('certified-closed', { technical: comparison.fault ?? 'signed again' })
    const change = stray ?? comparison.fault
    if (change !== null) return finding('changed-between', { technical: change })
    const locked = earlier.map((each) => lockedField(after, comparison, each)).find((name) => name !== null)
    if (locked !== undefined) return finding('field-locked', { technical: locked ?? '' })
  }
  return null
}

/** No field leads to a signature, or the structure cannot be read; what was signed may still show what happened. */
function nameDamage(pdf: Uint8Array, found: TrustFinding): TrustFinding {
  const last = scanByteRanges(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1')).at(-1)
  if (last === undefined || endOf(last) === pdf.length) return found
  return endOf(last) > pdf.length
    ? finding('truncated', { signed: String(endOf(last)), found: String(pdf.length) })
    : finding('appended-unreadable', { technical: sayFinding(found, 'en') })
}

function withoutSignature(document: PdfDocument): PdfReport {
  if (scanByteRanges(document.text).length === 0) return withoutReports('unsigned', finding('unsigned'))
  return withoutReports('refused', nameDamage(document.bytes, finding('field-unreached')))
}

async function reportOn(
  verifier: Verifier,
  document: PdfDocument,
  signature: FoundSignature,
  options: PdfOptions,
): Promise<PdfSignatureReport> {
  const endsAt = endOf(signature.byteRange)
  const signingTime = signature.problem === null ? (statedTime(signature.cms) ?? signature.statedAt) : null
  const asked = options.atCoversBytes === undefined || endsAt <= options.atCoversBytes ? options.at : undefined
  const { at, statedBy: timeStatedBy } = await timeOf(verifier, asked, signingTime)
  const laterBytes = Math.max(0, document.bytes.length - endsAt)
  return {
    field: signature.field,
    verdict: await verdictOn(verifier, document, signature, { at, timeStatedBy }, options),
    at,
    timeStatedBy,
    signingTime,
    coversWholeDocument: signature.problem === null && laterBytes === 0,
    laterBytes,
    endsAt,
    isTimeStamp: signature.isTimeStamp,
  }
}

async function verdictOn(
  verifier: Verifier,
  document: PdfDocument,
  signature: FoundSignature,
  { at, timeStatedBy }: Pick<PdfSignatureReport, 'at' | 'timeStatedBy'>,
  options: PdfOptions,
): Promise<SignatureVerdict | Undecided> {
  if (signature.problem !== null) return refused('changed-content', signature.problem)
  if (signature.isTimeStamp) return undecided(finding('time-stamp-not-judged'), null)
  if (signature.form !== '' && !CMS_FORMS.has(signature.form))
    return undecided(finding('form-not-supported', { form: signature.form }), null)
  const check = {
    cms: signature.cms,
    content: signedBytes(document.bytes, signature.byteRange),
    at,
    expect: { purpose: 'sign' as const },
    ...(options.evidence && { evidence: options.evidence }),
  }
  return judgeKept(verifier, check, { offline: options.offline, lists: options.lists, time: TIME_OF[timeStatedBy] })
}

function summarise(reports: readonly PdfSignatureReport[], { fault, added, remark }: Structure): PdfReport {
  const signed = reports.filter((report) => !report.isTimeStamp)
  const verdicts = (signed.length === 0 ? reports : signed).map((report) => report.verdict)
  const why = verdicts.find((verdict) => verdict.kind === 'refused')?.finding ?? fault
  const open = verdicts.find((verdict) => verdict.kind === 'undecided') ?? verdicts.find((verdict) => verdict.kind === 'waiting')
  const problem = why ?? open?.finding ?? null
  return {
    kind: why === null ? (open?.kind ?? 'valid') : 'refused',
    signatures: reports,
    added,
    structure: fault ?? remark,
    finding: problem ?? remark,
    detail: problem && sayFinding(problem, 'en'),
  }
}
