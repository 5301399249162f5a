import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, openTask, PASSWORD, SOMEONE, type Desk, type Visitor } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

describe('two at one task, twice one click', () => {
  test('the second official is told by whom and when, and what they typed is shown back', async () => {
    const { caseId } = await desk.lead('approve')
    const other = await desk.room.registerStaff({
      ...SOMEONE,
      login: `body2-${caseId.slice(0, 6)}`,
      name: 'Болат Екінші',
      role: 'interestedBody',
      authority: 'wind-watch',
    })
    if (isRefusal(other)) throw new Error(other.code)
    const [body, body2] = [await desk.signIn('body'), desk.visitor()]
    await body2.submit(await body2.get('/kk/work/sign-in'), { login: `body2-${caseId.slice(0, 6)}`, password: PASSWORD })
    const [mine, theirs] = [await openTask(desk, body, caseId), await openTask(desk, body2, caseId)]
    await body.submit(mine, { 'approve-opinion': 'agrees', 'approve-reason': '' })
    const lost = await body2.submit(theirs, { 'approve-opinion': 'objects', 'approve-reason': 'Ұзақ ойланып жазған қарсылығым' })
    expect(lost.status).toBe(409)
    expect(lost.text).toContain('Жанар Сәбитова')
    expect(lost.text).toContain('2025 жылғы 3 наурыз, 10:')
    expect(lost.text).toContain('Ұзақ ойланып жазған қарсылығым')
    expect((await desk.double.stateOf(caseId)).opinions).toMatchObject([{ opinion: 'agrees' }])
    expect((await body2.get(theirs.path)).status).toBe(403)
  })

  test('of two windows of one official the later reads what was done and when, and what they typed here', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const [one, other] = [await openTask(desk, officer, caseId), await openTask(desk, officer, caseId)]
    await officer.submit(one, { 'examine-decision': 'grant', 'examine-explanation': '' })
    const refuse = { 'examine-decision': 'refuse', 'examine-groundIds': 'weak-string', 'examine-explanation': 'Екінші терезедегі сөз' }
    const lost = await officer.submit(other, refuse)
    expect(lost.status).toBe(409)
    for (const said of ['Мұны сіз бұрын орындап қойғансыз', '2025 жылғы 3 наурыз, 10:', 'Екінші терезедегі сөз'])
      expect(lost.text).toContain(said)
    expect((await desk.double.stateOf(caseId)).draft).toMatchObject({ decision: 'grant' })
  })

  test('a stale page is told whose act it missed and keeps what was typed', async () => {
    const { caseId } = await desk.lead('examine')
    const [officer, head] = [await desk.signIn('officer'), await desk.signIn('head')]
    const page = await openTask(desk, officer, caseId)
    const stale = { ...page, html: page.html.replaceAll(/name="version" value="\d+"/g, 'name="version" value="1"') }
    const back = await officer.submit(stale, { 'examine-decision': 'grant', 'examine-explanation': 'Бәрі дұрыс' })
    expect(back.status).toBe(422)
    expect(back.text).toContain('Дәурен Әбілов')
    expect(back.text).toContain('Бәрі дұрыс')
    expect((await officer.submit(back, { 'examine-decision': 'grant', 'examine-explanation': 'Бәрі дұрыс' })).text).toContain(
      'Нәтиженің жобасы дайын',
    )
    void head
  })

  test('the same form sent twenty times acts once', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await openTask(desk, clerk, caseId)
    const answers = await Promise.all(Array.from({ length: 20 }, () => clerk.submit(page, {}, { taskAction: 'accept', follow: false })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect((await desk.double.flow.events({ authority: 'kite-office', caseId })).filter(({ kind }) => kind === 'entered')).toHaveLength(1)
  })

  test('thirty officials at once do not wait for each other for ever', async () => {
    const cases = await Promise.all(Array.from({ length: 30 }, () => desk.double.open()))
    const clerk = await desk.signIn('clerk')
    const pages = await Promise.all(cases.map(({ caseId }) => openTask(desk, clerk, caseId)))
    const answers = await Promise.all(pages.map((page) => clerk.submit(page, {}, { taskAction: 'accept', follow: false })))
    expect(answers.every(({ status }) => status === 303)).toBe(true)
  })

  test('an answer that was lost is no second act', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await openTask(desk, clerk, caseId)
    desk.double.fail('act', 'faultAfter')
    expect((await clerk.submit(page, {}, { taskAction: 'accept' })).status).toBe(500)
    const again = await clerk.submit(page, {}, { taskAction: 'accept' })
    expect(again.status).toBe(200)
    expect(again.text).toContain('Мұны сіз бұрын орындап қойғансыз')
    expect((await clerk.get('/kk/work/journal')).text).toContain((await desk.double.stateOf(caseId)).opening!.requestNumber)
  })

  test('a fault of the host tells nothing of persons and changes nothing', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await openTask(desk, clerk, caseId)
    desk.double.fail('act', 'fault')
    const broken = await clerk.submit(page, {}, { taskAction: 'accept' })
    expect(broken.status).toBe(500)
    expect(broken.text).toContain('Қате нөмірі')
    expect(broken.text).not.toContain('Сейітова')
    expect((await clerk.submit(page, {}, { taskAction: 'accept' })).text).toContain('Кіріс нөмірі')
  })

  test('a session that ended while typing: after sign-in the text is in its form', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const page = await openTask(desk, officer, caseId)
    officer.cookies.delete('workstation')
    const asked = await officer.submit(page, {
      'examine-decision': 'refuse',
      'examine-groundIds': ['weak-string', 'near-airfield'],
      'examine-explanation': 'Бір сағат жазғаным',
    })
    expect(asked.path).toBe('/kk/work/sign-in')
    const back = await officer.submit(asked, { login: 'oral', password: PASSWORD })
    expect(back.path).toBe(page.path)
    expect(back.text).toContain('Бір сағат жазғаным')
    expect(back.text).toContain('Жазғаныңыз жоғалған жоқ')
    expect(back.html).toMatch(/value="near-airfield"[^>]*checked/)
    expect((await openTask(desk, officer, caseId)).text).not.toContain('Бір сағат жазғаным')
  })

  test('half-written texts are kept for each task and each action, in every language, until they are sent', async () => {
    const [one, two] = [await desk.lead('examine'), await desk.lead('examine')]
    const officer = await desk.signIn('officer')
    const [first, second] = [await openTask(desk, officer, one.caseId), await openTask(desk, officer, two.caseId)]
    const inRussian = first.path.replace('/kk/', '/ru/')
    const switched = await officer.submit(first, { 'examine-explanation': 'Бірінші жарты сөз', _go: inRussian }, { taskAction: 'examine' })
    expect([switched.path, switched.text.includes('Бірінші жарты сөз')]).toEqual([inRussian, true])
    // What the script sends when the page is left.
    const left = await officer.submit(second, { 'examine-explanation': 'Екінші', _go: '' }, { taskAction: 'examine', follow: false })
    expect(left.status).toBe(204)
    await officer.submit(
      second,
      { 'declineAssignment-reason': 'Менің ісім емес', _go: '' },
      { taskAction: 'declineAssignment', follow: false },
    )
    const again = await openTask(desk, officer, two.caseId)
    expect(again.html).toMatch(/<textarea[^>]*name="examine-explanation"[^>]*>Екінші</)
    expect(again.html).toMatch(/<details[^>]*open[^]*Менің ісім емес/)
    expect((await openTask(desk, officer, one.caseId)).text).toContain('Бірінші жарты сөз')
    await officer.submit(again, { 'declineAssignment-reason': 'Менің ісім емес' }, { taskAction: 'declineAssignment' })
    const kept = await desk.database.sql`select 1 from workstation_accounts.session where data::text like '%Менің ісім%'`
    expect(kept).toHaveLength(0)
  })

  const typeAfterTheEnd = async (officer: Visitor, caseId: string, text: string) => {
    const page = await openTask(desk, officer, caseId)
    officer.cookies.delete('workstation')
    return { page, asked: await officer.submit(page, { 'examine-decision': 'refuse', 'examine-explanation': text }) }
  }

  test('what was typed goes back to nobody else, not even who may do the same task in the same browser', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const { page, asked } = await typeAfterTheEnd(officer, caseId, 'Тек маған арналған сөз')
    const other = await officer.submit(asked, { login: 'dauren', password: PASSWORD })
    expect(other.text).not.toContain('Тек маған')
    expect((await officer.get(page.path)).text).not.toContain('Тек маған')
    const kept = await desk.database.sql`select 1 from workstation_accounts.session where data::text like '%Тек маған%'`
    expect(kept).toHaveLength(0)
    // A name that the browser wrote itself is nobody's.
    const { asked: again } = await typeAfterTheEnd(await desk.signIn('officer'), caseId, 'Өзімдікі')
    expect(again.path).toBe('/kk/work/sign-in')
    const forger = await desk.signIn('officer')
    forger.cookies.set('workstation-last', `${desk.staff.head.id}.${'A'.repeat(43)}`)
    await typeAfterTheEnd(forger, caseId, 'Жалған иесі')
    expect(await desk.database.sql`select 1 from workstation_accounts.session where data::text like '%Жалған иесі%'`).toHaveLength(0)
    expect(await desk.database.sql`select 1 from workstation_accounts.session where data::text like '%Өзімдікі%'`).toHaveLength(1)
  })

  test('who never signed in leaves nothing with us, and one address no more than an office would', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const page = await openTask(desk, officer, caseId)
    const stored = async (text: string) =>
      (await desk.database.sql`select 1 from workstation_accounts.session where data::text like ${`%${text}%`}`).length
    const stranger = desk.visitor()
    await stranger.submit(page, { 'examine-explanation': 'Бейтаныс сөз' })
    expect(await stored('Бейтаныс сөз')).toBe(0)
    for (let post = 0; post < 40; post++) {
      officer.cookies.delete('workstation')
      await officer.submit(page, { 'examine-explanation': 'Қырық рет' }, { follow: false })
    }
    expect(await stored('Қырық рет')).toBe(30)
  })
})
