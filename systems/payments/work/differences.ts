import { fillText, type LocalText, type Refusal, tidyText } from '@ruqsat/foundation'
import type { DifferenceOwner, PaymentDifferences, PaymentEventKind, StatementSeen } from '../contract.ts'
import { type DifferenceAction, nextDifferenceState, type StatementFault } from '../core/statement.ts'
import { refusePayment } from '../refusals.ts'
import { changeDifference, listDifferences, type LockedDifference, lockDifference } from '../store/differences.ts'
import { listEvents, writeEvent } from '../store/events.ts'
import { findReceipt, settleReceipt, UNKNOWN_AUTHORITY } from '../store/receipts.ts'
import { listStatements } from '../store/statements.ts'
import texts from '../texts.yaml'
import type { PaymentParts } from './deps.ts'
import { lateStatements } from './late-statements.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** As long as a letter about it. */
const MAX_RESOLUTION = 2_000
const EVENTS: Readonly<Record<DifferenceAction, PaymentEventKind>> = {
  take: 'differenceTaken',
  release: 'differenceReleased',
  resolve: 'differenceResolved',
}

/** Whose differences somebody of this authority sees. */
const seenBy = (authority: string): readonly string[] => [authority, UNKNOWN_AUTHORITY]

/** `folders`: the banks that leave their statements here. */
export function openDifferences(
  work: Pick<PaymentParts, 'database' | 'legalClock' | 'technicalClock' | 'banks'>,
  folders: readonly string[],
): PaymentDifferences {
  const { sql } = work.database
  const act = (authority: string, differenceId: string, action: DifferenceAction, by: DifferenceOwner, resolution: string | null) =>
    actOn(work, { authority, differenceId, action, by, resolution })
  return {
    list: (authority, which) => listDifferences(sql, seenBy(authority), which),
    take: (authority, differenceId, by) => act(authority, differenceId, 'take', by, null),
    release: (authority, differenceId, by) => act(authority, differenceId, 'release', by, null),
    resolve: async (authority, differenceId, by, typed) => {
      const resolution = tidyText(typed)
      if (resolution === '') return refusePayment('resolution-missing', { field: 'resolution' })
      if (resolution.length > MAX_RESOLUTION)
        return refusePayment('resolution-too-long', { field: 'resolution', facts: { most: MAX_RESOLUTION } })
      return act(authority, differenceId, 'resolve', by, resolution)
    },
    statements: async (limit) =>
      (await listStatements(sql, limit)).map((row): StatementSeen => ({ ...row, faults: row.faults.map(faultSeen) })),
    lateStatements: () => lateStatements(work, folders),
    events: (authority, limit) => listEvents(sql, seenBy(authority), limit),
  }
}

/** A fault of a file in words. */
export function faultSeen({ line, code }: StatementFault): { readonly line: number | null; readonly text: LocalText } {
  const text = texts.statementFaults[code]
  return { line, text: line === null ? text : fillText(texts.statementFaults.inLine, { line, text }) }
}

type Act = {
  readonly authority: string
  readonly differenceId: string
  readonly action: DifferenceAction
  readonly by: DifferenceOwner
  readonly resolution: string | null
}

async function actOn(
  work: Pick<PaymentParts, 'database' | 'legalClock' | 'technicalClock'>,
  { authority, differenceId, action, by, resolution }: Act,
): Promise<Refusal | null> {
  if (!UUID.test(differenceId)) return refusePayment('difference-not-found')
  return work.database.sql.begin(async (tx) => {
    const difference = await lockDifference(tx, seenBy(authority), differenceId)
    if (difference === null) return refusePayment('difference-not-found')
    if (difference.state === 'resolved') return refusePayment('difference-resolved')
    const at = await work.legalClock.now(tx)
    const state = nextDifferenceState(difference.state, action)
    const end = action === 'resolve' ? { resolvedAt: at, resolution } : { resolvedAt: null, resolution: null }
    await changeDifference(tx, difference, { state, owner: state === 'open' ? null : by, ...end })
    if (action === 'resolve') await settleMoneyOf(difference)
    const { kind, bank, reference, orderId } = difference
    const facts = { differenceId, kind, bank, reference, ...(resolution !== null && { resolution }) }
    await writeEvent(tx, { authority: difference.authority, orderId, at, kind: EVENTS[action], actor: by.id, facts })
    return null

    async function settleMoneyOf({ kind, direction, bank, reference }: LockedDifference): Promise<void> {
      if (kind !== 'notOurs' || direction !== 'in') return
      const receipt = await findReceipt(tx, bank, reference)
      if (receipt?.meaning === 'unknownOrder')
        await settleReceipt(tx, receipt.receiptId, { at: work.technicalClock.now(), by: by.id, note: resolution! })
    }
  }) as Promise<Refusal | null>
}
