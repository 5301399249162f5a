import { inAll, isRefusal, type Refusal, Fault } from '@ruqsat/foundation'
import { feeReturnText } from '@ruqsat/lawpages'
import type { FeeDue } from '@ruqsat/clock'
import { feeAt, totalDue } from '@ruqsat/engine'
import { nextStep, rateFor, stepWithAction } from '@ruqsat/law'
import type { Order, PaymentFact, PaymentFactReceiver } from '@ruqsat/payments/contract'
import { refusePortal } from '../../refusals.ts'
import { contradictions, lifeFault } from './filling.ts'
import type { DraftDeps, Draft, OpenDraft } from './model.ts'
import { certainByRegisters } from './register-answers.ts'
import { offerFault, onDraft, payerOf, placeIn } from './drafts.ts'
import type { Person } from '../../registration/people/person.ts'
import { askForRefunds, oweRefund, refundEnded, tellExempt } from './refunds.ts'
import * as store from './store.ts'
import { byPerson, TOO_LATE, UNSIGNED, write } from './write.ts'
import texts from '../texts.yaml'

/**
 * The fee if it is paid today (legal time); null where the variant is free. A Refusal where the table of the index ends, or where the
 * calendar does before the term would: nobody pays for a request that could not be registered.
 */
export async function feeToday(deps: DraftDeps, open: Pick<OpenDraft, 'variant' | 'edition' | 'draft'>): Promise<FeeDue | null | Refusal> {
  const { variant, edition, draft } = open
  const payer = payerOf(draft)
  if (rateFor(variant.fee, payer) === null) return null
  const now = await deps.legalClock.now()
  const fee = feeAt(now, variant.id, payer, { edition, tables: deps.tables })
  if (isRefusal(fee)) return fee
  const { total } = totalDue(variant, now, { edition, tables: deps.tables })
  return isRefusal(total) ? total : fee
}

/** What the person has confirmed on the page: that they know the requirements, and which sum they saw. */
export type Confirmed = { readonly requirementsRead: boolean; readonly seenTiyn: number | null }

/**
 * The order to pay: one per draft. The fee follows the day of payment, so an unpaid order is asked for again with today's sum; a sum other
 * than the one that was shown is shown first. Requirements are confirmed before paying, because the fee is not returned once the request is registered. Where the draft
 * has gone on meanwhile (a second click) the order is null.
 */
export function orderPayment(deps: DraftDeps, open: OpenDraft, person: Person, confirmed: Confirmed): Promise<Order | Refusal | null> {
  return onDraft<Order | Refusal | null>(deps, open, person, async (now) => {
    const { draft } = now
    if (draft.status !== 'open') return refusePortal('not-ready-to-pay')
    if (now.step.action !== 'pay') return draft.payment === null ? refusePortal('not-ready-to-pay') : null
    const closed = await offerFault(deps, now)
    if (closed !== null) return closed
    // The form was checked before; time has passed since, and nobody pays for a certain refusal.
    const over = await lifeFault(deps, now)
    const answers = [...(over === null ? [] : [over]), ...(await contradictions(deps, now, person))].map(({ refusal }) => refusal)
    const [certain] = [...answers, ...(await certainByRegisters(deps, now, person))]
    if (certain !== undefined) return certain
    const hasRequirements = now.variant.requirements.length > 0
    if (hasRequirements && !confirmed.requirementsRead) return refusePortal('requirements-not-read', { field: 'requirementsRead' })
    if (!deps.payments.takesPayments()) return refusePortal('payment-not-connected')
    const fee = await feeToday(deps, now)
    if (fee === null || isRefusal(fee)) return fee ?? refusePortal('not-ready-to-pay')
    if (confirmed.seenTiyn !== null && confirmed.seenTiyn !== fee.feeTiyn) return refusePortal('fee-changed')
    // A fee that goes back pays for nothing: the gateway must know so before it is asked for an order.
    await askForRefunds(deps, draft.id)
    const order = await deps.payments.createOrder(orderOf(deps, now, person, fee))
    if (isRefusal(order)) return order
    if (draft.orderId === order.orderId && draft.requirementsRead) return order
    return (await write(deps, draft, { orderId: order.orderId, requirementsRead: true, changedBy: person.accountId }, []))
      ? order
      : TOO_LATE
  })
}

