import { isRefusal, orFault } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { warnOfTables, warningStep } from '../tables.ts'
import { openRooms, START, PASSWORD, EMAIL, regulation, UNDECIDED, OFFERS, official, unitOf } from './rooms.ts'

let open: Awaited<ReturnType<typeof openRooms>>
beforeAll(async () => {
  open = await openRooms()
})
afterAll(() => open?.close())

const PAGES = [
  '',
  '/people',
  '/people/new',
  '/rights',
  '/services',
  '/neighbours',
  '/installation',
  '/history',
  '/security-log',
  '/administrators',
  '/account',
]

test('nobody gets in who is no administrator: an official is none', async () => {
  const stranger = await open.browser(null)
  for (const path of PAGES) expect((await stranger.get(path)).location, path).toBe('/en/administration/sign-in')
  const refused = await stranger.fill('/sign-in', { login: 'dauren', password: PASSWORD })
  expect(refused.location).toBe('')
  const aida = await open.browser('aida')
  for (const path of PAGES) expect((await aida.get(path)).status, path).toBe(200)
})

test('every fault of a new official is said at once and nothing typed is lost; then they are in the directory and in the history', async () => {
  const aida = await open.browser('aida')
  const bad = await aida.fill('/people/new', { name: 'Клара Ахметова', phone: '12', why: '' })
  expect(bad.status).toBe(422)
  for (const said of ['Choose the post.', 'Enter the login.', 'Enter the reason.', 'value="Клара Ахметова"', 'value="12"'])
    expect(bad.text).toContain(said)
  const { authority, unit } = open.workstation.office.posts.find(({ role }) => role === 'clerk')!
  const made = await aida.fill('/people/new', {
    post: `${authority} ${unit}`,
    name: 'Клара Ахметова',
    iin: '900101400003',
    login: 'clara',
    email: 'clara@example.kz',
    language: 'ru',
    why: 'Order 12 of 1 March',
  })
  expect(made.location).toMatch(/^\/en\/administration\/people\/[0-9a-f-]{36}$/)
  const history = await aida.get('/history')
  for (const said of ['Клара Ахметова', 'Order 12 of 1 March', 'Ержанова Аида', 'added']) expect(history.text).toContain(said)
  const again = await aida.fill('/people/new', {
    post: `${authority} ${unit}`,
    name: 'К А',
    iin: '900101400003',
    login: 'clara',
    email: 'c@example.kz',
    why: 'x',
  })
  expect(again.status).toBe(422)
  expect(again.text).toContain('value="clara"')
})

test('a post is changed at once, but not while work is open there, and the last head stays head', async () => {
  const aida = await open.browser('aida')
  const { officer, head } = open.staff
  open.openTasks.set(officer.id, [{ requestNumber: 'AA-2025-000001', stepId: 'examine', dueAt: null }])
  const clerk = unitOf('clerk').id
  const busy = await aida.fill(`/people/${officer.id}/post`, { unit: clerk, why: 'moved' })
  expect(busy.text).toContain('Work is still open with this official: 1')
  expect(busy.text).toContain('>moved</textarea>')
  open.openTasks.clear()
  expect((await aida.fill(`/people/${officer.id}/post`, { unit: clerk, why: 'moved' })).location).toContain(officer.id)
  expect(await open.workstation.staff(officer.id)).toMatchObject({ role: 'clerk', unit: clerk })
  await aida.fill(`/people/${officer.id}/post`, { unit: unitOf('officer').id, why: 'back' })
  expect((await aida.fill(`/people/${head.id}/post`, { unit: clerk, why: 'moved' })).text).toContain('Дәурен Әбілов')
  expect(await open.workstation.staff(head.id)).toMatchObject({ role: 'head' })
})

