// Production: nothing of the sandbox is there. Every neighbour is another program on its own wire, named by one file of settings: an authority
// by OpenSSL that has moved, the registers of people, firms and powers of attorney behind the gateway, that of subscribers and an SMS operator by
// HTTP, a mail server, a bank, a bucket for files; then an SMS centre that speaks SMPP, and a provider of sign-in by OpenID Connect.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { openS3Server, S3_KEY, type S3Server } from '@ruqsat/files/testing'
import { openSmsCentre, type SmsCentre } from '@ruqsat/messaging/testing'
import { JUDGED_FOR } from '@ruqsat/trust/words'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, Browser, numberOf, Office } from '../driver/index.ts'
import { addStaff, FIRM, OFFICIALS, openProduction, PASSWORD, peopleOf, PEOPLE, serve, type Production } from './support/production.ts'
import { openRegistersByGateway, POWER, type RegistersByGateway } from './support/registers-by-gateway.ts'
import { openProvider, type TestProvider } from './support/provider.ts'
import { health, newState, removeStates, ruqsat, start, startToEnd, type Running } from './support/program.ts'

const state = newState('production')
let around: Production
let registers: RegistersByGateway
let running: Running
let bucket: S3Server
let centre: SmsCentre
let provider: TestProvider

beforeAll(async () => {
  around = await openProduction(state, { hasMoved: true })
  registers = await openRegistersByGateway(around)
  bucket = await openS3Server()
  centre = await openSmsCentre({ password: 'smpp-key' })
  provider = await openProvider(around.secrets, {
    clientId: 'ruqsat',
    secret: 'a-secret-of-the-provider-0001',
    claims: { iin: PEOPLE[0]!.iin },
  })
  const subscribers = await serve(around.closing, ({ url }) => answerAboutNumber(url ?? ''))
  around.write({
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
    'registers.yaml': JSON.stringify({
      registers: {
        ...registers.bindings,
        'IS-SUBSCRIBERS': { adapter: 'http', address: `${subscribers}/{about}`, about: 'number', facts: { iin: 'owner' } },
      },
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
      ...around.settings,
      frontOffice: 'front-office.yaml',
      gateway: 'gateway.yaml',
      authorities: [{ certificate: around.authority.rootFile, ocsp: [around.authority.ocsp] }],
      files: { adapter: 's3', address: bucket.address, prefix: 'oral', accessKeyFile: 's3.key', secretKeyFile: 's3.key' },
    }),
  })
  running = await start({ state, flags: ['--config', around.config] })
}, 180_000)

afterAll(async () => {
  await running?.stop()
  await registers?.close()
  await around?.close()
  await bucket?.stop()
  await centre?.close()
  provider?.close()
  await removeStates()
})