function orderOf(deps: DraftDeps, { draft, edition, variant }: OpenDraft, person: Person, fee: FeeDue) {
  const { language } = draft
  return {
    returnRule: feeReturnText(variant),
    authority: edition.regulation.authority.id,
    draftId: draft.id,
    payee: edition.regulation.authority.name,
    purpose: inAll((each) => `${variant.fee!.name[each]}: ${variant.name[each]}`),
    amountTiyn: fee.feeTiyn,
    derivation: fee.text,
    payerName: person.organisation ?? person.name,
    payerBin: draft.bin,
    language,
    returnUrl: `${deps.origin}/${language}/drafts/${draft.id}/payment`,
  }
}

/** What the gateway says now. "Paid" is taken at once and not only when the gateway's own message comes. */
export async function checkPayment(deps: DraftDeps, open: OpenDraft): Promise<Order | Refusal> {
  if (open.draft.orderId === null) return refusePortal('not-ready-to-pay')
  const order = await deps.payments.refreshOrder(open.draft.orderId)
  if (isRefusal(order) || order.status !== 'paid' || order.paidAt === null || order.reference === null) return order
  const { orderId, amountTiyn, paidAt, reference } = order
  await take(deps, open.draft.id, { orderId, amountTiyn, paidAt, reference }, `order:${orderId}`)
  return order
}

/** The payment did not happen: the table's condition says no, and its notice is shown. The order and the draft stay. */
export function paymentFailed(deps: DraftDeps, open: OpenDraft, person: Person, why: string): Promise<Refusal | null> {
  return onDraft<Refusal | null>(deps, open, person, async (now) => {
    const { draft, step, view } = now
    if (draft.status !== 'open' || step.action !== 'pay' || draft.payment !== null) return null
    const condition = nextStep(view.steps, step, 'done')
    const notice = condition?.action === 'checkPayment' ? nextStep(view.steps, condition, 'no') : null
    if (condition === null || notice === null) return null
    const marks = [
      { stepId: step.id, outcome: null, ...byPerson(person), facts: { why } },
      { stepId: condition.id, outcome: 'no', actor: condition.system ?? 'IS-PORTAL', facts: { why } },
    ]
    return (await write(deps, draft, { stepId: notice.id }, marks)) ? null : TOO_LATE
  })
}

/** Facts of payment come here at least once each; the same fact twice changes nothing. */
export function paymentReceiver(deps: DraftDeps): PaymentFactReceiver {
  return { paymentArrived: (fact) => receive(deps, fact), refundEnded: (fact) => refundEnded(deps, fact) }
}

async function receive(deps: DraftDeps, fact: PaymentFact): Promise<void> {
  const { orderId, amountTiyn, paidAt, reference } = fact
  await take(deps, fact.draftId, { orderId, amountTiyn, paidAt, reference }, fact.factId)
  const draft = await store.readDraft(deps.database.sql, fact.draftId)
  if (draft === null) return deps.warn('A payment came for a draft that does not exist; the fact stays with the gateway', { orderId })
  await store.insertPaymentFact(deps.database.sql, fact, await deps.legalClock.now())
  await tellOf(deps, draft, fact)
}

/** Two changes of one draft at once are rare; after so many the gateway's outbox tries again later. */
const MAX_TRIES = 8

type Payment = NonNullable<Draft['payment']>

