// Texts are data: `texts.yaml` next to the code, imported as a module. This file turns one into JavaScript (for Node's loader, vitest and
// esbuild), into type declarations (for the compiler) and into complaints (for `npm run check`). Plain JavaScript, because the loader needs it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

const ROOT = join(import.meta.dirname, '..', '..')
/** The one list of languages. */
export const LANGUAGES_FILE = join(ROOT, 'core', 'foundation', 'languages.yaml')
/** Words that the whole house uses; a text may name one by its identifier. */
export const GLOSSARY_FILE = join(ROOT, 'glossary', 'terms.yaml')
const IS_MODULE = /[\\/](?:texts|languages)\.yaml$/

/** Whether a YAML file is one that code imports. */
export function isYamlModule(path) {
  return IS_MODULE.test(path)
}

let ids
function languageIds() {
  ids ??= parse(LANGUAGES_FILE, readFileSync(LANGUAGES_FILE, 'utf8')).value.map(({ id }) => id)
  return ids
}

let labels
/** How the glossary calls a thing on our pages, by its identifier. */
function labelOf(id) {
  labels ??= new Map(
    parse(GLOSSARY_FILE, readFileSync(GLOSSARY_FILE, 'utf8'))
      .value.terms.filter((row) => row.id !== undefined)
      .map((row) => [row.id, Object.fromEntries(languageIds().map((language) => [language, (row.label ?? row)[language]]))]),
  )
  return labels.get(id)
}

/** `{ term: applicant }` is the glossary's label, `{ Term: applicant }` the same with a capital letter. */
function termOf(value) {
  const id = value?.term ?? value?.Term
  if (typeof id !== 'string' || Object.keys(value).length !== 1) return undefined
  const label = labelOf(id)
  if (label === undefined || value.term !== undefined) return label
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)
  return Object.fromEntries(Object.entries(label).map(([language, text]) => [language, capital(text)]))
}

function withTerms(value) {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withTerms)
  return termOf(value) ?? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTerms(each)]))
}

/** The module's JavaScript. Throws an Error that names file and line where a text lacks a language. */
export function moduleOf(path, text) {
  const { value, problems } = readModule(path, text)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return `export default ${JSON.stringify(value)}\n`
}

/** What the file holds, and a complaint for each text that is not whole: `path:line: what is wrong`. */
export function readModule(path, text, languages = isList(path) ? [] : languageIds()) {
  const { document, value, problems, lineOf } = parse(path, text)
  if (problems.length > 0 || isList(path)) return { value, problems }
  const complain = (node, message) => problems.push(`${path}:${lineOf(node)}: ${message}`)
  check(document.contents, '', languages, complain)
  return { value: withTerms(value), problems }
}

const isList = (path) => path.endsWith('languages.yaml')

function parse(path, text) {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const lineOf = (node) => lines.linePos(node?.range?.[0] ?? 0).line
  const problems = document.errors.map((error) => `${path}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`)
  return { document, value: document.toJS(), problems, lineOf }
}

/** A mapping with any language in it is one text: then it has every language, and nothing else. */
function check(node, place, languages, complain) {
  if (isSeq(node)) return node.items.forEach((item, index) => check(item, `${place}[${index}]`, languages, complain))
  if (!isMap(node)) return complain(node, `'${place}' is one string; a text is a mapping with ${languages.join(', ')}`)
  const keys = node.items.map(({ key }) => key.value)
  if (keys.length === 1 && (keys[0] === 'term' || keys[0] === 'Term') && isScalar(node.items[0].value)) {
    const id = node.items[0].value.value
    if (labelOf(id) === undefined) complain(node, `'${place}' names the term '${id}', which glossary/terms.yaml does not have`)
    return
  }
  if (!keys.some((key) => languages.includes(key)))
    return node.items.forEach(({ key, value }) =>
      check(value ?? key, place === '' ? key.value : `${place}.${key.value}`, languages, complain),
    )
  const missing = languages.filter((language) => !keys.includes(language))
  if (missing.length > 0) complain(node, `'${place}' has no ${missing.join(', ')}; write the text in every language`)
  for (const { key, value } of node.items) {
    if (!languages.includes(key.value)) complain(key, `'${place}' has '${key.value}', which is no language of ${LANGUAGES_NAME}`)
    else if (!isText(value)) complain(key, `'${place}.${key.value}' is empty; write the text`)
  }
  checkPlaces(node, place, complain)
}

/** What a sentence names in braces it names in every language: a place that is missing loses a fact, one too many is shown as it is written. */
function checkPlaces(node, place, complain) {
  const texts = node.items.filter(({ value }) => isScalar(value) && typeof value.value === 'string')
  const named = texts.map(({ key, value }) => ({ key, places: placesIn(value.value) }))
  const all = [...new Set(named.flatMap(({ places }) => places))]
  for (const { key, places } of named) {
    const missing = all.filter((each) => !places.includes(each) && each !== ENGLISH_DETAIL)
    if (missing.length > 0)
      complain(
        key,
        `'${place}.${key.value}' does not name {${missing.join('}, {')}}, which another language names; write the same places in each`,
      )
  }
}

/** A detail that a program or a standard gives in English: the sentences of the other languages do without it. */
const ENGLISH_DETAIL = 'technical'

/** `due` of `{due}` and of `{due:dative}`. */
const placesIn = (text) => [...text.matchAll(/\{([A-Za-z][A-Za-z0-9]*)(?::[A-Za-z]+)?\}/g)].map(([, name]) => name)

const LANGUAGES_NAME = 'core/foundation/languages.yaml'

function isText(node) {
  if (isSeq(node)) return node.items.length > 0 && node.items.every(isText)
  return isScalar(node) && typeof node.value === 'string' && node.value !== ''
}

/** The declarations of a module, for the file next to it that ends in `.d.yaml.ts`. */
export function declarationOf(path, text) {
  const { value } = readModule(path, text)
  if (isList(path)) return `declare const languages: ${literal(value)}\nexport default languages\n`
  const inFoundation = path.includes('core/foundation/')
  const home = inFoundation
    ? `${'../'.repeat(path.split('core/foundation/')[1].split('/').length - 1) || './'}texts.ts`
    : '@ruqsat/foundation'
  const type = typeOf(value, languageIds())
  const names = ['Language', 'LocalText'].filter((name) => type.includes(name))
  return `import type { ${names.join(', ')} } from '${home}'\ndeclare const texts: ${type}\nexport default texts\n`
}

function typeOf(value, languages) {
  if (Array.isArray(value)) return `readonly [${value.map((item) => typeOf(item, languages)).join(', ')}]`
  const keys = Object.keys(value)
  if (keys.some((key) => languages.includes(key))) return typeOfText(Object.values(value))
  return `{ ${keys.map((key) => `readonly ${JSON.stringify(key)}: ${typeOf(value[key], languages)}`).join('; ')} }`
}

/** Lists of words (forms of a word, months) are as long in one language as in the other, or of any length. */
function typeOfText(texts) {
  if (texts.every((text) => typeof text === 'string')) return 'LocalText'
  const lengths = new Set(texts.map((text) => text.length))
  const list = lengths.size > 1 ? 'readonly string[]' : `readonly [${texts[0].map(() => 'string').join(', ')}]`
  return `Readonly<Record<Language, ${list}>>`
}

function literal(value) {
  if (Array.isArray(value)) return `readonly [${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, each]) => `readonly ${JSON.stringify(key)}: ${literal(each)}`)
    .join('; ')} }`
}
