import { isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { feeOn, type Fee } from '@ruqsat/clock'
import type { Order, PaymentFact, PaymentFactReceiver } from '@ruqsat/payments/contract'
import { refusePortal } from '../refusals.ts'
import type { DraftDeps } from './deps.ts'
import { legalDay, move, write } from './drafts.ts'
import type { OpenDraft, Person } from './model.ts'
import * as store from './store.ts'

/** The fee if it is paid today (legal time); null where the variant is free; a Refusal where the table of the index ends. */
export async function feeToday(deps: DraftDeps, open: Pick<OpenDraft, 'variant' | 'edition'>): Promise<Fee | null | Refusal> {
  const fee = open.variant.fee
  if (fee === null) return null
  return feeOn({ rateMci: fee.mciRate, source: fee.source }, legalDay(deps, open.edition, await deps.legalClock.now()), deps.tables.mci)
}

/**
 * The order to pay: one per draft. The fee follows the day of payment, so an unpaid order is asked for anew with today's sum.
 * `requirementsRead`: the person has confirmed before paying that they know the requirements, because the fee is not returned.
 */
export async function orderPayment(deps: DraftDeps, open: OpenDraft, person: Person, requirementsRead: boolean): Promise<Order | Refusal> {
  if (open.step.action !== 'pay' || open.draft.status !== 'open') return refusePortal('not-ready-to-pay')
  if (!requirementsRead) return refusePortal('requirements-not-read', { field: 'requirementsRead' })
  const fee = await feeToday(deps, open)
  if (fee === null || isRefusal(fee)) return fee ?? refusePortal('not-ready-to-pay')
  const { regulation } = open.edition
  const purpose = inAll((language) => `${open.variant.fee!.name[language]}: ${open.variant.name[language]}`)
  const order = await deps.payments.createOrder({
    draftId: open.draft.id,
    payee: regulation.authority.name,
    purpose,
    amountTiyn: fee.feeTiyn,
    derivation: fee.text,
    payerName: person.organisation ?? person.name,
    language: open.draft.language,
    returnUrl: `${deps.origin}/${open.draft.language}/drafts/${open.draft.id}/payment`,
  })
  if (isRefusal(order)) return order
  if (open.draft.orderId !== order.orderId || !open.draft.requirementsRead) {
    const saved = await write(deps, open.draft, { orderId: order.orderId, requirementsRead: true }, [])
    if (!saved) return refusePortal('draft-busy')
  }
  return order
}

/** What the gateway says now. A refused or given-up payment is A5's notice; "unknown" waits and loses nothing. */
export async function checkPayment(deps: DraftDeps, open: OpenDraft): Promise<Order | Refusal> {
  if (open.draft.orderId === null) return refusePortal('not-ready-to-pay')
  const order = await deps.payments.refreshOrder(open.draft.orderId)
  if (isRefusal(order) || open.step.action !== 'pay' || open.draft.status !== 'open') return order
  if (order.status === 'paid' && order.paidAt !== null && order.reference !== null) {
    await receive(deps, { factId: `order:${order.orderId}`, orderId: order.orderId, draftId: open.draft.id, amountTiyn: order.amountTiyn, paidAt: order.paidAt, reference: order.reference })
  }
  return order
}

/** The payment did not happen: the table's condition says no, and its notice is shown. The order and the draft stay. */
export async function paymentFailed(deps: DraftDeps, open: OpenDraft, why: string): Promise<Refusal | null> {
  if (open.step.action !== 'pay') return null
  const passed = await move(deps, open, 'done', { kind: 'applicant', facts: {} })
  if (passed !== null) return passed
  const draft = await store.readDraft(deps.database.sql, open.draft.id)
  const step = draft && open.view.steps.find((each) => each.id === draft.stepId)
  if (!draft || step?.action !== 'checkPayment') return null
  return move(deps, { ...open, draft, step }, 'no', { kind: 'system', facts: { why } })
}

/** Facts of payment come here at least once each; the same fact twice changes nothing. */
export function paymentReceiver(deps: DraftDeps): PaymentFactReceiver {
  return { paymentArrived: (fact) => receive(deps, fact) }
}

/** Two changes of one draft at once are rare; after so many the gateway's outbox tries again later. */
const MAX_TRIES = 5

async function receive(deps: DraftDeps, fact: PaymentFact): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const draft = await store.readDraft(deps.database.sql, fact.draftId)
    if (draft === null) return deps.warn('A payment came for a draft that does not exist; the fact stays with the gateway', { orderId: fact.orderId })
    if (draft.payment !== null) return tellWhereReopened(deps, fact)
    const payment = { orderId: fact.orderId, amountTiyn: fact.amountTiyn, paidAt: fact.paidAt, reference: fact.reference }
    const reopened = draft.status === 'abandoned'
    const mark = { stepId: draft.stepId, outcome: null, actor: 'IS-PAYMENT', facts: { factId: fact.factId, why: reopened ? 'paidAfterAbandoned' : 'paid' } }
    const stepId = await stepAfterPayment(deps, draft.editionHash, draft.variant, draft.view, draft.stepId)
    const written = await write(deps, draft, { payment, orderId: fact.orderId, status: reopened ? 'open' : draft.status, stepId, frozen: null, cms: null, evidence: null, signedAt: null }, [mark], async (tx) => {
      await tx`
        insert into portal.payment_fact (fact_id, order_id, draft_id, amount_tiyn, paid_at, reference, arrived_at)
        values (${fact.factId}, ${fact.orderId}, ${fact.draftId}, ${fact.amountTiyn}, ${fact.paidAt}, ${fact.reference}, ${await deps.legalClock.now(tx)})
        on conflict do nothing`
    })
    if (written) return tellWhereReopened(deps, fact)
  }
  throw new Error('Expected the draft to take the payment but other changes were faster each time')
}

