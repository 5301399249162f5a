// Lists that an official lives in: filters that are the address and stay with the person, saved views, and chosen tasks at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftWords } from '../actions/draft-fields.tsx'
import type { TaskLine } from '../cases/open.ts'
import { partyHeading } from '../pages/work-list.tsx'
import { openDesk, START, taskPath, type Desk, type Shown } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

const stateOf = async (caseId: string) => (await desk.double.stateOf(caseId)).journalNumber
const boxes = (page: Shown) => [...page.html.matchAll(/name="task"[^>]*value="([^"]+)"/g)].map(([, value]) => value!)

test('filters stay when one goes to a task and does it, and the next task of the same list is one key away', async () => {
  const [first, second] = [await desk.double.open('issue', 'KO-2025-STAY1'), await desk.double.open('issue', 'KO-2025-STAY2')]
  await desk.double.open('issue', 'KO-2025-OTHER1')
  const clerk = await desk.signIn('clerk')
  const list = await clerk.get('/work?text=stay&sort=number')
  expect(list.text).toContain('Табылған тапсырмалар: 2.')
  const task = await clerk.get(await taskPath(desk, first.caseId))
  expect(task.html).toContain('href="/kk/work?text=stay&amp;sort=number"')
  const after = await clerk.submit(task, {}, { taskAction: 'accept' })
  expect(after.path).toBe('/kk/work?text=stay&sort=number&done')
  expect(after.text).toContain(`Келесі тапсырма: ${second.requestNumber}`)
  expect(after.text).not.toContain('KO-2025-OTHER1')
})

test('what an address says that is not ours is left out, and nothing breaks', async () => {
  const clerk = await desk.signIn('clerk')
  for (const search of [
    'sort=x&due=y&action=z',
    'after=2025-99-99T00:00:00.000Z~1',
    'after=x~y',
    'sort=number&after=~',
    'service=none',
    'text=%25',
  ])
    expect((await clerk.get(`/work?${search}`)).status, search).toBe(200)
  // The page that one was on is empty meanwhile: the first one is shown.
  expect((await clerk.get('/work?after=infinity~zzz')).html).toContain('class="desk__step"')
})

test('tabs and filters narrow the list, each with its count', async () => {
  const clerk = await desk.signIn('clerk')
  expect((await clerk.get('/work?due=late')).text).toContain('Мұндай тапсырма табылмады')
  expect((await clerk.get('/work?action=handOver')).text).toContain('Мұндай тапсырма табылмады')
  const reissue = await desk.double.open('reissue', 'KO-2025-REISSUE1')
  const service = (await clerk.get('/work')).html.match(/value="([^"]+\/reissue)"/)![1]!
  const narrowed = await clerk.get(`/work?service=${encodeURIComponent(service)}`)
  expect(narrowed.text).toContain(reissue.requestNumber)
  expect(narrowed.html.match(/class="desk__step"/g)).toHaveLength(1)
  expect(narrowed.html).toMatch(/aria-current="page"[^>]*>\s*Бәрі <span class="tabs__count">1</)
})

test('a view is saved under a name for one person, opens with its filters, and is removed', async () => {
  const [clerk, colleague] = [await desk.signIn('clerk'), await desk.signIn('clerk2')]
  const list = await clerk.get('/work?sort=newest&due=week')
  const saved = await clerk.submit(list, { name: 'Осы апта <b>' }, { action: /views$/ })
  expect(saved.path).toBe('/kk/work?due=week&sort=newest')
  expect(saved.html).toMatch(/href="\/kk\/work\?due=week&amp;sort=newest" aria-current="page">Осы апта &lt;b&gt;</)
  expect((await colleague.get('/work')).text).not.toContain('Осы апта')
  const removed = await clerk.submit(saved, { removed: 'Осы апта <b>' }, { action: /views$/ })
  expect(removed.path).toBe('/kk/work?due=week&sort=newest')
  expect((await clerk.get('/work')).text).not.toContain('Осы апта')
  expect((await clerk.submit(await clerk.get('/work?sort=number'), { name: ' ' }, { action: /views$/ })).text).toContain(
    'Көрініске ат беріңіз',
  )
})

