// SOAP 1.1 envelopes (W3C Note of 8 May 2000), document/literal, with the header of WS-Security.
import { randomUUID } from 'node:crypto'
import * as names from './names.ts'
import { attributeOf, childOf, childrenOf, readXml, textOf, xmlText, type XmlElement, type XmlFault } from '@ruqsat/xml'
import { checkBodySignature, signBody, type XmlSignatureFault, type SystemKey } from './xml-signature.ts'

/** An envelope around the body's content (XML of one element); signed where there is a key. */
export function envelopeOf(content: string, signing: SystemKey | null): string {
  const bodyId = `id-${randomUUID()}`
  const header =
    signing === null
      ? ''
      : `<soap:Header><wsse:Security xmlns:wsse="${names.WSSE}" xmlns:wsu="${names.WSU}" soap:mustUnderstand="1"></wsse:Security></soap:Header>`
  const body = signing === null ? '<soap:Body>' : `<soap:Body xmlns:wsu="${names.WSU}" wsu:Id="${bodyId}">`
  const xml = `<soap:Envelope xmlns:soap="${names.SOAP}">${header}${body}${content}</soap:Body></soap:Envelope>`
  return signing === null ? xml : signBody(xml, bodyId, signing)
}

export type FaultCode = 'Client' | 'Server' | 'MustUnderstand' | 'VersionMismatch'

/** The content of a body that says that something went wrong. `detail` is XML. */
export function soapFault(code: FaultCode, text: string, detail = ''): string {
  const inside = detail === '' ? '' : `<detail>${detail}</detail>`
  return `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${xmlText(text)}</faultstring>${inside}</soap:Fault>`
}

export type EnvelopeFault = XmlFault | XmlSignatureFault | 'soap-version' | 'soap-form' | 'soap-header'

/** What came: the only element of its body, and who signed it. Where it is signed the content is read from the signed text alone. */
export type ReadEnvelope =
  | { readonly kind: 'read'; readonly content: XmlElement; readonly certificate: Uint8Array | null }
  | { readonly kind: 'unread'; readonly fault: EnvelopeFault }

/** Reads an envelope that somebody else wrote. `signature`: whether one that is not signed is read at all. Never throws at bytes. */
export function readEnvelope(bytes: string | Uint8Array, signature: 'required' | 'if-there'): ReadEnvelope {
  const read = readXml(bytes)
  if (read.kind === 'unread') return read
  const { root } = read
  const fault = envelopeFault(root)
  if (fault !== null) return { kind: 'unread', fault }
  const text = typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  const checked = checkBodySignature(text, root)
  if (checked.kind === 'genuine') {
    const body = signedBody(checked.signed)
    return body === null ? { kind: 'unread', fault: 'signature-scope' } : contentOf(body, checked.certificate)
  }
  if (checked.fault !== 'signature-missing' || signature === 'required') return { kind: 'unread', fault: checked.fault }
  return contentOf(childOf(root, 'Body', names.SOAP)!, null)
}

/** Of all that was signed, the body; null where it is none of it. */
function signedBody(signed: readonly string[]): XmlElement | null {
  const bodies = signed.flatMap((text) => {
    const read = readXml(text)
    return read.kind === 'read' && read.root.name === 'Body' && read.root.namespace === names.SOAP ? [read.root] : []
  })
  return bodies.length === 1 ? bodies[0]! : null
}

function contentOf(body: XmlElement, certificate: Uint8Array | null): ReadEnvelope {
  return body.children.length === 1 ? { kind: 'read', content: body.children[0]!, certificate } : { kind: 'unread', fault: 'soap-form' }
}

const UNDERSTOOD: ReadonlySet<string> = new Set([names.WSSE])

function envelopeFault(root: XmlElement): EnvelopeFault | null {
  if (root.name !== 'Envelope') return 'soap-form'
  if (root.namespace !== names.SOAP) return 'soap-version'
  const headers = childrenOf(root, 'Header', names.SOAP)
  const known = headers.length + childrenOf(root, 'Body', names.SOAP).length
  if (headers.length > 1 || childOf(root, 'Body', names.SOAP) === null || known !== root.children.length) return 'soap-form'
  // A header that must be understood and is not: SOAP 1.1, 4.2.3.
  const must = headers.flatMap(({ children }) => children).filter((each) => attributeOf(each, 'mustUnderstand', names.SOAP) === '1')
  return must.every(({ namespace }) => UNDERSTOOD.has(namespace)) ? null : 'soap-header'
}

/** The fault that a body carries, with the detail's only element; null where it carries none. */
export function faultIn(content: XmlElement): { readonly code: string; readonly text: string; readonly detail: XmlElement | null } | null {
  if (content.name !== 'Fault' || content.namespace !== names.SOAP) return null
  const detail = childOf(content, 'detail')
  return {
    code: textOf(content, 'faultcode') ?? '',
    text: textOf(content, 'faultstring') ?? '',
    detail: detail !== null && detail.children.length === 1 ? detail.children[0]! : null,
  }
}

/** The fault's code for an envelope that could not be read. */
export function codeOfEnvelopeFault(fault: EnvelopeFault): FaultCode {
  if (fault === 'soap-version') return 'VersionMismatch'
  return fault === 'soap-header' ? 'MustUnderstand' : 'Client'
}
