// Seals: the digest of what may never change in a row of money, written with the row by a trigger, signed by the next checkpoint.
import { hash } from 'node:crypto'
import type { AnySql, Sql } from '@ruqsat/database'
import { canonicalJson } from '@ruqsat/foundation'

/** The columns of the key and those that are sealed, table by table, as migration 012 gave them to the triggers: a test compares. */
export const SEALED = {
  orders: ['order_id', 'authority order_id draft_id amount_tiyn payee purpose derivation payer_name payer_bin return_rule created_at'],
  receipts: [
    'receipt_id',
    'authority receipt_id bank bank_reference order_id meaning amount_tiyn currency paid_at bank_stated_at received_at is_late',
  ],
  refunds: ['refund_id', 'authority refund_id receipt_id order_id why amount_tiyn requested_at'],
  events: ['event_id', 'authority event_id order_id at kind actor facts'],
  sealed_receipts: ['receipt_id', 'authority receipt_id sha256 sealed_at'],
  statements: ['statement_id', 'statement_id bank sha256 file_name state format period_from period_to read_at read_by'],
  movements: ['bank direction reference', 'bank direction reference statement_id line amount_tiyn currency booked_at'],
} as const satisfies Readonly<Record<string, readonly [key: string, columns: string]>>

export type SealedTable = keyof typeof SEALED

export type SealRow = {
  readonly number: number
  readonly table: string
  readonly key: string
  readonly digest: string
  readonly checkpoint: number | null
}

/** What a checkpoint signs of a seal. */
export function sealDigest({ table, key, digest }: Pick<SealRow, 'table' | 'key' | 'digest'>): string {
  return hash('sha256', canonicalJson([table, key, digest]))
}

/** Seals that no checkpoint has signed, the oldest first. */
export async function unsignedSeals(sql: AnySql, limit: number): Promise<readonly SealRow[]> {
  return sql<SealRow[]>`
    select number, of_table as table, key, digest, checkpoint from payments.seal where checkpoint is null order by number limit ${limit}`
}

export async function markSigned(sql: AnySql, numbers: readonly number[], checkpoint: number): Promise<void> {
  await sql`update payments.seal set checkpoint = ${checkpoint} where number = any(${[...numbers]}::bigint[]) and checkpoint is null`
}

export async function sealsAfter(sql: AnySql, number: number, limit: number): Promise<readonly SealRow[]> {
  return sql<SealRow[]>`
    select number, of_table as table, key, digest, checkpoint from payments.seal where number > ${number} order by number limit ${limit}`
}

export type SealedFault = {
  readonly key: string
  /** `again`: sealed twice although nothing in it may change. */
  readonly is: 'differs' | 'missing' | 'unsealed' | 'again'
  readonly orderId: string | null
}

/** Rows of a table that are not those of their last seal. */
export async function sealedFaults(sql: Sql, table: SealedTable): Promise<readonly SealedFault[]> {
  const [key, columns] = SEALED[table]
  const list = (names: string, of: (name: string) => string) => names.split(' ').map(of).join(', ')
  return sql.unsafe<SealedFault[]>(
    `select coalesce(r.key, s.key) as key, r."orderId",
       case when r.key is null then 'missing' when s.key is null then 'unsealed' when r.digest <> s.digest then 'differs' else 'again' end as is
     from (select concat_ws(' ', ${list(key, (name) => `t.${name}`)}) as key, to_jsonb(t)->>'order_id' as "orderId",
         encode(sha256(convert_to(jsonb_build_array(${list(columns, (name) => `to_jsonb(t)->'${name}'`)})::text, 'UTF8')), 'hex') as digest from payments.${table} t) r
     full join (select key, (array_agg(digest order by number desc))[1] as digest, count(*) as times from payments.seal where of_table = '${table}' group by key) s on s.key = r.key
     where r.digest is distinct from s.digest ${table === 'receipts' ? '' : 'or s.times > 1'} order by 1`,
  )
}

export type MoneyFault = { readonly authority: string; readonly orderId: string; readonly detail: string }

/** Orders whose state does not follow from what the banks took and gave back. */
export async function ordersAgainstMoney(sql: Sql): Promise<readonly MoneyFault[]> {
  return sql<MoneyFault[]>`
    select o.authority, o.order_id::text as "orderId", 'It is ' || o.status || ', and ' || case when f.amount is null then 'no bank took the fee' else 'a bank took ' || f.amount || ' of ' || o.amount_tiyn end as detail
    from payments.orders o left join (
      select authority, order_id, sum(amount_tiyn) filter (where meaning in ('fact', 'part')) as amount, bool_or(meaning = 'fact') as is_paid from payments.receipts group by 1, 2
    ) f on f.authority = o.authority and f.order_id = o.order_id
    where (o.status = 'paid') and not coalesce(f.is_paid, false)
      or coalesce(f.is_paid, false) and o.status not in ('paid', 'refunded')
      or o.status = 'paid' and f.amount < o.amount_tiyn
      or o.status = 'refunded' and not exists (select from payments.refunds b where b.authority = o.authority and b.order_id = o.order_id)
    union all
    select r.authority, coalesce(r.order_id::text, r.receipt_id::text), 'The fact ' || r.receipt_id || ' has no message to who ordered it'
    from payments.receipts r where r.meaning = 'fact' and not exists (select from payments.outbox b where b.authority = r.authority and b.fact_id = r.receipt_id)
    union all
    select f.authority, f.order_id::text, 'More goes back than came: ' || sum(f.amount_tiyn) || ' of ' || r.amount_tiyn
    from payments.refunds f join payments.receipts r on r.authority = f.authority and r.receipt_id = f.receipt_id
    group by f.authority, f.order_id, r.receipt_id, r.amount_tiyn having sum(f.amount_tiyn) > r.amount_tiyn`
}

/** Sealed receipts whose bytes are not those of their digest. */
export async function receiptsNotTheirs(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`select receipt_id as id from payments.sealed_receipts where encode(sha256(pdf), 'hex') <> sha256`
  return rows.map(({ id }) => id)
}

/** Triggers of this schema that are gone or do not fire; `names` are those that have to be there. */
export async function missingGuards(sql: Sql, names: readonly string[]): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'payments' and t.tgenabled in ('O', 'A')`
  const there = new Set(rows.map(({ name }) => name))
  return names.filter((name) => !there.has(name))
}
