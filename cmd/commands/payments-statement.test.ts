import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeInstallation, ruqsat, type SmallInstallation } from './testing.ts'

let made: SmallInstallation
beforeAll(async () => {
  made = await makeInstallation()
}, 120_000)
afterAll(() => made?.remove())

const run = (...words: string[]) => ruqsat(words, made.environment)
const MONEY = 'DALA-7001;in;18520.00;KZT;2026-03-01T10:00:00+05:00;;Аренда;Сынақ'
const fileOf = async (name: string, rows: readonly string[], count = rows.length) => {
  const head = `statement;dala;2026-03-01T00:00:00+05:00;2026-03-02T00:00:00+05:00;${count}`
  const path = join(made.state, name)
  await writeFile(path, [head, 'reference;direction;amount;currency;booked;name;purpose;party', ...rows].join('\n'))
  return path
}

test('is read once and whole: exit 2 where something differs, 0 where it was read before, 1 where it has a fault', async () => {
  const good = await fileOf('dala.csv', [MONEY])
  expect(await run('payments', 'statement', good)).toMatchObject({
    code: 2,
    out: expect.stringMatching(/New movements: 1\..*Differences: 1\./),
  })
  expect(await run('payments', 'statement', good)).toMatchObject({ code: 0, out: expect.stringContaining('nothing was done again') })
  const cut = await fileOf('cut.csv', [MONEY], 2)
  const refused = await run('payments', 'statement', cut, '--bank', 'dala', '--language', 'kk')
  expect(refused).toMatchObject({
    code: 1,
    out: expect.stringContaining('Жол саны айтылғаннан өзгеше'),
    err: expect.stringContaining('nothing of it was taken'),
  })
  const kept = await made.onDatabase(({ sql }) => sql`select state, read_by as "by" from payments.statements order by state`)
  expect(kept.map(({ state, by }) => `${state} by ${by}`)).toEqual(['read by command', 'rejected by command'])
})

test('is refused by name: a file that is not there, a bank that takes no part, no word at all', async () => {
  expect(await run('payments', 'statement', join(made.state, 'none.csv'))).toMatchObject({
    code: 70,
    err: expect.stringContaining('none.csv'),
  })
  expect(await run('payments', 'statement', await fileOf('other.csv', [MONEY]), '--bank', 'elsewhere')).toMatchObject({
    code: 1,
    err: expect.stringContaining('elsewhere'),
  })
  expect(await run('payments', 'statement')).toMatchObject({ code: 64 })
})
