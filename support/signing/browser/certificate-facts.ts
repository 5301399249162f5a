// What a certificate says of its holder and its use, as the pages show and compare it.

import { ATTRIBUTE, attribute, type Certificate, purposeProblem, rolesOf, statedNumber } from '@ruqsat/asn1'
import { instantFromMs } from '@ruqsat/foundation'
import { type Holder, PURPOSES, type SigningKey } from './signing-key.ts'

export type CertificateFacts = Pick<SigningKey, 'holder' | 'roles' | 'purposes' | 'notBefore' | 'notAfter' | 'issuerName' | 'serialHex'>

export function factsOf(own: Certificate): CertificateFacts {
  return {
    holder: holderOf(own),
    roles: rolesOf(own),
    purposes: PURPOSES.filter((purpose) => purposeProblem(own, purpose) === null),
    notBefore: instantFromMs(own.notBeforeMs),
    notAfter: instantFromMs(own.notAfterMs),
    issuerName: attribute(own.issuer, ATTRIBUTE.commonName) ?? attribute(own.issuer, ATTRIBUTE.organisation) ?? '?',
    serialHex: own.serial,
  }
}

function holderOf({ subject }: Certificate): Holder {
  // The common name holds surname and first name; the profile keeps the patronymic in GN.
  const name = [attribute(subject, ATTRIBUTE.commonName), attribute(subject, ATTRIBUTE.givenName)].filter(Boolean).join(' ')
  return {
    iin: statedNumber(subject, 'IIN'),
    bin: statedNumber(subject, 'BIN'),
    name: name || '?',
    organisation: attribute(subject, ATTRIBUTE.organisation),
  }
}
