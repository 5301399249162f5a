// Steps of different cases in one call: each has its own outcome, whatever becomes of the others.
import { randomUUID } from 'node:crypto'
import { applyAll, emptyCase } from '@ruqsat/engine'
import { KITE_APPLICANT, KITE_STAFF, kiteOpening } from '@ruqsat/engine/testing'
import { instantFromMs, isRefusal, msFromInstant } from '@ruqsat/foundation'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { SentStep } from '../store/sent-step.ts'
import { MOST_TOGETHER, openTogether } from '../store/together.ts'
import { openStore } from '../testing.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
beforeAll(async () => {
  town = await openKiteTown()
})
afterAll(() => town.close())
afterEach(() => town.sql.unsafe('drop function if exists town.host_commit'))

const opened = (count: number) => Promise.all(Array.from({ length: count }, () => town.openCase()))
const accept = async (caseId: string, journalNumber = 'J-1') =>
  town.give(caseId, { kind: 'accept', taskId: await town.taskOf(caseId), journalNumber }, KITE_STAFF.clerk)
const wholeIn = async (caseId: string) => {
  const events = await town.caseflow.events({ authority: 'kite-office', caseId })
  expect((await town.caseflow.read(caseId))!.state).toEqual(applyAll(emptyCase, events))
  return events.map(({ kind }) => kind)
}

test('many at once are all committed, and their records are whole', async () => {
  const cases = await opened(40)
  const answers = await Promise.all(cases.map((caseId) => accept(caseId)))
  expect(answers.filter(isRefusal)).toEqual([])
  for (const caseId of cases) expect(await wholeIn(caseId)).toContain('entered')
  expect((await town.caseflow.audit()).faults).toEqual([])
})

test('one whose rows the database refuses ends alone', async () => {
  await town.sql
    .unsafe(`create function town.host_commit(authority text, case_id text, at timestamptz, host jsonb) returns void language plpgsql as
    $$ begin if host->>'is' = 'bad' then raise exception 'Expected no such row'; end if; end $$`)
  const open = (is: string) => {
    const caseId = randomUUID()
    const command = { kind: 'open', opening: kiteOpening({ caseId }) } as const
    return town.caseflow.step({ caseId, actor: KITE_APPLICANT, plan: () => ({ command }), beside: () => ({ host: { is } }) })
  }
  const outcomes = await Promise.allSettled(['good', 'good', 'bad', 'good'].map(open))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

test('a case that another transaction holds keeps nobody but its own step waiting', async () => {
  const cases = await opened(6)
  const order: string[] = []
  let release = () => {}
  const held = new Promise<void>((resolve) => void (release = resolve))
  const ready = Promise.withResolvers<void>()
  const holding = town.sql.begin(async (tx) => {
    await tx`select 1 from town.case_file where case_id = ${cases[2]!} for update`
    ready.resolve()
    await held
  })
  await ready.promise
  const steps = cases.map(async (caseId, place) => {
    await accept(caseId)
    order.push(place === 2 ? 'held' : 'free')
  })
  await Promise.all(steps.filter((_, place) => place !== 2))
  expect(order).not.toContain('held')
  release()
  await Promise.all([holding, ...steps])
  expect(order.at(-1)).toBe('held')
})

test('a step that was decided before the clock was moved is decided again at the instant that the clock says', async () => {
  const caseId = await town.openCase()
  const taskId = await town.taskOf(caseId)
  const to = instantFromMs(msFromInstant(await town.legalClock.now()) + 3_600_000)
  await town.legalClock.advance(to, 'test')
  await town.must(caseId, { kind: 'accept', taskId, journalNumber: 'J' }, KITE_STAFF.clerk)
  const at = (await town.caseflow.events({ authority: 'kite-office', caseId })).at(-1)!.at
  expect(at >= to).toBe(true)
})

test('what another process did to a case is met by loading it, and a refusal is of the case as it is', async () => {
  const caseId = await town.openCase()
  const taskId = await town.taskOf(caseId)
  const other = await openKiteTown({ sql: town.sql, schema: 'town', store: openStore(town.sql, 'town') })
  try {
    await other.must(caseId, { kind: 'accept', taskId, journalNumber: 'J' }, KITE_STAFF.clerk2)
    const late = await town.give(caseId, { kind: 'accept', taskId, journalNumber: 'K' }, KITE_STAFF.clerk)
    expect(isRefusal(late) && late.facts).toMatchObject({ by: { id: KITE_STAFF.clerk2.id } })
  } finally {
    await other.close()
  }
})

test('a call takes a bounded number of steps, and never two of one case', async () => {
  const calls: string[][] = []
  const clock = { now: '2025-03-03T05:00:00.000Z', offsetMs: 0 }
  const commit = openTogether(async (steps) => {
    calls.push(steps.map(({ caseId }) => caseId))
    await new Promise((resolve) => setImmediate(resolve))
    return steps.map(() => ({ kind: 'committed', version: 1, numbers: {}, clock }))
  })
  const ids = [...Array.from({ length: 100 }, (_, place) => `c${place}`), 'c1', 'c1']
  await Promise.all(ids.map((caseId) => commit({ caseId } as SentStep)))
  expect(calls.flat().toSorted()).toEqual(ids.toSorted())
  expect(Math.max(...calls.map(({ length }) => length))).toBeLessThanOrEqual(MOST_TOGETHER)
  for (const call of calls) expect(new Set(call).size).toBe(call.length)
})

test('one case is sought by its key even by a plan that was made when there were no cases', async () => {
  const { sql } = town
  const plan = await sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`
    await tx`set local plan_cache_mode = force_generic_plan`
    await tx`create table empty_cases (like town.case_file including all)`
    await tx.unsafe(
      'prepare one_case (text, text, int) as select version from empty_cases where authority = $1 and case_id = $2 and version = $3',
    )
    const lines = await tx.unsafe<{ 'QUERY PLAN': string }[]>("explain execute one_case ('a', 'b', 1)")
    await tx`drop table empty_cases`
    await tx`deallocate one_case`
    return lines.map((line) => line['QUERY PLAN']).join('\n')
  })
  expect(plan).toMatch(/Index Cond: .*case_id/)
})
