// The portal's site with the draft's own doubles, a registered person, and a browser without script.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccounts } from '@ruqsat/accounts'
import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import { toLocal } from '@ruqsat/clock'
import { openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock } from '@ruqsat/database/testing'
import { isRefusal, orFault, parseIIN } from '@ruqsat/foundation'
import type { Edition, Offer } from '@ruqsat/law'
import type { Message } from '@ruqsat/messaging/contract'
import { openActs } from '@ruqsat/regulations/testing'
import { buildIslands } from '@ruqsat/signing'
import { createSite } from '@ruqsat/web'
import { pino } from 'pino'
import { PORTAL_ACCOUNTS, startPortal } from '../../index.ts'
import { loginOf } from '../../registration/people/identity.ts'
import type { Person } from '../../registration/people/person.ts'
import { packagesDouble } from '../drafts/testing-packages.ts'
import { Faults, hostDouble, HEAD_NAME, INDIVIDUAL, paymentsDouble, START, trustDouble } from '../drafts/testing.ts'
import { insertPerson } from '../../registration/people/store.ts'

const PASSWORD = 'қоян төбе 47 арғымақ'

export type DraftSite = Awaited<ReturnType<typeof openDraftSite>>
export type Visitor = ReturnType<DraftSite['visitor']>

