import { ATTRIBUTE, EXTENSIONS, generalMail, KEY_USAGE, type NameAttribute, POLICY, ROLE_OIDS, USAGE } from '@ruqsat/asn1'
import type { CertificateSubject, SignaturePurpose, SignerRole } from '../contract.ts'
import { keyIdentifier } from '../wire/keys.ts'
import { STAMP_POLICIES } from './stamp-policies.ts'

/** Contained in every authority of the sandbox; production refuses a root that carries it. */
export const SANDBOX_MARK = 'RUQSAT-SANDBOX'

const AUTHORITY_NAMES = {
  root: 'НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RUQSAT SANDBOX)',
  issuing: 'КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RUQSAT SANDBOX RSA)',
  'root-responder': 'OCSP RESPONDER OF THE ROOT (RUQSAT SANDBOX)',
  'issuing-responder': 'OCSP RESPONDER (RUQSAT SANDBOX)',
  'time-stamping': 'TIME-STAMPING AUTHORITY (RUQSAT SANDBOX)',
} as const

export function authorityName(name: keyof typeof AUTHORITY_NAMES): NameAttribute[] {
  return [
    { oid: ATTRIBUTE.country, value: 'KZ' },
    { oid: ATTRIBUTE.organisation, value: 'Ruqsat sandbox (fictional)' },
    { oid: ATTRIBUTE.organisationalUnit, value: SANDBOX_MARK },
    { oid: ATTRIBUTE.commonName, value: AUTHORITY_NAMES[name] },
  ]
}

/** Where an authority can be reached, below the origin of its plain-HTTP site. */
export function addresses(origin: string) {
  return {
    ocsp: `${origin}/ocsp`,
    stamps: `${origin}/tsp`,
    rootCrl: `${origin}/crl/root.crl`,
    issuingCrl: `${origin}/crl/issuing.crl`,
    rootCertificate: `${origin}/ca/root.crt`,
    issuingCertificate: `${origin}/ca/issuing.crt`,
    practiceStatement: `${origin}/ca/practice`,
  }
}

/** Subject in Kazakhstan's profile (domain facts B.3): identity in serialNumber and OU, patronymic in GN. */
export function subjectAttributes(subject: CertificateSubject): NameAttribute[] {
  const optional = (oid: string, value: string | undefined): NameAttribute[] => (value === undefined ? [] : [{ oid, value }])
  return [
    { oid: ATTRIBUTE.commonName, value: subject.commonName },
    ...optional(ATTRIBUTE.surname, subject.surname),
    ...optional(ATTRIBUTE.serialNumber, subject.iin && `IIN${subject.iin}`),
    { oid: ATTRIBUTE.country, value: 'KZ' },
    ...optional(ATTRIBUTE.organisation, subject.organisation),
    ...optional(ATTRIBUTE.organisationalUnit, subject.bin && `BIN${subject.bin}`),
    ...optional(ATTRIBUTE.givenName, subject.patronymic),
  ]
}

export type LeafExtensions = {
  readonly publicKey: Uint8Array
  readonly issuerKey: Uint8Array
  readonly purpose: SignaturePurpose
  readonly roles: readonly SignerRole[]
  readonly isOrganisation: boolean
  readonly email: string | undefined
  readonly origin: string
}

/** A person's certificate. The old profile keeps two keys apart: one signs, one signs in. */
export function leafExtensions(leaf: LeafExtensions): Uint8Array[] {
  const at = addresses(leaf.origin)
  const signs = leaf.purpose === 'sign'
  return [
    EXTENSIONS.endEntity(),
    EXTENSIONS.keyUsage([KEY_USAGE.digitalSignature, signs ? KEY_USAGE.nonRepudiation : KEY_USAGE.keyEncipherment]),
    EXTENSIONS.extendedKeyUsage([signs ? USAGE.emailProtection : USAGE.clientAuth, ...leaf.roles.map((role) => ROLE_OIDS[role])]),
    EXTENSIONS.policies([policyOf(signs, leaf.isOrganisation)], at.practiceStatement),
    EXTENSIONS.crlAt(at.issuingCrl),
    EXTENSIONS.accessAt(at.ocsp, at.issuingCertificate),
    EXTENSIONS.subjectKey(keyIdentifier(leaf.publicKey)),
    EXTENSIONS.authorityKey(keyIdentifier(leaf.issuerKey)),
    ...(leaf.email === undefined ? [] : [EXTENSIONS.alternativeNames(generalMail(leaf.email))]),
  ]
}

function policyOf(signs: boolean, isOrganisation: boolean): string {
  if (isOrganisation) return signs ? POLICY.organisationSign : POLICY.organisationAuthenticate
  return signs ? POLICY.personSign : POLICY.personAuthenticate
}

export function rootExtensions(publicKey: Uint8Array): Uint8Array[] {
  return [
    EXTENSIONS.authority(1),
    EXTENSIONS.keyUsage([KEY_USAGE.keyCertSign, KEY_USAGE.crlSign]),
    EXTENSIONS.subjectKey(keyIdentifier(publicKey)),
  ]
}

export function issuingExtensions(publicKey: Uint8Array, rootKey: Uint8Array, origin: string): Uint8Array[] {
  const at = addresses(origin)
  return [
    EXTENSIONS.authority(0),
    EXTENSIONS.keyUsage([KEY_USAGE.keyCertSign, KEY_USAGE.crlSign]),
    EXTENSIONS.policies(['2.5.29.32.0'], at.practiceStatement),
    EXTENSIONS.crlAt(at.rootCrl),
    EXTENSIONS.accessAt(at.ocsp, at.rootCertificate),
    EXTENSIONS.subjectKey(keyIdentifier(publicKey)),
    EXTENSIONS.authorityKey(keyIdentifier(rootKey)),
  ]
}

/** RFC 6960 4.2.2.2: a delegate answers for one authority only and need not be asked about itself. */
export function responderExtensions(publicKey: Uint8Array, issuerKey: Uint8Array): Uint8Array[] {
  return [
    EXTENSIONS.endEntity(),
    EXTENSIONS.keyUsage([KEY_USAGE.digitalSignature]),
    EXTENSIONS.extendedKeyUsage([USAGE.ocspSigning], true),
    EXTENSIONS.ocspNoCheck(),
    EXTENSIONS.subjectKey(keyIdentifier(publicKey)),
    EXTENSIONS.authorityKey(keyIdentifier(issuerKey)),
  ]
}

/** RFC 3161 2.3: for time stamps alone, and critically so. */
export function stampingExtensions(publicKey: Uint8Array, issuerKey: Uint8Array, origin: string): Uint8Array[] {
  const at = addresses(origin)
  return [
    EXTENSIONS.endEntity(),
    EXTENSIONS.keyUsage([KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation]),
    EXTENSIONS.extendedKeyUsage([USAGE.timeStamping], true),
    EXTENSIONS.policies(
      STAMP_POLICIES.map(({ oid }) => oid),
      at.practiceStatement,
    ),
    EXTENSIONS.crlAt(at.issuingCrl),
    EXTENSIONS.accessAt(at.ocsp, at.issuingCertificate),
    EXTENSIONS.subjectKey(keyIdentifier(publicKey)),
    EXTENSIONS.authorityKey(keyIdentifier(issuerKey)),
  ]
}
