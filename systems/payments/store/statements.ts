import { type AnySql, firstRow, type TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { BankMovement, StatementFault, StatementFormat } from '../core/statement.ts'

/** A statement file that was looked at. */
export type StatementRow = {
  readonly statementId: string
  readonly bank: string
  readonly fileName: string
  readonly state: 'read' | 'rejected'
  readonly format: StatementFormat | null
  readonly from: Instant | null
  readonly to: Instant | null
  readonly movements: number
  /** Money that no callback and no question had brought, and is in its order now. */
  readonly recovered: number
  readonly differences: number
  readonly faults: readonly StatementFault[]
  /** Legal time. */
  readonly readAt: Instant
  readonly readBy: string
}

/** By its bytes. */
export async function findStatement(sql: AnySql, bank: string, sha256: string): Promise<StatementRow | null> {
  return firstRow(sql<StatementRow[]>`
    select statement_id as "statementId", bank, file_name as "fileName", state, format, period_from as "from", period_to as "to", movements, recovered, differences, faults,
      read_at as "readAt", read_by as "readBy"
    from payments.statements where bank = ${bank} and sha256 = ${sha256}`)
}

/** The newest first. */
export async function listStatements(sql: AnySql, limit: number): Promise<readonly StatementRow[]> {
  return sql<StatementRow[]>`
    select statement_id as "statementId", bank, file_name as "fileName", state, format, period_from as "from", period_to as "to", movements, recovered, differences, faults,
      read_at as "readAt", read_by as "readBy"
    from payments.statements order by read_at desc, statement_id limit ${limit}`
}

/** Of each of these banks: the end of the last period that was read, else its first money here. A bank without money is not in it. */
export async function coveredUntil(
  sql: AnySql,
  banks: readonly string[],
): Promise<readonly { readonly bank: string; readonly until: Instant }[]> {
  return sql<{ bank: string; until: Instant }[]>`
    select wanted.bank, coalesce(read.until, money.first) as until from unnest(${banks as string[]}::text[]) with ordinality as wanted (bank, place)
    left join lateral (select max(period_to) as until from payments.statements s where s.bank = wanted.bank and s.state = 'read') read on true
    left join lateral (select min(bank_stated_at) as first from payments.receipts r where r.bank = wanted.bank) money on true
    where coalesce(read.until, money.first) is not null order by wanted.place`
}

/** Once for the same bytes; false where they are there. */
export async function insertStatement(tx: TransactionSql, row: StatementRow & { readonly sha256: string }): Promise<boolean> {
  const rows = await tx`
    insert into payments.statements (statement_id, bank, sha256, file_name, state, format, period_from, period_to, movements, recovered, differences, faults, read_at, read_by)
    values (${row.statementId}, ${row.bank}, ${row.sha256}, ${row.fileName}, ${row.state}, ${row.format}, ${row.from}, ${row.to}, ${row.movements}, ${row.recovered},
      ${row.differences}, ${tx.json(row.faults)}, ${row.readAt}, ${row.readBy})
    on conflict (bank, sha256) do nothing returning 1`
  return rows.length === 1
}

/** A movement as it was counted before, and in which file. */
export type CountedBefore = Pick<BankMovement, 'direction' | 'reference' | 'amountTiyn' | 'currency' | 'line'> & {
  readonly fileName: string
}

/** Which of these were counted by an earlier file. */
export async function countedBefore(
  sql: AnySql,
  bank: string,
  movements: readonly Pick<BankMovement, 'direction' | 'reference'>[],
): Promise<readonly CountedBefore[]> {
  const [directions, references] = [movements.map(({ direction }) => direction), movements.map(({ reference }) => reference)]
  return sql<CountedBefore[]>`
    select m.direction, m.reference, m.amount_tiyn as "amountTiyn", m.currency, m.line, s.file_name as "fileName"
    from unnest(${directions}::text[], ${references}::text[]) as wanted (direction, reference)
    join payments.movements m on m.bank = ${bank} and m.direction = wanted.direction and m.reference = wanted.reference
    join payments.statements s using (statement_id)`
}

/** Each once; what another file brought meanwhile is left alone. */
export async function insertMovements(
  tx: TransactionSql,
  { bank, statementId }: Pick<StatementRow, 'bank' | 'statementId'>,
  movements: readonly BankMovement[],
): Promise<void> {
  const column = <K extends keyof BankMovement>(name: K) => movements.map((each) => each[name])
  await tx`
    insert into payments.movements (bank, direction, reference, statement_id, line, amount_tiyn, currency, booked_at)
    select ${bank}, direction, reference, ${statementId}, line, amount_tiyn, currency, booked_at
    from unnest(${column('direction')}::text[], ${column('reference')}::text[], ${column('line')}::int[], ${column('amountTiyn')}::bigint[], ${column('currency')}::text[],
      ${column('bookedAt')}::timestamptz[]) as booked (direction, reference, line, amount_tiyn, currency, booked_at)
    on conflict do nothing`
}
