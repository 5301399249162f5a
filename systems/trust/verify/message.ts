import {
  CONTENT,
  digestName,
  hex,
  type CmsMessage,
  type MessageSigner,
  readMessageSigner,
  readElement,
  sameBytes,
  signerCertificate,
  type Certificate,
} from '@ruqsat/asn1'
import { instantFromMs } from '@ruqsat/foundation'
import type { CheckLine, Evidence, FileCheck, FileReport, SignatureVerdict, SignerInfo, Undecided } from '../contract.ts'
import { trustFault, type TrustFault } from '../core/path.ts'
import { signerInfo } from '../core/identity.ts'
import { finding } from '../findings.ts'
import type { RevocationList } from '../wire/crl.ts'
import { judgeCertificate, type Verifier } from './certificate.ts'
import { timeOf, TIME_OF, unaccepted, unboundCertificate, UNDECIDED_FAULTS } from './detached.ts'
import { line, linesFor } from './lines.ts'
import { evidenceOf, withRevocation } from '../pdf/validation-data.ts'
import { judgeTimeStamp, stampEvidence } from './time-stamp.ts'
import { isRefused, reading, refusedFor, undecided } from './verdict.ts'

/** Judges CMS that others wrote: BER, content inside or next to it, several signers, counter-signers, time stamps (RFC 5652, ETSI EN 319 122-1). */
export type MessageCheck = Omit<FileCheck, 'lists'> & { readonly lists: readonly RevocationList[] }
type Signed = Extract<CmsMessage, { kind: 'signed' }>
type Verdict = SignatureVerdict | Undecided
type Judged = {
  readonly verdict: Verdict
  readonly lines: readonly CheckLine[]
  readonly judgedFor: FileReport['judgedFor']
  /** What convinced us of its time stamp; null where it has none that holds. */
  readonly stamp: Evidence | null
}

export async function judgeMessage(
  verifier: Verifier,
  message: Signed,
  given: MessageCheck,
): Promise<Omit<FileReport, 'format' | 'kind'> & { readonly verdicts: readonly Verdict[]; readonly stamps: readonly Evidence[] }> {
  const check = withBrought(given, message)
  const content = message.attached ?? check.content ?? null
  const judged: Judged[] = []
  for (const signer of message.signers) {
    if (judged.length >= MAX_SIGNATURES) break
    judged.push(await judgeSigner(verifier, { message, signer, content, check, isCounter: false }))
    for (const counter of signer.unsigned.get(CONTENT.counterSignature) ?? []) {
      if (judged.length >= MAX_SIGNATURES) break
      judged.push(await judgeCounter(verifier, message, counter, signer.signature, check))
    }
  }
  const isSingle = judged.length === 1
  const verdicts = judged.map(({ verdict }) => verdict)
  const worst =
    verdicts.find(({ kind }) => kind === 'refused') ??
    verdicts.find(({ kind }) => kind === 'undecided') ??
    verdicts.find(({ kind }) => kind === 'waiting')
  return {
    fault: worst === undefined || worst.kind === 'valid' ? null : worst.finding,
    remark: null,
    stretches: [],
    checks: judged.flatMap(({ lines }, index) => lines.map((each) => ({ ...each, signature: isSingle ? null : index + 1 }))),
    signers: verdicts.flatMap(signerOf),
    judgedFor: judged.at(-1)?.judgedFor ?? null,
    verdicts,
    stamps: judged.flatMap(({ stamp }) => stamp ?? []),
  }
}

/** Lists and answers that came inside are looked at after what was handed over. */
function withBrought(check: MessageCheck, { lists, answers }: Signed): MessageCheck {
  const { revocation } = evidenceOf({ certificates: [], answers, lists })
  return revocation.length === 0 ? check : { ...check, evidence: withRevocation(check.evidence, revocation) }
}

/** Signers and counter-signers together; each costs a path and questions to services. */
const MAX_SIGNATURES = 40

function signerOf(verdict: Verdict): SignerInfo[] {
  if (verdict.kind === 'valid') return [verdict.signer]
  return verdict.kind === 'undecided' && verdict.signer !== null ? [verdict.signer] : []
}

type SignerQuestion = {
  readonly message: Signed
  readonly signer: MessageSigner
  readonly content: Uint8Array | null
  readonly check: MessageCheck
  readonly isCounter: boolean
}

