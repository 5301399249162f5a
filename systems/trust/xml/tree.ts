import { expectThat, Malformed } from '@ruqsat/asn1'
import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes'

// XML that carries a signature, read once and strictly into a tree that keeps what canonical forms need: order, comments, prefixes. The digests,
// the search for what was signed and the judgement all work on this one tree, so no two readers can see different documents.

export type TreeAttribute = { readonly prefix: string; readonly local: string; readonly namespace: string; readonly value: string }
/** What canonical forms of one document may cost together: a small file can ask for the whole of it a thousand times. */
const MAX_EFFORT = 48 * 1024 * 1024

/** Characters that are written and namespaces that are looked at; whoever writes pays here. Throws Malformed where it is spent. */
export class XmlEffort {
  #left = MAX_EFFORT

  spend(count: number): void {
    this.#left -= count
    expectThat(this.#left >= 0, 'signatures that cover less, or less often the same')
  }
}

/** How many elements, attributes, texts and comments may be read together: of one document, or of all of one container. */
export class XmlParts {
  #left = MAX_PARTS

  /** Throws Malformed where they are used up. */
  take(count: number): void {
    this.#left -= count
    expectThat(this.#left >= 0, 'XML of fewer parts')
  }
}

export type XmlText = { readonly kind: 'text' | 'comment'; readonly text: string }
export type XmlTree = {
  readonly kind: 'element'
  readonly parent: XmlTree | null
  readonly prefix: string
  readonly local: string
  readonly namespace: string
  readonly attributes: readonly TreeAttribute[]
  /** Namespaces declared here, by prefix; the empty prefix is the default one. */
  readonly declared: ReadonlyMap<string, string>
  readonly children: readonly XmlNode[]
  /** Of the whole document. */
  readonly effort: XmlEffort
}
export type XmlNode = XmlTree | XmlText
export type XmlDocument = {
  readonly root: XmlTree
  /** Comments outside the root. */
  readonly before: readonly XmlText[]
  readonly after: readonly XmlText[]
  /** By the value of `Id`, `ID`, `id`, `xml:id` or `wsu:Id`; each value once. */
  readonly byId: ReadonlyMap<string, XmlTree>
}

/** Of all XML of one file: a signature with the lists that prove it takes a part of it. One thread reads it while everybody waits. */
export const MAX_XML_BYTES = 4 * 1024 * 1024
const MAX_DEPTH = 64
const MAX_PARTS = 60_000
const MAX_ATTRIBUTES = 128
const XMLNS = 'http://www.w3.org/2000/xmlns/'
/** Names by which a signature may point at an element. One value twice would let it point at one and a reader show the other. */
const ID_NAMES: ReadonlySet<string> = new Set(['id', 'assertionid'])

type Growing = Omit<XmlTree, 'children'> & { readonly children: XmlNode[] }

/** Throws Malformed: also for a document type, an entity of its own, a processing instruction, an encoding but UTF-8, an id that is there twice. */
export function readXmlTree(bytes: Uint8Array, parts = new XmlParts()): XmlDocument {
  expectThat(bytes.length <= MAX_XML_BYTES, `XML of at most ${MAX_XML_BYTES} bytes`)
  try {
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), parts)
  } catch (error) {
    if (error instanceof Malformed) throw error
    throw new Malformed(`Expected well-formed XML: ${error instanceof Error ? error.message : ''}`)
  }
}

function parse(text: string, parts: XmlParts): XmlDocument {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const open: Growing[] = []
  const byId = new Map<string, XmlTree>()
  const around: { readonly before: XmlText[]; readonly after: XmlText[] } = { before: [], after: [] }
  let root: XmlTree | null = null
  const effort = new XmlEffort()
  parser.on('error', (error) => {
    throw new Malformed(`Expected well-formed XML: ${error.message}`)
  })
  parser.on('doctype', () => {
    throw new Malformed('Expected XML without a document type')
  })
  parser.on('processinginstruction', () => {
    throw new Malformed('Expected XML without processing instructions')
  })
  parser.on('xmldecl', ({ encoding, version }) => {
    expectThat(encoding === undefined || encoding.toLowerCase() === 'utf-8', 'XML in UTF-8')
    expectThat(version === undefined || version === '1.0', 'XML of version 1.0')
  })
  const addText = (part: string): void => {
    if (part === '') return
    parts.take(1)
    open.at(-1)?.children.push({ kind: 'text', text: part })
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('comment', (part) => {
    parts.take(1)
    const comment = { kind: 'comment', text: part } as const
    const holder = open.at(-1)?.children ?? (root === null ? around.before : around.after)
    holder.push(comment)
  })
  parser.on('opentag', (tag) => {
    parts.take(1 + Object.keys(tag.attributes).length)
    expectThat(open.length < MAX_DEPTH, `XML of at most ${MAX_DEPTH} levels`)
    const element = elementOf(tag, open.at(-1) ?? null, effort)
    for (const { local, value } of element.attributes) {
      if (!ID_NAMES.has(local.toLowerCase())) continue
      expectThat(!byId.has(value), 'each id once')
      byId.set(value, element)
    }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.write(text).close()
  if (root === null) throw new Malformed('Expected XML with an element')
  return { root, ...around, byId }
}

function elementOf({ prefix, local, uri, ns, attributes }: SaxesTagNS, parent: XmlTree | null, effort: XmlEffort): Growing {
  const all = Object.values(attributes) as SaxesAttributeNS[]
  expectThat(all.length <= MAX_ATTRIBUTES, `at most ${MAX_ATTRIBUTES} attributes`)
  return {
    kind: 'element',
    parent,
    prefix,
    local,
    namespace: uri,
    attributes: all
      .filter((each) => each.uri !== XMLNS)
      .map((each) => ({ prefix: each.prefix, local: each.local, namespace: each.uri, value: each.value })),
    declared: new Map(Object.entries(ns)),
    children: [],
    effort,
  }
}

export function elementsIn(element: XmlTree): XmlTree[] {
  return element.children.filter((child): child is XmlTree => child.kind === 'element')
}

export function named(element: XmlTree, namespace: string, local: string): XmlTree[] {
  return elementsIn(element).filter((child) => child.namespace === namespace && child.local === local)
}

/** The only child of this name; null where there is none or several. */
export function onlyNamed(element: XmlTree | null, namespace: string, local: string): XmlTree | null {
  const found = element === null ? [] : named(element, namespace, local)
  return found.length === 1 ? found[0]! : null
}

export function attributeOf(element: XmlTree | null, local: string, namespace = ''): string | null {
  return element?.attributes.find((each) => each.local === local && each.namespace === namespace)?.value ?? null
}

/** The text of an element that has nothing else in it, comments apart; null where it has elements. */
export function textIn(element: XmlTree | null): string | null {
  if (element === null || elementsIn(element).length > 0) return null
  return element.children.map((child) => (child.kind === 'text' ? child.text : '')).join('')
}

/** Base64 with white space; null where it is none. */
export function bytesIn(element: XmlTree | null): Uint8Array | null {
  const packed = textIn(element)?.replace(/\s/g, '') ?? ''
  return packed === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed) ? null : new Uint8Array(Buffer.from(packed, 'base64'))
}

/** Every element of this name, in the order of the document, no more than `most`. */
export function descendantsNamed(root: XmlTree, namespace: string, local: string, most: number): XmlTree[] {
  const found: XmlTree[] = []
  const visit = (element: XmlTree): void => {
    if (element.namespace === namespace && element.local === local) found.push(element)
    expectThat(found.length <= most, `at most ${most} signatures`)
    for (const child of elementsIn(element)) visit(child)
  }
  visit(root)
  return found
}
