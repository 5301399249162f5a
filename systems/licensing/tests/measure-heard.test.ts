// A measure of the authority is put to the holder of the number before it is signed: in signed words, in person with minutes, or not at all.
import { canonicalJson, isRefusal } from '@ruqsat/foundation'
import { signDetached } from '@ruqsat/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHives } from './hives.ts'
import { APPLICANT, PARTY, STRANGER } from './setup.ts'

let hives: Awaited<ReturnType<typeof openHives>>
beforeAll(async () => {
  hives = await openHives()
})
afterAll(() => hives.office.close())

const BASIS = { groundIds: ['moved'], reason: 'Омарта басқа сайда.' }
const GRANT = { decision: 'grant', groundIds: [], explanation: '' } as const
const codeOf = (answer: object) => (isRefusal(answer) ? answer.code : (answer as { kind?: string }).kind)

/** The revocation is drafted, and the holder reads why. */
async function drafted() {
  const { office, granted, taskOf } = hives
  const { number } = await granted('issue', { place: 'Гүлді сай', hiveCount: '40', race: 'steppe' })
  const opening = { regulation: 'hives', variant: 'revoke', number: number!, idempotencyKey: `heard ${number}`, answers: {}, basis: BASIS }
  const { caseId } = await office.must(office.host.openProceedings(opening, office.staff.head))
  const act = async (command: object) => {
    const { taskId, actor } = (await taskOf(caseId))!
    return office.must(office.host.act(caseId, { ...command, taskId } as never, actor))
  }
  await act({ kind: 'accept' })
  await act({ kind: 'assign', officerId: 'officer-1', instruction: '' })
  await act({ kind: 'examine', draft: GRANT })
  return { caseId, act, number: number! }
}
const viewOf = (caseId: string, reader = APPLICANT) => hives.office.must(hives.office.host.readCase(caseId, reader))

test('the holder reads the grounds, what was found and until when; no task is open, and an objection goes back to who drafted', async () => {
  const { office } = hives
  const { caseId, act } = await drafted()
  const { hearing, summary, history } = await viewOf(caseId)
  const { head, clerk, officer, officer2, body, spy } = office.staff
  const waiting = await Promise.all([head, clerk, officer, officer2, body, spy].map((each) => office.host.listWaiting(each)))
  expect(waiting.map((list) => list.map((each) => each.caseId))).toEqual([[caseId], [caseId], [caseId], [], [], []])
  expect(waiting[0]).toMatchObject([{ isOfOffice: true, waits: [{ what: 'hearing', due: hearing!.due.due, isPresented: false }] }])
  expect(hearing).toMatchObject({ draft: { decision: 'grant', groundIds: ['moved'] }, mayBeInPerson: true })
  expect(summary.stage.ru).toBe('Ожидается ответ владельца номера на проект меры')
  expect(history.at(-1)?.text.ru).toBe('Проект меры направлен владельцу номера: он может возразить')
  while ((await office.licensing.caseflow.runOutbox()) > 0);
  const [told] = office.messages.filter(({ text }) => text.kk.includes(summary.requestNumber) && text.kk.includes('шара жобасы'))
  expect(told?.to).toBe(PARTY.email)
  const preparedAt = await office.legalClock.now()
  const words = {
    ...{ schema: 'ruqsat.objection/1', requestNumber: summary.requestNumber, hearing: hearing!.askedId },
    ...{ text: 'Омарта өз орнында.', preparedAt },
  }
  const content = Buffer.from(canonicalJson(words))
  const { key, chain: certificates } = office.applicantKey
  const cmsBase64 = Buffer.from(signDetached({ content, key, certificates, signingTime: preparedAt })).toString('base64')
  const answer = { askedId: hearing!.askedId, objection: { party: PARTY, contentBase64: content.toString('base64'), cmsBase64 } }
  await office.must(office.host.answerHearing(caseId, answer, APPLICANT))
  expect((await viewOf(caseId)).objections).toMatchObject([{ text: 'Омарта өз орнында.' }])
  await act({ kind: 'examine', draft: GRANT })
  const { status } = await hives.carried(caseId)
  expect([status, await office.host.listWaiting(head)]).toEqual(['granted', []])
})

test('to be heard in person is asked once, by the holder alone, whatever breaks on the way; the minutes are signed and the measure may fall', async () => {
  const { office, taskOf } = hives
  const { caseId, act } = await drafted()
  const { askedId } = (await viewOf(caseId)).hearing!
  const ask = (reader = APPLICANT) => office.host.askOralHearing(caseId, { askedId, text: 'Құжат көрсетемін.' }, reader)
  expect(codeOf(await ask(STRANGER))).toBe('licensing.case-not-found')
  await office.sql.unsafe(`create function licensing.cut() returns trigger language plpgsql as $$ begin raise exception 'cut'; end $$`)
  await office.sql.unsafe('create trigger cut before insert on licensing.event for each row execute function licensing.cut()')
  await expect(ask()).rejects.toThrow()
  await office.sql.unsafe('drop trigger cut on licensing.event')
  expect((await viewOf(caseId)).hearing?.askedId).toBe(askedId)
  const answers = await Promise.all([ask(), ask()])
  answers.push(await ask())
  expect(answers.map(codeOf)).toEqual(['caseView', 'caseView', 'caseView'])
  const events = await office.licensing.caseflow.events({ authority: office.staff.head.authority, caseId })
  expect(events.filter(({ kind }) => kind === 'oralHearingAsked')).toHaveLength(1)
  expect((await taskOf(caseId))?.action).toBe('send')
  const day = '2026-11-24'
  await act({ kind: 'writeWork', values: { day, hour: '11:00', place: 'Бөлім, 3-бөлме' }, files: [] })
  // The holder reads where and when.
  expect((await viewOf(caseId)).works).toMatchObject([{ writing: { values: { hour: '11:00', place: 'Бөлім, 3-бөлме' } } }])
  await act({ kind: 'writeWork', values: { heldOn: '2026-11-23', said: 'Омарта көшірілген.' }, files: [] })
  expect((await taskOf(caseId))?.action).toBe('record')
  await hives.signTask(caseId)
  const { works, objections } = await viewOf(caseId)
  expect(works.at(-1)).toMatchObject({ stepId: 'V6', isDone: true, documentId: expect.any(String) })
  expect(objections).toMatchObject([{ text: 'Құжат көрсетемін.', inPerson: true }])
  await act({ kind: 'examine', draft: { decision: 'refuse', groundIds: ['notProved'], explanation: 'Омарта көшірілген.' } })
  expect((await hives.carried(caseId)).status).toBe('refused')
  expect((await office.licensing.audit(office.outside)).faults).toEqual([])
})
