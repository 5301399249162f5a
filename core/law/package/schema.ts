import { z } from 'zod'
import { act, findings, units } from './act-shape.ts'
import { general } from './general-shape.ts'
import { notices, procedure, transcript, view } from './table-shape.ts'
import { variant } from './variant-shape.ts'

/** What each kind of file of a package must hold. */
export const FILE_SHAPES = { act, general, units, findings, variant, view, procedure, transcript, notices } as const
export type FileKind = keyof typeof FILE_SHAPES
export type FileData<Kind extends FileKind> = z.output<(typeof FILE_SHAPES)[Kind]>

/** A part of a JSON Schema, as far as the shapes make use of it. */
export type JsonSchema = {
  readonly $ref?: string
  readonly type?: string
  readonly title?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly oneOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly $defs?: Readonly<Record<string, JsonSchema>>
}

/** The shapes as JSON Schema 2020-12, for YAML editors: `regulations/schema/KIND.json`. */
export function editorSchemas(): readonly { readonly kind: string; readonly schema: JsonSchema }[] {
  return Object.entries(FILE_SHAPES).map(([kind, shape]) => {
    const schema = { $id: `ruqsat-regulation-${kind}.json`, ...withDates(jsonSchemaOf(shape)) }
    return { kind, schema }
  })
}

/** What a shape expects of a file as it is written. */
export function jsonSchemaOf(shape: z.ZodType): JsonSchema {
  return z.toJSONSchema(shape, { io: 'input' }) as JsonSchema
}

/** What most often changes on a day; the loader takes `values:` in any place. */
const OFTEN_DATED: ReadonlySet<string> = new Set(['fee', 'mciRate', 'term', 'duration', 'documents', 'grounds', 'requirements', 'required'])
const DATED: JsonSchema = {
  type: 'object',
  title: 'dated',
  properties: { values: { type: 'array', minItems: 2, items: { type: 'object' } } },
  required: ['values'],
  additionalProperties: false,
}

/** What an editor sees: a file before its dates are resolved. */
function withDates({ $defs = {}, ...schema }: JsonSchema): JsonSchema {
  const texts = $defs['localText'] && { localText: orDated($defs['localText']) }
  return { ...datedWithin(schema), $defs: { ...mapValues($defs, datedWithin), ...texts, dated: DATED } }
}

function datedWithin(schema: JsonSchema): JsonSchema {
  const { properties, items, oneOf } = schema
  return {
    ...schema,
    ...(properties && { properties: mapValues(properties, (inner, name) => datedAt(name, datedWithin(inner))) }),
    ...(items && { items: datedWithin(items) }),
    ...(oneOf && { oneOf: oneOf.map(datedWithin) }),
  }
}

/** Of a list each entry may come and go. */
function datedAt(name: string, schema: JsonSchema): JsonSchema {
  if (!OFTEN_DATED.has(name)) return schema
  return schema.items === undefined ? orDated(schema) : { ...schema, items: orDated(schema.items) }
}

const orDated = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { $ref: '#/$defs/dated' }] })

function mapValues(
  all: Readonly<Record<string, JsonSchema>>,
  change: (schema: JsonSchema, name: string) => JsonSchema,
): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, change(schema, name)]))
}

/** The schema of the value at this path; null where the schema knows no such place. A choice is made by the value's own `kind`. */
export function schemaAt(root: JsonSchema, path: readonly PropertyKey[], value: unknown): JsonSchema | null {
  let [schema, here]: [JsonSchema | null, unknown] = [resolved(root, root), value]
  for (const key of path) {
    const inside = here as Readonly<Record<PropertyKey, unknown>> | undefined
    const chosen: JsonSchema | undefined =
      schema?.oneOf?.find((each) => each.properties?.['kind']?.const === inside?.['kind']) ?? schema ?? undefined
    const next: JsonSchema | boolean | undefined =
      typeof key === 'number' ? chosen?.items : (chosen?.properties?.[String(key)] ?? chosen?.additionalProperties)
    schema = typeof next === 'object' ? resolved(next, root) : null
    here = inside?.[key]
  }
  return schema
}

function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  return schema.$ref === undefined ? schema : resolved(root.$defs![schema.$ref.slice('#/$defs/'.length)]!, root)
}
