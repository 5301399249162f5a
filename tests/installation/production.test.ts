// Production: nothing of the sandbox is there. Every neighbour is another program on its own wire, named by one file of settings: an authority
// by OpenSSL, a register and an SMS operator by HTTP, a mail server, a bank, a bucket for files; then an SMS centre that speaks SMPP, and a provider
// of sign-in by OpenID Connect.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { openDatabase } from '@ruqsat/database'
import { openTestDatabase, testServer, type TestDatabase } from '@ruqsat/database/testing'
import { openS3Server, S3_KEY, type S3Server } from '@ruqsat/files/testing'
import { isRefusal, parseIIN } from '@ruqsat/foundation'
import { openMailServer, openSmsCentre, type MailServer, type SmsCentre } from '@ruqsat/messaging/testing'
import { startBank, TEST_CARDS, type BankRoom } from '@ruqsat/sandbox'
import type { SigningKey } from '@ruqsat/signing/browser'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePorts } from '../house.ts'
import { Applicant, Browser, numberOf, Office, type Persona, type Sandbox } from '../driver/index.ts'
import { openAuthority, type Holder, type TestAuthority } from './support/authority.ts'
import { openProvider, type TestProvider } from './support/provider.ts'
import { health, newState, removeStates, ruqsat, start, type Running } from './support/program.ts'

const ROLES = { individual: ['1.2.398.3.3.4.1.1'], official: ['1.2.398.3.3.4.1.1', '1.2.398.3.3.4.1.2', '1.2.398.3.3.4.1.2.1'] }
const PASSWORD = 'Тек-сынақ-үшін-2026'

const PEOPLE = [
  { id: 'erlan', surname: 'Жұмабеков', given: 'Ерлан', born: '900101', authority: null, unit: '' },
  { id: 'bota', surname: 'Сейітова', given: 'Бота', born: '880202', authority: 'aktobe-agriculture', unit: 'clerk' },
  { id: 'nurlan', surname: 'Оспанов', given: 'Нұрлан', born: '750303', authority: 'aktobe-agriculture', unit: 'head' },
  { id: 'saule', surname: 'Ахметова', given: 'Сәуле', born: '850404', authority: 'aktobe-agriculture', unit: 'officer' },
  { id: 'marat', surname: 'Ибраев', given: 'Марат', born: '820505', authority: 'interestedBody', unit: 'interestedBody' },
  { id: 'aizhan', surname: 'Қасымова', given: 'Айжан', born: '910606', authority: null, unit: '' },
].map((person, place) => ({ ...person, iin: iinOf(person.born, place), name: `${person.surname} ${person.given}` }))

const state = newState('production')
const secrets = join(state, 'own')
const texts: { readonly to: string; readonly text: string }[] = []
let running: Running
let authority: TestAuthority
let mail: MailServer
let bank: BankRoom
let bankDatabase: TestDatabase
let databaseUrl: string
let bucket: S3Server
let centre: SmsCentre
let provider: TestProvider
const closing: Server[] = []

