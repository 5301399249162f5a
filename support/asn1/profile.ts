import { type Certificate, KEY_USAGE, type PublicKey } from './certificate.ts'
import { attributesOf, type DistinguishedName } from './name.ts'
import { ATTRIBUTE, USAGE } from './oids.ts'

// Kazakhstan's profile of certificates (domain facts B.3): identity is stated in serialNumber and OU, roles and purposes as extended key usages.

/** `sign`: digitalSignature + nonRepudiation. `authenticate`: digitalSignature (sign-in by challenge accepts both kinds of key). */
export type SignaturePurpose = 'sign' | 'authenticate'

/** Roles are stated as extended key usages 1.2.398.3.3.4.1.*. */
export const ROLE_OIDS = {
  individual: '1.2.398.3.3.4.1.1',
  'individual-system': '1.2.398.3.3.4.1.1.1',
  'legal-entity': '1.2.398.3.3.4.1.2',
  'first-head': '1.2.398.3.3.4.1.2.1',
  signatory: '1.2.398.3.3.4.1.2.2',
  'finance-signatory': '1.2.398.3.3.4.1.2.3',
  'hr-officer': '1.2.398.3.3.4.1.2.4',
  employee: '1.2.398.3.3.4.1.2.5',
  'information-system': '1.2.398.3.3.4.1.2.6',
} as const
export type SignerRole = keyof typeof ROLE_OIDS

export function rolesOf({ extendedKeyUsages }: Certificate): SignerRole[] {
  return (Object.keys(ROLE_OIDS) as SignerRole[]).filter((role) => extendedKeyUsages?.includes(ROLE_OIDS[role]))
}

const STATED = {
  IIN: { attribute: ATTRIBUTE.serialNumber, form: /^IIN(\d{12})$/ },
  BIN: { attribute: ATTRIBUTE.organisationalUnit, form: /^BIN(\d{12})$/ },
} as const

/** The digits of a stated number, checked by nobody yet. A number that is stated twice counts as none. */
export function statedNumber(subject: DistinguishedName, kind: keyof typeof STATED): string | null {
  const { attribute, form } = STATED[kind]
  const numbers = attributesOf(subject, attribute).flatMap((value) => form.exec(value)?.[1] ?? [])
  return numbers.length === 1 ? numbers[0]! : null
}

export type PurposeProblem =
  | 'purpose-authority'
  | 'usage-no-digital-signature'
  | 'usage-neither'
  | 'usage-no-non-repudiation'
  | 'usage-not-signing'

/**
 * Why a key is not meant for this purpose, or null. Signing needs digitalSignature and nonRepudiation and the usage emailProtection, as
 * Kazakhstan's signing keys state them. Signing in needs digitalSignature only and takes both kinds of key: the acts let a person register
 * with the signing certificate.
 */
export function purposeProblem(certificate: Certificate, purpose: SignaturePurpose): PurposeProblem | null {
  const { keyUsage, extendedKeyUsages } = certificate
  const hasUsage = (...usages: readonly string[]): boolean => usages.some((usage) => extendedKeyUsages?.includes(usage))
  if (certificate.basicConstraints?.ca === true) return 'purpose-authority'
  if (!keyUsage?.has(KEY_USAGE.digitalSignature)) return 'usage-no-digital-signature'
  if (purpose === 'authenticate') return hasUsage(USAGE.clientAuth, USAGE.emailProtection) ? null : 'usage-neither'
  if (!keyUsage.has(KEY_USAGE.nonRepudiation)) return 'usage-no-non-repudiation'
  return hasUsage(USAGE.emailProtection) ? null : 'usage-not-signing'
}

/** Weaker keys are refused: NIST SP 800-131A. */
export const MIN_RSA_BITS = 2048
/** Beyond this, one check would cost the time of hundreds. */
const MAX_RSA_BITS = 4096

export function hasStrongKey({ keyKind, keyBits }: Pick<PublicKey, 'keyKind' | 'keyBits'>): boolean {
  return keyKind === 'rsa' ? keyBits >= MIN_RSA_BITS && keyBits <= MAX_RSA_BITS : STRONG_CURVES.has(keyKind)
}

const STRONG_CURVES: ReadonlySet<PublicKey['keyKind']> = new Set(['ecdsa-p256', 'ecdsa-p384', 'ecdsa-p521', 'ed25519', 'gost-2015-512'])
