import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type StampRow = { readonly serial: string; readonly policy: string; readonly imprint: Uint8Array; readonly stampedAt: Instant }

/** Fails on a serial that is taken: the primary key is the promise that serials are unique (RFC 3161 2.4.2). */
export async function insertStamp(sql: AnySql, { serial, policy, imprint, stampedAt }: StampRow): Promise<void> {
  await sql`
    insert into trust.time_stamp (serial, policy, imprint, stamped_at)
    values (${serial}, ${policy}, ${Buffer.from(imprint)}, ${stampedAt})`
}
