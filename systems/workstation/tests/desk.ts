// The workstation on a site of its own, with staff, a host that obeys the test, and people who click.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import { openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock } from '@ruqsat/database/testing'
import { KITE_EDITION, KITE_TABLES } from '@ruqsat/engine/testing'
import { isRefusal, orFault, parseMobileNumber, parseMailAddress } from '@ruqsat/foundation'
import { startGateway } from '@ruqsat/gateway'
import type { FailedMessage, Message } from '@ruqsat/messaging/contract'
import { buildIslands } from '@ruqsat/signing'
import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { startWorkstation, type NewStaff, type Staff } from '../index.ts'
import { doubleDifferences } from './double-differences.ts'
import { openDoubleHost } from './double-host.ts'

/** A Monday, ten in the morning in Kite Town. */
export const START = '2025-03-03T05:00:00.000Z'
export const PASSWORD = 'төрт түлік қора толы'
const position = { kk: 'Маман', ru: 'Специалист', en: 'Specialist' }
const at = (role: NewStaff['role'], login: string, name: string, iin: string, authority = 'kite-office'): NewStaff => ({
  login,
  name,
  iin,
  role,
  authority,
  position,
  unit: 'office',
  password: PASSWORD,
  phone: orFault(parseMobileNumber('+77010000000')),
  email: orFault(parseMailAddress(`${login}@example.kz`)),
})

const PEOPLE = {
  clerk: at('clerk', 'clara', 'Клара Ахметова', '900101400003'),
  clerk2: at('clerk', 'kairat', 'Қайрат Оспанов', '900101400003'),
  head: at('head', 'dauren', 'Дәурен Әбілов', '900101400003'),
  officer: at('officer', 'oral', 'Орал Жақсыбеков', '900101400003'),
  officer2: at('officer', 'olzhas', 'Олжас Тілеуов', '900101400003'),
  body: at('interestedBody', 'zhanar', 'Жанар Сәбитова', '900101400003', 'wind-watch'),
  spy: at('clerk', 'samal', 'Самал Бөтен', '900101400003', 'harbour'),
} as const
export type Person = keyof typeof PEOPLE

/** One more member of staff; a test gives what matters to it. */
export const SOMEONE = {
  password: PASSWORD,
  name: 'Аман Тестов',
  iin: '900101400003',
  role: 'operator',
  unit: 'office',
  authority: 'kite-office',
  position: { kk: 'Оператор', ru: 'Оператор', en: 'Operator' },
  phone: orFault(parseMobileNumber('+77010000009')),
} as const

/** What heads see of the installation itself. */
export const OPERATOR_WARNING = { kk: 'Кесте аяқталады', ru: 'Таблица кончается', en: 'The table ends' }

