// The registration journal: found by number, name and day, printed, given as a file.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, openTask, type Desk, type Visitor } from './desk.ts'

let desk: Desk
let clerk: Visitor
beforeAll(async () => {
  desk = await openDesk()
  clerk = await desk.signIn('clerk')
})
afterAll(() => desk?.close())

async function entered(number?: string): Promise<string> {
  const { caseId, requestNumber } = await desk.double.open('issue', number)
  await clerk.submit(await openTask(desk, clerk, caseId), {}, { taskAction: 'accept' })
  return requestNumber
}

const numbersOf = async (search: string) =>
  [...(await clerk.get(`/work/journal${search}`)).text.matchAll(/KO-2025-J\d+/g)].map(([number]) => number)

test('an entry is found by the beginning of a folded name, by either number in any writing, and by its day', async () => {
  const [one, two] = [await entered('KO-2025-J1'), await entered('KO-2025-J2')]
  // Сейітова Әлия, typed without Kazakh letters.
  expect(await numbersOf('?text=сейитов')).toEqual([two, one])
  expect(await numbersOf('?text=ko2025j1')).toEqual([one])
  expect(await numbersOf('?text=ko-2025-j2')).toEqual([two])
  expect(await numbersOf('?text=нобады')).toEqual([])
  expect((await clerk.get('/work/journal?text=нобады')).text).toContain('Мұндай жазба табылмады')
  expect(await numbersOf('?from=2025-03-03&until=2025-03-03')).toEqual([two, one])
  expect(await numbersOf('?from-year=2025&from-month=3&from-day=4')).toEqual([])
  expect(await numbersOf('?until=2025-03-02')).toEqual([])
  expect(await numbersOf('?service=kites/issue&text=ko2025j1')).toEqual([one])
  expect(await numbersOf('?service=kites/renewal')).toEqual([])
})

test('what an earlier release entered, or a process that ended behind the act, is completed by the next look', async () => {
  const { sql } = desk.database
  await sql`update workstation.journal set number = null, entered_at = null, service = null, words = null`
  // Somebody was about to take this one in, and did not.
  const { caseId } = await desk.double.open('issue', 'KO-2025-J9')
  await sql`insert into workstation.journal (authority, case_id, asked_at) values ('kite-office', ${caseId}, '2025-03-03T05:00:00Z')`
  expect((await numbersOf('?text=сейитова')).toSorted()).toEqual(['KO-2025-J1', 'KO-2025-J2'])
})

test('the journal is paged by key: every entry is on one page, and once', async () => {
  const { sql } = desk.database
  const made: string[] = []
  for (let count = 100; count < 128; count += 1) made.push(await entered(`KO-2025-J${count}`))
  // All at one instant: the key decides.
  await sql`update workstation.journal set entered_at = '2025-03-03T05:00:00Z' where number is not null`
  const seen: string[] = []
  for (let url = '', pages = 0; pages < 4; pages += 1) {
    const { text, html } = await clerk.get(`/work/journal${url}`)
    seen.push(...[...text.matchAll(/KO-2025-J\d+/g)].map(([number]) => number))
    const next = /rel="next" href="[^"?]*([^"]*)"/.exec(html)?.[1]
    if (next === undefined) break
    url = next.replaceAll('&amp;', '&')
  }
  expect(seen).toHaveLength(30)
  expect(new Set(seen)).toEqual(new Set([...made, 'KO-2025-J1', 'KO-2025-J2']))
})

test('what was found is printed as one sheet and given as a file for a spreadsheet', async () => {
  const sheet = await clerk.get('/work/journal/print?text=ko2025j1&from=2025-03-03')
  expect(sheet.text).toContain('KO-2025-J1')
  expect(sheet.text).toContain('Басып шығарылды')
  const file = await clerk.get('/work/journal/file')
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
  const lines = file.body.toString('utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength(31)
  expect(lines[0]).toMatch(/^\uFEFF/)
  expect(lines.slice(1).every((line) => line.includes('Сейітова Әлия') && !line.includes('\uFEFF'))).toBe(true)
  expect((await (await desk.signIn('officer')).get('/work/journal/file')).status).toBe(403)
})

test('an entry whose case is of an edition that this house has not read stays in the journal, its file and its sheet', async () => {
  const { host } = desk.double
  const { readCase } = host
  Object.assign(host, {
    readCase: async (...asked: Parameters<typeof readCase>) => ({ ...(await readCase(...asked)), editionHash: 'f'.repeat(64) }),
  })
  const why = 'Бұл сұрау салу актісінің редакциясы мұнда жүктелмеген'
  try {
    for (const search of ['/work/journal?text=ko2025j1', '/work/journal/print?text=ko2025j1'])
      expect((await clerk.get(search)).text, search).toContain(why)
    expect((await clerk.get('/work/journal/file?text=ko2025j1')).body.toString('utf8')).toContain(why)
  } finally {
    Object.assign(host, { readCase })
  }
})
