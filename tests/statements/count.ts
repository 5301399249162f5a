// How many statements each kind of request asks the database, on the way of whole applications: everything between house and PostgreSQL goes
// through a counter.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { Applicant, numberOf, Office, openSandbox, type Exchange } from '../driver/index.ts'
import { startHouse } from '../house.ts'
import { openWire, type Wire } from './wire.ts'

const OFFICE = ['gulnar', 'asqar', 'bekzat', 'temir'] as const
/** What loops of the house ask while nobody does anything is known by its text. */
const IDLE_MS = 6_000
/** The time is asked once a moment by whoever comes first (docs/decisions/0154): how often depends on the machine. Transactions are not counted. */
const NOT_COUNTED = ['select legal_time.now() as now', 'begin', 'commit']

/** Of each kind of request, by method, path and status, the statements that it asks each time. */
export async function countStatements(applications: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-statements-'))
  await chmod(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres') })
  const address = new URL(server.url())
  const socket = { folder: address.searchParams.get('host')!, port: address.searchParams.get('port')! }
  const wire = await openWire(join(socket.folder, `.s.PGSQL.${socket.port}`))
  address.search = ''
  address.host = `127.0.0.1:${wire.port}`
  const house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off', DATABASE_URL: address.href } })
  try {
    return leastOf(await walk(wire, house.origin, applications))
  } finally {
    await house.stop()
    await wire.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What was asked each time: loops of the house ask theirs at some times only. */
function leastOf(seen: ReadonlyMap<string, readonly (readonly string[])[]>): ReadonlyMap<string, readonly string[]> {
  return new Map([...seen].toSorted().map(([route, times]) => [route, times.reduce(common)] as const))
}

/** Those of `one` that `other` has too, as often as both have them. */
function common(one: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map([...Map.groupBy(other, (text) => text)].map(([text, same]) => [text, same.length]))
  return one.filter((text) => {
    const times = left.get(text) ?? 0
    left.set(text, times - 1)
    return times > 0
  })
}

async function walk(wire: Wire, origin: string, applications: number): Promise<Map<string, (readonly string[])[]>> {
  const sandbox = await openSandbox(origin)
  const seen = new Map<string, (readonly string[])[]>()
  const idle = new Set(NOT_COUNTED)
  const main = new URL(origin).port
  const onExchange = ({ method, url, status }: Exchange) => {
    const texts = wire.take().filter((text) => !idle.has(text.trim()))
    const path = url.pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|(KZ\d\d[A-Z]{3})?\d{4,}[\d-]*/g, ':id')
    const route = `${method} ${url.port === main ? '' : 'bank'}${path} ${status}`
    seen.set(route, [...(seen.get(route) ?? []), texts])
  }
  const applicant = new Applicant(sandbox, 'aigerim', { accepted: new Map(), onExchange })
  const office = new Office(sandbox, OFFICE, { onExchange })
  if (!applicant.persona.isRegistered) await applicant.register()
  wire.take()
  await sleep(IDLE_MS)
  for (const text of wire.take()) idle.add(text.trim())
  for (let own = 0; own < applications; own += 1) {
    wire.take()
    applicant.browser.forgetCookies()
    await applicant.signIn()
    const draft = await applicant.startDraft(`S${own}`)
    const number = numberOf(await applicant.apply(draft))
    await office.carryThrough(number, { officer: sandbox.persona('bekzat').name, done: [] })
    if ((await applicant.resultOf(number)) === null) throw new Error(`Expected a signed result of ${number}`)
    const licence = /KZ\d{2}[A-Z]{3}\d{8}/.exec((await applicant.request(number)).text)?.[0]
    if (licence === undefined) throw new Error(`Expected the number of the licence on the page of ${number}`)
    await applicant.browser.open(`${origin}/kk/verify?number=${licence}`)
  }
  return seen
}
