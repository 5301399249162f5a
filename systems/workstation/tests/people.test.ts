import type { Accounts } from '@ruqsat/accounts'
import { openDatabase } from '@ruqsat/database'
import { isRefusal, wordsOf } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WorkstationParts } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import { BY_COMMAND } from '../staff/changed-by.ts'
import { registerStaff } from '../staff/register.ts'
import { openDesk, openTask, PASSWORD, SOMEONE, START, taskPath, type Desk } from './desk.ts'
import { ATTACHMENTS } from './double-host.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

test('a head sees who was not reached, without the address, and tries again; a clerk does not', async () => {
  const messageId = '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11'
  const common = { messageId, language: 'kk', keptAt: '2025-03-03T05:00:00.000Z', attempts: 0, reason: 'Expected an address' } as const
  desk.failed.push({ ...common, channel: 'email', recipientMasked: 'a…@b.kz;', cause: 'address' })
  const head = await desk.signIn('head')
  const page = await head.get('/work/messages')
  expect(page.text).toContain('E-mail: a…@b.kz;')
  expect(page.text).toContain('мекенжайы немесе нөмірі қате')
  const after = await head.submit(page, {}, { action: /messages$/ })
  expect(after.text).toContain('Қайта жіберілетіні: 1.')
  expect(after.text).toContain('Жетпеген хабарлама жоқ')
  expect((await (await desk.signIn('clerk')).get('/work/messages')).status).toBe(403)
})

test('a head sees what a statement and the payments do not agree about, takes it and ends it with words; a clerk does not', async () => {
  const head = await desk.signIn('head')
  const page = await head.get('/work/payments')
  for (const said of [
    'Сомасы өзгеше: DALA-100001',
    '18 519 ₸',
    '18 520 ₸',
    'dala-2025-03-02.csv, 7-жол',
    '12-жол: Сома дұрыс емес',
    'Ешкім алған жоқ',
    'dala көшірмесі кешікті',
    'Ақша есепке алынды: 18 520 ₸ DALA-100001',
  ])
    expect(page.text).toContain(said)
  const taken = await head.submit(page, { how: 'take' }, { action: /payments$/ })
  expect(taken.text).toContain('Жауапты: Дәурен Әбілов')
  desk.differences.refuse = refuseWorkstation('workstation.why-missing', { field: 'resolution' })
  const refused = await head.submit(taken, { how: 'resolve', resolution: 'Жарты сөйлем' }, { action: /payments$/ })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain(wordsOf(desk.differences.refuse).text.kk)
  expect(refused.html).toContain('Жарты сөйлем</textarea>')
  desk.differences.refuse = null
  const ended = await head.submit(refused, { how: 'resolve', resolution: 'Банк түзетті' }, { action: /payments$/ })
  expect(ended.text).toContain('Барлығы сәйкес келеді')
  expect(ended.text).toContain('Банк түзетті')
  expect(desk.differences.acts.map((act) => act.split(' ').slice(0, 2).join(' '))).toEqual([
    'take kite-office',
    'resolve kite-office',
    'resolve kite-office',
  ])
  expect((await (await desk.signIn('clerk')).get('/work/payments')).status).toBe(403)
})

test('a head sees what does not go on by itself with its reason, tries it again, or gives it up with a reason', async () => {
  desk.double.control.isNeighbourDown = true
  const [first, second] = [await desk.double.open(), await desk.double.open()]
  await desk.double.flow.runOutbox()
  const head = await desk.signIn('head')
  const page = await head.get('/work/messages')
  for (const said of ['Хабарлама жіберілмеді', first.requestNumber, second.requestNumber, 'Expected the gateway', 'ешқашан жіберілмейді'])
    expect(page.text).toContain(said)
  const settle = (how: string, reason: string, from = page) => head.submit(from, { how, reason }, { action: /messages\/incident$/ })
  const refused = await settle('abandoned', '')
  expect(refused.status).toBe(422)
  desk.double.control.isNeighbourDown = false
  const nudged = await settle('nudged', '')
  expect(nudged.text).toContain('қайта байқап көріледі')
  await desk.double.flow.runOutbox()
  const left = await head.get('/work/messages')
  expect(left.text.match(/Хабарлама жіберілмеді/g)).toHaveLength(1)
  // Pressed twice: the second click reads the answer of the first.
  for (let click = 0; click < 2; click += 1)
    expect((await settle('abandoned', 'Нөмірі ешкімдікі емес', left)).text).toContain('енді байқап көрілмейді')
  expect((await head.get('/work/messages')).text).toContain('Тоқтап қалған жұмыс жоқ')
  expect(desk.double.control.delivered).toBe(1)
})

