import { orFault, parseRequestNumber } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { APPLICANT, openOffice, PARTY, STAFF, STRANGER, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('staff find a case by number, name and identifier as they are typed or pasted: any keyboard, dashes, composition and case of letters', async () => {
  const caseId = await office.register()
  const { requestNumber } = (await office.must(office.host.readCase(caseId, STAFF.clerk))).summary
  expect(requestNumber).toBe('AA-2026-000001')
  const found = async (text: string) => (await office.host.listTasks(STAFF.clerk, { text })).tasks.map((task) => task.requestNumber)
  const names = [
    'Сағындықова'.normalize('NFD'),
    'САҒЫНДЫҚОВА',
    'сағындықова  әйгерім',
    'айгерим САГЫНДЫКОВА',
    'Сағынд',
    'ӘЙГЕРІМ',
    `${PARTY.iin}`,
    `${PARTY.iin!.slice(0, 6)} ${PARTY.iin!.slice(6)}`,
  ]
  const numbers = ['АА-2026-000001', 'аа–2026–000001', 'AA2026000001', '№ AA-2026-000001.', '2026-000001']
  for (const text of [...names, ...numbers]) expect(await found(text), text).toEqual([requestNumber])
  for (const text of ['AA-2026-000002', 'Сағындықов Қанат', '%', '_', '123456789012']) expect(await found(text), text).toEqual([])
  for (const typed of numbers.slice(0, 4))
    expect((await office.must(office.host.findByNumber(orFault(parseRequestNumber(typed)), STAFF.clerk))).summary.caseId, typed).toBe(
      caseId,
    )
})

test('how many are late is counted over all of them, marked or not', async () => {
  await office.register()
  const early = await office.host.listTasks(STAFF.clerk, { now: await office.legalClock.now(), limit: 1 })
  expect(early).toMatchObject({ total: 2, late: 0 })
  expect(await office.host.listTasks(STAFF.clerk, { now: '2027-06-01T05:00:00.000Z', limit: 1 })).toMatchObject({ total: 2, late: 2 })
})

test('the head sees every open task of the authority, whoever has it; nobody else does', async () => {
  const caseId = await office.register()
  await office.must(office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, STAFF.clerk))
  const { tasks, total } = await office.host.listTasksOfAuthority(STAFF.head)
  const own = await Promise.all([STAFF.clerk, STAFF.head].map((actor) => office.host.listTasks(actor)))
  expect(own.map((page) => page.total)).toEqual([2, 1])
  expect([tasks.length, total]).toEqual([3, 3])
  for (const task of own.flatMap((page) => page.tasks)) expect(tasks).toContainEqual(task)
  expect((await office.host.listTasksOfAuthority(STAFF.clerk)).total).toBe(0)
  expect((await office.host.listTasksOfAuthority({ ...STAFF.head, authority: 'elsewhere' })).total).toBe(0)
})

test('applicants find their own requests by number and service, a page at a time, the newest first', async () => {
  const numbers = async (query: Parameters<Office['host']['listForApplicant']>[1]) =>
    (await office.host.listForApplicant(APPLICANT, query)).map(({ requestNumber }) => requestNumber)
  const all = await numbers({})
  expect(all.length).toBeGreaterThanOrEqual(3)
  expect(all).toEqual(all.toSorted().toReversed())
  const first = await office.host.listForApplicant(APPLICANT, { limit: 2 })
  const rest = await numbers({ after: first.at(-1)! })
  expect([...first.map(({ requestNumber }) => requestNumber), ...rest]).toEqual(all)
  for (const text of ['000001', 'аа-2026-000001', 'AA2026000001']) expect(await numbers({ text }), text).toEqual(['AA-2026-000001'])
  for (const text of ['астық', 'ЗЕРНОВЫХ', 'grain']) expect(await numbers({ text }), text).toEqual(all)
  for (const text of ['%', '_', '-', 'cotton', "'"]) expect(await numbers({ text }), text).toEqual([])
  expect(await office.host.listForApplicant(STRANGER, { text: '000001' })).toEqual([])
})
