// One contract for every way by which a register is asked: found, absent, refused and out of reach stay apart, and the journal of the gateway
// says who asked, for which case, by which paragraph. Real wires: HTTP, the gateway's SOAP with signatures, and the twin within the house.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { orFault, parseBIN, parseIIN, type Answer } from '@ruqsat/foundation'
import { SYNC_PATH } from '@ruqsat/gateway'
import type { HouseService } from '@ruqsat/gateway/contract'
import { HOUSE_BIN, openTestGateway, routeTo, TEST_PURPOSE, type TestGateway } from '@ruqsat/gateway/testing'
import type { RegisterBinding } from '@ruqsat/law'
import { readXml } from '@ruqsat/xml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRegisters, type RegistersRoom, type TwinMode } from './index.ts'
import { refuseRegister } from './refusals.ts'
import { registerService } from './wire/gateway.ts'

/** What one and the same register knows, whichever way leads to it. */
const FACTS = { area: '12.5', use: 'field & <garden>' }
type Known = 'found' | 'absent' | 'refused' | 'outage' | 'of another' | 'without a fact'
const NUMBERS: Readonly<Record<Known, string>> = {
  found: 'KZ-02:036',
  absent: 'KZ-none',
  refused: 'KZ-secret',
  outage: 'KZ-down',
  'of another': 'KZ-other',
  'without a fact': 'KZ-partial',
}
/** What came to those systems. */
const asked: string[] = []
const kindOf = (number: string) => (Object.entries(NUMBERS).find(([, each]) => each === number)?.[0] ?? 'absent') as Known

let gateway: TestGateway
let server: Server
let room: RegistersRoom
let mode: TwinMode = 'ok'