beforeAll(async () => {
  mkdirSync(secrets)
  const [port, bankPort] = await freePorts(2)
  const origin = `http://localhost:${port}`
  authority = await openAuthority(secrets)
  mail = await openMailServer()
  bucket = await openS3Server()
  centre = await openSmsCentre({ password: 'smpp-key' })
  provider = await openProvider(secrets, { clientId: 'ruqsat', secret: 'a-secret-of-the-provider-0001', claims: { iin: PEOPLE[0]!.iin } })
  const register = await serve(({ url }) => answerOfRegister(url ?? ''))
  const operator = await serve(async (request) => {
    if (request.headers['x-key'] !== 'operator-key') return { status: 401, body: {} }
    const { msisdn, message } = JSON.parse(await bodyOf(request)) as { msisdn: string; message: string }
    texts.push({ to: msisdn, text: message })
    return { status: 202, body: {} }
  })
  const bankKey = 'a-secret-that-bank-and-gateway-share-0001'
  bankDatabase = await openTestDatabase('production-bank')
  bank = await startBank({
    database: bankDatabase,
    log: pino({ level: 'silent' }),
    origin: `http://127.0.0.1:${bankPort}`,
    port: bankPort!,
    merchantOrigins: [origin],
    keys: [{ id: 'halyk-1', secret: Buffer.from(bankKey) }],
    messaging: { send: async () => undefined },
    rateLimits: false,
  })
  await bank.site.site.listen()
  bank.startWork()
  const server = await testServer()
  const name = `ruqsat_production_${process.pid}`
  const admin = await openDatabase({ url: server.url(), maxConnections: 1 })
  await admin.sql.unsafe(`create database ${name}`)
  await admin.close()
  databaseUrl = server.url(name)
  const files = {
    'database.txt': databaseUrl,
    'bank.key': bankKey,
    'sms.key': 'operator-key',
    'smpp.key': 'smpp-key',
    'provider.secret': 'a-secret-of-the-provider-0001',
    'sign-in.yaml': JSON.stringify({
      providers: {
        national: {
          name: { kk: 'Ұлттық кіру', ru: 'Национальный вход', en: 'National sign-in' },
          issuer: provider.issuer,
          clientId: 'ruqsat',
          secretFile: 'provider.secret',
          people: 'applicants',
        },
      },
    }),
    's3.key': S3_KEY,
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
    'registers.yaml': JSON.stringify({
      registers: Object.fromEntries(['IS-PERSON', 'IS-LEGAL'].map((id) => [id, bindingOf(register, id)])),
    }),
    'front-office.yaml': JSON.stringify({
      id: 'hall-office',
      name: { kk: 'Халыққа қызмет көрсету ұйымы', ru: 'Организация залов', en: 'Organisation of halls' },
      zone: 'kz-oral',
      halls: [
        {
          id: 'first',
          name: { kk: 'Бірінші зал', ru: 'Первый зал', en: 'First hall' },
          address: { kk: 'Орал', ru: 'Уральск', en: 'Oral' },
          windows: 2,
        },
      ],
    }),
    'ruqsat.yaml': JSON.stringify({
      mode: 'production',
      origin,
      host: 'localhost',
      port,
      databaseUrlFile: 'database.txt',
      roots: [authority.rootFile],
      banks: 'banks.yaml',
      registers: 'registers.yaml',
      frontOffice: 'front-office.yaml',
      offers: ['grain'],
      mail: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'Рұқсат <no-reply@licences.example>' },
      sms: {
        adapter: 'http',
        address: operator,
        names: { to: 'msisdn', text: 'message' },
        header: 'x-key',
        keyFile: 'sms.key',
      },
      files: { adapter: 's3', address: bucket.address, prefix: 'oral', accessKeyFile: 's3.key', secretKeyFile: 's3.key' },
    }),
  }
  for (const [file, content] of Object.entries(files)) writeFileSync(join(secrets, file), content)
  running = await start({ state, flags: ['--config', join(secrets, 'ruqsat.yaml')] })
}, 180_000)

afterAll(async () => {
  await running?.stop()
  await bank?.stop()
  await bankDatabase?.drop()
  authority?.close()
  mail?.server.close()
  await bucket?.stop()
  await centre?.close()
  provider?.close()
  for (const server of closing) server.close()
  await removeStates()
  const admin = await openDatabase({ url: (await testServer()).url(), maxConnections: 1 })
  await admin.sql.unsafe(`drop database if exists ruqsat_production_${process.pid} with (force)`)
  await admin.close()
})

