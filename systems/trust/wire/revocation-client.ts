import { type Certificate, hex, Malformed, sameBytes, tryToRead } from '@ruqsat/asn1'
import { hash, randomBytes } from 'node:crypto'
import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { Evidence, RevocationEvidence } from '../contract.ts'
import type { Cryptography } from '../core/algorithms.ts'
import { judgeLists, type ListFinding, type ListProof } from '../core/lists.ts'
import { CLOCK_SKEW_MS, type StatusQuestion, judgeOcsp, type RevocationFinding, type Unusable } from '../core/revocation.ts'
import { loadBytes } from './load.ts'
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
  readonly listSigners?: StatusQuestion['listSigners']
}

/** A statement that decides, with what proves it. */
type Proved = {
  readonly kind: 'good' | 'revoked'
  /** When it was revoked; zero where it was not. */
  readonly atMs: number
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number | null
  readonly evidence: readonly RevocationEvidence[]
}
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
/** Lists of some reasons each may be needed together. */
const MAX_LIST_ADDRESSES = 4
const KEEP_ANSWERS_MS = 5_000
/** Authorities are revoked once in a decade, and their certificate is asked about with every signature. */
const KEEP_AUTHORITY_ANSWERS_MS = 60_000
const KEEP_LISTS_MS = 60_000
const MAX_KEPT = 2_000
const NONCE_BYTES = 16
/** National lists are megabytes; evidence is stored with every signature. */
const MAX_EVIDENCE_BYTES = 256 * 1024

const UNKNOWN = 'the responder does not know the certificate'
const UNSOUND_RESPONDER = 'nothing proves that who signed the answer is not revoked'

/** Whoever signs lists with a key of its own is asked about too, and so may be who signed that answer. */
const MAX_SIGNERS_DEEP = 2

