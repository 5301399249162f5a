import { type Certificate, CONTENT, readSignedData } from '@ruqsat/asn1'
import type { Instant } from '@ruqsat/foundation'
import type {
  Addition,
  Evidence,
  TrustFinding,
  PdfCompletion,
  PdfCompletionResult,
  PdfReport,
  PdfSignatureReport,
  Renewal,
  SignatureVerdict,
  Undecided,
} from '../contract.ts'
import { whatWasAdded } from '../pdf/additions.ts'
import { compareRevisions } from '../pdf/changes.ts'
import { openPdf, type PdfDocument } from '../pdf/document.ts'
import { lockedField, permissionsOf } from '../pdf/permissions.ts'
import { assemblePdf, placeOf, prepareDocumentStamp, signedBytes } from '../pdf/prepare.ts'
import { CMS_FORMS, endOf, findSignatures, hidesSignature, scanByteRanges, type FoundSignature } from '../pdf/signatures.ts'
import { unaccounted } from '../pdf/updates.ts'
import { addValidationData, type KnownEvidence, readValidationData, withRevocation } from '../pdf/validation-data.ts'
import type { RevocationList } from '../wire/crl.ts'
import { finding } from '../findings.ts'
import { sayFinding } from '../words.ts'
import type { Verifier } from './certificate.ts'
import { judgeKept, type JudgedTime, statedTime, TIME_OF, timeOf, verifyDetached } from './detached.ts'
import { type Stamper, stampSignature, type Unstamped, validationData } from './stamping.ts'
import { judgeTimeStamp, stampEvidence, type StampVerdict } from './time-stamp.ts'
import { isRefused, reading, refused, refusedFor, undecided } from './verdict.ts'

export type PdfOptions = {
  readonly at?: Instant | undefined
  readonly atCoversBytes?: number | undefined
  readonly evidence?: Evidence | undefined
  readonly offline?: boolean | undefined
  readonly lists?: readonly RevocationList[] | undefined
}

/**
 * Verifies completely, then assembles: a file never carries a signature that we would not accept ourselves. With a time-stamping authority the file
 * proves its time and is judged later without asking anybody (PAdES B-LT); without an answer of it the file says less, and nothing in it claims more.
 */
export async function completePdf(verifier: Verifier, stamper: Stamper | null, completion: PdfCompletion): Promise<PdfCompletionResult> {
  const { prepared, cms, at, expect, madeAt } = completion
  const content = signedBytes(prepared.pdf, prepared.byteRange)
  const verdict = await verifyDetached(verifier, { cms, content, at, expect, ...(madeAt !== undefined && { madeAt }) })
  if (verdict.kind !== 'valid') return verdict
  const stamped = stamper === null ? NO_STAMPER : await stampSignature(stamper, cms)
  const isStamped = stamped.kind === 'stamped' && stamped.cms.length <= placeOf(prepared)
  if (!isStamped) {
    const withoutProof = stamped.kind === 'stamped' ? 'the place for the signature is too small for a time stamp' : stamped.why
    return { ...verdict, pdf: assemblePdf(prepared, cms), level: 'B-B', withoutProof }
  }
  const known = validationData([verdict.evidence, stampEvidence(stamped.verdict)!])
  return { ...verdict, pdf: addValidationData(assemblePdf(prepared, stamped.cms), known), level: 'B-LT', withoutProof: null }
}

const NO_STAMPER: Unstamped = { kind: 'unstamped', why: 'no time-stamping authority is set' }

/** Everything that is known for the validation of each signature and stamp, then a stamp over all of it (PAdES B-LTA). */
export async function renewPdf(
  verifier: Verifier,
  stamper: Stamper,
  pdf: Uint8Array,
): Promise<Exclude<Renewal, { kind: 'not-judged' }> | PdfReport> {
  const report = await verifyPdf(verifier, pdf)
  if (report.kind !== 'valid') return report
  const evidence = report.signatures.flatMap(({ verdict, stamp }) => [
    ...(verdict.kind === 'valid' ? [verdict.evidence] : []),
    ...(stamp?.evidence ? [stamp.evidence] : []),
  ])
  const known = addValidationData(pdf, validationData(evidence))
  const prepared = prepareDocumentStamp(known)
  const stamped = await stamper.stamp(signedBytes(prepared.pdf, prepared.byteRange))
  if (stamped.kind === 'unstamped') return { kind: 'unproved', why: stamped.why }
  const bytes = assemblePdf(prepared, stamped.token)
  const { at } = stamped.verdict
  // Where the file says nothing of who made this stamp yet, that comes after it; the next renewal covers it.
  const alone = await verifyPdf(verifier, bytes, { offline: true })
  if (alone.signatures.at(-1)?.stamp?.outcome === 'passed') return { kind: 'renewed', bytes, level: 'B-LTA', at }
  const own = stampEvidence(stamped.verdict)!
  return { kind: 'renewed', bytes: addValidationData(bytes, validationData([own])), level: 'B-LTA', at }
}

