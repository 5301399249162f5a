import { fillText, type LocalText } from '@ruqsat/foundation'
import { anyOf } from './errors.ts'
import type { JsonSchema } from './schema.ts'
import texts from '../texts.yaml'

const TITLES: Readonly<Record<string, LocalText>> = texts.expectations.titles

/** What a schema expects, in words for the person who wrote the file. */
export function expectation(schema: JsonSchema): LocalText {
  if (schema.oneOf !== undefined) return anyOf(schema.oneOf.map((each) => `kind: ${each.properties?.['kind']?.const}`))
  if (schema.enum !== undefined) return anyOf(schema.enum)
  if (schema.const !== undefined) return anyOf([schema.const])
  if (schema.title !== undefined) return TITLES[schema.title]!
  if (schema.type === 'object')
    return schema.properties === undefined ? texts.expectations.namesWithValues : keysText(schema.required ?? [])
  if (schema.type === 'array') return texts.expectations.aListRowsThatBegin
  return schema.type === 'boolean' ? anyOf(['true', 'false']) : numberText(schema)
}

function keysText(keys: readonly string[]): LocalText {
  const joined = keys.join(', ')
  return fillText(texts.expectations.names, { names: joined })
}

function numberText({ type, minimum, maximum }: JsonSchema): LocalText {
  const range = `${minimum}…${maximum}`
  return type === 'integer' ? fillText(texts.expectations.wholeNumber, { range }) : fillText(texts.expectations.number, { range })
}
