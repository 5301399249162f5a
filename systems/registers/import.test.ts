// Registers with a history: from a file, as of a day, struck off; and a report of every bad row with its line.
import { readFileSync } from 'node:fs'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { LANGUAGES, orFault, parseBIN, parseIIN } from '@ruqsat/foundation'
import { houseGateway, TEST_PURPOSE } from '@ruqsat/gateway/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importRegister, startRegisters, type RegisterKind, type RegistersRoom } from './index.ts'

const TODAY = '2026-11-29'
const bin = orFault(parseBIN('080340001111'))
const iin = orFault(parseIIN('850412400012'))
const other = orFault(parseIIN('790923300010'))

let database: TestDatabase
let room: RegistersRoom
beforeAll(async () => {
  database = await openTestDatabase('import')
  const bound = { 'IS-TREES': { binding: { adapter: 'imported' } as const, key: null } }
  room = await startRegisters({ database, gateway: houseGateway(), bound })
})
afterAll(() => database.drop())

const take = (register: string, kind: RegisterKind, lines: readonly string[], isTrial = false) =>
  importRegister(database, register, { kind, today: TODAY, isTrial, text: lines.join('\r\n') })
const firm = async (asOf?: string) => {
  const answer = await room.registers.legalEntity(bin, TEST_PURPOSE, asOf)
  return answer.kind === 'found' ? answer.value.headName : answer.kind
}

describe('a register from a file', () => {
  const head = 'bin;name;registeredOn;address;headIin;headName;from;ended'
  const lines = [
    head,
    `${bin};"«Дала»; ЖШС";2012-03-15;Ақтөбе;${iin};Ерлан;2012-03-15;`,
    `${bin};"«Дала»; ЖШС";2012-03-15;Ақтөбе;${other};Сәуле;2020-01-01;no`,
    `${bin};;;;;;2024-06-01;yes`,
  ]

  it('answers as it was at the end of each day, and as it is now', async () => {
    expect(await take('firms', 'firms', lines, true)).toEqual({ rows: 3, changed: 0, faults: [] })
    expect(await firm('2015-01-01')).toBe('absent')
    expect(await take('firms', 'firms', lines)).toEqual({ rows: 3, changed: 3, faults: [] })
    expect(await take('firms', 'firms', lines)).toEqual({ rows: 3, changed: 0, faults: [] })
    const days = ['2012-03-14', '2012-03-15', '2019-12-31', '2020-01-01', '2024-05-31', '2024-06-01']
    expect(await Promise.all(days.map(firm))).toEqual(['absent', 'Ерлан', 'Ерлан', 'Сәуле', 'Сәуле', 'absent'])
    expect(await firm()).toBe('absent')
    await take('firms', 'firms', [head, `${bin};«Дала» ЖШС;2012-03-15;Ақтөбе;${iin};Ерлан;2024-06-01;no`])
    expect(await firm()).toBe('Ерлан')
  })

  it('of anything else that a package declares has the columns of its file', async () => {
    await take('IS-TREES', 'any', ['about,kind,from', '12-А/7,oak,2020-01-01', '12-А/7,pine,2022-01-01'])
    const ask = (asOf: string) => room.registers.ask({ system: 'IS-TREES', about: '12 а 7', facts: ['kind'], asOf }, TEST_PURPOSE)
    expect(await ask('2021-01-01')).toMatchObject({ kind: 'found', value: { facts: { kind: 'oak' } } })
    expect(await ask('2022-01-01')).toMatchObject({ kind: 'found', value: { facts: { kind: 'pine' } } })
  })

  it('of powers of attorney has several representatives, a scope, a term and a day of revocation', async () => {
    await take('powers-of-attorney', 'powers', [
      'number,representatives,principal,scope,givenOn,validUntil,revokedOn,notarised',
      `NP-9,"${iin} Ерлан; ${other} Сәуле",${bin},бәрі,2020-01-01,2030-01-01,,no`,
      `NP-9,"${iin} Ерлан; ${other} Сәуле",${bin},бәрі,2020-01-01,2030-01-01,2025-02-01,no`,
    ])
    const ask = (asOf?: string) => room.registers.powerOfAttorney({ number: 'np9', principal: bin }, TEST_PURPOSE, asOf)
    const representatives = [
      { iin, name: 'Ерлан' },
      { iin: other, name: 'Сәуле' },
    ]
    const power = { representatives, scope: 'бәрі', principal: bin, validUntil: '2030-01-01', notarised: false }
    expect(await ask()).toMatchObject({ kind: 'found', value: { ...power, revokedOn: '2025-02-01' } })
    expect(await ask('2025-01-31')).toMatchObject({ kind: 'found', value: { ...power, revokedOn: null } })
    expect(await ask('2019-12-31')).toEqual({ kind: 'absent' })
  })
})

