import type { LocalText } from '@ruqsat/foundation'
import { anyOf, t } from './errors.ts'
import type { JsonSchema } from './schema.ts'

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
export function expectation(schema: JsonSchema): LocalText {
  if (schema.oneOf !== undefined) return anyOf(schema.oneOf.map((each) => `kind: ${each.properties?.['kind']?.const}`))
  if (schema.enum !== undefined) return anyOf(schema.enum)
  if (schema.const !== undefined) return anyOf([schema.const])
  if (schema.title !== undefined) return TITLES[schema.title]!
  if (schema.type === 'object')
    return schema.properties === undefined
      ? t('атаулар мен мәндер', 'имена и значения', 'names with values')
      : keysText(schema.required ?? [])
  if (schema.type === 'array') return t('тізім («-» жолдары)', 'список (строки с «-»)', 'a list (rows that begin with `-`)')
  return schema.type === 'boolean' ? anyOf(['true', 'false']) : numberText(schema)
}

function keysText(keys: readonly string[]): LocalText {
  const joined = keys.join(', ')
  return t(`мына атаулар: ${joined}`, `имена: ${joined}`, `the names ${joined}`)
}

function numberText({ type, minimum, maximum }: JsonSchema): LocalText {
  const range = `${minimum}…${maximum}`
  return type === 'integer'
    ? t(`${range} аралығындағы бүтін сан`, `целое число ${range}`, `a whole number ${range}`)
    : t(`${range} аралығындағы сан`, `число ${range}`, `a number ${range}`)
}
