import { orFault, parseIIN, parseBIN } from '@ruqsat/foundation'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import { startGateway, type GatewayRoom } from '@ruqsat/gateway'
import { openLegalClock, type LegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock, type StandingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import type { CaseView } from '@ruqsat/caseflow'
import type { HallBookings } from '@ruqsat/centre/contract'
import { toLocal } from '@ruqsat/clock'
import type { Edition } from '@ruqsat/law'
import type { Regulations } from '@ruqsat/regulations'
import { openActs } from '@ruqsat/regulations/testing'
import { buildIslands } from '@ruqsat/signing'
import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { startPortal, type PortalRoom } from '../index.ts'
import {
  ENTRY,
  PERSON_ENTRY,
  hostDouble,
  messagingDouble,
  paymentsDouble,
  publicRegisterDouble,
  registersDouble,
  trustDouble,
  type MessagingDouble,
  type RegistersDouble,
  type TrustDouble,
} from './doubles.ts'

/** Fictional people with right check digits. */
export const AIGERIM = {
  iin: orFault(parseIIN('850412400012')),
  surname: 'Сағындықова',
  givenName: 'Әйгерім',
  patronymic: 'Қайратқызы',
  bornOn: '1985-04-12',
  address: 'Ақтөбе қ., Тәуелсіздік д., 7',
  entrepreneur: true,
}
export const DAUREN = {
  iin: orFault(parseIIN('790923300010')),
  surname: 'Әбілов',
  givenName: 'Дәурен',
  patronymic: 'Серікұлы',
  bornOn: '1979-09-23',
  address: 'Ақтөбе қ., Абай к., 3',
  entrepreneur: false,
}
export const FIRM = {
  bin: orFault(parseBIN('080340001111')),
  name: '«Алтын дән» ЖШС',
  registeredOn: '2008-03-11',
  address: 'Ақтөбе қ., Өнеркәсіп к., 15',
  headIin: DAUREN.iin,
  headName: 'Әбілов Дәурен Серікұлы',
}

export type TestPortal = {
  readonly site: FastifyInstance
  readonly database: TestDatabase
  readonly legalClock: LegalClock
  readonly technicalClock: StandingTechnicalClock
  readonly trust: TrustDouble
  readonly registers: RegistersDouble
  /** The real one, with its journal; a test offers what answers. */
  readonly gateway: GatewayRoom
  readonly messaging: MessagingDouble
  /** The door of programs. */
  readonly intake: PortalRoom['intake']
  /** What the host double has. */
  readonly cases: CaseView[]
  readonly editionHash: string
  /** Keeps cookies between requests, as a browser does. */
  browser(): Browser
  close(): Promise<void>
}

export type Answer = {
  readonly status: number
  readonly text: string
  readonly location: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
}

export type Browser = {
  get(path: string): Promise<Answer>
  /** Posts a form with the token of the page that was shown last. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>
  /** The same with fields that come more than once. */
  postAll(path: string, fields: readonly (readonly [string, string])[]): Promise<Answer>
  upload(path: string, field: string, file: { readonly name: string; readonly bytes: Buffer }): Promise<Answer>
  /** For a real browser that goes on from here. */
  cookie(name: string): string
  /** Forgets the session, as when it ran out. */
  loseSession(): void
}

/** What an installation holds back of its packages: act and variant of each are shown, and not offered. */
export function heldBack(regulations: Regulations, services: readonly string[]): Regulations {
  const held = (edition: Edition): Edition => {
    const { regulation } = edition
    const variants = regulation.variants.map((each) =>
      services.includes(`${regulation.id}/${each.id}`) ? { ...each, offered: false } : each,
    )
    return { ...edition, regulation: { ...regulation, variants } }
  }
  const edition = (hash: string) => {
    const found = regulations.edition(hash)
    return found === null ? null : held(found)
  }
  return { ...regulations, editions: regulations.editions.map(held), edition }
}

/** The portal with its own database, the real package of regulations and doubles for every neighbour. */
export async function openTestPortal(
  options: {
    readonly port?: number
    readonly startAt?: string
    readonly heldBack?: readonly string[]
    readonly bookings?: HallBookings
  } = {},
): Promise<TestPortal> {
  const database = await openTestDatabase('portal')
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: options.startAt ?? '2014-10-01T04:30:00.000Z' })
  const technicalClock = standingTechnicalClock('2026-01-05T06:00:00.000Z')
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-portal-'))
  const islands = await buildIslands(folder)
  const regulations = heldBack(await openActs(), options.heldBack ?? [])
  const edition = regulations.editions.find(({ regulation }) => regulation.id === 'grain')!
  const log = pino({ level: process.env['PORTAL_LOG'] ?? 'silent' })
  const zone = regulations.tables.zones[edition.regulation.authority.zone]!
  const legalTime = async () => ({ ...toLocal(await legalClock.now(), zone), moved: true })
  const origin = `http://localhost:${options.port ?? 80}`
  const site = await createSite({ origin, host: '127.0.0.1', port: options.port ?? 0, logger: log, sandbox: true, legalTime })
  const [trust, registers, messaging, cases] = [
    trustDouble(),
    registersDouble([AIGERIM, DAUREN], [FIRM]),
    messagingDouble(),
    [] as CaseView[],
  ]
  const gateway = await startGateway({
    database,
    legalClock,
    log,
    trust: trust as never,
    config: { sender: 'portal-test', passwordFile: null, keyFile: null, certificateFile: null, routes: {}, services: {} },
    signing: null,
    secret: new Uint8Array(32).fill(7),
  })
  const room = await startPortal({
    channels: ['portal'],
    site,
    database,
    legalClock,
    technicalClock,
    log,
    regulations,
    trust,
    registers,
    gateway: gateway.gateway,
    messaging,
    islands,
    // As an installation does: every act that it has, also those that are only transcribed.
    offers: regulations.editions.map(({ hash, regulation }) => ({
      regulation: regulation.id,
      edition: hash,
      from: '2014-10-01T00:00:00.000Z',
      to: null,
    })),
    payments: paymentsDouble(),
    ...(options.bookings && { bookings: options.bookings }),
    hosts: { [edition.regulation.host]: hostDouble(cases) },
    packages: { sendFile: async () => null, sendPackage: async () => ({ kind: 'waiting' }) },
    publicRegister: publicRegisterDouble([ENTRY, PERSON_ENTRY]),
    diagramPdf: async (diagram, { paper }) => Buffer.from(`%PDF ${diagram.id} ${paper}`),
    secret: Buffer.alloc(32, 5),
    passwordCost: QUICK_PASSWORDS,
  })
  await site.ready()
  return {
    site,
    database,
    legalClock,
    technicalClock,
    trust,
    registers,
    gateway,
    messaging,
    intake: room.intake,
    cases,
    editionHash: edition.hash,
    browser: () => browserOf(site),
    async close() {
      await room.stop()
      await site.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

let browsers = 0

/** Each browser has an address of its own: limits are per address. */
function browserOf(site: FastifyInstance): Browser {
  const number = ++browsers
  const remoteAddress = `10.0.${number >> 8}.${number & 255}`
  const cookies = new Map<string, string>()
  let csrf = ''
  let shown = ''
  const send = async (method: 'GET' | 'POST', url: string, payload?: string | Buffer, type?: string): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      accept: 'text/html',
      cookie,
      ...(type && { 'content-type': type }),
      ...(method === 'POST' && { referer: `http://localhost:80${shown}` }),
    }
    const answer = await site.inject({ method, url, headers, remoteAddress, ...(payload !== undefined && { payload }) })
    for (const each of answer.cookies) {
      if (each.value === '') cookies.delete(each.name)
      else cookies.set(each.name, each.value)
    }
    csrf = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? csrf
    if (method === 'GET' && answer.statusCode === 200) shown = url
    return {
      status: answer.statusCode,
      text: answer.body,
      location: String(answer.headers.location ?? ''),
      headers: answer.headers,
      bytes: answer.rawPayload,
    }
  }
  return {
    get: (path) => send('GET', path),
    post: (path, fields) =>
      send('POST', path, new URLSearchParams({ _csrf: csrf, ...fields }).toString(), 'application/x-www-form-urlencoded'),
    postAll: (path, fields) =>
      send(
        'POST',
        path,
        new URLSearchParams([['_csrf', csrf], ...fields.map(([name, value]) => [name, value])]).toString(),
        'application/x-www-form-urlencoded',
      ),
    upload(path, field, file) {
      const boundary = 'a-boundary-of-the-tests'
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${csrf}\r\n--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
      return send(
        'POST',
        path,
        Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
        `multipart/form-data; boundary=${boundary}`,
      )
    },
    cookie: (name) => cookies.get(name) ?? '',
    loseSession: () => void cookies.delete('portal'),
  }
}