it('what the tables of before had is in the history', async () => {
  const former = await openTestDatabase('former-registers')
  const run = (file: string) => former.sql.unsafe(readFileSync(new URL(`./store/migrations/${file}`, import.meta.url), 'utf8'))
  await former.sql`create schema registers`
  for (const file of ['001-registers', '002-kinds-of-tables', '003-any-register', '004-powers-of-attorney']) await run(`${file}.sql`)
  await former.sql`insert into registers.persons values (${iin}, 'А', 'Б', 'В', '1985-04-12', 'Ә', true)`
  await former.sql`insert into registers.legal_entities values (${bin}, 'Ф', '2012-03-15', 'Ә', ${iin}, 'А')`
  for (const [number, revoked] of [
    ['NP-1', null],
    ['NP-2', '2022-01-01'],
    ['NP-3', '2020-01-01'],
  ] as const)
    await former.sql`
      insert into registers.powers_of_attorney values (${number}, ${number}, ${iin}, 'А Б', ${bin}, 'бәрі', '2020-01-01', null, ${revoked})`
  await run('005-history.sql')
  const rows =
    await former.sql`select register, about, from_day::text as day, facts->>'revokedOn' as revoked from registers.history order by 1, 2, 3`
  expect(rows.map((row) => Object.values(row).join(' ').trim())).toEqual([
    `firms ${bin} 2012-03-15`,
    `persons ${iin} 1985-04-12`,
    'powers-of-attorney NP-1 2020-01-01',
    'powers-of-attorney NP-2 2020-01-01',
    'powers-of-attorney NP-2 2022-01-01 2022-01-01',
    'powers-of-attorney NP-3 2020-01-01 2020-01-01',
  ])
  await former.drop()
})

describe('a bad row', () => {
  const head = 'iin,surname,givenName,bornOn,address,entrepreneur,from'
  const good = `${iin},Сынақов,Ерлан,1985-04-12,Ақтөбе,yes,2003-01-01`
  it.each([
    ['850412400013,А,Б,1985-04-12,Ә,no,2003-01-01', 'iin: '],
    [`${iin},,Б,1985-04-12,Ә,no,2003-01-01`, 'surname: nothing is filled in'],
    [`${iin},А,Б,12.04.1985,Ә,no,2003-01-01`, 'bornOn: "12.04.1985" is no day'],
    [`${iin},А,Б,1985-04-12,Ә,maybe,2003-01-01`, 'entrepreneur: write yes or no'],
    [`${iin},А,Б,1985-04-12,Ә,no,2026-11-30`, 'has not come yet'],
    [`${iin},А,Б,1985-04-12,Ә,no`, '7 cells but has 6'],
    [good, 'in line 2 already'],
  ])('%s is reported with its line, and keeps no good row back', async (bad, says) => {
    const { rows, faults } = await take('persons', 'persons', [head, good, '', bad], true)
    expect(rows).toBe(1)
    expect(faults).toMatchObject([{ line: 4 }])
    expect(faults[0]!.text.en).toContain(says)
    for (const language of LANGUAGES) expect(faults[0]!.text[language]).not.toMatch(/[{}]/)
  })

  it.each([
    ['', 1, 'empty'],
    ['iin,surname\n"', 2, 'quotes'],
    ['iin,surname,colour,surname', 1, 'There is no column givenName'],
  ])('a file whose head cannot be read is refused whole: %j', async (text, line, says) => {
    const { rows, faults } = await importRegister(database, 'persons', { kind: 'persons', today: TODAY, isTrial: false, text })
    expect([rows, faults[0]!.line]).toEqual([0, line])
    expect(faults.map((fault) => fault.text.en).join(' ')).toContain(says)
  })
})
