import type { TreeAttribute, XmlDocument, XmlNode, XmlTree } from './tree.ts'

// Canonical XML 1.0 and 1.1 and Exclusive XML Canonicalization 1.0 of a whole document or of one element with all that is in it, but what an
// enveloped signature leaves out.

export type CanonicalForm = {
  readonly kind: 'inclusive' | 'inclusive-1.1' | 'exclusive'
  readonly withComments: boolean
  /** Of InclusiveNamespaces (exclusive form): treated as the inclusive form does; `#default` is the empty one. */
  readonly prefixes?: readonly string[]
}

const FORMS: Readonly<Record<string, CanonicalForm>> = {
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315': { kind: 'inclusive', withComments: false },
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments': { kind: 'inclusive', withComments: true },
  'http://www.w3.org/2006/12/xml-c14n11': { kind: 'inclusive-1.1', withComments: false },
  'http://www.w3.org/2006/12/xml-c14n11#WithComments': { kind: 'inclusive-1.1', withComments: true },
  'http://www.w3.org/2001/10/xml-exc-c14n#': { kind: 'exclusive', withComments: false },
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments': { kind: 'exclusive', withComments: true },
}

/** Null where it is no canonical form that we compute. */
export function canonicalForm(algorithm: string): CanonicalForm | null {
  return Object.hasOwn(FORMS, algorithm) ? FORMS[algorithm]! : null
}

const XML = 'http://www.w3.org/XML/1998/namespace'

/** UTF-8 of the whole document, its outer comments as the form says. */
export function canonicalDocument({ root, before, after }: XmlDocument, form: CanonicalForm, omit: XmlTree | null): Uint8Array {
  const comments = (list: XmlDocument['before'], write: (text: string) => string): string =>
    form.withComments ? list.map(({ text }) => write(`<!--${text}-->`)).join('') : ''
  const text = comments(before, (each) => `${each}\n`) + write(root, form, omit) + comments(after, (each) => `\n${each}`)
  return Buffer.from(text, 'utf8')
}

/** UTF-8 of one element. */
export function canonicalElement(element: XmlTree, form: CanonicalForm, omit: XmlTree | null = null): Uint8Array {
  return Buffer.from(write(element, form, omit), 'utf8')
}

/** Each piece of text costs as much as so many characters of it. */
const EFFORT_OF_PART = 16

type Scope = ReadonlyMap<string, string>

function write(apex: XmlTree, form: CanonicalForm, omit: XmlTree | null): string {
  const parts: string[] = []
  const { effort } = apex
  const add = (part: string): void => {
    effort.spend(part.length + EFFORT_OF_PART)
    parts.push(part)
  }
  const visit = (node: XmlNode, rendered: Scope, outer: Scope): void => {
    if (node === omit) return
    if (node.kind === 'text') add(escapeText(node.text))
    else if (node.kind === 'comment') {
      if (form.withComments) add(`<!--${node.text}-->`)
    } else if (node.kind === 'element') writeElement(node, rendered, outer)
  }
  const writeElement = (element: XmlTree, rendered: Scope, outer: Scope): void => {
    if (element.declared.size > 0) effort.spend(outer.size)
    const scope = element.declared.size === 0 ? outer : new Map([...outer, ...element.declared])
    const shown = namespacesOf(element, form, scope, element === apex ? null : rendered)
    const attributes = element === apex && form.kind !== 'exclusive' ? withInherited(element, form) : element.attributes
    const name = element.prefix === '' ? element.local : `${element.prefix}:${element.local}`
    add(`<${name}`)
    for (const [prefix, uri] of shown) add(prefix === '' ? ` xmlns="${escapeValue(uri)}"` : ` xmlns:${prefix}="${escapeValue(uri)}"`)
    for (const each of [...attributes].sort(byName)) add(` ${nameOf(each)}="${escapeValue(each.value)}"`)
    add('>')
    if (shown.length > 0) effort.spend(rendered.size)
    const now = shown.length === 0 ? rendered : new Map([...rendered, ...shown])
    for (const child of element.children) visit(child, now, scope)
    add(`</${name}>`)
  }
  visit(apex, new Map(), scopeAbove(apex))
  return parts.join('')
}

/** Namespaces that the ancestors of an element declare. */
function scopeAbove(element: XmlTree): Scope {
  const ancestors: XmlTree[] = []
  for (let above = element.parent; above !== null; above = above.parent) ancestors.unshift(above)
  return new Map(ancestors.flatMap(({ declared }) => [...declared]))
}

/** The namespace nodes that are written at an element, sorted by prefix. An empty default is written where it undoes one above. */
function namespacesOf(element: XmlTree, form: CanonicalForm, scope: Scope, rendered: Scope | null): [string, string][] {
  // Below the apex of an inclusive form everything above is written already.
  if (rendered !== null && form.kind !== 'exclusive' && element.declared.size === 0) return []
  const inclusive = rendered === null ? scope.keys() : element.declared.keys()
  const candidates = form.kind === 'exclusive' ? visiblyUsed(element, form, scope) : new Set(inclusive)
  element.effort.spend(candidates.size)
  const shown = [...candidates].flatMap((prefix): [string, string][] => {
    const uri = scope.get(prefix) ?? ''
    if (prefix === 'xml' || (rendered?.get(prefix) ?? '') === uri) return []
    return [[prefix, uri]]
  })
  return shown.sort(([left], [right]) => compare(left, right))
}

function visiblyUsed(element: XmlTree, { prefixes = [] }: CanonicalForm, scope: Scope): Set<string> {
  const listed = prefixes.map((prefix) => (prefix === '#default' ? '' : prefix)).filter((prefix) => scope.has(prefix))
  return new Set([element.prefix, ...element.attributes.flatMap(({ prefix }) => (prefix === '' ? [] : [prefix])), ...listed])
}

/** The apex of an inclusive form takes over `xml:` attributes of its ancestors; in 1.1 not the id. Who calls looks for `xml:base`. */
function withInherited(apex: XmlTree, { kind }: CanonicalForm): readonly TreeAttribute[] {
  const own = new Map(apex.attributes.map((each) => [nameOf(each), each]))
  for (let above = apex.parent; above !== null; above = above.parent) {
    for (const each of above.attributes) {
      const isInherited = each.namespace === XML && !(kind === 'inclusive-1.1' && each.local === 'id')
      if (isInherited && !own.has(nameOf(each))) own.set(nameOf(each), each)
    }
  }
  return [...own.values()]
}

/** Whether an ancestor of this element has `xml:base`, whose joining (C14N 1.1) is not computed here. */
export function hasBaseAbove(element: XmlTree): boolean {
  for (let above = element.parent; above !== null; above = above.parent)
    if (above.attributes.some(({ namespace, local }) => namespace === XML && local === 'base')) return true
  return false
}

function nameOf({ prefix, local }: TreeAttribute): string {
  return prefix === '' ? local : `${prefix}:${local}`
}

function byName(left: TreeAttribute, right: TreeAttribute): number {
  return compare(left.namespace, right.namespace) || compare(left.local, right.local)
}

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'))
}

function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => TEXT[character]!)
}
const TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }

function escapeValue(text: string): string {
  return text.replace(/[&<"\t\n\r]/g, (character) => VALUE[character]!)
}
const VALUE: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;', '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' }