beforeAll(async () => {
  server = createServer((request, response) => {
    const number = decodeURIComponent(request.url!.slice(1))
    const status = { absent: 404, refused: 403, outage: 500 }[kindOf(number) as string] ?? 200
    response.writeHead(status).end(JSON.stringify(jsonOf(number)))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  gateway = await openTestGateway((origin) => {
    const route = {
      refused: ['register-access-denied'],
      breaker: { after: 1000, pauseSeconds: 1 },
      timeoutMs: 60_000,
      repeatable: false,
      signedBy: [HOUSE_BIN],
    }
    const callers = [{ sender: 'house', bin: HOUSE_BIN, source: TEST_PURPOSE.source as never }]
    const service = { authority: 'test-authority', repeatable: true, callers }
    return {
      routes: {
        plots: routeTo(origin + SYNC_PATH, { ...route, service: 'PlotInfo_v2' }),
        'IS-MOVED': routeTo(origin + SYNC_PATH, { ...route, service: 'Moved' }),
      },
      services: { PlotInfo_v2: { house: 'foreign', ...service }, Moved: { house: 'moved', ...service } },
    }
  })
  const http: RegisterBinding = {
    adapter: 'http',
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/{about}`,
    keyHeader: 'authorization',
    about: 'plot.number',
    facts: { area: 'plot.area', use: 'plot.use' },
    absent: [404],
  }
  const foreign: RegisterBinding = {
    adapter: 'gateway',
    route: 'plots',
    question:
      '<q:Request xmlns:q="urn:plots"><Id>{messageId}</Id><At>{messageDate}</At><Number>{about}</Number><Day>{asOf}</Day></q:Request>',
    about: 'Plot.Number',
    facts: { area: 'Plot.Area', use: 'Plot.Use.Code' },
    absent: { at: 'Status.Code', values: ['001'] },
  }
  const moved: RegisterBinding = { adapter: 'gateway', route: 'IS-MOVED', facts: {} }
  gateway.room.offer('foreign', FOREIGN)
  gateway.room.offer('moved', registerService({ ask: async ({ about, asOf }) => (asked.push(asOf ?? ''), ownAnswer(about)) }))
  room = await startRegisters({
    database: gateway.trust.database,
    gateway: gateway.room,
    mode: () => mode,
    timeoutMs: 60_000,
    bound: {
      'IS-HTTP': { binding: http, key: null },
      'IS-FOREIGN': { binding: foreign, key: null },
      'IS-MOVED': { binding: moved, key: null },
      'IS-TWIN': { binding: { adapter: 'sandbox' }, key: null },
    },
  })
  await room.populateFacts(['found', 'refused', 'outage', 'of another'].map((kind) => row(NUMBERS[kind as Known])))
})
afterAll(async () => {
  server?.close()
  await gateway?.close()
})

const row = (about: string) => ({ system: 'IS-TWIN', about, facts: FACTS })

const jsonOf = (number: string) => ({
  plot: {
    number: kindOf(number) === 'of another' ? 'KZ-99' : number,
    area: 12.5,
    ...(kindOf(number) !== 'without a fact' && { use: FACTS.use }),
  },
})

/** As a system that others wrote: a namespace of its own, elements below each other, a status in the answer. */
const FOREIGN: HouseService = {
  async answer(payload) {
    asked.push(payload)
    const read = readXml(payload)
    const number = read.kind === 'read' ? read.root.children.find(({ name }) => name === 'Number')!.text : ''
    const kind = kindOf(number)
    if (kind === 'refused') return { kind: 'refused', refusal: refuseRegister('register-access-denied') }
    if (kind === 'outage') throw new Error('down')
    if (number === 'KZ-nil')
      return { kind: 'found', value: '<r:Response xmlns:r="urn:plots"><Status><Code>001</Code></Status></r:Response>' }
    if (kind === 'absent') return { kind: 'absent' }
    const use = kind === 'without a fact' ? '' : '<Use><Code>field &amp; &lt;garden&gt;</Code></Use>'
    const about = kind === 'of another' ? 'KZ-99' : number
    const plot = `<Plot><Number>${about}</Number><Area>12.5</Area>${use}</Plot>`
    return { kind: 'found', value: `<r:Response xmlns:r="urn:plots"><Status><Code>002</Code></Status>${plot}</r:Response>` }
  },
}

async function ownAnswer(about: string): Promise<Answer<{ about: string; facts: Readonly<Record<string, string>> }>> {
  const kind = kindOf(about)
  if (kind === 'absent') return { kind }
  if (kind === 'refused') return { kind, refusal: refuseRegister('register-access-denied') }
  if (kind === 'outage') throw new Error('down')
  if (kind === 'of another') return { kind: 'found', value: { about: 'KZ-99', facts: FACTS } }
  return { kind: 'found', value: { about, facts: kind === 'without a fact' ? { area: FACTS.area } : FACTS } }
}

const ask = (system: string, about: string) => {
  mode =
    system !== 'IS-TWIN'
      ? 'ok'
      : (({ outage: 'down', refused: 'refusing', 'of another': 'wrong' } as const)[kindOf(about) as string] ?? 'ok')
  return room.registers.ask({ system, about, facts: ['area', 'use'] }, { ...TEST_PURPOSE, caseId: `${system} ${about}` })
}

const WAYS = [
  ['IS-HTTP', 'by HTTP', 'within'],
  ['IS-FOREIGN', 'over the gateway in a format of its own', 'asked'],
  ['IS-MOVED', 'over the gateway in our format', 'asked'],
  ['IS-TWIN', 'a twin within the house', 'within'],
] as const

describe.each(WAYS)('%s, %s', (system, _, direction) => {
  it.each([
    ['found', { kind: 'found', value: { about: 'KZ-02:036', facts: FACTS } }],
    ['absent', { kind: 'absent' }],
    ['refused', { kind: 'refused', refusal: { code: 'register-access-denied' } }],
    ['outage', { kind: 'outage' }],
    ['of another', { kind: 'outage', reason: expect.stringContaining('another') }],
    ...(system === 'IS-TWIN' ? [] : ([['without a fact', { kind: 'outage', reason: expect.stringContaining('use') }]] as const)),
  ] as const)('%s', async (kind, expected) => {
    expect(await ask(system, NUMBERS[kind])).toMatchObject(expected)
    const outcome = ['of another', 'without a fact'].includes(kind) ? 'found' : kind
    const lines = await gateway.room.journal.search({ term: `${system} ${NUMBERS[kind]}` })
    expect(lines).toMatchObject([
      { direction, outcome, asker: 'clerk-1', role: 'clerk', source: { item: '8' }, authority: 'test-authority' },
    ])
  })
})

it.each([
  ['IS-FOREIGN', { kind: 'found', value: { facts: FACTS } }],
  ['IS-MOVED', { kind: 'found', value: { facts: FACTS } }],
  ['IS-TWIN', { kind: 'found', value: { facts: FACTS } }],
  ['IS-HTTP', { kind: 'refused', refusal: { code: 'register-keeps-no-history' } }],
])('%s is asked about another day, or says that it cannot be', async (system, expected) => {
  mode = 'ok'
  asked.length = 0
  const query = { system, about: NUMBERS.found, facts: ['area', 'use'], asOf: '2020-02-29' } as const
  expect(await room.registers.ask(query, TEST_PURPOSE)).toMatchObject(expected)
  if (system === 'IS-FOREIGN') expect(asked.at(-1)).toMatch(/>2020-02-29<\/Day>/)
  if (system === 'IS-MOVED') expect(asked.at(-1)).toBe('2020-02-29')
})

it('an answer may say by a status of its own that nothing is known', async () => {
  expect(await ask('IS-FOREIGN', 'KZ-nil')).toEqual({ kind: 'absent' })
})

it('a question that came over the wire is found by whom it is about, at both ends', async () => {
  await ask('IS-MOVED', NUMBERS.found)
  const lines = await gateway.room.gateway.asksAbout(NUMBERS.found)
  expect(new Set(lines.map((line) => line.direction))).toEqual(new Set(['asked', 'answered', 'within']))
  expect(await gateway.room.gateway.asksAbout('KZ-nobody')).toEqual([])
})

it('a register that is bound to a route that the gateway does not have is a fault at the start', async () => {
  const bound = { 'IS-FAR': { binding: { adapter: 'gateway', route: 'nowhere', facts: {} }, key: null } } as const
  await expect(startRegisters({ database: gateway.trust.database, gateway: gateway.room, bound })).rejects.toThrow('nowhere')
})

describe('people, firms and powers of attorney', () => {
  const iin = orFault(parseIIN('850412400012'))
  const bin = orFault(parseBIN('080340001111'))
  const power = {
    number: 'NP-7',
    representatives: [
      { iin, name: 'Ә. Қ.' },
      { iin: orFault(parseIIN('790923300010')), name: 'Б' },
    ],
    principal: bin,
    scope: 'бәрі',
    givenOn: '2026-01-15',
    validUntil: null,
    revokedOn: '2026-06-01',
    notarised: false,
  } as const

  it('are asked through the gateway too, and the principal of a power finds the question', async () => {
    mode = 'ok'
    await room.populatePowers([power])
    const answer = await room.registers.powerOfAttorney({ number: 'np 7', principal: bin }, TEST_PURPOSE)
    expect(answer).toEqual({ kind: 'found', value: { ...power, number: 'np 7' } })
    expect(await room.registers.person(iin, TEST_PURPOSE)).toEqual({ kind: 'absent' })
    expect(await gateway.room.gateway.asksAbout(bin)).toMatchObject([{ route: 'powers-of-attorney', outcome: 'found' }])
    expect(await gateway.room.gateway.asksAbout([bin, iin])).toMatchObject([
      { route: 'persons', outcome: 'absent' },
      { route: 'powers-of-attorney' },
    ])
  })

  it('are listed for whom they name, given or received, as they are now; who answers by number alone says so', async () => {
    mode = 'ok'
    const dauren = orFault(parseIIN('790923300010'))
    const later = {
      ...power,
      number: 'NP-8',
      representatives: [{ iin: dauren, name: 'Б' }],
      principal: iin,
      givenOn: '2026-02-01',
    } as const
    const current = { ...later, revokedOn: null, validUntil: '2027-01-01', notarised: true } as const
    await room.populatePowers([power, current])
    const numbers = async (of: typeof iin | typeof bin) => {
      const answer = await room.registers.powersOf(of, TEST_PURPOSE)
      return answer.kind === 'found' ? answer.value.map(({ number }) => number) : answer.kind
    }
    expect([await numbers(iin), await numbers(dauren), await numbers(bin)]).toEqual([['NP-8', 'NP-7'], ['NP-8', 'NP-7'], ['NP-7']])
    expect(await numbers(orFault(parseIIN('900101300017')))).toEqual([])
    expect(await room.registers.powersOf(dauren, TEST_PURPOSE)).toEqual({ kind: 'found', value: [current, power] })
    expect(await gateway.room.gateway.asksAbout(dauren)).toMatchObject([{ route: 'powers-of-attorney' }, { route: 'powers-of-attorney' }])
    for (const system of ['IS-HTTP', 'IS-FOREIGN'])
      expect(await room.registers.ask({ system, about: iin, facts: [], lists: true }, TEST_PURPOSE), system).toMatchObject({
        kind: 'refused',
        refusal: { code: 'register-gives-no-lists' },
      })
  })
})
