// XML signatures of both kinds that the wire has: around the body of a message (WS-Security), and inside a payload (enveloped). The library
// makes and checks them; which algorithms, references and places are let near it is decided here, on a tree that was read strictly.
import { X509Certificate, type KeyObject } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'
import { attributeOf, childOf, childrenOf, type XmlElement } from '@ruqsat/xml'
import * as names from './names.ts'

/** What signs for one system: an RSA key and its certificate, DER. */
export type SystemKey = { readonly key: KeyObject; readonly certificate: Uint8Array }

export type XmlSignatureFault =
  | 'signature-missing'
  | 'signature-twice'
  | 'signature-form'
  | 'signature-algorithm'
  | 'signature-scope'
  | 'signature-certificate'
  | 'signature-wrong'

/** `signed` is the canonical text of each reference: what was signed and nothing else. Read on from it, never from what came. */
export type CheckedSignature =
  | { readonly kind: 'genuine'; readonly certificate: Uint8Array; readonly signed: readonly string[] }
  | { readonly kind: 'false'; readonly fault: XmlSignatureFault }

const SIGNATURES: readonly string[] = [names.RSA_SHA256, names.RSA_SHA512]
/** Some clients add the transform of enveloped signatures, which changes nothing where the signature is in the header. */
const BODY_TRANSFORMS: readonly string[] = [names.EXCLUSIVE, `${names.ENVELOPED} ${names.EXCLUSIVE}`]
const DIGESTS: readonly string[] = [names.SHA256, names.SHA512]

/** Signs the one element of the text with this `wsu:Id`, and puts the signature into `wsse:Security`. */
export function signBody(xml: string, bodyId: string, { key, certificate }: SystemKey): string {
  const signature = new SignedXml({
    privateKey: key,
    signatureAlgorithm: names.RSA_SHA256,
    canonicalizationAlgorithm: names.EXCLUSIVE,
    idMode: 'wssecurity',
    getKeyInfoContent: () =>
      `<wsse:SecurityTokenReference><wsse:KeyIdentifier EncodingType="${names.BASE64_TOKEN}" ValueType="${names.X509_TOKEN}">` +
      `${base64(certificate)}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`,
  })
  signature.addReference({
    xpath: `/*/*[@*[local-name(.)='Id']='${bodyId}']`,
    transforms: [names.EXCLUSIVE],
    digestAlgorithm: names.SHA256,
  })
  signature.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: "/*/*[local-name(.)='Header']/*[local-name(.)='Security']", action: 'append' },
    existingPrefixes: { wsse: names.WSSE, wsu: names.WSU },
  })
  return signature.getSignedXml()
}

