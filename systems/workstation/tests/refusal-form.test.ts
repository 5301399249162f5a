// A request in another language is refused in that language and in the state language: two fields, each asked for, nothing typed lost.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, openTask, type Desk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  desk.double.control.language = 'ru'
})
afterAll(() => desk?.close())

test('the officer explains a refusal in the language of the request and in Kazakh; one of them missing brings the form back whole', async () => {
  const { caseId } = await desk.lead('examine')
  const officer = await desk.signIn('officer')
  let page = await openTask(desk, officer, caseId)
  for (const said of ['Түсіндірме орыс тілінде', 'Түсіндірме қазақ тілінде', 'Негіздер бас тартуды таңдағаннан кейін сұралады'])
    expect(page.text).toContain(said)
  const typed = { 'examine-decision': 'refuse', 'examine-groundIds': ['weak-string'], 'examine-explanation': 'Нить слишком тонкая.' }
  page = await officer.submit(page, { ...typed, 'examine-inStateLanguage': '' }, { taskAction: 'examine' })
  expect(page.status).toBe(422)
  expect(page.html).toContain('href="#field-examine-inStateLanguage"')
  expect(page.html).toContain('Нить слишком тонкая.')
  expect(page.html).toContain('refusal-part--shown')
  page = await officer.submit(page, { ...typed, 'examine-inStateLanguage': 'Жіп тым жіңішке.' }, { taskAction: 'examine' })
  expect(page.text).toContain('Нәтиженің жобасы дайын')
  expect((await desk.double.stateOf(caseId)).draft).toMatchObject({
    explanation: 'Нить слишком тонкая.',
    inStateLanguage: 'Жіп тым жіңішке.',
  })
})

test('to a request in Kazakh the officer may explain in Russian too, and need not', async () => {
  desk.double.control.language = 'kk'
  const officer = await desk.signIn('officer')
  const typed = { 'examine-decision': 'refuse', 'examine-groundIds': ['weak-string'], 'examine-explanation': 'Жіп тым жіңішке.' }
  for (const text of ['', 'Нить слишком тонкая.']) {
    const { caseId } = await desk.lead('examine')
    const page = await openTask(desk, officer, caseId)
    expect(page.text).toContain('Түсіндірме орыс тілінде (міндетті емес)')
    expect((await officer.submit(page, { ...typed, 'examine-alsoIn': text }, { taskAction: 'examine' })).text).toContain(
      'Нәтиженің жобасы дайын',
    )
    const { draft } = await desk.double.stateOf(caseId)
    expect(draft?.alsoIn ?? null).toEqual(text === '' ? null : { language: 'ru', text })
  }
  desk.double.control.language = 'ru'
})

test('an objection is reasoned in both languages, and the officer who completes the refusal finds both texts in the form', async () => {
  const { caseId } = await desk.lead('approve', 'refuse')
  const body = await desk.signIn('body')
  const typed = { 'approve-opinion': 'objects', 'approve-reason': 'Сильный ветер' }
  let page = await body.submit(await openTask(desk, body, caseId), { ...typed, 'approve-inStateLanguage': '' }, { taskAction: 'approve' })
  expect(page.status).toBe(422)
  expect(page.html).toContain('Сильный ветер')
  page = await body.submit(page, { ...typed, 'approve-inStateLanguage': 'Жел қатты' }, { taskAction: 'approve' })
  expect(page.text).toContain('Қорытынды берілді')
  expect((await desk.double.stateOf(caseId)).opinions).toMatchObject([{ reason: 'Сильный ветер', inStateLanguage: 'Жел қатты' }])
  const officer = await desk.signIn('officer')
  page = await openTask(desk, officer, caseId)
  for (const said of ['Сильный ветер', 'Жел қатты', 'Негіздеме қазақ тілінде']) expect(page.text).toContain(said)
})
