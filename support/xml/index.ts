// XML that strangers send: measured and read strictly, once, into a tree of our own. No document type, no entity of its own, no processing
// instruction gets through, so nothing in a message can name a file, an address or a gigabyte.
import { Fault, escapeXml } from '@ruqsat/foundation'
import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes'

/** One element. Text of comments is nowhere; text around an element is joined in `text`. */
export type XmlElement = {
  readonly namespace: string
  readonly name: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  readonly text: string
  /** Where its start tag ends, from 1; there where the reader was asked for lines. */
  readonly line?: number
}
export type XmlAttribute = { readonly namespace: string; readonly name: string; readonly value: string }

/** What reading a stranger's XML may cost. Lengths in UTF-16 units. */
export type XmlLimits = {
  readonly maxLength: number
  readonly maxDepth: number
  readonly maxElements: number
  readonly maxAttributes: number
  readonly maxName: number
}

/** A message of the gateway carries a payload of at most a few hundred kB; a signed request with its files goes by other ways. */
export const XML_LIMITS: XmlLimits = { maxLength: 4_194_304, maxDepth: 64, maxElements: 50_000, maxAttributes: 64, maxName: 256 }

/** Why it is no message. Each is one that its writer can fix; none repeats anything of the content. */
export type XmlFault =
  | 'xml-not-well-formed'
  | 'xml-too-large'
  | 'xml-too-deep'
  | 'xml-too-many-elements'
  | 'xml-document-type'
  | 'xml-instruction'
  | 'xml-id-twice'
export type ReadXml = { readonly kind: 'read'; readonly root: XmlElement } | { readonly kind: 'unread'; readonly fault: XmlFault }

const XMLNS = 'http://www.w3.org/2000/xmlns/'
/** Names under which a signature may point at an element. One value twice would let it point at one and us read the other. */
const ID_NAMES: ReadonlySet<string> = new Set(['id', 'assertionid'])

type Open = {
  readonly tag: SaxesTagNS
  readonly children: XmlElement[]
  readonly line: number | null
  text: string
}

class Stop extends Error {
  readonly fault: XmlFault
  constructor(fault: XmlFault) {
    super(fault)
    this.fault = fault
  }
}

/** The one way to read XML that somebody else wrote. Never throws at bytes. `lines`: each element says in which line it is. */
export function readXml(input: string | Uint8Array, limits: XmlLimits = XML_LIMITS, { lines = false } = {}): ReadXml {
  if (input.length > limits.maxLength) return { kind: 'unread', fault: 'xml-too-large' }
  try {
    const text = typeof input === 'string' ? input : new TextDecoder('utf-8', { fatal: true }).decode(input)
    return { kind: 'read', root: parse(text, limits, lines) }
  } catch (error) {
    return { kind: 'unread', fault: error instanceof Stop ? error.fault : 'xml-not-well-formed' }
  }
}

function parse(text: string, limits: XmlLimits, lines: boolean): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: lines })
  const open: Open[] = []
  const ids = new Set<string>()
  let elements = 0
  let attributesOfTag = 0
  let root: XmlElement | null = null
  const stop = (fault: XmlFault): never => {
    throw new Stop(fault)
  }
  parser.on('error', () => stop('xml-not-well-formed'))
  parser.on('doctype', () => stop('xml-document-type'))
  parser.on('processinginstruction', () => stop('xml-instruction'))
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') stop('xml-not-well-formed')
  })
  const addText = (part: string) => {
    const top = open.at(-1)
    if (top !== undefined) top.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  // Counted while the tag is read: its end may be megabytes away.
  parser.on('opentagstart', () => void (attributesOfTag = 0))
  parser.on('attribute', () => {
    attributesOfTag += 1
    if (attributesOfTag > limits.maxAttributes) stop('xml-too-many-elements')
  })
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes) as SaxesAttributeNS[]
    if (++elements > limits.maxElements) stop('xml-too-many-elements')
    if (open.length >= limits.maxDepth) stop('xml-too-deep')
    if (tag.name.length > limits.maxName) stop('xml-not-well-formed')
    for (const { local, value } of attributes) {
      if (!ID_NAMES.has(local.toLowerCase())) continue
      if (ids.has(value)) stop('xml-id-twice')
      ids.add(value)
    }
    open.push({ tag, children: [], line: lines ? parser.line : null, text: '' })
  })
  parser.on('closetag', () => {
    const element = elementOf(open.pop()!)
    const above = open.at(-1)
    if (above === undefined) root = element
    else above.children.push(element)
  })
  parser.write(text).close()
  return root ?? stop('xml-not-well-formed')
}

function elementOf({ tag: { uri, local, attributes }, children, text, line }: Open): XmlElement {
  const own = (Object.values(attributes) as SaxesAttributeNS[])
    .filter((each) => each.uri !== XMLNS)
    .map((each) => ({ namespace: each.uri, name: each.local, value: each.value }))
  return { namespace: uri, name: local, attributes: own, children, text, ...(line !== null && { line }) }
}

/** The children of this name; `namespace` null takes any, because clients qualify children of the gateway's messages as they like. */
export function childrenOf(element: XmlElement, name: string, namespace: string | null = null): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && (namespace === null || child.namespace === namespace))
}

/** The only child of this name; null where there is none or several. */
export function childOf(element: XmlElement, name: string, namespace: string | null = null): XmlElement | null {
  const found = childrenOf(element, name, namespace)
  return found.length === 1 ? found[0]! : null
}

/** The trimmed text of the only child of this name; null where there is none, where it is empty, or where it has elements. */
export function textOf(element: XmlElement, name: string): string | null {
  const child = childOf(element, name)
  return child === null || child.children.length > 0 || child.text.trim() === '' ? null : child.text.trim()
}

export function attributeOf(element: XmlElement, name: string, namespace = ''): string | null {
  return element.attributes.find((each) => each.name === name && each.namespace === namespace)?.value ?? null
}

/** The element at `Organization/FullNameKz`, by local names; the first where a name is there several times. */
export function elementAt(element: XmlElement, path: string): XmlElement | null {
  let found: XmlElement | null = element
  for (const name of path.split('/')) found = found?.children.find((child) => child.name === name) ?? null
  return found
}

/** An element as text again, each namespace declared where it is used. What has children has no text of its own here: white space is dropped. */
export function writeXml({ namespace, name, attributes, children, text }: XmlElement, outer = ''): string {
  const declared = namespace === outer ? '' : ` xmlns="${escapeXml(namespace)}"`
  const written = attributes.map((each, index) =>
    each.namespace === '' || each.namespace === XML
      ? ` ${each.namespace === XML ? 'xml:' : ''}${each.name}="${xmlText(each.value)}"`
      : ` xmlns:a${index}="${escapeXml(each.namespace)}" a${index}:${each.name}="${xmlText(each.value)}"`,
  )
  const content = children.length === 0 ? xmlText(text) : children.map((child) => writeXml(child, namespace)).join('')
  return `<${name}${declared}${written.join('')}>${content}</${name}>`
}
const XML = 'http://www.w3.org/XML/1998/namespace'

/** Text for an element or a quoted attribute. Throws a Fault for a character that XML 1.0 cannot carry: it would come out as another message. */
export function xmlText(text: string): string {
  if (!text.isWellFormed() || FORBIDDEN.test(text)) throw new Fault('Expected text that XML can carry but found a control character')
  return escapeXml(text).replaceAll('\r', '&#13;')
}
// eslint-disable-next-line no-control-regex -- exactly these are outside Char of XML 1.0
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
