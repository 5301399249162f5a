// Doubles for tests of this room and of hosts: stores that fail by name, at every point, both ways.
import type { Sql } from '@ruqsat/database'
import type { Store } from './store/model.ts'
import { openStore } from './store/store.ts'

export { openStore }
export { pageKeys } from './store/list-tasks.ts'

/** `failAndNotPersist`: the connection breaks before the step reaches the database. `failButPersist`: it is committed, but the answer is lost. */
export type Failure = 'failAndNotPersist' | 'failButPersist' | 'failOnLoad'

export type FailingStore = Store & {
  /** The next call of that kind fails, once. */
  failNext(failure: Failure): void
}

export function failingStore(store: Store): FailingStore {
  let next: Failure | null = null
  const due = (failure: Failure) => {
    if (next !== failure) return false
    next = null
    return true
  }
  return {
    failNext: (failure) => {
      next = failure
    },
    load: async (caseId, knownVersion) => {
      if (due('failOnLoad')) throw new Error('connection lost while loading')
      return store.load(caseId, knownVersion)
    },
    commit: async (step, within) => {
      if (due('failAndNotPersist')) throw new Error('connection lost before the commit')
      const answer = await store.commit(step, within)
      if (due('failButPersist')) throw new Error('connection lost after the commit')
      return answer
    },
  }
}

/**
 * Rows of open cases with one task each, written without their steps, for tests and measurements of lists: a quarter with the clerks, one with
 * the heads, two with a hundred officers; twelve services of eight steps; one of ten is late at `2025-03-03T05:00:00Z`.
 */
export async function fillLists(sql: Sql, schema: string, count: number): Promise<void> {
  const into = sql(schema)
  await sql`
    insert into ${into}.party (authority, digest, account_id, salt, data, words)
    select 'kite-office', 'p' || n, 'a' || n, '', jsonb_build_object('name', 'Аты' || n || ' Тегі' || n % 1000, 'iin', lpad(n::text, 12, '0')), array['аты' || n, 'теги' || n % 1000]
    from generate_series(1, ${count}::int) as n`
  const due = sql`'2025-03-03T05:00:00Z'::timestamptz + ((n * 7919) % ${count}::int / 4 * 4 - ${count}::int / 10) * interval '1 minute'`
  const written = sql`to_char((${due}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  await sql`
    insert into ${into}.case_file (authority, case_id, version, status, regulation, edition_hash, variant, request_number, applicant_ref, opened_at, head_hash, fixed, state)
    select 'kite-office', 'c' || n, 1, 'open', 'act' || n % 4, 'e', 'v' || n % 3, number, 'p' || n, opened, '',
      jsonb_build_object('opening', jsonb_build_object('authority', 'kite-office', 'caseId', 'c' || n, 'requestNumber', number),
        'openedAt', to_char(opened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      jsonb_build_object('tasks', jsonb_build_array(jsonb_build_object('id', 't' || n, 'startedAt', to_char(opened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'due', jsonb_build_object('due', ${written}, 'event', 1))))
    from generate_series(1, ${count}::int) as n,
      lateral (select 'KO-2025-' || lpad(n::text, 6, '0') as number, '2025-01-01T00:00:00Z'::timestamptz + n * interval '30 seconds' as opened) as made`
  await sql`
    insert into ${into}.event (authority, case_id, sequence, at, body, hash)
    select 'kite-office', 'c' || n, 1, '2025-01-01T00:00:00Z', json_build_object('kind', 'taskStarted', 'taskId', 't' || n, 'due', json_build_object('due', ${written})), ''
    from generate_series(1, ${count}::int) as n`
  await sql`
    insert into ${into}.task (authority, case_id, task_id, step_id, unit, role, assignee, started_at, due_at, is_late, service, number, opened_at, words)
    select c.authority, c.case_id, 't' || n, 'L' || n % 8, 'u', case n % 4 when 0 then 'clerk' when 1 then 'head' else 'officer' end,
      case when n % 4 > 1 then 'officer' || n % 100 end, c.opened_at,
      ${due}, false,
      c.regulation || '/' || c.variant, c.request_number, c.opened_at, array_to_tsvector(${into}.number_words(c.request_number) || p.words)
    from generate_series(1, ${count}::int) as n
    join ${into}.case_file c on c.authority = 'kite-office' and c.case_id = 'c' || n join ${into}.party p on p.authority = c.authority and p.digest = c.applicant_ref`
  for (const table of ['party', 'case_file', 'event', 'task']) await sql`vacuum analyze ${into}.${sql(table)}`
}
