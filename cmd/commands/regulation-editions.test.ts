// An act whose values change on a day has several editions: the check looks at each, and every command says which one it means.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ruqsat } from './testing.ts'

const REGULATIONS = new URL('../../regulations/', import.meta.url)
const NAME = '2014-aktobe-120-grain'
const SOURCE = "source: { act: tax-code, item: '616(4)', certainty: found }"
/** A scenario that says when the first step of the procedure is due. */
const scenario = (registered: string, due: string) =>
  `scenario: When the clerk must accept\n\ngiven: variant issue, view portal, applicant legalEntity, ${registered}\nthen: P-GI1 due ${due}\ncites: 5 1)\n`

let home: string
let folder: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ruqsat-editions-'))
  await cp(new URL('calendars', REGULATIONS), join(home, 'calendars'), { recursive: true })
  folder = join(home, NAME)
})
afterAll(() => rm(home, { recursive: true, force: true }))

beforeEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await cp(new URL(NAME, REGULATIONS), folder, { recursive: true })
  // From March the clerk has two hours, the fee is higher, and another template gives the licence.
  await edit('procedure/issue.yaml', (text) =>
    text.replace(
      'duration: { amount: 30, unit: minutes }',
      `duration: { values: [{ value: { amount: 30, unit: minutes }, ${SOURCE} }, { from: '2027-03-01', value: { amount: 2, unit: hours }, ${SOURCE} }] }`,
    ),
  )
  await edit('transcript/prose-procedure-issue.yaml', (text) =>
    text.replace(
      'times: [{ amount: 30, unit: minutes }]',
      `times: { values: [{ value: [{ amount: 30, unit: minutes }], ${SOURCE} }, { from: '2027-03-01', value: [{ amount: 2, unit: hours }], ${SOURCE} }] }`,
    ),
  )
  await edit('variants/issue.yaml', (text) =>
    text
      .replace('mciRate: 10', `mciRate: { values: [{ value: 10, ${SOURCE} }, { from: '2027-03-01', value: 12, ${SOURCE} }] }`)
      .replace(
        'template: templates/licence.typ',
        `template: { values: [{ value: templates/licence.typ, ${SOURCE} }, { from: '2027-03-01', value: templates/later.typ, ${SOURCE} }] }`,
      ),
  )
  await edit('templates/later.typ', async () => readFile(join(folder, 'templates/licence.typ'), 'utf8'))
})

async function edit(path: string, change: (text: string) => string | Promise<string>): Promise<void> {
  const before = await readFile(join(folder, path), 'utf8').catch(() => '')
  const after = await change(before)
  expect(after, 'the change changes something').not.toBe(before)
  await writeFile(join(folder, path), after)
}
const add = (registered: string, due: string) => edit('scenarios/edition-of-the-day.txt', () => scenario(registered, due))
const check = () => ruqsat(['regulation', 'check', folder])

