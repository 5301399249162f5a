// New cases, many at once: the rows that `commit_step` would write for each, written table by table with COPY, the hashes computed here. A
// test compares the two row by row; the migration that changes `commit_step` has to change this.
import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AnySql, Sql } from '@ruqsat/database'
import type { CaseEvent } from '@ruqsat/engine'
import { Fault } from '@ruqsat/foundation'
import { fillNumbers } from '../numbers.ts'
import type { SentStep } from './sent-step.ts'

const GENESIS = '0'.repeat(64)

/** A case with its numbers and hashes. */
type Written = SentStep & { readonly lines: readonly string[]; readonly hashes: readonly string[] }

/**
 * All in one transaction, and with them what `within` writes; numbers are taken in the order of the cases. A case that is there already
 * changes nothing and takes no number. Answers how many were new.
 */
export async function commitWhole(
  sql: Sql,
  schema: string,
  steps: readonly SentStep[],
  within: (tx: AnySql) => Promise<void>,
): Promise<number> {
  return sql.begin(async (tx) => {
    const known = await knownCases(tx, schema, steps)
    const fresh = steps.filter(({ caseId }) => !known.has(caseId))
    for (const { expected, step } of fresh)
      if (expected !== 0 || 'outbox' in step || 'closedTasks' in step || 'stoppedTimers' in step)
        throw new Fault('Expected new cases of which nobody is informed but found another step')
    // What is written here is history, and no news to programs.
    await tx`select set_config('ruqsat.is_history', 'yes', true)`
    await write(tx, schema, await numbered(tx, schema, fresh))
    await within(tx)
    return fresh.length
  })
}

async function knownCases(tx: AnySql, schema: string, steps: readonly SentStep[]): Promise<ReadonlySet<string>> {
  const ids = steps.map(({ caseId }) => caseId)
  const rows = await tx<{ caseId: string }[]>`select case_id as "caseId" from ${tx(schema)}.case_file where case_id = any(${ids})`
  return new Set(rows.map(({ caseId }) => caseId))
}

/** Takes the numbers of all from their counters, each counter once. */
async function numbered(tx: AnySql, schema: string, steps: readonly SentStep[]): Promise<readonly Written[]> {
  const next = new Map<string, number>()
  const key = (authority: string, counter: string) => `${authority}\n${counter}`
  const orders = steps.flatMap(({ authority, step }) => (step.numbers ?? []).map(({ counter }) => ({ authority, counter })))
  if (orders.length > 0) {
    // In one order, so that two who write at once wait for each other and never for ever.
    const taken = await tx<{ authority: string; counter: string; last: string; count: string }[]>`
      with wanted as (
        select o.authority, o.counter, count(*) as count from jsonb_to_recordset(${tx.json(orders)}::jsonb) as o(authority text, counter text) group by 1, 2 order by 1, 2
      ), taken as (
        insert into ${tx(schema)}.counter as k (authority, name, value) select authority, counter, count from wanted order by 1, 2
          on conflict on constraint counter_pkey do update set value = k.value + excluded.value returning k.authority, k.name, k.value
      )
      select t.authority, t.name as counter, t.value as last, w.count from taken t join wanted w on w.authority = t.authority and w.counter = t.name`
    for (const { authority, counter, last, count } of taken) next.set(key(authority, counter), Number(last) - Number(count) + 1)
  }
  return steps.map((sent) => {
    const numbers = Object.fromEntries(
      (sent.step.numbers ?? []).map(({ marker, counter, prefix, width }) => {
        const place = key(sent.authority, counter)
        const value = next.get(place)!
        next.set(place, value + 1)
        return [marker, prefix + String(value).padStart(width, '0')]
      }),
    )
    const filled = (text: string) => Object.entries(numbers).reduce((done, [marker, number]) => done.replaceAll(marker, number), text)
    const lines = filled(sent.events).split('\n')
    return { ...sent, lines, hashes: chainOf(sent.caseId, lines), state: filled(sent.state), step: fillNumbers(sent.step, numbers) }
  })
}

/** The hash of each event: of its canonical text, its place, its case and the hash before. */
function chainOf(caseId: string, lines: readonly string[]): readonly string[] {
  let head = GENESIS
  const before = `{"caseId":${JSON.stringify(caseId)},"event":`
  return lines.map((line, place) => {
    head = hash('sha256', `${before}${line},"previousHash":"${head}","sequence":${place + 1}}`)
    return head
  })
}

