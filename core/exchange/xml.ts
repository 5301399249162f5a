/** XML as text: attributes in the order given, children indented. Only what BPMN needs. */
export type Xml = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>
  /** Elements, or one text. */
  readonly children: readonly Xml[] | string
}

export function xml(name: string, attributes: Xml['attributes'] = {}, children: Xml['children'] = []): Xml {
  return { name, attributes, children }
}

export function xmlText(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}`
}

function written({ name, attributes, children }: Xml, indent: string): string {
  const said = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(String(value))}"`]))
  const open = `${indent}<${name}${said.join('')}`
  if (children.length === 0) return `${open} />\n`
  if (typeof children === 'string') return `${open}>${escaped(children)}</${name}>\n`
  return `${open}>\n${children.map((child) => written(child, `${indent}  `)).join('')}${indent}</${name}>\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML cannot carry at all are left out. */
function escaped(text: string): string {
  return Array.from(text, (char) => (isAllowed(char.codePointAt(0)!) ? (ENTITIES[char] ?? char) : '')).join('')
}

function isAllowed(code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000
}
