import { hash, randomUUID } from 'node:crypto'
import type { TransactionSql } from '@ruqsat/database'
import { type Instant, LANGUAGES, type Refusal } from '@ruqsat/foundation'
import type { DifferenceKind } from '../contract.ts'
import { type BankMovement, countOnce, differenceOf, ownName, type StatementFault, type StatementFile } from '../core/statement.ts'
import { refusePayment } from '../refusals.ts'
import { changeDifference, insertDifference, missedBefore, type NewDifference } from '../store/differences.ts'
import { writeEvent } from '../store/events.ts'
import { type BookedReceipt, findReceipts, listReceipts, UNKNOWN_AUTHORITY } from '../store/receipts.ts'
import { findRefunds, listReturned, type RefundRow } from '../store/refunds.ts'
import {
  type CountedBefore,
  countedBefore,
  findStatement,
  insertMovements,
  insertStatement,
  type StatementRow,
} from '../store/statements.ts'
import { readStatementFile } from '../wire/statement-file.ts'
import type { PaymentParts } from './deps.ts'
import { recordStatement } from './record-statement.ts'
import { readReference, recordRefund, referenceOf } from './refund.ts'

// A statement of a bank as a file. It is read whole before anything of it counts: one bad row, and nothing does. Then each movement that no
// file has brought before is compared with ours. Money that nobody had reported is recorded first, by the way of every other word of a bank,
// which may be repeated; the file, its movements and what differs are one transaction at the end. A crash in between leaves no file, and
// reading it again finds the same.

export type StatementOrigin = {
  readonly bank: string
  readonly fileName: string
  readonly bytes: Uint8Array
  /** Who reads it: `system`, or a person. */
  readonly by: string
}

/** What became of a file. `isRepeated`: these bytes had been read before, and nothing was done. */
export type StatementReport = StatementRow & { readonly isRepeated: boolean }

/** What was found about one movement; `recovered`: it is recorded now, and was not before. */
type Found = Omit<NewDifference, 'differenceId' | 'bank' | 'statementId' | 'foundAt'>
type Compared = { readonly recovered: number; readonly differences: readonly Found[] }

/** Reads the file once. A refusal for a bank that does not take part; a file with faults is a report, not a refusal. */
export async function readStatement(work: PaymentParts, origin: StatementOrigin): Promise<StatementReport | Refusal> {
  const { bank, fileName, bytes, by } = origin
  if (!work.banks.some(({ id }) => id === bank)) return refusePayment('statement-bank-unknown', { facts: { bank } })
  const sha256 = hash('sha256', bytes)
  const before = await findStatement(work.database.sql, bank, sha256)
  if (before?.state === 'read') return { ...before, isRepeated: true }
  const file = readStatementFile(bytes)
  const common = { statementId: randomUUID(), sha256, bank, fileName, readBy: by, readAt: await work.legalClock.now() }
  const faults: readonly StatementFault[] =
    file.kind === 'unread' ? file.faults : file.statement.bank !== null && file.statement.bank !== bank ? [{ line: 1, code: 'bank' }] : []
  if (file.kind === 'unread' || faults.length > 0) {
    if (before !== null) return { ...before, isRepeated: true }
    return keepRejected(work, { ...common, faults })
  }
  return keepRead(work, common, file.statement)
}

type Common = Pick<StatementRow, 'statementId' | 'bank' | 'fileName' | 'readBy' | 'readAt'> & { readonly sha256: string }

/** More faults than anybody corrects one by one. */
const MOST_FAULTS = 200

async function keepRejected(work: PaymentParts, rejected: Common & Pick<StatementRow, 'faults'>): Promise<StatementReport> {
  const nothing = { format: null, from: null, to: null, movements: 0, recovered: 0, differences: 0 }
  const row = { ...rejected, ...nothing, state: 'rejected' as const, faults: rejected.faults.slice(0, MOST_FAULTS) }
  await work.database.sql.begin((tx) => insertStatement(tx, row))
  work.log.warn({ event: 'statement-rejected', bank: row.bank, file: row.fileName, faults: row.faults.length }, 'a statement was not read')
  return { ...row, isRepeated: false }
}

