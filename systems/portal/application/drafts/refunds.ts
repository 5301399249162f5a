import { fillText, formatTenge, inAll, isRefusal } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'
import type { RefundFact } from '@ruqsat/payments/contract'
import { hasRefund, insertRefund, markAsked, refundsToAsk } from './refunds-store.ts'
import type { DraftDeps, Message } from './deps.ts'
import type { Draft } from './model.ts'
import * as store from './store.ts'

// A fee goes back where the request is given up before it is registered, and where money came that was not owed. It is written down in
// the transaction that makes it so; the gateway is asked afterwards, at once or by the round, and asking twice changes nothing.

const MOST_AT_ONCE = 20
/** A round ends after so many, so that the other work of the rounds goes on. */
const MOST_BATCHES = 50

/** Within the transaction that lets the payment go. */
export async function oweRefund(
  deps: Pick<DraftDeps, 'legalClock'>,
  tx: AnySql,
  draft: Pick<Draft, 'id' | 'accountId' | 'bin'>,
  payment: { readonly orderId: string; readonly amountTiyn: number },
  why: 'withdrawn' | 'notOwed',
): Promise<void> {
  const { orderId, amountTiyn } = payment
  await insertRefund(tx, draft, { orderId, amountTiyn, why, requestedAt: await deps.legalClock.now(tx) }, null)
}

/**
 * Asks the gateway for what it does not know yet: of one draft, or of all. What fails is passed over and asked by the next round: an order
 * that the gateway refuses must not hold back the money of others.
 */
export async function askForRefunds(deps: DraftDeps, draftId: string | null = null): Promise<void> {
  let after = ''
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const due = await refundsToAsk(deps.database.sql, draftId, after, MOST_AT_ONCE)
    for (const { orderId, why } of due) await askFor(deps, orderId, why)
    if (due.length < MOST_AT_ONCE) return
    after = due.at(-1)!.orderId
  }
}

async function askFor(deps: DraftDeps, orderId: string, why: 'withdrawn' | 'notOwed'): Promise<void> {
  try {
    const order = await deps.payments.requestRefund(orderId, why)
    if (isRefusal(order)) throw new Error(order.code)
    await markAsked(deps.database.sql, orderId, deps.technicalClock.now())
  } catch (error) {
    deps.warn('The gateway did not take a refund; it is asked again', { orderId, error: String(error).slice(0, 300) })
  }
}

/** The end of a refund, or of one try of it: kept for the cabinet, and the payer is told once. */
export async function refundEnded(deps: DraftDeps, fact: RefundFact): Promise<void> {
  const { sql } = deps.database
  const draft = await store.readDraft(sql, fact.draftId)
  if (draft === null) return deps.warn('A refund ended of a draft that does not exist', { orderId: fact.orderId })
  const { orderId, amountTiyn, at } = fact
  const why = fact.why === 'withdrawn' ? 'withdrawn' : 'notOwed'
  if (!(await hasRefund(sql, orderId)))
    await insertRefund(sql, draft, { orderId, amountTiyn, why, requestedAt: at }, deps.technicalClock.now())
  const person = await deps.personOf(draft.accountId)
  if (person !== null) await deps.tell(person, messageOf(fact))
}

function messageOf(fact: RefundFact): Message {
  const facts = { sum: formatTenge(fact.amountTiyn), reference: fact.reference ?? '' }
  const { subject, text } = WORDS[fact.status]
  return {
    key: `portal:refund:${fact.factId}`,
    subject,
    text: fillText(
      inAll((language) => text[language]),
      facts,
    ),
  }
}

const WORDS = {
  returned: {
    subject: { kk: 'Ақша қайтарылды', ru: 'Деньги возвращены', en: 'Your money was returned' },
    text: {
      kk: 'Банк {sum} ₸ картаңызға қайтарды. Банктегі нөмірі: {reference}. Қайтару түбіртегі жеке кабинетте.',
      ru: 'Банк вернул {sum} ₸ на вашу карту. Номер в банке: {reference}. Квитанция о возврате — в личном кабинете.',
      en: 'The bank has returned {sum} ₸ to your card. Bank reference: {reference}. The receipt of the refund is in your cabinet.',
    },
  },
  declined: {
    subject: { kk: 'Банк ақшаны қайтара алмады', ru: 'Банк не смог вернуть деньги', en: 'The bank could not return your money' },
    text: {
      kk: 'Банк {sum} ₸ қайтара алмады. Ақшаңыз жоғалмайды: себебі мен не істеуге болатыны жеке кабинетте.',
      ru: 'Банк не смог вернуть {sum} ₸. Деньги не пропадут: причина и что делать — в личном кабинете.',
      en: 'The bank could not return {sum} ₸. Your money is not lost: the reason and what to do are in your cabinet.',
    },
  },
} as const satisfies Record<RefundFact['status'], Omit<Message, 'key'>>
