import type { Instant } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'

export type Head = readonly [caseId: string, version: number, hash: string]
/** What a checkpoint says: the heads of the cases that changed since the one before, sealed together with it. */
export type CheckpointBody = {
  readonly format: 'ruqsat-checkpoint/1'
  readonly number: number
  readonly at: Instant
  readonly previousSha256: string | null
  readonly root: string
  readonly heads: readonly Head[]
  /** Of rooms whose rows no case has: what was sealed since the one before; absent where nothing was. */
  readonly seals?: readonly RoomSeal[]
}
/** A room, the number of a seal of it, and its digest (SHA-256, hex). */
export type RoomSeal = readonly [room: string, number: number, sha256: string]
export type CheckpointRow = { readonly number: number; readonly body: CheckpointBody; readonly sha256: string; readonly signature: string }

export async function lastCheckpoint(sql: AnySql, schema: string): Promise<CheckpointRow | null> {
  const [row] = await sql<
    CheckpointRow[]
  >`select number, body, sha256, signature from ${sql(schema)}.checkpoint order by number desc limit 1`
  return row ?? null
}

/** The legal instant of the last checkpoint; null where there is none. */
export async function latestCheckpointAt(sql: AnySql, schema: string): Promise<Instant | null> {
  const last = await lastCheckpoint(sql, schema)
  return last === null ? null : last.body.at
}

/** Heads that no checkpoint has seen yet, in a fixed order. */
export async function changedHeads(
  sql: AnySql,
  schema: string,
): Promise<readonly { readonly authority: string; readonly caseId: string; readonly version: number; readonly hash: string }[]> {
  return sql<{ authority: string; caseId: string; version: number; hash: string }[]>`
    select c.authority, c.case_id as "caseId", c.version, c.head_hash as hash
    from ${sql(schema)}.case_file c left join ${sql(schema)}.checkpoint_head h on h.authority = c.authority and h.case_id = c.case_id
    where h.version is distinct from c.version order by c.case_id`
}

/** False where another process made this number first. */
export async function storeCheckpoint(
  sql: AnySql,
  schema: string,
  row: { readonly number: number; readonly text: string; readonly sha256: string; readonly signature: string },
): Promise<boolean> {
  const rows =
    await sql`insert into ${sql(schema)}.checkpoint (number, body, sha256, signature) values (${row.number}, ${row.text}::text::json, ${row.sha256}, ${row.signature})
    on conflict do nothing returning 1`
  return rows.length === 1
}

export async function storeHeads(
  sql: AnySql,
  schema: string,
  heads: readonly { readonly authority: string; readonly caseId: string; readonly version: number }[],
): Promise<void> {
  await sql`insert into ${sql(schema)}.checkpoint_head (authority, case_id, version)
    select h.authority, h."caseId", h.version from jsonb_to_recordset(${sql.json(heads as never)}::jsonb) as h(authority text, "caseId" text, version int)
    on conflict (authority, case_id) do update set version = excluded.version`
}

/** Checkpoints that are not yet kept outside the database, oldest first, as the text that is kept. */
export async function checkpointsToKeep(
  sql: AnySql,
  schema: string,
): Promise<readonly { readonly number: number; readonly text: string; readonly signature: string }[]> {
  return sql<{ number: number; text: string; signature: string }[]>`
    select number, body::text as text, signature from ${sql(schema)}.checkpoint where not is_kept_outside order by number`
}

export async function markKept(sql: AnySql, schema: string, number: number): Promise<void> {
  await sql`update ${sql(schema)}.checkpoint set is_kept_outside = true where number = ${number}`
}

/** Checkpoints behind this one are kept outside once more: the file that comes with a restored backup is a little older than its database. */
export async function keepAgainAfter(sql: AnySql, schema: string, number: number): Promise<void> {
  await sql`update ${sql(schema)}.checkpoint set is_kept_outside = false where number > ${number} and is_kept_outside`
}
