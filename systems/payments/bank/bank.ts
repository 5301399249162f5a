import type { Answer, Instant } from '@ruqsat/foundation'
import type { BankRefund, BankStatement, OpenedSession, RefundRequest, SessionRequest } from '../wire/messages.ts'

/**
 * What a bank can be asked. Nothing here retries: whoever asks decides when to ask again. Every call may be repeated;
 * the merchant's reference names the payment, so that a repeated opening gives the same session.
 */
export interface Bank {
  /** Named in the gateway page's `form-action`. */
  readonly origin: string
  openSession(request: SessionRequest): Promise<Answer<OpenedSession>>
  /** `absent`: the bank has never heard of it, so nothing can have been paid. */
  readPayment(merchantReference: string): Promise<Answer<BankStatement>>
  /** Closes a session that nobody has paid; answers with the present state, which may be "paid". */
  cancel(merchantReference: string): Promise<Answer<BankStatement>>
  /**
   * Returns a payment to who paid it. The reference names the try: repeated, it returns nothing twice and answers with the present state.
   */
  refund(request: RefundRequest): Promise<Answer<BankRefund>>
  /** Money returned, by the bank's own time, from included, to excluded. */
  listRefunds(from: Instant, to: Instant): Promise<Answer<readonly BankRefund[]>>
  /** Money taken, by the bank's own time, from included, to excluded. */
  listPayments(from: Instant, to: Instant): Promise<Answer<readonly BankStatement[]>>
}
