import { type Certificate, EXTENSION, hasStrongKey, isSelfIssued, KEY_USAGE, sameBytes, signatureAlgorithm } from '@ruqsat/asn1'
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
      if (!isSignedBy(last, issuer, cryptography)) {
        imitation = true
        continue
      }
      const found = extend([...path, issuer])
      if (found !== null) return found
    }
    return null
  }
  return extend([leaf]) ?? trustFault('unknown-root', imitation ? 'imitation' : 'no-path')
}

function couldHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (issuer.subject.comparable !== certificate.issuer.comparable) return false
  const { authorityKeyIdentifier } = certificate
  return (
    authorityKeyIdentifier === null ||
    issuer.subjectKeyIdentifier === null ||
    sameBytes(authorityKeyIdentifier, issuer.subjectKeyIdentifier)
  )
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
const RULES: readonly ((place: PathPlace) => TrustFault | null)[] = [
  keyIsStrong,
  criticalExtensionsAreKnown,
  issuerMayIssue,
  pathIsShortEnough,
  hasBegun,
  hasNotEnded,
]

/** The first fault of a path whose signatures `buildPath` has verified, from the root down, or null. */
export function validatePath(path: CertificatePath, atMs: number): TrustFault | null {
  for (let index = path.length - 2; index >= 0; index--) {
    for (const rule of RULES) {
      const fault = rule({ certificate: path[index]!, index, path, atMs })
      if (fault !== null) return fault
    }
  }
  const outside = nameOutsideConstraints(path)
  return outside === null ? null : trustFault('unknown-root', 'outside-name-constraints', { name: outside })
}

function keyIsStrong({ certificate }: PathPlace): TrustFault | null {
  if (hasStrongKey(certificate)) return null
  return trustFault('malformed', 'key-not-accepted')
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
  for (const extension of certificate.extensions.values()) {
    if (extension.critical && !UNDERSTOOD.has(extension.oid)) return trustFault('malformed', 'critical-extension', { oid: extension.oid })
  }
  return null
}

function issuerMayIssue({ index, path }: PathPlace): TrustFault | null {
  const issuer = path[index + 1]!
  const isPinned = index + 1 === path.length - 1
  // Versions 1 and 2 cannot say who is an authority, so nobody is, but a root that somebody pinned by hand.
  if (issuer.version !== 3 && !isPinned) return trustFault('unknown-root', 'issuer-of-old-version', { version: String(issuer.version) })
  if (issuer.version === 3 && issuer.basicConstraints?.ca !== true) return trustFault('unknown-root', 'issuer-no-authority')
  if (issuer.keyUsage !== null && !issuer.keyUsage.has(KEY_USAGE.keyCertSign)) return trustFault('unknown-root', 'issuer-may-not-sign')
  return null
}

/** RFC 5280 4.2.1.9: how many authorities may follow below, self-issued ones not counted. */
function pathIsShortEnough({ index, path }: PathPlace): TrustFault | null {
  const limit = path[index + 1]!.basicConstraints?.pathLength ?? null
  if (limit === null) return null
  const below = path.slice(1, index + 1).filter((certificate) => !isSelfIssued(certificate)).length
  return below <= limit ? null : trustFault('unknown-root', 'path-too-long')
}

function hasBegun({ certificate, index, atMs }: PathPlace): TrustFault | null {
  if (atMs >= certificate.notBeforeMs) return null
  return trustFault('not-yet-valid', index === 0 ? 'signer-not-yet-valid' : 'authority-not-yet-valid', {
    at: stamp(certificate.notBeforeMs),
  })
}

function hasNotEnded({ certificate, index, atMs }: PathPlace): TrustFault | null {
  if (atMs < certificate.notAfterMs + 1000) return null
  return trustFault('expired', index === 0 ? 'signer-expired' : 'authority-expired', { at: stamp(certificate.notAfterMs) })
}

function stamp(ms: number): string {
  return new Date(ms).toISOString()
}
