import { hex } from '@ruqsat/asn1'
import { canonicalJson, readJson, type Instant, type Json, type JsonLimits, type UnreadJson } from '@ruqsat/foundation'
import type { CheckLine, TrustFinding, TrustFindingCode, SignedPackage } from '../contract.ts'
import { finding } from '../findings.ts'
import type { Verifier } from './certificate.ts'
import { line } from './lines.ts'

// Reading a signed package (`*.ruqsat.json`): anybody may have written it.

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

const UNREAD: Readonly<Record<UnreadJson, TrustFindingCode>> = {
  'not-json': 'package-not-json',
  'too-large': 'package-too-large',
  'too-deep': 'package-too-deep',
  'too-many-values': 'package-too-many-values',
}

export type ReadSignedPackage =
  | { readonly kind: 'read'; readonly read: SignedPackage }
  | { readonly kind: 'unread'; readonly why: TrustFinding }

export function readPackage(bytes: Uint8Array): ReadSignedPackage {
  const unread = (...found: Parameters<typeof finding>): ReadSignedPackage => ({ kind: 'unread', why: finding(...found) })
  const json = readJson(bytes, PACKAGE_LIMITS)
  if (json.kind !== 'read') return unread(UNREAD[json.kind], { count: String(PACKAGE_LIMITS.maxLength) })
  const found = (json.value ?? {}) as Partial<SignedPackage>
  if (found.format !== 'ruqsat-signed-package' || found.version !== 1) return unread('package-not-version-1')
  if (!isBase64(found.content) || !isBase64(found.cms)) return unread('package-not-base64')
  if (!isInstant(found.receivedAt)) return unread('package-no-receipt')
  if (found.evidence !== undefined && !isEvidence(found.evidence)) return unread('package-evidence-unreadable')
  if (found.attachments !== undefined && !areAttachments(found.attachments)) return unread('package-attachments-unreadable')
  return { kind: 'read', read: found as SignedPackage }
}

function isInstant(value: unknown): value is Instant {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{8,16}Z$/.test(value) && !Number.isNaN(Date.parse(value))
}

function isEvidence(value: unknown): boolean {
  const revocation = (value as { revocation?: unknown } | null)?.revocation
  return Array.isArray(revocation) && revocation.length <= MAX_EVIDENCE_PIECES && revocation.every(isPiece)
}

function isPiece(piece: unknown): boolean {
  if (typeof piece !== 'object' || piece === null) return false
  return !('answer' in piece && typeof piece.answer === 'string' && piece.answer.length > MAX_EVIDENCE_CHARACTERS)
}

function areAttachments(value: unknown): boolean {
  const isAttachment = (item: { name?: unknown; bytes?: unknown } | null): boolean => typeof item?.name === 'string' && isBase64(item.bytes)
  return Array.isArray(value) && value.length <= MAX_ATTACHMENTS && value.every(isAttachment)
}

function isBase64(value: unknown): value is string {
  return typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value
}

type Listed = { readonly name: string; readonly sha256: string }

/** Attachments are signed through their digests: the content lists name and SHA-256 of each. */
export function checkAttachments(verifier: Verifier, read: SignedPackage, content: Uint8Array): CheckLine[] {
  const listed = listedAttachments(content)
  const given = read.attachments ?? []
  if (listed === null) return given.length === 0 ? [] : [line('attachments', 'failed', finding('content-not-json'))]
  const lines = given.map(({ name, bytes }): CheckLine => {
    const sha256 = hex(verifier.cryptography.digest('sha256', Buffer.from(bytes, 'base64')))
    const isNamed = listed.filter((item) => item.name === name)
    if (isNamed.some((item) => item.sha256 === sha256)) return attachmentLine(name, 'passed', finding('attachment-as-signed'))
    return attachmentLine(name, 'failed', finding(isNamed.length > 0 ? 'attachment-changed' : 'attachment-added', { name }))
  })
  const absent = listed.filter((item) => !given.some((attachment) => attachment.name === item.name))
  return [...lines, ...absent.map((item) => attachmentLine(item.name, 'unknown', finding('attachment-absent')))]
}

/**
 * Of a request that a one-time password confirmed: null where it is none. The seal must be an information system's, and be about the very
 * request that was confirmed; what it proves is said, because it is no signature of the applicant's.
 */
export function sealFinding(verifier: Verifier, content: Uint8Array, roles: readonly string[]): TrustFinding | null {
  const read = readJson(content, CONTENT_LIMITS)
  if (read.kind !== 'read' || typeof read.value !== 'object' || read.value === null) return null
  const { confirmation, schema, ...request } = read.value as { readonly [key: string]: Json }
  if (schema !== 'ruqsat.sealed/1') return null
  const shown = canonicalOrNull({ ...request, schema: 'ruqsat.request/1' })
  const { requestSha256 = null } = (confirmation ?? {}) as { readonly requestSha256?: unknown }
  if (shown === null || requestSha256 !== hex(verifier.cryptography.digest('sha256', Buffer.from(shown)))) return finding('sealed-differs')
  return finding(roles.includes('information-system') ? 'sealed-after-password' : 'sealed-by-person')
}

/** Null for what JSON can write and not carry, as 1e999. */
function canonicalOrNull(value: Json): string | null {
  try {
    return canonicalJson(value)
  } catch {
    return null
  }
}

function attachmentLine(attachment: string, outcome: CheckLine['outcome'], found: TrustFinding): CheckLine {
  return { ...line('attachments', outcome, found), attachment }
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
