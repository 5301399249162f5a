import {
  attribute,
  ATTRIBUTE,
  type Certificate,
  commonName,
  hex,
  purposeProblem,
  readCertificate,
  rolesOf,
  showName,
  statedNumber,
} from '@ruqsat/asn1'
import { type BIN, instantFromMs, isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import type { Expectation, KeyKind, SignerInfo } from '../contract.ts'
import type { Cryptography } from './algorithms.ts'
import { trustFault, type TrustFault } from './path.ts'

/** Who a certificate names, in Kazakhstan's profile (domain facts B.3). A number that occurs twice counts as none. */
export function signerInfo(certificate: Certificate, cryptography: Cryptography): SignerInfo {
  const iin = stated(statedNumber(certificate.subject, 'IIN'), parseIIN)
  const bin = stated(statedNumber(certificate.subject, 'BIN'), parseBIN)
  return {
    iin: iin.number,
    bin: bin.number,
    impossible: { iin: iin.impossible, bin: bin.impossible },
    name: commonName(certificate),
    surname: attribute(certificate.subject, ATTRIBUTE.surname),
    patronymic: attribute(certificate.subject, ATTRIBUTE.givenName),
    organisation: attribute(certificate.subject, ATTRIBUTE.organisation),
    roles: rolesOf(certificate),
    extendedKeyUsages: certificate.extendedKeyUsages ?? [],
    serial: certificate.serial,
    issuer: showName(certificate.issuer),
    subject: showName(certificate.subject),
    notBefore: instantFromMs(certificate.notBeforeMs),
    notAfter: instantFromMs(certificate.notAfterMs),
    keyKind: keyKindOf(certificate),
    certificateSha256: hex(cryptography.digest('sha256', certificate.der)),
  }
}

/** The organisation that a certificate names; null where it names none, or a number that nobody has. */
export function binOfCertificate(der: Uint8Array): BIN | null {
  return stated(statedNumber(readCertificate(der).subject, 'BIN'), parseBIN).number
}

/** A number that cannot exist stays what it is, a text: no person and no firm of ours has it. */
function stated<T extends string>(text: string | null, parse: (text: string) => T | Refusal) {
  const number = text === null ? null : parse(text)
  return isRefusal(number) ? { number: null, impossible: text } : { number, impossible: null }
}

function keyKindOf({ keyKind, keyBits }: Certificate): KeyKind {
  if (keyKind !== 'rsa') return keyKind === 'unknown' || keyKind === 'dsa' ? 'other' : keyKind
  return keyBits > 3072 ? 'rsa-4096' : keyBits > 2048 ? 'rsa-3072' : 'rsa-2048'
}

/** Purpose first (a sign-in key is the commonest mistake), then person, then role. */
export function unmetExpectation(certificate: Certificate, signer: SignerInfo, expect: Expectation): TrustFault | null {
  const purpose = purposeProblem(certificate, expect.purpose)
  if (purpose !== null) return trustFault('wrong-purpose', purpose)
  const { impossible, iin, bin } = signer
  if (expect.iin !== undefined && iin !== expect.iin)
    return trustFault('wrong-person', impossible.iin === null ? 'iin-differs' : 'iin-impossible')
  if (expect.bin !== undefined && bin !== expect.bin)
    return trustFault('wrong-person', impossible.bin === null ? 'bin-differs' : 'bin-impossible')
  const hasRole = expect.roles === undefined || expect.roles.some((role) => signer.roles.includes(role))
  return hasRole ? null : trustFault('wrong-role', 'role-missing', { technical: expect.roles.join(', ') })
}
