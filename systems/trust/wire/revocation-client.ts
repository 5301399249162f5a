import { type Certificate, hex, expectThat, Malformed } from '@ruqsat/asn1'
import { createHash, randomBytes } from 'node:crypto'
import { instantFromMs, msFromInstant, type Instant, Fault } from '@ruqsat/foundation'
import type { Evidence, RevocationEvidence } from '../contract.ts'
import type { Cryptography } from '../core/algorithms.ts'
import { judgeOcsp, judgeRevocationList, type Moment, type RevocationFinding } from '../core/revocation.ts'
import { MAX_CRL_BYTES, readRevocationList, type RevocationList } from './crl.ts'
import { finding, type TrustFinding } from '../findings.ts'
import { certificateId, MAX_OCSP_BYTES, OCSP_STATUS, readOcspResponse, writeOcspRequest } from './ocsp.ts'

/**
 * Asks whether a certificate is revoked: stored evidence first, then OCSP, then the revocation list. An answer counts only where its signature,
 * its dates and its subject hold; whatever else happens (silence, "try later", nonsense) ends in `waiting`, never in "not revoked".
 * Addresses come from certificates whose path to a pinned root has been verified, so no stranger can make us call an address.
 */
export type RevocationClient = {
  check(certificate: Certificate, issuer: Certificate, question: RevocationQuestion): Promise<RevocationAnswer>
}

export type RevocationQuestion = {
  readonly at: Instant
  readonly evidence?: Evidence | undefined
  readonly offline?: boolean | undefined
  /** Handed over by whoever asks; they come before everything else. */
  readonly lists?: readonly RevocationList[] | undefined
}

export type RevocationAnswer =
  | { readonly kind: 'good'; readonly evidence: RevocationEvidence }
  | { readonly kind: 'revoked'; readonly atMs: number; readonly evidence: RevocationEvidence }
  | { readonly kind: 'waiting'; readonly finding: TrustFinding }

export type RevocationClientDeps = {
  readonly cryptography: Cryptography
  /** Legal time: answers are dated by it. */
  readonly now: () => Promise<Instant>
  readonly fetch: typeof fetch
  /** Where an issuer answers now, where that is known better than from the certificate: our own authority after a change of port. */
  readonly addressesOf?: (issuer: Certificate) => RevocationAddresses | null
  /** How long one OCSP answer serves further checks; a revocation is seen after this at the latest. */
  readonly keepAnswersMs?: number
}

export type RevocationAddresses = { readonly ocspUrls: readonly string[]; readonly crlUrls: readonly string[] }

/** The acts give the whole check 10 to 15 s (A7); two questions must fit. */
const OCSP_TIME_LIMIT_MS = 4_000
const CRL_TIME_LIMIT_MS = 6_000
const MAX_ADDRESSES = 2
const KEEP_ANSWERS_MS = 5_000
/** Authorities are revoked once in a decade, and their certificate is asked about with every signature. */
const KEEP_AUTHORITY_ANSWERS_MS = 60_000
const KEEP_LISTS_MS = 60_000
const MAX_KEPT = 2_000
const NONCE_BYTES = 16
/** National lists are megabytes; evidence is stored with every signature. */
const MAX_EVIDENCE_BYTES = 256 * 1024

type Usable = Exclude<RevocationFinding, { kind: 'unusable' | 'unknown' }>

const UNKNOWN = 'the responder does not know the certificate'
type Kept = { readonly finding: Usable; readonly evidence: RevocationEvidence; readonly keptAt: number }

