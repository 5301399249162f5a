import { z } from 'zod'
import { act, findings, units } from './act-shape.ts'
import { notices, procedure, transcript, view } from './table-shape.ts'
import { variant } from './variant-shape.ts'

/** What each kind of file of a package must hold. */
export const FILE_SHAPES = { act, units, findings, variant, view, procedure, transcript, notices } as const
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
  readonly enum?: readonly string[]
  readonly const?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly $defs?: Readonly<Record<string, JsonSchema>>
}

/** The shapes as JSON Schema 2020-12, for YAML editors: `regulations/schema/KIND.json`. */
export function editorSchemas(): readonly { readonly kind: string; readonly schema: JsonSchema }[] {
  return Object.entries(FILE_SHAPES).map(([kind, shape]) => {
    const schema = { $id: `ruqsat-regulation-${kind}.json`, ...jsonSchemaOf(shape) }
    return { kind, schema }
  })
}

/** What a shape expects of a file as it is written. */
export function jsonSchemaOf(shape: z.ZodType): JsonSchema {
  return z.toJSONSchema(shape, { io: 'input' }) as JsonSchema
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
