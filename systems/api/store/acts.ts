import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type ApiAct = {
  readonly clientId: string
  readonly at: Instant
  readonly operation: string
  readonly subject: string | null
  readonly status: number
}

export async function insertAct(sql: AnySql, { clientId, at, operation, subject, status }: ApiAct): Promise<void> {
  await sql`
    insert into api.act (client_id, at, operation, subject, status) values (${clientId}, ${at}, ${operation}, ${subject?.slice(0, 100) ?? null}, ${status})`
}
