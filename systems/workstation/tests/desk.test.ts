import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ATTACHMENTS } from './double-host.ts'
import { openDesk, PASSWORD, type Desk, type Visitor } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

const taskPath = async (caseId: string) => `/work/tasks/${caseId}/${await desk.double.taskOf(caseId)}`
const openTask = async (visitor: Visitor, caseId: string) => visitor.get(await taskPath(caseId))

describe('who may come in', () => {
  test('nobody sees anything without signing in, and comes back to where they wanted to go', async () => {
    const { caseId, requestNumber } = await desk.double.open()
    const visitor = desk.visitor()
    const path = await taskPath(caseId)
    const asked = await visitor.get(path)
    expect(asked.path).toBe('/kk/work/sign-in')
    expect(asked.text).not.toContain(requestNumber)
    const arrived = await visitor.submit(asked, { login: 'CLARA', password: PASSWORD })
    expect(arrived.path).toBe(`/kk${path}`)
    expect(arrived.text).toContain(requestNumber)
  })

  test('a wrong password is told clearly, and five lock the login with the time left', async () => {
    const visitor = desk.visitor('ru')
    let page = await visitor.get('/work/sign-in')
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
    const registered = await desk.room.registerStaff({ ...someone, login: 'leaver' })
    if (isRefusal(registered)) throw new Error(registered.code)
    const visitor = desk.visitor()
    await visitor.submit(await visitor.get('/work/sign-in'), { login: 'leaver', password: PASSWORD })
    expect((await visitor.get('/work')).text).toContain('Тапсырмаларым')
    await desk.room.retireStaff(registered.id)
    const page = await visitor.get('/work')
    expect(page.path).toBe('/kk/work/sign-in')
    expect((await visitor.submit(page, { login: 'leaver', password: PASSWORD })).status).toBe(422)
    expect((await desk.room.staff(registered.id))?.name).toBe('Аман Тестов')
    expect((await desk.room.listStaff('kite-office', 'operator')).map(({ id }) => id)).not.toContain(registered.id)
  })

  test('a password is changed with the old one, reset with a code that goes to the phone', async () => {
    const registered = await desk.room.registerStaff({ ...someone, login: 'changer' })
    if (isRefusal(registered)) throw new Error(registered.code)
    const visitor = desk.visitor()
    await visitor.submit(await visitor.get('/work/sign-in'), { login: 'changer', password: PASSWORD })
    const account = await visitor.get('/work/account')
    expect(account.text).toContain('Аман Тестов')
    const wrong = await visitor.submit(account, { oldPassword: 'not it', newPassword: 'ақ бота көк бота' })
    expect(wrong.status).toBe(422)
    expect((await visitor.submit(wrong, { oldPassword: PASSWORD, newPassword: 'ақ бота көк бота' })).text).toContain('Құпиясөз өзгертілді')

    const stranger = desk.visitor()
    const code = await stranger.submit(await stranger.get('/work/password-reset'), { login: 'changer' })
    const sent = desk.messages.findLast(({ subject }) => subject.en === 'Password reset')!
    expect(sent.channel).toBe('sms')
    const digits = /\d{6}/.exec(sent.text.kk)![0]
    const done = await stranger.submit(code, { code: digits, newPassword: 'қызыл түлкі жоқ' })
    expect(done.path).toBe('/kk/work/sign-in')
    expect((await stranger.submit(done, { login: 'changer', password: 'қызыл түлкі жоқ' })).path).toBe('/kk/work')
  })

  test('a member of staff with a wrong IIN or a weak password is not registered', async () => {
    const weak = await desk.room.registerStaff({ ...someone, login: 'weak', password: '12345678' })
    expect(isRefusal(weak)).toBe(true)
    const wrong = await desk.room.registerStaff({ ...someone, login: 'wrong', iin: '900101400004' })
    expect(isRefusal(wrong) && wrong.code).toBe('workstation.staff-iin-wrong')
    const twice = await desk.room.registerStaff({ ...someone, login: 'clara' })
    expect(isRefusal(twice) && twice.code).toBe('login-taken')
  })
})

const someone = {
  password: PASSWORD,
  name: 'Аман Тестов',
  iin: '900101400003',
  role: 'operator',
  unit: 'office',
  authority: 'kite-office',
  position: { kk: 'Оператор', ru: 'Оператор', en: 'Operator' },
  phone: '+77010000009',
} as const

