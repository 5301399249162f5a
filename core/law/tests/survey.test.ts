import { expect, it } from 'vitest'
import { loadRegulation, type Broken, type PackageFile } from '../index.ts'
import { GOOD } from '../testing.ts'

const text = '{ kk: Бір, ru: Один, en: One }'
const asked = GOOD.find(({ path }) => path === 'act.yaml')!
const act = /^id: (\S+)/m.exec(asked.text)![1]!
const source = `{ act: ${act}, item: '1', certainty: stated }`
const load = (survey: string) =>
  loadRegulation(GOOD.map((file): PackageFile => (file === asked ? { ...file, text: `${file.text}\nsurvey:\n${survey}` } : file)))
const question = (id: string, answers: readonly string[]) =>
  `    - { id: ${id}, text: ${text}, source: ${source}, answers: [${answers.map((each) => `{ id: '${each}', text: ${text} }`).join(', ')}] }\n`
const codes = (survey: string) => (load(survey) as Broken).errors.map(({ code }) => code)

it('is part of the act, with the source of each question', () => {
  const loaded = load(`  source: ${source}\n  questions:\n${question('process', ['no', 'yes'])}`)
  expect(loaded).toMatchObject({ kind: 'loaded', edition: { regulation: { survey: { questions: [{ id: 'process' }] } } } })
})

it('asks nothing twice, offers no answer twice, and offers two at least', () => {
  const head = `  source: ${source}\n  questions:\n`
  const twice = codes(`${head}${question('process', ['no', 'yes'])}${question('process', ['no', 'yes'])}`)
  expect(twice).toEqual(codes(`${head}${question('process', ['no', 'no'])}`))
  expect(twice).toHaveLength(1)
  expect(codes(`${head}${question('process', ['no'])}`)).toHaveLength(1)
  expect(codes(head)).not.toEqual([])
})
