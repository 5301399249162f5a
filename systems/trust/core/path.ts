import { type Certificate, EXTENSION, hasStrongKey, isSelfIssued, KEY_USAGE, sameBytes, signatureAlgorithm } from '@ruqsat/asn1'
import { instantFromMs } from '@ruqsat/foundation'
import type { SignatureFaultReason } from '../contract.ts'
import { finding, type TrustFinding } from '../findings.ts'
import { nameOutsideConstraints } from './name-constraints.ts'
import { type Cryptography } from './algorithms.ts'

/**
 * Building and validating certificate paths (RFC 5280 section 6) to pinned roots. Pure: certificates are parsed, mathematics is handed in,
 * revocation is judged elsewhere. `validatePath` is the one place that decides; each rule is one entry in `RULES`. Policies are not processed: a
 * certificate in which such an extension is critical is refused.
 */
export type TrustFault = { readonly reason: SignatureFaultReason; readonly finding: TrustFinding }

export function trustFault(reason: SignatureFaultReason, ...found: Parameters<typeof finding>): TrustFault {
  return { reason, finding: finding(...found) }
}

/** Signer first, pinned root last. */
export type CertificatePath = readonly Certificate[]

/** Longest path, root included. Kazakhstan's has three. */
export const MAX_PATH_LENGTH = 6
/** Signatures tried while looking for a path: an attacker may fill a message with certificates of one name. */
export const MAX_SIGNATURES_TRIED = 24

export function isFault(value: TrustFault | CertificatePath): value is TrustFault {
  return !Array.isArray(value)
}

/** Finds a path whose signatures all verify. Names alone never make a link: an authority that imitates ours ends here as `unknown-root`. */
export function buildPath(
  leaf: Certificate,
  pool: readonly Certificate[],
  roots: readonly Certificate[],
  cryptography: Cryptography,
): CertificatePath | TrustFault {
  let tried = 0
  let imitation = false
  const extend = (path: readonly Certificate[]): CertificatePath | null => {
    const last = path.at(-1)!
    if (roots.some((root) => sameBytes(root.der, last.der))) return path
    if (path.length >= MAX_PATH_LENGTH) return null
    for (const issuer of [...roots, ...pool]) {
      if (!couldHaveIssued(issuer, last) || path.some((known) => sameBytes(known.der, issuer.der))) continue
      if (++tried > MAX_SIGNATURES_TRIED) return null
      const isLink = isSignedBy(last, issuer, cryptography)
      imitation ||= !isLink
      const found = isLink ? extend([...path, issuer]) : null
      if (found !== null) return found
    }
    return null
  }
  return extend([leaf]) ?? trustFault('unknown-root', imitation ? 'imitation' : 'no-path')
}

/** By its name, and by the identifier of its key where both state one. */
function couldHaveIssued({ subject, subjectKeyIdentifier }: Certificate, { issuer, authorityKeyIdentifier }: Certificate): boolean {
  const isSameKey =
    authorityKeyIdentifier === null || subjectKeyIdentifier === null || sameBytes(authorityKeyIdentifier, subjectKeyIdentifier)
  return subject.comparable === issuer.comparable && isSameKey
}

/** Of a certificate, a list or an answer: the issuer's key, strong enough, made the signature. */
export function isSignedBy(
  { signatureOid, tbs, signature }: Pick<Certificate, 'signatureOid' | 'tbs' | 'signature'>,
  issuer: Certificate,
  cryptography: Cryptography,
): boolean {
  const algorithm = signatureAlgorithm(signatureOid)
  return algorithm !== null && hasStrongKey(issuer) && cryptography.verify(algorithm, issuer.publicKey, tbs, signature)
}

type PathPlace = { readonly certificate: Certificate; readonly index: number; readonly path: CertificatePath; readonly atMs: number }

/** What must hold of every certificate but the pinned root, in the order in which faults are reported. */
const RULES: readonly ((place: PathPlace) => TrustFault | null | false)[] = [
  ({ certificate }) => !hasStrongKey(certificate) && trustFault('malformed', 'key-not-accepted'),
  criticalExtensionsAreKnown,
  issuerMayIssue,
  pathIsShortEnough,
  ({ certificate: { notBeforeMs }, index, atMs }) =>
    atMs < notBeforeMs &&
    trustFault('not-yet-valid', index === 0 ? 'signer-not-yet-valid' : 'authority-not-yet-valid', { at: instantFromMs(notBeforeMs) }),
  ({ certificate: { notAfterMs }, index, atMs }) =>
    atMs >= notAfterMs + 1000 &&
    trustFault('expired', index === 0 ? 'signer-expired' : 'authority-expired', { at: instantFromMs(notAfterMs) }),
]

/** The first fault of a path whose signatures `buildPath` has verified, from the root down, or null. */
export function validatePath(path: CertificatePath, atMs: number): TrustFault | null {
  for (let index = path.length - 2; index >= 0; index--) {
    for (const rule of RULES) {
      const fault = rule({ certificate: path[index]!, index, path, atMs })
      if (fault) return fault
    }
  }
  const outside = nameOutsideConstraints(path)
  return outside === null ? null : trustFault('unknown-root', 'outside-name-constraints', { name: outside })
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

/** RFC 5280 4.2.1.9: how many authorities may follow below, self-issued ones not counted. */
function pathIsShortEnough({ index, path }: PathPlace): TrustFault | false {
  const below = path.slice(1, index + 1).filter((certificate) => !isSelfIssued(certificate)).length
  return below > (path[index + 1]!.basicConstraints?.pathLength ?? Infinity) && trustFault('unknown-root', 'path-too-long')
}
