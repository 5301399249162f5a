import { openActs } from '@ruqsat/regulations/testing'
import { openTypesetter } from '@ruqsat/typesetting'
import { afterAll, expect, test } from 'vitest'
import { reportTemplates, templateProblems } from './templates.ts'

const regulations = await openActs()
const typesetter = openTypesetter({ withinMs: 4_000 })
afterAll(() => typesetter.close())

const acts = regulations.packages.filter(({ edition }) => edition.regulation.variants.length > 0)

test.each(acts)('every template of $folder is set, for each variant, outcome and language', async ({ edition: { hash, regulation } }) => {
  expect(await templateProblems(typesetter, regulation, (file) => regulations.template(hash, file))).toEqual([])
})

test('a template that is broken, endless or prints what is not there is found with file and line, and told in the log', async () => {
  const { hash, regulation } = acts.find(({ edition }) => edition.regulation.variants.some(({ offered }) => offered))!.edition
  const { licence, refusal } = {
    licence: regulation.variants[0]!.results.grant.template!,
    refusal: regulation.variants[0]!.results.refuse.template,
  }
  const with_ = (file: string, more: string) => (each: string) => regulations.template(hash, each) + (each === file ? `\n${more}` : '')
  const lines = regulations.template(hash, licence).split('\n').length
  expect(await templateProblems(typesetter, regulation, with_(licence, '#data.nothing'))).toEqual([
    { file: licence, line: lines + 1, text: expect.stringContaining('nothing') },
  ])
  expect(await templateProblems(typesetter, regulation, with_(refusal, '王'))).toMatchObject([
    { file: refusal, text: expect.stringContaining('王') },
  ])
  const endless = with_(licence, '#for a in range(20000) { for b in range(20000) { for c in range(20000) { let x = a * b } } }')
  expect(await templateProblems(typesetter, regulation, endless, 'kk')).toEqual([
    { file: licence, line: null, text: expect.stringContaining(`${regulation.id}/${licence}`) },
  ])
  const told: object[] = []
  await reportTemplates(
    typesetter,
    [{ hash, regulation }],
    { template: (_hash, file) => with_(licence, '#data.nothing')(file) },
    { error: (facts) => void told.push(facts) },
  )
  expect(told).toMatchObject([{ regulation: regulation.id, place: `${licence}:${lines + 1}` }])
})
