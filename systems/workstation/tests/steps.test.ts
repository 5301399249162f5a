import { citation } from '@ruqsat/documents'
import { KITE_EDITION, kiteSource } from '@ruqsat/engine/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, openTask, OPERATOR_WARNING, type Desk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

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
      citation(KITE_EDITION.regulation, kiteSource('L1')).kk,
    ])
      expect(list.text).toContain(said)
    const found = await clerk.get('/work?text=find01')
    expect(found.text).toContain('Табылған тапсырмалар: 1.')
    expect((await clerk.get('/work?text=nothing-like-it')).text).toContain('Мұндай тапсырма табылмады')
    expect((await clerk.get('/work?text=%25')).text).toContain('Мұндай тапсырма табылмады')
    const spy = await desk.signIn('spy')
    expect((await spy.get('/work')).text).toContain('Қазір тапсырма жоқ')
  })

  test('heads are told what the operator has to add, and nobody else', async () => {
    const [head, clerk] = [await desk.signIn('head'), await desk.signIn('clerk')]
    expect((await head.get('/work')).text).toContain(OPERATOR_WARNING.kk)
    expect((await clerk.get('/work')).text).not.toContain(OPERATOR_WARNING.kk)
  })

  test('finds a case however its number is typed: letters of another keyboard, any dash or none', async () => {
    const { requestNumber } = await desk.double.open('issue', 'AA-2026-000004')
    const clerk = await desk.signIn('clerk')
    for (const typed of ['АА-2026-000004', 'аа–2026–000004', 'AA2026000004', '№ AA-2026-000004.', 'АА2026']) {
      expect((await clerk.get(`/work?text=${encodeURIComponent(typed)}`)).text, typed).toContain(requestNumber)
      if (typed !== 'АА2026')
        expect((await clerk.get(`/work/cases?number=${encodeURIComponent(typed)}`)).path, typed).toBe(`/kk/work/cases/${requestNumber}`)
    }
    expect((await clerk.get('/work?text=AB-2026-000004')).text).toContain('Мұндай тапсырма табылмады')
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
    expect(first.text).toContain('Табылған тапсырмалар: 21.')
    expect(first.html.match(/class="desk__step"/g)).toHaveLength(20)
    const next = /rel="next" href="([^"]+)"/.exec(first.html)![1]!.replaceAll('&amp;', '&')
    const second = await clerk.get(next)
    expect(second.html.match(/class="desk__step"/g)).toHaveLength(1)
    const previous = /rel="prev" href="([^"]+)"/.exec(second.html)![1]!.replaceAll('&amp;', '&')
    expect((await clerk.get(previous)).html.match(/class="desk__step"/g)).toHaveLength(20)
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

    let page = await openTask(desk, clerk, caseId)
    expect(page.text).toContain('бірақ оған да қол қойылды')
    page = await clerk.submit(page, {}, { taskAction: 'accept' })
    expect(page.path).toBe('/kk/work?done')
    expect(page.text).toMatch(/Кіріс нөмірі: J-\d+\. Сұрау салу: KO-/)
    expect(page.html).toMatch(/autofocus="?/)
    expect(page.text).toContain('Келесі тапсырма')

    page = await openTask(desk, head, caseId)
    expect(page.text).toContain('Орал Жақсыбеков')
    page = await head.submit(
      page,
      { 'assign-officerId': desk.staff.officer.id, 'assign-instruction': 'Жібін тексеріңіз' },
      { taskAction: 'assign' },
    )
    expect(page.text).toContain('Орындаушы тағайындалды')

    page = await openTask(desk, officer, caseId)
    expect(page.text).toContain('Бұрыштама: Жібін тексеріңіз')
    page = await officer.submit(page, {
      'examine-decision': 'refuse',
      'examine-groundIds': ['weak-string', 'near-airfield'],
      'examine-explanation': 'Жіп тым жіңішке.',
    })
    expect(page.text).toContain('Нәтиженің жобасы дайын')

    page = await openTask(desk, body, caseId)
    expect(page.text).toContain('Жіп тым жіңішке.')
    page = await body.submit(page, { 'approve-opinion': 'objects', 'approve-reason': 'Жел қатты' })
    expect(page.text).toContain('Қорытынды берілді')

    page = await openTask(desk, officer, caseId)
    expect(page.text).toContain('Жел қатты')
    expect(page.html).toMatch(/value="weak-string"[^>]*checked/)
    page = await officer.submit(page, { 'conclude-decision': 'grant', 'conclude-explanation': '' })
    expect(page.text).toContain('Нәтиже ресімделді')

    page = await openTask(desk, head, caseId)
    page = await head.submit(page, {}, { action: /prepare$/ })
    expect(page.path).toMatch(/\/sign$/)
    expect(page.html).toContain('data-island="sign-pdf"')
    expect(page.text).toContain('KZ00')
    expect(String(page.headers['content-security-policy'])).toContain("object-src 'self' blob:")
    page = await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })
    expect(page.text).toMatch(/Нәтижеге қол қойылды: KZ00/)

    page = await openTask(desk, clerk, caseId)
    expect(page.html).toMatch(/\/work\/documents\/[0-9a-f-]{36}/)
    page = await clerk.submit(page, {}, { taskAction: 'handOver' })
    expect(page.text).toContain(`Нәтиже берілді: ${requestNumber}`)
    expect((await desk.double.stateOf(caseId)).status).toBe('granted')

    page = await clerk.get(`/kk/work/cases?number=${requestNumber.toLowerCase()}`)
    expect(page.path).toBe(`/kk/work/cases/${requestNumber}`)
    expect(page.text).toContain('Клара Ахметова')
    expect((await clerk.get('/kk/work/journal')).text).toContain(requestNumber)
    expect((await officer.get('/kk/work/journal')).status).toBe(403)
    expect((await body.get(`/kk/work/cases/${requestNumber}`)).status).toBe(200)
  })

  test('the head returns the work to the officer with a reason; without one the form says so', async () => {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    let page = await head.submit(await openTask(desk, head, caseId), { 'returnToOfficer-reason': '' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#field-returnToOfficer-reason"')
    expect(page.html).toMatch(/<details class="details" open/)
    page = await head.submit(page, { 'returnToOfficer-reason': 'Негізі анық емес' })
    expect(page.text).toContain('Іс орындаушыға қайтарылды')
    const officer = await desk.signIn('officer')
    expect((await openTask(desk, officer, caseId)).text).toContain('Сіздің қадамыңыз')
  })

  test('nobody but an officer of this authority can be given the work, whatever is posted', async () => {
    const { caseId } = await desk.lead('assign')
    const head = await desk.signIn('head')
    for (const wrong of [desk.staff.clerk.id, '00000000-0000-4000-8000-000000000000']) {
      const page = await head.submit(await openTask(desk, head, caseId), { 'assign-officerId': wrong, 'assign-instruction': 'Тексеріңіз' })
      expect(page.status).toBe(422)
      expect(page.text).toContain('Жауапты орындаушы таңдалмаған')
      expect(page.html).toContain('Тексеріңіз')
    }
  })

  test('an officer declines, the head takes back; another officer goes on', async () => {
    const { caseId, requestNumber } = await desk.lead('examine')
    const [head, officer, officer2] = await Promise.all([desk.signIn('head'), desk.signIn('officer'), desk.signIn('officer2')])
    let page = await officer.submit(await openTask(desk, officer, caseId), { 'declineAssignment-reason': 'Демалыстамын' })
    expect(page.text).toContain('Бұрыштама басшыға қайтарылды')
    await head.submit(await openTask(desk, head, caseId), { 'assign-officerId': desk.staff.officer.id, 'assign-instruction': '' })
    page = await head.get(`/kk/work/cases/${requestNumber}`)
    expect(page.text).toContain('Іс қазір орындаушыда: Орал Жақсыбеков')
    page = await head.submit(page, { reason: '' }, { action: /take-back/ })
    expect(page.status).toBe(422)
    page = await head.submit(page, { reason: 'Басқа орындаушыға беремін' }, { action: /take-back/ })
    expect(page.text).toContain('Бұрыштама кері алынды')
    await head.submit(await openTask(desk, head, caseId), { 'assign-officerId': desk.staff.officer2.id, 'assign-instruction': '' })
    expect((await openTask(desk, officer2, caseId)).status).toBe(200)
    expect((await officer2.get(`/kk/work/cases/${requestNumber}`)).html).not.toContain('take-back')
  })

  test('the head sees everything that is open and with whom', async () => {
    const { requestNumber } = await desk.lead('examine')
    const other = await desk.lead('approve')
    const head = await desk.signIn('head')
    const pages = await Promise.all([requestNumber, other.requestNumber].map((number) => head.get(`/kk/work/overview?text=${number}`)))
    const text = pages.map((page) => page.text).join(' ')
    expect(text).toContain(requestNumber)
    expect(text).toContain(other.requestNumber)
    expect(text).toContain('Орал Жақсыбеков')
    expect(text).toContain('мүдделі орган')
    const clerk = await desk.signIn('clerk')
    expect((await clerk.get('/kk/work/overview')).status).toBe(403)
  })
})

