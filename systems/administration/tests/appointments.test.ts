// A post that is named for days to come: it begins and ends by itself at the instant, is seen ahead, and waits where it cannot be yet.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRooms, unitOf } from './rooms.ts'

let open: Awaited<ReturnType<typeof openRooms>>
beforeAll(async () => {
  open = await openRooms()
})
afterAll(() => open?.close())

const onDay = async (day: string) =>
  (await open.workstation.office.onDay(open.staff.officer.authority, day)).map(
    ({ name, role, signs, isNamed }) => `${name} ${role}${signs ? '' : ' signs not'}${isNamed ? ' named' : ''}`,
  )
const dayIn = (name: string, day: string) => {
  const [year, month, date] = day.split('-')
  return { [`${name}-day`]: String(Number(date)), [`${name}-month`]: String(Number(month)), [`${name}-year`]: year! }
}
/** The background looks every two seconds. */
const soon = { interval: 200, timeout: 20_000 }
const roleNow = async () => (await open.workstation.staff(open.staff.officer.id))!.role

test('a post begins with the first instant of its day and ends with the last; both are seen ahead, and in the history', async () => {
  const { officer } = open.staff
  const aida = await open.browser('aida')
  const path = `/people/${officer.id}/appoint`
  const wish = { unit: unitOf('head').id, signs: 'no', ...dayIn('from', '2025-03-05'), ...dayIn('until', '2025-03-07') }
  expect((await aida.fill(path, { ...wish, why: '' })).text).toContain('Enter the reason.')
  expect((await aida.fill(path, { ...wish, ...dayIn('from', '2025-03-03'), why: 'x' })).text).toContain('must be tomorrow or later')
  expect((await aida.fill(path, { ...wish, why: 'Order 7' })).location).toContain(officer.id)
  expect((await aida.fill(path, { ...wish, why: 'Order 8' })).text).toContain('A post is named for these days already')
  expect(await roleNow()).toBe('officer')
  expect(await onDay('2025-03-04')).toEqual(['Дәурен Әбілов head', 'Орал Жақсыбеков officer'])
  expect(await onDay('2025-03-05')).toEqual(['Дәурен Әбілов head', 'Орал Жақсыбеков head signs not named'])
  expect(await onDay('2025-03-08')).toEqual(await onDay('2025-03-04'))
  const rights = await aida.get('/rights?on=06.03.2025')
  for (const said of ['Posts on', '(appointed)', 'May not sign']) expect(rights.text.toLowerCase()).toContain(said.toLowerCase())

  await open.legalClock.advance('2025-03-04T18:59:59.000Z', 'test')
  expect(await roleNow()).toBe('officer')
  // Midnight of Kite Town is 19:00 by UTC.
  await open.legalClock.advance('2025-03-04T19:00:01.000Z', 'test')
  await expect.poll(roleNow, soon).toBe('head')
  expect(await open.workstation.staff(officer.id)).toMatchObject({ signs: false, unit: unitOf('head').id })
  const [moved] = (await open.workstation.office.person(officer.id))!.changes
  expect(moved).toMatchObject({ kind: 'moved', at: '2025-03-04T19:00:00.000Z', why: 'Order 7' })
  expect((await aida.get(`/people/${officer.id}`)).text).toContain('holds')

  await open.legalClock.advance('2025-03-07T19:00:01.000Z', 'test')
  await expect.poll(roleNow, soon).toBe('officer')
  expect(await onDay('2025-03-06')).toEqual(['Дәурен Әбілов head', 'Орал Жақсыбеков head signs not'])
  expect(await onDay('2025-03-08')).toEqual(['Дәурен Әбілов head', 'Орал Жақсыбеков officer'])
  expect(await onDay('2025-03-01')).toEqual([])
})

