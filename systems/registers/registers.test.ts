import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { checkDigit } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LegalEntity, type Person, type RegistersRoom, startRegisters, type TwinMode } from './index.ts'

const withCheckDigit = (eleven: string) => `${eleven}${checkDigit(eleven)}`
const person: Person = {
  ...{ iin: withCheckDigit('85010130001'), surname: 'Сынақов', givenName: 'Ерлан', patronymic: 'Маратұлы', bornOn: '1985-01-01' },
  ...{ address: 'Ақтөбе қаласы', entrepreneur: true },
}
const entity: LegalEntity = {
  bin: withCheckDigit('12034000001'),
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
  room = await startRegisters({ database, mode: () => mode, timeoutMs: 300 })
  await room.populateTwin([person], [entity])
  await room.populateTwin([person], [entity])
})
afterAll(() => database.drop())

describe('the registers', () => {
  it('find whom they know', async () => {
    expect(await room.registers.person(person.iin)).toEqual({ kind: 'found', value: person })
    expect(await room.registers.legalEntity(entity.bin)).toEqual({ kind: 'found', value: entity })
  })

  it('tell absence, refusal and outage apart', async () => {
    const stranger = withCheckDigit('90020240001')
    expect(await room.registers.person(stranger)).toEqual({ kind: 'absent' })
    mode = 'refusing'
    expect(await room.registers.person(person.iin)).toMatchObject({ kind: 'refused', refusal: { code: 'register-access-denied' } })
    mode = 'down'
    expect(await room.registers.legalEntity(entity.bin)).toMatchObject({ kind: 'outage' })
    mode = 'slow'
    expect(await room.registers.legalEntity(entity.bin)).toMatchObject({ kind: 'outage', reason: expect.stringContaining('within 300 ms') })
    mode = 'ok'
  })

  it('never hand on an answer about somebody else', async () => {
    mode = 'wrong'
    expect(await room.registers.person(person.iin)).toMatchObject({ kind: 'outage', reason: expect.stringContaining('another') })
    expect(await room.registers.legalEntity(entity.bin)).toMatchObject({ kind: 'outage' })
    mode = 'ok'
  })

  it('are not asked for a number that cannot exist', async () => {
    mode = 'down'
    const wrongDigit = `${person.iin.slice(0, 11)}${(Number(person.iin[11]) + 1) % 10}`
    expect(await room.registers.person(wrongDigit)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'value.iin-check-digit', field: 'iin' },
    })
    expect(await room.registers.person('12')).toMatchObject({ refusal: { code: 'value.iin-length' } })
    expect(await room.registers.legalEntity(person.iin)).toMatchObject({ refusal: { code: 'value.bin-is-iin', field: 'bin' } })
    mode = 'ok'
  })

  it('can be asked by another way: a source that throws is an outage', async () => {
    const other = await startRegisters({
      database,
      source: { person: () => Promise.reject(new Error('gateway')), legalEntity: () => new Promise(() => undefined) },
      timeoutMs: 50,
    })
    expect(await other.registers.person(person.iin)).toMatchObject({ kind: 'outage' })
    expect(await other.registers.legalEntity(entity.bin)).toMatchObject({ kind: 'outage' })
  })
})
