import { type Certificate, sameBytes } from '@ruqsat/asn1'
import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type {
  Evidence,
  Expectation,
  Refused,
  RevocationEvidence,
  SignatureVerdict,
  SignerInfo,
  Undecided,
  WaitingVerdict,
} from '../contract.ts'
import type { Cryptography } from '../core/algorithms.ts'
import { signerInfo, unmetExpectation } from '../core/identity.ts'
import { buildPath, isFault, isSignedBy, validatePath, type CertificatePath } from '../core/path.ts'
import { CLOCK_SKEW_MS } from '../core/revocation.ts'
import type { RevocationList } from '../wire/crl.ts'
import { finding } from '../findings.ts'
import { listSigners } from './list-signers.ts'
import type { RevocationClient } from '../wire/revocation-client.ts'
import { refused, refusedFor, undecided, waiting } from './verdict.ts'

/** What every check works with. */
export type Verifier = {
  readonly cryptography: Cryptography
  readonly revocation: RevocationClient
  /** Pinned: nothing else ever ends a path. */
  readonly roots: readonly Certificate[]
  /** Authorities that need not come with a signature. */
  readonly intermediates: readonly Certificate[]
  /** Legal time: no signature lies after it. */
  readonly now: () => Promise<Instant>
}

export type CertificateQuestion = {
  readonly leaf: Certificate
  readonly pool: readonly Certificate[]
  /** Certificates from elsewhere in the file, which no signature covers: they may lead to a root, and none of them must. */
  readonly others?: readonly Certificate[] | undefined
  /** Others' messages bring along what they like; in ours everything belongs to the signature. */
  readonly allowsStrangers?: boolean
  readonly at: Instant
  readonly expect: Expectation
  readonly evidence?: Evidence | undefined
  readonly offline?: boolean | undefined
  readonly lists?: readonly RevocationList[] | undefined
  /** How `at` is known: by the asker's own record; by the signer's word, so that the certificates must hold now, too; or not at all. */
  readonly time?: 'proved' | 'stated' | 'unknown' | undefined
  readonly signingTime: Instant | null
  readonly contentSha256: string | null
}

/**
 * Path, validity, purpose, person and role first: what can be refused is refused without asking anybody. Revocation comes last, because only
 * there the answer may be "wait".
 */
export async function judgeCertificate(verifier: Verifier, question: CertificateQuestion): Promise<SignatureVerdict | Undecided> {
  let verdict = await judgeOnePath(verifier, question, [])
  const passedOver: string[] = []
  // An authority may have two certificates of which one is revoked; the other leads on (RFC 4158 3.5.12). Where no way leads on, the revocation stays the verdict.
  while (revokedAuthority(verdict) !== null && passedOver.length < MAX_PASSED_OVER) {
    passedOver.push(revokedAuthority(verdict)!)
    const other = await judgeOnePath(verifier, question, passedOver)
    if (other.kind === 'refused' && revokedAuthority(other) === null) break
    verdict = other
  }
  return verdict
}

/** Revoked authorities that are gone around; each costs a path and questions to services. */
const MAX_PASSED_OVER = 3

/** The serial of an authority whose revocation decided; null where something else did. */
function revokedAuthority(verdict: SignatureVerdict | Undecided): string | null {
  const isOne = verdict.kind === 'refused' && verdict.finding.code === 'authority-revoked'
  return isOne ? (verdict.finding.facts?.['serial'] ?? null) : null
}