export function openRevocationClient(deps: RevocationClientDeps): RevocationClient {
  const answers = new Map<string, Kept>()
  const lists = new Map<string, { readonly list: RevocationList; readonly keptAt: number }>()
  const keepAnswersMs = deps.keepAnswersMs ?? KEEP_ANSWERS_MS
  const addressesOf = (certificate: Certificate, issuer: Certificate): RevocationAddresses => deps.addressesOf?.(issuer) ?? certificate

  return {
    async check(certificate, issuer, question) {
      const reasons: string[] = []
      const given = fromLists(deps.cryptography, certificate, issuer, question, reasons)
      if (given !== null) return given
      const stored = fromEvidence(deps.cryptography, certificate, issuer, question)
      if (stored !== null) return stored
      if (question.offline === true) return { kind: 'waiting', finding: silence(reasons) ?? finding('revocation-not-stored') }
      const nowMs = msFromInstant(await deps.now())
      const name = `${hex(issuer.publicKeyBits.subarray(-32))}:${certificate.serial}`
      const kept = answers.get(name)
      const keepMs = certificate.basicConstraints?.ca === true ? KEEP_AUTHORITY_ANSWERS_MS : keepAnswersMs
      if (kept !== undefined && performance.now() - kept.keptAt < keepMs && isCurrent(kept.finding, nowMs))
        return answerOf(kept.finding, kept.evidence)
      const fresh = (await askOcsp(certificate, issuer, nowMs, reasons)) ?? (await askLists(certificate, issuer, nowMs, reasons))
      if (fresh === null) return { kind: 'waiting', finding: silence(reasons) ?? silence(['the certificate names no revocation service'])! }
      remember(answers, name, fresh)
      return answerOf(fresh.finding, fresh.evidence)
    },
  }

  async function askOcsp(certificate: Certificate, issuer: Certificate, nowMs: number, reasons: string[]): Promise<Kept | null> {
    for (const url of addressesOf(certificate, issuer).ocspUrls.slice(0, MAX_ADDRESSES)) {
      const nonce = randomBytes(NONCE_BYTES)
      const id = certificateId(certificate.serial, issuer, (bytes) => deps.cryptography.digest('sha1', bytes))
      const body = writeOcspRequest(id, nonce)
      const found = await attempt(reasons, 'OCSP', async () => {
        const bytes = await load(
          deps.fetch,
          url,
          { method: 'POST', body, headers: { 'content-type': 'application/ocsp-request' } },
          OCSP_TIME_LIMIT_MS,
          MAX_OCSP_BYTES,
        )
        const response = readOcspResponse(bytes)
        if (response.kind === 'error')
          return { kind: 'unusable', why: response.status === OCSP_STATUS.tryLater ? 'try later' : `error ${response.status}` } as const
        const finding = judgeOcsp(response.basic, certificate, issuer, { kind: 'fresh', nowMs }, deps.cryptography, nonce)
        if (finding.kind === 'unknown') return { kind: 'unusable', why: UNKNOWN } as const
        return finding.kind === 'unusable' ? finding : keep(finding, 'ocsp', certificate.serial, bytes, url)
      })
      if (found !== null) return found
    }
    return null
  }

  async function askLists(certificate: Certificate, issuer: Certificate, nowMs: number, reasons: string[]): Promise<Kept | null> {
    for (const url of addressesOf(certificate, issuer).crlUrls.slice(0, MAX_ADDRESSES)) {
      const found = await attempt(reasons, 'CRL', async () => {
        const list = await loadList(url, nowMs)
        const finding = judgeRevocationList(list, certificate, issuer, { kind: 'fresh', nowMs }, deps.cryptography)
        if (finding.kind === 'unusable') return finding
        if (finding.kind === 'good' && reasons.some((reason) => reason.endsWith(UNKNOWN)))
          return { kind: 'unusable', why: 'a list cannot clear what the responder does not know' } as const
        lists.set(url, { list, keptAt: lists.get(url)?.list === list ? lists.get(url)!.keptAt : performance.now() })
        return keep(finding, 'crl', certificate.serial, list.der, url)
      })
      if (found !== null) return found
    }
    return null
  }

  async function loadList(url: string, nowMs: number): Promise<RevocationList> {
    const kept = lists.get(url)
    const isFresh = kept !== undefined && performance.now() - kept.keptAt < KEEP_LISTS_MS && (kept.list.nextUpdateMs ?? 0) > nowMs
    if (isFresh) return kept.list
    return readRevocationList(await load(deps.fetch, url, {}, CRL_TIME_LIMIT_MS, MAX_CRL_BYTES))
  }
}

function silence(reasons: readonly string[]): TrustFinding | null {
  return reasons.length === 0 ? null : finding('revocation-silent', { technical: [...new Set(reasons)].join('; ') })
}

/** Runs one question; a failure of any kind becomes a reason to wait. */
async function attempt(
  reasons: string[],
  what: string,
  ask: () => Promise<Kept | { kind: 'unusable'; why: string }>,
): Promise<Kept | null> {
  try {
    const result = await ask()
    if (!('kind' in result)) return result
    reasons.push(`${what}: ${result.why}`)
  } catch (error) {
    reasons.push(`${what}: ${whyUnreachable(error)}`)
  }
  return null
}