test('what cannot begin yet waits and says why; it begins when it can, and what is cancelled never does', async () => {
  const { officer } = open.staff
  const aida = await open.browser('aida')
  const wish = { unit: unitOf('clerk').id, signs: 'yes' }
  await aida.fill(`/people/${officer.id}/appoint`, { ...wish, ...dayIn('from', '2025-03-10'), why: 'Order 9' })
  open.openTasks.set(officer.id, [{ requestNumber: 'KT-1', stepId: 'examine', dueAt: null }])
  await open.legalClock.advance('2025-03-10T05:00:00.000Z', 'test')
  await expect.poll(async () => (await aida.get(`/people/${officer.id}`)).text, soon).toContain('Work is still open with this official: 1')
  expect(await roleNow()).toBe('officer')
  open.openTasks.clear()
  await expect.poll(roleNow, soon).toBe('clerk')
  const [now] = (await open.workstation.office.person(officer.id))!.appointments
  const ended = await aida.fill(`/people/${officer.id}/disappoint?appointment=${now!.id}`, { appointment: now!.id, why: 'Order 10' })
  expect(ended.location).toContain(officer.id)
  expect(await roleNow()).toBe('officer')
  expect((await aida.fill(`/people/${officer.id}/disappoint`, { appointment: now!.id, why: 'again' })).text).toContain('is over already')

  await aida.fill(`/people/${officer.id}/appoint`, { ...wish, ...dayIn('from', '2025-03-20'), why: 'Order 11' })
  const ahead = (await open.workstation.office.person(officer.id))!.appointments.find(({ begunAt }) => begunAt === null)!
  await aida.fill(`/people/${officer.id}/disappoint?appointment=${ahead.id}`, { appointment: ahead.id, why: 'Order 12' })
  expect(await onDay('2025-03-21')).toEqual(['Дәурен Әбілов head', 'Орал Жақсыбеков officer'])
  const history = (await aida.get('/history')).text
  for (const said of ['appointed from a later day', 'appointment cancelled', 'Order 12']) expect(history).toContain(said)
})

test('posts that follow each other give the first one back, however late they are looked at', async () => {
  const { officer } = open.staff
  const aida = await open.browser('aida')
  const name = (unit: string, from: string, until: string) =>
    aida.fill(`/people/${officer.id}/appoint`, { unit, signs: 'yes', ...dayIn('from', from), ...dayIn('until', until), why: 'Order 14' })
  await name(unitOf('head').id, '2025-03-12', '2025-03-12')
  await name(unitOf('clerk').id, '2025-03-13', '2025-03-13')
  await open.legalClock.advance('2025-03-14T05:00:00.000Z', 'test')
  const isOver = async () => (await open.workstation.office.person(officer.id))!.appointments.every(({ overAt }) => overAt !== null)
  await expect.poll(isOver, soon).toBe(true)
  expect(await roleNow()).toBe('officer')
})

test('what was changed while the post was held is not undone by its end', async () => {
  const { officer } = open.staff
  const aida = await open.browser('aida')
  const by = { id: 'aida', name: 'Aida', why: 'Order 16' }
  const days = { ...dayIn('from', '2025-03-15'), ...dayIn('until', '2025-03-15') }
  await aida.fill(`/people/${officer.id}/appoint`, { unit: unitOf('clerk').id, signs: 'yes', ...days, why: 'Order 15' })
  await open.legalClock.advance('2025-03-14T19:00:01.000Z', 'test')
  await expect.poll(roleNow, soon).toBe('clerk')
  expect(await open.workstation.office.setSigning(officer.id, false, by)).toMatchObject({ signs: false })
  await open.legalClock.advance('2025-03-15T19:00:01.000Z', 'test')
  await expect.poll(roleNow, soon).toBe('officer')
  expect((await open.workstation.staff(officer.id))!.signs).toBe(false)
  await open.workstation.office.setSigning(officer.id, true, by)
})

test('the last head who signs is not named away', async () => {
  const { head } = open.staff
  const aida = await open.browser('aida')
  const day = dayIn('from', '2025-03-25')
  await aida.fill(`/people/${head.id}/appoint`, { unit: unitOf('clerk').id, signs: 'yes', ...day, why: 'Order 13' })
  await open.legalClock.advance('2025-03-25T05:00:00.000Z', 'test')
  await expect.poll(async () => (await aida.get(`/people/${head.id}`)).text, soon).toContain('is the last head of this authority')
  expect((await open.workstation.staff(head.id))!.role).toBe('head')
})
