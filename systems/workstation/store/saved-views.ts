import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** Whose views of which list. */
export type ViewsKey = { readonly authority: string; readonly staffId: string; readonly list: 'work' | 'overview' }
export type SavedView = { readonly name: string; readonly search: string }

/** A person keeps a few; the oldest make room. */
const MOST_VIEWS = 20

export async function savedViews(sql: AnySql, { authority, staffId, list }: ViewsKey): Promise<readonly SavedView[]> {
  return sql<SavedView[]>`
    select name, search from workstation.saved_view where authority = ${authority} and staff_id = ${staffId} and list = ${list}
    order by name limit ${MOST_VIEWS}`
}

/** Under a name that is known the filters change. */
export async function saveView(
  sql: AnySql,
  { authority, staffId, list }: ViewsKey,
  { name, search }: SavedView,
  at: Instant,
): Promise<void> {
  await sql`
    insert into workstation.saved_view (authority, staff_id, list, name, search, saved_at)
    values (${authority}, ${staffId}, ${list}, ${name}, ${search}, ${at})
    on conflict (authority, staff_id, list, name) do update set search = excluded.search, saved_at = excluded.saved_at`
  await sql`
    delete from workstation.saved_view where authority = ${authority} and staff_id = ${staffId} and list = ${list} and name in (
      select name from workstation.saved_view where authority = ${authority} and staff_id = ${staffId} and list = ${list}
      order by saved_at desc offset ${MOST_VIEWS})`
}

export async function dropView(sql: AnySql, { authority, staffId, list }: ViewsKey, name: string): Promise<void> {
  await sql`delete from workstation.saved_view where authority = ${authority} and staff_id = ${staffId} and list = ${list} and name = ${name}`
}
