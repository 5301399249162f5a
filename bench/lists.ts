// Work lists of an authority with 100,000 open tasks: a page, filtered, in each order, and its counts; next to the query of the release before,
// which filtered and counted everything. Only figures of one run may be compared.
//   npm run bench -- lists [tasks]
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, openLegalClock, technicalClock, type Sql } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { KITE_TABLES } from '@ruqsat/engine/testing'
import { migrateCaseflow, openCaseflow, type StoredTaskQuery } from '@ruqsat/caseflow'
import { fillLists, pageKeys } from '@ruqsat/caseflow/testing'
import { keepResult } from './results.ts'

const USUAL_TASKS = 100_000
const ROUNDS = 15
const LIMIT = 25
/** A page of a list, with all that is counted next to it. */
const MOST_MS = 250
const NOW = '2025-03-03T05:00:00.000Z'

const ALL: StoredTaskQuery = {
  authority: 'kite-office',
  now: NOW,
  limit: LIMIT,
  counts: [{}, { late: true }, { dueBefore: '2025-03-04T00:00:00.000Z' }],
}
const CLERK: StoredTaskQuery = { ...ALL, of: [{ role: 'clerk', actorId: 'clara' }] }

const LISTS: Readonly<Record<string, StoredTaskQuery>> = {
  'clerk by due date': CLERK,
  'clerk, a page from the middle': { ...CLERK, after: { key: '2025-04-03T05:00:00.000Z', id: 't1' } },
  'clerk, newest first': { ...CLERK, sort: 'newest' },
  'head by due date': ALL,
  'head by number, late': { ...ALL, sort: 'number', late: true },
  'head, one service and step': { ...ALL, service: 'act3/v1', steps: ['act3/v1/L7'] },
  'head, one service and step, newest first': { ...ALL, service: 'act3/v1', steps: ['act3/v1/L7'], sort: 'newest' },
  'head, one service': { ...ALL, service: 'act3/v1' },
  'clerk, one service and step': { ...CLERK, service: 'act3/v1', steps: ['act3/v1/L7'] },
  'head, one officer': { ...ALL, officer: 'officer7' },
  'head, search by a name': { ...ALL, text: 'теги17 аты17017' },
  'head, search by half a name': { ...ALL, text: 'теги1' },
}

export async function run(words: readonly string[]): Promise<boolean> {
  const count = Number(words[0] ?? USUAL_TASKS)
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
  // As root the server runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  const database = await openDatabase({ url: server.url() })
  try {
    const { sql } = database
    const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: NOW })
    await migrateCaseflow(database, 'bench_lists')
    await fillLists(sql, 'bench_lists', count)
    const caseflow = openCaseflow({
      sql,
      schema: 'bench_lists',
      legalClock,
      technicalClock,
      editions: () => null,
      tables: KITE_TABLES,
      onOutbox: {},
    })
    const listMs: Record<string, number> = {}
    const plans: Record<string, string> = {}
    for (const [name, query] of Object.entries(LISTS)) {
      listMs[name] = await medianMs(() => caseflow.listTasks(query))
      plans[name] = await planOf(sql, query)
    }
    const writes = await writeCost(sql, count)
    const officersMs = await medianMs(() => caseflow.officersWithWork('kite-office'))
    const loadMs = await medianMs(() => caseflow.loadOf('kite-office'))
    const before = {
      clerkMs: await medianMs(() => formerPage(sql, 'clerk', LIMIT)),
      headMs: await medianMs(() => formerPage(sql, null, LIMIT)),
    }
    const step = await stepBefore(sql, listMs['head, one service and step']!)
    const trigger = await triggerCost(sql, count)
    const ratios = { clerk: ratio(listMs['clerk by due date']!, before.clerkMs), head: ratio(listMs['head by due date']!, before.headMs) }
    console.log(JSON.stringify({ tasks: count, listMs, plans, writes, officersMs, loadMs, before, step, trigger, ratios }, null, 1))
    keepResult('lists', { tasks: count, rounds: ROUNDS, listMs, plans, writes, officersMs, loadMs, before, step, trigger, ratios })
    await caseflow.stop()
    return Object.values(listMs).every((ms) => ms <= MOST_MS)
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const STEPS = 1_500
/** As migration 009 made them for outside bodies; 011 has one in their place. */
const FORMER = ['due', 'opening', 'number'].map((by) => {
  const column = { due: 'sort_due', opening: 'opened_at', number: 'number' }[by]
  const more = by === 'due' ? '' : ', sort_due'
  return `create index former_of_unit_by_${by} on bench_lists.task (unit_authority, ${column}, task_id)
    include (authority, case_id, role, service, step_id, assignee, is_late${more}) where unit_authority is not null`
})