test('the right to sign is withdrawn and given back, and one head always has it', async () => {
  const aida = await open.browser('aida')
  const { head } = open.staff
  expect((await aida.fill(`/people/${head.id}/signing`, { signs: 'no', why: 'x' })).text).toContain(
    'the only head of the authority who may sign',
  )
  const second = orFault(await open.workstation.registerStaff(official('head', 'second', 'Екінші Басшы')))
  await aida.fill(`/people/${head.id}/signing`, { signs: 'no', why: 'order 3' })
  expect(await open.workstation.staff(head.id)).toMatchObject({ signs: false })
  expect((await aida.fill(`/people/${second.id}/signing`, { signs: 'no', why: 'x' })).status).toBe(422)
  await aida.fill(`/people/${head.id}/signing`, { signs: 'yes', why: 'order 4' })
  expect(await open.workstation.staff(head.id)).toMatchObject({ signs: true })
  // Of the last two who lose it at once one keeps it.
  const both = await Promise.all(
    [head, second].map(({ id }) => open.workstation.office.setSigning(id, false, { id: 'x', name: 'X', why: 'y' })),
  )
  expect(both.filter(isRefusal)).toHaveLength(1)
  for (const { id } of [head, second]) await open.workstation.office.setSigning(id, true, { id: 'x', name: 'X', why: 'y' })
  // Neither does the only one who may sign leave, or take another post: a head without that right is still there.
  await aida.fill(`/people/${second.id}/signing`, { signs: 'no', why: 'order 5' })
  for (const change of ['leave', 'post'])
    expect((await aida.fill(`/people/${head.id}/${change}`, { unit: unitOf('clerk').id, why: 'x' })).text).toContain(
      'the only head of the authority who may sign',
    )
  expect(await open.workstation.staff(head.id)).toMatchObject({ role: 'head', retiredAt: null })
  await aida.fill(`/people/${second.id}/signing`, { signs: 'yes', why: 'order 6' })
})

test('days of absence are recorded, do not overlap, and end early', async () => {
  const aida = await open.browser('aida')
  const { officer } = open.staff
  const day = (name: string, date: string) => {
    const [year, month, dayOfMonth] = date.split('-')
    return { [`${name}-year`]: year!, [`${name}-month`]: month!, [`${name}-day`]: dayOfMonth! }
  }
  const days = { ...day('from', '2025-03-03'), ...day('until', '2025-03-07') }
  const wrong = await aida.fill(`/people/${officer.id}/absence`, { ...days, why: 'order 5' })
  expect(wrong.text).toContain('Choose why they are absent')
  const kept = { kind: 'trip', ...days, why: 'order 5' }
  expect((await aida.fill(`/people/${officer.id}/absence`, kept)).location).toContain(officer.id)
  expect((await aida.fill(`/people/${officer.id}/absence`, kept)).text).toContain('is recorded already')
  expect((await aida.get('/people')).text).toContain('Away until 7 March 2025')
  const [absence] = (await open.workstation.office.person(officer.id))!.absences
  await aida.fill(`/people/${officer.id}/present?absence=${absence!.id}`, { absence: absence!.id, why: 'is back' })
  expect((await aida.get('/people')).text).not.toContain('Away until')
})

test('who leaves is shown what is open and who gives it; the last head stays', async () => {
  const aida = await open.browser('aida')
  const leaver = orFault(await open.workstation.registerStaff(official('officer', 'leaver', 'Кететін Адам')))
  open.openTasks.set(leaver.id, [{ requestNumber: 'AA-2025-000007', stepId: 'examine', dueAt: null }])
  const page = await aida.get(`/people/${leaver.id}/leave`)
  for (const said of ['AA-2025-000007', 'Дәурен Әбілов', 'Орал Жақсыбеков']) expect(page.text).toContain(said)
  expect((await aida.fill(`/people/${leaver.id}/leave`, { why: 'order 9' })).location).toContain(leaver.id)
  expect((await aida.get('/people?left=yes')).text).toContain('Кететін Адам')
  expect((await aida.get(`/people/${leaver.id}/leave`)).status).toBe(404)
  const [second] = await open.database.sql<{ id: string }[]>`select id from workstation.staff where name = 'Екінші Басшы'`
  await aida.fill(`/people/${second!.id}/leave`, { why: 'order 10' })
  expect((await aida.fill(`/people/${open.staff.head.id}/leave`, { why: 'order 11' })).status).toBe(422)
})

