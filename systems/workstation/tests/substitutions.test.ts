import { isRefusal, type LocalDate } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewSubstitution } from '../index.ts'
import { openDesk, openTask, PASSWORD, START, taskPath, type Desk, type Person } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

const order = { number: '12-к', date: '2025-02-28', why: 'leave', from: '2025-03-03', until: '2025-03-14', signs: true } as const
const typedDay = (name: string, day: string) => {
  const [year = '', month = '', date = ''] = day.split('-')
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year }
}
const typed = (absent: Person, substitute: Person, from = '2025-03-03', until = '2025-03-14') => ({
  absent: desk.staff[absent].id,
  substitute: desk.staff[substitute].id,
  why: 'leave',
  orderNumber: '12-к',
  ...typedDay('from', from),
  ...typedDay('until', until),
  ...typedDay('orderDate', '2025-02-28'),
})
const codes = async (wanted: Partial<NewSubstitution> & Pick<NewSubstitution, 'absentId' | 'substituteId'>) => {
  const answer = await desk.room.substitute({ order, by: 'administrator', ...wanted })
  return 'id' in answer ? answer : answer.map(({ code }) => code.replace('workstation.', ''))
}
const made = async (absent: Person, substitute: Person, changed: Partial<NewSubstitution['order']> = {}) => {
  const answer = await codes({ absentId: desk.staff[absent].id, substituteId: desk.staff[substitute].id, order: { ...order, ...changed } })
  if (!('id' in answer)) throw new Error(answer.join())
  return { ...answer, end: () => desk.room.endSubstitution(answer.id, 'administrator') }
}

describe('the page of substitutions', () => {
  test('a head names a substitute with the order, sees them in the list, and ends it early', async () => {
    const head = await desk.signIn('head')
    const page = await head.get('/work/substitutions')
    const after = await head.submit(page, { ...typed('clerk', 'clerk2'), signs: 'yes' }, { action: /substitutions$/ })
    expect(after.text).toContain('Алмастыру тағайындалды: Қайрат Оспанов, 2025 жылғы 3 наурыз – 2025 жылғы 14 наурыз.')
    expect(after.text).toContain('2025 жылғы 28 ақпан № 12-к')
    expect(after.text).toContain('Күшінде')
    const ended = await head.submit(after, {}, { action: /end$/ })
    expect(ended.text).toContain('Алмастыру аяқталды.')
    expect(ended.text).toContain('Мерзімінен бұрын аяқталды')
    expect((await head.submit(after, {}, { action: /end$/ })).text).toContain('Алмастыру аяқталды.')
    expect(ended.html).not.toContain('/end"')
    expect((await (await desk.signIn('clerk')).get('/work/substitutions')).status).toBe(403)
  })

  test('one in force is on the page, and can be ended, behind however many that are over', async () => {
    const kept = await made('officer', 'officer2')
    const { sql } = desk.database
    await sql`insert into workstation.substitution (authority, id, absent_id, substitute_id, why, first_day, last_day, order_number, order_date, signs, made_by, made_at, ended_by, ended_at)
      select authority, gen_random_uuid(), absent_id, substitute_id, why, first_day + 1, last_day, 'over', order_date, signs, made_by, made_at, made_by, made_at
      from workstation.substitution, generate_series(1, 150) where id = ${kept.id}`
    const page = await (await desk.signIn('head')).get('/work/substitutions')
    expect(page.html).toContain(`/substitutions/${kept.id}/end"`)
    await sql`delete from workstation.substitution where order_number = 'over'`
    await kept.end()
  })

  test('everything that is missing is said at once, and what was typed stays', async () => {
    const head = await desk.signIn('head')
    const page = await head.get('/work/substitutions')
    const back = await head.submit(page, { orderNumber: '7', ...typedDay('from', '2025-02-30') }, { action: /substitutions$/ })
    expect(back.status).toBe(422)
    for (const missing of ['таңдалмаған', 'Күнін, айын, жылын жазыңыз', 'Себебі таңдалмаған']) expect(back.text).toContain(missing)
    expect(back.html).toContain('value="7"')
    expect(back.html).toContain('value="30"')
    const wrong = await head.submit(page, typed('clerk', 'clerk'), { action: /substitutions$/ })
    expect(wrong.text).toContain('Қызметкер өзін өзі алмастыра алмайды')
  })
})

