import { isRefusal } from '@ruqsat/foundation'
import { feeAt } from '@ruqsat/engine'
import type { DraftDeps } from './deps.ts'
import type { Draft } from './model.ts'
import { askForRefunds, oweRefund } from './refunds.ts'
import texts from '../texts.yaml'

type Payment = NonNullable<Draft['payment']>

/**
 * Whether the sum is not that of the day of payment: an order was paid after the midnight at which the rate or the index changed. With it the
 * request could never be registered. Where nobody can say what the fee was, the money counts and the host judges.
 */
export async function isOtherDaysFee(deps: DraftDeps, draft: Draft, { amountTiyn, paidAt }: Payment): Promise<boolean> {
  const edition = (await deps.offered(draft.regulation, paidAt)) ?? deps.edition(draft.editionHash)
  const fee = edition && feeAt(paidAt, draft.variant, { edition, tables: deps.tables })
  return fee !== null && !isRefusal(fee) && fee.feeTiyn !== amountTiyn
}

/** The money goes back, and the person is asked to pay the sum of the day; the draft stays where it was. Done twice it is done once. */
export async function giveBackOtherFee(deps: DraftDeps, draft: Draft, payment: Payment): Promise<void> {
  // Informed first: once the refund is written down nobody comes here again.
  const person = await deps.personOf(draft.accountId)
  if (person !== null) await deps.tell(person, { key: `portal:payment:${payment.orderId}:other-fee`, ...texts.otherFee })
  await oweRefund(deps, deps.database.sql, draft, payment, 'notOwed')
  await askForRefunds(deps, draft.id)
}