export async function openDesk() {
  const database = await openTestDatabase('workstation', { maxConnections: 12 })
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const technicalClock = standingTechnicalClock('2026-11-22T10:00:00.000Z')
  const double = await openDoubleHost({ database, legalClock, technicalClock })
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-workstation-'))
  const messages: Message[] = []
  const failed: FailedMessage[] = []
  const differences = doubleDifferences()
  const redirected: string[] = []
  const log = pino({ level: 'silent' })
  const site = await createSite({
    origin: 'http://localhost:8080',
    host: '127.0.0.1',
    port: 0,
    logger: log,
    secret: Buffer.alloc(32, 7),
    start: '/work',
    sandbox: true,
  })
  const gateway = await startGateway({
    database,
    legalClock,
    log,
    trust: null as never,
    config: { sender: 'desk', passwordFile: null, keyFile: null, certificateFile: null, routes: {}, services: {} },
    signing: null,
    secret: new Uint8Array(32).fill(7),
  })
  const room = await startWorkstation({
    gatewayJournal: gateway.journal,
    site,
    database,
    legalClock,
    technicalClock,
    log,
    regulations: { editions: [KITE_EDITION], edition: (hash) => (hash === KITE_EDITION.hash ? KITE_EDITION : null), tables: KITE_TABLES },
    hosts: [double.host],
    operatorWarnings: async () => [OPERATOR_WARNING],
    islands: await buildIslands(folder),
    messaging: { send: async (message) => void messages.push(message) },
    failedMessages: {
      list: async (limit, after = null) => {
        const isBehind = ({ keptAt, messageId }: FailedMessage) =>
          after === null || keptAt < after.keptAt || (keptAt === after.keptAt && messageId < after.messageId)
        return failed.filter(isBehind).slice(0, limit)
      },
      redirect: async (id, to) => {
        const place = failed.findIndex(({ messageId }) => messageId === id)
        if (place >= 0) redirected.push(`${failed.splice(place, 1)[0]!.messageId} ${to}`)
        return place >= 0
      },
      retry: async (ids) => failed.splice(0).filter(({ messageId }) => ids.includes(messageId)).length,
    },
    paymentDifferences: differences,
    secret: Buffer.alloc(32, 9),
    passwordCost: QUICK_PASSWORDS,
  })
  const staff = {} as Record<Person, Staff>
  for (const [person, wanted] of Object.entries(PEOPLE)) {
    const registered = await room.registerStaff(wanted)
    if (isRefusal(registered)) throw new Error(`${person}: ${registered.code}`)
    staff[person as Person] = registered
  }
  await site.ready()

  async function signIn(person: Person, language = 'kk'): Promise<Visitor> {
    const visitor = visitorOf(site, language)
    const page = await visitor.get(`/${language}/work/sign-in`)
    const after = await visitor.submit(page, { login: PEOPLE[person].login, password: PASSWORD })
    if (after.status !== 200) throw new Error(`${person} could not sign in: ${after.text.slice(0, 400)}`)
    return visitor
  }

  /** Leads a case to the step before `until`, by the engine alone. */
  async function lead(
    until: 'assign' | 'examine' | 'approve' | 'conclude' | 'signResult' | 'handOver',
    decision: 'grant' | 'refuse' = 'grant',
  ): Promise<{ caseId: string; requestNumber: string }> {
    const opened = await double.open()
    const { caseId } = opened
    const actor = (person: Person) => ({
      kind: 'staff' as const,
      id: staff[person].id,
      role: staff[person].role,
      authority: staff[person].authority,
    })
    const draft = {
      decision,
      groundIds: decision === 'grant' ? [] : ['weak-string'],
      explanation: decision === 'grant' ? '' : 'Жіп тым жіңішке.',
    }
    const { host } = double
    const actions = [
      ['assign', async (taskId: string) => host.act(caseId, { kind: 'accept', taskId }, actor('clerk'))],
      [
        'examine',
        async (taskId: string) =>
          host.act(caseId, { kind: 'assign', taskId, officerId: staff.officer.id, instruction: 'Жібін тексеріңіз' }, actor('head')),
      ],
      ['approve', async (taskId: string) => host.act(caseId, { kind: 'examine', taskId, draft }, actor('officer'))],
      [
        'conclude',
        async (taskId: string) => host.act(caseId, { kind: 'approve', taskId, opinion: 'objects', reason: 'Жел қатты' }, actor('body')),
      ],
      ['signResult', async (taskId: string) => host.act(caseId, { kind: 'conclude', taskId, draft }, actor('officer'))],
      [
        'handOver',
        async (taskId: string) => {
          const prepared = await host.prepareResult(caseId, taskId, actor('head'))
          return isRefusal(prepared) ? prepared : host.signResult(caseId, taskId, prepared.documentId, 'AAAA', actor('head'))
        },
      ],
    ] as const
    for (const [reaches, taskAction] of actions) {
      const answer = await taskAction(await double.taskOf(caseId))
      if (isRefusal(answer)) throw new Error(`${reaches}: ${answer.code}`)
      if (reaches === until) return opened
    }
    return opened
  }

  async function close(): Promise<void> {
    await room.stop()
    await site.close()
    await double.stop()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
  return {
    gateway,
    site,
    room,
    staff,
    database,
    legalClock,
    technicalClock,
    double,
    messages,
    failed,
    differences,
    redirected,
    signIn,
    visitor: (language = 'kk') => visitorOf(site, language),
    lead,
    close,
  }
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

export type Shown = {
  readonly status: number
  readonly path: string
  readonly html: string
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Buffer
}
export type Visitor = {
  get(path: string): Promise<Shown>
  /** Fills the form that has these fields (or the action) and sends it; follows the redirect. */
  submit(
    page: Shown,
    fields: Readonly<Record<string, string | readonly string[]>>,
    options?: { readonly action?: RegExp; readonly taskAction?: string; readonly follow?: boolean },
  ): Promise<Shown>
  /** Forgets the session, as the server does after an hour of silence. */
  cookies: Map<string, string>
}

let visitors = 0

function visitorOf(site: FastifyInstance, language: string): Visitor {
  // Each from an address of their own: the limit of sign-ins is by address.
  visitors += 1
  const remoteAddress = `10.0.${Math.floor(visitors / 250)}.${(visitors % 250) + 1}`
  const cookies = new Map<string, string>()
  async function ask(method: 'GET' | 'POST', url: string, payload?: string, referer?: string): Promise<Shown> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      host: 'localhost:8080',
      cookie,
      ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(referer && { referer }),
    }
    const answer = await site.inject({ method, url, headers, remoteAddress, ...(payload !== undefined && { payload }) })
    for (const { name, value } of answer.cookies)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    const html = answer.body
    return { status: answer.statusCode, path: url, html, text: textOf(html), headers: answer.headers, body: answer.rawPayload }
  }
  async function follow(answer: Shown): Promise<Shown> {
    if (answer.status !== 302 && answer.status !== 303) return answer
    return follow(await ask('GET', String(answer.headers['location'])))
  }
  return {
    cookies,
    get: async (path) => follow(await ask('GET', path.startsWith(`/${language}`) ? path : `/${language}${path}`)),
    async submit(page, fields, options = {}) {
      const form = formIn(page.html, fields, options)
      const entries = Object.entries({ ...form.hidden, ...fields }).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one]),
      )
      const answer = await ask('POST', form.action, new URLSearchParams(entries).toString(), `http://localhost:8080${page.path}`)
      return options.follow === false ? answer : follow(answer)
    },
  }
}