export async function openDraftSite(options: { readonly port?: number } = {}) {
  const database = await openTestDatabase('draft_pages', { maxConnections: 8 })
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const technicalClock = standingTechnicalClock('2026-01-05T06:00:00.000Z')
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-drafts-'))
  const islands = await buildIslands(folder)
  const regulations = await openActs()
  const edition = regulations.editions.find(({ regulation }) => regulation.id === 'grain')!
  const editions = new Map([[edition.hash, edition]])
  const offers: Offer[] = [{ regulation: edition.regulation.id, edition: edition.hash, from: '2014-06-01T00:00:00.000Z', to: null }]
  const zone = regulations.tables.zones[edition.regulation.authority.zone]!
  const log = pino({ level: process.env['PORTAL_LOG'] ?? 'silent' })
  const origin = `http://localhost:${options.port ?? 80}`
  const legalTime = async () => ({ ...toLocal(await legalClock.now(), zone), moved: true })
  const site = await createSite({ origin, host: '127.0.0.1', port: options.port ?? 0, logger: log, sandbox: true, legalTime })
  const faults = new Faults()
  const [trust, payments, host] = [trustDouble(faults), paymentsDouble(faults), hostDouble(faults, () => legalClock.now())]
  const sent: Message[] = []
  /** What is said of every certificate that a registration depends on. */
  const standing = { says: 'valid' as 'valid' | 'refused' | 'waiting' }
  /** What every declared register says of whoever is asked about; null: none is connected. */
  const registers = { facts: null as Readonly<Record<string, string>> | null }
  const secret = Buffer.alloc(32, 5)
  const firm = {
    name: '«Алтын дән» ЖШС',
    registeredOn: '2008-01-01',
    address: 'Ақтөбе',
    headIin: orFault(parseIIN('790923300010')),
    headName: HEAD_NAME,
  }
  const room = await startPortal({
    site,
    database,
    legalClock,
    technicalClock,
    log,
    islands,
    payments,
    secret,
    offers,
    regulations: { editions: regulations.editions, tables: regulations.tables, edition: (hash) => editions.get(hash) ?? null },
    trust: Object.assign(trust, {
      checkCertificate: async () => (standing.says === 'waiting' ? { kind: 'waiting' } : { kind: standing.says }),
    }) as never,
    registers: {
      person: async () => ({ kind: 'absent' }),
      legalEntity: async (bin) => ({ kind: 'found', value: { bin, ...firm } }),
      powerOfAttorney: async () => ({ kind: 'absent' }),
      powersOf: async () => ({ kind: 'found', value: [] }),
      isBound: () => registers.facts !== null,
      ask: async ({ about }) =>
        registers.facts === null ? { kind: 'outage', reason: 'not bound' } : { kind: 'found', value: { about, facts: registers.facts } },
    },
    gateway: { asksAbout: async () => [] },
    messaging: {
      send: async (message) => void (sent.some((each) => each.idempotencyKey === message.idempotencyKey) || sent.push(message)),
    },
    hosts: { [edition.regulation.host]: host },
    packages: packagesDouble(host),
    channels: ['portal'],
    publicRegister: { find: async () => null, findByFile: async () => null, earlier: async () => null },
    passwordCost: QUICK_PASSWORDS,
  })
  await site.ready()
  const accounts = openAccounts({
    sql: database.sql,
    schema: PORTAL_ACCOUNTS,
    technicalClock,
    secret,
    notify: async () => undefined,
    onFault: () => undefined,
    passwordCost: QUICK_PASSWORDS,
  })

  return {
    site,
    database,
    legalClock,
    technicalClock,
    faults,
    trust,
    payments,
    host,
    sent,
    edition,
    room,
    standing,
    registers,
    /** Offers another edition of the same act from now on. */
    offer(next: Edition) {
      editions.set(next.hash, next)
      offers.splice(0, offers.length, { regulation: next.regulation.id, edition: next.hash, from: '2014-06-01T00:00:00.000Z', to: null })
    },
    async addPerson(change: Partial<Person> = {}): Promise<Person> {
      const identity = { ...INDIVIDUAL, ...change }
      const { phone, email, name } = identity
      const account = await accounts.register({ login: loginOf(identity), displayName: name, password: PASSWORD, phone, email })
      if (isRefusal(account)) throw new Error(account.code)
      const person = { ...identity, accountId: account.id }
      await insertPerson(database.sql, person, person.bin === null ? null : Buffer.from('certificate'))
      return person
    },
    visitor: () => visitor(site),
    async close() {
      await room.stop()
      await site.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Answer = {
  readonly status: number
  readonly text: string
  readonly location: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
}
type Fields = Readonly<Record<string, string | readonly string[]>>

/** Each comes from an address of its own: limits of one address are not what these tests are about. */
let visitors = 0

/** Keeps cookies and the token of the form that was shown last, as a browser without script does. */
function visitor(site: Awaited<ReturnType<typeof createSite>>) {
  const cookies = new Map<string, string>()
  const remoteAddress = `10.1.${(visitors += 1) >> 8}.${visitors & 255}`
  let csrf = ''
  let shown = ''
  const send = async (method: 'GET' | 'POST', url: string, payload?: string | Buffer, type?: string): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const referer = method === 'POST' ? { referer: `http://localhost:80${shown}` } : {}
    const headers = { accept: 'text/html', cookie, ...referer, ...(type && { 'content-type': type }) }
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
  const post = (path: string, fields: Fields = {}) => {
    const body = new URLSearchParams({ _csrf: csrf })
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, String(each))
    return send('POST', path, body.toString(), 'application/x-www-form-urlencoded')
  }
  const browser = {
    get: (path: string) => send('GET', path),
    post,
    /** Follows redirections of this site, at most ten: more is a loop. */
    async open(path: string): Promise<Answer & { readonly path: string }> {
      let at = path
      for (let hops = 0; hops < 10; hops += 1) {
        const answer = await send('GET', at)
        if (answer.location === '') return { ...answer, path: at }
        at = answer.location
      }
      throw new Error(`${path} leads in a circle by ${at}`)
    },
    upload: (path: string, slot: string, name: string, bytes: Buffer) => browser.uploadAll(path, [[slot, name, bytes]]),
    /** One form with files of several places, sent by the button that `pressed` names. */
    uploadAll(
      path: string,
      files: readonly (readonly [slot: string, name: string, bytes: Buffer])[],
      pressed: Readonly<Record<string, string>> = {},
    ): Promise<Answer> {
      const boundary = 'a-boundary-of-the-tests'
      const part = (disposition: string, type: string) => `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${type}\r\n`
      const fields = Object.entries({ _csrf: csrf, ...pressed }).map(([key, value]) => `${part(`name="${key}"`, '')}${value}\r\n`)
      const payload = Buffer.concat([
        ...fields.map((each) => Buffer.from(each)),
        ...files.flatMap(([slot, name, bytes]) => [
          Buffer.from(part(`name="${slot}"; filename="${name}"`, 'content-type: application/pdf\r\n')),
          bytes,
          Buffer.from('\r\n'),
        ]),
        Buffer.from(`--${boundary}--\r\n`),
      ])
      return send('POST', path, payload, `multipart/form-data; boundary=${boundary}`)
    },
    async signIn(person: Person): Promise<void> {
      await browser.get('/kk/sign-in')
      const who: Record<string, string> = person.bin === null ? { who: 'self' } : { who: 'firm', bin: person.bin }
      const answer = await post('/kk/sign-in', { ...who, iin: person.iin, password: PASSWORD })
      if (answer.status !== 303) throw new Error(`sign-in answered ${answer.status}`)
    },
    /** Presses the start button of the service's page; answers the draft's address. */
    async start(edition: Edition, language = 'kk'): Promise<string> {
      const { id, variants } = edition.regulation
      const variant = variants.find((each) => each.offered)!.id
      const page = await browser.get(`/${language}/services/${id}/${variant}`)
      const once = /name="_once" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
      const answer = await post(`/${language}/drafts`, { regulation: id, variant, _once: once })
      if (answer.status !== 303) throw new Error(`start answered ${answer.status}`)
      return answer.location
    },
    cookies,
    loseSession: () => void cookies.delete('portal'),
  }
  return browser
}
