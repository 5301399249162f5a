import { LANGUAGES, type LocalText } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantedCase } from './case.ts'
import { claim } from './doubles.ts'
import { AIGERIM, openTestPortal, type Browser, type TestPortal } from './harness.ts'

const [OVER, OPEN, WITHOUT] = ['LA-2014-000001', 'LA-2014-000002', 'LA-2014-000003']
const PASSWORD = 'қоян төбе 47 арғымақ'

let portal: TestPortal
let browser: Browser
let act: { readonly id: string; readonly authority: string }
let questions: readonly {
  readonly id: string
  readonly text: LocalText
  readonly answers: readonly { readonly id: string; readonly text: LocalText }[]
}[]

beforeAll(async () => {
  portal = await openTestPortal()
  browser = portal.browser()
  await browser.get('/kk/register')
  await browser.get('/kk/register/challenge')
  await browser.post('/kk/register/certificate', { signature: claim({ iin: AIGERIM.iin }) })
  const _once = /name="_once" value="([^"]+)"/.exec((await browser.get('/kk/register/details')).text)?.[1] ?? ''
  const fields = { _once, phone: '+77011234567', email: 'a@mysal.kz', language: 'kk', password: PASSWORD, repeat: PASSWORD }
  await browser.post('/kk/register/details', fields)
  const [row] = await portal.database.sql<{ id: string }[]>`select account_id as id from portal.person`
  const { editions, tables } = await openActs()
  const asking = editions.find(({ regulation }) => regulation.survey !== undefined && regulation.host === 'licensing')!
  const silent = editions.find(({ hash }) => hash === portal.editionHash)!
  act = { id: asking.regulation.id, authority: asking.regulation.authority.id }
  questions = asking.regulation.survey!.questions
  const over = grantedCase(asking, tables, row!.id, OVER)
  const open = grantedCase(asking, tables, row!.id, OPEN)
  portal.cases.push(over, { ...open, state: { ...open.state, closedAt: null } }, grantedCase(silent, tables, row!.id, WITHOUT))
})
afterAll(() => portal.close())

const page = (number: string) => `/en/cabinet/requests/${number}`
const answers = (place: number) => Object.fromEntries(questions.map((question) => [question.id, question.answers[place]!.id]))

test('the survey is open once the case is over, where the act has one', async () => {
  expect((await browser.get(page(OVER))).text).toContain(`${page(OVER)}/survey`)
  for (const number of [OPEN, WITHOUT]) {
    expect((await browser.get(page(number))).text, number).not.toContain('/survey')
    expect((await browser.get(`${page(number)}/survey`)).status, number).toBe(409)
    await browser.get(page(OVER))
    expect((await browser.post(`${page(number)}/survey`, answers(0))).status, number).toBe(409)
  }
})

test.each(LANGUAGES)('the survey asks in %s what the annex asks, with each answer', async (language) => {
  const { text } = await browser.get(`/${language}/cabinet/requests/${OVER}/survey`)
  for (const question of questions) {
    expect(text).toContain(question.text[language])
    for (const answer of question.answers) expect(text).toContain(answer.text[language])
  }
})

test('a missing answer is said at its question, and the others are kept; it counts once', async () => {
  const form = await browser.get(`${page(OVER)}/survey`)
  expect(form.text).toContain('annex 3')
  const [first] = questions
  const half = await browser.post(`${page(OVER)}/survey`, { [first!.id]: first!.answers[1]!.id })
  expect(half.text).toContain('Choose an answer.')
  expect(half.text).toMatch(new RegExp(`value="${first!.answers[1]!.id}"[^>]* checked`))
  const wrong = await browser.post(`${page(OVER)}/survey`, { ...answers(0), [first!.id]: 'superb' })
  expect(wrong.text).toContain('Choose an answer.')
  expect((await browser.post(`${page(OVER)}/survey`, answers(2))).location).toBe(page(OVER))
  expect((await browser.get(page(OVER))).text).not.toContain(`${page(OVER)}/survey`)
  expect((await browser.post(`${page(OVER)}/survey`, answers(0))).status).toBe(409)
  expect(await portal.database.sql`select answers from portal.survey_answer`).toEqual([{ answers: answers(2) }])
})

test('anybody sees how many answered what, from five on; an act without a survey has no such page', async () => {
  const visitor = portal.browser()
  expect((await visitor.get(`/en/acts/${act.id}/survey`)).text).toContain('at least 5 people')
  await portal.database.sql`
    insert into portal.survey_answer (authority, request_number, regulation, answers, answered_at)
    select ${act.authority}, 'LA-2014-1' || n, ${act.id}, ${portal.database.sql.json(answers(0))}, '2014-10-10T05:00:00.000Z' from generate_series(1, 4) as n`
  const { text } = await visitor.get(`/en/acts/${act.id}/survey`)
  expect(text).toContain('Answered: 5.')
  expect(text).toContain('80 %')
  expect(text).toContain('20 %')
  expect((await visitor.get(`/en/acts/${act.id}`)).text).toContain(`/en/acts/${act.id}/survey`)
  expect((await visitor.get('/en/acts/grain/survey')).status).toBe(404)
})
