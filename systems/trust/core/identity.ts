import { attribute, attributesOf, type Certificate, commonName, hex, KEY_USAGE, showName } from '@ruqsat/asn1'
import * as OID from '@ruqsat/asn1/oids'
import { instantFromMs, isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import { ROLE_OIDS, type Expectation, type KeyKind, type SignerInfo, type SignerRole } from '../contract.ts'
import type { Cryptography } from './algorithms.ts'
import { trustFault, type TrustFault } from './path.ts'

/** Who a certificate names, in Kazakhstan's profile (domain facts B.3). A number that stands twice counts as none. */
export function signerInfo(certificate: Certificate, cryptography: Cryptography): SignerInfo {
  const usages = certificate.extendedKeyUsages ?? []
  const iin = stated(single(attributesOf(certificate.subject, OID.serialNumber), /^IIN(\d{12})$/), parseIIN)
  const bin = stated(single(attributesOf(certificate.subject, OID.organisationalUnit), /^BIN(\d{12})$/), parseBIN)
  return {
    iin: iin.number,
    bin: bin.number,
    impossible: { iin: iin.impossible, bin: bin.impossible },
    name: commonName(certificate),
    surname: attribute(certificate.subject, OID.surname),
    patronymic: attribute(certificate.subject, OID.givenName),
    organisation: attribute(certificate.subject, OID.organisation),
    roles: (Object.keys(ROLE_OIDS) as SignerRole[]).filter((role) => usages.includes(ROLE_OIDS[role])),
    extendedKeyUsages: usages,
    serial: certificate.serial,
    issuer: showName(certificate.issuer),
    subject: showName(certificate.subject),
    notBefore: instantFromMs(certificate.notBeforeMs),
    notAfter: instantFromMs(certificate.notAfterMs),
    keyKind: keyKind(certificate),
    certificateSha256: hex(cryptography.digest('sha256', certificate.der)),
  }
}

function single(values: readonly string[], form: RegExp): string | null {
  const numbers = values.flatMap((value) => form.exec(value)?.[1] ?? [])
  return numbers.length === 1 ? numbers[0]! : null
}

/** A number that cannot exist stays what it is, a text: no person and no firm of ours has it. */
function stated<T extends string>(text: string | null, parse: (text: string) => T | Refusal) {
  const number = text === null ? null : parse(text)
  return isRefusal(number) ? { number: null, impossible: text } : { number, impossible: null }
}

function keyKind(certificate: Certificate): KeyKind {
  if (certificate.keyKind !== 'rsa') return 'ecdsa-p256'
  return certificate.keyBits > 3072 ? 'rsa-4096' : certificate.keyBits > 2048 ? 'rsa-3072' : 'rsa-2048'
}

/** Purpose first (a sign-in key is the commonest mistake), then person, then role. */
export function unmetExpectation(certificate: Certificate, signer: SignerInfo, expect: Expectation): TrustFault | null {
  return wrongPurpose(certificate, expect) ?? wrongPerson(signer, expect) ?? wrongRole(signer, expect)
}

/**
 * Signing needs digitalSignature and nonRepudiation and the usage emailProtection, as Kazakhstan's signing keys state them. Signing in needs
 * digitalSignature only and takes both kinds of key: the acts let a person register with the signing certificate.
 */
function wrongPurpose(certificate: Certificate, expect: Expectation): TrustFault | null {
  const { keyUsage, extendedKeyUsages } = certificate
  if (certificate.basicConstraints?.ca === true) return trustFault('wrong-purpose', 'purpose-authority')
  if (keyUsage === null || !keyUsage.has(KEY_USAGE.digitalSignature)) return trustFault('wrong-purpose', 'usage-no-digital-signature')
  const usages = extendedKeyUsages ?? []
  if (expect.purpose === 'authenticate') {
    if (usages.includes(OID.clientAuth) || usages.includes(OID.emailProtection)) return null
    return trustFault('wrong-purpose', 'usage-neither')
  }
  if (!keyUsage.has(KEY_USAGE.nonRepudiation)) return trustFault('wrong-purpose', 'usage-no-non-repudiation')
  if (!usages.includes(OID.emailProtection)) return trustFault('wrong-purpose', 'usage-not-signing')
  return null
}

function wrongPerson(signer: SignerInfo, expect: Expectation): TrustFault | null {
  const { impossible } = signer
  if (expect.iin !== undefined && signer.iin !== expect.iin)
    return trustFault('wrong-person', impossible.iin === null ? 'iin-differs' : 'iin-impossible')
  if (expect.bin !== undefined && signer.bin !== expect.bin)
    return trustFault('wrong-person', impossible.bin === null ? 'bin-differs' : 'bin-impossible')
  return null
}

function wrongRole(signer: SignerInfo, expect: Expectation): TrustFault | null {
  if (expect.roles === undefined || expect.roles.some((role) => signer.roles.includes(role))) return null
  return trustFault('wrong-role', 'role-missing', { technical: expect.roles.join(', ') })
}
