import type { Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { CheckpointRow, Head } from './checkpoints.ts'

export type AuditEvent = { readonly sequence: number; readonly body: Json; readonly hash: string }
export type AuditCase = {
  readonly caseId: string
  readonly version: number
  readonly status: string
  readonly headHash: string
  readonly state: unknown
  readonly events: readonly AuditEvent[]
  /** Open tasks as `id step role assignee late`. */
  readonly tasks: readonly string[]
}

/** A page of cases after this id with their events and tasks, in one snapshot. */
export async function readCases(sql: Sql, schema: string, afterCaseId: string, limit: number): Promise<readonly AuditCase[]> {
  return sql<AuditCase[]>`
    select c.case_id as "caseId", c.version, c.status, c.head_hash as "headHash", c.fixed || c.state as state,
      coalesce((select json_agg(json_build_object('sequence', e.sequence, 'body', e.body, 'hash', e.hash) order by e.sequence)
        from ${sql(schema)}.event e where e.authority = c.authority and e.case_id = c.case_id), '[]') as events,
      array(select concat_ws(' ', t.task_id, t.step_id, t.role, coalesce(t.assignee, '-'), case when t.is_late then 'true' else 'false' end)
        from ${sql(schema)}.task t where t.authority = c.authority and t.case_id = c.case_id) as tasks
    from ${sql(schema)}.case_file c where c.case_id > ${afterCaseId} order by c.case_id limit ${limit}`
}

/** Events whose case has no row any more. */
export async function readOrphans(sql: Sql, schema: string): Promise<readonly { readonly caseId: string; readonly events: number }[]> {
  return sql<{ caseId: string; events: number }[]>`
    select e.case_id as "caseId", count(*)::int as events from ${sql(schema)}.event e
    where not exists (select 1 from ${sql(schema)}.case_file c where c.authority = e.authority and c.case_id = e.case_id) group by e.case_id`
}

export async function readCheckpoints(sql: Sql, schema: string): Promise<readonly CheckpointRow[]> {
  return sql<CheckpointRow[]>`select number, body, sha256, signature from ${sql(schema)}.checkpoint order by number`
}

/** For each head: its hash as it is now, null where the case ends before that version, absent where there is no such case. */
export async function readHeadHashes(sql: Sql, schema: string, heads: readonly Head[]): Promise<ReadonlyMap<string, string | null>> {
  const rows = await sql<{ caseId: string; hash: string | null }[]>`
    select c.case_id as "caseId", e.hash
    from jsonb_to_recordset(${sql.json(heads.map(([caseId, version]) => ({ caseId, version })))}::jsonb) as h("caseId" text, version int)
    join ${sql(schema)}.case_file c on c.case_id = h."caseId"
    left join ${sql(schema)}.event e on e.authority = c.authority and e.case_id = c.case_id and e.sequence = h.version`
  return new Map(rows.map(({ caseId, hash }) => [caseId, hash]))
}