describe('who may act for whom', () => {
  const id = (person: Person) => desk.staff[person].id

  test.each([
    ['themselves', 'clerk', 'clerk', ['substitute-self']],
    ['somebody of another authority', 'clerk', 'spy', ['substitute-unknown']],
    ['a clerk for a head', 'head', 'clerk', ['substitute-role']],
    ['an officer for a clerk', 'clerk', 'officer', ['substitute-role']],
  ] as const)('%s: refused', async (_who, absent, substitute, expected) => {
    expect(await codes({ absentId: id(absent), substituteId: id(substitute) })).toEqual(expected)
  })

  test('days that are over, backwards, too many, an order of tomorrow, no number', async () => {
    const pair = { absentId: id('clerk'), substituteId: id('clerk2') }
    const day = (from: LocalDate, until: LocalDate) => codes({ ...pair, order: { ...order, from, until } })
    expect(await day('2025-02-03', '2025-03-02')).toEqual(['days-past'])
    expect(await day('2025-03-14', '2025-03-03')).toEqual(['days-backwards'])
    expect(await day('2025-03-03', '2026-03-04')).toEqual(['days-too-many'])
    expect(await codes({ ...pair, order: { ...order, date: '2025-03-04' } })).toEqual(['order-date-ahead'])
    expect(await codes({ ...pair, order: { ...order, number: ' ' } })).toEqual(['order-number-missing'])
    expect(await codes({ ...pair, order: { ...order, number: '9'.repeat(41) } })).toEqual(['order-number-long'])
  })

  test('no second substitute on one day, and no substitute of a substitute, in either order; two at once name one', async () => {
    const first = await made('officer', 'officer2')
    expect(await codes({ absentId: id('officer'), substituteId: id('head') })).toEqual(['substitution-overlaps'])
    expect(await codes({ absentId: id('officer2'), substituteId: id('officer') })).toEqual(['substitute-absent'])
    expect(await codes({ absentId: id('officer2'), substituteId: id('head') })).toEqual(['absent-acts'])
    expect(await codes({ absentId: id('head'), substituteId: id('officer') })).toEqual(['substitute-absent'])
    await first.end()
    const both = await Promise.all([1, 2].map(() => codes({ absentId: id('officer'), substituteId: id('officer2') })))
    expect(both.filter((each) => 'id' in each)).toHaveLength(1)
    for (const each of both) if ('id' in each) await desk.room.endSubstitution(each.id, 'administrator')
    const next = await made('officer', 'officer2', { from: '2025-03-15', until: '2025-03-20' })
    await next.end()
    expect(isRefusal(await next.end())).toBe(true)
  })
})

describe('a head who leaves', () => {
  const authority = 'kite-office'
  const newHead = async (login: string) => {
    const { name, position, unit, iin } = desk.staff.head
    const person = await desk.room.registerStaff({
      login,
      password: PASSWORD,
      name,
      iin,
      position,
      unit,
      role: 'head',
      authority,
      email: null,
    })
    if (isRefusal(person)) throw new Error(person.code)
    return person
  }
  const codeOf = (answer: object) => (isRefusal(answer) ? answer.code : 'left')

  test('is kept where they are the last one; of two who leave at once one stays; it is recorded by whom, and once', async () => {
    expect(codeOf(await desk.room.retireStaff(desk.staff.head.id))).toBe('workstation.last-head')
    const [one, other] = [await newHead('chief-1'), await newHead('chief-2')]
    expect(codeOf(await desk.room.retireStaff(one.id, desk.staff.head.id))).toBe('left')
    expect(codeOf(await desk.room.retireStaff(one.id))).toBe('workstation.left-already')
    const [row] = await desk.database.sql`select retired_by, retired_at is not null as left from workstation.staff where id = ${one.id}`
    expect(row).toEqual({ retired_by: desk.staff.head.id, left: true })
    const both = await Promise.all([desk.room.retireStaff(other.id), desk.room.retireStaff(desk.staff.head.id)])
    expect(both.map(codeOf).toSorted()).toEqual(['left', 'workstation.last-head'])
    // Whoever of them left: the others of this file need this one.
    await desk.database.sql`update workstation.staff set retired_at = null, retired_by = null where id = ${desk.staff.head.id}`
    await desk.room.accounts.update(desk.staff.head.id, { status: 'active' })
    await desk.database.sql`update workstation.staff set retired_at = ${START} where id = ${other.id} and retired_at is null`
    expect(codeOf(await desk.room.retireStaff('00000000-0000-4000-8000-000000000000'))).toBe('workstation.leaver-unknown')
  })
})