function whyUnreachable(error: unknown): string {
  if (error instanceof Malformed) return 'the answer cannot be read'
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time'
  return 'cannot be reached'
}

async function load(fetcher: typeof fetch, url: string, init: RequestInit, timeLimitMs: number, maxBytes: number): Promise<Uint8Array> {
  expectThat(/^https?:\/\//.test(url), 'an http address')
  const response = await fetcher(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeLimitMs) })
  if (!response.ok || response.body === null) {
    await response.body?.cancel()
    throw new Fault(`Expected an answer but found HTTP ${response.status}`, { retry: 'later' })
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body) {
    size += part.length
    expectThat(size <= maxBytes, `at most ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function keep(finding: Usable, kind: 'ocsp' | 'crl', serial: string, der: Uint8Array, from: string): Kept {
  const evidence: RevocationEvidence = {
    kind,
    serial,
    answer: der.length > MAX_EVIDENCE_BYTES ? null : Buffer.from(der).toString('base64'),
    answerSha256: createHash('sha256').update(der).digest('hex'),
    thisUpdate: instantFromMs(finding.thisUpdateMs),
    nextUpdate: finding.nextUpdateMs === null ? null : instantFromMs(finding.nextUpdateMs),
    from,
  }
  return { finding, evidence, keptAt: performance.now() }
}

function answerOf(finding: Usable, evidence: RevocationEvidence): RevocationAnswer {
  return finding.kind === 'good' ? { kind: 'good', evidence } : { kind: 'revoked', atMs: finding.atMs, evidence }
}

function isCurrent(finding: Usable, nowMs: number): boolean {
  return finding.nextUpdateMs === null || finding.nextUpdateMs > nowMs
}

function remember(answers: Map<string, Kept>, name: string, kept: Kept): void {
  if (answers.size >= MAX_KEPT) answers.delete(answers.keys().next().value!)
  answers.set(name, kept)
}

/** A list that names the certificate decides; else the first that covers it. */
function fromLists(
  cryptography: Cryptography,
  certificate: Certificate,
  issuer: Certificate,
  question: RevocationQuestion,
  reasons: string[],
): RevocationAnswer | null {
  const moment: Moment = { kind: 'stored', atMs: msFromInstant(question.at) }
  let good: Kept | null = null
  for (const list of question.lists ?? []) {
    const found = judgeRevocationList(list, certificate, issuer, moment, cryptography)
    if (found.kind === 'unusable') {
      if (list.issuer.comparable === issuer.subject.comparable) reasons.push(`given list: ${found.why}`)
      continue
    }
    const kept = keep(found, 'crl', certificate.serial, list.der, 'given')
    if (found.kind === 'revoked') return answerOf(found, kept.evidence)
    good ??= kept
  }
  return good === null ? null : answerOf(good.finding, good.evidence)
}

/** Evidence is judged as strictly as an answer from the network; a piece that does not hold is passed over. */
function fromEvidence(
  cryptography: Cryptography,
  certificate: Certificate,
  issuer: Certificate,
  question: RevocationQuestion,
): RevocationAnswer | null {
  const moment: Moment = { kind: 'stored', atMs: msFromInstant(question.at) }
  for (const piece of question.evidence?.revocation ?? []) {
    if (piece.serial !== certificate.serial || typeof piece.answer !== 'string') continue
    try {
      const der = Buffer.from(piece.answer, 'base64')
      const finding = judgeStored(piece.kind, der, certificate, issuer, moment, cryptography)
      if (finding.kind === 'good' || finding.kind === 'revoked') return answerOf(finding, { ...piece, from: 'stored' })
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
    }
  }
  return null
}

function judgeStored(
  kind: 'ocsp' | 'crl',
  der: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  moment: Moment,
  cryptography: Cryptography,
) {
  if (kind === 'crl') return judgeRevocationList(readRevocationList(der), certificate, issuer, moment, cryptography)
  const response = readOcspResponse(der)
  if (response.kind === 'error') return { kind: 'unusable', why: 'no answer' } as const
  return judgeOcsp(response.basic, certificate, issuer, moment, cryptography)
}
