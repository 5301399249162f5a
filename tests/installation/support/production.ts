// Production with every neighbour that all such tests need: an authority by OpenSSL, a mail server, an SMS operator by HTTP, a bank, a database of
// its own, and the file of settings that names them. What a test binds besides is its own.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openDatabase } from '@ruqsat/database'
import { dropWithRoles, openTestDatabase, testServer } from '@ruqsat/database/testing'
import { isRefusal, orFault, parseBIN, parseIIN } from '@ruqsat/foundation'
import { openMailServer, type MailServer } from '@ruqsat/messaging/testing'
import { startBank, TEST_CARDS } from '@ruqsat/sandbox'
import type { SigningKey } from '@ruqsat/signing/browser'
import pino from 'pino'
import { expect } from 'vitest'
import { freePorts } from '../../house.ts'
import type { Persona, Sandbox } from '../../driver/index.ts'
import { openAuthority, type AuthorityOptions, type TestAuthority } from './authority.ts'
import { ruqsat, type How } from './program.ts'

const ROLES = {
  individual: ['1.2.398.3.3.4.1.1'],
  firmHead: ['1.2.398.3.3.4.1.2', '1.2.398.3.3.4.1.2.1'],
  official: ['1.2.398.3.3.4.1.1', '1.2.398.3.3.4.1.2', '1.2.398.3.3.4.1.2.1'],
}
export const PASSWORD = 'Тек-сынақ-үшін-2026'
export const FIRM = { bin: orFault(parseBIN('080340001111')), name: '«Алтын дән» ЖШС' }

type Someone = { readonly id: string; readonly surname: string; readonly given: string; readonly born: string; readonly bin?: string }
const person = (someone: Someone, authority: string | null = null, unit = '') => ({ bin: null, ...someone, authority, unit })

export const PEOPLE = [
  person({ id: 'erlan', surname: 'Жұмабеков', given: 'Ерлан', born: '900101' }),
  person({ id: 'bota', surname: 'Сейітова', given: 'Бота', born: '880202' }, 'aktobe-agriculture', 'clerk'),
  person({ id: 'nurlan', surname: 'Оспанов', given: 'Нұрлан', born: '750303' }, 'aktobe-agriculture', 'head'),
  person({ id: 'saule', surname: 'Ахметова', given: 'Сәуле', born: '850404' }, 'aktobe-agriculture', 'officer'),
  person({ id: 'marat', surname: 'Ибраев', given: 'Марат', born: '820505' }, 'interestedBody', 'interestedBody'),
  person({ id: 'aizhan', surname: 'Қасымова', given: 'Айжан', born: '910606' }),
  person({ id: 'gulnara', surname: 'Төлегенова', given: 'Гүлнара', born: '930808' }),
  person({ id: 'dinara', surname: 'Әбілова', given: 'Динара', born: '790923', bin: FIRM.bin }),
].map((each, place) => ({ ...each, iin: iinOf(each.born, place), name: `${each.surname} ${each.given}` }))
export const OFFICIALS = PEOPLE.flatMap(({ id, authority }) => (authority === null ? [] : [id]))

export type Production = {
  readonly state: string
  /** The folder of the file of settings and of everything that it names. */
  readonly secrets: string
  readonly config: string
  /** For commands. */
  readonly how: How
  readonly authority: TestAuthority
  readonly mail: MailServer
  readonly texts: readonly { readonly to: string; readonly text: string }[]
  /** What every such file of settings has; `registers.yaml` is the test's own. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Servers that end with it. */
  readonly closing: Server[]
  write(files: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

const BANK_KEY = 'a-secret-that-bank-and-gateway-share-0001'
let opened = 0

export async function openProduction(state: string, options: AuthorityOptions = {}): Promise<Production> {
  const secrets = join(state, 'own')
  mkdirSync(secrets)
  const closing: Server[] = []
  const texts: { to: string; text: string }[] = []
  const [port, bankPort] = await freePorts(2)
  const origin = `http://localhost:${port}`
  const authority = await openAuthority(secrets, options)
  const mail = await openMailServer()
  const operator = await serve(closing, async (request) => {
    if (request.headers['x-key'] !== 'operator-key') return { status: 401, body: {} }
    const { msisdn, message } = JSON.parse(await bodyOf(request)) as { msisdn: string; message: string }
    texts.push({ to: msisdn, text: message })
    return { status: 202, body: {} }
  })
  const bankDatabase = await openTestDatabase('production-bank')
  const bank = await startBank({
    database: bankDatabase,
    log: pino({ level: 'silent' }),
    origin: `http://127.0.0.1:${bankPort}`,
    port: bankPort!,
    merchantOrigins: [origin],
    keys: [{ id: 'halyk-1', secret: Buffer.from(BANK_KEY) }],
    messaging: { send: async () => undefined },
    rateLimits: false,
  })
  await bank.site.site.listen()
  bank.startWork()
  const name = `ruqsat_production_${process.pid}_${(opened += 1)}`
  const address = await makeOwnedDatabase(name)
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [file, content] of Object.entries(files)) writeFileSync(join(secrets, file), content)
  }
  write({
    'database.txt': address,
    'bank.key': BANK_KEY,
    'sms.key': 'operator-key',
    'password.txt': PASSWORD,
    'banks.yaml': JSON.stringify({
      banks: {
        first: {
          adapter: 'tiyn',
          name: { kk: 'Бірінші банк', ru: 'Первый банк', en: 'First bank' },
          address: `http://127.0.0.1:${bankPort}`,
          keys: [{ id: 'halyk-1', file: join(secrets, 'bank.key') }],
        },
      },
    }),
  })
  const config = join(secrets, 'ruqsat.yaml')
  const settings = {
    mode: 'production',
    origin,
    host: 'localhost',
    port,
    databaseUrlFile: 'database.txt',
    roots: [authority.rootFile],
    timeStamps: authority.stamps,
    banks: 'banks.yaml',
    registers: 'registers.yaml',
    offers: ['grain'],
    mail: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'Рұқсат <no-reply@licences.example>' },
    sms: { adapter: 'http', address: operator, names: { to: 'msisdn', text: 'message' }, header: 'x-key', keyFile: 'sms.key' },
  }
  return {
    state,
    secrets,
    config,
    how: { state, env: { RUQSAT_CONFIG: config } },
    authority,
    mail,
    texts,
    settings,
    closing,
    write,
    close: async () => {
      await bank.stop()
      await bankDatabase.drop()
      authority.close()
      mail.server.close()
      for (const server of closing) server.close()
      await dropOwnedDatabase(name)
    },
  }
}

