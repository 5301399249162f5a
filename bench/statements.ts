// How many statements each kind of request asks the database, on the way of whole applications.
//   npm run bench -- statements [applications]
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { Applicant, numberOf, Office, openSandbox, type Exchange } from '../tests/driver/index.ts'
import { startHouse } from '../tests/house.ts'
import { openWire, type Wire } from './wire.ts'

const USUAL_APPLICATIONS = 4
const OFFICE = ['gulnar', 'asqar', 'bekzat', 'temir'] as const
/** What loops of the house ask while nobody does anything is distinguished by its text. */
const IDLE_MS = 6_000

export async function run(words: readonly string[]): Promise<boolean> {
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
    const seen = await walk(wire, house.origin, Number(words[0] ?? USUAL_APPLICATIONS))
    for (const [route, counts] of [...seen].toSorted()) {
      const least = counts.toSorted((one, other) => one.length - other.length)[0]!
      console.log(`${String(least.length).padStart(4)}  ${route}  (${counts.length})`)
      if (words[1] === 'texts') for (const text of least) console.log(`        ${text.replaceAll(/\s+/g, ' ').slice(0, 150)}`)
    }
    return true
  } finally {
    await house.stop()
    await wire.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of each kind of request the statements of each time. */
async function walk(wire: Wire, origin: string, applications: number): Promise<Map<string, (readonly string[])[]>> {
  const sandbox = await openSandbox(origin)
  const seen = new Map<string, (readonly string[])[]>()
  const onExchange = ({ method, url, status }: Exchange) => {
    const texts = wire.take().filter((text) => !idle.has(text))
    const route = `${method} ${url.port}${url.pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4,}[\d-]*/g, ':id')} ${status}`
    seen.set(route, [...(seen.get(route) ?? []), texts])
  }
  const idle = new Set<string>()
  const applicant = new Applicant(sandbox, 'aigerim', { accepted: new Map(), onExchange })
  const office = new Office(sandbox, OFFICE, { onExchange })
  if (!applicant.persona.isRegistered) await applicant.register()
  for (let own = 0; own < applications; own += 1) {
    wire.take()
    await sleep(own === 0 ? IDLE_MS : 0)
    for (const text of own === 0 ? wire.take() : []) idle.add(text)
    applicant.browser.forgetCookies()
    await applicant.signIn()
    const draft = await applicant.startDraft(`S${own}`)
    const number = numberOf(await applicant.apply(draft))
    await office.carryThrough(number, { officer: sandbox.persona('bekzat').name, done: [] })
    if ((await applicant.resultOf(number)) === null) throw new Error(`Expected a signed result of ${number}`)
  }
  return seen
}