async function judgeCounter(
  verifier: Verifier,
  message: Signed,
  bytes: Uint8Array,
  content: Uint8Array,
  check: MessageCheck,
): Promise<Judged> {
  const signer = reading(() => readMessageSigner(readElement(bytes)))
  if (isRefused(signer)) return { verdict: signer, lines: linesFor(signer, null), judgedFor: null, stamp: null }
  const judged = await judgeSigner(verifier, { message, signer, content, check, isCounter: true })
  return { ...judged, lines: [line('signature format', 'passed', finding('counter-signature')), ...judged.lines] }
}

async function judgeSigner(verifier: Verifier, question: SignerQuestion): Promise<Judged> {
  const { message, signer, content, check } = question
  const known = [...message.certificates, ...verifier.intermediates]
  const leaf = signerCertificate({ signer: signer.signer, certificates: known })
  const stamps = signer.unsigned.get(CONTENT.timeStampToken) ?? []
  const stamp = stamps[0] === undefined ? null : await judgeTimeStamp(verifier, stamps[0], signer.signature, check)
  const stated = signer.signingTimeMs === null ? null : instantFromMs(signer.signingTimeMs)
  // A proved time is the asker's own or a time stamp's; a signature is not older than its stamp proves.
  const time =
    stamp?.kind === 'proved' && check.at === undefined
      ? ({ at: stamp.at, statedBy: 'time-stamp' } as const)
      : await timeOf(verifier, check.at, stated)
  const fault = faultOf(verifier, question, leaf)
  const verdict =
    fault !== null
      ? faulty(verifier, fault, leaf)
      : await judgeCertificate(verifier, {
          leaf: leaf!,
          pool: message.certificates,
          allowsStrangers: true,
          at: time.at,
          expect: { purpose: 'sign' },
          evidence: check.evidence,
          offline: check.offline,
          lists: check.lists,
          time: TIME_OF[time.statedBy],
          signingTime: stated,
          contentSha256: content === null ? null : hex(verifier.cryptography.digest('sha256', content)),
        })
  const isTampered = stamp?.kind === 'refused' && verdict.kind !== 'refused'
  return {
    verdict: isTampered ? refusedFor({ reason: 'malformed', finding: stamp.finding }) : verdict,
    lines: [
      ...linesFor(verdict, null),
      ...(fault === null && signer.signingCertificate === null
        ? [line('signature format', 'unknown', finding('signing-certificate-not-named'))]
        : []),
      ...(stamp === null
        ? []
        : [line('time', stamp.kind === 'proved' ? 'passed' : stamp.kind === 'refused' ? 'failed' : 'unknown', stamp.finding)]),
    ],
    judgedFor: time,
    stamp: stamp === null ? null : stampEvidence(stamp),
  }
}

/** A sound signature that cannot be judged is undecided; what does not fit is refused. */
function faulty(verifier: Verifier, fault: TrustFault, leaf: Certificate | null): Verdict {
  if (!UNDECIDED_FAULTS.has(fault.finding.code)) return refusedFor(fault)
  return undecided(fault.finding, leaf === null ? null : signerInfo(leaf, verifier.cryptography))
}

function faultOf(verifier: Verifier, { message, signer, content, isCounter }: SignerQuestion, leaf: Certificate | null): TrustFault | null {
  if (content === null) return trustFault('malformed', 'content-elsewhere')
  const digest = digestName(signer.digestOid)
  if (digest === null) return unaccepted(signer.digestOid)
  if (leaf === null) return trustFault('malformed', 'no-signer-certificate')
  if (signer.signedBytes !== null) {
    if (!isCounter && signer.contentType !== message.contentType) return trustFault('malformed', 'content-type-differs')
    if (signer.messageDigest === null || !sameBytes(verifier.cryptography.digest(digest, content), signer.messageDigest))
      return trustFault('changed-content', 'digest-differs')
  }
  const signedBytes = signer.signedBytes ?? content
  const fault = unboundCertificate(verifier, { ...signer, signedBytes }, leaf)
  // Some writers sign the sorted attributes and write them unsorted (RFC 5652 5.4 wants DER in both).
  const again = fault?.finding.code === 'value-does-not-fit' && signer.sortedBytes !== null
  const last = again ? unboundCertificate(verifier, { ...signer, signedBytes: signer.sortedBytes! }, leaf) : fault
  return last?.finding.code === 'no-signing-certificate-attribute' ? null : last
}