/** Puts an enveloped signature at the end of the payload's root, as the registers of the gateway expect it. */
export function signPayload(xml: string, { key, certificate }: SystemKey): string {
  const signature = new SignedXml({
    privateKey: key,
    signatureAlgorithm: names.RSA_SHA256,
    canonicalizationAlgorithm: names.INCLUSIVE,
    getKeyInfoContent: () => `<ds:X509Data><ds:X509Certificate>${base64(certificate)}</ds:X509Certificate></ds:X509Data>`,
  })
  signature.addReference({
    xpath: '/*',
    uri: '',
    isEmptyUri: true,
    transforms: [names.ENVELOPED, names.INCLUSIVE_COMMENTS],
    digestAlgorithm: names.SHA256,
  })
  signature.computeSignature(xml, { prefix: 'ds', location: { reference: '/*', action: 'append' } })
  return signature.getSignedXml()
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

type Expected = {
  /** Of the canonical form of SignedInfo. */
  readonly canonicalization: readonly string[]
  /** Whether a reference with this address and these transforms is one that this kind of signature has. */
  readonly mayRefer: (uri: string, transforms: readonly string[]) => boolean
  readonly certificate: Uint8Array | null
}

/** The signature of a message around its body. `root` is the same text, read strictly. */
export function checkBodySignature(xml: string, root: XmlElement): CheckedSignature {
  const header = childOf(root, 'Header', names.SOAP)
  const securities = header === null ? [] : childrenOf(header, 'Security', names.WSSE)
  if (securities.length > 1) return wrong('signature-twice')
  const signatures = securities.flatMap((security) => childrenOf(security, 'Signature', names.DS))
  if (signatures.length !== 1) return wrong(signatures.length === 0 ? 'signature-missing' : 'signature-twice')
  const [security, signature] = [securities[0]!, signatures[0]!]
  const bodyId = idOf(childOf(root, 'Body', names.SOAP))
  // A time stamp and the token of the certificate may be signed with the body; nothing else of a message means anything to us.
  const alongside = security.children.filter(({ name }) => name === 'Timestamp' || name === 'BinarySecurityToken').map(idOf)
  const allowed = new Set([bodyId, ...alongside].flatMap((id) => (id === null ? [] : [`#${id}`])))
  return check(xml, signature, ['Header', 'Security', 'Signature'], {
    canonicalization: [names.EXCLUSIVE],
    mayRefer: (uri, transforms) => allowed.has(uri) && BODY_TRANSFORMS.includes(transforms.join(' ')),
    certificate: certificateIn(signature, security),
  })
}

/** The enveloped signature of a payload: one reference to the whole, nothing left out but the signature itself. */
export function checkPayloadSignature(xml: string, root: XmlElement): CheckedSignature {
  const signatures = childrenOf(root, 'Signature', names.DS)
  if (signatures.length !== 1) return wrong(signatures.length === 0 ? 'signature-missing' : 'signature-twice')
  return check(xml, signatures[0]!, ['Signature'], {
    canonicalization: [names.INCLUSIVE, names.INCLUSIVE_COMMENTS, names.EXCLUSIVE],
    mayRefer: (uri, [first, second, ...more]) =>
      uri === '' &&
      first === names.ENVELOPED &&
      more.length === 0 &&
      (second === undefined || [names.INCLUSIVE, names.INCLUSIVE_COMMENTS, names.EXCLUSIVE].includes(second)),
    certificate: certificateIn(signatures[0]!, null),
  })
}

function check(xml: string, signature: XmlElement, path: readonly string[], expected: Expected): CheckedSignature {
  const fault = formFault(signature, expected)
  if (fault !== null) return wrong(fault)
  const publicKey = rsaKeyOf(expected.certificate)
  if (publicKey === null) return wrong('signature-certificate')
  const node = nodeAt(xml, path)
  if (node === null) return wrong('signature-form')
  try {
    const checker = new SignedXml({ publicCert: publicKey, getCertFromKeyInfo: () => null })
    checker.loadSignature(node as never)
    if (!checker.checkSignature(xml)) return wrong('signature-wrong')
    return { kind: 'genuine', certificate: expected.certificate!, signed: checker.getSignedReferences() }
  } catch {
    return wrong('signature-wrong')
  }
}

/** Everything that the signature says of itself, before anything is computed by it. */
function formFault(signature: XmlElement, { canonicalization, mayRefer }: Expected): XmlSignatureFault | null {
  const info = childOf(signature, 'SignedInfo', names.DS)
  const value = childOf(signature, 'SignatureValue', names.DS)
  if (info === null || value === null || childOf(signature, 'KeyInfo', names.DS) === null) return 'signature-form'
  if (childrenOf(signature, 'Object').length > 0) return 'signature-form'
  const methods = ['CanonicalizationMethod', 'SignatureMethod'].map((name) => algorithmOf(childOf(info, name, names.DS)))
  if (!canonicalization.includes(methods[0]!) || !SIGNATURES.includes(methods[1]!)) return 'signature-algorithm'
  const references = childrenOf(info, 'Reference', names.DS)
  if (references.length === 0 || references.length > 3) return 'signature-scope'
  const uris = references.map((each) => attributeOf(each, 'URI'))
  if (new Set(uris).size !== uris.length) return 'signature-scope'
  for (const [index, reference] of references.entries()) {
    if (!DIGESTS.includes(algorithmOf(childOf(reference, 'DigestMethod', names.DS)))) return 'signature-algorithm'
    const transforms = childOf(reference, 'Transforms', names.DS)?.children.map(algorithmOf) ?? []
    const uri = uris[index]
    if (typeof uri !== 'string' || !mayRefer(uri, transforms)) return 'signature-scope'
  }
  return null
}

const algorithmOf = (element: XmlElement | null) => (element === null ? '' : (attributeOf(element, 'Algorithm') ?? ''))
const idOf = (element: XmlElement | null) =>
  element === null ? null : (attributeOf(element, 'Id', names.WSU) ?? attributeOf(element, 'Id') ?? null)

/** The certificate that comes with the signature, in any of the three ways in which clients send it. DER; null where there is none. */
function certificateIn(signature: XmlElement, security: XmlElement | null): Uint8Array | null {
  const keyInfo = childOf(signature, 'KeyInfo', names.DS)
  const reference = keyInfo === null ? null : childOf(keyInfo, 'SecurityTokenReference', names.WSSE)
  const holder = reference ?? keyInfo
  if (holder === null) return null
  const identifier = childOf(holder, 'KeyIdentifier', names.WSSE)
  if (identifier !== null) return attributeOf(identifier, 'ValueType') === names.X509_TOKEN ? bytesOf(identifier.text) : null
  const data = childOf(holder, 'X509Data', names.DS)
  const inData = data === null ? null : childOf(data, 'X509Certificate', names.DS)
  if (inData !== null) return bytesOf(inData.text)
  const uri = attributeOf(childOf(holder, 'Reference', names.WSSE) ?? holder, 'URI')
  const token = security?.children.find((each) => each.name === 'BinarySecurityToken' && [idOf(each), `#${idOf(each)}`].includes(uri))
  return token === undefined ? null : bytesOf(token.text)
}

/** No certificate is longer. */
const MAX_CERTIFICATE = 16_384

function bytesOf(text: string): Uint8Array | null {
  const packed = text.replace(/\s/g, '')
  return packed.length > MAX_CERTIFICATE || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed) ? null : new Uint8Array(Buffer.from(packed, 'base64'))
}

/** PEM of the public key; null for what is no certificate or whose key is no RSA key of 2048 bits or more. */
function rsaKeyOf(certificate: Uint8Array | null): string | null {
  if (certificate === null) return null
  try {
    const key = new X509Certificate(certificate).publicKey
    const isStrong = key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    return isStrong ? key.export({ type: 'spki', format: 'pem' }).toString() : null
  } catch {
    return null
  }
}

/** The signature's node for the library, found by its place and never by a search: another one elsewhere is not looked at. */
function nodeAt(xml: string, path: readonly string[]): DomElement | null {
  let node = new DOMParser({ errorHandler: () => undefined }).parseFromString(xml, 'text/xml').documentElement as DomElement | null
  for (const name of path) node = (node === null ? [] : Array.from(node.childNodes)).find((each) => each.localName === name) ?? null
  return node
}
/** What is used of the library's tree. */
type DomElement = { readonly localName?: string; readonly childNodes: ArrayLike<DomElement> }

const wrong = (fault: XmlSignatureFault): CheckedSignature => ({ kind: 'false', fault })
