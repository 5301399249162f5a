import { type Certificate, CONTENT, digestName, EXTENSION, KEY_USAGE, sameBytes, signerCertificate, USAGE } from '@ruqsat/asn1'
import { instantFromMs, type Instant, msFromInstant } from '@ruqsat/foundation'
import type { Evidence, RevocationEvidence } from '../contract.ts'
import { buildPath, type CertificatePath, isFault, trustFault, type TrustFault, validatePath } from '../core/path.ts'
import { CLOCK_SKEW_MS } from '../core/revocation.ts'
import { readTimeStamp, type TimeStamp } from '../wire/time-stamp.ts'
import { type CertificateQuestion, judgePathRevocation, type Verifier } from './certificate.ts'
import { unboundCertificate } from './detached.ts'
import { isRefused, reading } from './verdict.ts'
import { finding, type TrustFinding } from '../findings.ts'

export type StampOptions = Pick<CertificateQuestion, 'evidence' | 'offline' | 'lists'> & {
  /** Certificates that came with the file, next to those in the token. */
  readonly pool?: readonly Certificate[] | undefined
  /**
   * When the token is known to have existed: the present, or the time of a later stamp over it. Its authority must hold then, too: who has the key of
   * one that ran out may write any time into a token, and so renewal must come before (ETSI EN 319 102-1 5.6.2.3).
   */
  readonly knownBy?: Instant | undefined
}

/** What a time stamp proves: the bytes existed at `at`. */
export type StampVerdict =
  | {
      readonly kind: 'proved'
      readonly at: Instant
      readonly authority: string
      readonly finding: TrustFinding
      /** What convinced us: path and statements about revocation. */
      readonly chain: CertificatePath
      readonly revocation: readonly RevocationEvidence[]
    }
  | { readonly kind: 'refused' | 'unproved'; readonly finding: TrustFinding }

/**
 * A token over these bytes (RFC 3161 2.2, ETSI EN 319 102-1 5.4): the digest is theirs, the authority's key made the token, its certificate is for time
 * stamps alone, leads to a pinned root at the stamp's own instant, and is not revoked.
 */
export async function judgeTimeStamp(
  verifier: Verifier,
  token: Uint8Array,
  stamped: Uint8Array,
  options: StampOptions,
): Promise<StampVerdict> {
  const stamp = reading(() => readTimeStamp(token))
  if (isRefused(stamp)) return { kind: 'refused', finding: finding('time-stamp-unreadable', { technical: stamp.detail }) }
  const { cryptography, roots, intermediates } = verifier
  const pool = [...intermediates, ...stamp.message.certificates, ...(options.pool ?? [])]
  const leaf = signerCertificate({ ...stamp.message.signers[0]!, certificates: pool })
  if (leaf === null) return { kind: 'unproved', finding: finding('time-stamp-no-certificate') }
  const fault = unboundStamp(verifier, stamp, stamped) ?? (await wrongInstant(verifier, stamp))
  if (fault !== null) return { kind: fault.finding.code === 'algorithm-not-supported' ? 'unproved' : 'refused', finding: fault.finding }
  const signer = stamp.message.signers[0]!
  const bound = unboundCertificate(verifier, { ...signer, signedBytes: signer.signedBytes ?? stamp.infoBytes }, leaf)
  if (bound !== null && bound.finding.code !== 'no-signing-certificate-attribute')
    return { kind: bound.finding.code === 'algorithm-not-supported' ? 'unproved' : 'refused', finding: bound.finding }
  const { atMs } = stamp.info
  const path = buildPath(leaf, pool, roots, cryptography, (found) => validatePath(found, atMs, cryptography) === null)
  const wrong = isFault(path) ? path : validatePath(path, atMs, cryptography)
  if (wrong !== null || isFault(path))
    return { kind: 'unproved', finding: finding('time-stamp-untrusted', { technical: wrong?.finding.code ?? '' }) }
  const usage = leaf.extensions.get(EXTENSION.extendedKeyUsage)
  const isForStamps = usage?.critical === true && leaf.extendedKeyUsages?.join() === USAGE.timeStamping
  if (!isForStamps || leaf.keyUsage?.has(KEY_USAGE.digitalSignature) === false)
    return { kind: 'refused', finding: finding('time-stamp-wrong-purpose') }
  const at = instantFromMs(atMs)
  const knownBy = options.knownBy ?? (await verifier.now())
  const judgedAt = knownBy < at ? at : knownBy
  if (validatePath(path, msFromInstant(judgedAt), cryptography) !== null)
    return {
      kind: 'unproved',
      finding: finding('time-stamp-ended', { at: instantFromMs(Math.min(...path.map((each) => each.notAfterMs))) }),
    }
  const question = { ...options, pool, at, judgedAt, time: 'proved' } as const
  const latest = await judgePathRevocation(verifier, path, question)
  // Nobody answers now, and what is kept speaks of the stamp's own time: no revocation is known.
  const isSilent = !Array.isArray(latest) && latest.kind === 'waiting'
  const revocation = isSilent ? await judgePathRevocation(verifier, path, { ...question, judgedAt: at, offline: true }) : latest
  if (!Array.isArray(revocation)) return { kind: revocation.kind === 'refused' ? 'refused' : 'unproved', finding: revocation.finding }
  const authority = leaf.subject.attributes.find(({ oid }) => oid === '2.5.4.3')?.value ?? ''
  return { kind: 'proved', at, authority, finding: finding('time-stamped', { at, name: authority }), chain: path, revocation }
}

/** What convinced us, to be kept with the file; null where the stamp does not hold. */
export function stampEvidence(verdict: StampVerdict): Evidence | null {
  if (verdict.kind !== 'proved') return null
  const { at, chain, revocation } = verdict
  return { at, signingTime: null, contentSha256: null, chain: chain.map(({ der }) => Buffer.from(der).toString('base64')), revocation }
}

function unboundStamp({ cryptography }: Verifier, { message, info, infoBytes }: TimeStamp, stamped: Uint8Array): TrustFault | null {
  const signer = message.signers[0]!
  const digest = digestName(info.digestOid)
  const own = digestName(signer.digestOid)
  const unknown = [info.digestOid, signer.digestOid].find((oid) => digestName(oid) === null)
  if (digest === null || own === null) return trustFault('malformed', 'algorithm-not-supported', { algorithm: unknown ?? '' })
  if (info.hasUnknownCritical) return trustFault('malformed', 'time-stamp-unreadable', { technical: 'unknown critical extension' })
  if (!sameBytes(cryptography.digest(digest, stamped), info.digest)) return trustFault('changed-content', 'time-stamp-of-other')
  const isContent = signer.contentType === CONTENT.timeStampInfo && signer.messageDigest !== null
  if (!isContent || !sameBytes(cryptography.digest(own, infoBytes), signer.messageDigest!))
    return trustFault('changed-content', 'time-stamp-of-other')
  return null
}

async function wrongInstant(verifier: Verifier, { info }: TimeStamp): Promise<TrustFault | null> {
  const nowMs = msFromInstant(await verifier.now())
  return info.atMs > nowMs + CLOCK_SKEW_MS ? trustFault('malformed', 'time-in-future', { at: instantFromMs(info.atMs) }) : null
}
