import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import { openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock } from '@ruqsat/database/testing'
import { KITE_EDITION, KITE_TABLES } from '@ruqsat/engine/testing'
import { inAll, isRefusal, orFault, parseMailAddress } from '@ruqsat/foundation'
import type { Finding, Offer } from '@ruqsat/law'
import type { Message } from '@ruqsat/messaging/contract'
import { openSecurityLog } from '@ruqsat/security'
import { createSite } from '@ruqsat/web'
import { startWorkstation, type NewStaff } from '@ruqsat/workstation'
import { pino } from 'pino'
import { expect } from 'vitest'
import type { EndingTable, ServicePackage } from '../deps.ts'
import { startAdministration } from '../index.ts'

/** A Monday, ten in the morning in Kite Town. */
export const START = '2025-03-03T05:00:00.000Z'
export const PASSWORD = 'төрт түлік қора толы'
export const EMAIL = orFault(parseMailAddress('aida@example.kz'))
export const { regulation } = KITE_EDITION
export const UNDECIDED = {
  code: 'no-term',
  subject: 'issue',
  text: { kk: 'Мерзім жоқ', ru: 'Нет срока', en: 'No term' },
} as unknown as Finding
export const OFFERS: readonly Offer[] = [{ regulation: regulation.id, edition: KITE_EDITION.hash, from: null, to: null }]

export const unitOf = (role: NewStaff['role']) => regulation.units.find((unit) => unit.role === role)!
export const official = (role: NewStaff['role'], login: string, name: string): NewStaff => ({
  login,
  name,
  role,
  iin: '900101400003',
  authority: regulation.authority.id,
  unit: unitOf(role).id,
  position: unitOf(role).name,
  password: PASSWORD,
  email: EMAIL,
})

/** The hidden fields of the page's form, as a browser sends them. */
function hidden(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name, value]) => [name!, value!]))
}

/** Administration next to a workstation, with a head, an officer and two administrators. */
export async function openRooms() {
  const database = await openTestDatabase('administration')
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const technicalClock = standingTechnicalClock(START)
  const log = pino({ level: 'silent' })
  const site = await createSite({
    origin: 'http://localhost:80',
    host: '127.0.0.1',
    port: 0,
    logger: log,
    sandbox: true,
    legalTime: async () => ({ date: '2025-03-03', time: '10:00', moved: false }),
  })
  const messages: Message[] = []
  const messaging = { send: async (message: Message) => void messages.push(message) }
  const openTasks = new Map<string, { requestNumber: string; stepId: string; dueAt: string | null }[]>()
  // The scripts of signing are another room's: here nobody signs.
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-administration-'))
  await writeFile(join(folder, 'islands.css'), '')
  const workstation = await startWorkstation({
    site,
    database,
    legalClock,
    technicalClock,
    log,
    regulations: { editions: [KITE_EDITION], edition: () => KITE_EDITION, tables: KITE_TABLES },
    hosts: [],
    openTasks: async ({ id }) => openTasks.get(id) ?? [],
    islands: { folder, stylesheet: { file: 'islands.css', url: '/assets/islands.css' }, scripts: {} } as never,
    messaging,
    failedMessages: { list: async () => [], retry: async () => 0, redirect: async () => false },
    secret: Buffer.alloc(32, 9),
    passwordCost: QUICK_PASSWORDS,
  })
  const offered: { now: readonly Offer[] } = { now: OFFERS }
  const packages: ServicePackage[] = [{ regulation, undecided: [], decided: 2, isNamed: true }]
  const tables: EndingTable[] = []
  const security = await openSecurityLog(database, technicalClock)
  const room = await startAdministration({
    site,
    database,
    legalClock,
    technicalClock,
    log,
    zone: KITE_TABLES.zones[regulation.authority.zone]!,
    office: workstation.office,
    security,
    services: packages,
    offers: OFFERS,
    putOnOffer: (offers) => void (offered.now = offers),
    messaging,
    failedMessages: { list: async () => [], retry: async (ids) => ids.length },
    neighbours: async () => [{ name: inAll(() => 'GBD-UL'), state: 'silent', since: START, note: null }],
    tables: async () => tables,
    settings: [
      { key: 'offers', variable: 'RUQSAT_OFFERS', value: 'kites' },
      { key: 'databaseUrl', variable: 'DATABASE_URL', value: '***' },
    ],
    adapters: [{ what: inAll(() => 'GBD-UL'), adapter: 'http https://gbd.example.kz', key: 'registers' }],
    roots: async () => [],
    secret: Buffer.alloc(32, 3),
    passwordCost: QUICK_PASSWORDS,
  })
  await site.ready()
  const added = async (wanted: NewStaff) => orFault(await workstation.registerStaff(wanted))
  const staff = {
    head: await added(official('head', 'dauren', 'Дәурен Әбілов')),
    officer: await added(official('officer', 'oral', 'Орал Жақсыбеков')),
  }
  for (const login of ['aida', 'timur']) {
    const made = await room.registerAdministrator({ login, password: PASSWORD, name: 'Ержанова Аида', phone: null, email: EMAIL })
    if (isRefusal(made)) throw new Error(made.code)
  }
  return {
    database,
    legalClock,
    workstation,
    room,
    staff,
    openTasks,
    security,
    packages,
    tables,
    messages,
    offered,
    administration: { deps: { database, legalClock, messaging, tables: async () => tables } },
    /** Somebody's browser, with cookies and the tokens of the page that was shown last. */
    async browser(login: string | null) {
      const cookies = new Map<string, string>()
      let page = ''
      const send = async (method: 'GET' | 'POST', url: string, fields: Readonly<Record<string, string>> = {}) => {
        const token = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
        const answer = await site.inject({
          method,
          url,
          headers: {
            accept: 'text/html',
            host: 'localhost',
            cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded', referer: `http://localhost${url}` }),
          },
          ...(method === 'POST' && {
            payload: new URLSearchParams({ ...hidden(page), _csrf: token('_csrf'), _once: token('_once'), ...fields }).toString(),
          }),
        })
        for (const { name, value } of answer.cookies) cookies.set(name, value)
        if (answer.statusCode < 300) page = answer.body
        // A date has spaces that do not break.
        return { status: answer.statusCode, text: answer.body.replaceAll('\u00a0', ' '), location: String(answer.headers.location ?? '') }
      }
      const browser = {
        get: (url: string) => send('GET', `/en/administration${url}`),
        /** A page in another language, by its whole address. */
        at: (url: string) => send('GET', url),
        /** As when the session has run out. */
        loseSession: () => void cookies.delete('administration'),
        /** Opens the page first, as a person does, and sends its form. */
        async fill(url: string, fields: Readonly<Record<string, string>>) {
          await send('GET', `/en/administration${url}`)
          return send('POST', `/en/administration${url.split('?', 1)[0]}`, fields)
        },
      }
      if (login !== null) {
        const { location } = await browser.fill('/sign-in', { login, password: PASSWORD })
        expect(location).toBe('/en/administration')
      }
      return browser
    },
    async close() {
      await room.stop()
      await workstation.stop()
      await site.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
