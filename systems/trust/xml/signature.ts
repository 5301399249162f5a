import { type Certificate, expectFound, expectThat, Malformed, readCertificate, tryToRead, type ValidationData } from '@ruqsat/asn1'
import { canonicalForm, canonicalElement, type CanonicalForm } from './canonical.ts'
import { attributeOf, bytesIn, elementsIn, named, onlyNamed, textIn, type XmlDocument, type XmlTree } from './tree.ts'

export const DS = 'http://www.w3.org/2000/09/xmldsig#'
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
export const ENVELOPED = `${DS}enveloped-signature`
const EXCLUSIVE_PREFIXES = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** Each is a digest over what may be the whole file. */
const MAX_REFERENCES = 64
const MAX_CERTIFICATES = 20

export type XmlReference = {
  readonly uri: string
  readonly type: string | null
  readonly isEnveloped: boolean
  /** Null: no transform computes one, and the default is the inclusive form 1.0. */
  readonly form: CanonicalForm | null
  /** A transform that is not computed here; it is named and never run. */
  readonly unknownTransform: string | null
  readonly digestUri: string
  readonly digest: Uint8Array
}

/** One `ds:Signature` (XML Signature 1.1), with what XAdES (ETSI EN 319 132-1) puts into it. */
export type XmlSignature = {
  readonly element: XmlTree
  readonly info: XmlTree
  readonly infoForm: CanonicalForm | null
  readonly infoMethod: string
  readonly algorithmUri: string
  readonly value: Uint8Array
  readonly references: readonly XmlReference[]
  /** As KeyInfo brings them. */
  readonly certificates: readonly Certificate[]
  readonly xades: XmlProperties
}

export type XmlProperties = {
  /** The properties that a reference of this signature covers; null where none does. */
  readonly signed: XmlTree | null
  readonly signingTime: string | null
  readonly signingCertificate: { readonly digestUri: string; readonly digest: Uint8Array } | null
  /** Tokens on the value of the signature, each with what it covers. */
  readonly stamps: readonly { readonly token: Uint8Array; readonly stamped: Uint8Array }[]
  readonly known: ValidationData
}

/** Throws Malformed. */
export function readXmlSignature(element: XmlTree, document: XmlDocument): XmlSignature {
  const info = expectFound(onlyNamed(element, DS, 'SignedInfo'), 'one SignedInfo in a signature')
  const valueElement = expectFound(onlyNamed(element, DS, 'SignatureValue'), 'one SignatureValue in a signature')
  const method = expectFound(onlyNamed(info, DS, 'CanonicalizationMethod'), 'one CanonicalizationMethod')
  const algorithm = expectFound(onlyNamed(info, DS, 'SignatureMethod'), 'one SignatureMethod')
  const references = named(info, DS, 'Reference')
  expectThat(references.length > 0 && references.length <= MAX_REFERENCES, `1 to ${MAX_REFERENCES} references`)
  const read = references.map(readReference)
  return {
    element,
    info,
    infoForm: formOf(method),
    infoMethod: attributeOf(method, 'Algorithm') ?? '',
    algorithmUri: attributeOf(algorithm, 'Algorithm') ?? '',
    value: expectFound(bytesIn(valueElement), 'the value of a signature in base64'),
    references: read,
    certificates: certificatesIn(element, document),
    xades: readProperties(element, valueElement, read, document),
  }
}

function formOf(element: XmlTree): CanonicalForm | null {
  const form = canonicalForm(attributeOf(element, 'Algorithm') ?? '')
  const prefixes = attributeOf(onlyNamed(element, EXCLUSIVE_PREFIXES, 'InclusiveNamespaces'), 'PrefixList')
  return form?.kind === 'exclusive' && prefixes !== null ? { ...form, prefixes: prefixes.split(/\s+/).filter(Boolean) } : form
}

function readReference(element: XmlTree): XmlReference {
  const uri = attributeOf(element, 'URI')
  expectThat(uri !== null, 'a reference that names what it is to')
  const holder = onlyNamed(element, DS, 'Transforms')
  const transforms = holder === null ? [] : named(holder, DS, 'Transform')
  const names = transforms.map((each) => attributeOf(each, 'Algorithm') ?? '')
  const isEnveloped = names[0] === ENVELOPED
  const rest = transforms.slice(isEnveloped ? 1 : 0)
  const [canonical, ...more] = rest
  const form = canonical === undefined ? null : formOf(canonical)
  const unknown = canonical !== undefined && form === null ? canonical : more[0]
  return {
    uri,
    type: attributeOf(element, 'Type'),
    isEnveloped,
    form,
    unknownTransform: unknown === undefined ? null : (attributeOf(unknown, 'Algorithm') ?? ''),
    digestUri: attributeOf(expectFound(onlyNamed(element, DS, 'DigestMethod'), 'one DigestMethod'), 'Algorithm') ?? '',
    digest: expectFound(bytesIn(onlyNamed(element, DS, 'DigestValue')), 'a digest in base64'),
  }
}