describe('bad input', () => {
  test('a refusal without ground and explanation comes back with all faults at once and everything that was typed', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    let page = await officer.submit(await openTask(desk, officer, caseId), {}, { taskAction: 'examine' })
    expect(page.text).toContain('Шешім таңдалмаған')
    page = await officer.submit(page, { 'examine-decision': 'refuse' }, { taskAction: 'examine' })
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

  test('a sign that no document can print is named to the officer who wrote it, and nothing is lost', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const typed = {
      'examine-decision': 'refuse',
      'examine-groundIds': 'weak-string',
      'examine-explanation': 'Жіп 🌾 арқылы ≥ 5 м болуы керек',
    }
    let page = await officer.submit(await openTask(desk, officer, caseId), typed, { taskAction: 'examine' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('href="#field-examine-explanation"')
    expect(page.text).toContain('«🌾» (U+1F33E) белгісін құжатқа басып шығару мүмкін емес: «Жіп 🌾 арқылы ≥ 5 м болуы ')
    expect(page.html).toContain('Жіп 🌾 арқылы ≥ 5 м болуы керек')
    expect((await desk.double.stateOf(caseId)).draft).toBeNull()
    page = await officer.submit(page, { ...typed, 'examine-explanation': '\uf0b7 Жіп ≥ 5 м болуы керек' })
    expect((await desk.double.stateOf(caseId)).draft?.explanation).toBe('• Жіп ≥ 5 м болуы керек')
  })

  test('documents that are incomplete lead to a refusal at once, where the act foresees it', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    await officer.submit(await openTask(desk, officer, caseId), {
      'examine-decision': 'incomplete',
      'examine-groundIds': 'weak-string',
      'examine-explanation': 'Сызба жоқ',
    })
    const state = await desk.double.stateOf(caseId)
    expect(state.tasks[0]?.stepId).toBe('L6')
  })

  test('a taskAction that the step does not offer is not done', async () => {
    const { caseId } = await desk.lead('examine')
    const officer = await desk.signIn('officer')
    const page = await openTask(desk, officer, caseId)
    const forged = { ...page, html: page.html.replace('name="task-action" value="examine"', 'name="task-action" value="handOver"') }
    expect((await officer.submit(forged, {}, { taskAction: 'handOver' })).status).toBe(422)
    const unknown = { ...page, html: page.html.replace('name="task-action" value="examine"', 'name="task-action" value="toString"') }
    expect((await officer.submit(unknown, {}, { taskAction: 'toString' })).status).toBe(422)
  })

  test('a post without the token of its session does nothing', async () => {
    const { caseId } = await desk.double.open()
    const clerk = await desk.signIn('clerk')
    const page = await openTask(desk, clerk, caseId)
    const forged = { ...page, html: page.html.replace(/name="_csrf" value="[^"]*"/g, 'name="_csrf" value="forged"') }
    expect((await clerk.submit(forged, {}, { taskAction: 'accept' })).status).toBe(403)
    expect((await desk.double.stateOf(caseId)).journalNumber).toBeNull()
  })
})

// Moves the town's time, so it comes last.
describe('an outcome with a time of its own', () => {
  test('an incomplete set is found until its own time ends; then it is not offered, and what was posted is refused with its paragraph', async () => {
    const { caseId } = await desk.double.open('strict')
    const [head, officer] = await Promise.all([desk.signIn('head'), desk.signIn('officer')])
    await head.submit(
      await openTask(desk, head, caseId),
      { 'assign-officerId': desk.staff.officer.id, 'assign-instruction': '' },
      { taskAction: 'assign' },
    )
    const cited = citation(KITE_EDITION.regulation, { act: 'kites', item: '3 1)', certainty: 'stated' }).kk
    const inTime = await openTask(desk, officer, caseId)
    for (const said of ['толық емес деп тануға болатын соңғы мерзім', '2025 жылғы 4 наурыз, 18:30', '1 жұмыс күні', cited])
      expect(inTime.text).toContain(said)
    expect(inTime.html).toContain('value="incomplete"')

    await desk.legalClock.advance('2025-03-05T05:00:00.000Z', 'test')
    // More are late than a page holds: the count is of all of them.
    const clerk = await desk.signIn('clerk')
    expect((await clerk.get('/work?text=PAGE')).text).toContain('Мерзімі өткені: 21.')
    const typed = { 'examine-groundIds': ['weak-string'], 'examine-explanation': 'Сызба жоқ.' }
    const after = await officer.submit(inTime, { ...typed, 'examine-decision': 'incomplete' })
    expect(after.status).toBe(422)
    for (const said of ['тануға берілген уақыт өтті: соңғы сәті — 2025 жылғы 4 наурыз, 18:30', 'мәні бойынша қараңыз', cited, 'Сызба жоқ.'])
      expect(after.text).toContain(said)
    expect(after.html).not.toContain('value="incomplete"')
    const page = await officer.submit(after, { ...typed, 'examine-decision': 'refuse' })
    expect(page.text).toContain('Нәтиженің жобасы дайын')
  })
})