describe('somebody who has left', () => {
  let count = 0
  const newOfficer = async () => {
    count += 1
    const { name, position, unit } = desk.staff.officer
    const wanted = { login: `goes-${count}`, password: PASSWORD, name, iin: desk.staff.officer.iin, position, unit }
    const person = await desk.room.registerStaff({ ...wanted, role: 'officer', authority: 'kite-office', email: null })
    if (isRefusal(person)) throw new Error(person.code)
    return person
  }
  const days = { from: '2025-03-03', until: '2025-03-14' } as const
  const rows = (id: string) =>
    desk.database.sql<{ ended_by: string | null; ended_at: string | null }[]>`
      select ended_by, ended_at from workstation.substitution where absent_id = ${id} or substitute_id = ${id} order by first_day`

  test('ends the orders for and by them, those ahead too; what was over stays as it was; nobody acts for them', async () => {
    const [leaver, other] = [await newOfficer(), await newOfficer()]
    const keep = (absentId: string, substituteId: string, from: LocalDate, until: LocalDate) =>
      codes({ absentId, substituteId, order: { ...order, from, until } })
    await keep(leaver.id, other.id, days.from, days.until)
    await keep(other.id, leaver.id, '2025-03-20', '2025-03-21')
    await desk.database.sql`insert into workstation.substitution
      (authority, id, absent_id, substitute_id, why, first_day, last_day, order_number, order_date, signs, made_by, made_at)
      values ('kite-office', gen_random_uuid(), ${leaver.id}, ${other.id}, 'leave', '2025-02-03', '2025-02-05', '9', '2025-02-01', true, 'administrator', ${START})`
    const actor = { kind: 'staff', id: other.id, role: 'officer', authority: 'kite-office' } as const
    const acts = () => desk.room.actsByOrder({ ...actor, onBehalfOf: { id: leaver.id, role: 'officer', order: { ...order, ...days } } })
    expect(await acts()).toBe(true)
    await desk.room.retireStaff(leaver.id, desk.staff.head.id)
    expect(await acts()).toBe(false)
    expect((await rows(leaver.id)).map(({ ended_by }) => ended_by)).toEqual([null, desk.staff.head.id, desk.staff.head.id])
    const page = await (await desk.signIn('head')).get('/work/substitutions')
    expect(page.text).toContain('бұл органда енді істемейді')
    expect(page.html).not.toContain('/end"')
  })

  test('is acted for by no new order, and acts by none', async () => {
    const [leaver, other] = [await newOfficer(), await newOfficer()]
    await desk.room.retireStaff(leaver.id)
    expect(await codes({ absentId: leaver.id, substituteId: other.id })).toEqual(['absent-left'])
    expect(await codes({ absentId: other.id, substituteId: leaver.id })).toEqual(['substitute-unknown'])
  })

  test('leaves while an order is being made: the order is refused, or ended', async () => {
    const [leaver, other] = [await newOfficer(), await newOfficer()]
    await Promise.all([codes({ absentId: leaver.id, substituteId: other.id }), desk.room.retireStaff(leaver.id)])
    for (const row of await rows(leaver.id)) expect(row.ended_at).not.toBeNull()
  })

  test('before leaving ended an order: the row that was kept then lets nobody act, keeps nobody from a new one, and the page shows it as over', async () => {
    const [leaver, other] = [await newOfficer(), await newOfficer()]
    await codes({ absentId: leaver.id, substituteId: other.id })
    await desk.database.sql`update workstation.staff set retired_at = ${START} where id = ${leaver.id}`
    const actor = { kind: 'staff', id: other.id, role: 'officer', authority: 'kite-office' } as const
    expect(await desk.room.actsByOrder({ ...actor, onBehalfOf: { id: leaver.id, role: 'officer', order: { ...order, ...days } } })).toBe(
      false,
    )
    const next = await codes({ absentId: other.id, substituteId: desk.staff.officer2.id })
    expect(next).toMatchObject({ absentId: other.id })
    if ('id' in next) await desk.room.endSubstitution(next.id, 'administrator')
    expect((await (await desk.signIn('head')).get('/work/substitutions')).html).not.toContain('/end"')
  })
})