describe('the check of an act with two editions', () => {
  test('names both, and calls sound what is sound in both', async () => {
    const { code, out } = await check()
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/: sound, .*\n {2}… – 2027-02-28: [0-9a-f]{12}\n {2}2027-03-01 – …: [0-9a-f]{12}\n/),
    ])
  })

  test.each([
    ['before', 'registered 2027-02-26 10:00', '2027-02-26 10:30'],
    ['from', 'registered 2027-03-02 10:00', '2027-03-02 12:00'],
  ])('runs a scenario %s the day of the change in the edition of the day on which it registers', async (_name, registered, due) => {
    await add(registered, due)
    expect((await check()).code).toBe(0)
  })

  test('says by its line that a scenario of the later edition goes otherwise, and nothing is called sound', async () => {
    await add('registered 2027-03-02 10:00', '2027-03-02 10:30')
    const { code, out } = await check()
    expect(code).toBe(1)
    expect(out).toMatch(/scenarios\/edition-of-the-day\.txt:4: .*2027-03-02 12:00/)
    expect(out).not.toMatch(/: sound/)
  })

  test('walks the later one in its own time', async () => {
    // From March a step has 3,000 working days: counted from 2010 the calendar holds them, from 2027 it does not.
    await edit('procedure/issue.yaml', (text) =>
      text.replace(/(id: P-GI4[^]*?duration: )\{ amount: 5, unit: workingDays \}/, (_all, before: string) => {
        const [now, later] = [5, 3_000].map((amount) => `{ amount: ${amount}, unit: workingDays }`)
        return `${before}{ values: [{ value: ${now}, ${SOURCE} }, { from: '2027-03-01', value: ${later}, ${SOURCE} }] }`
      }),
    )
    const { code, out } = await check()
    expect([code, out]).toEqual([1, expect.stringMatching(/procedure\/issue\.yaml:\d+:\d+ \[cannot-be-run\]/)])
  })

  test('sets the templates of the later one too', async () => {
    await edit('templates/later.typ', () => '#data.nothing\n')
    const { code, out } = await check()
    expect([code, out]).toEqual([1, expect.stringMatching(/templates\/later\.typ:1: /)])
  })

  test('shows the findings of an act whose scenario names what is gone', async () => {
    await edit('scenarios/edition-of-the-day.txt', () =>
      scenario('registered 2027-03-02 10:00', '2027-03-02 12:00').replace('P-GI1', 'P-X'),
    )
    await edit('findings.yaml', (text) => text.replace(/(\n {2}- )(?=code:|\{ code:)[^]*?(?=\n {2}- )/, ''))
    const { code, out } = await check()
    expect(code).toBe(1)
    expect(out).toMatch(/edition-of-the-day\.txt:4:1 \[unknown-reference\]/)
    expect(out).toMatch(/\[UNDECIDED\]/)
  })
})

describe('a command that is asked about it', () => {
  const show = (...more: string[]) => ruqsat(['regulation', 'show', folder, ...more])

  test('shows both editions, and asks which one is meant where it matters', async () => {
    expect((await show()).out).toMatch(/^== … – 2027-02-28\n[^]*\n== 2027-03-01 – …\n/)
    const unclear = await show('--variant', 'issue')
    expect([unclear.code, unclear.err]).toEqual([
      64,
      expect.stringContaining('--at names a day of the one that is meant: … – 2027-02-28, 2027-03-01 – …'),
    ])
    const inKazakh = await show('--variant', 'issue', '--language', 'kk')
    expect(inKazakh.err).toMatch(/бірнеше редакциядан тұрады; қайсысы керек екенін --at күнімен көрсетіңіз: … – 2027-02-28, 2027-03-01 – …/)
    expect((await show('--variant', 'issue', '--at', '2027-02-28')).out).toMatch(/: 10 /)
    expect((await show('--variant', 'issue', '--at', '2027-03-01')).out).toMatch(/: 12 /)
  })

  test.each([
    ['id: grain', 'id: "grain" # the short name'],
    ['id: grain', "'id': 'grain'"],
  ])('is found by its id, whether that is written %s or %s', async (plain, quoted) => {
    await edit('act.yaml', (text) => text.replace(plain, quoted))
    const named = await ruqsat(['regulation', 'show', 'grain', '--at', '2027-03-01'], { RUQSAT_REGULATIONS: home })
    expect([named.code, named.out]).toEqual([0, expect.stringMatching(/^== 2027-03-01 – …\n/)])
  })

  test('tells what the later edition changes', async () => {
    const { code, out } = await ruqsat(['regulation', 'diff', folder, '2027-01-01', '2027-04-01'])
    expect([code, out]).toEqual([0, expect.stringMatching(/[0-9a-f]{12} -> [0-9a-f]{12}\n[^]*10[^\n]*12/)])
    expect(out).not.toContain('Nothing is known to have changed')
    expect((await ruqsat(['regulation', 'diff', folder, '2027-03-01', '2027-04-01'])).out).not.toMatch(/->/)
  })

  test('writes the edition of the day', async () => {
    const exported = (day: string) => ruqsat(['regulation', 'export', folder, '--format', 'json', '--out', join(home, day), '--at', day])
    for (const [day, rate] of [
      ['2027-02-01', 10],
      ['2027-04-01', 12],
    ] as const) {
      expect((await exported(day)).code).toBe(0)
      const { regulation } = JSON.parse(await readFile(join(home, day, `${NAME}.json`), 'utf8'))
      expect(regulation.variants.find(({ id }: { id: string }) => id === 'issue').fee.mciRate).toBe(rate)
    }
  })
})