describe('the work list', () => {
  test('shows what is due with its derivation, the paragraph, the applicant; finds by number; says when it is empty', async () => {
    const { requestNumber } = await desk.double.open('issue', 'KO-2025-FIND01')
    const clerk = await desk.signIn('clerk')
    const list = await clerk.get('/work')
    for (const said of [
      requestNumber,
      'L1 accept (kk)',
      'Сейітова Әлия',
      'Licence to fly a kite (kk)',
      '10:30',
      'Мерзім қалай есептелді',
      '30 минут',
      'Регламент, 5-тармақ, L1',
    ])
      expect(list.text).toContain(said)
    const found = await clerk.get('/work?text=find01')
    expect(found.text).toContain('Ашық тапсырмалар: 1.')
    expect((await clerk.get('/work?text=nothing-like-it')).text).toContain('Мұндай тапсырма табылмады')
    expect((await clerk.get('/work?text=%25')).text).toContain('Мұндай тапсырма табылмады')
    const spy = await desk.signIn('spy')
    expect((await spy.get('/work')).text).toContain('Қазір тапсырма жоқ')
  })

  test('speaks three languages', async () => {
    const clerk = await desk.signIn('clerk')
    for (const [language, said] of [
      ['ru', 'Мои задания'],
      ['en', 'My tasks'],
    ] as const) {
      expect(
        (
          await clerk
            .get(`/work`)
            .then(() => desk.signIn('clerk', language))
            .then((visitor) => visitor.get('/work'))
        ).text,
      ).toContain(said)
    }
  })

  test('pages of twenty', async () => {
    for (let count = 0; count < 21; count++) await desk.double.open('issue', `KO-2025-PAGE${count}`)
    const clerk = await desk.signIn('clerk')
    const first = await clerk.get('/work?text=PAGE')
    expect(first.text).toContain('Ашық тапсырмалар: 21.')
    expect(first.html.match(/class="desk__step"/g)).toHaveLength(20)
    expect((await clerk.get('/work?text=PAGE&page=2')).html.match(/class="desk__step"/g)).toHaveLength(1)
  })
})

