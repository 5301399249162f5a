import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type ApiAct = {
  readonly clientId: string
  readonly at: Instant
  readonly operation: string
  readonly subject: string | null
  /** Null while the call is under way, and for ever where the process died in it. */
  readonly status: number | null
}

/** The number of the line. */
export async function insertAct(sql: AnySql, { clientId, at, operation, subject, status }: ApiAct): Promise<number> {
  const row = await firstRow(
    sql<{ sequence: number }[]>`
      insert into api.act (client_id, at, operation, subject, status)
      values (${clientId}, ${at}, ${operation}, ${subject?.slice(0, 100) ?? null}, ${status}) returning sequence`,
  )
  return row!.sequence
}

export async function keepOutcome(sql: AnySql, sequence: number, status: number): Promise<void> {
  await sql`update api.act set status = ${status} where sequence = ${sequence} and status is null`
}