describe('an installation in production', () => {
  test('has nothing of the sandbox: no page of it, no banner, no key of it', async () => {
    expect(await health(running.portal)).toMatchObject({ status: 200, parts: { database: 'ok', cases: 'ok' } })
    const home = await (await fetch(`${running.portal}/kk`)).text()
    expect(home).not.toMatch(/sandbox|сынақ алаңы/i)
    expect((await fetch(`${running.portal}/kk/sandbox`)).status).toBe(404)
  })

  test('takes its first people by command, and a request goes from registration to the signed licence', async () => {
    for (const { id, name, iin, authority: at, unit } of PEOPLE.filter((person) => person.authority !== null)) {
      const words = [
        '--authority',
        at!,
        '--unit',
        unit,
        '--login',
        id,
        '--name',
        name,
        '--iin',
        iin,
        '--password-file',
        join(secrets, 'password.txt'),
      ]
      const added = await ruqsat(withConfig(), 'staff', 'add', ...words)
      expect([added.err, added.code]).toEqual(['', 0])
    }
    const people = await peopleOf()
    const applicant = new Applicant(people, 'erlan')
    expect((await applicant.register()).status).toBe(200)
    const receipt = await applicant.apply(await applicant.startDraft('production', await applicant.startForm('grain/issue')))
    const number = numberOf(receipt)
    const office = new Office(
      people,
      PEOPLE.flatMap(({ id, authority: at }) => (at === null ? [] : [id])),
    )
    const done = await office.carryThrough(number)
    expect(done.at(-1)?.action).toBe('handOver')
    const licence = join(state, 'licence.pdf')
    writeFileSync(licence, (await applicant.resultOf(number))!)
    const verified = await ruqsat(withConfig(), 'verify', licence)
    expect([verified.out, verified.code]).toEqual([expect.stringMatching(/valid/i), 0])
    expect(mail.recipients).toContain('erlan@example.kz')
    office.close()
    applicant.browser.close()
  }, 240_000)

  test('has its files in the bucket: the audit reads each, a backup says that it has none of them', async () => {
    const whole = await ruqsat(withConfig(), 'audit', 'verify')
    expect([whole.err, whole.code]).toEqual(['', 0])
    const [, files = '0', outside = '-'] = /(\d+) files, (\d+) of them outside/.exec(whole.out) ?? []
    expect([Number(files) > 1, outside, whole.out]).toEqual([true, files, expect.stringContaining('WHOLE')])
    const backup = await ruqsat(withConfig(), 'backup', join(state, 'all.backup'))
    expect([backup.code, backup.err]).toEqual([0, expect.stringContaining(`${files} files`)])
    bucket.turn('down')
    const silent = await ruqsat(withConfig(), 'audit', 'verify')
    expect([silent.code, silent.out]).toEqual([1, expect.stringContaining('file-unread')])
    bucket.turn('up')
  }, 120_000)

  test('has the halls that its file names, and operators by command', async () => {
    expect(await (await fetch(`${running.portal}/kk/centre/halls`)).text()).toContain('Бірінші зал')
    const [, person] = PEOPLE
    const words = ['--login', 'window', '--name', person!.name, '--iin', person!.iin, '--password-file', join(secrets, 'password.txt')]
    const added = await ruqsat(withConfig(), 'centre', 'add', ...words)
    expect([added.err, added.code, added.out]).toEqual(['', 0, expect.stringContaining('Organisation of halls')])
    const signIn = await new Browser().open(`${running.portal}/kk/centre/sign-in`)
    const form = signIn.forms.find(({ fields }) => fields.some(({ kind }) => kind === 'password'))!
    expect((await form.set('login', 'window').set('password', PASSWORD).submit()).text).toContain('Бірінші зал')
    const retired = await ruqsat(withConfig(), 'centre', 'retire', 'window')
    expect([retired.err, retired.code]).toEqual(['', 0])
    expect((await form.submit()).path).toMatch(/sign-in$/)
  }, 120_000)

  test('without a bank the house starts, free services are open, and what must be paid for is refused by name', async () => {
    await running.stop()
    const config = JSON.parse(readFileSync(join(secrets, 'ruqsat.yaml'), 'utf8')) as Record<string, unknown>
    const { banks: _banks, frontOffice: _office, ...withoutBank } = config
    const sms = { adapter: 'smpp', host: '127.0.0.1', port: centre.port, systemId: 'ruqsat', passwordFile: 'smpp.key', sender: 'RUQSAT' }
    const changed = { ...withoutBank, offers: ['grain', 'vessel'], sms, signIn: 'sign-in.yaml' }
    writeFileSync(join(secrets, 'no-bank.yaml'), JSON.stringify(changed))
    const env = { NODE_EXTRA_CA_CERTS: provider.certificateFile }
    running = await start({ state, env, flags: ['--config', join(secrets, 'no-bank.yaml')] })
    expect(running.printed()).toContain('grain issue (portal) has a fee, and no bank takes payments')
    expect(running.printed()).not.toContain('vessel issue (portal) has a fee')
    expect(running.printed()).toContain('vessel issue (centre) is handed in at a hall, and no front office is named')
    const refused = await ruqsat({ state, env: { RUQSAT_CONFIG: join(secrets, 'no-bank.yaml') } }, 'centre', 'retire', 'window')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('RUQSAT_FRONT_OFFICE')])
    expect(await health(running.portal)).toMatchObject({ status: 200 })
    const page = async (service: string) => (await fetch(`${running.portal}/en/services/${service}`)).text()
    expect(await page('grain/issue')).toContain('its fee cannot be paid here')
    const free = await page('vessel/issue')
    expect(free).not.toContain('cannot be paid here')
    expect(free).toContain('/en/sign-in?return=')
  }, 120_000)

  test('sends SMS to a centre that speaks SMPP, and takes the word of a provider of sign-in over TLS', async () => {
    const newcomer = new Applicant(await peopleOf(), 'aizhan')
    expect((await newcomer.register()).status).toBe(200)
    expect(sentBySmpp().some(({ to, text }) => to === newcomer.persona.phone && /Растау коды: \d{6}/.test(text))).toBe(true)
    newcomer.browser.close()
    const signIn = await new Browser().open(`${running.portal}/kk/sign-in`)
    expect(signIn.text).toContain('Ұлттық кіру')
    setDefaultCACertificates([...getCACertificates(), readFileSync(provider.certificateFile, 'utf8')])
    const cabinet = await new Browser().open(`${running.portal}/kk/sign-in-by/national`)
    expect([cabinet.status, cabinet.path]).toEqual([200, '/kk/cabinet'])
  }, 120_000)

  test('says by name what nothing answers for, and everything that is wrong in its file', async () => {
    const wrong = join(secrets, 'wrong.yaml')
    writeFileSync(wrong, 'mode: production\nport: many\ncolour: green\n')
    const { err, code } = await ruqsat({ state, env: { RUQSAT_CONFIG: wrong } }, 'status')
    expect(err).toContain(`Expected port in ${wrong} to be a port`)
    expect(err).toContain("found 'colour'")
    expect(code).not.toBe(0)
  })
})

