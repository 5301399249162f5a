// Changes that the journal for programs has not taken yet.
import type { AnySql } from '@ruqsat/database'
import type { NewsOfPayment } from '../contract.ts'

/** The oldest first. What a transaction that is under way writes comes with a later call, whatever its place. */
export async function readNews(sql: AnySql, limit: number): Promise<readonly NewsOfPayment[]> {
  return sql<NewsOfPayment[]>`
    select n.place, 'payment/' || n.order_id || '/' || n.place as key, n.authority, o.payer_bin as bin, n.at, n.order_id as "orderId",
      n.refund_id as "refundId", n.state
    from (select * from payments.news order by place limit ${limit}) as n
    join payments.orders o on o.authority = n.authority and o.order_id = n.order_id
    order by n.place`
}

export async function removeNews(sql: AnySql, places: readonly number[]): Promise<void> {
  await sql`delete from payments.news where place = any(${[...places]}::bigint[])`
}
