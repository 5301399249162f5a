// Cases that are written at once: each row is what the step-by-step function of the database writes of the same.
import { applyAll, decide, emptyCase, type Actor, type CaseEvent, type CaseState, type Command } from '@ruqsat/engine'
import { KITE_APPLICANT, KITE_CONTEXT, KITE_STAFF, kiteOpening } from '@ruqsat/engine/testing'
import { isRefusal, type Instant } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commitWhole, migrateCaseflow, numberMarker, wholeSent, type SentStep } from '../index.ts'
import { commitSteps } from '../store/commit-steps.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
beforeAll(async () => {
  town = await openKiteTown()
  await migrateCaseflow(town.database, 'village')
  for (const schema of ['town', 'village'])
    await town.sql.unsafe(`
      create table ${schema}.hosted (authority text, case_id text, at timestamptz, host jsonb);
      create function ${schema}.host_commit(authority text, case_id text, at timestamptz, host jsonb) returns void language sql
        begin atomic; insert into ${schema}.hosted values (authority, case_id, at, host); end`)
})
afterAll(() => town.close())

const OPENED = '2025-03-03T05:00:00.000Z' as Instant
const ACCEPTED = '2025-03-03T06:00:00.000Z' as Instant

/** An open case with a task and a timer; one that is accepted has a number of the journal too. */
function madeCase(place: number, isAccepted: boolean): SentStep {
  const [number, journal] = [numberMarker(), numberMarker()]
  const events: CaseEvent[] = []
  let state: CaseState = emptyCase
  const give = (command: Record<string, unknown>, actor: Actor, at: Instant) => {
    const answer = decide(
      state,
      { ...command, newIds: ['a', 'b', 'c', 'd'].map((id) => `${id}${state.version}`) } as unknown as Command,
      actor,
      at,
      KITE_CONTEXT,
    )
    if (isRefusal(answer)) throw new Error(answer.code)
    events.push(...answer)
    state = applyAll(state, answer)
  }
  const caseId = `case "${place}" \\ of many`
  const party = { name: `Асқар Өмірұлы ${place}`, note: 'tab\there, break\nthere' }
  give({ kind: 'open', opening: kiteOpening({ caseId, requestNumber: number, applicantRef: `digest ${place}` }) }, KITE_APPLICANT, OPENED)
  if (isAccepted) give({ kind: 'accept', taskId: state.tasks[0]!.id, journalNumber: journal }, KITE_STAFF.clerk, ACCEPTED)
  const numbers = [{ marker: number, counter: 'requests', prefix: 'KO-2025-', width: 3 }]
  if (isAccepted) numbers.push({ marker: journal, counter: 'journal', prefix: 'J-', width: 1 })
  const whole = {
    caseId,
    events,
    after: state,
    numbers,
    host: { any: 'thing' },
    party: { digest: `digest ${place}`, accountId: 'a', salt: 's', data: party },
  }
  return wholeSent(whole, KITE_CONTEXT)
}

const TABLES = ['case_file', 'event', 'party', 'task', 'timer', 'counter', 'hosted']
const rowsIn = (schema: string) =>
  Promise.all(
    TABLES.map(async (table) =>
      (await town.sql.unsafe(`select to_jsonb(t) as row from ${schema}.${table} t order by 1`)).map(({ row }) => row),
    ),
  )

async function commitAsBefore({ authority, caseId, expected, at, events, state, step }: SentStep): Promise<unknown> {
  const [row] = await town.sql`
    select town.commit_step(${authority}, ${caseId}, ${expected}, ${at}::timestamptz, ${events}, ${state}, ${town.sql.json(step as never)}) as answer`
  return row!['answer']
}

test('the rows are those of commit_step, numbers and hashes included; what is there already changes nothing and takes no number', async () => {
  const steps = Array.from({ length: 6 }, (_, place) => madeCase(place, place % 2 === 0))
  // Half of them as a process of the release before commits them.
  for (const [place, step] of steps.entries())
    expect(place < 3 ? (await commitSteps(town.sql, 'town', [step], true))[0] : await commitAsBefore(step)).toMatchObject({
      kind: 'committed',
    })
  expect(await commitAsBefore(steps[0]!)).toEqual({ kind: 'conflict' })
  const within: string[] = []
  const commit = (some: readonly SentStep[]) => commitWhole(town.sql, 'village', some, async () => void within.push('written'))
  expect(await commit(steps.slice(0, 4))).toBe(4)
  expect(await commit(steps)).toBe(2)
  expect(await commit([])).toBe(0)
  // Step by step the instant of a row is that of its step; here each event has its own.
  await town.sql`alter table town.event disable trigger event_is_append_only`
  await town.sql`update town.event set at = (body->>'at')::timestamptz`
  const [expected, found] = [await rowsIn('town'), await rowsIn('village')]
  expect(found).toEqual(expected)
  expect(expected.every((rows) => rows.length > 0)).toBe(true)
  expect(within).toHaveLength(3)
})

test('where the mark cannot be written nothing is', async () => {
  const broken = commitWhole(town.sql, 'village', [madeCase(9, true)], async () => {
    throw new Error('no mark')
  })
  await expect(broken).rejects.toThrow('no mark')
  expect(await town.sql`select 1 from village.case_file where applicant_ref = 'digest 9'`).toHaveLength(0)
  expect(await town.sql`select value::int from village.counter order by name`).toEqual([{ value: 3 }, { value: 6 }])
})
