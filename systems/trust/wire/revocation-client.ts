import { type Certificate, expectThat, hex, Malformed, tryToRead } from '@ruqsat/asn1'
import { hash, randomBytes } from 'node:crypto'
import { instantFromMs, msFromInstant, type Instant, Fault } from '@ruqsat/foundation'
import type { Evidence, RevocationEvidence } from '../contract.ts'
import type { Cryptography } from '../core/algorithms.ts'
import { type StatusQuestion, judgeOcsp, judgeRevocationList, type RevocationFinding, type Unusable } from '../core/revocation.ts'
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

/** A statement that decides, with what proves it. */
type Proved = Exclude<RevocationFinding, { kind: 'unusable' | 'unknown' }> & { readonly evidence: RevocationEvidence }
export type RevocationAnswer = Proved | { readonly kind: 'waiting'; readonly finding: TrustFinding }

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

const UNKNOWN = 'the responder does not know the certificate'

export function openRevocationClient({ cryptography, now, fetch, addressesOf, keepAnswersMs }: RevocationClientDeps): RevocationClient {
  const answers = new Map<string, Proved & { readonly keptAt: number }>()
  const lists = new Map<string, { readonly list: RevocationList; readonly keptAt: number }>()

  return {
    async check(certificate, issuer, question) {
      const stored: StatusQuestion = { certificate, issuer, cryptography, moment: { kind: 'stored', atMs: msFromInstant(question.at) } }
      const reasons: string[] = []
      const known = fromLists(stored, question.lists ?? [], reasons) ?? fromEvidence(stored, question.evidence?.revocation ?? [])
      if (known !== null) return known
      if (question.offline === true) return waiting(reasons, finding('revocation-not-stored'))
      const nowMs = msFromInstant(await now())
      const name = `${hex(issuer.publicKeyBits.subarray(-32))}:${certificate.serial}`
      const kept = answers.get(name)
      const keepMs = certificate.basicConstraints?.ca === true ? KEEP_AUTHORITY_ANSWERS_MS : (keepAnswersMs ?? KEEP_ANSWERS_MS)
      if (kept !== undefined && performance.now() - kept.keptAt < keepMs && (kept.nextUpdateMs ?? Infinity) > nowMs) return kept
      const asked: StatusQuestion = { ...stored, moment: { kind: 'fresh', nowMs } }
      const { ocspUrls, crlUrls } = addressesOf?.(issuer) ?? certificate
      const fresh =
        (await firstProved('OCSP', ocspUrls, (url) => askOcsp(url, asked), reasons)) ??
        (await firstProved('CRL', crlUrls, (url) => askList(url, asked, nowMs, reasons), reasons))
      if (fresh === null) return waiting(reasons, silence(['the certificate names no revocation service']))
      if (answers.size >= MAX_KEPT) answers.delete(answers.keys().next().value!)
      answers.set(name, { ...fresh, keptAt: performance.now() })
      return fresh
    },
  }

  async function askOcsp(url: string, asked: StatusQuestion): Promise<Proved | Unusable> {
    const nonce = randomBytes(NONCE_BYTES)
    const id = certificateId(asked.certificate.serial, asked.issuer, (bytes) => cryptography.digest('sha1', bytes))
    const init = { method: 'POST', body: writeOcspRequest(id, nonce), headers: { 'content-type': 'application/ocsp-request' } }
    const der = await load(fetch, url, init, OCSP_TIME_LIMIT_MS, MAX_OCSP_BYTES)
    const found = judgeAnswer(der, { ...asked, nonce })
    return found.kind === 'unknown' ? { kind: 'unusable', why: UNKNOWN } : proved(found, 'ocsp', asked, der, url)
  }

  async function askList(url: string, asked: StatusQuestion, nowMs: number, reasons: readonly string[]): Promise<Proved | Unusable> {
    const kept = lists.get(url)
    const isFresh = kept !== undefined && performance.now() - kept.keptAt < KEEP_LISTS_MS && (kept.list.nextUpdateMs ?? 0) > nowMs
    const list = isFresh ? kept.list : readRevocationList(await load(fetch, url, {}, CRL_TIME_LIMIT_MS, MAX_CRL_BYTES))
    const found = judgeRevocationList(list, asked)
    if (found.kind === 'good' && reasons.some((reason) => reason.endsWith(UNKNOWN)))
      return { kind: 'unusable', why: 'a list cannot clear what the responder does not know' }
    if (found.kind !== 'unusable' && !isFresh) lists.set(url, { list, keptAt: performance.now() })
    return proved(found, 'crl', asked, list.der, url)
  }
}

