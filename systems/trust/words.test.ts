import { LANGUAGES } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import type { TrustFindingCode } from './contract.ts'
import { CHECK_OUTCOMES, checkName, FINDINGS, JUDGED_FOR, sayFinding, verdictWords } from './words.ts'
import { verifyFile } from './verify/file.ts'
import type { Verifier } from './verify/certificate.ts'

const KINDS = ['valid', 'refused', 'waiting', 'undecided', 'unsupported', 'unsigned'] as const
const CHECK_NAMES = [
  'format',
  'signature format',
  'package format',
  'content',
  'authority',
  'validity',
  'purpose',
  'revocation',
  'time',
  'coverage',
  'structure',
  'attachments',
] as const

test('each verdict has its own words in three languages, and a file that is of no known kind is no refused signature', async () => {
  const unreadable = await verifyFile(null as unknown as Verifier, { bytes: Buffer.from('hello') })
  expect(unreadable).toMatchObject({ kind: 'unsupported', fault: { code: 'file-unknown' } })
  const words = KINDS.map((kind) => verdictWords({ format: 'pdf', kind }))
  for (const language of LANGUAGES) {
    expect(new Set(words.map(({ title }) => title[language])).size).toBe(words.length)
    for (const { title, meaning } of words) expect([title[language], meaning[language]]).not.toContain('')
  }
  for (const sentence of Object.values(JUDGED_FOR)) for (const language of LANGUAGES) expect(sentence[language]).toContain('{at}')
})

test.each([
  [{ name: 'validity', signature: null, attachment: null }, 'Срок свидетельства'],
  [{ name: 'coverage', signature: 2, attachment: null }, 'Подпись 2. Что охватывает подпись'],
  [{ name: 'attachments', signature: null, attachment: 'карта: лист 2.pdf' }, 'Приложение: карта: лист 2.pdf'],
] as const)('the check %o is shown as %s', (line, shown) => {
  expect(checkName(line).ru).toBe(shown)
})

/** What keeps its Latin letters in every language: names of formats, standards and units. */
const NAMES = /PDF|JSON|CMS|OCSP|signingCertificateV2|ETSI EN [\d-]+|DocMDP|FieldMDP/g
/** Stands for every fact: a reader of the bytes speaks English, so its words belong to the English sentence only. */
const FACTS = Object.fromEntries(['algorithm', 'form', 'oid', 'version', 'name', 'count', 'signed', 'found'].map((fact) => [fact, '7']))

test.each(['kk', 'ru'] as const)('no finding, verdict or check says an English word in %s', (language) => {
  const sentences = [
    ...(Object.keys(FINDINGS) as TrustFindingCode[]).map((code) =>
      sayFinding({ code, facts: { ...FACTS, at: '2026-11-28T11:29:47.000Z', technical: 'Expected an element' } }, language, () => '16:29'),
    ),
    ...KINDS.flatMap((kind) => Object.values(verdictWords({ format: 'pdf', kind })).map((text) => text[language])),
    ...CHECK_NAMES.map((name) => checkName({ name, signature: 1, attachment: null })[language]),
    ...Object.values(CHECK_OUTCOMES).map((text) => text[language]),
    ...Object.values(JUDGED_FOR).map((text) => text[language].replace('{at}', '')),
  ]
  for (const sentence of sentences) {
    expect(sentence.replace(NAMES, '')).not.toMatch(/[A-Za-z{}]/)
    expect(sentence).toMatch(/[А-Яа-яҚқӘә]/)
  }
})

test('the sentences of a finding name the same facts in each language, but for the words of a reader of bytes', () => {
  for (const [code, text] of Object.entries(FINDINGS)) {
    const facts = LANGUAGES.map((language) =>
      [...text[language].matchAll(/\{(\w+)\}/g)]
        .map((match) => match[1]!)
        .filter((fact) => fact !== 'technical')
        .sort(),
    )
    expect(facts[0], code).toEqual(facts[1])
    expect(facts[0], code).toEqual(facts[2])
  }
})
