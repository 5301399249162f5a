import type { LocalText } from '@ruqsat/foundation'
import { anyOf, t } from './errors.ts'
import type { Schema } from './schema.ts'

const TITLES: Readonly<Record<string, LocalText>> = {
  text: t('бос емес мәтін', 'непустой текст', 'a text that is not empty'),
  id: t(
    'белгі: латын әрпінен басталатын әріп, цифр, сызықша',
    'обозначение: латинские буквы, цифры и дефис, сначала буква',
    'an id: Latin letters, digits and hyphens, a letter first',
  ),
  date: t('ЖЖЖЖ-АА-КК түріндегі күн', 'дата вида ГГГГ-ММ-ДД', 'a day as YYYY-MM-DD'),
  dateOrUnknown: t('ЖЖЖЖ-АА-КК түріндегі күн немесе unknown', 'дата вида ГГГГ-ММ-ДД или unknown', 'a day as YYYY-MM-DD, or unknown'),
  timeOfDay: t('тырнақшадағы СС:ММ түріндегі уақыт', 'время вида ЧЧ:ММ в кавычках', 'a time of day as HH:MM in quotes'),
  sha256: t(
    'SHA-256: 64 он алтылық кіші таңба',
    'SHA-256: 64 строчных шестнадцатеричных знака',
    'a SHA-256: 64 lower-case hexadecimal digits',
  ),
  templateFile: t('templates/ қалтасындағы .typ файлы', 'файл .typ в папке templates/', 'a .typ file under templates/'),
  registerLetters: t('латынның үш бас әрпі', 'три заглавные латинские буквы', 'three Latin capitals'),
}

/** What a schema expects, in words for the person who wrote the file. */
export function expectation(schema: Schema): LocalText {
  if ('oneOf' in schema) return anyOf(schema.oneOf.map((each) => `kind: ${constOf(each.properties['kind'])}`))
  if (schema.type === 'object')
    return 'properties' in schema ? keysText(schema.required) : t('атаулар мен мәндер', 'имена и значения', 'names with values')
  if (schema.type === 'array') return t('тізім («-» жолдары)', 'список (строки с «-»)', 'a list (rows that begin with `-`)')
  if (schema.type === 'boolean') return anyOf(['true', 'false'])
  if (schema.type === 'string')
    return schema.enum !== undefined ? anyOf(schema.enum) : schema.const !== undefined ? anyOf([schema.const]) : TITLES[schema.title]!
  return numberText(schema)
}

function keysText(keys: readonly string[]): LocalText {
  const joined = keys.join(', ')
  return t(`мына атаулар: ${joined}`, `имена: ${joined}`, `the names ${joined}`)
}

function numberText(schema: { readonly type: 'integer' | 'number'; readonly minimum: number; readonly maximum: number }): LocalText {
  const range = `${schema.minimum}…${schema.maximum}`
  return schema.type === 'integer'
    ? t(`${range} аралығындағы бүтін сан`, `целое число ${range}`, `a whole number ${range}`)
    : t(`${range} аралығындағы сан`, `число ${range}`, `a number ${range}`)
}

export function constOf(schema: Schema | undefined): string {
  return schema !== undefined && 'const' in schema && schema.const !== undefined ? schema.const : ''
}