test('the history is read by key, whole and once, and is never changed', async () => {
  const { sql } = open.database
  await sql`insert into workstation.staff_change (authority, staff_id, kind, facts, why, by_id, by_name, at)
    select authority, id, 'contacts', '{}', 'many-' || n, 'x', 'X', ${START} from workstation.staff, generate_series(1, 70) n where id = ${open.staff.head.id}`
  await sql`insert into administration.act (kind, subject, facts, why, by_id, by_name, at)
    select 'messagesRetried', 'messages', '{"count":1}', 'many-' || (n + 70), 'x', 'X', ${START} from generate_series(1, 70) n`
  const aida = await open.browser('aida')
  const seen: string[] = []
  for (let url = '/history', pages = 0; url !== '' && pages < 9; pages += 1) {
    const { text } = await aida.get(url)
    seen.push(...[...text.matchAll(/many-(\d+)</g)].map(([, number]) => number!))
    url = /rel="next" href="\/en\/administration([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  }
  expect([seen.length, new Set(seen).size]).toEqual([140, 140])
  for (const table of ['workstation.staff_change', 'administration.act']) {
    await expect(sql`update ${sql(table)} set why = 'other'`).rejects.toThrow(/stay as/)
    await expect(sql`delete from ${sql(table)}`).rejects.toThrow(/stay as/)
  }
})

test('a service is closed and opened with a reason; what has an undecided finding is not opened', async () => {
  const aida = await open.browser('aida')
  expect((await aida.get('/services')).text).toContain('on offer')
  expect((await aida.fill('/services/kites', { opens: 'no', why: '' })).status).toBe(422)
  expect(open.offered.now).toEqual(OFFERS)
  await aida.fill('/services/kites', { opens: 'no', why: 'flood' })
  expect(open.offered.now).toEqual([{ ...OFFERS[0], to: expect.any(String) }])
  open.packages[0] = { ...open.packages[0]!, undecided: [UNDECIDED] }
  expect((await aida.fill('/services/kites', { opens: 'yes', why: 'dry again' })).text).toContain('Findings are undecided: 1')
  open.packages[0] = { ...open.packages[0], undecided: [] }
  await aida.fill('/services/kites', { opens: 'yes', why: 'dry again' })
  expect(open.offered.now).toHaveLength(2)
  expect(open.offered.now[1]).toMatchObject({ to: null })
  expect((await aida.get('/history')).text).toContain('dry again')
})

test('a channel is closed and put back from a day; what was planned is shown, and the history says which part', async () => {
  const aida = await open.browser('aida')
  const [variant] = regulation.variants
  const view = variant!.views.find(({ offered }) => offered)!
  const path = `/services/kites?variant=${variant!.id}&view=${view.id}`
  const part = { variant: variant!.id, view: view.id }
  expect(
    (await aida.fill('/services/kites', { ...part, opens: 'no', 'from-day': '1', 'from-month': '3', 'from-year': '2025', why: 'x' })).text,
  ).toContain('This day has passed.')
  await aida.fill(path, { why: 'repair' })
  const closedAt = open.offered.now.at(-1)!.closed!
  expect(closedAt).toEqual([{ ...part, from: expect.any(String), to: null }])
  await aida.fill(path, { 'from-day': '10', 'from-month': '3', 'from-year': '2025', why: 'repaired then' })
  expect(open.offered.now.at(-1)!.closed).toEqual([{ ...closedAt[0], to: '2025-03-09T19:00:00.000Z' }])
  expect((await aida.get('/services')).text).toMatch(/Opens (on )?10 March 2025/)
  expect((await aida.get('')).text).toContain('Services that are closed, whole or in part: 1')
  // What was planned is dropped by leaving it as it is.
  await aida.fill(path, { opens: 'no', why: 'not yet' })
  expect(open.offered.now.at(-1)!.closed).toEqual(closedAt)
  await aida.fill(path, { why: 'repaired' })
  const { text } = await aida.get('/history')
  expect(text).toContain(`${variant!.name.en}, ${view.name.en}`)
  expect(text).toMatch(/holds from 10 March 2025/)
  expect((await aida.get('/services/kites?variant=issue&view=no-such')).status).toBe(404)
})

test('administrators are written to about a table that ends, once for each step', async () => {
  const [account] = await open.database.sql<
    { id: string }[]
  >`select id from administration.administrator where name = 'Ержанова Аида' limit 1`
  expect(account).toBeDefined()
  expect([90, 61, 60, 31, 30, 4, 3, 1, 0, -5].map(warningStep)).toEqual([null, null, 60, 60, 30, 14, 3, 3, 0, 0])
  const end = { kind: 'calendar', id: 'kz', version: '1', lastDay: '2025-04-30' } as const
  open.tables.push({ end, daysLeft: 58, text: { kk: 'Күнтізбе', ru: 'Календарь', en: 'The calendar ends' } })
  const accounts = { find: async () => ({ email: EMAIL }) } as never
  const keys = async () => {
    open.messages.length = 0
    await warnOfTables({ ...open.administration, accounts } as never)
    return open.messages.map(({ idempotencyKey }) => idempotencyKey)
  }
  const first = await keys()
  expect(first).toHaveLength(2)
  expect(await keys()).toEqual(first)
  open.tables[0] = { ...open.tables[0]!, daysLeft: 29 }
  expect((await keys()).some((key) => first.includes(key))).toBe(false)
  const aida = await open.browser('aida')
  expect((await aida.get('')).text).toContain('The calendar ends')
})

test('contacts of an authority are data: they are shown as they were written', async () => {
  const aida = await open.browser('aida')
  const path = `/authorities/${regulation.authority.id}`
  const faulty = await aida.fill(path, { 'address-kk': 'Жел к., 1', email: 'no', why: 'moved' })
  expect(faulty.text).toContain('value="Жел к., 1"')
  const whole = {
    'address-kk': 'Жел к., 1',
    'address-ru': 'ул. Ветра, 1',
    'address-en': '1 Wind Street',
    phone: '',
    email: 'kites@example.kz',
    why: 'moved',
  }
  await aida.fill(path, whole)
  expect(await open.room.contactOf(regulation.authority.id)).toMatchObject({
    address: { en: '1 Wind Street' },
    phone: null,
    email: 'kites@example.kz',
  })
})

test('who may do what is what the act and the routes say', async () => {
  const aida = await open.browser('aida')
  const { text } = await aida.get('/rights')
  const cells = (what: string) =>
    [...(new RegExp(`>${what}<.*?</tr>`, 's').exec(text)?.[0] ?? '').matchAll(/>(yes|–)</g)].map(([, mark]) => mark)
  // Clerk, head, officer, interested body, operator, administrator.
  expect(cells('sign the result')).toEqual(['–', 'yes', '–', '–', '–', '–'])
  expect(cells('Registration journal')).toEqual(['yes', 'yes', '–', '–', '–', '–'])
  expect(cells('Pages of administration')).toEqual(['–', '–', '–', '–', '–', 'yes'])
})

test('what was typed when the session had ended is in its form again after the sign-in', async () => {
  const aida = await open.browser('aida')
  const form = { _keep: '/administration/people/new', name: 'Сейітова Гүлнәр' }
  await aida.get('/people/new')
  aida.loseSession()
  expect((await aida.fill('/people/new', form)).location).toBe('/en/administration/sign-in')
  expect((await aida.fill('/sign-in', { login: 'aida', password: PASSWORD })).location).toBe('/en/administration/people/new')
  expect((await aida.get('/people/new')).text).toContain('value="Сейітова Гүлнәр"')
})

test('the last administrator stays, also of two who leave at once', async () => {
  const aida = await open.browser('aida')
  const rows = await open.database.sql<{ id: string }[]>`select id from administration.administrator order by id`
  const leave = async ({ id }: { readonly id: string }) => {
    const browser = await open.browser('aida')
    return browser.fill(`/administrators/${id}`, { why: 'leaves' })
  }
  await Promise.all(rows.map(leave))
  const [left] = await open.database.sql<
    { count: number }[]
  >`select count(*)::int as count from administration.administrator where retired_at is null`
  expect(left!.count).toBe(1)
  expect((await aida.get('')).status).toBeLessThan(400)
})
