import type { Instant, Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { CaseState } from '@ruqsat/engine'
import type { Seen } from './model.ts'

/** The case, its applicant and the legal instant in one round trip. The state travels only where it is not the version that is known already. */
export async function loadCase(sql: Sql, schema: string, caseId: string, knownVersion: number | null): Promise<Seen> {
  const [row] = await sql<{ now: Instant; offsetMs: number; version: number | null; state: CaseState | null; party: Json | null }[]>`
    select clock.now, clock.offset_ms as "offsetMs", c.version, case when c.version = ${knownVersion ?? -1}::int then null else c.fixed || c.state end as state, p.data as party
    from legal_time.reading() as clock left join ${sql(schema)}.case_file c on c.case_id = ${caseId}
    left join ${sql(schema)}.party p on p.authority = c.authority and p.digest = c.applicant_ref`
  return { now: row!.now, offsetMs: row!.offsetMs, version: row!.version ?? 0, state: row!.state, party: row!.party }
}