/** The first answer that counts; a failure of any kind becomes a reason to wait. */
async function firstProved(
  service: string,
  urls: readonly string[],
  ask: (url: string) => Promise<Proved | Unusable>,
  reasons: string[],
): Promise<Proved | null> {
  for (const url of urls.slice(0, MAX_ADDRESSES)) {
    const found = await ask(url).catch((error: unknown): Unusable => ({ kind: 'unusable', why: whyUnreachable(error) }))
    if (found.kind !== 'unusable') return found
    reasons.push(`${service}: ${found.why}`)
  }
  return null
}

function waiting(reasons: readonly string[], otherwise: TrustFinding): RevocationAnswer {
  return { kind: 'waiting', finding: reasons.length === 0 ? otherwise : silence(reasons) }
}

function silence(reasons: readonly string[]): TrustFinding {
  return finding('revocation-silent', { technical: [...new Set(reasons)].join('; ') })
}

function whyUnreachable(error: unknown): string {
  if (error instanceof Malformed) return 'the answer cannot be read'
  return error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'cannot be reached'
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

function proved(
  found: Exclude<RevocationFinding, { kind: 'unknown' }>,
  kind: 'ocsp' | 'crl',
  { certificate }: StatusQuestion,
  der: Uint8Array,
  from: string,
): Proved | Unusable {
  if (found.kind === 'unusable') return found
  const evidence: RevocationEvidence = {
    kind,
    serial: certificate.serial,
    answer: der.length > MAX_EVIDENCE_BYTES ? null : Buffer.from(der).toString('base64'),
    answerSha256: hash('sha256', der),
    thisUpdate: instantFromMs(found.thisUpdateMs),
    nextUpdate: found.nextUpdateMs === null ? null : instantFromMs(found.nextUpdateMs),
    from,
  }
  return { ...found, evidence }
}

/** A list that names the certificate decides; else the first that covers it. */
function fromLists(asked: StatusQuestion, lists: readonly RevocationList[], reasons: string[]): Proved | null {
  const answers = lists.flatMap((list) => {
    const found = proved(judgeRevocationList(list, asked), 'crl', asked, list.der, 'given')
    if (found.kind !== 'unusable') return [found]
    if (list.issuer.comparable === asked.issuer.subject.comparable) reasons.push(`given list: ${found.why}`)
    return []
  })
  return answers.find((answer) => answer.kind === 'revoked') ?? answers[0] ?? null
}

/** Evidence is judged as strictly as an answer from the network; a piece that does not hold is passed over. */
function fromEvidence(asked: StatusQuestion, pieces: readonly RevocationEvidence[]): Proved | null {
  for (const piece of pieces) {
    if (piece.serial !== asked.certificate.serial || typeof piece.answer !== 'string') continue
    const der = Buffer.from(piece.answer, 'base64')
    const found = tryToRead(() => (piece.kind === 'crl' ? judgeRevocationList(readRevocationList(der), asked) : judgeAnswer(der, asked)))
    if (!(found instanceof Malformed) && (found.kind === 'good' || found.kind === 'revoked'))
      return { ...found, evidence: { ...piece, from: 'stored' } }
  }
  return null
}

function judgeAnswer(der: Uint8Array, asked: StatusQuestion): RevocationFinding {
  const response = readOcspResponse(der)
  if (response.kind === 'answer') return judgeOcsp(response.basic, asked)
  return { kind: 'unusable', why: response.status === OCSP_STATUS.tryLater ? 'try later' : `error ${response.status}` }
}