describe('from the journal to the hand-over', () => {
  test('each official does their step and is led to the next task', async () => {
    const { caseId, requestNumber } = await desk.double.open()
    const [clerk, head, officer, body] = await Promise.all([
      desk.signIn('clerk'),
      desk.signIn('head'),
      desk.signIn('officer'),
      desk.signIn('body'),
    ])

    let page = await openTask(clerk, caseId)
    expect(page.text).toContain('бірақ оған да қол қойылды')
    page = await clerk.submit(page, {}, { deed: 'accept' })
    expect(page.path).toBe('/kk/work?done')
    expect(page.text).toMatch(/Кіріс нөмірі: J-\d+\. Сұрау салу: KO-/)
    expect(page.html).toMatch(/autofocus="?/)
    expect(page.text).toContain('Келесі тапсырма')

    page = await openTask(head, caseId)
    expect(page.text).toContain('Орал Жақсыбеков')
    page = await head.submit(
      page,
      { 'assign-officerId': desk.staff.officer.id, 'assign-instruction': 'Жібін тексеріңіз' },
      { deed: 'assign' },
    )
    expect(page.text).toContain('Орындаушы тағайындалды')

    page = await openTask(officer, caseId)
    expect(page.text).toContain('Бұрыштама: Жібін тексеріңіз')
    page = await officer.submit(page, {
      'examine-decision': 'refuse',
      'examine-groundIds': ['weak-string', 'near-airfield'],
      'examine-explanation': 'Жіп тым жіңішке.',
    })
    expect(page.text).toContain('Нәтиженің жобасы дайын')

    page = await openTask(body, caseId)
    expect(page.text).toContain('Жіп тым жіңішке.')
    page = await body.submit(page, { 'approve-opinion': 'objects', 'approve-reason': 'Жел қатты' })
    expect(page.text).toContain('Қорытынды берілді')

    page = await openTask(officer, caseId)
    expect(page.text).toContain('Жел қатты')
    expect(page.html).toMatch(/value="weak-string"[^>]*checked/)
    page = await officer.submit(page, { 'conclude-decision': 'grant', 'conclude-explanation': '' })
    expect(page.text).toContain('Нәтиже ресімделді')

    page = await openTask(head, caseId)
    page = await head.submit(page, {}, { action: /prepare$/ })
    expect(page.path).toMatch(/\/sign$/)
    expect(page.html).toContain('data-island="sign-pdf"')
    expect(page.text).toContain('KZ00')
    expect(String(page.headers['content-security-policy'])).toContain("object-src 'self'")
    page = await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })
    expect(page.text).toMatch(/Нәтижеге қол қойылды: KZ00/)

    page = await openTask(clerk, caseId)
    expect(page.html).toMatch(/\/work\/documents\/[0-9a-f-]{36}/)
    page = await clerk.submit(page, {}, { deed: 'handOver' })
    expect(page.text).toContain(`Нәтиже берілді: ${requestNumber}`)
    expect((await desk.double.stateOf(caseId)).status).toBe('granted')

    page = await clerk.get(`/work/cases?number=${requestNumber.toLowerCase()}`)
    expect(page.path).toBe(`/kk/work/cases/${requestNumber}`)
    expect(page.text).toContain('Клара Ахметова')
    expect((await clerk.get('/work/journal')).text).toContain(requestNumber)
    expect((await officer.get('/work/journal')).status).toBe(403)
    expect((await body.get(`/work/cases/${requestNumber}`)).status).toBe(200)
  })

  test('the head returns the work to the officer with a reason; without one the form says so', async () => {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    let page = await head.submit(await openTask(head, caseId), { 'returnToOfficer-reason': '' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#field-returnToOfficer-reason"')
    expect(page.html).toMatch(/<details class="details" open/)
    page = await head.submit(page, { 'returnToOfficer-reason': 'Негізі анық емес' })
    expect(page.text).toContain('Іс орындаушыға қайтарылды')
    const officer = await desk.signIn('officer')
    expect((await openTask(officer, caseId)).text).toContain('Сіздің қадамыңыз')
  })

  test('an officer declines, the head takes back; another officer goes on', async () => {
    const { caseId, requestNumber } = await desk.lead('examine')
    const [head, officer, officer2] = await Promise.all([desk.signIn('head'), desk.signIn('officer'), desk.signIn('officer2')])
    let page = await officer.submit(await openTask(officer, caseId), { 'declineAssignment-reason': 'Демалыстамын' })
    expect(page.text).toContain('Бұрыштама басшыға қайтарылды')
    await head.submit(await openTask(head, caseId), { 'assign-officerId': desk.staff.officer.id, 'assign-instruction': '' })
    page = await head.get(`/work/cases/${requestNumber}`)
    expect(page.text).toContain('Іс қазір орындаушыда: Орал Жақсыбеков')
    page = await head.submit(page, { reason: '' }, { action: /take-back/ })
    expect(page.status).toBe(422)
    page = await head.submit(page, { reason: 'Басқа орындаушыға беремін' }, { action: /take-back/ })
    expect(page.text).toContain('Бұрыштама кері алынды')
    await head.submit(await openTask(head, caseId), { 'assign-officerId': desk.staff.officer2.id, 'assign-instruction': '' })
    expect((await openTask(officer2, caseId)).status).toBe(200)
    expect((await officer2.get(`/work/cases/${requestNumber}`)).html).not.toContain('take-back')
  })

  test('the head sees everything that is open and with whom', async () => {
    const { requestNumber } = await desk.lead('examine')
    const other = await desk.lead('approve')
    const head = await desk.signIn('head')
    const pages = await Promise.all([1, 2, 3].map((page) => head.get(`/work/overview?page=${page}`)))
    const text = pages.map((page) => page.text).join(' ')
    expect(text).toContain(requestNumber)
    expect(text).toContain(other.requestNumber)
    expect(text).toContain('Орал Жақсыбеков')
    expect(text).toContain('мүдделі орган')
    const clerk = await desk.signIn('clerk')
    expect((await clerk.get('/work/overview')).status).toBe(403)
  })
})

describe('bad input', () => {
  test('a refusal without ground and explanation comes back with all faults at once and everything that was typed', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    let page = await officer.submit(await openTask(officer, caseId), {}, { deed: 'examine' })
    expect(page.text).toContain('Шешім таңдалмаған')
    page = await officer.submit(page, { 'examine-decision': 'refuse' }, { deed: 'examine' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#field-examine-groundIds"')
    expect(page.html).toContain('href="#field-examine-explanation"')
    page = await officer.submit(page, {
      'examine-decision': 'grant',
      'examine-groundIds': 'weak-string',
      'examine-explanation': 'Менің <b>мәтінім</b>',
    })
    expect(page.html).toContain('href="#field-examine-groundIds"')
    expect(page.html).toContain('Менің &lt;b&gt;мәтінім&lt;/b&gt;')
    expect(page.html).toMatch(/value="weak-string"[^>]*checked/)
    page = await officer.submit(page, { 'examine-decision': 'refuse', 'examine-groundIds': 'forged', 'examine-explanation': 'x' })
    expect(page.text).toContain('Бұл негіз регламенттің тізімінде жоқ')
    page = await officer.submit(page, {
      'examine-decision': 'refuse',
      'examine-groundIds': 'weak-string',
      'examine-explanation': 'ұ'.repeat(4001),
    })
    expect(page.text).toContain('Мәтін тым ұзын')
    expect((await desk.double.stateOf(caseId)).draft).toBeNull()
  })

  test('documents that are incomplete lead to a refusal at once, where the act foresees it', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    await officer.submit(await openTask(officer, caseId), {
      'examine-decision': 'incomplete',
      'examine-groundIds': 'weak-string',
      'examine-explanation': 'Сызба жоқ',
    })
    const state = await desk.double.stateOf(caseId)
    expect(state.tasks[0]?.stepId).toBe('L6')
  })

  test('a deed that the step does not offer is not done', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const page = await openTask(officer, caseId)
    const forged = { ...page, html: page.html.replace('name="deed" value="examine"', 'name="deed" value="handOver"') }
    expect((await officer.submit(forged, {}, { deed: 'handOver' })).status).toBe(422)
    const unknown = { ...page, html: page.html.replace('name="deed" value="examine"', 'name="deed" value="toString"') }
    expect((await officer.submit(unknown, {}, { deed: 'toString' })).status).toBe(422)
  })

  test('a post without the token of its session does nothing', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await openTask(clerk, caseId)
    const forged = { ...page, html: page.html.replace(/name="_csrf" value="[^"]*"/g, 'name="_csrf" value="forged"') }
    expect((await clerk.submit(forged, {}, { deed: 'accept' })).status).toBe(403)
    expect((await desk.double.stateOf(caseId)).journalNumber).toBeNull()
  })
})