/** As docs/operating.md has it: an owner who is no superuser and may make roles. Answers with the address. */
export async function makeOwnedDatabase(name: string): Promise<string> {
  const owner = `${name}_owner`
  await asAdmin(`create role ${owner} login createrole password 'own'`)
  await asAdmin(`create database ${name} owner ${owner}`)
  const address = new URL((await testServer()).url(name))
  ;[address.username, address.password] = [owner, 'own']
  return address.toString()
}

export async function dropOwnedDatabase(name: string): Promise<void> {
  const admin = await openDatabase({ url: (await testServer()).url(), maxConnections: 1 })
  await dropWithRoles(admin, name)
  await admin.close()
}

async function asAdmin(statement: string): Promise<void> {
  const admin = await openDatabase({ url: (await testServer()).url(), maxConnections: 1 })
  await admin.sql.unsafe(statement)
  await admin.close()
}

/** Everybody who has a desk, by the command of an installer. */
export async function addStaff({ how, secrets }: Pick<Production, 'how' | 'secrets'>): Promise<void> {
  for (const { id, name, iin, authority, unit } of PEOPLE) {
    if (authority === null) continue
    const place = ['--authority', authority, '--unit', unit, '--login', id, '--name', name, '--iin', iin]
    const added = await ruqsat(how, 'staff', 'add', ...place, '--password-file', join(secrets, 'password.txt'))
    expect([added.err, added.code]).toEqual(['', 0])
  }
}

const KEYS = new WeakMap<TestAuthority, Promise<ReadonlyMap<string, SigningKey>>>()

/** Everybody has one key, however often the people are asked for. */
function keysOf(authority: TestAuthority): Promise<ReadonlyMap<string, SigningKey>> {
  const kept = KEYS.get(authority) ?? issueKeys(authority)
  KEYS.set(authority, kept)
  return kept
}

async function issueKeys(authority: TestAuthority): Promise<ReadonlyMap<string, SigningKey>> {
  const keys = new Map<string, SigningKey>()
  for (const { id, name, surname, iin, bin, authority: at } of PEOPLE) {
    const roles = bin !== null ? ROLES.firmHead : at === null ? ROLES.individual : ROLES.official
    const firm = bin === null ? null : { bin, name: FIRM.name }
    keys.set(id, await authority.issue({ id, name, surname, iin, roles, firm }))
  }
  return keys
}

/** The people as the driver knows those of a sandbox. */
export async function peopleOf(
  { authority, texts, mail }: Pick<Production, 'authority' | 'texts' | 'mail'>,
  origin: string,
  moreTexts: () => readonly { readonly to: string; readonly text: string }[] = () => [],
): Promise<Sandbox> {
  const keys = await keysOf(authority)
  const personas = new Map<string, Persona>(
    PEOPLE.map(({ id, name, iin, bin }, place) => {
      const contacts = { phone: `+7701000000${place}`, email: `${id}@example.kz` }
      return [id, { id, name, iin, bin, login: id, password: PASSWORD, ...contacts, isRegistered: false, keys: ['good'] }]
    }),
  )
  const refuse = async () => Promise.reject(new Error('Expected a sandbox but this is production'))
  return {
    origin,
    people: personas,
    keyPassword: '',
    persona: (id) => personas.get(id)!,
    card: (scenario) => TEST_CARDS.find((card) => card.scenario === scenario)!,
    key: async (id) => keys.get(id)!,
    fileOf: () => {
      throw new Error('Expected a sandbox but this is production')
    },
    moveTime: refuse,
    setSwitch: refuse,
    messages: async () => [...texts, ...moreTexts(), ...lettersIn(mail.received)].toReversed(),
    confirmHeldPayments: refuse,
    payOverCounter: refuse,
  }
}

/** What came by SMTP, in base64 as Kazakh is sent. */
function lettersIn(received: string): { readonly to: string; readonly text: string }[] {
  return received
    .split('\n.\n')
    .filter((letter) => letter.includes('To: '))
    .map((letter) => {
      const [head = '', ...body] = letter.split('\n\n')
      return { to: /^To: (.*)$/m.exec(head)?.[1] ?? '', text: Buffer.from(body.join('').replaceAll('\n', ''), 'base64').toString('utf8') }
    })
}

function iinOf(born: string, place: number): string {
  for (let serial = 0; serial < 10_000; serial += 1)
    for (let digit = 0; digit < 10; digit += 1) {
      const iin = parseIIN(`${born}${3 + (place % 2)}${String(serial).padStart(4, '0')}${digit}`)
      if (!isRefusal(iin)) return iin
    }
  throw new Error('Expected an IIN of this day')
}

type Answered = { readonly status: number; readonly body: object }

export async function serve(closing: Server[], answer: (request: IncomingMessage) => Answered | Promise<Answered>): Promise<string> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += String(part)
  return body
}