describe('the work of the absent', () => {
  test("an officer's tasks are on the substitute's list, and their act is recorded with the order", async () => {
    const { caseId } = await desk.lead('examine')
    const officer2 = await desk.signIn('officer2')
    const number = (await desk.double.stateOf(caseId)).opening!.requestNumber
    expect((await officer2.get('/work')).text).not.toContain(number)
    expect((await openTask(desk, officer2, caseId)).status).toBeGreaterThanOrEqual(400)
    const kept = await made('officer', 'officer2')
    const list = await officer2.get('/work')
    expect(list.text).toContain(number)
    expect(list.text).toContain('алмастыру: Орал Жақсыбеков')
    const page = await openTask(desk, officer2, caseId)
    expect(page.text).toContain('Алмастырылатын қызметкер: Орал Жақсыбеков. Соңғы күні: 2025 жылғы 14 наурыз.')
    await officer2.submit(page, { 'examine-decision': 'grant', 'examine-explanation': '' })
    const events = await desk.double.flow.events({ authority: 'kite-office', caseId })
    expect(events.findLast(({ kind }) => kind === 'drafted')?.actor).toMatchObject({
      id: desk.staff.officer2.id,
      onBehalfOf: { id: desk.staff.officer.id, role: 'officer', order: { number: '12-к', date: '2025-02-28', from: '2025-03-03' } },
    })
    await kept.end()
  })

  test('an acting head has the pages of a head, and signs only where the order says so', async () => {
    const { caseId } = await desk.lead('signResult')
    const officer2 = await desk.signIn('officer2')
    expect((await officer2.get('/work/overview')).status).toBe(403)
    const kept = await made('head', 'officer2', { signs: false })
    expect((await officer2.get('/work/overview')).status).toBe(200)
    const page = await openTask(desk, officer2, caseId)
    expect(page.text).toContain('Бұйрық қол қою құқығын бермейді.')
    const refused = await officer2.submit(page, {}, { action: /prepare$/ })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('№ 12-к бұйрық қол қоюға құқық бермейді')
    await kept.end()
    const signing = await made('head', 'officer2')
    const sign = await officer2.submit(await openTask(desk, officer2, caseId), {}, { action: /prepare$/ })
    const done = await officer2.submit(sign, { signature: 'MIIB', signedSha256: 'ab' })
    expect(done.text).toContain('Нәтижеге қол қойылды')
    await signing.end()
  })

  test('an acting head without the right to sign gives it to nobody, not to themselves from the next day on', async () => {
    const kept = await made('head', 'officer2', { signs: false })
    const officer2 = await desk.signIn('officer2')
    const page = await officer2.get('/work/substitutions')
    const wanted = typed('head', 'officer2', '2025-03-15', '2025-03-20')
    const refused = await officer2.submit(page, { ...wanted, signs: 'yes' }, { action: /substitutions$/ })
    expect([refused.status, refused.text.includes('Өзіңізде қол қою құқығы жоқ')]).toEqual([422, true])
    const added = await officer2.submit(page, wanted, { action: /substitutions$/ })
    expect(added.text).toContain('Алмастыру тағайындалды')
    await officer2.submit(added, {}, { action: /end$/ })
    await kept.end()
  })

  test('an order that ended between the page and the signature: said so, and nothing is signed', async () => {
    const { caseId } = await desk.lead('signResult')
    const kept = await made('head', 'officer2')
    const officer2 = await desk.signIn('officer2')
    const path = await taskPath(desk, caseId)
    const sign = await officer2.submit(await openTask(desk, officer2, caseId), {}, { action: /prepare$/ })
    await kept.end()
    const back = await officer2.submit(sign, { signature: 'MIIB', signedSha256: 'ab' })
    expect(back.status).toBeGreaterThanOrEqual(400)
    expect((await desk.double.stateOf(caseId)).signed).toBeNull()
    const task = await officer2.get(path)
    expect(task.text).toContain('алмастыру аяқталды (Дәурен Әбілов,')
    expect((await officer2.get('/work/overview')).status).toBe(403)
  })

  test('who drafted does not sign as acting head', async () => {
    const { caseId } = await desk.lead('signResult')
    const kept = await made('head', 'officer')
    const officer = await desk.signIn('officer', 'ru')
    const page = await officer.get((await taskPath(desk, caseId)).replace('/kk', '/ru'))
    const refused = await officer.submit(page, {}, { action: /prepare$/ })
    expect(refused.text).toContain('Этот проект готовили вы сами')
    await kept.end()
  })

  test('only on its days by legal time', async () => {
    await made('clerk', 'clerk2', { from: '2025-03-05', until: '2025-03-05' })
    const clerk2 = await desk.staff.clerk2
    const acts = () => desk.room.actsByOrder({ kind: 'staff', id: clerk2.id, role: 'clerk', authority: 'kite-office', onBehalfOf: of })
    const of = { id: desk.staff.clerk.id, role: 'clerk', order: { ...order, from: '2025-03-05', until: '2025-03-05' } } as const
    expect(await acts()).toBe(false)
    for (const [at, expected] of [
      ['2025-03-04T18:59:00.000Z', false],
      ['2025-03-04T19:00:00.000Z', true],
      ['2025-03-05T18:59:00.000Z', true],
      ['2025-03-05T19:00:00.000Z', false],
    ] as const) {
      expect(START < at).toBe(true)
      await desk.legalClock.advance(at, 'test')
      expect([at, await acts()]).toEqual([at, expected])
    }
  })
})

