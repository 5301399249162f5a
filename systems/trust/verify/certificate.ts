import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { Evidence, Expectation, Refused, RevocationEvidence, SignatureVerdict, Waiting } from '../contract.ts'
import type { Cryptography } from '../core/algorithms.ts'
import { signerInfo, unmetExpectation } from '../core/identity.ts'
import { buildPath, isFault, validatePath, type CertificatePath } from '../core/path.ts'
import type { Certificate } from '../wire/certificate.ts'
import { sameBytes } from '../wire/der.ts'
import type { RevocationClient } from '../wire/revocation-client.ts'
import { refused, refusedFor, waiting } from './verdict.ts'

/** What every check works with. */
export type Verifier = {
  readonly cryptography: Cryptography
  readonly revocation: RevocationClient
  /** Pinned: nothing else ever ends a path. */
  readonly roots: readonly Certificate[]
  /** Authorities that need not come with a signature. */
  readonly intermediates: readonly Certificate[]
}

export type CertificateQuestion = {
  readonly leaf: Certificate
  readonly pool: readonly Certificate[]
  readonly at: Instant
  readonly expect: Expectation
  readonly evidence?: Evidence | undefined
  readonly offline?: boolean | undefined
  readonly signingTime: Instant | null
  readonly contentSha256: string | null
}

/**
 * Path, validity, purpose, person and role first: what can be refused is refused without asking anybody. Revocation comes last, because only
 * there the answer may be "wait".
 */
export async function judgeCertificate(verifier: Verifier, question: CertificateQuestion): Promise<SignatureVerdict> {
  const pool = [...verifier.intermediates, ...question.pool]
  const path = buildPath(question.leaf, pool, verifier.roots, verifier.cryptography)
  if (isFault(path)) return refusedFor(path)
  const signer = signerInfo(question.leaf, verifier.cryptography)
  const stranger = question.pool.find((certificate) => !path.some((member) => sameBytes(member.der, certificate.der)))
  // Harmless in itself, but it could be exchanged unseen: what comes with a signature must belong to it.
  if (stranger !== undefined) return refused('malformed', 'a certificate came along that has no part in the path')
  const fault = validatePath(path, msFromInstant(question.at)) ?? unmetExpectation(question.leaf, signer, question.expect)
  if (fault !== null) return refusedFor(fault)
  const revocation = await judgeRevocation(verifier, path, question)
  if (!Array.isArray(revocation)) return revocation
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

/** All certificates of the path are asked about at once. A revocation that is known decides, even where another answer is still out. */
async function judgeRevocation(
  verifier: Verifier,
  path: CertificatePath,
  question: CertificateQuestion,
): Promise<RevocationEvidence[] | Refused | Waiting> {
  const answers = await Promise.all(
    path.slice(0, -1).map((certificate, index) => verifier.revocation.check(certificate, path[index + 1]!, question)),
  )
  const found: RevocationEvidence[] = []
  let wait: Waiting | null = null
  for (const [index, answer] of answers.entries()) {
    if (answer.kind === 'waiting') {
      wait ??= waiting(answer.reason)
      continue
    }
    if (answer.kind === 'revoked' && answer.atMs <= msFromInstant(question.at)) {
      const whose = index === 0 ? "the signer's certificate" : "an authority's certificate"
      return refused('revoked', `${whose} was revoked at ${instantFromMs(answer.atMs)}`)
    }
    found.push(answer.evidence)
  }
  return wait ?? found
}
