import { CONTENT, Malformed, readCertificate, readSignedData, tryToRead, type ValidationData, withUnsignedAttribute } from '@ruqsat/asn1'
import { randomBytes } from 'node:crypto'
import type { Evidence, KeptStamp, ProvedTime, RevocationEvidence, UnprovedTime } from '../contract.ts'
import { askStamp } from '../wire/stamp-client.ts'
import type { Verifier } from './certificate.ts'
import { judgeTimeStamp, stampEvidence, type StampVerdict } from './time-stamp.ts'

/** Asks a time-stamping authority for proofs, and believes none that it would not accept from a stranger. */
export type Stamper = {
  /** A token over these bytes that holds, or why there is none. */
  stamp(bytes: Uint8Array): Promise<Stamped | Unstamped>
}
export type Stamped = { readonly kind: 'stamped'; readonly token: Uint8Array; readonly verdict: Extract<StampVerdict, { kind: 'proved' }> }
/** English, for logs. */
export type Unstamped = { readonly kind: 'unstamped'; readonly why: string }

export type StamperDeps = { readonly url: string; readonly fetch: typeof fetch }

const NONCE_BYTES = 16

export function openStamper(verifier: Verifier, { url, fetch }: StamperDeps): Stamper {
  return {
    async stamp(bytes) {
      const nonce = randomBytes(NONCE_BYTES)
      const answer = await askStamp({ url, fetch, imprint: verifier.cryptography.digest('sha256', bytes), nonce })
      if (typeof answer === 'string') return { kind: 'unstamped', why: answer }
      const verdict = await judgeTimeStamp(verifier, answer, bytes, {})
      if (verdict.kind === 'proved') return { kind: 'stamped', token: answer, verdict }
      return { kind: 'unstamped', why: `the stamp does not hold: ${verdict.finding.code}` }
    },
  }
}

/** A stamp over bytes that are no signature, with what convinced us. */
export async function provedTime(stamper: Stamper, bytes: Uint8Array): Promise<ProvedTime | UnprovedTime> {
  const stamped = await stamper.stamp(bytes)
  return stamped.kind === 'stamped' ? proved(stamped.token, stamped.verdict) : { kind: 'unproved', why: stamped.why }
}

export async function judgeKeptStamp(
  verifier: Verifier,
  { token, bytes, evidence, knownBy }: KeptStamp,
): Promise<ProvedTime | UnprovedTime> {
  const pool = tryToRead(() => evidence.chain.map((der) => readCertificate(new Uint8Array(Buffer.from(der, 'base64')))))
  if (pool instanceof Malformed) return { kind: 'unproved', why: 'the certificates that were kept cannot be read' }
  const verdict = await judgeTimeStamp(verifier, token, bytes, { evidence, offline: true, pool, knownBy })
  return verdict.kind === 'proved' ? proved(token, verdict) : { kind: 'unproved', why: verdict.finding.code }
}

function proved(token: Uint8Array, verdict: Extract<StampVerdict, { kind: 'proved' }>): ProvedTime {
  return { kind: 'proved', token, at: verdict.at, authority: verdict.authority, evidence: stampEvidence(verdict)! }
}

/** A CMS of ours with its time proved (CAdES B-T): the token covers the value of the signature (ETSI EN 319 122-1 5.3). */
export async function stampSignature(stamper: Stamper, cms: Uint8Array): Promise<(Stamped & { readonly cms: Uint8Array }) | Unstamped> {
  const stamped = await stamper.stamp(readSignedData(cms).signature)
  if (stamped.kind === 'unstamped') return stamped
  return { ...stamped, cms: withUnsignedAttribute(cms, CONTENT.timeStampToken, stamped.token) }
}

/** What convinced us, as files keep it. A statement that was too large to keep is not among it. */
export function validationData(all: readonly Pick<Evidence, 'chain' | 'revocation'>[]): ValidationData {
  const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
  const of = (kind: RevocationEvidence['kind']): Uint8Array[] =>
    all
      .flatMap(({ revocation }) => revocation)
      .flatMap((each) => (each.kind === kind && each.answer !== null ? [bytesOf(each.answer)] : []))
  return { certificates: all.flatMap(({ chain }) => chain.map(bytesOf)), answers: of('ocsp'), lists: of('crl') }
}