/**
 * What the indexes of lists cost a step: milliseconds of `commit_step`, one transaction each, where a task of this authority, or of an outside
 * body, ends and the next one begins; with every index, with those of the release before, and with none but the key.
 */
async function writeCost(sql: Sql, count: number) {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes where schemaname = 'bench_lists' and tablename = 'task' and indexname <> 'task_pkey'`
  const measured = async () => ({ own: await stepMs(sql, count, null), outside: await stepMs(sql, count, 'body') })
  const all = await measured()
  await sql`drop index bench_lists.task_of_unit`
  for (const definition of FORMER) await sql.unsafe(definition)
  const former = await measured()
  for (const by of ['due', 'opening', 'number']) await sql.unsafe(`drop index bench_lists.former_of_unit_by_${by}`)
  for (const { name } of indexes.filter((each) => each.name !== 'task_of_unit')) await sql.unsafe(`drop index bench_lists.${name}`)
  const none = await measured()
  for (const { definition } of indexes) await sql.unsafe(definition)
  await sql`vacuum analyze bench_lists.task`
  const of = (one: 'own' | 'outside') => ({ ms: all[one], formerMs: former[one], withoutMs: none[one], ratio: ratio(all[one], none[one]) })
  return { indexes: indexes.map(({ name }) => name), steps: STEPS, own: of('own'), outside: of('outside') }
}

/** The list of one service and step as the release before read it, without an index of its own: the page, and its counts to a thousand. */
async function stepBefore(sql: Sql, ms: number) {
  const [kept] = await sql<{ definition: string }[]>`
    select indexdef as definition from pg_indexes where schemaname = 'bench_lists' and indexname = 'task_by_step'`
  await sql`drop index bench_lists.task_by_step`
  const of = sql`t.authority = 'kite-office' and t.service = 'act3/v1' and t.service || '/' || t.step_id = any(${['act3/v1/L7']})`
  const counted = (more: ReturnType<Sql>) =>
    sql`(select count(*) from (select from bench_lists.task t where ${of} and ${more} limit 1001) as counted)`
  const formerMs = await medianMs(() =>
    Promise.all([
      sql`
        select page.case_id, c.fixed || c.state as state, p.data->>'name' as name
        from (select t.authority, t.case_id, t.task_id, t.sort_due, t.started_at from bench_lists.task t where ${of}
          order by t.sort_due, t.started_at, t.task_id limit ${LIMIT + 1}) as page
        join bench_lists.case_file c on c.authority = page.authority and c.case_id = page.case_id
        left join bench_lists.party p on p.authority = c.authority and p.digest = c.applicant_ref
        order by page.sort_due, page.started_at, page.task_id`.execute(),
      sql`select ${counted(sql`true`)}, ${counted(sql`t.sort_due <= ${NOW} and (t.is_late or t.sort_due < ${NOW})`)},
        ${counted(sql`true`)}, ${counted(sql`t.sort_due < '2025-03-04T00:00:00.000Z'`)}`.execute(),
    ]),
  )
  await sql.unsafe(kept!.definition)
  return { ms, formerMs, ratio: ratio(ms, formerMs) }
}

/** What a step costs with the trigger that makes each event news of programs, and without it; in turns. */
async function triggerCost(sql: Sql, count: number) {
  const [withMs, withoutMs]: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round += 1) {
    withMs.push(await stepMs(sql, count, null))
    await sql`alter table bench_lists.event disable trigger event_is_news`
    withoutMs.push(await stepMs(sql, count, null))
    await sql`alter table bench_lists.event enable trigger event_is_news`
  }
  const middle = (all: readonly number[]) => all.toSorted((one, other) => one - other)[1]!
  return { ms: middle(withMs), withoutMs: middle(withoutMs), ratio: ratio(middle(withMs), middle(withoutMs)) }
}

/** The median of a few runs over the same cases; the versions of the cases go up by one a step. */
async function stepMs(sql: Sql, count: number, unit: string | null): Promise<number> {
  const task = (
    place: string,
  ) => `jsonb_build_object('taskId', ${place}, 'stepId', 'L3', 'unit', 'u', 'unitAuthority', ${unit === null ? 'null' : `'${unit}'`},
    'role', 'officer', 'assignee', null, 'startedAt', '${NOW}', 'dueAt', '${NOW}', 'late', false)`
  const runs: number[] = []
  for (let run = 0; run < 5; run += 1) {
    const start = performance.now()
    await sql.unsafe(`do $$ declare c record; begin
      for c in select case_id, version, state::text as state, request_number from bench_lists.case_file where case_id = any(select 'c' || n * ${Math.floor(count / STEPS)} from generate_series(1, ${STEPS}) as n) loop
        perform bench_lists.commit_step('kite-office', c.case_id, c.version, '${NOW}', '{"kind":"taskStarted"}', c.state, jsonb_build_object('status', 'open',
          'requestNumber', c.request_number, 'closedTasks', jsonb_build_array('t' || substr(c.case_id, 2)), 'tasks', jsonb_build_array(${task("'t' || substr(c.case_id, 2)")})));
        commit;
      end loop; end $$`)
    runs.push((performance.now() - start) / STEPS)
  }
  return Math.round(runs.toSorted((one, other) => one - other)[2]! * 1_000) / 1_000
}

/** How the rows of the page are found: the nodes that read tasks, and how many rows each read. */
async function planOf(sql: Sql, query: StoredTaskQuery): Promise<string> {
  type Plan = {
    readonly 'Node Type': string
    readonly 'Actual Rows': number
    readonly 'Relation Name'?: string
    readonly Plans?: readonly Plan[]
  }
  const nodes = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
  const [row] =
    await sql`explain (analyze, costs off, timing off, summary off, buffers off, format json) ${pageKeys(sql, 'bench_lists', query, LIMIT)}`
  const { Plan: plan } = (row!['QUERY PLAN'] as readonly { Plan: Plan }[])[0]!
  return nodes(plan)
    .filter((node) => node['Relation Name'] === 'task')
    .map((node) => `${node['Node Type']}: ${node['Actual Rows']}`)
    .join('; ')
}

/** The list as it was asked for before: everything under the filter is read, counted and sorted. Without its due dates' derivations. */
function formerPage(sql: Sql, role: string | null, limit: number): Promise<unknown> {
  const of =
    role === null
      ? sql`true`
      : sql`exists (
    select from jsonb_to_recordset(${sql.json([{ role, actorId: 'clara' }])}::jsonb) as holder(role text, "actorId" text)
    where t.role = holder.role and (t.assignee is null or t.assignee = holder."actorId"))`
  return sql`
    select t.case_id, t.task_id, c.fixed || c.state as state, coalesce(p.data->>'name', '') as name, count(*) over ()::int as total,
      count(*) filter (where t.is_late or t.due_at < ${NOW}) over ()::int as late
    from bench_lists.task t join bench_lists.case_file c on c.authority = t.authority and c.case_id = t.case_id
    left join bench_lists.party p on p.authority = c.authority and p.digest = c.applicant_ref
    where (t.authority = 'kite-office' or t.unit_authority = 'kite-office') and ${of}
    order by t.due_at asc nulls last, t.started_at, t.task_id limit ${limit}`.execute()
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    await work()
    all.push(performance.now() - start)
  }
  return Math.round(all.toSorted((one, other) => one - other)[ROUNDS >> 1]! * 10) / 10
}

function ratio(one: number, other: number): number {
  return Math.round((one / other) * 1000) / 1000
}
