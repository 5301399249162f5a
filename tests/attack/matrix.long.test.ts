// Each route and each role: who is let in where, against the whole product. The list of routes is the house's own, so that a new one is asked
// about without anybody thinking of it.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { openDatabase, type Database } from '@ruqsat/database'
import { startEmbeddedServer, type EmbeddedServer } from '@ruqsat/database/embedded'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Applicant, numberOf, openSandbox, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { isOfOneCase, LEFT_OUT, OPEN_TO_ALL, realmOf, type Realm } from './support/rules.ts'
import { Visitor, type Answer } from './support/visitor.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-attack-'))
const routesFile = join(folder, 'routes.jsonl')

type Route = { readonly methods: readonly string[]; readonly pattern: string }
type Role = {
  readonly name: string
  readonly realm: Realm | null
  readonly visitor: Visitor
  readonly isOfCase: boolean
  readonly home: string
}

let house: RunningHouse
let server: EmbeddedServer
let database: Database
let routes: readonly Route[]
let roles: readonly Role[]
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  const lister = pathToFileURL(join(ROOT, 'tests/attack/support/list-routes.mjs')).href
  house = await startHouse({ env: { NODE_OPTIONS: `--import ${lister}`, RUQSAT_ROUTES_FILE: routesFile, RUQSAT_RATE_LIMITS: 'off' } })
  routes = routesOf(house.origin)
  server = await startEmbeddedServer({ folder: join(house.folder, 'postgres') })
  server.detach()
  database = await openDatabase({ url: server.url(), maxConnections: 2, applicationName: 'attack-test' })
  const sandbox = await openSandbox(house.origin)
  ids = await oneRequest(sandbox)
  roles = await everybody(sandbox)
}, 240_000)
afterAll(async () => {
  await database?.close()
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

/** Of the portal's site: the bank and the certification authority are neighbours. */
function routesOf(origin: string): readonly Route[] {
  const lines = readFileSync(routesFile, 'utf8').trimEnd().split('\n')
  const all = lines.map(
    (line) => JSON.parse(line) as { readonly origin: string; readonly methods: readonly string[]; readonly url: string },
  )
  // The first routes of a site are added before it knows its origin; all of them are files.
  const ours = all.filter((route) => route.origin === origin)
  const known = ours.map(({ methods, url }) => ({ methods, pattern: url.replace(/\/:language\([^$]*\$\)/, '/L') }))
  return known.filter(({ pattern, methods }) => !LEFT_OUT.test(pattern) && !methods.includes('HEAD'))
}

/** A request that is registered and waits at the first desk, of an applicant who has nothing else. */
async function oneRequest(sandbox: Sandbox): Promise<Readonly<Record<string, string>>> {
  const saule = new Applicant(sandbox, 'saule')
  await saule.signIn()
  const draft = await saule.startDraft('matrix')
  const number = numberOf(await saule.apply(draft))
  const [row] = await database.sql<Record<string, string>[]>`
    select c.case_id as "caseId", t.task_id as "taskId", r.payment_order_id as "orderId", r.attachments -> 0 ->> 'sha256' as sha256, c.authority
    from licensing.case_file c join licensing.task t using (authority, case_id) join licensing.request r using (authority, case_id)
    where c.request_number = ${number}`
  const [official] = await database.sql<
    { id: string }[]
  >`select id from workstation.staff where authority = ${row!['authority']!} and role = 'officer'`
  const nobody = '00000000-0000-4000-8000-000000000000'
  return { ...row, number, documentId: nobody, draft: draft.url.split('/').at(-1)!, official: official!.id, nobody }
}

async function everybody(sandbox: Sandbox): Promise<readonly Role[]> {
  const stranger = { name: 'stranger', realm: null, visitor: new Visitor(house.origin), isOfCase: false, home: '/en/sign-in' }
  const other = new Applicant(sandbox, 'daulet')
  await other.register()
  const people = [
    ['saule', 'applicants', true],
    ['daulet', 'applicants', false],
    ['gulnar', 'officials', true],
    ['asqar', 'officials', true],
    ['bekzat', 'officials', false],
    ['temir', 'officials', false],
    ['zarina', 'officials', false],
    ['almaty-region-agriculture-head', 'officials', false],
    ['aktobe-agriculture-appeal-head', 'officials', false],
    ['aliya', 'operators', false],
  ] as const
  const homes = { applicants: '/en/account', officials: '/en/work/account', operators: '/en/centre' }
  const pages = { applicants: '/en/sign-in', officials: '/en/work/sign-in', operators: '/en/centre/sign-in' }
  const known = await Promise.all(
    people.map(async ([id, realm, isOfCase]): Promise<Role> => {
      const visitor = new Visitor(house.origin)
      const { login, iin, password } = sandbox.persona(id)
      await visitor.signIn(pages[realm], realm === 'applicants' ? { who: 'self', iin, password } : { login, password })
      return { name: id, realm, visitor, isOfCase, home: homes[realm] }
    }),
  )
  return [
    stranger,
    ...known,
    await employee('contact', 'contact'),
    await employee('administration', 'administrator'),
    ...(await programs()),
  ]
}

/** Whose password the sandbox's page shows, and who has no key. */
async function employee(realm: 'contact' | 'administration', login: string): Promise<Role> {
  const { text } = await new Visitor(house.origin).get('/en/sandbox')
  const password = new RegExp(`<code>${login}</code>.*?<code>([^<]+)</code>`, 's').exec(text)![1]!
  const visitor = new Visitor(house.origin)
  await visitor.signIn(`/en/${realm}/sign-in`, { login, password })
  return { name: login, realm, visitor, isOfCase: false, home: `/en/${realm}/account` }
}

async function programs(): Promise<readonly Role[]> {
  const wanted = [
    ['a firm’s program', 'requests.read applications.write', '--firm', '090440906026'],
    ['an authority’s program', 'tasks.read', '--authority', 'almaty-region-agriculture'],
  ] as const
  return Promise.all(
    wanted.map(async ([name, scope, owner, id]): Promise<Role> => {
      const words = [
        'tools/ruqsat.mjs',
        'clients',
        'add',
        '--name',
        name,
        owner,
        id,
        ...scope.split(' ').flatMap((each) => ['--scope', each]),
      ]
      const { stdout } = await run(process.execPath, words, { cwd: ROOT, env: { ...process.env, RUQSAT_STATE: house.folder } })
      const [client, secret] = [/Client: (\S+)/.exec(stdout)![1]!, /once: (\S+)/.exec(stdout)![1]!]
      const fields = { grant_type: 'client_credentials', client_id: client, client_secret: secret, scope }
      const { text } = await new Visitor(house.origin).ask('POST', '/identity/token', fields)
      const { access_token: token } = JSON.parse(text) as { readonly access_token: string }
      const visitor = new Visitor(house.origin, { authorization: `Bearer ${token}` })
      return { name, realm: 'programs', visitor, isOfCase: false, home: '/en/sign-in' }
    }),
  )
}

/** An address of this pattern, with the ids of the one request that there is. */
function addressOf(pattern: string): string {
  const id = pattern.includes('/administration/people')
    ? ids['official']!
    : pattern.startsWith('/L/drafts')
      ? ids['draft']!
      : pattern.includes('/services/')
        ? 'grain'
        : ids['nobody']!
  const usual: Record<string, string> = {
    ...ids,
    id,
    regulation: 'grain',
    variant: 'issue',
    channel: 'portal',
    change: 'leave',
    place: '0',
    section: '0',
  }
  return pattern.replace(/^\/L/, '/en').replace(/:(\w+)/g, (_, name: string) => usual[name] ?? ids['nobody']!)
}

const isIn = ({ status }: Answer) => status >= 200 && status < 300
const opened = (pattern: string) => OPEN_TO_ALL.includes(pattern)

test('whoever asks is let into these pages and no other', { timeout: 120_000 }, async () => {
  const { visitor } = roles[0]!
  const open: string[] = []
  for (const { pattern, methods } of routes) if (methods.includes('GET') && isIn(await visitor.get(addressOf(pattern)))) open.push(pattern)
  // A number that nothing was issued under is no page: the register has none yet.
  const withoutRegister = OPEN_TO_ALL.filter((pattern) => !pattern.includes('/verify/:') && !pattern.includes('/register/:'))
  expect([...new Set(open)].toSorted()).toEqual(withoutRegister.toSorted())
})

test(
  'a session of one realm opens nothing of another, and nothing about a case that is somebody else’s',
  { timeout: 300_000 },
  async () => {
    const wrong: string[] = []
    for (const { pattern, methods } of routes) {
      if (!methods.includes('GET') || opened(pattern)) continue
      const realm = realmOf(pattern)
      for (const role of roles) {
        const answer = await role.visitor.get(addressOf(pattern))
        const isTheirs = realm !== null && role.realm === realm && (role.isOfCase || !isOfOneCase(pattern))
        if (isIn(answer) && !isTheirs) wrong.push(`${role.name} GET ${pattern}: ${answer.status}`)
        if (answer.status >= 500) wrong.push(`${role.name} GET ${pattern}: ${answer.status}`)
      }
    }
    expect(wrong).toEqual([])
  },
)

test('no form is taken without its token, and a token of one’s own opens no case of somebody else', { timeout: 300_000 }, async () => {
  const wrong: string[] = []
  const changing = routes.filter(({ methods, pattern }) => !methods.includes('GET') && !pattern.startsWith('/api/'))
  for (const role of roles.filter(({ realm }) => realm !== 'programs')) {
    const before = await fingerprint()
    for (const { pattern } of changing) {
      const answer = await role.visitor.ask('POST', addressOf(pattern), { do: 'accept', answer: 'yes', confirm: 'yes' })
      if (isIn(answer) || answer.status >= 500) wrong.push(`${role.name} POST ${pattern} without a token: ${answer.status}`)
    }
    const token = role.isOfCase ? '' : await role.visitor.token(role.home)
    for (const { pattern } of changing.filter((each) => token !== '' && isOfOneCase(each.pattern) && !each.pattern.includes('/pay/'))) {
      const fields = {
        _csrf: token,
        do: 'accept',
        answer: 'yes',
        confirm: 'yes',
        officer: ids['official']!,
        why: 'an attack',
        reason: 'an attack',
      }
      const answer = await role.visitor.ask('POST', addressOf(pattern), fields)
      if (isIn(answer) || answer.status >= 500) wrong.push(`${role.name} POST ${pattern}: ${answer.status}`)
    }
    const changed = differences(before, await fingerprint())
    if (changed.length > 0) wrong.push(`${role.name} changed ${changed.join(', ')}`)
  }
  expect(wrong).toEqual([])
})

/** Of what somebody else's act could have changed: each table of cases, requests, money and people, by the digest of its rows. */
async function fingerprint(): Promise<ReadonlyMap<string, string>> {
  const { sql } = database
  const tables = await sql<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('licensing', 'payments', 'portal', 'workstation', 'centre', 'contact', 'administration') and table_type = 'BASE TABLE'
      and table_name not in ('migrations', 'checkpoint', 'checkpoint_head', 'outbox', 'statements', 'timer', 'stash') order by 1`
  const rows = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await sql.unsafe(
        `select md5(coalesce(string_agg(md5(r::text), '' order by md5(r::text)), '')) as digest from ${name} r`,
      )
      return [name, String(row!['digest'])] as const
    }),
  )
  return new Map(rows)
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name)
}