const withConfig = () => ({ state, env: { RUQSAT_CONFIG: join(secrets, 'ruqsat.yaml') } })

/** The people as the driver knows those of a sandbox. */
async function peopleOf(): Promise<Sandbox> {
  const keys = new Map<string, SigningKey>()
  for (const { id, name, surname, iin, authority: at } of PEOPLE) {
    const holder: Holder = { id, name, surname, iin, roles: at === null ? ROLES.individual : ROLES.official }
    keys.set(id, await authority.issue(holder))
  }
  const personas = new Map<string, Persona>(
    PEOPLE.map(({ id, name, iin }, place) => [
      id,
      {
        id,
        name,
        iin,
        bin: null,
        login: id,
        password: PASSWORD,
        phone: `+7701000000${place}`,
        email: `${id}@example.kz`,
        isRegistered: false,
        keys: ['good'],
      },
    ]),
  )
  const persona = (id: string) => personas.get(id)!
  const refuse = async () => Promise.reject(new Error('Expected a sandbox but this is production'))
  return {
    origin: running.portal,
    people: personas,
    keyPassword: '',
    persona,
    card: (scenario) => TEST_CARDS.find((card) => card.scenario === scenario)!,
    key: async (id) => keys.get(id)!,
    fileOf: () => {
      throw new Error('Expected a sandbox but this is production')
    },
    moveTime: refuse,
    setSwitch: refuse,
    messages: async () => [...texts, ...sentBySmpp(), ...lettersIn(mail.received)].toReversed(),
    confirmHeldPayments: refuse,
    payOverCounter: refuse,
  }
}

/** The parts of SMS in Kazakh: UCS-2, a header of six octets before each part of several. */
function sentBySmpp(): { readonly to: string; readonly text: string }[] {
  return centre.taken.map(({ to, esmClass, message }) => {
    const text = Buffer.from((esmClass & 0x40) === 0 ? message : message.subarray(6))
    return { to: `+${to}`, text: text.swap16().toString('utf16le') }
  })
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

function bindingOf(register: string, system: string) {
  const facts =
    system === 'IS-PERSON'
      ? { surname: 'person.last', givenName: 'person.first', patronymic: 'person.middle', bornOn: 'person.born', address: 'person.address' }
      : { name: 'name', registeredOn: 'since', address: 'address', headIin: 'head.iin', headName: 'head.name' }
  return { adapter: 'http', address: `${register}/${system}/{about}`, about: system === 'IS-PERSON' ? 'person.iin' : 'bin', facts }
}

function answerOfRegister(url: string): Answered {
  const person = PEOPLE.find(({ iin }) => url === `/IS-PERSON/${iin}`)
  if (person === undefined) return { status: 404, body: {} }
  const { iin, surname, given, born } = person
  const bornOn = `19${born.slice(0, 2)}-${born.slice(2, 4)}-${born.slice(4)}`
  return {
    status: 200,
    body: { person: { iin, last: surname, first: given, middle: '', born: bornOn, address: 'Ақтөбе қаласы, Әйтеке би көшесі, 1' } },
  }
}

type Answered = { readonly status: number; readonly body: object }

async function serve(answer: (request: IncomingMessage) => Answered | Promise<Answered>): Promise<string> {
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