test('who acts for a late head is informed too', async () => {
  const before = await desk.room.staffContacts('kite-office', 'head')
  await made('head', 'officer2', { from: '2025-03-05', until: '2025-03-20' })
  const after = await desk.room.staffContacts('kite-office', 'head')
  expect(after.map(({ email }) => email)).toEqual([...before.map(({ email }) => email), 'olzhas@example.kz'])
})

test('the head gives the work to another officer on the page of the case', async () => {
  const { caseId, requestNumber } = await desk.lead('examine')
  const head = await desk.signIn('head')
  const page = await head.get(`/work/cases/${requestNumber}`)
  const back = await head.submit(page, { 'reassign-officer': desk.staff.officer2.id, 'reassign-reason': '' }, { action: /reassign$/ })
  expect(back.status).toBe(422)
  expect(back.html).toMatch(/name="reassign-reason"[^>]*aria-invalid="true"/)
  const done = await head.submit(
    back,
    { 'reassign-officer': desk.staff.officer2.id, 'reassign-reason': 'Ауырып қалды' },
    { action: /reassign$/ },
  )
  expect(done.text).toContain(`${requestNumber} сұрау салуы басқа орындаушыға берілді`)
  expect((await desk.double.stateOf(caseId)).officerId).toBe(desk.staff.officer2.id)
  const officer2 = await desk.signIn('officer2')
  expect((await officer2.get('/work')).text).toContain(requestNumber)
})

