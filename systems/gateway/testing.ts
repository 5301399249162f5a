// A gateway for tests, with an authority, a site on a free port and systems that may call.
import { createServer, type AddressInfo } from 'node:net'
import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { technicalClock } from '@ruqsat/database'
import { Fault, type BIN } from '@ruqsat/foundation'
import { openTestTrust, OTHER_BIN, type TestTrust } from '@ruqsat/trust/testing'
import Fastify, { type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { startGateway, type GatewayConfig, type GatewayDeps, type GatewayRoom } from './index.ts'
import type { Gateway, HouseService, Purpose, Question } from './contract.ts'
import type { Route } from './core/config.ts'
import { post } from './wire/post.ts'
import { envelopeOf, readEnvelope } from './wire/soap.ts'
import { readSyncAnswer, syncRequestXml } from './wire/sync.ts'
import type { SystemKey } from './wire/xml-signature.ts'

export { envelopeOf } from './wire/soap.ts'
export const HOUSE_BIN = '080340001111' as BIN
export const CALLER_BIN = OTHER_BIN

const HOUSE_SOURCE = { act: 'test-law', item: '8', certainty: 'found' } as const

/** A key with the certificate of an information system of this firm. */
export async function systemKey(
  { trust }: Pick<TestTrust, 'trust'>,
  bin: BIN,
  roles: readonly 'information-system'[] = ['information-system'],
): Promise<SystemKey> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const issued = await trust.authority.issueCertificate({
    subject: { commonName: 'ТЕСТ АЖ', organisation: 'ТЕСТ', bin },
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    purpose: 'sign',
    roles,
  })
  return { key: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })), certificate: issued.certificate }
}

export type TestGateway = {
  readonly room: GatewayRoom
  readonly origin: string
  readonly trust: TestTrust
  readonly own: SystemKey
  readonly caller: SystemKey
  close(): Promise<void>
}

/** `config` sees the origin of its own site, for routes that lead back to it. */
export async function openTestGateway(
  config: (origin: string) => Partial<GatewayConfig>,
  more: Partial<GatewayDeps> = {},
): Promise<TestGateway> {
  const trust = await openTestTrust()
  const [own, caller] = [await systemKey(trust, HOUSE_BIN), await systemKey(trust, CALLER_BIN)]
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const site: FastifyInstance = Fastify()
  let door: GatewayRoom | null = null
  await site.register(async (app) => {
    door = await startGateway({
      database: trust.database,
      legalClock: trust.clock,
      log: pino({ level: 'silent' }),
      trust: trust.trust,
      config: { sender: 'house', passwordFile: null, keyFile: null, certificateFile: null, routes: {}, services: {}, ...config(origin) },
      signing: own,
      secret: new Uint8Array(32).fill(9),
      technicalClock,
      ...more,
    })
    await app.register(door.door(origin))
  })
  await site.listen({ host: '127.0.0.1', port })
  return {
    room: door!,
    origin,
    trust,
    own,
    caller,
    close: async () => {
      await door!.stop()
      site.server.closeAllConnections()
      await site.close()
      await trust.close()
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** A route with everything that a configuration may leave out. */
export function routeTo(address: string, more: Partial<Route> = {}): Route {
  return {
    service: 'Firms',
    address,
    channel: 'sync',
    signedBy: [],
    timeoutMs: 2_000,
    tries: 3,
    repeatable: true,
    payload: 'elements',
    absent: ['NO_DATA'],
    refused: ['caller-not-allowed'],
    breaker: { after: 5, pauseSeconds: 30 },
    ...more,
  }
}

/** A service that this caller may ask for. */
export const offeredTo = (house: string, repeatable = false): GatewayConfig['services'][string] => ({
  house,
  authority: 'test-authority',
  repeatable,
  callers: [{ sender: 'caller', bin: CALLER_BIN, source: HOUSE_SOURCE }],
})

/** Services of one house without a wire, a database or a journal, for tests of rooms that ask: `asked` has every question. */
export function houseGateway(): Pick<GatewayRoom, 'offer'> & {
  readonly gateway: Pick<Gateway, 'ask' | 'hasRoute'>
  readonly asked: Question[]
} {
  const services = new Map<string, HouseService>()
  const asked: Question[] = []
  return {
    asked,
    offer: (name, service) => void services.set(name, service),
    gateway: {
      hasRoute: (route) => services.has(route),
      ask: async (question) => {
        asked.push(question)
        const service = services.get(question.route)
        if (service === undefined) throw new Fault(`Expected a service ${question.route} but none is offered`)
        return service.answer(question.payload, { messageId: '1', caller: question.purpose.asker, at: '2026-01-05T06:00:00.000Z' })
      },
    },
  }
}

export const TEST_PURPOSE: Purpose = {
  authority: 'test-authority',
  asker: 'clerk-1',
  role: 'clerk',
  caseId: 'case-1',
  source: HOUSE_SOURCE,
}

export type AskedOverWire = {
  /** The whole answer as it came, signed. */
  readonly text: string
  readonly payload: string | null
  /** Codes of the fault; empty for an answer. */
  readonly codes: readonly string[]
}

/** Another information system that asks the synchronous channel of a house at this address. */
export async function askOverWire(
  address: string,
  {
    key,
    service,
    sender,
    payload,
  }: { readonly key: SystemKey; readonly service: string; readonly sender: string; readonly payload: string },
): Promise<AskedOverWire> {
  const info = {
    messageId: randomUUID(),
    correlationId: null,
    serviceId: service,
    messageDate: technicalClock.now(),
    senderId: sender,
    sessionId: null,
  }
  const { text } = await post(address, envelopeOf(syncRequestXml({ info, payload, isText: false }, null), key), AbortSignal.timeout(60_000))
  const read = readEnvelope(text, 'required')
  if (read.kind === 'unread') throw new Error(`Expected a signed answer but found ${read.fault}: ${text.slice(0, 300)}`)
  const answer = readSyncAnswer(read.content)
  if (answer.kind === 'unreadable') throw new Error(`Expected an answer of the channel but found ${answer.what}`)
  return answer.kind === 'fault'
    ? { text, payload: null, codes: answer.error.codes }
    : { text, payload: answer.response.payload, codes: [] }
}
