import { escapeXml } from '@ruqsat/foundation'

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

/** Characters that XML cannot carry at all are left out. */
function escaped(text: string): string {
  return escapeXml(text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, ''))
}