describe('two at one task, twice one click', () => {
  test('the second official is told by whom and when, and what they typed is shown back', async () => {
    const { caseId } = await desk.lead('approve')
    const other = await desk.room.registerStaff({
      ...someone,
      login: `body2-${caseId.slice(0, 6)}`,
      name: 'Болат Екінші',
      role: 'interestedBody',
      authority: 'wind-watch',
    })
    if (isRefusal(other)) throw new Error(other.code)
    const [body, body2] = [await desk.signIn('body'), desk.visitor()]
    await body2.submit(await body2.get('/work/sign-in'), { login: `body2-${caseId.slice(0, 6)}`, password: PASSWORD })
    const [mine, theirs] = [await openTask(body, caseId), await openTask(body2, caseId)]
    await body.submit(mine, { 'approve-opinion': 'agrees', 'approve-reason': '' })
    const lost = await body2.submit(theirs, { 'approve-opinion': 'objects', 'approve-reason': 'Ұзақ ойланып жазған қарсылығым' })
    expect(lost.status).toBe(409)
    expect(lost.text).toContain('Жанар Сәбитова')
    expect(lost.text).toContain('2025 жылғы 3 наурыз, 10:')
    expect(lost.text).toContain('Ұзақ ойланып жазған қарсылығым')
    expect((await desk.double.stateOf(caseId)).opinion?.opinion).toBe('agrees')
    expect((await body2.get(theirs.path)).status).toBe(403)
  })

  test('a stale page is told whose act it missed and keeps what was typed', async () => {
    const { caseId } = await desk.lead('examine')
    const [officer, head] = [await desk.signIn('officer'), await desk.signIn('head')]
    const page = await openTask(officer, caseId)
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
    const page = await openTask(clerk, caseId)
    const answers = await Promise.all(Array.from({ length: 20 }, () => clerk.submit(page, {}, { deed: 'accept', follow: false })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect((await desk.double.flow.events(caseId)).filter(({ kind }) => kind === 'entered')).toHaveLength(1)
  })

  test('thirty officials at once do not wait for each other for ever', async () => {
    const cases = await Promise.all(Array.from({ length: 30 }, () => desk.double.open()))
    const clerk = await desk.signIn('clerk')
    const pages = await Promise.all(cases.map(({ caseId }) => openTask(clerk, caseId)))
    const answers = await Promise.all(pages.map((page) => clerk.submit(page, {}, { deed: 'accept', follow: false })))
    expect(answers.every(({ status }) => status === 303)).toBe(true)
  })

  test('an answer that was lost is no second act', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await openTask(clerk, caseId)
    desk.double.fail('act', 'faultAfter')
    expect((await clerk.submit(page, {}, { deed: 'accept' })).status).toBe(500)
    const again = await clerk.submit(page, {}, { deed: 'accept' })
    expect(again.status).toBe(200)
    expect(again.text).toContain('Мұны сіз бұрын орындап қойғансыз')
    expect((await clerk.get('/work/journal')).text).toContain((await desk.double.stateOf(caseId)).opening!.requestNumber)
  })

  test('a fault of the host tells nothing of persons and changes nothing', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await openTask(clerk, caseId)
    desk.double.fail('act', 'fault')
    const broken = await clerk.submit(page, {}, { deed: 'accept' })
    expect(broken.status).toBe(500)
    expect(broken.text).toContain('Оқиға нөмірі')
    expect(broken.text).not.toContain('Сейітова')
    expect((await clerk.submit(page, {}, { deed: 'accept' })).text).toContain('Кіріс нөмірі')
  })

  test('a session that ended while typing: after sign-in the text is in its form', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const page = await openTask(officer, caseId)
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
    expect(back.text).toContain('жазғаныңыз сақталды')
    expect(back.html).toMatch(/value="near-airfield"[^>]*checked/)
    expect((await openTask(officer, caseId)).text).not.toContain('Бір сағат жазғаным')
  })
})