export function openRevocationClient({ cryptography, now, fetch, addressesOf, keepAnswersMs }: RevocationClientDeps): RevocationClient {
  const answers = new Map<string, Proved & { readonly keptAt: number }>()
  const lists = new Map<string, { readonly list: RevocationList; readonly keptAt: number }>()

  return { check: (certificate, issuer, question) => check(certificate, issuer, question, []) }

  /** A delegate is asked about by lists alone: its own answers would prove it by itself. */
  async function delegateProof(
    delegate: Certificate | null,
    issuer: Certificate,
    question: RevocationQuestion,
  ): Promise<readonly RevocationEvidence[] | null> {
    if (delegate === null) return []
    const answer = await check(delegate, issuer, question, [], 'lists')
    return answer.kind === 'good' ? answer.evidence : null
  }

  async function check(
    certificate: Certificate,
    issuer: Certificate,
    question: RevocationQuestion,
    above: readonly Certificate[],
    by: 'all' | 'lists' = 'all',
  ): Promise<RevocationAnswer> {
    const { listSigners } = question
    const responderProof: ResponderProof = (delegate) => delegateProof(delegate, issuer, question)
    const common = { certificate, issuer, cryptography, ...(listSigners && { listSigners }) }
    const stored: StatusQuestion = { ...common, moment: { kind: 'stored', atMs: msFromInstant(question.at) } }
    const reasons: string[] = []
    const isSound = (proof: ListProof): Promise<boolean> => areSignersSound(proof, question, [...above, certificate])
    const given = await fromLists(stored, question.lists ?? [], reasons, isSound)
    if (given !== null) return given
    const pieces = (question.evidence?.revocation ?? []).filter(({ kind }) => by === 'all' || kind === 'crl')
    const known = await fromEvidence(stored, pieces, { isSound, responderProof })
    // What was answered at the instant that matters or later settles it; what was answered before is asked again where that is possible.
    const isSettled = known !== null && (known.kind === 'revoked' || known.thisUpdateMs + CLOCK_SKEW_MS >= msFromInstant(question.at))
    if (isSettled) return known
    if (question.offline === true) return known ?? waiting(reasons, finding('revocation-not-stored'))
    const nowMs = msFromInstant(await now())
    const name = `${by}:${hex(issuer.publicKeyBits.subarray(-32))}:${certificate.serial}`
    const kept = answers.get(name)
    const keepMs = certificate.basicConstraints?.ca === true ? KEEP_AUTHORITY_ANSWERS_MS : (keepAnswersMs ?? KEEP_ANSWERS_MS)
    if (kept !== undefined && performance.now() - kept.keptAt < keepMs && (kept.nextUpdateMs ?? Infinity) > nowMs) return kept
    const asked: StatusQuestion = { ...common, moment: { kind: 'fresh', nowMs } }
    const { ocspUrls, crlUrls } = addressesOf?.(issuer) ?? certificate
    const fresh =
      (await firstProved('OCSP', by === 'all' ? ocspUrls : [], (url) => askOcsp(url, asked, responderProof), reasons)) ??
      (await askLists(crlUrls, asked, nowMs, reasons, isSound))
    if (fresh === null) return known ?? waiting(reasons, silence(['the certificate names no revocation service']))
    if (answers.size >= MAX_KEPT) answers.delete(answers.keys().next().value!)
    answers.set(name, { ...fresh, keptAt: performance.now() })
    return fresh
  }

  /**
   * None of those who signed the lists with a key of its own is revoked. Where the list that would state so is the signer's own (its authority
   * says so in the certificate, cRLIssuer), nobody else can be asked.
   */
  async function areSignersSound({ signers }: ListProof, question: RevocationQuestion, above: readonly Certificate[]): Promise<boolean> {
    if (signers.length > 0 && above.length > MAX_SIGNERS_DEEP) return false
    for (const path of signers) {
      for (const [index, certificate] of path.slice(0, -1).entries()) {
        if (above.some((asked) => sameBytes(asked.der, certificate.der))) continue
        const answer = await check(certificate, path[index + 1]!, question, above)
        if (answer.kind !== 'good') return false
      }
    }
    return true
  }

  async function askOcsp(url: string, asked: StatusQuestion, responderProof: ResponderProof): Promise<Proved | Unusable> {
    const nonce = randomBytes(NONCE_BYTES)
    const id = certificateId(asked.certificate.serial, asked.issuer, (bytes) => cryptography.digest('sha1', bytes))
    const init = { method: 'POST', body: writeOcspRequest(id, nonce), headers: { 'content-type': 'application/ocsp-request' } }
    const der = await loadBytes(fetch, url, init, { timeLimitMs: OCSP_TIME_LIMIT_MS, maxBytes: MAX_OCSP_BYTES })
    const found = judgeAnswer(der, { ...asked, nonce })
    if (found.kind === 'unknown') return { kind: 'unusable', why: UNKNOWN }
    if (found.kind === 'unusable') return found
    const proof = await responderProof(found.delegate)
    if (proof === null) return { kind: 'unusable', why: UNSOUND_RESPONDER }
    return { ...statusOf(found), evidence: [pieceOf(found, 'ocsp', asked, der, url), ...proof] }
  }

  /** One list after another, with its deltas, until they state enough together. */
  async function askLists(
    urls: readonly string[],
    asked: StatusQuestion,
    nowMs: number,
    reasons: string[],
    isSound: (proof: ListProof) => Promise<boolean>,
  ): Promise<Proved | null> {
    const loaded = new Map<RevocationList, string>()
    const add = async (url: string): Promise<Unusable | null> => {
      const { list, isFresh } = await loadList(url, nowMs)
      loaded.set(list, url)
      if (!isFresh) lists.set(url, { list, keptAt: performance.now() })
      for (const deltaUrl of list.deltaUrls.slice(0, MAX_ADDRESSES)) loaded.set((await loadList(deltaUrl, nowMs)).list, deltaUrl)
      return null
    }
    for (const url of urls.slice(0, MAX_LIST_ADDRESSES)) {
      const failure = await add(url).catch((error: unknown): Unusable => ({ kind: 'unusable', why: whyUnreachable(error) }))
      const found = judgeLists([...loaded.keys()], asked)
      const isKnown = !reasons.some((reason) => reason.endsWith(UNKNOWN))
      const why =
        failure?.why ??
        (found.kind === 'unusable' ? found.why : null) ??
        (found.kind === 'good' && !isKnown ? 'a list cannot clear what the responder does not know' : null)
      if (why !== null || found.kind === 'unusable') reasons.push(`CRL: ${why}`)
      else if (await isSound(found)) return provedByLists(found, asked, (list) => loaded.get(list)!)
      else reasons.push('CRL: nothing proves that who signed the list is not revoked')
    }
    return null
  }

  async function loadList(url: string, nowMs: number): Promise<{ list: RevocationList; isFresh: boolean }> {
    const kept = lists.get(url)
    const isFresh = kept !== undefined && performance.now() - kept.keptAt < KEEP_LISTS_MS && (kept.list.nextUpdateMs ?? 0) > nowMs
    return {
      list: isFresh
        ? kept.list
        : readRevocationList(await loadBytes(fetch, url, {}, { timeLimitMs: CRL_TIME_LIMIT_MS, maxBytes: MAX_CRL_BYTES })),
      isFresh,
    }
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

function pieceOf(
  found: { readonly thisUpdateMs: number; readonly nextUpdateMs: number | null },
  kind: 'ocsp' | 'crl',
  { certificate }: StatusQuestion,
  der: Uint8Array,
  from: string,
): RevocationEvidence {
  return {
    kind,
    serial: certificate.serial,
    answer: der.length > MAX_EVIDENCE_BYTES ? null : Buffer.from(der).toString('base64'),
    answerSha256: hash('sha256', der),
    thisUpdate: instantFromMs(found.thisUpdateMs),
    nextUpdate: found.nextUpdateMs === null ? null : instantFromMs(found.nextUpdateMs),
    from,
  }
}

type Decided = Exclude<RevocationFinding, { kind: 'unusable' | 'unknown' }>

function statusOf(found: Decided): Omit<Proved, 'evidence'> {
  const { thisUpdateMs, nextUpdateMs } = found
  return { kind: found.kind, atMs: found.kind === 'revoked' ? found.atMs : 0, thisUpdateMs, nextUpdateMs }
}

type ListsDecided = Exclude<ListFinding, { kind: 'unusable' }>

function provedByLists(found: ListsDecided, asked: StatusQuestion, from: (list: RevocationList) => string): Proved {
  const { kind, atMs, thisUpdateMs, nextUpdateMs, lists } = found
  return { kind, atMs, thisUpdateMs, nextUpdateMs, evidence: lists.map((list) => pieceOf(list, 'crl', asked, list.der, from(list))) }
}

/** Lists that name the certificate decide; else those that state every reason together. */
async function fromLists(
  asked: StatusQuestion,
  lists: readonly RevocationList[],
  reasons: string[],
  isSound: (proof: ListProof) => Promise<boolean>,
): Promise<Proved | null> {
  if (lists.length === 0) return null
  const found = judgeLists(lists, asked)
  if (found.kind !== 'unusable' && (await isSound(found))) return provedByLists(found, asked, () => 'given')
  const why = found.kind === 'unusable' ? found.why : 'nothing proves that who signed the list is not revoked'
  if (lists.some((list) => list.issuer.comparable === asked.issuer.subject.comparable)) reasons.push(`given list: ${why}`)
  return null
}

/** Whether those who signed a list or an answer with a key of their own are not revoked themselves. */
type Soundness = {
  readonly isSound: (proof: ListProof) => Promise<boolean>
  readonly responderProof: ResponderProof
}
/** What shows that a delegate is not revoked, nothing where nobody must be asked about; null where nothing shows it. */
type ResponderProof = (delegate: Certificate | null) => Promise<readonly RevocationEvidence[] | null>

/** Evidence is judged as strictly as an answer from the network; a piece that does not hold is passed over, and "revoked" wins over "good". */
async function fromEvidence(
  asked: StatusQuestion,
  pieces: readonly RevocationEvidence[],
  { isSound, responderProof }: Soundness,
): Promise<Proved | null> {
  const own = pieces.filter((piece) => isOf(piece, asked) && typeof piece.answer === 'string')
  const proved: Proved[] = []
  const lists = new Map<RevocationList, RevocationEvidence>()
  for (const piece of own) {
    const der = Buffer.from(piece.answer!, 'base64')
    if (piece.kind === 'crl') {
      const list = tryToRead(() => readRevocationList(der))
      if (!(list instanceof Malformed)) lists.set(list, piece)
      continue
    }
    const found = tryToRead(() => judgeAnswer(der, asked))
    if (found instanceof Malformed || (found.kind !== 'good' && found.kind !== 'revoked')) continue
    const proof = await responderProof(found.delegate)
    if (proof !== null) proved.push({ ...statusOf(found), evidence: [{ ...piece, from: 'stored' }, ...proof] })
  }
  const found = judgeLists([...lists.keys()], asked)
  if (found.kind !== 'unusable' && (await isSound(found))) proved.push(provedByLists(found, asked, () => 'stored'))
  return (
    proved.find(({ kind }) => kind === 'revoked') ?? proved.toSorted((left, right) => right.thisUpdateMs - left.thisUpdateMs)[0] ?? null
  )
}

/** A list that came in a file speaks of whom it names. */
function isOf({ kind, serial }: RevocationEvidence, { certificate }: StatusQuestion): boolean {
  return serial === certificate.serial || (kind === 'crl' && serial === '')
}

function judgeAnswer(der: Uint8Array, asked: StatusQuestion): RevocationFinding {
  const response = readOcspResponse(der)
  if (response.kind === 'answer') return judgeOcsp(response.basic, asked)
  return { kind: 'unusable', why: response.status === OCSP_STATUS.tryLater ? 'try later' : `error ${response.status}` }
}
