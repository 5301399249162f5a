import { commitWhole, openCaseflow } from '@ruqsat/caseflow'
import { type Database, openLegalClock, technicalClock } from '@ruqsat/database'
import { openLog } from '@ruqsat/installation'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { populateTwin } from '@ruqsat/registers'
import { type Populated, runPopulation, SANDBOX_SCHEMA } from '@ruqsat/sandbox'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { openStaffByCommand } from '@ruqsat/workstation/command'
import { openCheckpointSeal } from '../house/installation.ts'
import { offeredHere } from '../house/offers.ts'
import { type Call, type CliCommand, EXIT, refuse, UsageError } from './command.ts'
import { FEW_CASES, thinkApart, thinkHere } from './populate-thinkers.ts'
import { regulationsOf } from './regulations.ts'
import { openWorkplace, withDatabase, type Workplace } from './workplace.ts'

const MOST_PEOPLE = 20_000_000
const MOST_CASES = 50_000_000
const SAY_EVERY_MS = 5_000

export const command: CliCommand = {
  purpose: 'Fill the sandbox with people for the registers and with cases of every offered service, drawn from a seed.',
  options: [
    { name: 'people', value: 'N', meaning: 'how many people; each tenth is the head of a firm. 1000 where left out' },
    { name: 'cases', value: 'N', meaning: 'how many cases; 1000 where left out' },
    { name: 'seed', value: 'N', meaning: 'the same seed, numbers, staff and acts give the same population; 1 where left out' },
  ],
  exits: { 0: 'everything is there', 1: 'refused: this is production, or the house was never started' },
  notes: [
    'Interrupted, it goes on where it was; a larger number of cases goes on from a smaller one. Works while the house runs.',
    'Cases are decided by the engine and written by the function that writes every case: audit verify finds them whole. No request or result of',
    'them is signed, paid, printed or sent (sandbox/README.md, "A population"). The people have no account and no key.',
  ],
  async run(call) {
    const workplace = await openWorkplace(call)
    if (workplace.settings.mode === 'production') return refuse(call, 'This is production: nobody is made up here.')
    const size = {
      people: numberIn(call, 'people', 1_000, MOST_PEOPLE),
      cases: numberIn(call, 'cases', 1_000, MOST_CASES),
      seed: numberIn(call, 'seed', 1, 2 ** 31),
    }
    const schemas = [SANDBOX_SCHEMA.schema, LICENSING_MIGRATIONS.schema, WORKSTATION_SCHEMA.schema]
    return withDatabase(workplace, (database) => populate(call, workplace, { database, size }), schemas)
  },
}

type What = { readonly database: Database; readonly size: { readonly people: number; readonly cases: number; readonly seed: number } }

async function populate(call: Call, { settings, state }: Workplace, { database, size }: What): Promise<number> {
  const regulations = await regulationsOf(call)
  const { editions, offers } = offeredHere({ regulations, settings, log: openLog({ level: 'silent', room: 'ruqsat' }) })
  const legalClock = await openLegalClock(database, { mode: 'sandbox' })
  const now = await legalClock.now()
  const staff = (await (await openStaffByCommand(database, regulations)).list()).map(({ id, role, authority, unit }) => {
    return { kind: 'staff' as const, id, role, authority, ...(unit !== '' && { unit }) }
  })
  if (staff.length === 0) return refuse(call, 'Nobody sits at a desk yet: start the house once with npm start, then populate it.')
  const { tables } = regulations
  const onOffer = editions.filter(({ hash }) =>
    offers.some(({ edition, from, to }) => edition === hash && (from === null || from <= now) && (to === null || now < to)),
  )
  const caseflow = openCaseflow({
    sql: database.sql,
    schema: LICENSING_MIGRATIONS.schema,
    legalClock,
    technicalClock,
    editions: (hash) => regulations.edition(hash),
    tables,
    onOutbox: {},
    checkpoints: { ...(await openCheckpointSeal(state)), everyMs: SAY_EVERY_MS },
  })
  const startMs = technicalClock.ms()
  let saidMs = startMs
  const made = await runPopulation(
    {
      sql: database.sql,
      now,
      thinkers: async ({ seed, people, cases, now: at }) => {
        const order = { seed, people, now: at, staff, offered: onOffer.map(({ hash }) => hash) }
        return cases < FEW_CASES ? thinkHere(order, regulations) : thinkApart({ order, environment: { ...call.environment } })
      },
      populateTwin: (people, firms) => populateTwin(database, people, firms),
      commit: (steps, within) => commitWhole(database.sql, LICENSING_MIGRATIONS.schema, steps, within),
      seal: async () => void (await caseflow.checkpoint()),
      progress: ({ people, cases }) => {
        if (technicalClock.ms() - saidMs < SAY_EVERY_MS) return
        saidMs = technicalClock.ms()
        call.say(`${people} people, ${cases} cases …`)
      },
    },
    size,
  )
  await caseflow.stop()
  say(call, made, technicalClock.ms() - startMs)
  return EXIT.done
}

function say(call: Call, { people, firms, cases, events, left }: Populated, ms: number): void {
  const seconds = ms / 1000
  const rate = cases > 0 ? `, ${Math.round(cases / seconds)} cases a second` : ''
  call.say(
    `${people} people and ${firms} firms are in the registers. New: ${cases} cases with ${events} events in ${seconds.toFixed(1)} s${rate}.`,
  )
  if (left > 0) call.say(`${left} could not be opened on their day and were left out: no calendar reaches it.`)
}

function numberIn(call: Call, name: string, otherwise: number, most: number): number {
  const text = call.text(name)
  if (text === undefined) return otherwise
  if (!/^\d{1,10}$/.test(text) || Number(text) > most) throw new UsageError(`--${name} is a whole number up to ${most}; found '${text}'`)
  return Number(text)
}