async function judgeOnePath(
  verifier: Verifier,
  question: CertificateQuestion,
  passedOver: readonly string[],
): Promise<SignatureVerdict | Undecided> {
  const all = [...verifier.intermediates, ...question.pool, ...(question.others ?? [])]
  const pool = all.filter(({ serial }) => !passedOver.includes(serial))
  const { cryptography, roots } = verifier
  const atMs = msFromInstant(question.at)
  const path = buildPath(question.leaf, pool, roots, cryptography, (found) => validatePath(found, atMs, cryptography) === null)
  if (isFault(path)) return refusedFor(path)
  const signer = signerInfo(question.leaf, verifier.cryptography)
  const stranger = question.pool.find((certificate) => !belongsTo(path, certificate, cryptography))
  // Harmless in itself, but it could be exchanged unseen: what comes with a signature must belong to it.
  if (stranger !== undefined && question.allowsStrangers !== true) return refused('malformed', 'stranger-certificate')
  const fault = validatePath(path, atMs, cryptography) ?? unmetExpectation(question.leaf, signer, question.expect)
  // Where no time is stated the present was tried: the signature may be older than the end of its certificate.
  if (fault?.reason === 'expired' && question.time === 'unknown')
    return undecided(finding('expired-without-proof', fault.finding.facts), signer)
  if (fault !== null) return refusedFor(fault)
  const now = await verifier.now()
  if (msFromInstant(question.at) > msFromInstant(now) + CLOCK_SKEW_MS) return refused('malformed', 'time-in-future', { at: question.at })
  const judgedAt = (question.time ?? 'proved') === 'proved' ? question.at : now
  const revocation = await judgePathRevocation(verifier, path, {
    ...question,
    pool: [...question.pool, ...(question.others ?? [])],
    judgedAt,
  })
  if (!Array.isArray(revocation)) {
    if (revocation.kind === 'refused') return revocation
    // An answer that is still out changes nothing about a certificate that ran out since.
    return expiredSince(verifier, path, judgedAt, signer) ?? (revocation.kind === 'undecided' ? { ...revocation, signer } : revocation)
  }
  const ended = expiredSince(verifier, path, judgedAt, signer)
  if (ended !== null) return ended
  return {
    kind: 'valid',
    signer,
    evidence: {
      at: question.at,
      signingTime: question.signingTime,
      contentSha256: question.contentSha256,
      chain: path.map((certificate) => Buffer.from(certificate.der).toString('base64')),
      revocation,
    },
  }
}

/** No proof that the signature is older than the end of its certificate: OUT_OF_BOUNDS_NO_POE of ETSI EN 319 102-1. */
function expiredSince({ cryptography }: Verifier, path: CertificatePath, judgedAt: Instant, signer: SignerInfo): Undecided | null {
  const fault = validatePath(path, msFromInstant(judgedAt), cryptography)
  return fault === null ? null : undecided(finding('expired-without-proof', fault.finding.facts), signer)
}

export type RevocationCheck = Pick<CertificateQuestion, 'pool' | 'at' | 'evidence' | 'offline' | 'lists' | 'time'> & {
  readonly judgedAt: Instant
}

/** All certificates of the path are asked about at once. A revocation that is known decides, even where another answer is still out. */
export async function judgePathRevocation(
  verifier: Verifier,
  path: CertificatePath,
  question: RevocationCheck,
): Promise<RevocationEvidence[] | Refused | WaitingVerdict | Undecided> {
  const pool = [...verifier.intermediates, ...question.pool]
  const atMs = msFromInstant(question.judgedAt)
  const asked = { ...question, at: question.judgedAt, listSigners: listSigners({ cryptography: verifier.cryptography, path, pool, atMs }) }
  const answers = await Promise.all(
    path.slice(0, -1).map((certificate, index) => verifier.revocation.check(certificate, path[index + 1]!, asked)),
  )
  const each = answers.map((answer, index): readonly RevocationEvidence[] | Refused | WaitingVerdict | Undecided => {
    if (answer.kind === 'waiting') return waiting(answer.finding)
    if (answer.kind === 'good') return answer.evidence
    const at = instantFromMs(answer.atMs)
    if (question.time !== 'unknown' && answer.atMs <= msFromInstant(question.at))
      return refused('revoked', ...revokedFinding(path[index]!, index, at))
    // REVOKED_NO_POE: whoever has a stolen key may write any time into a signature.
    const isUnproved = answer.atMs <= msFromInstant(question.judgedAt)
    return isUnproved ? undecided(finding('revoked-without-proof', { at }), null) : answer.evidence
  })
  const verdicts = each.filter((one): one is Refused | WaitingVerdict | Undecided => !Array.isArray(one))
  return (
    verdicts.find((one) => one.kind === 'refused') ??
    verdicts.find((one) => one.kind === 'undecided') ??
    verdicts[0] ??
    each.filter((one): one is readonly RevocationEvidence[] => Array.isArray(one)).flat()
  )
}

function revokedFinding({ serial }: Certificate, index: number, at: Instant): Parameters<typeof finding> {
  return index === 0 ? ['signer-revoked', { at }] : ['authority-revoked', { at, serial }]
}

/** Part of the path, or a twin of a part: an authority's older or newer certificate, signed by the same one above it. */
function belongsTo(path: CertificatePath, certificate: Certificate, cryptography: Cryptography): boolean {
  return path.some(
    (member, index) =>
      sameBytes(member.der, certificate.der) ||
      (index > 0 &&
        member.subject.comparable === certificate.subject.comparable &&
        path.slice(index).some((above) => isSignedBy(certificate, above, cryptography))),
  )
}
