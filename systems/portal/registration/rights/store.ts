import { firstRow, type AnySql } from '@ruqsat/database'
import { ownIIN, type BIN, type IIN, type Instant } from '@ruqsat/foundation'
import type { FirmEvent, Giving } from './rights.ts'

/** What was said about who acts for a firm. Rows are added and never changed. One visible query per function. */

type Row = {
  readonly sequence: number
  readonly kind: FirmEvent['kind']
  readonly givingId: string | null
  readonly aboutIin: string
  readonly byIin: string | null
  readonly byName: string | null
  readonly facts: { readonly giving?: Giving; readonly name?: string }
  readonly at: Instant
}

export type NewFirmEvent = Omit<Row, 'sequence' | 'aboutIin' | 'byIin'> & { readonly aboutIin: IIN; readonly byIin: IIN | null }

function columns(sql: AnySql) {
  return sql`sequence, kind, giving_id as "givingId", about_iin as "aboutIin", by_iin as "byIin", by_name as "byName", facts, at`
}

function eventFrom({ facts, ...row }: Row): FirmEvent {
  const said = { ...row, aboutIin: ownIIN(row.aboutIin), byIin: row.byIin === null ? null : ownIIN(row.byIin) }
  return { ...said, ...facts } as unknown as FirmEvent
}

/** Everything about one person in one firm, oldest first. */
export async function eventsAbout(sql: AnySql, bin: BIN, iin: IIN): Promise<readonly FirmEvent[]> {
  return (await sql<Row[]>`select ${columns(sql)} from portal.firm_event where bin = ${bin} and about_iin = ${iin} order by sequence`).map(
    eventFrom,
  )
}

/** Everything about who acts for a firm, oldest first. */
export async function eventsOfFirm(sql: AnySql, bin: BIN): Promise<readonly FirmEvent[]> {
  return (await sql<Row[]>`select ${columns(sql)} from portal.firm_event where bin = ${bin} order by sequence`).map(eventFrom)
}

/** Firms in which something was ever given to this person. */
export async function firmsGiving(sql: AnySql, iin: IIN): Promise<readonly string[]> {
  const rows = await sql<{ bin: string }[]>`
    select distinct bin from portal.firm_event where about_iin = ${iin} and kind = 'given' order by bin`
  return rows.map(({ bin }) => bin)
}

/** Lets one transaction at a time read and add what is said about a firm. */
export async function lockFirm(sql: AnySql, bin: BIN): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`portal.firm ${bin}`}, 0))`
}

/** Within the lock of the firm. */
export async function addFirmEvent(sql: AnySql, bin: BIN, event: NewFirmEvent): Promise<void> {
  await sql`
    insert into portal.firm_event (bin, sequence, kind, giving_id, about_iin, by_iin, by_name, facts, at)
    select ${bin}, coalesce(max(sequence), 0) + 1, ${event.kind}, ${event.givingId}, ${event.aboutIin}, ${event.byIin}, ${event.byName},
           ${sql.json(event.facts as never)}, ${event.at}
    from portal.firm_event where bin = ${bin}`
}

export async function headAskedAt(sql: AnySql, bin: BIN): Promise<Instant | null> {
  return firstRow(sql<{ at: Instant }[]>`select asked_at as at from portal.firm_head_asked where bin = ${bin}`, ({ at }) => at)
}

export async function keepHeadAsked(sql: AnySql, bin: BIN, at: Instant): Promise<void> {
  await sql`
    insert into portal.firm_head_asked (bin, asked_at) values (${bin}, ${at}) on conflict (bin) do update set asked_at = excluded.asked_at`
}