async function keepRead(work: PaymentParts, common: Common, file: StatementFile): Promise<StatementReport> {
  const { bank, fileName } = common
  const counted = countOnce(file.movements)
  const kept = new Map((await countedBefore(work.database.sql, bank, file.movements)).map((each) => [keyOf(each), each]))
  const fresh = counted.filter(({ movement }) => !kept.has(keyOf(movement))).map(({ movement }) => movement)
  const [came, went, missing] = [
    await compareIn(
      work,
      bank,
      fresh.filter(({ direction }) => direction === 'in'),
    ),
    await compareOut(
      work,
      bank,
      fresh.filter(({ direction }) => direction === 'out'),
    ),
    await notAtBank(work, bank, file),
  ]
  const twice = counted.flatMap(({ movement, again }) => twiceOf(movement, again, kept.get(keyOf(movement))))
  const differences = [...came.differences, ...went.differences, ...missing, ...(await ownedBy(work, bank, twice))]
  const row = {
    ...common,
    state: 'read' as const,
    format: file.format,
    from: file.from,
    to: file.to,
    movements: fresh.length,
    recovered: came.recovered + went.recovered,
    faults: [],
  }
  const written = (await work.database.sql.begin(async (tx) => {
    const isNew = await insertStatement(tx, { ...row, differences: differences.length })
    if (!isNew) return null
    await insertMovements(tx, row, fresh)
    await endMissed(tx, row, file.movements)
    for (const found of differences) await writeDifference(tx, row, found)
    const facts = { bank, file: fileName, movements: row.movements, recovered: row.recovered, differences: differences.length }
    await writeEvent(tx, { authority: UNKNOWN_AUTHORITY, orderId: null, at: row.readAt, kind: 'statementRead', actor: row.readBy, facts })
    return { ...row, differences: differences.length }
  })) as StatementRow | null
  if (written !== null) return { ...written, isRepeated: false }
  return { ...(await findStatement(work.database.sql, bank, common.sha256))!, isRepeated: true }
}

const keyOf = ({ direction, reference }: Pick<BankMovement, 'direction' | 'reference'>): string => `${direction} ${reference}`

const foundIn = (movement: BankMovement, kind: DifferenceKind, ours: Pick<Found, 'authority' | 'orderId' | 'ourTiyn'>): Found => ({
  kind,
  authority: ours.authority,
  orderId: ours.orderId,
  ourTiyn: ours.ourTiyn,
  direction: movement.direction,
  reference: movement.reference,
  line: movement.line,
  bankTiyn: movement.amountTiyn,
  currency: movement.currency,
  bookedAt: movement.bookedAt,
  purpose: movement.purpose,
  party: movement.party,
})
const NOBODYS = { authority: UNKNOWN_AUTHORITY, orderId: null, ourTiyn: null }

/** Money in: what we do not have is recorded, and pays its order where it names one of ours. */
async function compareIn(work: PaymentParts, bank: string, movements: readonly BankMovement[]): Promise<Compared> {
  const ours = await receiptsBy(work, bank, movements)
  const unheard = movements.filter(({ reference }) => !ours.has(reference))
  for (const movement of unheard) await recordStatement(work, { bank, way: 'file' }, statementOf(movement))
  const now = unheard.length === 0 ? ours : await receiptsBy(work, bank, movements)
  const differences = movements.flatMap((movement): readonly Found[] => {
    const receipt = now.get(movement.reference)
    if (receipt === undefined) return [foundIn(movement, 'notOurs', NOBODYS)]
    const owner = { authority: receipt.authority, orderId: receipt.orderId, ourTiyn: receipt.amountTiyn }
    const { attemptId, amountTiyn, currency, purpose } = receipt
    const purposes = purpose === null ? [movement.purpose] : LANGUAGES.map((language) => purpose[language])
    const kind = differenceOf(movement, { name: attemptId, amountTiyn, currency, purposes })
    const isNobodys = receipt.meaning === 'unknownOrder' && !receipt.isSettled
    return [...(kind === null ? [] : [foundIn(movement, kind, owner)]), ...(isNobodys ? [foundIn(movement, 'notOurs', NOBODYS)] : [])]
  })
  return { recovered: unheard.filter(({ reference }) => (now.get(reference)?.orderId ?? null) !== null).length, differences }
}

async function receiptsBy(
  work: PaymentParts,
  bank: string,
  movements: readonly BankMovement[],
): Promise<ReadonlyMap<string, BookedReceipt>> {
  const references = movements.map(({ reference }) => reference)
  return new Map((await findReceipts(work.database.sql, bank, references)).map((receipt) => [receipt.bankReference, receipt]))
}

function statementOf({ name, amountTiyn, currency, reference, bookedAt, purpose }: BankMovement) {
  const merchantReference = ownName(name)
  return { merchantReference, state: 'paid' as const, amountTiyn, currency, reference, statedAt: bookedAt, declineCode: null, purpose }
}

/** Money out: a return that we asked for, whether its end was heard or not; anything else is not ours. */
async function compareOut(work: PaymentParts, bank: string, movements: readonly BankMovement[]): Promise<Compared> {
  const asked = movements.map((movement) => ({ movement, name: readReference(ownName(movement.name) ?? '') }))
  const refunds = await findRefunds(work.database.sql, bank, {
    references: movements.map(({ reference }) => reference),
    refundIds: asked.flatMap(({ name }) => name?.refundId ?? []),
  })
  const compared: { recovered: number; differences: Found[] } = { recovered: 0, differences: [] }
  for (const { movement, name } of asked) {
    const refund = refunds.find((each) => each.bankReference === movement.reference || each.refundId === name?.refundId)
    if (refund === undefined) compared.differences.push(foundIn(movement, 'notOurs', NOBODYS))
    else if (isOther(movement, refund)) compared.differences.push(foundIn(movement, 'otherSum', { ...refund, ourTiyn: refund.amountTiyn }))
    else if (refund.status !== 'returned' && name !== null) {
      await recordRefund(work, name, returnedOf(movement, refund))
      compared.recovered += 1
    }
  }
  return compared
}

