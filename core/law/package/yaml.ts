import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { fillText, inAll, passageText, type LocalText, type Passage } from '@ruqsat/foundation'
import { NOTHING, packageError, type FilePlace, type PackageError } from './errors.ts'
import texts from '../texts.yaml'

/** A file of a package: path relative to the package's folder, with forward slashes. */
export type PackageFile = { readonly path: string; readonly text: string }

/** A YAML file as a tree with positions. */
export type YamlFile = {
  readonly path: string
  readonly root: Node
  readonly placeOf: (node: Node | null) => FilePlace
  readonly placeAt: (offset: number) => FilePlace
}

/** The reader stops here: a package file is written by hand and is far smaller; a larger one is a mistake. */
export const MAX_FILE_CHARACTERS = 1_000_000

/** Reads YAML 1.2 strictly: one document, no duplicate keys, no anchors or tags, so that what a lawyer reads is what is executed. */
export function readYaml(path: string, text: string): YamlFile | { readonly kind: 'broken'; readonly errors: readonly PackageError[] } {
  if (text.length > MAX_FILE_CHARACTERS) return broken([tooLong(path, text.length)])
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
  })
  const placeAt = (offset: number): FilePlace => {
    const position = lines.linePos(offset)
    return { file: path, line: Math.max(1, position.line), column: Math.max(1, position.col) }
  }
  const placeOf = (node: Node | null): FilePlace => placeAt(node?.range?.[0] ?? 0)
  // What follows the first fault of a file is mostly reported because of it.
  const errors = [
    ...[...document.errors, ...document.warnings]
      .slice(0, 1)
      .map((each) => packageError('yaml-syntax', placeAt(each.pos[0]), null, YAML, faultText(each.code))),
    ...(document.errors.length > 0 ? [] : forbiddenNodes(document, placeOf)),
  ]
  if (errors.length > 0) return broken(errors)
  if (document.contents === null)
    return broken([packageError('wrong-type', placeAt(0), null, texts.yaml.aFileWithContent, texts.yaml.anEmptyFile)])
  return { path, root: document.contents, placeOf, placeAt }
}

const YAML = texts.yaml.wellFormedYaml
/** What the parser means, in words for a writer who knows no YAML. */
function faultText(code: YAMLError['code']): LocalText {
  const faults: Partial<Record<string, LocalText>> = texts.yaml.syntaxFaults
  return faults[code] ?? texts.yaml.syntaxFaults[ALSO[code] ?? 'OTHER']
}
const ALSO: Partial<Record<YAMLError['code'], keyof typeof texts.yaml.syntaxFaults>> = {
  ALIAS_PROPS: 'MARK',
  BAD_ALIAS: 'MARK',
  BAD_PROP_ORDER: 'MARK',
  MULTIPLE_ANCHORS: 'MARK',
  MULTIPLE_TAGS: 'MARK',
  TAG_RESOLVE_FAILED: 'MARK',
  BAD_COLLECTION_TYPE: 'MARK',
  BAD_DIRECTIVE: 'DIRECTIVE',
}
const PLAIN = texts.yaml.plain
const ONCE = texts.yaml.once

function forbiddenNodes(document: Document.Parsed, placeOf: (node: Node | null) => FilePlace): PackageError[] {
  const errors: PackageError[] = []
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) errors.push(packageError('yaml-alias', placeOf(node), null, PLAIN, `*${node.source}`))
      else if (node.anchor !== undefined) errors.push(packageError('yaml-alias', placeOf(node), null, PLAIN, `&${node.anchor}`))
      else if (node.tag !== undefined && node.tag.startsWith('!'))
        errors.push(packageError('yaml-alias', placeOf(node), null, PLAIN, node.tag))
      if (isMap(node)) errors.push(...keyFaults(node, placeOf))
    },
  })
  return errors
}

function keyFaults(map: YAMLMap, placeOf: (node: Node | null) => FilePlace): PackageError[] {
  const seen = new Set<string>()
  return map.items.flatMap((pair) => {
    const key = pair.key as Node | null
    if (!isScalar(key)) return [packageError('wrong-type', placeOf(key), itemOf(map), texts.yaml.aName, describeNode(key))]
    const name = String(key.value)
    if (seen.has(name)) return [packageError('duplicate-key', placeOf(key), itemOf(map), ONCE, name)]
    seen.add(name)
    return []
  })
}

/** The paragraph that a map cites as its own source, so that an error names it even where the map is broken elsewhere. */
export function itemOf(node: Node | null): string | null {
  const source = isMap(node) ? (node.get('source', true) as unknown) : null
  const passage = isMap(source) ? (source.toJSON() as Passage) : {}
  return passageText(Object.fromEntries(Object.entries(passage).filter(([, value]) => typeof value === 'string'))) || null
}

/** How an error shows what it found: short, one line. */
export function describeNode(node: Node | null): LocalText {
  if (isMap(node)) return texts.yaml.namesWithValues
  if (isSeq(node)) return node.items.length === 0 ? texts.yaml.anEmptyList : texts.yaml.aList
  if (!isScalar(node) || node.value === null) return NOTHING
  if (typeof node.value !== 'string') return fillText(texts.yaml.notText, { value: String(node.value) })
  const text = `"${node.value.replace(/\s+/g, ' ')}"`
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text
  return inAll(() => shown)
}

function broken(errors: readonly PackageError[]): { readonly kind: 'broken'; readonly errors: readonly PackageError[] } {
  return { kind: 'broken', errors }
}
function tooLong(path: string, length: number): PackageError {
  return packageError(
    'wrong-value',
    { file: path, line: 1, column: 1 },
    null,
    fillText(texts.yaml.atMost, { most: MAX_FILE_CHARACTERS }),
    String(length),
  )
}
