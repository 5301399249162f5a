import { type AnySql, firstRow, type TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { PaymentDifference } from '../contract.ts'
import type { DifferenceState } from '../core/statement.ts'

export type NewDifference = Omit<PaymentDifference, 'state' | 'owner' | 'resolvedAt' | 'resolution' | 'fileName' | 'payerName'> & {
  readonly statementId: string
}

/** Once for one movement and kind, however often it is found; false where it is there. */
export async function insertDifference(tx: TransactionSql, found: NewDifference): Promise<boolean> {
  const rows = await tx`
    insert into payments.differences (authority, difference_id, kind, state, bank, direction, reference, order_id, statement_id, line, our_tiyn, bank_tiyn, currency, booked_at, purpose,
      party, found_at)
    values (${found.authority}, ${found.differenceId}, ${found.kind}, 'open', ${found.bank}, ${found.direction}, ${found.reference}, ${found.orderId}, ${found.statementId},
      ${found.line}, ${found.ourTiyn}, ${found.bankTiyn}, ${found.currency}, ${found.bookedAt}, ${found.purpose}, ${found.party}, ${found.foundAt})
    on conflict (authority, bank, direction, reference, kind) do nothing returning 1`
  return rows.length === 1
}

type DifferenceRow = Omit<PaymentDifference, 'owner'> & { readonly ownerId: string | null; readonly ownerName: string | null }

/** Of these authorities, the oldest first; what is resolved: the newest first. */
export async function listDifferences(
  sql: AnySql,
  authorities: readonly string[],
  which: { readonly isResolved: boolean; readonly limit: number },
): Promise<readonly PaymentDifference[]> {
  const rows = await sql<DifferenceRow[]>`
    select d.authority, d.difference_id as "differenceId", d.kind, d.state, d.bank, d.direction, d.reference, d.order_id as "orderId", d.line, d.our_tiyn as "ourTiyn",
      d.bank_tiyn as "bankTiyn", d.currency, d.booked_at as "bookedAt", d.purpose, d.party, d.found_at as "foundAt", d.owner_id as "ownerId", d.owner_name as "ownerName",
      d.resolved_at as "resolvedAt", d.resolution, s.file_name as "fileName", o.payer_name as "payerName"
    from payments.differences d join payments.statements s using (statement_id)
    left join payments.orders o on o.authority = d.authority and o.order_id = d.order_id
    where d.authority = any(${authorities as string[]}) and (d.state = 'resolved') = ${which.isResolved}
    order by d.resolved_at desc nulls last, d.found_at, d.difference_id limit ${which.limit}`
  return rows.map(({ ownerId, ownerName, ...row }) => ({ ...row, owner: ownerId === null ? null : { id: ownerId, name: ownerName! } }))
}

export type LockedDifference = Pick<
  PaymentDifference,
  'authority' | 'differenceId' | 'kind' | 'state' | 'bank' | 'direction' | 'reference' | 'orderId'
>

/** Of one of these authorities, held until the transaction ends. */
export async function lockDifference(
  tx: TransactionSql,
  authorities: readonly string[],
  differenceId: string,
): Promise<LockedDifference | null> {
  return firstRow(tx<LockedDifference[]>`
    select authority, difference_id as "differenceId", kind, state, bank, direction, reference, order_id as "orderId" from payments.differences
    where authority = any(${authorities as string[]}) and difference_id = ${differenceId} for update`)
}

export async function changeDifference(
  tx: TransactionSql,
  { authority, differenceId }: Pick<LockedDifference, 'authority' | 'differenceId'>,
  change: {
    readonly state: DifferenceState
    readonly owner: PaymentDifference['owner']
    readonly resolvedAt: Instant | null
    readonly resolution: string | null
  },
): Promise<void> {
  const { state, owner, resolvedAt, resolution } = change
  await tx`
    update payments.differences set state = ${state}, owner_id = ${owner?.id ?? null}, owner_name = ${owner?.name ?? null}, resolved_at = ${resolvedAt}, resolution = ${resolution}
    where authority = ${authority} and difference_id = ${differenceId}`
}

/** What was missed in an earlier file and is in this one, of a bank; held until the transaction ends. */
export async function missedBefore(
  tx: TransactionSql,
  bank: string,
  movements: readonly { readonly direction: string; readonly reference: string }[],
): Promise<readonly LockedDifference[]> {
  const [directions, references] = [movements.map(({ direction }) => direction), movements.map(({ reference }) => reference)]
  return tx<LockedDifference[]>`
    select d.authority, d.difference_id as "differenceId", d.kind, d.state, d.bank, d.direction, d.reference, d.order_id as "orderId" from payments.differences d
    join unnest(${directions}::text[], ${references}::text[]) as booked (direction, reference) on booked.direction = d.direction and booked.reference = d.reference
    where d.bank = ${bank} and d.kind = 'notAtBank' and d.state <> 'resolved' order by d.difference_id for update of d`
}

/** Differences that say of this number that it is not ours; held until the transaction ends. */
export async function unownedBefore(tx: TransactionSql, bank: string, reference: string): Promise<readonly LockedDifference[]> {
  return tx<LockedDifference[]>`
    select authority, difference_id as "differenceId", kind, state, bank, direction, reference, order_id as "orderId" from payments.differences
    where bank = ${bank} and reference = ${reference} and direction = 'in' and kind = 'notOurs' and state <> 'resolved' for update`
}