async function write(tx: AnySql, schema: string, cases: readonly Written[]): Promise<void> {
  const into = tx(schema)
  const files = cases.map(({ authority, caseId, at, hashes, state, step }) => [
    ...[authority, caseId, String(hashes.length), step.status, step.regulation, step.editionHash, step.variant, step.requestNumber],
    ...[step.applicantRef, at, hashes.at(-1), JSON.stringify(step.fixed), state],
  ])
  await copy(
    await tx`copy ${into}.case_file (authority, case_id, version, status, regulation, edition_hash, variant, request_number, applicant_ref, opened_at, head_hash, fixed, state) from stdin`.writable(),
    files,
  )
  const events = cases.flatMap(({ authority, caseId, lines, hashes }) =>
    lines.map((line, place) => [authority, caseId, String(place + 1), (JSON.parse(line) as CaseEvent).at, line, hashes[place]]),
  )
  await copy(await tx`copy ${into}.event (authority, case_id, sequence, at, body, hash) from stdin`.writable(), events)
  const parties = cases.flatMap(({ authority, step: { party } }) => (party === undefined ? [] : [{ authority, ...party }]))
  await tx`insert into ${into}.party (authority, digest, account_id, salt, data, words)
    select p.authority, p.digest, p."accountId", p.salt, p.data, array(select jsonb_array_elements_text(p.words))
    from jsonb_to_recordset(${tx.json(parties as never)}::jsonb) as p(authority text, digest text, "accountId" text, salt text, data jsonb, words jsonb)
    on conflict on constraint party_pkey do nothing`
  await writeWork(tx, schema, cases)
  const hosts = cases.flatMap(({ authority, caseId, at, step: { host } }) => (host === undefined ? [] : [{ authority, caseId, at, host }]))
  if (hosts.length > 0)
    await tx`select ${into}.host_commit(h.authority, h."caseId", h.at, h.host)
    from jsonb_to_recordset(${tx.json(hosts as never)}::jsonb) as h(authority text, "caseId" text, at timestamptz, host jsonb)`
}

async function writeWork(tx: AnySql, schema: string, cases: readonly Written[]): Promise<void> {
  const into = tx(schema)
  const tasks = cases.flatMap(({ authority, caseId, at, step }) => {
    const service = `${step.regulation}/${step.variant}`
    const opened = { authority, caseId, service, number: step.requestNumber ?? '', openedAt: at, ref: step.applicantRef }
    return (step.tasks ?? []).map((task) => ({ ...task, ...opened }))
  })
  if (tasks.length > 0)
    await tx`
      insert into ${into}.task (authority, case_id, task_id, step_id, unit, unit_authority, role, assignee, started_at, due_at, is_late, service, number, opened_at, words)
      select t.authority, t."caseId", t."taskId", t."stepId", t.unit, t."unitAuthority", t.role, t.assignee, t."startedAt", t."dueAt", t.late,
        t.service, t.number, t."openedAt", array_to_tsvector(${into}.number_words(t.number) || p.words)
      from jsonb_to_recordset(${tx.json(tasks as never)}::jsonb) as t(authority text, "caseId" text, "taskId" text, "stepId" text, unit text, "unitAuthority" text,
        role text, assignee text, "startedAt" timestamptz, "dueAt" timestamptz, late boolean, service text, number text, "openedAt" timestamptz, ref text)
      left join ${into}.party p on p.authority = t.authority and p.digest = t.ref`
  const timers = cases.flatMap(({ authority, caseId, step }) => (step.timers ?? []).map((timer) => ({ authority, caseId, ...timer })))
  if (timers.length > 0)
    await tx`
      insert into ${into}.timer (authority, case_id, task_id, due_at) select t.authority, t."caseId", t."taskId", t."dueAt"
      from jsonb_to_recordset(${tx.json(timers as never)}::jsonb) as t(authority text, "caseId" text, "taskId" text, "dueAt" timestamptz)`
}

type Cell = string | null | undefined

/** The text form of COPY. */
async function copy(table: NodeJS.WritableStream, rows: readonly (readonly Cell[])[]): Promise<void> {
  const lines = function* () {
    for (const row of rows) yield `${row.map(copyCell).join('\t')}\n`
  }
  await pipeline(Readable.from(lines()), table)
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function copyCell(value: Cell): string {
  return value === null || value === undefined ? '\\N' : value.replace(/[\\\t\n\r]/g, (character) => ESCAPED[character]!)
}
