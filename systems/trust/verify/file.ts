import type { CheckLine, FileCheck, FileReport, SignatureFaultReason, SignatureVerdict, SignedPackage, SignerInfo } from '../contract.ts'
import { readJson, type Instant, type JsonLimits, type UnreadJson } from '@ruqsat/foundation'
import { hex } from '../wire/der.ts'
import type { Verifier } from './certificate.ts'
import { verifyDetached } from './detached.ts'
import { verifyPdf } from './pdf.ts'

/** Attachments are 50 MiB at most, a third more in base64, and the rest: the size of a few long strings, not of many values. */
const PACKAGE_LIMITS: JsonLimits = { maxLength: 96 * 1024 * 1024, maxDepth: 16, maxValues: 10_000 }
/** The form's text is a few pages, with some hundred answers in lists of groups. */
const CONTENT_LIMITS: JsonLimits = { maxLength: 1024 * 1024, maxDepth: 32, maxValues: 20_000 }
/** A request has some ten; each costs a digest and a line of the report. */
const MAX_ATTACHMENTS = 200
/** One for each certificate of a path is what we store. Each costs a reading and a signature. */
const MAX_EVIDENCE_PIECES = 12
/** What we store ourselves is 256 KiB at most (`MAX_EVIDENCE_BYTES`), a third more in base64. */
const MAX_EVIDENCE_CHARACTERS = 352 * 1024

