import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { LocalText } from '@ruqsat/foundation'
import { anyOf, NOTHING, packageError, t, type PackageError, type PackageErrorCode, type Place } from './errors.ts'
import { constOf, expectation } from './expectations.ts'
import type { ObjectSchema, Schema } from './schema.ts'
import { describeNode, itemOf, type YamlFile } from './yaml.ts'

/** Remembers where each object of the plain result came from, so that later checks can point at a line. */
export type Places = WeakMap<object, { readonly self: Place; readonly keys: Readonly<Record<string, Place>>; readonly item: string | null }>

type Walk = { readonly file: YamlFile; readonly places: Places; readonly errors: PackageError[]; readonly item: string | null }

/** Turns a YAML tree into the plain value that the schema describes. Errors are collected, not thrown: a writer wants all of them at once. */
export function validate(
  schema: Schema,
  file: YamlFile,
  places: Places,
): { readonly value: unknown; readonly errors: readonly PackageError[] } {
  const errors: PackageError[] = []
  const value = walk(schema, file.root, { file, places, errors, item: null })
  return { value, errors }
}

function walk(schema: Schema, node: Node | null, at: Walk): unknown {
  if ('oneOf' in schema) return walkOneOf(schema.oneOf, schema, node, at)
  if (schema.type === 'object') return isMap(node) ? walkMap(schema, node, at) : report(at, 'wrong-type', node, expectation(schema))
  if (schema.type === 'array') return walkList(schema, node, at)
  if (!isScalar(node)) return report(at, 'wrong-type', node, expectation(schema))
  if (schema.type === 'string') return walkString(schema, node, at)
  if (schema.type === 'boolean') return typeof node.value === 'boolean' ? node.value : report(at, 'wrong-type', node, expectation(schema))
  return walkNumber(schema, node, at)
}

function walkOneOf(choices: readonly ObjectSchema[], schema: Schema, node: Node | null, at: Walk): unknown {
  if (!isMap(node)) return report(at, 'wrong-type', node, expectation(schema))
  const kind = node.get('kind', true) as Node | undefined
  const choice = choices.find((each) => constOf(each.properties['kind']) === (isScalar(kind) ? kind.value : undefined))
  return choice === undefined ? report(at, 'wrong-value', kind ?? node, expectation(schema)) : walkMap(choice, node, at)
}

function walkMap(schema: Extract<Schema, { type: 'object' }>, map: YAMLMap, outer: Walk): object {
  const at: Walk = { ...outer, item: itemOf(map) ?? outer.item }
  const result: Record<string, unknown> = {}
  const keys: Record<string, Place> = {}
  for (const pair of map.items as Pair<Node, Node | null>[]) {
    const name = String((pair.key as unknown as { value: unknown }).value)
    const expected =
      'properties' in schema
        ? schema.properties[name]
        : new RegExp(schema.propertyNames.pattern).test(name)
          ? schema.additionalProperties
          : undefined
    keys[name] = at.file.placeOf(pair.value ?? pair.key)
    if (expected === undefined)
      at.errors.push(
        packageError(
          'unknown-key',
          at.file.placeOf(pair.key),
          at.item,
          'properties' in schema ? anyOf(Object.keys(schema.properties)) : NAME,
          name,
        ),
      )
    else result[name] = walk(expected, pair.value ?? EMPTY(pair.key), at)
  }
  for (const name of 'properties' in schema ? schema.required : []) {
    if (!(name in keys)) at.errors.push(packageError('missing-key', at.file.placeOf(map), at.item, t(name, name, name), NOTHING))
  }
  at.places.set(result, { self: at.file.placeOf(map), keys, item: at.item })
  return result
}

const NAME = t(
  'кіші латын әрпінен басталатын атау',
  'имя из латинских букв, сначала строчная',
  'a name of Latin letters, a small one first',
)

/** A key without a value is shown at the key's place. */
function EMPTY(key: Node): Node {
  return { range: key.range } as Node
}

function walkList(schema: Extract<Schema, { type: 'array' }>, node: Node | null, at: Walk): unknown {
  if (!isSeq(node)) return report(at, 'wrong-type', node, expectation(schema))
  if (node.items.length < schema.minItems)
    report(
      at,
      'empty-list',
      node,
      schema.minItems === 1
        ? ONE
        : t(`кемінде ${schema.minItems} жол`, `не менее ${schema.minItems} строк`, `at least ${schema.minItems} rows`),
    )
  const result = (node.items as (Node | null)[]).map((each) => walk(schema.items, each, at))
  at.places.set(result, {
    self: at.file.placeOf(node),
    keys: Object.fromEntries((node.items as (Node | null)[]).map((each, index) => [index, at.file.placeOf(each)])),
    item: at.item,
  })
  return result
}
const ONE = t('кемінде бір жол', 'хотя бы одна строка', 'at least one row')

function walkString(schema: Extract<Schema, { type: 'string' }>, node: Node & { value: unknown }, at: Walk): unknown {
  const value = node.value
  if (typeof value !== 'string')
    return report(at, value === null && schema.title === 'text' ? 'empty-text' : 'wrong-type', node, expectation(schema))
  if (schema.title === 'text' && value.trim() === '') return report(at, 'empty-text', node, expectation(schema))
  const allowed = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  if (allowed !== undefined && !allowed.includes(value)) return report(at, 'wrong-value', node, expectation(schema))
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
    return report(at, 'wrong-value', node, expectation(schema))
  if (schema.title.startsWith('date') && value !== 'unknown' && !dayExists(value))
    return report(at, 'impossible-date', node, expectation(schema))
  return value
}

function dayExists(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}

function walkNumber(schema: Extract<Schema, { type: 'integer' | 'number' }>, node: Node & { value: unknown }, at: Walk): unknown {
  const value = node.value
  if (typeof value !== 'number' || !Number.isFinite(value)) return report(at, 'wrong-type', node, expectation(schema))
  if (schema.type === 'integer' && !Number.isInteger(value)) return report(at, 'wrong-type', node, expectation(schema))
  if (value < schema.minimum || value > schema.maximum) return report(at, 'wrong-value', node, expectation(schema))
  return value
}

function report(at: Walk, code: PackageErrorCode, node: Node | null, expected: LocalText): undefined {
  at.errors.push(packageError(code, at.file.placeOf(node), at.item, expected, describeNode(node)))
  return undefined
}