/** KeyInfo may hold certificates, or point to a token of WS-Security. What a key value alone proves is nobody's. */
function certificatesIn(signature: XmlTree, document: XmlDocument): Certificate[] {
  const info = onlyNamed(signature, DS, 'KeyInfo')
  if (info === null) return []
  const inData = named(info, DS, 'X509Data').flatMap((data) => named(data, DS, 'X509Certificate'))
  const tokens = named(info, WSSE, 'SecurityTokenReference').flatMap((reference) => [
    ...named(reference, WSSE, 'KeyIdentifier'),
    ...named(reference, DS, 'X509Data').flatMap((data) => named(data, DS, 'X509Certificate')),
    ...named(reference, WSSE, 'Reference').flatMap((each) => {
      const target = document.byId.get((attributeOf(each, 'URI') ?? '').replace(/^#/, ''))
      return target?.namespace === WSSE && target.local === 'BinarySecurityToken' ? [target] : []
    }),
  ])
  return [...inData, ...tokens].slice(0, MAX_CERTIFICATES).flatMap(certificateIn)
}

function certificateIn(element: XmlTree): Certificate[] {
  const bytes = bytesIn(element)
  const read = bytes === null ? null : tryToRead(() => readCertificate(bytes))
  return read === null || read instanceof Malformed ? [] : [read]
}

const NO_DATA: ValidationData = { certificates: [], answers: [], lists: [] }

/** Only properties inside this signature that one of its references covers are believed; the unsigned ones bring proof, which is judged. */
function readProperties(signature: XmlTree, value: XmlTree, references: readonly XmlReference[], document: XmlDocument): XmlProperties {
  const qualifying = named(signature, DS, 'Object').flatMap((each) => named(each, XADES, 'QualifyingProperties'))
  const isReferred = (element: XmlTree): boolean =>
    references.some(({ uri }) => uri.startsWith('#') && document.byId.get(uri.slice(1)) === element)
  const signed = qualifying.flatMap((each) => named(each, XADES, 'SignedProperties')).find(isReferred) ?? null
  const own = onlyNamed(signed, XADES, 'SignedSignatureProperties')
  const unsigned = qualifying
    .flatMap((each) => named(each, XADES, 'UnsignedProperties'))
    .flatMap((each) => named(each, XADES, 'UnsignedSignatureProperties'))
  const all = (local: string): XmlTree[] => unsigned.flatMap((each) => named(each, XADES, local))
  return {
    signed,
    signingTime: textIn(onlyNamed(own, XADES, 'SigningTime'))?.trim() ?? null,
    signingCertificate: certificateDigest(own),
    stamps: all('SignatureTimeStamp').flatMap((stamp) => stampIn(stamp, value)),
    known: unsigned.length === 0 ? NO_DATA : knownIn(all),
  }
}

function certificateDigest(own: XmlTree | null): XmlProperties['signingCertificate'] {
  if (own === null) return null
  const holder = onlyNamed(own, XADES, 'SigningCertificateV2') ?? onlyNamed(own, XADES, 'SigningCertificate')
  const [first] = holder === null ? [] : named(holder, XADES, 'Cert')
  const digest = onlyNamed(first ?? null, XADES, 'CertDigest')
  const bytes = bytesIn(onlyNamed(digest, DS, 'DigestValue'))
  const uri = attributeOf(onlyNamed(digest, DS, 'DigestMethod'), 'Algorithm')
  return bytes === null || uri === null ? null : { digestUri: uri, digest: bytes }
}

function stampIn(stamp: XmlTree, value: XmlTree): { token: Uint8Array; stamped: Uint8Array }[] {
  const method = onlyNamed(stamp, DS, 'CanonicalizationMethod')
  const form = method === null ? canonicalForm('http://www.w3.org/TR/2001/REC-xml-c14n-20010315') : formOf(method)
  const token = bytesIn(onlyNamed(stamp, XADES, 'EncapsulatedTimeStamp'))
  return form === null || token === null ? [] : [{ token, stamped: canonicalElement(value, form) }]
}

const MAX_VALUES = 64

function knownIn(all: (local: string) => XmlTree[]): ValidationData {
  const bytes = (elements: readonly XmlTree[]): Uint8Array[] => elements.slice(0, MAX_VALUES).flatMap((each) => bytesIn(each) ?? [])
  const revocation = all('RevocationValues').flatMap(elementsIn).flatMap(elementsIn)
  return {
    certificates: bytes(all('CertificateValues').flatMap((each) => named(each, XADES, 'EncapsulatedX509Certificate'))),
    answers: bytes(revocation.filter(({ local }) => local === 'EncapsulatedOCSPValue')),
    lists: bytes(revocation.filter(({ local }) => local === 'EncapsulatedCRLValue')),
  }
}
