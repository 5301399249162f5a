import * as fc from 'fast-check'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { houseGateway, TEST_PURPOSE } from '@ruqsat/gateway/testing'
import { checkDigit, isRefusal, parseBIN, parseIIN, orFault, ownBIN, ownIIN } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LegalEntity, type RegisterPerson, type RegistersRoom, startRegisters, type TwinMode } from './index.ts'

/** Eleven digits in the order of a date or of a firm's month, with the digit that checks them, and spaces as people put them. */
const typedNumber = fc
  .tuple(fc.constantFrom('8504124', '0612116', '94014', '98074', '000000', '9913324'), fc.integer({ min: 0, max: 999_999 }))
  .map(([head, serial]) => `${head}${String(serial).padStart(6, '0')}`.slice(0, 11))
  .map((eleven) => `${eleven.slice(0, 6)} ${eleven.slice(6)}${checkDigit(eleven) ?? 0}`)

const iinOf = (eleven: string) => orFault(parseIIN(`${eleven}${checkDigit(eleven)}`))
const binOf = (eleven: string) => orFault(parseBIN(`${eleven}${checkDigit(eleven)}`))
const person: RegisterPerson = {
  iin: iinOf('85010130001'),
  surname: 'Сынақов',
  givenName: 'Ерлан',
  patronymic: 'Маратұлы',
  bornOn: '1985-01-01',
  address: 'Ақтөбе қаласы',
  entrepreneur: true,
}
const entity: LegalEntity = {
  bin: binOf('12034000001'),
  name: '«Дала» ЖШС',
  registeredOn: '2012-03-15',
  address: 'Ақтөбе қаласы',
  headIin: person.iin,
  headName: 'Сынақов Ерлан',
}

let database: TestDatabase
let room: RegistersRoom
let mode: TwinMode = 'ok'
beforeAll(async () => {
  database = await openTestDatabase('registers')
  room = await startRegisters({ database, gateway: houseGateway(), mode: () => mode, timeoutMs: 300 })
  await room.populateTwin([person], [entity])
  await room.populateTwin([person], [entity])
})
afterAll(() => database.drop())

describe('the registers', () => {
  it('find whom they know', async () => {
    expect(await room.registers.person(person.iin, TEST_PURPOSE)).toEqual({ kind: 'found', value: person })
    expect(await room.registers.legalEntity(entity.bin, TEST_PURPOSE)).toEqual({ kind: 'found', value: entity })
  })

  it('tell absence, refusal and outage apart', async () => {
    const stranger = iinOf('90020240001')
    expect(await room.registers.person(stranger, TEST_PURPOSE)).toEqual({ kind: 'absent' })
    mode = 'refusing'
    expect(await room.registers.person(person.iin, TEST_PURPOSE)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'register-access-denied' },
    })
    mode = 'down'
    expect(await room.registers.legalEntity(entity.bin, TEST_PURPOSE)).toMatchObject({ kind: 'outage' })
    mode = 'slow'
    expect(await room.registers.legalEntity(entity.bin, TEST_PURPOSE)).toMatchObject({
      kind: 'outage',
      reason: expect.stringContaining('within 300 ms'),
    })
    mode = 'ok'
  })

  it('never hand on an answer about somebody else', async () => {
    mode = 'wrong'
    expect(await room.registers.person(person.iin, TEST_PURPOSE)).toMatchObject({
      kind: 'outage',
      reason: expect.stringContaining('another'),
    })
    expect(await room.registers.legalEntity(entity.bin, TEST_PURPOSE)).toMatchObject({ kind: 'outage' })
    mode = 'ok'
  })

  it('are not asked for a number that cannot exist', async () => {
    mode = 'down'
    // No caller can write this: only a row that an older release kept.
    const wrongDigit = ownIIN(`${person.iin.slice(0, 11)}${(Number(person.iin[11]) + 1) % 10}`)
    expect(await room.registers.person(wrongDigit, TEST_PURPOSE)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'value.iin-check-digit', field: 'iin' },
    })
    expect(await room.registers.legalEntity(ownBIN(person.iin), TEST_PURPOSE)).toMatchObject({
      refusal: { code: 'value.bin-is-iin', field: 'bin' },
    })
    mode = 'ok'
  })

  it('are asked about every number that a door takes', async () => {
    const asked: string[] = []
    const source = {
      person: async (iin: string) => (asked.push(iin), { kind: 'absent' as const }),
      legalEntity: async (bin: string) => (asked.push(bin), { kind: 'absent' as const }),
    }
    const other = await startRegisters({ database, gateway: houseGateway(), source })
    await fc.assert(
      fc.asyncProperty(fc.oneof(typedNumber, fc.stringMatching(/^[0-9 –-]{12,14}$/)), async (typed) => {
        const [iin, bin] = [parseIIN(typed), parseBIN(typed)]
        if (!isRefusal(iin)) expect(await other.registers.person(iin, TEST_PURPOSE)).toEqual({ kind: 'absent' })
        if (!isRefusal(bin)) expect(await other.registers.legalEntity(bin, TEST_PURPOSE)).toEqual({ kind: 'absent' })
      }),
    )
    expect(asked.length).toBeGreaterThan(0)
  })

  it('can be asked by another way: a source that throws is an outage', async () => {
    const other = await startRegisters({
      database,
      gateway: houseGateway(),
      source: { person: () => Promise.reject(new Error('gateway')), legalEntity: () => new Promise(() => undefined) },
      timeoutMs: 50,
    })
    expect(await other.registers.person(person.iin, TEST_PURPOSE)).toMatchObject({ kind: 'outage' })
    expect(await other.registers.legalEntity(entity.bin, TEST_PURPOSE)).toMatchObject({ kind: 'outage' })
  })
})
