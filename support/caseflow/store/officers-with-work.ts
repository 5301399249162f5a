import type { Sql } from '@ruqsat/database'
import { MOST_COUNTED, type OfficerWithWork } from '../task-lists.ts'
import { OFFICERS_DESK } from './task-filter.ts'

/** An authority has fewer officers. */
const MOST_OFFICERS = 500

/** Who has open work, by id; each desk is found by one look into the index after the one before, and counted to one more than `MOST_COUNTED`. */
export async function officersWithWork(sql: Sql, schema: string, authority: string): Promise<readonly OfficerWithWork[]> {
  const after = OFFICERS_DESK.length + 1
  return sql<OfficerWithWork[]>`
    with recursive held(desk) as (
      (select t.desk from ${sql(schema)}.task t where t.authority = ${authority} and t.desk > ${OFFICERS_DESK} order by t.desk limit 1)
      union all
      select (select t.desk from ${sql(schema)}.task t where t.authority = ${authority} and t.desk > held.desk order by t.desk limit 1)
      from held where starts_with(held.desk, ${OFFICERS_DESK})
    )
    select substr(desk, ${after}) as "officerId", (
      select count(*)::int from (select from ${sql(schema)}.task t where t.authority = ${authority} and t.desk = held.desk limit ${MOST_COUNTED + 1}) as counted) as open
    from held where starts_with(desk, ${OFFICERS_DESK}) limit ${MOST_OFFICERS}`
}
