// Who is at which window. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { AtWindow, HallDay, OpenWindow } from '../contract.ts'

const COLUMNS = `authority, hall, day::text as day, window_number as window, operator_id as operator, opened_at as "openedAt"`

export function openWindows(sql: AnySql, { authority, hall, day }: HallDay): Promise<readonly OpenWindow[]> {
  return sql<OpenWindow[]>`
    select ${sql.unsafe(COLUMNS)} from centre.open_window
    where authority = ${authority} and hall = ${hall} and day = ${day} order by window_number`
}

/** Where this operator is today, in whatever hall. */
export function windowOf(
  sql: AnySql,
  { authority, operator, day }: Pick<AtWindow, 'authority' | 'operator' | 'day'>,
): Promise<OpenWindow | null> {
  return firstRow(sql<OpenWindow[]>`
    select ${sql.unsafe(COLUMNS)} from centre.open_window
    where authority = ${authority} and day = ${day} and operator_id = ${operator}`)
}

/** Whether somebody else has opened this window, or this operator another one meanwhile. */
export async function isElsewhere(sql: AnySql, { authority, hall, day, operator, window }: AtWindow): Promise<boolean> {
  const rows = await sql`
    select 1 from centre.open_window
    where authority = ${authority} and day = ${day}
      and (hall = ${hall} and window_number = ${window}) <> (operator_id::text = ${operator})`
  return rows.length > 0
}

export async function leaveWindow(
  sql: AnySql,
  { authority, operator, day }: Pick<AtWindow, 'authority' | 'operator' | 'day'>,
): Promise<void> {
  await sql`delete from centre.open_window where authority = ${authority} and day = ${day} and operator_id = ${operator}`
}

/** False, and nothing is written, where another operator at this window serves somebody. */
export async function takeWindow(sql: AnySql, at: AtWindow, now: Instant): Promise<boolean> {
  const { authority, hall, day, operator, window } = at
  const rows = await sql`
    insert into centre.open_window as was (authority, hall, day, window_number, operator_id, opened_at)
    values (${authority}, ${hall}, ${day}, ${window}, ${operator}, ${now})
    on conflict (authority, hall, day, window_number) do update set operator_id = excluded.operator_id, opened_at = excluded.opened_at
      where was.operator_id = excluded.operator_id or not exists (
        select 1 from centre.ticket
        where authority = ${authority} and hall = ${hall} and day = ${day} and operator = was.operator_id::text and status = 'called')
    returning 1`
  return rows.length === 1
}