test('incidents and messages are read page by page, each list by itself; what is on a later page can be settled there', async () => {
  desk.double.control.isNeighbourDown = true
  for (let count = 0; count < 30; count += 1) await desk.double.open()
  while ((await desk.double.flow.runOutbox()) > 0);
  const ids = Array.from({ length: 60 }, (_, place) => `5b0d1f8e-0f0a-4f4d-8d63-${String(place).padStart(12, '0')}`)
  const common = { language: 'kk', keptAt: '2025-03-03T05:00:00.000Z', attempts: 0, reason: 'x', channel: 'sms', cause: 'carrier' } as const
  desk.failed.push(...ids.toReversed().map((messageId, place) => ({ ...common, messageId, recipientMasked: `+7…${place}` })))
  const head = await desk.signIn('head', 'ru')
  const hrefOf = (html: string, list: string) =>
    [...html.matchAll(/<a[^>]*rel="next"[^>]*href="([^"]+)"/g)]
      .map(([, href]) => href!.replaceAll('&amp;', '&'))
      .find((href) => {
        const { searchParams } = new URL(href, 'http://localhost')
        return [...searchParams.keys()].includes(list)
      })
  const first = await head.get('/ru/work/messages')
  expect([first.html.match(/name="incident"/g)?.length, first.html.match(/name="message"/g)?.length]).toEqual([25, 25])
  expect(first.html).not.toContain('rel="first"')
  const shown: string[] = []
  let page = first
  for (;;) {
    shown.push(...[...page.html.matchAll(/name="message" value="([^"]+)"/g)].map(([, id]) => id!))
    const next = hrefOf(page.html.slice(page.html.indexOf('name="message"')), 'failed')
    if (next === undefined) break
    page = await head.get(next)
  }
  expect([shown.length, new Set(shown).size]).toEqual([60, 60])
  const second = await head.get(hrefOf(first.html, 'incidents')!)
  expect(second.text).toContain('В начало')
  const left = (second.html.match(/name="incident"/g) ?? []).length
  expect(left).toBeGreaterThanOrEqual(5)
  const done = await head.submit(second, { how: 'abandoned', reason: 'Нөмірі ешкімдікі емес' }, { action: /messages\/incident$/ })
  expect(done.status).toBe(200)
  const after = await head.get(hrefOf(first.html, 'incidents')!)
  expect(after.html.match(/name="incident"/g) ?? []).toHaveLength(left - 1)
  desk.failed.splice(0)
  desk.double.control.isNeighbourDown = false
})

test('a message goes on with a corrected address', async () => {
  const messageId = '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a12'
  const common = { messageId, language: 'kk', keptAt: '2025-03-03T05:00:00.000Z', attempts: 0, reason: 'Expected an address' } as const
  desk.failed.push({ ...common, channel: 'email', recipientMasked: 'a…@b.kz;', cause: 'address' })
  const head = await desk.signIn('head')
  const page = await head.get('/work/messages')
  const wrong = await head.submit(page, { address: 'a@b.kz;' }, { action: /address$/ })
  expect(wrong.status).toBe(422)
  expect(wrong.html).toContain('value="a@b.kz;"')
  expect((await head.submit(wrong, { address: 'a@b.kz' }, { action: /address$/ })).text).toContain('Қайта жіберілетіні: 1.')
  expect(desk.redirected).toEqual([`${messageId} a@b.kz`])
})

describe('who may come in', () => {
  test('nobody sees anything without signing in, and comes back to where they wanted to go', async () => {
    const { caseId, requestNumber } = await desk.double.open()
    const visitor = desk.visitor()
    const path = await taskPath(desk, caseId)
    const asked = await visitor.get(path)
    expect(asked.path).toBe('/kk/work/sign-in')
    expect(asked.text).not.toContain(requestNumber)
    const arrived = await visitor.submit(asked, { login: 'CLARA', password: PASSWORD })
    expect(arrived.path).toBe(path)
    expect(arrived.text).toContain(requestNumber)
  })

  test('a wrong password is told clearly, and five lock the login with the time left', async () => {
    const visitor = desk.visitor('ru')
    let page = await visitor.get('/ru/work/sign-in')
    page = await visitor.submit(page, { login: 'nobody', password: 'wrong' })
    expect(page.status).toBe(422)
    expect(page.text).toContain('Неверный логин или пароль')
    expect(page.html).toContain('value="nobody"')
    for (let time = 0; time < 5; time++) page = await visitor.submit(page, { login: 'nobody', password: 'wrong' })
    expect(page.text).toMatch(/Повторите через \d+ мин \d+ с/)
  })

  test('signing out ends the session', async () => {
    const clerk = await desk.signIn('clerk')
    const out = await clerk.submit(await clerk.get('/work'), {}, { action: /sign-out/ })
    expect(out.path).toBe('/kk/work/sign-in')
    expect((await clerk.get('/work')).path).toBe('/kk/work/sign-in')
  })

  test('who has retired cannot sign in, and their session is over', async () => {
    const registered = await desk.room.registerStaff({ ...SOMEONE, login: 'leaver' })
    if (isRefusal(registered)) throw new Error(registered.code)
    const visitor = desk.visitor()
    await visitor.submit(await visitor.get('/kk/work/sign-in'), { login: 'leaver', password: PASSWORD })
    expect((await visitor.get('/work')).text).toContain('Тапсырмаларым')
    await desk.room.retireStaff(registered.id)
    const page = await visitor.get('/work')
    expect(page.path).toBe('/kk/work/sign-in')
    expect((await visitor.submit(page, { login: 'leaver', password: PASSWORD })).status).toBe(422)
    expect((await desk.room.staff(registered.id))?.name).toBe('Аман Тестов')
    expect((await desk.room.listStaff('kite-office', 'operator')).map(({ id }) => id)).not.toContain(registered.id)
  })

  test('a password is changed with the old one, reset with a code that goes to the phone', async () => {
    const registered = await desk.room.registerStaff({ ...SOMEONE, login: 'changer' })
    if (isRefusal(registered)) throw new Error(registered.code)
    const visitor = desk.visitor()
    await visitor.submit(await visitor.get('/kk/work/sign-in'), { login: 'changer', password: PASSWORD })
    const account = await visitor.get('/kk/work/account')
    expect(account.text).toContain('Аман Тестов')
    const wrong = await visitor.submit(account, { oldPassword: 'not it', newPassword: 'ақ бота көк бота' })
    expect(wrong.status).toBe(422)
    expect((await visitor.submit(wrong, { oldPassword: PASSWORD, newPassword: 'ақ бота көк бота' })).text).toContain('Құпиясөз өзгертілді')

    const stranger = desk.visitor()
    const code = await stranger.submit(await stranger.get('/kk/work/password-reset'), { login: 'changer' })
    await desk.room.accounts.settled()
    const sent = desk.messages.findLast(({ subject }) => subject.en === 'Password reset')!
    expect(sent.channel).toBe('sms')
    const digits = /\d{6}/.exec(sent.text.kk)![0]
    const done = await stranger.submit(code, { code: digits, newPassword: 'қызыл түлкі жоқ' })
    expect(done.path).toBe('/kk/work/sign-in')
    expect((await stranger.submit(done, { login: 'changer', password: 'қызыл түлкі жоқ' })).path).toBe('/kk/work')
  })

  test('a member of staff with a wrong IIN or a weak password is not registered', async () => {
    const weak = await desk.room.registerStaff({ ...SOMEONE, login: 'weak', password: '12345678' })
    expect(isRefusal(weak)).toBe(true)
    const wrong = await desk.room.registerStaff({ ...SOMEONE, login: 'wrong', iin: '900101400004' })
    expect(isRefusal(wrong) && wrong.code).toBe('workstation.staff-iin-wrong')
    const unseen = await desk.room.registerStaff({ ...SOMEONE, login: 'unseen', name: '\u200b ' })
    expect(isRefusal(unseen) && [unseen.code, unseen.field]).toEqual(['value.name-empty', 'name'])
    const firm = await desk.room.registerStaff({ ...SOMEONE, login: 'firm', bin: '080340001112' })
    expect(isRefusal(firm) && [firm.code, firm.field]).toEqual(['value.bin-check-digit', 'bin'])
    const twice = await desk.room.registerStaff({ ...SOMEONE, login: 'clara' })
    expect(isRefusal(twice) && twice.code).toBe('login-taken')
  })

  test('no connection waits while the password of a member of staff is hashed', async () => {
    const one = await openDatabase({ url: desk.database.url, maxConnections: 1 })
    // With the only connection inside a transaction this question would never be answered.
    const prepare: Accounts['prepare'] = async (wanted) => {
      await one.sql`select 1`
      return desk.room.accounts.prepare(wanted)
    }
    const keep: Accounts['keep'] = (prepared, tx) => desk.room.accounts.keep(prepared, tx)
    const work = { deps: { database: one }, accounts: { prepare, keep } } as unknown as WorkstationParts
    const staff = await registerStaff(work, { ...SOMEONE, login: 'hashed-first' }, { by: BY_COMMAND, at: START })
    expect(isRefusal(staff) ? staff.code : staff.name).toBe('Аман Тестов')
    await one.close()
  })
})

describe('whose case it is', () => {
  test('the clerk of another authority finds nothing, even where the host is careless', async () => {
    const { caseId, requestNumber } = await desk.double.open()
    const taskId = await desk.double.taskOf(caseId)
    const spy = await desk.signIn('spy')
    const clerk = await desk.signIn('clerk')
    const page = await openTask(desk, clerk, caseId)
    for (const isCareless of [false, true]) {
      desk.double.control.isCareless = isCareless
      const task = await spy.get(`/kk/work/tasks/${caseId}/${taskId}`)
      expect(task.status).toBeGreaterThanOrEqual(403)
      expect(task.text).not.toContain('Сейітова')
      const found = await spy.get(`/kk/work/cases/${requestNumber}`)
      expect(found.status).toBe(404)
      expect((await spy.get(`/kk/work/case-files/${caseId}/attachments/${ATTACHMENTS[0]!.sha256}`)).status).toBe(404)
    }
    desk.double.control.isCareless = false
    const token = /name="_csrf" value="([^"]*)"/.exec((await spy.get('/kk/work/account')).html)![1]!
    const forged = { ...page, html: page.html.replace(/name="_csrf" value="[^"]*"/g, `name="_csrf" value="${token}"`) }
    expect((await spy.submit(forged, {}, { taskAction: 'accept' })).status).toBe(409)
    expect((await desk.double.stateOf(caseId)).journalNumber).toBeNull()
  })

  test('an officer to whom the case was not given may neither see nor do it', async () => {
    const { caseId, requestNumber } = await desk.lead('examine')
    const taskId = await desk.double.taskOf(caseId)
    const officer2 = await desk.signIn('officer2')
    for (const isCareless of [false, true]) {
      desk.double.control.isCareless = isCareless
      const page = await officer2.get(`/kk/work/tasks/${caseId}/${taskId}`)
      expect(page.status).toBeGreaterThanOrEqual(403)
      expect(page.html).not.toContain('name="task-action"')
    }
    desk.double.control.isCareless = false
    expect((await officer2.get(`/kk/work/cases/${requestNumber}`)).status).toBe(404)
    expect((await officer2.get('/work')).text).not.toContain(requestNumber)
  })

  test('a clerk may not do the head’s step', async () => {
    const { caseId } = await desk.lead('assign')
    const clerk = await desk.signIn('clerk')
    const page = await openTask(desk, clerk, caseId)
    expect(page.status).toBe(403)
    expect(page.text).toContain('Бұл тапсырма қазір сізде емес')
    const sign = await clerk.get(`${await taskPath(desk, caseId)}/sign`)
    expect(sign.status).toBe(403)
  })

  test('attachments are saved, or shown inside a page of ours; their type is their content’s', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const [sketch, disguised] = ATTACHMENTS
    const file = await clerk.get(`/kk/work/case-files/${caseId}/attachments/${sketch!.sha256}`)
    expect(file.headers['content-type']).toBe('application/pdf')
    expect(file.headers['x-content-type-options']).toBe('nosniff')
    expect(String(file.headers['content-disposition'])).toMatch(/^attachment;/)
    expect(file.body.toString()).toContain('the sketch of a kite')
    const script = await clerk.get(`/kk/work/case-files/${caseId}/attachments/${disguised!.sha256}`)
    expect(script.headers['content-type']).toBe('application/octet-stream')
    // Only what a browser draws and never runs, and only inside our own page.
    const seen = async (sha256: string) => {
      const { headers } = await clerk.get(`/kk/work/case-files/${caseId}/attachments/${sha256}?preview=yes`)
      return [headers['content-disposition'], headers['content-security-policy']].map(String)
    }
    expect(await seen(sketch!.sha256)).toEqual([expect.stringMatching(/^inline;/), expect.stringContaining("frame-ancestors 'self'")])
    expect(await seen(disguised!.sha256)).toEqual([
      expect.stringMatching(/^attachment;/),
      expect.stringContaining("frame-ancestors 'none'"),
    ])
    const task = await openTask(desk, clerk, caseId)
    expect(task.html).toContain(`data="/kk/work/case-files/${caseId}/attachments/${sketch!.sha256}?place=1&amp;preview=yes"`)
    expect(String(task.headers['content-security-policy'])).toContain("object-src 'self' blob:")
    expect((await clerk.get(`/kk/work/case-files/${caseId}/attachments/${'0'.repeat(64)}`)).status).toBe(404)
  })

  test('two files of the same bytes are saved each under its own name', async () => {
    const { requestNumber } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await clerk.get(`/kk/work/cases/${requestNumber}`)
    // Once as a link, once more for a browser that cannot show the file in the page.
    const found = String(page.body).matchAll(/href="([^"]+\/attachments\/[^"]+)"[^>]*>([^<]+)</g)
    const links = [...new Map([...found].map(([, href, name]) => [href!, { href: href!, name: name! }])).values()]
    expect(links.map(({ name }) => name)).toEqual(ATTACHMENTS.map(({ name }) => name))
    for (const { href, name } of links) {
      const file = await clerk.get(href.replaceAll('&amp;', '&'))
      expect(String(file.headers['content-disposition'])).toContain(encodeURIComponent(name))
    }
  })
})