test('chosen requests are entered at once, each by itself: what was done before says by whom, and a second click does nothing', async () => {
  const cases = [
    await desk.double.open('issue', 'KO-2025-MANY1'),
    await desk.double.open('issue', 'KO-2025-MANY2'),
    await desk.double.open('issue', 'KO-2025-MANY3'),
  ]
  const [clerk, colleague] = [await desk.signIn('clerk'), await desk.signIn('clerk2')]
  expect((await clerk.get('/work?text=many')).html).toContain('href="/kk/work?text=many&amp;action=accept"')
  const list = await clerk.get('/work?text=many&action=accept&sort=number')
  expect(boxes(list)).toHaveLength(3)
  expect((await clerk.submit(list, {}, { action: /batch$/ })).status).toBe(422)
  await colleague.submit(await colleague.get(await taskPath(desk, cases[1]!.caseId)), {}, { taskAction: 'accept' })
  const chosen = { task: [boxes(list)[0]!, boxes(list)[1]!] }
  const report = await clerk.submit(list, chosen, { action: /batch$/ })
  expect(report.path).toMatch(/^\/kk\/work\/batch\//)
  expect(report.text).toContain('Орындалғаны: 1. Орындалмағаны: 1.')
  expect(report.text).toContain(`Кіріс нөмірі: ${await stateOf(cases[0]!.caseId)}`)
  expect(report.text).toContain('Қайрат Оспанов')
  expect(await stateOf(cases[2]!.caseId)).toBeNull()
  expect((await clerk.submit(list, chosen, { action: /batch$/ })).text).toBe(report.text)
  const rest = await clerk.get('/work?text=many&action=accept')
  expect((await clerk.submit(rest, { all: 'yes' }, { action: /batch$/ })).text).toContain('Орындалғаны: 1. Орындалмағаны: 0.')
  expect(await stateOf(cases[2]!.caseId)).not.toBeNull()
  expect((await clerk.get('/work/batch/unknown')).status).toBe(404)
})

test('a head assigns chosen requests to one officer; a posted task of another role is refused by its row', async () => {
  const cases = [await desk.lead('assign'), await desk.lead('assign')]
  const opened = await desk.double.open()
  const head = await desk.signIn('head')
  const list = await head.get('/work?action=assign')
  const wanted = boxes(list).filter((box) => cases.some(({ caseId }) => box.startsWith(caseId)))
  expect(wanted).toHaveLength(2)
  // Nothing that was ticked or typed is lost by a fault.
  const back = await head.submit(list, { task: wanted, 'batch-instruction': 'Шұғыл қараңыз' }, { action: /batch$/ })
  expect(back.status).toBe(422)
  expect(back.text).toContain('Жауапты орындаушы таңдалмаған')
  expect(back.html).toContain('>Шұғыл қараңыз</textarea>')
  expect([...back.html.matchAll(/name="task"[^>]*value="([^"]+)"[^>]*checked/g)].map(([, box]) => box).toSorted()).toEqual(
    [...wanted].toSorted(),
  )
  const strange = `${opened.caseId}~${await desk.double.taskOf(opened.caseId)}`
  const typed = { task: [...wanted, strange], 'batch-officer': desk.staff.officer2.id, 'batch-instruction': 'Жібін тексеріңіз' }
  const report = await head.submit(list, typed, { action: /batch$/ })
  expect(report.text).toContain('Орындалғаны: 2. Орындалмағаны: 1.')
  for (const { caseId } of cases) expect((await desk.double.stateOf(caseId)).officerId).toBe(desk.staff.officer2.id)
  expect(await stateOf(opened.caseId)).toBeNull()
})

test('a head sees the load by officer, step and service, and comes from a number to its tasks; nobody else does', async () => {
  await desk.lead('examine')
  const head = await desk.signIn('head')
  const page = await head.get('/work/load')
  for (const said of ['Орал Жақсыбеков', 'ешкімге бекітілмеген', 'Қарау', 'Licence to fly a kite (kk)']) expect(page.text).toContain(said)
  const bars = [...page.html.matchAll(/<svg class="load-bar"[^>]*aria-label="([^"]+)"/g)].map(([, label]) => label!)
  expect(bars.length).toBeGreaterThan(3)
  expect(bars[0]).toMatch(/^Ашық тапсырмалар: \d+\. Мерзімі өткені: \d+\.$/)
  const [, link] = /href="([^"]+officer=[^"]+)"/.exec(page.html)!
  expect((await head.get(link!.replaceAll('&amp;', '&'))).text).toContain('Орал Жақсыбеков')
  expect((await (await desk.signIn('clerk')).get('/work/load')).status).toBe(403)
})

test('a case that waits for its applicant is on a list of its own: for what, since when, until when, and that the time is over', async () => {
  const { requestNumber } = await desk.double.open('issue', 'KO-2025-WAITS1')
  const wait = (what: 'correction' | 'hearing', due: string, isPresented = false) => ({
    what,
    since: '2025-03-01T05:00:00.000Z',
    due,
    isPresented,
  })
  const text = (kk: string, ru: string, en: string) => ({ kk, ru, en })
  const of = (waits: readonly ReturnType<typeof wait>[], change = {}) => ({
    ...{ caseId: randomUUID(), requestNumber, service: text('Ұшыру', 'Запуск', 'To fly'), variant: text('Беру', 'Выдача', 'Give') },
    ...{ status: 'open' as const, registeredAt: START, totalDue: START, totalDueOn: '2025-03-03', stage: text('', '', ''), waits },
    ...change,
  })
  const { host } = desk.double
  const { listWaiting } = host
  const cases = [
    of([wait('correction', '2025-03-02T13:00:00.000Z')]),
    of([wait('hearing', '2025-03-20T13:00:00.000Z', true)]),
    of([wait('hearing', '2025-03-21T13:00:00.000Z')], { isOfOffice: true }),
  ]
  Object.assign(host, { listWaiting: async () => cases })
  try {
    const rows = {
      kk: [
        'Ұшыру: Беру',
        'Сұрау салуды түзету',
        'мерзімі өтті',
        'Бас тарту жобасы бойынша пікір',
        'жауап тексерілуде',
        'Шара жобасы бойынша пікір',
      ],
      ru: ['Запуск: Выдача', 'Исправление запроса', 'срок истёк', 'Мнение о проекте отказа', 'ответ проверяется', 'Мнение о проекте меры'],
      en: [
        'To fly: Give',
        'A correction of the request',
        'the time is over',
        'A word on the draft of a refusal',
        'the answer is being checked',
      ],
    }
    for (const [language, said] of Object.entries(rows)) {
      const page = await (await desk.signIn('clerk', language)).get(`/${language}/work/waiting`)
      expect(page.status, language).toBe(200)
      for (const each of said) expect(page.text, language).toContain(each)
      expect(page.html.match(/<tbody[^>]*>[\s\S]*<\/tbody>/)![0].match(/<tr/g), language).toHaveLength(3)
      expect(page.html).toContain(`/${language}/work/cases/${requestNumber}`)
    }
  } finally {
    Object.assign(host, { listWaiting })
  }
  expect((await (await desk.signIn('head')).get('/work/waiting')).text).toContain('Жауап күтіп тұрған іс жоқ')
})

test('a list with proceedings of the authority calls a holder no applicant', () => {
  const task = (variant: object) => ({ inLaw: { variant } }) as unknown as TaskLine
  const [asked, measure] = [task({}), task({ proceedings: {} })]
  expect([[asked], [measure], [asked, measure], []].map((tasks) => partyHeading(tasks).en)).toEqual([
    'Applicant',
    'Holder',
    'Applicant or holder',
    'Applicant',
  ])
  const words = (basis?: object) => draftWords({ view: { state: { basis } } } as never)
  expect([words().grant.en, words({}).grant.en, words({}).refuse.en]).toEqual([
    'Grant',
    'Take the measure',
    'Take no measure, end the proceedings',
  ])
  const complaint = draftWords({ view: { state: { complaintAbout: {} } } } as never)
  expect([complaint.grant.en, complaint.refuse.en]).toEqual(['Satisfy the complaint', 'Do not satisfy the complaint'])
})

test('a case of an edition that this house has not read is one line of the lists with its number, and takes no other line away', async () => {
  const [here, strange] = [await desk.double.open('issue', 'KO-2025-880001'), await desk.double.open('issue', 'KO-2025-880002')]
  const [clerk, head] = [await desk.signIn('clerk'), await desk.signIn('head')]
  const { host } = desk.double
  const { listTasks, listTasksOfAuthority, readCase } = host
  const editionHash = 'f'.repeat(64)
  const unread = async (found: ReturnType<typeof listTasks>) => {
    const page = await found
    return { ...page, tasks: page.tasks.map((task) => (task.caseId === strange.caseId ? { ...task, editionHash } : task)) }
  }
  Object.assign(host, {
    listTasks: (...asked: Parameters<typeof listTasks>) => unread(listTasks(...asked)),
    listTasksOfAuthority: (...asked: Parameters<typeof listTasksOfAuthority>) => unread(listTasksOfAuthority(...asked)),
    readCase: async (...asked: Parameters<typeof readCase>) => {
      const view = await readCase(...asked)
      return asked[0] === strange.caseId ? { ...view, editionHash } : view
    },
  })
  const why = 'Бұл сұрау салу актісінің редакциясы мұнда жүктелмеген'
  try {
    for (const list of [
      await clerk.get('/work?text=8800&sort=number'),
      await clerk.get('/work?text=8800&sort=number&action=accept'),
      await head.get('/work/overview?text=8800&sort=number'),
    ]) {
      expect(list.status).toBe(200)
      expect(list.html.match(/<tbody[^>]*>[\s\S]*<\/tbody>/)![0].match(/<tr/g)).toHaveLength(2)
      for (const said of [here.requestNumber, strange.requestNumber, why]) expect(list.text).toContain(said)
    }
    // What can be opened can be chosen; the other cannot.
    expect(boxes(await clerk.get('/work?text=8800&action=accept'))).toHaveLength(1)
    const page = await clerk.get(`/work/cases/${strange.requestNumber}`)
    expect(page.status).toBe(404)
    expect(page.text).toContain(why)
    expect(page.text).toContain('Әкімшіге хабарлаңыз')
    expect((await clerk.get(await taskPath(desk, here.caseId))).status).toBe(200)
  } finally {
    Object.assign(host, { listTasks, listTasksOfAuthority, readCase })
  }
})
