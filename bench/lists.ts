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
    const officersMs = await medianMs(() => caseflow.officersWithWork('kite-office'))
    const loadMs = await medianMs(() => caseflow.loadOf('kite-office'))
    const before = {
      clerkMs: await medianMs(() => formerPage(sql, 'clerk', LIMIT)),
      headMs: await medianMs(() => formerPage(sql, null, LIMIT)),
    }
    const ratios = { clerk: ratio(listMs['clerk by due date']!, before.clerkMs), head: ratio(listMs['head by due date']!, before.headMs) }
    console.log(JSON.stringify({ tasks: count, listMs, plans, officersMs, loadMs, before, ratios }, null, 1))
    keepResult('lists', { tasks: count, rounds: ROUNDS, listMs, plans, officersMs, loadMs, before, ratios })
    await caseflow.stop()
    return Object.values(listMs).every((ms) => ms <= MOST_MS)
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
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