describe('an installation in production', () => {
  test('has nothing of the sandbox: no page of it, no banner, no key of it', async () => {
    expect(await health(running.portal)).toMatchObject({ status: 200, parts: { database: 'ok', cases: 'ok' } })
    const home = await (await fetch(`${running.portal}/kk`)).text()
    expect(home).not.toMatch(/sandbox|сынақ алаңы/i)
    expect((await fetch(`${running.portal}/kk/sandbox`)).status).toBe(404)
  })

  test('takes its first people by command, and a request goes from registration to the signed licence', async () => {
    await addStaff(around)
    const people = await peopleOf(around, running.portal)
    const applicant = new Applicant(people, 'erlan')
    expect((await applicant.register()).status).toBe(200)
    const receipt = await applicant.apply(await applicant.startDraft('production', await applicant.startForm('grain/issue')))
    const number = numberOf(receipt)
    const office = new Office(people, OFFICIALS)
    const done = await office.carryThrough(number)
    expect(done.at(-1)?.action).toBe('handOver')
    const licence = join(state, 'licence.pdf')
    writeFileSync(licence, (await applicant.resultOf(number))!)
    const verified = await ruqsat(around.how, 'verify', licence)
    expect([verified.out, verified.code]).toEqual([expect.stringContaining(JUDGED_FOR['time-stamp'].en.split('{')[0]!), 0])
    expect(around.mail.recipients).toContain('erlan@example.kz')
    expect(around.authority.asked()).toBeGreaterThan(0)
    expect(registers.asked).toContain('people')
    office.close()
    applicant.browser.close()
  }, 240_000)

  test('takes a request of a firm, and of a person by a power of attorney: what the registers behind the gateway say of them', async () => {
    const people = await peopleOf(around, running.portal)
    const head = new Applicant(people, 'dinara')
    expect((await head.register()).status).toBe(200)
    const ofFirm = await head.apply(await head.startDraft('firm', await head.startForm('grain/issue')))
    const signed = JSON.parse((await head.downloadPackage(numberOf(ofFirm))).toString('utf8')) as { readonly content: string }
    expect(Buffer.from(signed.content, 'base64').toString('utf8')).toContain(FIRM.bin)
    const other = new Applicant(people, 'aizhan')
    expect((await other.register()).status).toBe(200)
    const page = await other.browser.open(`${running.portal}/kk/drafts/for-another?regulation=grain&variant=issue&view=portal`)
    const by = (number: string) => page.form('/for-another').set('power', number).set('principal', PEOPLE[0]!.iin).filled()
    expect((await other.browser.submit(by('АА-78/2026'))).status).toBe(422)
    const filed = await other.apply(await other.startDraft('power', by(POWER.number)))
    const represented = JSON.parse((await other.downloadPackage(numberOf(filed))).toString('utf8')) as { readonly content: string }
    expect(Buffer.from(represented.content, 'base64').toString('utf8')).toContain(POWER.number)
    expect(registers.asked).toEqual(expect.arrayContaining(['people', 'firms', 'powers']))
    head.browser.close()
    other.browser.close()
  }, 240_000)

  test('has its files in the bucket: the audit reads each, a backup says that it has none of them', async () => {
    const whole = await ruqsat(around.how, 'audit', 'verify')
    expect(whole).toEqual({ err: '', code: 0, out: expect.stringContaining('WHOLE') })
    const [, files = '0', outside = '-'] = /(\d+) files, (\d+) of them outside/.exec(whole.out) ?? []
    expect([Number(files) > 1, outside]).toEqual([true, files])
    const backup = await ruqsat(around.how, 'backup', join(state, 'all.backup'))
    expect([backup.code, backup.err]).toEqual([0, expect.stringContaining(`${files} files`)])
    bucket.turn('down')
    const silent = await ruqsat(around.how, 'audit', 'verify')
    expect([silent.code, silent.out]).toEqual([1, expect.stringContaining('file-unread')])
    bucket.turn('up')
  }, 120_000)

  test('has the halls that its file names, and operators by command', async () => {
    expect(await (await fetch(`${running.portal}/kk/centre/halls`)).text()).toContain('Бірінші зал')
    const [, person] = PEOPLE
    const words = [
      '--login',
      'window',
      '--name',
      person!.name,
      '--iin',
      person!.iin,
      '--password-file',
      join(around.secrets, 'password.txt'),
    ]
    const added = await ruqsat(around.how, 'centre', 'add', ...words)
    expect([added.err, added.code, added.out]).toEqual(['', 0, expect.stringContaining('Organisation of halls')])
    const signIn = await new Browser().open(`${running.portal}/kk/centre/sign-in`)
    const form = signIn.forms.find(({ fields }) => fields.some(({ kind }) => kind === 'password'))!
    expect((await form.set('login', 'window').set('password', PASSWORD).submit()).text).toContain('Бірінші зал')
    const retired = await ruqsat(around.how, 'centre', 'retire', 'window')
    expect([retired.err, retired.code]).toEqual(['', 0])
    expect((await form.submit()).path).toMatch(/sign-in$/)
  }, 120_000)

  test('without a bank the house starts, free services are open, and what must be paid for is refused by name', async () => {
    await running.stop()
    const config = JSON.parse(readFileSync(join(around.secrets, 'ruqsat.yaml'), 'utf8')) as Record<string, unknown>
    const { banks: _banks, frontOffice: _office, ...withoutBank } = config
    const sms = { adapter: 'smpp', host: '127.0.0.1', port: centre.port, systemId: 'ruqsat', passwordFile: 'smpp.key', sender: 'RUQSAT' }
    const changed = {
      ...withoutBank,
      offers: ['grain', 'vessel'],
      sms,
      signIn: 'sign-in.yaml',
      files: { adapter: 'folder', folder: '../files' },
    }
    writeFileSync(join(around.secrets, 'no-bank.yaml'), JSON.stringify(changed))
    const env = { NODE_EXTRA_CA_CERTS: provider.certificateFile }
    running = await start({ state, env, flags: ['--config', join(around.secrets, 'no-bank.yaml')] })
    expect(running.printed()).toContain('grain issue (portal) has a fee, and no bank takes payments')
    expect(running.printed()).not.toContain('vessel issue (portal) has a fee')
    expect(running.printed()).toContain('vessel issue (centre) is handed in at a hall, and no front office is named')
    const refused = await ruqsat({ state, env: { RUQSAT_CONFIG: join(around.secrets, 'no-bank.yaml') } }, 'centre', 'retire', 'window')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('RUQSAT_FRONT_OFFICE')])
    expect(await health(running.portal)).toMatchObject({ status: 200 })
    const page = async (service: string) => (await fetch(`${running.portal}/en/services/${service}`)).text()
    expect(await page('grain/issue')).toContain('its fee cannot be paid here')
    const free = await page('vessel/issue')
    expect(free).not.toContain('cannot be paid here')
    expect(free).toContain('/en/sign-in?return=')
  }, 120_000)

  test('sends SMS to a centre that speaks SMPP, and takes the word of a provider of sign-in over TLS', async () => {
    const newcomer = new Applicant(await peopleOf(around, running.portal, sentBySmpp), 'gulnara')
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
    const wrong = join(around.secrets, 'wrong.yaml')
    writeFileSync(wrong, 'mode: production\nport: many\ncolour: green\n')
    const address = join(around.secrets, 'address.yaml')
    const authorities = [{ ocsp: ['ocsp.pki.example'] }, { certificate: 'root.crt', tsp: 'x' }]
    writeFileSync(address, JSON.stringify({ ...JSON.parse(readFileSync(around.config, 'utf8')), port: 0, authorities }))
    const mistaken = await startToEnd({ state: newState('mistaken'), flags: ['--config', address] })
    for (const part of ['authorities.0.certificate', 'authorities.0.ocsp', 'authorities.1.tsp', 'authorities.1: names neither'])
      expect(mistaken.err).toContain(part)
    const { err, code } = await ruqsat({ state, env: { RUQSAT_CONFIG: wrong } }, 'status')
    expect(err).toContain(`Expected port in ${wrong} to be a port`)
    expect(err).toContain("found 'colour'")
    expect(code).not.toBe(0)
  })
})

/** The parts of SMS in Kazakh: UCS-2, a header of six octets before each part of several. */
function sentBySmpp(): { readonly to: string; readonly text: string }[] {
  return centre.taken.map(({ to, esmClass, message }) => {
    const text = Buffer.from((esmClass & 0x40) === 0 ? message : message.subarray(6))
    return { to: `+${to}`, text: text.swap16().toString('utf16le') }
  })
}

/** Everybody has the telephone that the driver types for them. */
function answerAboutNumber(url: string) {
  const number = decodeURIComponent(url.slice(1))
  const owner = PEOPLE[Number(number.slice(-1))]
  return owner === undefined ? { status: 404, body: {} } : { status: 200, body: { number, owner: owner.iin } }
}