/** The language switch is a button of the form and is placed outside it. */
const GO_OF_A_BUTTON = '_go'

function formIn(html: string, fields: object, { action, taskAction }: { readonly action?: RegExp; readonly taskAction?: string }) {
  const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes = '', inner = '']) => ({
    action: unescape(/action="([^"]*)"/.exec(attributes)?.[1] ?? ''),
    inner,
    isPost: !/method="get"/.test(attributes),
  }))
  const found = forms.find(
    (form) =>
      form.isPost &&
      (action === undefined || action.test(form.action)) &&
      (taskAction === undefined || form.inner.includes(`name="task-action" value="${taskAction}"`)) &&
      Object.keys(fields).every((name) => name === GO_OF_A_BUTTON || form.inner.includes(`name="${name}"`)),
  )
  if (found === undefined)
    throw new Error(
      `Expected a form with ${taskAction ?? ''} ${Object.keys(fields).join(', ')} but the page has none: ${textOf(html).slice(0, 600)}`,
    )
  const hidden = Object.fromEntries(
    [...found.inner.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      unescape(value),
    ]),
  )
  return { action: found.action, hidden }
}

const unescape = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')

export function textOf(html: string): string {
  return unescape(html.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ')
}

export const taskPath = async (desk: Desk, caseId: string) => `/kk/work/tasks/${caseId}/${await desk.double.taskOf(caseId)}`
export const openTask = async (desk: Desk, visitor: Visitor, caseId: string) => visitor.get(await taskPath(desk, caseId))
