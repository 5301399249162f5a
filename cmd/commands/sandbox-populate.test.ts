import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UNSIGNED } from '@ruqsat/caseflow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeInstallation, ruqsat, type SmallInstallation } from './testing.ts'

let made: SmallInstallation
const OFFERS = { RUQSAT_OFFERS: 'cotton' }
beforeAll(async () => {
  made = await makeInstallation()
}, 120_000)
afterAll(() => made?.remove())

const run = (...words: string[]) => ruqsat(words, { ...made.environment, ...OFFERS })
const sandbox = (...words: string[]) => run('sandbox', 'populate', ...words)

test('needs people at the desks, and numbers', async () => {
  expect(await sandbox('--people', 'many')).toMatchObject({ code: 64 })
  expect(await sandbox()).toMatchObject({ code: 1, err: expect.stringContaining('Nobody sits at a desk yet') })
})

test(
  'makes people and cases from a seed, whole for the audit; goes on where it was; the same again makes nothing',
  { timeout: 120_000 },
  async () => {
    const password = join(made.state, 'password.txt')
    await writeFile(password, 'Тек-сынақ-үшін-2026')
    for (const [place, unit] of ['clerk', 'head', 'officer'].entries())
      expect(
        await run(
          'staff',
          'add',
          '--authority',
          'almaty-region-agriculture',
          '--unit',
          unit,
          '--login',
          unit,
          '--name',
          `Сынақ ${place}`,
          '--iin',
          IINS[place]!,
          '--password-file',
          password,
        ),
      ).toMatchObject({ code: 0 })
    const first = await sandbox('--people', '60', '--cases', '120', '--seed', '7')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/60 people and 6 firms .* New: \d+ cases with \d+ events/)
    const before = await casesNow()
    expect(before.length).toBeGreaterThan(60)
    expect(new Set(before.map(({ status }) => status)).size).toBeGreaterThan(1)
    expect(await sandbox('--people', '60', '--cases', '120', '--seed', '7')).toMatchObject({
      code: 0,
      out: expect.stringContaining('New: 0 cases'),
    })
    expect(await sandbox('--people', '61', '--cases', '130', '--seed', '7')).toMatchObject({
      code: 70,
      err: expect.stringContaining('to have 60 people'),
    })
    // A crash between the cases and the mark: the batch comes again and changes nothing.
    await made.onDatabase(({ sql }) => sql`update sandbox.populations set next_case = 100`)
    expect(await sandbox('--people', '60', '--cases', '140', '--seed', '7')).toMatchObject({ code: 0 })
    const after = await casesNow()
    expect(after.filter(({ id }) => before.some((each) => each.id === id))).toEqual(before)
    expect(after.length).toBeGreaterThan(before.length)
    expect(await run('audit', 'verify')).toMatchObject({ code: 0, out: expect.stringContaining('WHOLE') })
  },
)

test('says of itself that nobody signed, informs nobody, and gives each request and entry a number of its own', async () => {
  await made.onDatabase(async ({ sql }) => {
    const [{ unsigned, signed } = { unsigned: 0, signed: 0 }] = await sql<{ unsigned: number; signed: number }[]>`
      select count(*) filter (where c.fixed #>> '{opening,signatureSha256}' = ${createHash('sha256').update(UNSIGNED).digest('hex')})::int as unsigned,
        count(*) filter (where r.cms is not null)::int as signed
      from licensing.request r join licensing.case_file c using (authority, case_id) where c.regulation <> 'kites'`
    expect([unsigned > 60, signed]).toEqual([true, 0])
    const [{ notices } = { notices: -1 }] = await sql<{ notices: number }[]>`
      select count(*)::int as notices from licensing.outbox o join licensing.case_file c using (authority, case_id) where c.regulation <> 'kites'`
    expect(notices).toBe(0)
    const numbers = (
      await sql`select request_number as n from licensing.case_file c join licensing.request using (authority, case_id) where c.regulation <> 'kites'`
    ).map(({ n }) => n as string)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.every((number) => /^ARA-20\d\d-\d{6}$/.test(number))).toBe(true)
    const found =
      await sql`select 1 from registers.history where about = (select data->>'iin' from licensing.party where data->>'iin' is not null and account_id like 'population%' limit 1)`
    expect(found).toHaveLength(1)
  })
})

const IINS = ['880202400006', '750303350009', '850404400009']

async function casesNow(): Promise<readonly { readonly id: string; readonly status: string; readonly head: string }[]> {
  return made.onDatabase(
    ({ sql }) => sql<{ id: string; status: string; head: string }[]>`
      select case_id as id, status, head_hash as head from licensing.case_file join licensing.request using (authority, case_id) order by case_id`,
  )
}
