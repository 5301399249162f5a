import { type Certificate, EXTENSION, isSelfIssued, KEY_USAGE, sameBytes, withParametersOf } from '@ruqsat/asn1'
import { instantFromMs } from '@ruqsat/foundation'
import type { SignatureFaultReason } from '../contract.ts'
import { finding, type TrustFinding } from '../findings.ts'
import { nameOutsideConstraints } from './name-constraints.ts'
import { type Cryptography } from './algorithms.ts'
import { ANY_WISHES, policiesOf, type PolicyWishes } from './policies.ts'

/**
 * Building and validating certificate paths (RFC 5280 section 6) to pinned roots. Pure: certificates are parsed, mathematics is handed in,
 * revocation is judged elsewhere. `validatePath` is the one place that decides; each rule is one entry in `RULES`.
 */
export type TrustFault = { readonly reason: SignatureFaultReason; readonly finding: TrustFinding }

export function trustFault(reason: SignatureFaultReason, ...found: Parameters<typeof finding>): TrustFault {
  return { reason, finding: finding(...found) }
}

/** Signer first, pinned root last. */
export type CertificatePath = readonly Certificate[]

/** Longest path, root included. Kazakhstan's has three. */
export const MAX_PATH_LENGTH = 10
/** Signatures tried while looking for a path: an attacker may fill a message with certificates of one name. */
export const MAX_SIGNATURES_TRIED = 64
/** Whole paths that are judged before one is taken that does not hold. */
const MAX_PATHS_JUDGED = 16

export function isFault(value: TrustFault | CertificatePath): value is TrustFault {
  return !Array.isArray(value)
}

/**
 * Finds a path whose signatures all verify. Names alone never make a link: an authority that imitates ours ends here as `unknown-root`.
 * Goes back where `holds` refuses a path (RFC 4158 2.4.2): an expired twin of an authority must not hide the valid one. Where none holds the
 * first is the answer, so that its fault is reported.
 */
export function buildPath(
  leaf: Certificate,
  pool: readonly Certificate[],
  roots: readonly Certificate[],
  cryptography: Cryptography,
  holds: (path: CertificatePath) => boolean = () => true,
): CertificatePath | TrustFault {
  const candidates = [...roots, ...pool]
  let tried = 0
  let judged = 0
  let imitation = false
  let first: CertificatePath | null = null
  /** Answers with a path that holds; null where the search should go on, or is over. */
  const extend = (path: readonly Certificate[]): CertificatePath | null => {
    const last = path.at(-1)!
    if (roots.some((root) => sameBytes(root.der, last.der))) {
      const whole = withInheritedKeys(path, cryptography)
      if (whole === null) return null
      first ??= whole
      judged++
      return holds(whole) ? whole : null
    }
    if (path.length >= MAX_PATH_LENGTH) return null
    for (const issuer of candidates) {
      if (tried >= MAX_SIGNATURES_TRIED || judged >= MAX_PATHS_JUDGED) return null
      if (!couldHaveIssued(issuer, last) || path.some((known) => isSameAuthority(known, issuer))) continue
      tried++
      const isLink = issuer.inheritsParameters || isSignedBy(last, issuer, cryptography)
      imitation ||= !isLink
      const found = isLink ? extend([...path, issuer]) : null
      if (found !== null) return found
    }
    return null
  }
  return extend([leaf]) ?? first ?? trustFault('unknown-root', imitation ? 'imitation' : 'no-path')
}

/** RFC 4158 5.2: one name with one key is met once in a path, or cross-certificates would lead in circles. */
function isSameAuthority(left: Certificate, right: Certificate): boolean {
  return (
    sameBytes(left.der, right.der) || (left.subject.comparable === right.subject.comparable && sameBytes(left.publicKey, right.publicKey))
  )
}

/** Keys that left their parameters to the one above get them; signatures by such keys could not be verified on the way up. */
function withInheritedKeys(path: readonly Certificate[], cryptography: Cryptography): CertificatePath | null {
  if (!path.some((certificate) => certificate.inheritsParameters)) return path
  const whole = [...path]
  for (let index = path.length - 2; index >= 0; index--) {
    const issuer = whole[index + 1]!
    if (path[index + 1]!.inheritsParameters && !isSignedBy(path[index]!, issuer, cryptography)) return null
    whole[index] = withParametersOf(path[index]!, issuer)
  }
  return whole
}

/** By its name, and by the identifier of its key where both state one. */
function couldHaveIssued({ subject, subjectKeyIdentifier }: Certificate, { issuer, authorityKeyIdentifier }: Certificate): boolean {
  const isSameKey =
    authorityKeyIdentifier === null || subjectKeyIdentifier === null || sameBytes(authorityKeyIdentifier, subjectKeyIdentifier)
  return subject.comparable === issuer.comparable && isSameKey
}

