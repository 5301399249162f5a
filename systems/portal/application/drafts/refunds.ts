import { fillText, formatTenge, isRefusal, Fault } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'
import { runDue } from '@ruqsat/jobs'
import type { AskedRefundWhy, RefundFact } from '@ruqsat/payments/contract'
import { askLater, type DueDraftRefund, hasRefund, insertRefund, markAsked, readDraft, takeRefundsToAsk } from './store.ts'
import type { DraftDeps, Draft } from './model.ts'
import { UNSIGNED, write } from './write.ts'
import texts from '../texts.yaml'

// A fee goes back where the request is given up before it is registered, and where money came that was not owed. It is written down in
// the transaction that makes it so; the gateway is asked afterwards, at once or by the round, and asking twice changes nothing.

const AT_ONCE = 5
const LEASE_MS = 60_000
/** Money that is owed is never given up. */
const BACK_OFF = { firstMs: 5_000, longestMs: 600_000 }

/** Within the transaction that lets the payment go. */
export async function oweRefund(
  deps: Pick<DraftDeps, 'legalClock'>,
  tx: AnySql,
  draft: Pick<Draft, 'id' | 'accountId' | 'bin'>,
  payment: { readonly orderId: string; readonly amountTiyn: number },
  why: AskedRefundWhy,
): Promise<void> {
  const { orderId, amountTiyn } = payment
  await insertRefund(tx, draft, { orderId, amountTiyn, why, requestedAt: await deps.legalClock.now(tx) }, null)
}

/** Asks the gateway for what it does not know yet, of one draft or of all; answers how many orders were taken up. */
export function askForRefunds(
  { database: { sql }, technicalClock, payments, warn }: DraftDeps,
  draftId: string | null = null,
): Promise<number> {
  return runDue<DueDraftRefund>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: AT_ONCE,
    backOff: BACK_OFF,
    claim: (claim) => takeRefundsToAsk(sql, claim, draftId),
    attempt: async ({ orderId, why }) => {
      const order = await payments.requestRefund(orderId, why)
      if (isRefusal(order))
        throw new Fault(`Expected the refund of a payment to be taken but it was refused: ${order.code}`, { retry: 'later' })
    },
    done: ({ orderId }) => markAsked(sql, orderId, technicalClock.now()),
    later: ({ orderId }, { at, error }) => {
      warn('The gateway did not take a refund; it is asked again', { orderId, error: String(error).slice(0, 300) })
      return askLater(sql, orderId, at)
    },
  })
}

function isAsked(why: RefundFact['why']): why is AskedRefundWhy {
  return why === 'withdrawn' || why === 'exempt' || why === 'notAccepted'
}

/** The end of a refund, or of one try of it: kept for the cabinet, and the payer is informed once. */
export async function refundEnded(deps: DraftDeps, fact: RefundFact): Promise<void> {
  const { sql } = deps.database
  const draft = await readDraft(sql, fact.draftId)
  if (draft === null) return deps.warn('A refund ended of a draft that does not exist', { orderId: fact.orderId })
  const { orderId, amountTiyn, at } = fact
  const why = isAsked(fact.why) ? fact.why : 'notOwed'
  if (!(await hasRefund(sql, orderId)))
    await insertRefund(sql, draft, { orderId, amountTiyn, why, requestedAt: at }, deps.technicalClock.now())
  const person = await deps.personOf(draft.accountId)
  const { subject, text } = texts.refunds[fact.status]
  const told = fillText(text, { sum: formatTenge(amountTiyn), reference: fact.reference ?? '' })
  if (person !== null) await deps.tell(person, { key: `portal:refund:${fact.factId}`, subject, text: told })
}

/**
 * An answer was changed after the payment, and with it nothing is owed: the payment is let go and goes back, in one transaction. False: somebody
 * was faster.
 */
export async function giveBackExempt(deps: DraftDeps, draft: Draft): Promise<boolean> {
  const { payment } = draft
  if (payment === null) return false
  const mark = { stepId: draft.stepId, outcome: null, actor: 'IS-PORTAL', facts: { why: 'exempt', reference: payment.reference } }
  const change = { payment: null, orderId: null, requirementsRead: false, ...UNSIGNED } as const
  // Informed first, as of every fee that goes back: once the refund is written down nobody comes here again.
  await tellExempt(deps, draft, payment)
  const isWritten = await write(deps, draft, change, [mark], (tx) => oweRefund(deps, tx, draft, payment, 'exempt'))
  if (isWritten) await askForRefunds(deps, draft.id)
  return isWritten
}

/** Informs the payer once that by their answer nothing is owed. */
export async function tellExempt(deps: DraftDeps, draft: Draft, { orderId }: { readonly orderId: string }): Promise<void> {
  const person = await deps.personOf(draft.accountId)
  if (person !== null) await deps.tell(person, { key: `portal:payment:${orderId}:exempt`, ...texts.payment.exempt })
}
