import { CONTENT, Malformed, readMessage, tryToRead } from '@ruqsat/asn1'
import { hash } from 'node:crypto'
import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type {
  CheckLine,
  FileCheck,
  FileReport,
  TrustFinding,
  TrustFindingCode,
  PdfReport,
  SignatureVerdict,
  SignedPackage,
  SignerInfo,
  Undecided,
} from '../contract.ts'
import { CLOCK_SKEW_MS } from '../core/revocation.ts'
import { readRevocationList, type RevocationList } from '../wire/crl.ts'
import { judgeMessage } from './message.ts'
import { recognise } from './recognise.ts'
import { finding } from '../findings.ts'
import type { Verifier } from './certificate.ts'
import { judgeKept, statedTime, TIME_OF, timeOf } from './detached.ts'
import { line, linesFor } from './lines.ts'
import { judgeContainer } from './container.ts'
import { checkAttachments, readPackage, sealFinding } from './package.ts'
import { verifyPdf } from './pdf.ts'
import { judgeXml, reportOf } from './xml.ts'
import { openPdf } from '../pdf/document.ts'
import { updateEnds } from '../pdf/updates.ts'
import { isRefused, reading } from './verdict.ts'

type Asked = Omit<FileCheck, 'lists'> & { readonly lists: readonly RevocationList[] }

/** For `npx ruqsat verify FILE` and the verification page: says what was checked, and names the first fault. */
export async function verifyFile(verifier: Verifier, check: FileCheck): Promise<FileReport> {
  const lists = reading(() => (check.lists ?? []).map(readGivenList), 'list-unreadable')
  if (isRefused(lists)) return { ...failed('unknown', line('revocation', 'failed', lists.finding)), kind: 'undecided' }
  const asked = { ...check, lists }
  const found = recognise(check.bytes)
  if (found.kind === 'pdf') return judged(await verifyPdfFile(verifier, asked))
  if (found.kind === 'package') return judged(await verifyPackage(verifier, asked))
  if (found.kind === 'message') return judged(await verifyMessage(verifier, found.bytes, asked))
  if (found.kind === 'xml') return judged(await verifyXml(verifier, asked))
  if (found.kind === 'archive') return judged((await judgeContainer(verifier, check.bytes, asked)) ?? unknownFile(finding('file-unknown')))
  return unknownFile(found.finding)
}

function unknownFile(found: TrustFinding): FileReport {
  return { ...failed('unknown', line('format', 'unknown', found)), kind: 'unsupported' }
}

async function verifyXml(verifier: Verifier, check: Asked): Promise<FileReport> {
  const judgements = await judgeXml(verifier, check.bytes, check)
  return judgements === null ? unknownFile(finding('file-unknown')) : reportOf('xml', judgements)
}

/** What cannot be judged here is no fault of the file. */
const NOT_SUPPORTED: ReadonlySet<TrustFindingCode> = new Set(['algorithm-not-supported', 'form-not-supported', 'xml-transform'])

function judged(report: FileReport): FileReport {
  const isOther = report.kind === 'undecided' && report.fault !== null && NOT_SUPPORTED.has(report.fault.code)
  return isOther ? { ...report, kind: 'unsupported' } : report
}

async function verifyMessage(verifier: Verifier, bytes: Uint8Array, check: Asked): Promise<FileReport> {
  const message = reading(() => readMessage(bytes))
  const other = (code: TrustFindingCode, facts?: Readonly<Record<string, string>>): FileReport => ({
    ...failed('cms', line('format', 'unknown', finding(code, facts))),
    kind: 'unsupported',
  })
  if (isRefused(message)) return other('file-damaged', { technical: message.detail })
  if (message.kind === 'other')
    return ENCRYPTED.has(message.type) ? other('file-encrypted') : other('message-other', { technical: message.type })
  if (message.contentType === CONTENT.timeStampInfo) return other('file-is-time-stamp')
  if (message.signers.length === 0) return other('message-no-signer')
  const { verdicts, stamps: _, ...report } = await judgeMessage(verifier, message, check)
  const kinds = new Set(verdicts.map(({ kind }) => kind))
  const kind = (['refused', 'undecided', 'waiting'] as const).find((each) => kinds.has(each)) ?? 'valid'
  return { ...report, format: 'cms', kind }
}

const ENCRYPTED: ReadonlySet<string> = new Set([CONTENT.envelopedData, CONTENT.encryptedData, CONTENT.authenticatedEnvelopedData])

/** DER, or PEM around it. */
function readGivenList(bytes: Uint8Array): RevocationList {
  if (bytes[0] === 0x30) return readRevocationList(bytes)
  const pem = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/.exec(Buffer.from(bytes).toString('latin1'))
  return readRevocationList(pem === null ? bytes : Buffer.from(pem[1]!, 'base64'))
}

const NOTHING_FOUND = { remark: null, stretches: [], signers: [], judgedFor: null } as const

function failed(format: FileReport['format'], ...checks: readonly CheckLine[]): FileReport {
  return { ...NOTHING_FOUND, format, kind: 'refused', fault: checks.at(-1)?.finding ?? null, checks }
}

/** What may follow a signature without a change to what was signed. Validation data belongs there; white space is said. */
const HARMLESS: ReadonlySet<TrustFindingCode> = new Set(['followed-by-white-space', 'followed-by-validation-data'])