describe('whose case it is', () => {
  test('the clerk of another authority finds nothing, even where the host is careless', async () => {
    const { caseId, requestNumber } = await desk.double.open()
    const taskId = await desk.double.taskOf(caseId)
    const spy = await desk.signIn('spy')
    const clerk = await desk.signIn('clerk')
    const page = await openTask(clerk, caseId)
    for (const isCareless of [false, true]) {
      desk.double.control.isCareless = isCareless
      const task = await spy.get(`/work/tasks/${caseId}/${taskId}`)
      expect(task.status).toBeGreaterThanOrEqual(403)
      expect(task.text).not.toContain('Сейітова')
      const found = await spy.get(`/work/cases/${requestNumber}`)
      expect(found.status).toBe(404)
      expect((await spy.get(`/work/case-files/${caseId}/attachments/${ATTACHMENTS[0]!.sha256}`)).status).toBe(404)
    }
    desk.double.control.isCareless = false
    const token = /name="_csrf" value="([^"]*)"/.exec((await spy.get('/work/account')).html)![1]!
    const forged = { ...page, html: page.html.replace(/name="_csrf" value="[^"]*"/g, `name="_csrf" value="${token}"`) }
    expect((await spy.submit(forged, {}, { deed: 'accept' })).status).toBe(409)
    expect((await desk.double.stateOf(caseId)).journalNumber).toBeNull()
  })

  test('an officer to whom the case was not given may neither see nor do it', async () => {
    const { caseId, requestNumber } = await desk.lead('examine')
    const taskId = await desk.double.taskOf(caseId)
    const officer2 = await desk.signIn('officer2')
    for (const isCareless of [false, true]) {
      desk.double.control.isCareless = isCareless
      const page = await officer2.get(`/work/tasks/${caseId}/${taskId}`)
      expect(page.status).toBeGreaterThanOrEqual(403)
      expect(page.html).not.toContain('name="deed"')
    }
    desk.double.control.isCareless = false
    expect((await officer2.get(`/work/cases/${requestNumber}`)).status).toBe(404)
    expect((await officer2.get('/work')).text).not.toContain(requestNumber)
  })

  test('a clerk may not do the head’s step', async () => {
    const { caseId } = await desk.lead('assign')
    const clerk = await desk.signIn('clerk')
    const page = await openTask(clerk, caseId)
    expect(page.status).toBe(403)
    expect(page.text).toContain('Бұл тапсырма қазір сізде емес')
    const sign = await clerk.get(`${await taskPath(caseId)}/sign`)
    expect(sign.status).toBe(403)
  })

  test('attachments are saved, never shown; their type is their content’s', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const [sketch, disguised] = ATTACHMENTS
    const file = await clerk.get(`/work/case-files/${caseId}/attachments/${sketch!.sha256}`)
    expect(file.headers['content-type']).toBe('application/pdf')
    expect(file.headers['x-content-type-options']).toBe('nosniff')
    expect(String(file.headers['content-disposition'])).toMatch(/^attachment;/)
    expect(file.body.toString()).toContain('the sketch of a kite')
    const script = await clerk.get(`/work/case-files/${caseId}/attachments/${disguised!.sha256}`)
    expect(script.headers['content-type']).toBe('application/octet-stream')
    expect((await clerk.get(`/work/case-files/${caseId}/attachments/${'0'.repeat(64)}`)).status).toBe(404)
  })
})

