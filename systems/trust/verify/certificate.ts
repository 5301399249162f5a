import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { Evidence, Expectation, RevocationEvidence, SignatureVerdict } from '../contract.ts'
import type { Cryptography } from '../core/algorithms.ts'
import { signerInfo, unmetExpectation } from '../core/identity.ts'
import { buildPath, isFault, validatePath, type CertificatePath } from '../core/path.ts'
import type { Certificate } from '../wire/certificate.ts'
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
 * Path, validity, purpose, person and role first: what can be refused is refused without asking anybody. Revocation comes last, from the root
 * down, because only there the answer may be "wait".
 */
export async function judgeCertificate(verifier: Verifier, question: CertificateQuestion): Promise<SignatureVerdict> {
  const pool = [...verifier.intermediates, ...question.pool]
  const path = buildPath(question.leaf, pool, verifier.roots, verifier.cryptography)
  if (isFault(path)) return refusedFor(path)
  const signer = signerInfo(question.leaf, verifier.cryptography)
  const fault = validatePath(path, msFromInstant(question.at)) ?? unmetExpectation(question.leaf, signer, question.expect)
  if (fault !== null) return refusedFor(fault)
  const revocation = await judgeRevocation(verifier, path, question)
  if (!Array.isArray(revocation)) return revocation as SignatureVerdict
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

async function judgeRevocation(verifier: Verifier, path: CertificatePath, question: CertificateQuestion): Promise<RevocationEvidence[] | SignatureVerdict> {
  const found: RevocationEvidence[] = []
  for (let index = path.length - 2; index >= 0; index--) {
    const answer = await verifier.revocation.check(path[index]!, path[index + 1]!, question)
    if (answer.kind === 'waiting') return waiting(answer.reason)
    if (answer.kind === 'revoked' && answer.atMs <= msFromInstant(question.at)) {
      const whose = index === 0 ? "the signer's certificate" : "an authority's certificate"
      return refused('revoked', `${whose} was revoked at ${instantFromMs(answer.atMs)}`)
    }
    found.unshift(answer.evidence)
  }
  return found
}
