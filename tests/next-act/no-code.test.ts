// No act costs code: what a package calls its things, and the words of its subject, are nowhere in what runs. Both are read from the packages, so
// that the next one is held to it without a change here.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LANGUAGES } from '@ruqsat/foundation'
import type { Edition, Regulation } from '@ruqsat/law'
import { everyEdition } from '@ruqsat/regulations/testing'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const CODE = ['core', 'support', 'systems', 'cmd']
/** Tests, keys that are generated from texts, and examples that are not about any act: what the gallery of components shows, and the package that a new act begins with. */
const NOT_RUN = /\.test\.|\.d\.yaml\.ts$|\/(tests|testdata|histories|examples|scaffold)\/|\/testing[./-]/

const editions = await everyEdition()

/**
 * Names that a package shares with the house: the house's word came first and means something else, or the name is the house's own and a package
 * only uses it. A name that code knows because an act has it does not belong here.
 */
const SHARED_NAMES = [
  // Systems and their rooms.
  'portal',
  'workstation',
  'registers',
  'gateway',
  // What the notaries' register keeps.
  'powerOfAttorney',
  // Keys of the account from which a form is filled, and values of documents.
  'applicantName',
  'headName',
  'licenceNumber',
  'address',
  'phone',
  'email',
  'iin',
  'bin',
  'place',
  'until',
  // What a new act is called where nobody names its variants.
  'issue',
  // States and actions of the house itself.
  'revoke',
  'processing',
  'base',
  'cancel',
  'resume',
  'expired',
  'change',
  'quiet',
  'unknown',
  'lost',
  // The window of a hall, whose an open difference is, what a one-time password is for.
  'window',
  'owner',
  'proof',
  // Of certificates (RFC 5280).
  'policy',
  // A version of a PDF cipher; sizes of paper.
  'V2',
  'A3',
  'A4',
]

/** Words of an act's name that the house uses in another sense. */
const SHARED_WORDS = [
  'collect',
  'receipts',
  'town',
  'street',
  'self',
  'water',
  'право',
  'управления',
  'жүретін',
  'қала',
  'түсті',
  'дайындау',
  'сақтау',
  'арқылы',
  'услуг',
  'оказание',
  'выдача',
  'провести',
  'permit',
  'разрешение',
  'куәлік',
  'лицензии',
]

/** A word that so many files use is the house's own: what is written for one act is in few. */
const COMMON_IN_FILES = 6

const files = CODE.flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs|sql|css|typ|ya?ml)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
    .filter((path) => !NOT_RUN.test(path) && !path.includes('node_modules')),
).map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }))

/** Everything to which a package gives a name of its own. */
function namesOf({ id, authority, units, variants, channels, systems }: Regulation, general: ReadonlySet<string>): readonly string[] {
  const declared = [...(channels ?? []), ...(systems ?? [])].map((each) => each.id).filter((each) => !general.has(each))
  return [
    id,
    authority.id,
    ...units.map((unit) => unit.id),
    ...declared,
    ...variants.flatMap(({ id: variant, procedure, views, form, documents, grounds, requirements, results }) => [
      variant,
      ...[procedure, ...views].flatMap(({ steps }) => steps.map((step) => step.id)),
      ...form.sections.flatMap(({ fields }) => fields.map((field) => field.id)),
      ...[...documents, ...grounds, ...requirements].map((each) => each.id),
      ...('registerLetters' in results.grant ? [String(results.grant.registerLetters)] : []),
    ]),
  ]
}

/** The language in which packages are written has its own words: roles, actions, kinds. They are in the schema, as values or keys. */
function wordsOfTheLanguage(): ReadonlySet<string> {
  const schema = readdirSync(`${ROOT}regulations/schema`).map((name) => readFileSync(`${ROOT}regulations/schema/${name}`, 'utf8'))
  return new Set(schema.flatMap((text) => [...text.matchAll(/"([\w-]+)"/g)].map(([, word]) => word!)))
}

test('no name that a package gives is in the code', () => {
  const general = new Set([...readFileSync(`${ROOT}regulations/general/kz.yaml`, 'utf8').matchAll(/ id: ([\w-]+)/g)].map(([, id]) => id!))
  const language = wordsOfTheLanguage()
  const names = new Set(editions.flatMap(({ regulation }) => namesOf(regulation, general)))
  const own = [...names].filter((name) => !language.has(name) && !SHARED_NAMES.includes(name))
  expect(own.length).toBeGreaterThan(200)
  const code = files.filter(({ path }) => !/\.ya?ml$/.test(path))
  const quoted = new Map<string, string[]>()
  for (const { path, text } of code)
    for (const [, , word] of withoutComments(text).matchAll(/(['"`])([\w-]+)\1/g)) quoted.set(word!, [...(quoted.get(word!) ?? []), path])
  expect(own.flatMap((name) => (quoted.get(name) ?? []).map((path) => `${path} knows '${name}'`))).toEqual([])
})

test('no word of an act’s subject is in the code or in the texts of the house', () => {
  const glossary = splitWords(readFileSync(`${ROOT}glossary/terms.yaml`, 'utf8'))
  const topics = [...new Set(editions.flatMap(topicsOf))].filter((word) => !SHARED_WORDS.includes(word) && !glossary.has(word))
  expect(topics.length).toBeGreaterThan(20)
  const words = new Map<string, Set<string>>()
  for (const { path, text } of files)
    for (const word of splitWords(text)) {
      const found = words.get(word) ?? new Set<string>()
      words.set(word, found.add(path))
    }
  const found = topics.flatMap((word) => {
    const paths = [...(words.get(word) ?? [])]
    return paths.length >= COMMON_IN_FILES ? [] : paths.map((path) => `${path} knows '${word}'`)
  })
  expect(found).toEqual([])
})

/** The words of the service's name, but those that every name has. */
function topicsOf({ regulation }: Edition): readonly string[] {
  return LANGUAGES.flatMap((language) => [...regulation.service[language].toLowerCase().matchAll(/\p{L}{4,}/gu)].map(([word]) => word))
}

/** Words of identifiers too: `beeKeeper` has two. */
function splitWords(text: string): ReadonlySet<string> {
  const parts = text.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase()
  return new Set([...parts.matchAll(/\p{L}{4,}/gu)].map(([word]) => word))
}

/** An example in a comment is for people. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$|^\s*--.*$/gm, '')
}

test('the search would find it', () => {
  expect(splitWords('const beeKeeper = "омарта"')).toEqual(new Set(['keeper', 'омарта', 'const']))
  expect(withoutComments("x === 'H4' // as 'H5'\n/* 'H6' */ 'H7'")).toBe("x === 'H4' \n 'H7'")
})