async function verifyPdfFile(verifier: Verifier, check: Asked): Promise<FileReport> {
  const report = await verifyPdf(verifier, check.bytes, check)
  const last = report.signatures.findLast(({ isTimeStamp }) => !isTimeStamp)
  const harmless = report.structure !== null && HARMLESS.has(report.structure.code) ? report.structure : null
  return {
    format: 'pdf',
    kind: report.kind,
    fault: report.kind === 'valid' ? null : report.finding,
    remark: harmless?.code === 'followed-by-white-space' ? harmless : null,
    checks: pdfLines(report, harmless),
    signers: signersOf(report.signatures.map((signature) => signature.verdict)),
    stretches: stretchEnds(report, check.bytes).map((bytes) => ({ bytes, sha256: hash('sha256', check.bytes.subarray(0, bytes)) })),
    judgedFor: last === undefined ? null : { at: last.at, statedBy: last.timeStatedBy },
  }
}

/** More updates than a file of ours has; each costs a digest and a question to the register. */
const MAX_STRETCHES = 24

/** Where what each signature covers ends, and each update that came after the first. */
function stretchEnds({ signatures, added }: PdfReport, bytes: Uint8Array): number[] {
  const ends = signatures.map(({ endsAt }) => endsAt).filter((end) => end <= bytes.length)
  const [first] = ends
  const updates = first === undefined || added === 'other' ? [] : tryToRead(() => updateEnds(openPdf(bytes), first))
  const all = new Set([...ends, ...(updates instanceof Malformed ? [] : updates)])
  return [...all].sort((left, right) => left - right).slice(0, MAX_STRETCHES)
}

function pdfLines({ signatures, added, structure }: PdfReport, harmless: TrustFinding | null): CheckLine[] {
  const lines = signatures.flatMap(({ verdict, endsAt, coversWholeDocument, isTimeStamp, stamp }, index) => {
    const number = signatures.length === 1 ? null : index + 1
    const isLast = index === signatures.length - 1
    const covers = coversWholeDocument ? finding('covers-all') : finding('covers-first', { count: String(endsAt) })
    const coverage = line('coverage', isLast && added === 'other' ? 'failed' : 'passed', covers, number)
    const time = stamp === null ? [] : [line('time', stamp.outcome, stamp.finding, number)]
    const lines = isTimeStamp && stamp !== null ? [] : linesFor(verdict, number)
    return [...lines, ...time, coverage]
  })
  // What was found of the file as a whole belongs to no signature.
  return structure === null ? lines : [...lines, line('structure', structure === harmless ? 'passed' : 'failed', structure)]
}

function signersOf(verdicts: readonly (SignatureVerdict | Undecided)[]): SignerInfo[] {
  return verdicts.flatMap((verdict) =>
    verdict.kind === 'valid' ? [verdict.signer] : verdict.kind === 'undecided' && verdict.signer !== null ? [verdict.signer] : [],
  )
}

async function verifyPackage(verifier: Verifier, check: Asked): Promise<FileReport> {
  const found = readPackage(check.bytes)
  if (found.kind === 'unread') return failed('package', line('package format', 'failed', found.why))
  const { read } = found
  const content = Buffer.from(read.content, 'base64')
  const cms = Buffer.from(read.cms, 'base64')
  const stated = check.at === undefined ? statedTime(cms) : null
  const { at, statedBy } = await timeOf(verifier, check.at, stated)
  const evidence = check.evidence ?? read.evidence
  const verdict = await judgeKept(
    verifier,
    { cms, content, at, expect: { purpose: 'sign' }, ...(evidence && { evidence }) },
    { offline: check.offline, lists: check.lists, time: TIME_OF[statedBy] },
  )
  const receipt = await wrongReceipt(verifier, read, stated)
  const lines = [receipt ?? line('package format', 'passed', finding('package-version')), ...linesFor(verdict, null)]
  const attachments = verdict.kind === 'refused' ? [] : checkAttachments(verifier, read, content)
  const [signer] = signersOf([verdict])
  const seal = signer === undefined ? null : sealFinding(verifier, content, signer.roles)
  const sealLine = seal === null ? [] : [line('content', seal.code === 'sealed-after-password' ? 'passed' : 'failed', seal)]
  const failure =
    receipt ?? (verdict.kind === 'refused' ? verdict : [...sealLine, ...attachments].find((each) => each.outcome === 'failed'))
  const fault = failure?.finding ?? null
  return {
    ...NOTHING_FOUND,
    format: 'package',
    kind: fault === null ? verdict.kind : 'refused',
    fault: fault ?? (verdict.kind === 'valid' ? null : verdict.finding),
    remark: fault === null && verdict.kind === 'valid' ? seal : null,
    checks: [...lines, ...sealLine, ...attachments],
    signers: signer === undefined ? [] : [signer],
    judgedFor: { at, statedBy },
  }
}

/** The time of receipt is not signed: it proves nothing, but where it cannot be, the package was tampered with. */
async function wrongReceipt(verifier: Verifier, read: SignedPackage, signedAt: Instant | null): Promise<CheckLine | null> {
  const receivedMs = msFromInstant(read.receivedAt)
  if (receivedMs > msFromInstant(await verifier.now()) + CLOCK_SKEW_MS)
    return line('package format', 'failed', finding('received-in-future', { at: instantFromMs(receivedMs) }))
  if (signedAt !== null && msFromInstant(signedAt) > receivedMs + CLOCK_SKEW_MS)
    return line('package format', 'failed', finding('received-before-signed'))
  return null
}