/** Money that comes while the notice "not paid" is shown takes the draft back to `pay`, which it then passes by itself. */
async function stepAfterPayment(deps: DraftDeps, editionHash: string, variantId: string, viewId: string, stepId: string): Promise<string> {
  const steps = deps.edition(editionHash)?.regulation.variants.find((each) => each.id === variantId)?.views.find((each) => each.id === viewId)?.steps ?? []
  if (steps.find((each) => each.id === stepId)?.action !== 'noticeNotPaid') return stepId
  return steps.find((each) => each.action === 'pay')?.id ?? stepId
}

/** The person gave the draft up and the money came all the same: it is open again, and they are told, once. */
async function tellWhereReopened(deps: DraftDeps, fact: PaymentFact): Promise<void> {
  const [row] = await deps.database.sql<{ phone: string; language: 'kk' | 'ru' | 'en' }[]>`
    select person.phone, draft.language from portal.draft_mark mark
    join portal.draft draft on draft.id = mark.draft_id join portal.person person on person.account_id = draft.account_id
    where mark.draft_id = ${fact.draftId} and mark.facts ->> 'factId' = ${fact.factId} and mark.facts ->> 'why' = 'paidAfterAbandoned'`
  if (row === undefined) return
  await deps.messaging.send({ idempotencyKey: `portal:paid-after-abandoned:${fact.factId}`, channel: 'sms', to: row.phone, language: row.language, subject: LATE_PAYMENT.subject, text: LATE_PAYMENT.text, at: await deps.legalClock.now() })
}

const LATE_PAYMENT = {
  subject: { kk: 'Төлем келді', ru: 'Платёж поступил', en: 'The payment has arrived' },
  text: {
    kk: 'Сіз бас тартқан өтінім бойынша төлем келді. Өтінім қайта ашылды: жеке кабинетте жалғастыра аласыз.',
    ru: 'По заявке, от которой вы отказались, поступил платёж. Заявка снова открыта: продолжите в личном кабинете.',
    en: 'A payment has arrived for the draft that you gave up. The draft is open again: go on in your cabinet.',
  },
}

function inAll(say: (language: 'kk' | 'ru' | 'en') => string): LocalText {
  return { kk: say('kk'), ru: say('ru'), en: say('en') }
}
