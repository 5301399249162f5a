import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { z } from 'zod'
import { inAll, type LocalText, fillText } from '@ruqsat/foundation'
import { anyOf, NOTHING, packageError, type PackageError, type PackageErrorCode, type FilePlace } from './errors.ts'
import { expectation } from './expectations.ts'
import { jsonSchemaOf, schemaAt, type JsonSchema } from './schema.ts'
import { describeNode, itemOf, type YamlFile } from './yaml.ts'
import texts from '../texts.yaml'

/** Remembers where each object of the plain result came from, so that later checks can point at a line. */
export type Places = WeakMap<
  object,
  { readonly self: FilePlace; readonly keys: Readonly<Record<string, FilePlace>>; readonly item: string | null }
>

export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'broken'; readonly errors: readonly PackageError[] }

/** Reads the tree of a YAML file through its shape. A writer wants all errors at once. */
export function readShape<S extends z.ZodType>(shape: S, file: YamlFile, places: Places): Read<z.output<S>> {
  const value: unknown = (file.root as Node & { toJSON(): unknown }).toJSON()
  const read = shape.safeParse(value)
  if (read.success) {
    remember(read.data, file.root, null, file, places)
    return { kind: 'read', value: read.data }
  }
  const found = { schema: jsonSchemaOf(shape), file, value }
  return { kind: 'broken', errors: read.error.issues.flatMap((issue) => errorsOf(issue, found)) }
}

/** Values that the shape adds have no place of their own: they are reported at the object that holds them. */
function remember(value: unknown, node: Node | null, outer: string | null, file: YamlFile, places: Places): void {
  if (typeof value !== 'object' || value === null || !(isMap(node) || isSeq(node))) return
  const item = isMap(node) ? (itemOf(node) ?? outer) : outer
  const keys: Record<string, FilePlace> = {}
  for (const [key, child] of childrenOf(node)) {
    keys[key] = file.placeOf(child)
    remember((value as Readonly<Record<string, unknown>>)[key], child, item, file, places)
  }
  places.set(value, { self: file.placeOf(node), keys, item })
}

function childrenOf(node: Node | null): readonly (readonly [string, Node | null])[] {
  if (isSeq(node)) return (node.items as (Node | null)[]).map((each, index) => [String(index), each] as const)
  return isMap(node) ? pairsOf(node).map(({ key, value }) => [nameOf(key), value ?? key] as const) : []
}
const pairsOf = (map: YAMLMap) => map.items as Pair<Node, Node | null>[]
const nameOf = (key: Node) => String((key as unknown as { value: unknown }).value)

type Issue = z.core.$ZodIssue
type Found = { readonly schema: JsonSchema; readonly file: YamlFile; readonly value: unknown }

function errorsOf(issue: Issue, { schema: root, file, value }: Found): readonly PackageError[] {
  const schema = schemaAt(root, issue.path, value) ?? {}
  const nodes = nodesAlong(file.root, issue.path)
  const [node, above] = [nodes.at(-1) ?? null, nodes.slice(0, -1)]
  const name = String(issue.path.at(-1))
  const error = (code: PackageErrorCode, at: Node | null, holders: readonly Nodes[], expected: LocalText, found: LocalText | string) =>
    packageError(code, file.placeOf(at), holders.map(itemOf).findLast((item) => item !== null) ?? null, expected, found)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => error('unknown-key', keyOf(node, key), nodes, anyOf(Object.keys(schema.properties ?? {})), key))
  if (issue.code === 'invalid_key') return [error('unknown-key', keyOf(above.at(-1), name), above, NAME, name)]
  if (node === null)
    return [
      error(
        'missing-key',
        above.at(-1) ?? null,
        above,
        inAll(() => name),
        NOTHING,
      ),
    ]
  const choices = issue.code === 'invalid_union' ? schemaAt(root, issue.path.slice(0, -1), value) : null
  return [
    error(codeOf(issue, node, schema), node, above, ruleOf(issue) ?? tooFew(issue) ?? expectation(choices ?? schema), describeNode(node)),
  ]
}

/** The root and each node on the way; the last is null where nothing is written. A key without a value stands for it. */
type Nodes = Node | null
function nodesAlong(root: Node, path: readonly PropertyKey[]): readonly Nodes[] {
  const nodes: Nodes[] = [root]
  for (const key of path) nodes.push(childrenOf(nodes.at(-1) ?? null).find(([name]) => name === String(key))?.[1] ?? null)
  return nodes
}

function keyOf(map: Nodes | undefined, name: string): Nodes {
  return isMap(map) ? (pairsOf(map).find(({ key }) => nameOf(key) === name)?.key ?? map) : (map ?? null)
}

function codeOf(issue: Issue, node: Node, schema: JsonSchema): PackageErrorCode {
  const value = isScalar(node) ? node.value : undefined
  if (issue.code === 'custom') return (issue.params?.['code'] as PackageErrorCode | undefined) ?? 'impossible-date'
  if (issue.code === 'too_small' && issue.origin === 'array') return 'empty-list'
  if (schema.title === 'text' && (value === null || typeof value === 'string')) return 'empty-text'
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof value !== 'string') ? 'wrong-type' : 'wrong-value'
}

/** What a `rule` of the shape expects. */
function ruleOf(issue: Issue): LocalText | null {
  return issue.code === 'custom' ? ((issue.params?.['expected'] as LocalText | undefined) ?? null) : null
}

function tooFew(issue: Issue): LocalText | null {
  if (issue.code !== 'too_small' || issue.origin !== 'array') return null
  const least = String(issue.minimum)
  return least === '1' ? texts.read.atLeastOneRow : fillText(texts.read.atLeast, { least })
}

const NAME = texts.read.name
