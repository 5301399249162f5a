import type { Instant } from '@ruqsat/foundation'
import type { AnySql } from '../connect.ts'

/** What a backup says about itself; the last thing in its file. */
export type Manifest = {
  readonly version: 1
  readonly createdAt: Instant
  readonly postgres: string
  /** What made the tables, in the order in which it ran: restoring runs it again. */
  readonly migrations: readonly RecordedMigration[]
  readonly tables: readonly BackedUpTable[]
  readonly sequences: readonly { readonly name: string; readonly lastValue: string; readonly isCalled: boolean }[]
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
}

export type RecordedMigration = {
  readonly schema: string
  readonly component: string
  readonly number: number
  readonly name: string
  readonly sha256: string
  readonly appliedAt: Instant
  readonly script: string
}

export type BackedUpTable = TableShape & { readonly rows: number; readonly bytes: number; readonly sha256: string }

export type TableShape = {
  readonly schema: string
  readonly table: string
  /** Quoted names, without generated columns. */
  readonly columns: readonly string[]
  /** SQL that puts the rows in one order on every server. */
  readonly orderBy: string
}

/** The schemas that `migrate` made. What other programs keep in the database (graphile-worker's queue) must be made again by them. */
export async function ownSchemas(sql: AnySql): Promise<string[]> {
  const [found] = await sql<[{ schemas: string[] }]>`
    select coalesce(array_agg(n.nspname::text order by n.nspname collate "C"), '{}') as schemas
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = 'migrations' and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'script')`
  return found.schemas
}

export async function recordedMigrations(sql: AnySql, schemas: readonly string[]): Promise<RecordedMigration[]> {
  const all: RecordedMigration[] = []
  for (const schema of schemas)
    all.push(
      ...(await sql<RecordedMigration[]>`
        select ${schema} as schema, component, number, name, sha256, applied_at as "appliedAt", script from ${sql(schema)}.migrations`),
    )
  // Within a component by number; between them as they ran.
  const order = (one: RecordedMigration) => `${one.appliedAt} ${one.schema} ${one.component} ${String(one.number).padStart(3, '0')}`
  return all.sort((one, other) => (order(one) < order(other) ? -1 : 1))
}

/** The tables of these schemas, those first that others refer to. A partitioned table stands for its partitions. */
export async function tableShapes(sql: AnySql, schemas: readonly string[]): Promise<TableShape[]> {
  const rows = await sql<(TableShape & { id: number; refers: number[] })[]>`
    select c.oid::int8 as id, n.nspname as schema, c.relname as table,
      (select coalesce(array_agg(quote_ident(a.attname) order by a.attnum), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select string_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end, ', ' order by k.place)
        from pg_index i cross join unnest(i.indkey::int2[]) with ordinality k(attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary), 't::text collate "C"') as "orderBy",
      (select coalesce(array_agg(f.confrelid::int8), '{}') from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as refers
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${[...schemas]}) and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations'
    order by n.nspname collate "C", c.relname collate "C"`
  const done = new Set<number>()
  // Each table after those that it refers to.
  const withReferred = (row: (typeof rows)[number]): TableShape[] => {
    if (done.has(row.id)) return []
    done.add(row.id)
    const { id: _id, refers, ...shape } = row
    return [...rows.filter(({ id }) => refers.includes(id)).flatMap(withReferred), shape]
  }
  return rows.flatMap(withReferred)
}