/** Writes the payment into the draft, once. Money for a draft that was given up opens it again. */
async function take(deps: DraftDeps, draftId: string, payment: Payment, factId: string): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const draft = await store.readDraft(deps.database.sql, draftId)
    // A payment that goes back counts for nothing, however late the gateway's word of it comes.
    if (await store.hasRefund(deps.database.sql, payment.orderId)) return
    if (draft === null || draft.payment !== null || draft.status === 'waiting' || draft.status === 'registered') return
    if (await isOtherDaysFee(deps, draft, payment)) return giveBackOtherFee(deps, draft, payment)
    const isReopened = draft.status === 'abandoned'
    const stepId = stepAfterPayment(deps, draft)
    const why = isReopened ? 'paidAfterAbandoned' : 'paid'
    const mark = { stepId: draft.stepId, outcome: null, actor: 'IS-PAYMENT', facts: { factId, reference: payment.reference, why } }
    const change = { payment, orderId: payment.orderId, status: 'open', stepId, ...UNSIGNED } as const
    // A firm's draft may now only wait for its signature, and nobody may be looking.
    const ready = (tx: store.DraftSql) => store.rememberRetry(tx, draft.id, 'ready', deps.technicalClock.now())
    if (await write(deps, draft, change, [mark], draft.bin === null ? undefined : ready)) return
  }
  throw new Fault('Expected the draft to take the payment but other changes were faster each time', { retry: 'later' })
}

/** Money that comes while the notice "not paid" is shown takes the draft back to `pay`, which it then passes by itself. */
function stepAfterPayment(deps: DraftDeps, draft: Draft): string {
  const steps = placeIn(deps.edition(draft.editionHash), draft)?.view.steps ?? []
  const isTold = steps.some((step) => step.id === draft.stepId && step.action === 'noticeNotPaid')
  return (isTold && stepWithAction(steps, 'pay')?.id) || draft.stepId
}

/** What the person must hear of, once: the draft that they gave up is open again, or money came that was not owed. */
async function tellOf(deps: DraftDeps, draft: Draft, fact: PaymentFact): Promise<void> {
  const marks = await store.marksOf(deps.database.sql, draft.id)
  const isReopened = marks.some((mark) => mark.facts['why'] === 'paidAfterAbandoned' && mark.facts['reference'] === fact.reference)
  const isTwice = draft.payment?.reference !== fact.reference
  if (!isReopened && !isTwice) return
  const person = await deps.personOf(draft.accountId)
  if (isTwice) {
    if (await store.hasRefund(deps.database.sql, fact.orderId)) return
    deps.warn('A payment came that the draft does not need; it goes back', { orderId: fact.orderId })
    await oweRefund(deps, deps.database.sql, draft, fact, 'notOwed')
    await askForRefunds(deps, draft.id)
  }
  const words = isReopened ? texts.payment.page : texts.payment.notOwed
  if (person !== null) await deps.tell(person, { key: `portal:payment:${fact.factId}`, ...words })
}

/**
 * Whether the sum is not that of the day of payment: an order was paid after the midnight at which the rate or the index changed, or
 * after an answer with which nothing is owed. With it the request could never be registered. Where nobody can say what the fee was, the money counts and the host judges.
 */
export async function isOtherDaysFee(deps: DraftDeps, draft: Draft, { amountTiyn, paidAt }: Payment): Promise<boolean> {
  const edition = (await deps.offered(draft.regulation, paidAt)) ?? deps.edition(draft.editionHash)
  if (edition === null) return false
  const fee = feeAt(paidAt, draft.variant, payerOf(draft), { edition, tables: deps.tables })
  return !isRefusal(fee) && fee?.feeTiyn !== amountTiyn
}

/** The money goes back, and the person is asked to pay the sum of the day; the draft stays where it was. Done twice it is done once. */
export async function giveBackOtherFee(deps: DraftDeps, draft: Draft, payment: Payment): Promise<void> {
  // Informed first: once the refund is written down nobody comes here again.
  const person = await deps.personOf(draft.accountId)
  const fee = placeIn(deps.edition(draft.editionHash), draft)?.variant.fee ?? null
  const isExempt = rateFor(fee, payerOf(draft)) === null
  if (isExempt) await tellExempt(deps, draft, payment)
  else if (person !== null) await deps.tell(person, { key: `portal:payment:${payment.orderId}:other-fee`, ...texts.otherFee })
  await oweRefund(deps, deps.database.sql, draft, payment, isExempt ? 'exempt' : 'notOwed')
  await askForRefunds(deps, draft.id)
}
