// Work lists: what they filter, in what order, page by page; and that a page is read from an index and nothing else.
import type { StoredTaskQuery, TaskPlace, TaskSort } from '@ruqsat/caseflow'
import { KITE_STAFF } from '@ruqsat/engine/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateCaseflow } from '../index.ts'
import { loadOf } from '../store/load.ts'
import { fillLists, pageKeys } from '../testing.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

const COUNT = 20_000
const NOW = '2025-03-03T05:00:00.000Z'
const ALL: StoredTaskQuery = { authority: 'kite-office', now: NOW }
const CLERK: StoredTaskQuery = { ...ALL, of: [{ role: 'clerk', actorId: 'clara' }] }

let town: KiteTown
beforeAll(async () => {
  town = await openKiteTown()
  await fillLists(town.sql, 'town', COUNT)
})
afterAll(() => town.close())

/** Every page of the list, forwards. */
async function walk(query: StoredTaskQuery): Promise<readonly string[]> {
  const ids: string[] = []
  let after: TaskPlace | null = null
  do {
    const page = await town.caseflow.listTasks({ ...query, limit: 200, ...(after && { after }) })
    ids.push(...page.tasks.map(({ taskId }) => taskId))
    after = page.next
  } while (after !== null)
  return ids
}

const idsIn = (where: string, order: string) =>
  town.sql
    .unsafe(`select task_id from town.task where ${where} order by ${order}`)
    .then((rows) => rows.map((row) => row['task_id'] as string))

test('pages by key follow each other without a gap, in every order and under every filter', async () => {
  const orders: Record<TaskSort, string> = {
    due: 'sort_due, started_at, task_id',
    opened: 'opened_at, task_id',
    newest: 'opened_at desc, task_id desc',
    number: 'number, task_id',
  }
  const officer = { ...ALL, officer: 'officer7', service: 'act3/v1' }
  for (const [sort, order] of Object.entries(orders))
    expect(await walk({ ...officer, sort: sort as TaskSort }), sort).toEqual(
      await idsIn("assignee = 'officer7' and service = 'act3/v1'", order),
    )
  const wanted: readonly [StoredTaskQuery, string][] = [
    [{ ...CLERK, steps: ['act0/v1/L4'] }, "role = 'clerk' and service = 'act0/v1' and step_id = 'L4'"],
    [{ ...CLERK, late: true }, `role = 'clerk' and due_at < '${NOW}'`],
    [{ ...CLERK, dueBefore: '2025-03-02T12:00:00.000Z' }, "role = 'clerk' and due_at < '2025-03-02T12:00:00Z'"],
    [
      { ...ALL, officer: 'officer2', late: true, service: 'act2/v0' },
      `assignee = 'officer2' and service = 'act2/v0' and due_at < '${NOW}'`,
    ],
  ]
  for (const [query, where] of wanted) {
    const found = await walk(query)
    expect(found.length, where).toBeGreaterThan(5)
    expect(found).toEqual(await idsIn(where, 'sort_due, started_at, task_id'))
  }
})

test('one goes back to the page that one came from, and what was done meanwhile moves nothing', async () => {
  const query = { ...CLERK, limit: 10 }
  const first = await town.caseflow.listTasks(query)
  const second = await town.caseflow.listTasks({ ...query, after: first.next! })
  const back = await town.caseflow.listTasks({ ...query, before: second.previous! })
  expect(back.tasks).toEqual(first.tasks)
  expect([first.previous, back.previous]).toEqual([null, null])
  expect(back.next).toEqual(first.next)
  const deeper = await town.caseflow.listTasks({ ...query, after: second.next! })
  expect((await town.caseflow.listTasks({ ...query, before: deeper.previous! })).previous).toEqual(second.previous)
  expect(await town.caseflow.listTasks({ ...query, after: { key: 'infinity 2025-01-01T00:00:00.000Z', id: 'z' } })).toMatchObject({
    tasks: [],
    next: null,
  })
})

