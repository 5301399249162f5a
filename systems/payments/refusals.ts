import { refusalsOf, type LocalText } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Codes are frozen once released; a retired code stays reserved. */
export const refusePayment = refusalsOf('', texts.refusals.page)

export type PaymentRefusalCode = keyof typeof texts.refusals.page

/** Why a bank declined, in the payer's words; the codes are those of the bank's wire. */
export const declineReasons = texts.refusals.declineReasons satisfies Record<string, LocalText>

/** Why a bank did not return money, in the payer's words; the codes are those of the bank's wire. */
export const refundDeclines = texts.refusals.refundDeclines satisfies Record<string, LocalText>

export const notices = texts.refusals.notices satisfies Record<string, LocalText>