/** For `npx ruqsat verify FILE`: says what was checked, and names the first fault. */
export async function verifyFile(verifier: Verifier, check: FileCheck): Promise<FileReport> {
  const start = Buffer.from(check.bytes.subarray(0, 16)).toString('latin1')
  if (start.startsWith('%PDF-')) return verifyPdfFile(verifier, check)
  if (/^\s*\{/.test(start)) return verifyPackage(verifier, check)
  return failed('unknown', 'format', 'the file is neither a PDF nor a signed package')
}

function failed(format: FileReport['format'], name: string, fault: string, before: readonly CheckLine[] = []): FileReport {
  return { format, kind: 'refused', fault, checks: [...before, { name, outcome: 'failed', detail: fault }], signers: [], judgedFor: null }
}

/** The checks in their order, with the reasons that end each. What comes after a failure was not looked at. */
const STAGES: readonly { readonly name: string; readonly reasons: readonly SignatureFaultReason[]; readonly passed: string }[] = [
  { name: 'signature format', reasons: ['malformed'], passed: 'readable, one signer, accepted algorithms' },
  { name: 'content', reasons: ['changed-content'], passed: 'unchanged since it was signed' },
  { name: 'authority', reasons: ['unknown-root'], passed: 'the path of certificates ends at a trusted root' },
  { name: 'validity', reasons: ['not-yet-valid', 'expired'], passed: 'every certificate was valid at the instant that matters' },
  { name: 'purpose', reasons: ['wrong-purpose', 'wrong-person', 'wrong-role'], passed: 'the key is meant for signing' },
  { name: 'revocation', reasons: ['revoked'], passed: 'no certificate was revoked at the instant that matters' },
]

function linesFor(verdict: SignatureVerdict, prefix: string): CheckLine[] {
  const stop =
    verdict.kind === 'valid'
      ? STAGES.length
      : verdict.kind === 'waiting'
        ? STAGES.length - 1
        : STAGES.findIndex((stage) => stage.reasons.includes(verdict.reason))
  return STAGES.map((stage, index) => {
    const name = `${prefix}${stage.name}`
    if (index < stop) return { name, outcome: 'passed', detail: stage.passed }
    if (index > stop) return { name, outcome: 'unknown', detail: 'not looked at' }
    return verdict.kind === 'refused'
      ? { name, outcome: 'failed', detail: verdict.detail }
      : { name, outcome: 'unknown', detail: reasonOf(verdict) }
  })
}

function reasonOf(verdict: SignatureVerdict): string {
  return verdict.kind === 'waiting' ? verdict.reason : verdict.kind
}

async function verifyPdfFile(verifier: Verifier, check: FileCheck): Promise<FileReport> {
  const report = await verifyPdf(verifier, check.bytes, check)
  const checks: CheckLine[] = report.signatures.flatMap((signature) => [
    ...linesFor(signature.verdict, `${signature.field}: `),
    {
      name: `${signature.field}: coverage`,
      outcome: signature.coversWholeDocument || signature !== report.signatures.at(-1) ? 'passed' : 'failed',
      detail: signature.coversWholeDocument ? 'covers the whole file' : `${signature.laterBytes} bytes follow what it covers`,
    },
  ])
  const isNamed = checks.some((line) => line.outcome !== 'passed')
  if (report.kind !== 'valid' && !isNamed) checks.push({ name: 'structure', outcome: 'failed', detail: report.detail ?? '' })
  return {
    format: 'pdf',
    kind: report.kind,
    fault: report.kind === 'valid' ? null : report.detail,
    checks,
    signers: signersOf(report.signatures.map((signature) => signature.verdict)),
    judgedFor: judgedFor(check, report.signatures.at(-1)?.at ?? null, 'signature'),
  }
}

function judgedFor({ at: asked }: FileCheck, stated: Instant | null, statedBy: 'signature' | 'package'): FileReport['judgedFor'] {
  if (asked !== undefined) return { at: asked, statedBy: 'asker' }
  return stated === null ? null : { at: stated, statedBy }
}

function signersOf(verdicts: readonly SignatureVerdict[]): SignerInfo[] {
  return verdicts.flatMap((verdict) => (verdict.kind === 'valid' ? [verdict.signer] : []))
}

async function verifyPackage(verifier: Verifier, check: FileCheck): Promise<FileReport> {
  const read = readPackage(check.bytes)
  if (typeof read === 'string') return failed('package', 'package format', read)
  const content = Buffer.from(read.content, 'base64')
  const evidence = check.evidence ?? read.evidence
  const verdict = await verifyDetached(
    verifier,
    {
      cms: Buffer.from(read.cms, 'base64'),
      content,
      at: check.at ?? read.receivedAt,
      expect: { purpose: 'sign' },
      ...(evidence && { evidence }),
    },
    { offline: check.offline },
  )
  const lines: CheckLine[] = [{ name: 'package format', outcome: 'passed', detail: 'version 1' }, ...linesFor(verdict, '')]
  const time = { judgedFor: judgedFor(check, read.receivedAt, 'package') }
  if (verdict.kind === 'refused') return { format: 'package', kind: 'refused', fault: verdict.detail, checks: lines, signers: [], ...time }
  const attachments = checkAttachments(verifier, read, content)
  const fault = attachments.find((line) => line.outcome === 'failed')?.detail ?? null
  const kind = fault === null ? verdict.kind : 'refused'
  return {
    format: 'package',
    kind,
    fault: fault ?? (verdict.kind === 'waiting' ? verdict.reason : null),
    checks: [...lines, ...attachments],
    signers: signersOf([verdict]),
    ...time,
  }
}

const UNREAD: Readonly<Record<UnreadJson, string>> = {
  'not-json': 'the file is no JSON: it is truncated or changed',
  'too-large': `the package is larger than ${PACKAGE_LIMITS.maxLength} bytes`,
  'too-deep': 'the file nests deeper than any package',
  'too-many-values': 'the file holds more values than any package',
}

/** The package, or what is wrong with it. */
function readPackage(bytes: Uint8Array): SignedPackage | string {
  const read = readJson(bytes, PACKAGE_LIMITS)
  if (read.kind !== 'read') return UNREAD[read.kind]
  const found = (read.value ?? {}) as Partial<SignedPackage>
  if (found.format !== 'ruqsat-signed-package' || found.version !== 1) return 'the file is no signed package of version 1'
  if (!isBase64(found.content) || !isBase64(found.cms)) return 'content or signature is not in base64'
  if (typeof found.receivedAt !== 'string' || Number.isNaN(Date.parse(found.receivedAt))) return 'the instant of receipt is missing'
  const revocation: unknown = found.evidence?.revocation
  if (
    found.evidence !== undefined &&
    !(Array.isArray(revocation) && revocation.length <= MAX_EVIDENCE_PIECES && revocation.every(isEvidence))
  )
    return 'the stored evidence cannot be read'
  const { attachments } = found
  if (
    attachments !== undefined &&
    !(
      Array.isArray(attachments) &&
      attachments.length <= MAX_ATTACHMENTS &&
      attachments.every((item) => typeof item?.name === 'string' && isBase64(item.bytes))
    )
  ) {
    return 'the attachments cannot be read'
  }
  return found as SignedPackage
}

function isEvidence(piece: unknown): boolean {
  if (typeof piece !== 'object' || piece === null) return false
  const { answer } = piece as { answer?: unknown }
  return typeof answer !== 'string' || answer.length <= MAX_EVIDENCE_CHARACTERS
}

function isBase64(value: unknown): value is string {
  return typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value
}

type Listed = { readonly name: string; readonly sha256: string }

/** Attachments are signed through their digests: the content lists name and SHA-256 of each. */
function checkAttachments(verifier: Verifier, read: SignedPackage, content: Uint8Array): CheckLine[] {
  const listed = listedAttachments(content)
  if (listed === null) return [{ name: 'attachments', outcome: 'failed', detail: 'the signed content is no JSON' }]
  const lines: CheckLine[] = (read.attachments ?? []).map((attachment) => {
    const sha256 = hex(verifier.cryptography.digest('sha256', Buffer.from(attachment.bytes, 'base64')))
    const name = `attachment ${attachment.name}`
    if (listed.some((item) => item.name === attachment.name && item.sha256 === sha256))
      return { name, outcome: 'passed', detail: 'has the digest that was signed' }
    const isNamed = listed.some((item) => item.name === attachment.name)
    return {
      name,
      outcome: 'failed',
      detail: isNamed
        ? `attachment ${attachment.name} was changed after signing`
        : `attachment ${attachment.name} is not among those signed`,
    }
  })
  const absent = listed.filter((item) => !(read.attachments ?? []).some((attachment) => attachment.name === item.name))
  return [
    ...lines,
    ...absent.map((item): CheckLine => ({
      name: `attachment ${item.name}`,
      outcome: 'unknown',
      detail: 'its bytes are not in the package',
    })),
  ]
}

function listedAttachments(content: Uint8Array): Listed[] | null {
  const read = readJson(content, CONTENT_LIMITS)
  if (read.kind !== 'read') return null
  const { attachments } = (read.value ?? {}) as { attachments?: unknown }
  const items = Array.isArray(attachments) ? (attachments as Partial<Listed>[]) : []
  if (items.length > MAX_ATTACHMENTS) return null
  return items.flatMap((item) =>
    typeof item?.name === 'string' && typeof item.sha256 === 'string' ? [{ name: item.name, sha256: item.sha256.toLowerCase() }] : [],
  )
}