test('what is counted is counted to a thousand, each under its own condition', async () => {
  const page = await town.caseflow.listTasks({ ...CLERK, limit: 1, counts: [{ late: true }, { dueBefore: '2025-03-01T18:00:00.000Z' }] })
  const exact = await idsIn("role = 'clerk' and due_at < '2025-03-01T18:00:00Z'", '1')
  expect(page).toMatchObject({ total: 1001, late: 500, counts: [500, exact.length] })
  expect(await town.caseflow.officersWithWork('kite-office')).toHaveLength(50)
  expect((await town.caseflow.officersWithWork('kite-office')).find(({ officerId }) => officerId === 'officer7')).toMatchObject({
    open: 200,
  })
  expect(await town.caseflow.officersWithWork('elsewhere')).toEqual([])
})

test('the load of an authority is what its rows say, by officer, service and step', async () => {
  const load = await loadOf(town.sql, 'town', 'kite-office', NOW)
  expect(load).toMatchObject({ open: COUNT, late: COUNT / 10, isCut: false })
  for (const by of [load.byOfficer, load.byService, load.byStep]) expect(by.reduce((sum, { open }) => sum + open, 0)).toBe(COUNT)
  const [row] = await town.sql`
    select count(*)::int as open, (count(*) filter (where due_at < ${NOW}))::int as late from town.task where service = 'act2/v0' and step_id = 'L6'`
  expect(load.byStep.find(({ step }) => step === 'act2/v0/L6')).toEqual({ step: 'act2/v0/L6', ...row })
  expect(load.byOfficer.find(({ officerId }) => officerId === 'officer7')).toMatchObject({ open: 200 })
  expect(load.byOfficer.find(({ officerId }) => officerId === null)).toMatchObject({ open: COUNT / 2 })
  expect(await town.caseflow.loadOf('elsewhere')).toMatchObject({ open: 0, late: 0, byOfficer: [] })
})

test('a search finds each typed word at the beginning of a word, in any order, and an identifier only whole', async () => {
  const found = async (text: string) => (await town.caseflow.listTasks({ ...ALL, text })).tasks.map(({ taskId }) => taskId)
  for (const text of ['Тегі17 аты17017', 'АТЫ17017', 'KO-2025-017017', '2025-017017', '17017 ко', '000000017017'])
    expect(await found(text), text).toEqual(['t17017'])
  for (const text of ['00000001701', 'ты17017', 'Аты17017 Тегі18', '%', "' | 'ы'", '!&']) expect(await found(text), text).toEqual([])
})

type Plan = {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}
const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

test('a page is read from one index for each desk, in its order, and no more of it than the page', async () => {
  const limit = 25
  const middle = { key: '2025-03-04T05:00:00.000Z', id: 't1' }
  const queries: readonly StoredTaskQuery[] = [
    CLERK,
    { ...CLERK, after: middle },
    { ...CLERK, before: middle },
    { ...CLERK, sort: 'newest' },
    { ...CLERK, sort: 'number' },
    { ...ALL, sort: 'opened' },
    { ...ALL, late: true },
    { ...ALL, officer: 'officer7' },
    { ...ALL, service: 'act3/v1', steps: ['act3/v1/L7', 'act0/v1/L4'] },
  ]
  for (const query of queries) {
    const [row] =
      await town.sql`explain (analyze, costs off, timing off, summary off, buffers off, format json) ${pageKeys(town.sql, 'town', query, limit)}`
    const nodes = nodesOf((row!['QUERY PLAN'] as readonly { Plan: Plan }[])[0]!.Plan)
    const reads = nodes.filter((node) => node['Relation Name'] === 'task')
    expect(
      reads.map((node) => node['Node Type']),
      JSON.stringify(query),
    ).toEqual(reads.map(() => 'Index Only Scan'))
    for (const node of nodes)
      expect(node['Actual Rows'], `${node['Node Type']} of ${JSON.stringify(query)}`).toBeLessThanOrEqual(reads.length * (limit + 1))
  }
})

test('parties that an earlier release wrote are found by their names after the start', async () => {
  const caseId = await town.openCase()
  await town.sql`
    insert into town.party (authority, digest, data)
    select authority, applicant_ref, '{"name": "Қарлығаш Өмірқызы"}' from town.case_file where case_id = ${caseId}`
  const found = async () => (await town.caseflow.listTasks({ ...ALL, text: 'омиркызы карл' })).tasks.map((task) => task.caseId)
  expect(await found()).toEqual([])
  await migrateCaseflow(town.database, 'town')
  expect(await found()).toEqual([caseId])
  // The next step keeps them.
  await town.accept(caseId, KITE_STAFF.clerk)
  expect(await found()).toEqual([caseId])
})
