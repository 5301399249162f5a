// What officials write for a refusal, from the act that records it: on confirmed grounds, in both languages.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, STAFF, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const codeOf = (answer: object) => (isRefusal(answer) ? (answer as Refusal).code : 'accepted')

test('a refusal is written on a confirmed ground and in the state language beside the language of the request, or it is not recorded', async () => {
  const caseId = await office.register('ru')
  await office.must(office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, STAFF.clerk))
  const taskId = await office.taskOf(caseId)
  await office.must(office.host.act(caseId, { kind: 'assign', taskId, officerId: 'officer-1', instruction: '' }, STAFF.head))
  const draft = { ...office.refuse, explanation: 'Лаборатория не оценена.' }
  const examine = { kind: 'examine', taskId: await office.taskOf(caseId), draft } as const
  const answer = await office.host.act(caseId, examine, STAFF.officer)
  expect(answer).toMatchObject({ code: 'documents.state-language-missing', field: 'inStateLanguage' })
  await office.must(office.host.act(caseId, { ...examine, inStateLanguage: 'Зертхана бағаланбаған.' }, STAFF.officer))
  const objects = { kind: 'approve', taskId: await office.taskOf(caseId), opinion: 'objects', reason: 'В районе эпидемия' } as const
  expect(codeOf(await office.host.act(caseId, objects, STAFF.body))).toBe('documents.state-language-missing')
  await office.must(office.host.act(caseId, { ...objects, inStateLanguage: 'Ауданда эпидемия бар' }, STAFF.body))
  const conclude = { kind: 'conclude', taskId: await office.taskOf(caseId), draft, inStateLanguage: 'Зертхана бағаланбаған.' } as const
  const view = await office.must(office.host.act(caseId, conclude, STAFF.officer))
  expect(view.state).toMatchObject({
    conclusion: { explanation: 'Лаборатория не оценена.', inStateLanguage: 'Зертхана бағаланбаған.' },
    opinions: [{ reason: 'В районе эпидемия', inStateLanguage: 'Ауданда эпидемия бар' }],
  })
  expect((await office.must(office.host.prepareResult(caseId, await office.taskOf(caseId), STAFF.head))).number).toBeNull()
})

test('a ground that nobody has confirmed is refused before anything is recorded', async () => {
  const bare = await openOffice({ confirmations: [] })
  try {
    const caseId = await bare.register()
    await bare.must(bare.host.act(caseId, { kind: 'accept', taskId: await bare.taskOf(caseId) }, STAFF.clerk))
    const taskId = await bare.taskOf(caseId)
    await bare.must(bare.host.act(caseId, { kind: 'assign', taskId, officerId: 'officer-1', instruction: '' }, STAFF.head))
    const examine = { kind: 'examine', taskId: await bare.taskOf(caseId), draft: bare.refuse } as const
    expect(await bare.host.act(caseId, examine, STAFF.officer)).toMatchObject({ code: 'documents.ground-unconfirmed', field: 'groundIds' })
    const stated = { ...examine, draft: { ...bare.refuse, groundIds: ['requirementsNotMet'] } }
    expect(codeOf(await bare.host.act(caseId, stated, STAFF.officer))).toBe('accepted')
  } finally {
    await bare.close()
  }
})