const isOther = (movement: BankMovement, { amountTiyn }: RefundRow): boolean =>
  movement.currency !== 'KZT' || movement.amountTiyn !== amountTiyn

function returnedOf({ amountTiyn, reference, bookedAt }: BankMovement, refund: RefundRow) {
  const { paymentReference } = refund
  const common = { refundReference: referenceOf(refund), paymentReference, amountTiyn, reference, statedAt: bookedAt, declineCode: null }
  return { ...common, state: 'returned' as const }
}

/** What we have of the file's period and no file of this bank has. */
async function notAtBank(work: PaymentParts, bank: string, { from, to, movements }: StatementFile): Promise<readonly Found[]> {
  const { sql } = work.database
  const common = { kind: 'notAtBank', bankTiyn: null, line: null, purpose: '', party: '' } as const
  const receipts = (await listReceipts(sql, bank, from, to)).map(
    ({ authority, orderId, bankReference: reference, amountTiyn: ourTiyn, currency, bankStatedAt: bookedAt }): Found => {
      return { ...common, authority, orderId, reference, ourTiyn, currency, bookedAt, direction: 'in' }
    },
  )
  const refunds = (await listReturned(sql, bank, from, to)).map(
    ({ authority, orderId, bankReference, amountTiyn: ourTiyn, bankStatedAt }): Found => {
      const returned = { authority, orderId, reference: bankReference!, ourTiyn, currency: 'KZT', bookedAt: bankStatedAt! }
      return { ...common, ...returned, direction: 'out' }
    },
  )
  const booked = new Set(movements.map(keyOf))
  const missing = [...receipts, ...refunds].filter((each) => !booked.has(keyOf(each)))
  const before = new Set((await countedBefore(sql, bank, missing)).map(keyOf))
  return missing.filter((each) => !before.has(keyOf(each)))
}

/** One number more than once in a file, or with another sum than in an earlier one. */
function twiceOf(movement: BankMovement, again: readonly BankMovement[], before: CountedBefore | undefined): readonly BankMovement[] {
  if (again.length > 0) return again.slice(0, 1)
  const isOtherSum = before !== undefined && (before.amountTiyn !== movement.amountTiyn || before.currency !== movement.currency)
  return isOtherSum ? [movement] : []
}

/** Whose a number is that came twice: of the payment or the refund that we have under it. */
async function ownedBy(work: PaymentParts, bank: string, twice: readonly BankMovement[]): Promise<readonly Found[]> {
  if (twice.length === 0) return []
  const receipts = await receiptsBy(work, bank, twice)
  const refunds = await findRefunds(work.database.sql, bank, { references: twice.map(({ reference }) => reference), refundIds: [] })
  return twice.map((movement) => {
    const { direction, reference } = movement
    const ours = direction === 'in' ? receipts.get(reference) : refunds.find(({ bankReference }) => bankReference === reference)
    return foundIn(movement, 'twice', ours === undefined ? NOBODYS : { ...ours, ourTiyn: ours.amountTiyn })
  })
}

/** What an earlier file did not have and this one has is no difference any more. */
async function endMissed(tx: TransactionSql, { bank, fileName, readAt }: StatementRead, movements: readonly BankMovement[]): Promise<void> {
  for (const missed of await missedBefore(tx, bank, movements)) {
    const end = { owner: { id: 'system', name: 'system' }, resolvedAt: readAt, resolution: fileName }
    await changeDifference(tx, missed, { state: 'resolved', ...end })
    const { authority, orderId, kind, reference } = missed
    const facts = { kind, bank, reference, file: fileName }
    await writeEvent(tx, { authority, orderId, at: readAt, kind: 'differenceResolved', actor: 'system', facts })
  }
}

type StatementRead = Pick<StatementRow, 'statementId' | 'bank' | 'fileName' | 'readBy'> & { readonly readAt: Instant }

async function writeDifference(
  tx: TransactionSql,
  { statementId, bank, fileName, readAt, readBy }: StatementRead,
  found: Found,
): Promise<void> {
  const differenceId = randomUUID()
  const isNew = await insertDifference(tx, { ...found, differenceId, bank, statementId, foundAt: readAt })
  if (!isNew) return
  const { authority, orderId, kind, reference, ourTiyn, bankTiyn } = found
  const facts = { differenceId, kind, bank, reference, ourTiyn, bankTiyn, file: fileName }
  await writeEvent(tx, { authority, orderId, at: readAt, kind: 'differenceFound', actor: readBy, facts })
}
