// Reads from an X.509 certificate what the page shows and what a signature needs. It judges nothing: paths, revocation and policies
// are the server's business. Identity stands in serialNumber (`IIN…`) and OU (`BIN…`), never in the common name.

import { Fault, instantFromMs, type Instant } from '@ruqsat/foundation'
import { type Bytes, child, type Element, oidText, readElement, TAG } from './der.ts'

/** `sign`: digitalSignature and nonRepudiation, and not for something else only. `authenticate`: digitalSignature. */
export type KeyPurpose = 'sign' | 'authenticate'

/** Extended key usages by which Kazakhstan's profile states a role. */
const ROLES = {
  '1.2.398.3.3.4.1.1': 'individual',
  '1.2.398.3.3.4.1.1.1': 'individual-system',
  '1.2.398.3.3.4.1.2': 'legal-entity',
  '1.2.398.3.3.4.1.2.1': 'first-head',
  '1.2.398.3.3.4.1.2.2': 'signatory',
  '1.2.398.3.3.4.1.2.3': 'finance-signatory',
  '1.2.398.3.3.4.1.2.4': 'hr-officer',
  '1.2.398.3.3.4.1.2.5': 'employee',
  '1.2.398.3.3.4.1.2.6': 'information-system',
} as const
export type KeyRole = (typeof ROLES)[keyof typeof ROLES]

/** As the certificate states them, read by nobody yet: equal to an `IIN` or `BIN` of ours only where the number can exist. */
export type Holder = {
  readonly iin: string | null
  readonly bin: string | null
  readonly name: string
  readonly organisation: string | null
}

export type Certificate = {
  readonly der: Bytes
  /** The INTEGER as it stands, with tag and length: an IssuerAndSerialNumber repeats it byte for byte. */
  readonly serialNumber: Bytes
  readonly serialHex: string
  readonly issuer: Bytes
  readonly subject: Bytes
  readonly issuerName: string
  readonly holder: Holder
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly publicKeyInfo: Bytes
  readonly keyAlgorithm: string
  readonly isAuthority: boolean
  readonly purposes: readonly KeyPurpose[]
  readonly roles: readonly KeyRole[]
}

const OID = {
  commonName: '2.5.4.3',
  surname: '2.5.4.4',
  serialNumber: '2.5.4.5',
  organisation: '2.5.4.10',
  organisationalUnit: '2.5.4.11',
  givenName: '2.5.4.42',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  anyExtendedKeyUsage: '2.5.29.37.0',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
}
const EXTENSIONS_TAG = 0xa3
const VERSION_TAG = 0xa0

/** Throws a Fault where the bytes are no certificate. */
export function readCertificate(bytes: Bytes): Certificate {
  const certificate = readElement(bytes)
  const body = child(certificate, 0, TAG.sequence)
  const first = body.children[0]?.tag === VERSION_TAG ? 1 : 0
  const serialNumber = child(body, first, TAG.integer)
  const [issuer, validity, subject, publicKeyInfo] = [2, 3, 4, 5].map((place) => child(body, first + place, TAG.sequence)) as [
    Element,
    Element,
    Element,
    Element,
  ]
  const extensions = readExtensions(body.children.find((element) => element.tag === EXTENSIONS_TAG))
  const usages = extendedUsages(extensions.get(OID.extendedKeyUsage))
  return {
    der: bytes,
    serialNumber: serialNumber.raw,
    serialHex: [...serialNumber.content]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .replace(/^0+(?=.)/, ''),
    issuer: issuer.raw,
    subject: subject.raw,
    issuerName: attribute(issuer, OID.commonName) ?? attribute(issuer, OID.organisation) ?? '?',
    holder: holderOf(subject),
    notBefore: readTime(child(validity, 0)),
    notAfter: readTime(child(validity, 1)),
    publicKeyInfo: publicKeyInfo.raw,
    keyAlgorithm: oidText(child(child(publicKeyInfo, 0), 0)),
    isAuthority: isAuthority(extensions.get(OID.basicConstraints)),
    purposes: purposesOf(extensions.get(OID.keyUsage), usages),
    roles: usages.flatMap((usage) => ROLES[usage as keyof typeof ROLES] ?? []),
  }
}

function holderOf(subject: Element): Holder {
  const all = (type: string) => attributes(subject, type)
  const number = (values: readonly string[], prefix: string) =>
    values.map((value) => new RegExp(`^${prefix}(\\d{12})$`).exec(value)?.[1]).find(Boolean) ?? null
  // The common name holds surname and first name; the profile keeps the patronymic in GN.
  const name = [attribute(subject, OID.commonName), attribute(subject, OID.givenName)].filter(Boolean).join(' ')
  return {
    iin: number(all(OID.serialNumber), 'IIN'),
    bin: number(all(OID.organisationalUnit), 'BIN'),
    name: name || '?',
    organisation: attribute(subject, OID.organisation),
  }
}

function purposesOf(keyUsage: Bytes | undefined, usages: readonly string[]): KeyPurpose[] {
  const bits = keyUsage === undefined ? 0 : (readElement(keyUsage).content[1] ?? 0)
  const forSignature =
    usages.length === 0 ||
    usages.includes(OID.emailProtection) ||
    usages.includes(OID.anyExtendedKeyUsage) ||
    !usages.includes(OID.clientAuthentication)
  const purposes: KeyPurpose[] = []
  if ((bits & 0xc0) === 0xc0 && forSignature) purposes.push('sign')
  if (bits & 0x80) purposes.push('authenticate')
  return purposes
}

function isAuthority(basicConstraints: Bytes | undefined): boolean {
  const first = basicConstraints && readElement(basicConstraints).children[0]
  return first?.tag === TAG.boolean && first.content[0] !== 0
}

function readExtensions(wrapper: Element | undefined): Map<string, Bytes> {
  const extensions = new Map<string, Bytes>()
  for (const extension of wrapper ? child(wrapper, 0, TAG.sequence).children : []) {
    const value = extension.children[extension.children.length - 1]
    if (value?.tag === TAG.octetString) extensions.set(oidText(child(extension, 0)), value.content)
  }
  return extensions
}

function extendedUsages(value: Bytes | undefined): string[] {
  return value === undefined ? [] : readElement(value).children.map(oidText)
}

function attribute(name: Element, type: string): string | null {
  return attributes(name, type)[0] ?? null
}

function attributes(name: Element, type: string): string[] {
  return name.children.flatMap((set) =>
    set.children.filter((pair) => oidText(child(pair, 0)) === type).map((pair) => directoryText(child(pair, 1))),
  )
}

function directoryText(element: Element): string {
  if (element.tag === TAG.bmpString) return new TextDecoder('utf-16be').decode(element.content)
  if (element.tag === TAG.utf8String) return new TextDecoder().decode(element.content)
  return new TextDecoder('latin1').decode(element.content)
}

/** UTCTime means 1950 to 2049 (RFC 5280, 4.1.2.5.1); both forms end in Z here. */
function readTime(element: Element): Instant {
  const digits = new TextDecoder('latin1').decode(element.content)
  const full = element.tag === TAG.utcTime ? `${Number(digits.slice(0, 2)) < 50 ? '20' : '19'}${digits}` : digits
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full)
  if (parts === null) throw new Fault(`Expected a time of a certificate but found '${digits}'`)
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [number, number, number, number, number, number]
  return instantFromMs(Date.UTC(year, month - 1, day, hour, minute, second))
}