/** Of a certificate, a list or an answer: the issuer's key, strong enough, made the signature. */
export function isSignedBy(
  { signing, tbs, signature }: Pick<Certificate, 'signing' | 'tbs' | 'signature'>,
  issuer: Certificate,
  cryptography: Cryptography,
): boolean {
  return signing !== null && cryptography.accepts(issuer) && cryptography.verify(signing, issuer.publicKey, tbs, signature)
}

type PathPlace = {
  readonly certificate: Certificate
  readonly index: number
  readonly path: CertificatePath
  readonly atMs: number
  readonly cryptography: Cryptography
}

/** What must hold of every certificate but the pinned root, in the order in which faults are reported. */
const RULES: readonly ((place: PathPlace) => TrustFault | null | false)[] = [
  ({ certificate, cryptography }) => !cryptography.accepts(certificate) && trustFault('malformed', 'key-not-accepted'),
  criticalExtensionsAreKnown,
  issuerMayIssue,
  authorityIsNamed,
  pathIsShortEnough,
  ({ certificate: { notBeforeMs }, index, atMs }) =>
    atMs < notBeforeMs &&
    trustFault('not-yet-valid', index === 0 ? 'signer-not-yet-valid' : 'authority-not-yet-valid', { at: instantFromMs(notBeforeMs) }),
  ({ certificate: { notAfterMs }, index, atMs }) =>
    atMs >= notAfterMs + 1000 &&
    trustFault('expired', index === 0 ? 'signer-expired' : 'authority-expired', { at: instantFromMs(notAfterMs) }),
]

/** The first fault of a path whose signatures `buildPath` has verified, from the root down, or null. */
export function validatePath(
  path: CertificatePath,
  atMs: number,
  cryptography: Cryptography,
  wishes: PolicyWishes = ANY_WISHES,
): TrustFault | null {
  for (let index = path.length - 2; index >= 0; index--) {
    for (const rule of RULES) {
      const fault = rule({ certificate: path[index]!, index, path, atMs, cryptography })
      if (fault) return fault
    }
  }
  const outside = nameOutsideConstraints(path)
  if (outside !== null) return trustFault('unknown-root', 'outside-name-constraints', { name: outside })
  const policies = policiesOf(path, wishes)
  return policies.kind === 'allowed' ? null : trustFault('unknown-root', policies.code)
}

const UNDERSTOOD = new Set<string>([
  EXTENSION.basicConstraints,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.subjectAltName,
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.crlDistributionPoints,
  EXTENSION.authorityInfoAccess,
])

function criticalExtensionsAreKnown({ certificate }: PathPlace): TrustFault | null {
  const unknown = [...certificate.extensions.values()].find(({ critical, oid }) => critical && !UNDERSTOOD.has(oid))
  return unknown === undefined ? null : trustFault('malformed', 'critical-extension', { oid: unknown.oid })
}

function issuerMayIssue({ index, path }: PathPlace): TrustFault | false {
  const { version, basicConstraints, keyUsage } = path[index + 1]!
  const isPinned = index + 1 === path.length - 1
  return (
    // Versions 1 and 2 cannot say who is an authority, so nobody is, but a root that somebody pinned by hand.
    (version !== 3 && !isPinned && trustFault('unknown-root', 'issuer-of-old-version', { version: String(version) })) ||
    (version === 3 && basicConstraints?.ca !== true && trustFault('unknown-root', 'issuer-no-authority')) ||
    (keyUsage?.has(KEY_USAGE.keyCertSign) === false && trustFault('unknown-root', 'issuer-may-not-sign'))
  )
}

/** RFC 5280 4.1.2.4, 4.1.2.6: an authority has a name; others may have none where an alternative name is critical. */
function authorityIsNamed({ certificate: { issuer, subject, extensions }, index }: PathPlace): TrustFault | false {
  const isNamed = subject.attributes.length > 0 || (index === 0 && extensions.get(EXTENSION.subjectAltName)?.critical === true)
  return (issuer.attributes.length === 0 || !isNamed) && trustFault('malformed', 'name-missing')
}

/** RFC 5280 4.2.1.9: how many authorities may follow below, self-issued ones not counted. */
function pathIsShortEnough({ index, path }: PathPlace): TrustFault | false {
  const below = path.slice(1, index + 1).filter((certificate) => !isSelfIssued(certificate)).length
  return below > (path[index + 1]!.basicConstraints?.pathLength ?? Infinity) && trustFault('unknown-root', 'path-too-long')
}
