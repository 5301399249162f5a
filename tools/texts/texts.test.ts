import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { declareTexts } from './declarations.ts'
import { moduleOf } from './yaml-module.mjs'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

function checked(yaml: string): string[] {
  root = mkdtempSync(join(tmpdir(), 'ruqsat-texts-'))
  for (const [path, text] of [
    ['package.json', '{}'],
    ['systems/portal/texts.yaml', yaml],
  ] as const) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return declareTexts(root)
}

const TITLE = 'page:\n  title:\n    kk: Көмек\n    ru: Помощь\n'

test.each([
  ['a missing language', TITLE, /^systems\/portal\/texts\.yaml:3: 'page\.title' has no en/],
  ['an empty text', `${TITLE}    en: ''\n`, /:5: 'page\.title\.en' is empty/],
  ['a language that is none', `${TITLE}    en: Help\n    de: Hilfe\n`, /'page\.title' has 'de', which is no language/],
  ['one string', 'page: Help\n', /'page' is one string/],
  ['a key twice', `${TITLE}    en: Help\n    kk: Көмек\n`, /Map keys must be unique/],
  [
    'a place that another language names',
    `${TITLE.replace('Помощь', "'{due} дейін'").replace('Көмек', "'{due:dative} дейін'")}    en: Help\n`,
    /:5: 'page\.title\.en' does not name \{due\}/,
  ],
  [
    'a term that the glossary does not have',
    'page: { term: nothing }\n',
    /names the term 'nothing', which glossary\/terms\.yaml does not have/,
  ],
])('%s fails the check with its file and line', (_what, yaml, message) => {
  expect(checked(yaml)).toEqual([expect.stringMatching(message)])
})

test('keys become types, a term becomes the label of the glossary', () => {
  expect(
    checked(`${TITLE}    en: Help\n  who: { Term: applicant }\n  units:\n    kk: [күн]\n    ru: [день, дня]\n    en: [day, days]\n`),
  ).toEqual([])
  const types = readFileSync(join(root, 'systems/portal/texts.d.yaml.ts'), 'utf8')
  expect(types).toContain(
    'readonly "title": LocalText; readonly "who": LocalText; readonly "units": Readonly<Record<Language, readonly string[]>>',
  )
  const made = moduleOf('x/texts.yaml', 'who: { Term: applicant }\n')
  expect(made).toContain('"who":{"kk":"Өтініш беруші","ru":"Заявитель","en":"Applicant"}')
})

test('a text that lacks a language is not loaded either', () => {
  expect(() => moduleOf('x/texts.yaml', TITLE)).toThrow(/x\/texts\.yaml:3: 'page\.title' has no en/)
})
