// Rows of releases that kept whole derivations in the state: the migration leaves of them what a new row holds.
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apply, countedTask, dueDateIn, inHistory, type CaseEvent, type CaseState } from '@ruqsat/engine'
import { KITE_STAFF } from '@ruqsat/engine/testing'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
beforeEach(async () => {
  town = await openKiteTown()
})
afterEach(() => town.close())

const rows = () => town.sql<{ caseId: string; fixed: object; state: CaseState }[]>`
  select case_id as "caseId", fixed, state from town.case_file order by case_id`

/** Writes the row as release 0.1 did: the total in `fixed`, no calendar, each due date with its derivation. */
async function makeReleased(caseId: string): Promise<void> {
  const { state } = (await town.caseflow.read(caseId))!
  const eventAt = inHistory(await town.caseflow.events(state.opening!))
  const total = dueDateIn(eventAt, state.total!, { of: 'total' })
  const tasks = state.tasks.map((task) => countedTask(eventAt, task))
  await town.sql`
    update town.case_file set fixed = fixed || ${town.sql.json({ total } as never)}::jsonb,
      state = (state - 'total' - 'calendar') || ${town.sql.json({ tasks } as never)}::jsonb
    where case_id = ${caseId}`
}

async function migrateAgain(): Promise<void> {
  const migration = await readFile(new URL('../store/migrations/007-slim-state.sql', import.meta.url), 'utf8')
  await town.sql.unsafe(migration.replaceAll('{schema}', 'town'))
}

test('an open case, one with an outcome of its own time and one that has gone on are slim, and the record agrees', async () => {
  const cases = [await town.openCase(), await town.openCase('strict'), await town.openCase()]
  await town.must(cases[1]!, { kind: 'assign', taskId: await town.taskOf(cases[1]!), officerId: 'oscar', instruction: '' }, KITE_STAFF.head)
  await town.accept(cases[2]!)
  const before = await rows()
  for (const caseId of cases) await makeReleased(caseId)
  expect((await town.caseflow.audit()).faults.map(({ kind }) => kind)).toEqual(cases.map(() => 'state-differs'))
  await migrateAgain()
  expect(await rows()).toEqual(before)
  expect((await town.caseflow.audit()).faults).toEqual([])
  expect(before.every(({ state }) => Buffer.byteLength(JSON.stringify(state)) < 2_000)).toBe(true)
})

test('a case that was counted again names the event of the new calendar, for each of its terms', async () => {
  const caseId = await town.openCase('strict')
  const state = await town.must(
    caseId,
    { kind: 'assign', taskId: await town.taskOf(caseId), officerId: 'oscar', instruction: '' },
    KITE_STAFF.head,
  )
  const { authority } = state.opening!
  const eventAt = inHistory(await town.caseflow.events({ authority, caseId }))
  const total = dueDateIn(eventAt, state.total!, { of: 'total' })
  const [task] = state.tasks.map((each) => countedTask(eventAt, each))
  const changed: CaseEvent = {
    kind: 'calendarChanged',
    at: state.openedAt!,
    actor: { kind: 'system', id: 'calendar' },
    source: null,
    calendar: { id: 'plain', version: '2' },
    total,
    tasks: [{ taskId: task!.id, stepId: task!.stepId, due: task!.due! }],
    outcomes: task!.outcomeTimes!.map(({ outcome, due }) => ({ taskId: task!.id, outcome, due })),
  }
  const number = state.version + 1
  await makeReleased(caseId)
  await town.sql`insert into town.event values (${authority}, ${caseId}, ${number}, ${state.openedAt!}, ${town.sql.json(changed as never)}, '')`
  await town.sql`update town.case_file set version = ${number},
    state = state || ${town.sql.json({ total, calendar: changed.calendar } as never)}::jsonb where case_id = ${caseId}`
  await migrateAgain()
  const { tasks, total: kept, calendar } = apply(state, changed)
  expect((await rows())[0]!.state).toMatchObject({ tasks, total: kept, calendar })
  expect(kept!.event).toBe(number)
})
