// Proves the rows of money: each is the one that was sealed, each seal is the one that a checkpoint signed, and the state of an order follows from
// what the banks took and gave back.
import type { Sql } from '@ruqsat/database'
import {
  markSigned,
  missingGuards,
  ordersAgainstMoney,
  receiptsNotTheirs,
  SEALED,
  sealDigest,
  sealedFaults,
  sealsAfter,
  unsignedSeals,
  type SealedTable,
} from './store/seals.ts'

export const MONEY_FAULT_KINDS = [
  'seal-changed', // a seal is not the one that a checkpoint signed, or is gone
  'sealed-row-differs', // a row is not the one that was sealed, or was sealed again
  'sealed-row-missing', // a row that was sealed is gone
  'row-unsealed', // a row that was never sealed
  'payment-differs', // the state of an order does not follow from its money
  'receipt-wrong', // the file of a receipt is not that of its digest
  'guard-missing', // a trigger that keeps rows as they were written is gone or switched off
] as const
export type MoneyFaultKind = (typeof MONEY_FAULT_KINDS)[number]

/** A fault of the rows of this room; `place` names the table and the row, and the order where there is one. */
export type PaymentAuditFault = {
  readonly kind: MoneyFaultKind
  readonly caseId: null
  readonly sequence: number | null
  readonly place: string
  readonly detail: string
}

/** A seal in a checkpoint: the room, the number of the seal, its digest. */
export type SignedSeal = readonly [room: string, number: number, sha256: string]

const ROOM = 'payments'
/** More wait for the next checkpoint. */
const SEALS_AT_ONCE = 10_000
const PAGE_SIZE = 5_000

/** For whoever takes checkpoints: what is to be signed, and that it was. */
export type SealSource = {
  unsigned(): Promise<readonly SignedSeal[]>
  signed(seals: readonly SignedSeal[], checkpoint: number): Promise<void>
}

export function sealSource(sql: Sql): SealSource {
  return {
    unsigned: async () => (await unsignedSeals(sql, SEALS_AT_ONCE)).map((seal): SignedSeal => [ROOM, seal.number, sealDigest(seal)]),
    signed: (seals, checkpoint) =>
      markSigned(
        sql,
        seals.flatMap(([room, number]) => (room === ROOM ? [number] : [])),
        checkpoint,
      ),
  }
}

/** `signed`: the seals of all checkpoints. */
export async function auditPayments(sql: Sql, signed: readonly SignedSeal[]): Promise<readonly PaymentAuditFault[]> {
  const faults = [...(await guardFaults(sql)), ...(await sealFaults(sql, signed))]
  for (const table of Object.keys(SEALED) as SealedTable[]) {
    for (const { key, is, orderId } of await sealedFaults(sql, table)) {
      const place = `payments.${table} ${key}${orderId === null || orderId === key ? '' : ` (order ${orderId})`}`
      faults.push({ ...KIND_OF[is], caseId: null, sequence: null, place })
    }
  }
  for (const { orderId, detail } of await ordersAgainstMoney(sql))
    faults.push({ kind: 'payment-differs', caseId: null, sequence: null, place: `payments.orders ${orderId}`, detail })
  for (const id of await receiptsNotTheirs(sql))
    faults.push({
      kind: 'receipt-wrong',
      caseId: null,
      sequence: null,
      place: `payments.sealed_receipts ${id}`,
      detail: 'Its bytes are not those of its digest',
    })
  return faults
}

const KIND_OF = {
  differs: { kind: 'sealed-row-differs', detail: 'It is not the row that was sealed' },
  again: { kind: 'sealed-row-differs', detail: 'It was sealed again, and nothing in it may change' },
  missing: { kind: 'sealed-row-missing', detail: 'It was sealed and is gone' },
  unsealed: { kind: 'row-unsealed', detail: 'It was put in without its seal' },
} as const

async function sealFaults(sql: Sql, signed: readonly SignedSeal[]): Promise<PaymentAuditFault[]> {
  const wanted = new Map(signed.flatMap(([room, number, digest]) => (room === ROOM ? [[number, digest] as const] : [])))
  const faults: PaymentAuditFault[] = []
  const fault = (number: number, detail: string) =>
    faults.push({ kind: 'seal-changed', caseId: null, sequence: number, place: 'payments.seal', detail })
  let after = 0
  for (;;) {
    const page = await sealsAfter(sql, after, PAGE_SIZE)
    if (page.length === 0) break
    for (const seal of page) {
      const digest = wanted.get(seal.number)
      wanted.delete(seal.number)
      if (digest === undefined ? seal.checkpoint !== null : digest !== sealDigest(seal))
        fault(
          seal.number,
          digest === undefined ? 'No checkpoint has signed it, and it says so' : 'It is not the one that a checkpoint signed',
        )
    }
    after = page.at(-1)!.number
  }
  for (const number of wanted.keys()) fault(number, 'A checkpoint has signed it, and it is gone')
  return faults
}

const GUARDS = [
  ...[
    'order_sealed',
    'receipt_sealed',
    'refund_sealed',
    'event_sealed',
    'sealed_receipt_sealed',
    'statement_sealed',
    'movement_sealed',
    'seal_kept',
  ],
  ...['events_are_append_only', 'receipt_kept', 'sealed_receipt_kept', 'order_state_kept', 'refund_state_kept', 'refund_kept'],
]

async function guardFaults(sql: Sql): Promise<PaymentAuditFault[]> {
  return (await missingGuards(sql, GUARDS)).map((name) => ({
    kind: 'guard-missing',
    caseId: null,
    sequence: null,
    place: `payments, trigger ${name}`,
    detail: 'It is gone or switched off',
  }))
}