describe('chosen cases of an officer', () => {
  const officerOf = async (caseId: string) => (await desk.double.stateOf(caseId)).officerId
  const listOf = (id: string) => `/work/overview?officer=${id}`

  test('go to another one, each with its own outcome, and those that were not chosen stay', async () => {
    const cases = [await desk.lead('examine'), await desk.lead('examine'), await desk.lead('examine')]
    const [first, second, third] = cases
    const { officer, officer2 } = desk.staff
    const head = await desk.signIn('head')
    const page = await head.get(listOf(officer.id))
    for (const { requestNumber } of cases) expect(page.text).toContain(requestNumber)
    const empty = await head.submit(page, {}, { action: /overview\/reassign$/ })
    expect(empty.status).toBe(422)
    for (const said of ['Бірде-бір іс таңдалмаған', 'Жауапты орындаушы таңдалмаған']) expect(empty.text).toContain(said)
    const kept = await head.submit(page, { case: first!.caseId, 'reassign-officer': officer2.id }, { action: /overview\/reassign$/ })
    expect(kept.html).toMatch(new RegExp(`value="${first!.caseId}" checked`))
    await desk.double.host.act(
      second!.caseId,
      { kind: 'reassign', officerId: desk.staff.head.id, reason: 'Өзім қараймын' },
      { kind: 'staff', id: desk.staff.head.id, role: 'head', authority: 'kite-office' },
    )
    const typed = { case: [first!.caseId, second!.caseId], 'reassign-officer': officer2.id, 'reassign-reason': 'Демалысқа шықты' }
    const done = await head.submit(page, typed, { action: /overview\/reassign$/ })
    expect(done.text).toContain(`Басқа орындаушыға берілген істер: 1 (${first!.requestNumber}).`)
    expect(done.text).toContain(`${second!.requestNumber}: Іс бұл орындаушыда емес.`)
    expect(await Promise.all([first!, second!, third!].map(({ caseId }) => officerOf(caseId)))).toEqual([
      officer2.id,
      desk.staff.head.id,
      officer.id,
    ])
    // Pressed twice: the answer of the first.
    expect((await head.submit(page, typed, { action: /overview\/reassign$/ })).text).toContain('істер: 1')
    expect((await (await desk.signIn('officer')).get(listOf(officer.id))).status).toBe(403)
  })
})

test('the list is read page by page, onward and back to its beginning: what can be ended is on the first, and every order once', async () => {
  const { officer, officer2 } = desk.staff
  await desk.database.sql`insert into workstation.substitution
    (authority, id, absent_id, substitute_id, why, first_day, last_day, order_number, order_date, signs, made_by, made_at, ended_by, ended_at)
    select 'kite-office', gen_random_uuid(), ${officer.id}, ${officer2.id}, 'leave', '2024-03-01'::date - n, '2024-03-20', 'page-' || n, '2024-02-01', false,
      'administrator', ${START}, case when n % 2 = 0 then 'administrator' end, case when n % 2 = 0 then '2024-03-10T05:00:00Z'::timestamptz end
    from generate_series(1, 60) as n`
  const ahead = await made('officer', 'officer2', { number: 'ahead', from: '2025-03-25', until: '2025-03-28' })
  const head = await desk.signIn('head', 'ru')
  const numbers: string[] = []
  let pages = 0
  let page = await head.get('/ru/work/substitutions')
  expect(page.text).toContain('№ ahead')
  expect(page.html).not.toContain('rel="first"')
  for (;;) {
    pages += 1
    numbers.push(...[...page.html.matchAll(/page-(\d+)/g)].map(([, n]) => n!))
    const next = /<a[^>]*rel="next"[^>]*href="([^"]+)"/.exec(page.html)?.[1]
    if (next === undefined) break
    page = await head.get(next.replaceAll('&amp;', '&'))
    expect(page.text).toContain('В начало')
  }
  expect([pages > 2, numbers.length, new Set(numbers).size]).toEqual([true, 60, 60])
  expect((await head.get('/ru/work/substitutions?after=nonsense~1')).text).toContain('№ ahead')
  await ahead.end()
  await desk.database.sql`delete from workstation.substitution where order_number like 'page-%'`
})