export async function verifyPdf(verifier: Verifier, pdf: Uint8Array, options: PdfOptions = {}): Promise<PdfReport> {
  const opened = reading(() => {
    const document = openPdf(pdf)
    return { document, signatures: findSignatures(document), known: readValidationData(document) }
  }, 'pdf-unreadable')
  if (isRefused(opened)) return withoutReports('refused', nameDamage(pdf, opened.finding))
  const { document, signatures, known } = opened
  if (signatures.length === 0) return withoutSignature(document)
  const asked = withKnown(options, known)
  const stamps = await judgeDocumentStamps(verifier, document, signatures, asked)
  const reports: PdfSignatureReport[] = []
  for (const signature of signatures) reports.push(await reportOn(verifier, document, signature, { options: asked, stamps }))
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

type Asked = PdfOptions & { readonly others: readonly Certificate[] }

/** What the file brings along for its own validation is looked at after what was handed over. */
function withKnown(options: PdfOptions, { certificates, revocation }: KnownEvidence): Asked {
  if (revocation.length === 0) return { ...options, others: certificates }
  return { ...options, others: certificates, evidence: withRevocation(options.evidence, revocation) }
}

type Stamps = ReadonlyMap<FoundSignature, StampVerdict>

/** The latest first: each proves when the earlier ones existed, so that a chain of them may be longer than any of their keys lives. */
async function judgeDocumentStamps(
  verifier: Verifier,
  document: PdfDocument,
  signatures: readonly FoundSignature[],
  options: Asked,
): Promise<Stamps> {
  const judged = new Map<FoundSignature, StampVerdict>()
  for (const signature of signatures.toReversed()) {
    if (!signature.isTimeStamp || signature.problem !== null) continue
    const stamped = signedBytes(document.bytes, signature.byteRange)
    const knownBy = provedBefore(judged, signature)
    judged.set(signature, await judgeTimeStamp(verifier, signature.cms, stamped, { ...options, pool: options.others, knownBy }))
  }
  return judged
}

/** The earliest time at which a later time stamp of the document proves that this signature existed. */
function provedBefore(stamps: Stamps, signature: FoundSignature): Instant | undefined {
  const later = [...stamps].flatMap(([stamp, verdict]) =>
    verdict.kind === 'proved' && endOf(stamp.byteRange) > endOf(signature.byteRange) ? [verdict.at] : [],
  )
  return later.toSorted()[0]
}

/** The token on the value of a signature; null where there is none. */
async function judgeOwnStamp(
  verifier: Verifier,
  signature: FoundSignature,
  { options, stamps }: { readonly options: Asked; readonly stamps: Stamps },
): Promise<StampVerdict | null> {
  if (signature.problem !== null || signature.isTimeStamp) return null
  const signed = reading(() => readSignedData(signature.cms))
  const [token] = isRefused(signed) ? [] : (signed.unsigned.get(CONTENT.timeStampToken) ?? [])
  if (token === undefined || isRefused(signed)) return null
  const knownBy = provedBefore(stamps, signature)
  return judgeTimeStamp(verifier, token, signed.signature, { ...options, pool: options.others, knownBy })
}

const OUTCOMES = { proved: 'passed', refused: 'failed', unproved: 'unknown' } as const

async function reportOn(
  verifier: Verifier,
  document: PdfDocument,
  signature: FoundSignature,
  judged: { readonly options: Asked; readonly stamps: Stamps },
): Promise<PdfSignatureReport> {
  const { options, stamps } = judged
  const endsAt = endOf(signature.byteRange)
  const own = signature.isTimeStamp ? (stamps.get(signature) ?? null) : await judgeOwnStamp(verifier, signature, judged)
  const proved = own?.kind === 'proved' ? own.at : provedBefore(stamps, signature)
  const signingTime = signature.problem === null && !signature.isTimeStamp ? (statedTime(signature.cms) ?? signature.statedAt) : null
  const asked = options.atCoversBytes === undefined || endsAt <= options.atCoversBytes ? options.at : undefined
  const time =
    asked === undefined && proved !== undefined
      ? ({ at: proved, statedBy: 'time-stamp' } as const)
      : await timeOf(verifier, asked, signingTime)
  const laterBytes = Math.max(0, document.bytes.length - endsAt)
  return {
    field: signature.field,
    verdict: await verdictOn(verifier, document, signature, { time, own, options }),
    at: time.at,
    timeStatedBy: time.statedBy,
    signingTime,
    coversWholeDocument: signature.problem === null && laterBytes === 0,
    laterBytes,
    endsAt,
    isTimeStamp: signature.isTimeStamp,
    stamp: own && { outcome: OUTCOMES[own.kind], finding: ofDocument(own, signature), evidence: stampEvidence(own) },
  }
}

/** Of a time stamp of the document the sentence is about the document. */
function ofDocument({ kind, finding: found }: StampVerdict, { isTimeStamp }: FoundSignature): TrustFinding {
  return isTimeStamp && kind === 'proved' ? finding('document-time-stamped', found.facts) : found
}

async function verdictOn(
  verifier: Verifier,
  document: PdfDocument,
  signature: FoundSignature,
  { time, own, options }: { readonly time: JudgedTime; readonly own: StampVerdict | null; readonly options: Asked },
): Promise<SignatureVerdict | Undecided> {
  if (signature.problem !== null) return refused('changed-content', signature.problem)
  if (own?.kind === 'refused') return refusedFor({ reason: 'malformed', finding: own.finding })
  // Nobody signs with it, so nothing is valid by it alone.
  if (signature.isTimeStamp) return undecided(ofDocument(own!, signature), null)
  if (signature.form !== '' && !CMS_FORMS.has(signature.form))
    return undecided(finding('form-not-supported', { form: signature.form }), null)
  const { evidence, offline, lists, others } = options
  const check = {
    cms: signature.cms,
    content: signedBytes(document.bytes, signature.byteRange),
    at: time.at,
    expect: { purpose: 'sign' as const },
    ...(evidence && { evidence }),
  }
  return judgeKept(verifier, check, { offline, lists, others, time: TIME_OF[time.statedBy] })
}

function summarise(reports: readonly PdfSignatureReport[], { fault, added, remark }: Structure): PdfReport {
  const signed = reports.filter((report) => !report.isTimeStamp)
  const verdicts = (signed.length === 0 ? reports : signed).map((report) => report.verdict)
  const why = reports.map(({ verdict }) => verdict).find((verdict) => verdict.kind === 'refused')?.finding ?? fault
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
