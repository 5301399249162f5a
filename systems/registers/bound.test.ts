import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { houseGateway, TEST_PURPOSE } from '@ruqsat/gateway/testing'
import type { RegisterBinding } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRegisters, type RegistersRoom, type TwinMode } from './index.ts'

let database: TestDatabase
let room: RegistersRoom
let mode: TwinMode = 'ok'
let server: Server
const keys: (string | undefined)[] = []

beforeAll(async () => {
  database = await openTestDatabase('bound')
  server = createServer((request, response) => {
    keys.push(request.headers.authorization)
    const about = decodeURIComponent(request.url!.slice(1))
    const [status, body] = ANSWERS[about] ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' }).end(JSON.stringify(body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/{about}`
  const http: RegisterBinding = {
    adapter: 'http',
    address,
    keyHeader: 'authorization',
    about: 'plot.number',
    facts: { area: 'plot.area', use: 'plot.use.code', pledged: 'plot.pledged' },
    absent: [404],
  }
  const bound = {
    'IS-PLOTS': { binding: http, key: 'Bearer of-this-house' },
    'IS-TREES': { binding: { adapter: 'sandbox' } as const, key: null },
    'IS-PEOPLE': { binding: { adapter: 'persons', facts: { birthday: 'bornOn' } } as const, key: null },
  }
  room = await startRegisters({ database, gateway: houseGateway(), bound, mode: () => mode, timeoutMs: 2_000 })
  await room.populateFacts([{ system: 'IS-TREES', about: '12-А/7', facts: { kind: 'oak' } }])
})
afterAll(async () => {
  server.close()
  await database.drop()
})

const plot = (more: object = {}) => ({ plot: { number: '02:036:001', area: 12.5, use: { code: 'field' }, pledged: false, ...more } })
const ANSWERS: Record<string, [number, object]> = {
  '02-036-001': [200, plot()],
  other: [200, plot()],
  partial: [200, { plot: { number: 'partial', area: 1 } }],
  empty: [200, plot({ number: 'empty', area: null })],
  huge: [200, plot({ number: 'huge', area: Number('12345678901234567890') })],
  // Where `..` would lead.
  '': [200, plot({ number: '' })],
  forbidden: [403, {}],
  broken: [500, {}],
  moved: [302, {}],
}
const ask = (system: string, about: string, facts: readonly string[] = ['area', 'use', 'pledged']) =>
  room.registers.ask({ system, about, facts }, TEST_PURPOSE)

describe('a register with an address', () => {
  it('answers by the paths of the configuration, with the key of this installation', async () => {
    const value = { about: '02:036:001', facts: { area: '12.5', use: 'field', pledged: 'no' } }
    expect(await ask('IS-PLOTS', '02-036-001')).toEqual({ kind: 'found', value })
    expect(keys.at(-1)).toBe('Bearer of-this-house')
    expect(await ask('IS-PLOTS', 'empty')).toMatchObject({ kind: 'found', value: { facts: { area: '' } } })
  })

  it.each([
    ['unknown to it', { kind: 'absent' }],
    ['', { kind: 'absent' }],
    ['..', { kind: 'absent' }],
    ['huge', { kind: 'outage', reason: expect.stringContaining('area') }],
    ['forbidden', { kind: 'refused', refusal: { code: 'register-access-denied' } }],
    ['broken', { kind: 'outage' }],
    ['moved', { kind: 'outage' }],
    ['other', { kind: 'outage', reason: expect.stringContaining('another') }],
    ['partial', { kind: 'outage', reason: expect.stringContaining('use, pledged') }],
  ])('keeps three answers apart: %s', async (about, expected) => {
    expect(await ask('IS-PLOTS', about)).toMatchObject(expected)
  })
})

describe('a register that a package declares', () => {
  it('is a twin in the sandbox, with the rows of the package and the faults of the switch', async () => {
    const facts = { kind: 'oak', age: '' }
    expect(await ask('IS-TREES', '12 а 7', ['kind', 'age'])).toEqual({ kind: 'found', value: { about: '12-А/7', facts } })
    expect(await ask('IS-TREES', '13')).toEqual({ kind: 'absent' })
    const kinds: string[] = []
    for (mode of ['down', 'refusing', 'wrong'] as const) kinds.push((await ask('IS-TREES', '12-А/7', ['kind'])).kind)
    mode = 'ok'
    expect(kinds).toEqual(['outage', 'refused', 'outage'])
  })

  it('may be that of people, under the names of the package', async () => {
    const person = { surname: 'А', givenName: 'Б', patronymic: 'В', bornOn: '1985-04-12', address: 'Ә', entrepreneur: true }
    const other = await startRegisters({
      database,
      gateway: houseGateway(),
      bound: { 'IS-PEOPLE': { binding: { adapter: 'persons', facts: { birthday: 'bornOn' } }, key: null } },
      source: { person: async (iin) => ({ kind: 'found', value: { iin, ...person } }), legalEntity: async () => ({ kind: 'absent' }) },
    })
    const answer = await other.registers.ask(
      { system: 'IS-PEOPLE', about: '850412400012', facts: ['birthday', 'entrepreneur'] },
      TEST_PURPOSE,
    )
    expect(answer).toMatchObject({ kind: 'found', value: { facts: { birthday: '1985-04-12', entrepreneur: 'yes' } } })
  })

  it('refuses by its name where nothing is bound to it', async () => {
    expect([room.registers.isBound('IS-TREES'), room.registers.isBound('IS-NOWHERE'), room.registers.isBound('toString')]).toEqual([
      true,
      false,
      false,
    ])
    const refusal = { code: 'register-not-bound', facts: { register: 'IS-NOWHERE' } }
    expect(await ask('IS-NOWHERE', '1')).toMatchObject({ kind: 'refused', refusal })
  })
})

describe('the registers of people and firms in a real installation', () => {
  const PERSON = { number: '900903337135', last: 'Серікбаев', first: 'Дәулет', born: '1990-09-03', home: 'Ақтөбе' }
  let site: Server
  let answer: readonly [number, object]
  let own: RegistersRoom
  beforeAll(async () => {
    site = createServer((_request, response) => response.writeHead(answer[0]).end(JSON.stringify(answer[1])))
    await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
    const binding: RegisterBinding = {
      adapter: 'http',
      address: `http://127.0.0.1:${(site.address() as AddressInfo).port}/{about}`,
      keyHeader: 'authorization',
      about: 'number',
      facts: { surname: 'last', givenName: 'first', bornOn: 'born', address: 'home' },
      absent: [404],
    }
    own = await startRegisters({
      database,
      gateway: houseGateway(),
      bound: { PEOPLE: { binding, key: null } },
      people: { individual: 'PEOPLE', legalEntity: 'FIRMS', powersOfAttorney: null },
    })
  })
  afterAll(() => void site.close())
  const person = () => own.registers.person(PERSON.number as never, TEST_PURPOSE)

  it('are asked like any other; found, absent, refused and out of reach are four answers', async () => {
    answer = [200, PERSON]
    expect(await person()).toMatchObject({
      kind: 'found',
      value: { surname: 'Серікбаев', patronymic: '', bornOn: '1990-09-03', entrepreneur: false },
    })
    answer = [404, {}]
    expect(await person()).toEqual({ kind: 'absent' })
    answer = [403, {}]
    expect(await person()).toMatchObject({ kind: 'refused' })
    for (const [status, change] of [
      [500, {}],
      [200, { number: '880202400014' }],
      [200, { born: 'long ago' }],
      [200, { last: undefined }],
    ] as const) {
      answer = [status, { ...PERSON, ...change }]
      expect(await person()).toMatchObject({ kind: 'outage' })
    }
  })

  it('refuse by name where nothing answers for one', async () => {
    expect(await own.registers.legalEntity('990440000385' as never, TEST_PURPOSE)).toMatchObject({ kind: 'refused' })
  })
})