describe('the head signs', () => {
  const refusalOf = (code: string) => {
    const text = { kk: `${code} мәтіні`, ru: `${code} текст`, en: `${code} text` }
    return {
      kind: 'refusal',
      code,
      text,
      remedy: { kk: `${code} амалы`, ru: '-', en: '-' },
      source: { act: 'signature-rules', item: 'checking', certainty: 'assumed' },
    } as const
  }
  async function prepared() {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    const page = await head.submit(await openTask(head, caseId), {}, { action: /prepare$/ })
    return { caseId, head, page, number: (await desk.double.stateOf(caseId)).reservedNumber! }
  }

  test('looking at the signing page reserves nothing', async () => {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    const page = await head.get(`${await taskPath(caseId)}/sign`)
    expect(page.path).not.toMatch(/\/sign$/)
    expect((await desk.double.stateOf(caseId)).prepared).toBeNull()
  })

  test.each([
    'expired',
    'revoked',
    'not-yet-valid',
    'wrong-person',
    'wrong-role',
    'wrong-purpose',
    'unknown-root',
    'changed-content',
    'malformed',
  ])('a signature that is %s comes back with its remedy, and the same number is signed afterwards', async (reason) => {
    const { head, page, number, caseId } = await prepared()
    desk.double.fail('signResult', refusalOf(`trust.signature-${reason}`))
    const back = await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })
    expect(back.status).toBe(422)
    for (const said of [
      `trust.signature-${reason} мәтіні`,
      `trust.signature-${reason} амалы`,
      number,
      'signature-rules, checking',
      'болжам',
    ])
      expect(back.text).toContain(said)
    expect(back.html).toContain('data-island="sign-pdf"')
    expect((await head.submit(back, { signature: 'MIIC', signedSha256: 'ab' })).text).toContain(`Нәтижеге қол қойылды: ${number}`)
    expect((await desk.double.stateOf(caseId)).signed).not.toBeNull()
  })

  test('an outage is no refusal: the signature stays and is sent again', async () => {
    const { head, page, number } = await prepared()
    desk.double.fail('signResult', refusalOf('licensing.revocation-unreachable'))
    const waiting = await head.submit(page, { signature: 'MIIKEPT', signedSha256: 'ab' })
    expect(waiting.status).toBe(503)
    expect(waiting.text).toContain('Бұл – бас тарту емес')
    const done = await head.submit(waiting, {}, { action: /sign$/ })
    expect(done.text).toContain(`Нәтижеге қол қойылды: ${number}`)
    expect(desk.double.control.signed).toContain('MIIKEPT')
  })

  test('an empty or unreadable signature is said to be so', async () => {
    const { head, page } = await prepared()
    for (const signature of ['', '<script>', 'A'.repeat(70_000)]) {
      const back = await head.submit(page, { signature, signedSha256: '' })
      expect(back.status).toBe(422)
      expect(back.text).toContain('Қолтаңба келген жоқ немесе оқылмады')
    }
  })

  test('what cannot be prepared is told on a page that leads back', async () => {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    desk.double.fail('prepareResult', refusalOf('licensing.result-incomplete'))
    const page = await head.submit(await openTask(head, caseId), {}, { action: /prepare$/ })
    expect(page.status).toBe(422)
    expect(page.text).toContain('licensing.result-incomplete мәтіні')
  })

  test('signed twice by two clicks or after a lost answer: one signature', async () => {
    const { head, page, caseId } = await prepared()
    desk.double.fail('signResult', 'faultAfter')
    expect((await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })).status).toBe(500)
    const again = await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })
    expect(again.status).toBeLessThan(500)
    expect((await desk.double.flow.events(caseId)).filter(({ kind }) => kind === 'resultSigned')).toHaveLength(1)
  })

  test('keys are brought in on a page that leads back to the signature', async () => {
    const head = await desk.signIn('head')
    const page = await head.get('/work/keys?return=%2Fkk%2Fwork%2Ftasks%2F1%2F2%2Fsign')
    expect(page.html).toContain('data-island="key-import"')
    expect(page.html).toContain('href="/kk/work/tasks/1/2/sign"')
    expect((await head.get('/work/keys?return=https%3A%2F%2Fevil.example')).html).not.toMatch(/href="(https:|\/\/)[^"]*evil/)
  })
})
