import { type Answer, inAll, type Instant, type LocalText } from '@ruqsat/foundation'
import type { BankRefund, BankStatement, OpenedSession, RefundRequest, SessionRequest } from '../wire/messages.ts'
import type { BankKey } from '../wire/signature.ts'

/**
 * What a bank can be asked, whatever its wire. Nothing here retries: whoever asks decides when to ask again. Every call may be repeated;
 * the merchant's reference names the payment, so that a repeated opening gives the same session. All sums are tiyn, all times UTC.
 * `testing/bank-contract.ts` says what each adapter must do, and runs over all of them.
 */
export interface Bank {
  /** Short and for ever: payments are kept under it. */
  readonly id: string
  readonly name: LocalText
  /** Named in the gateway page's `form-action`. */
  readonly origin: string
  /** False: no new payment begins here; those that began are still asked about. */
  readonly isOpen: boolean
  /** Keys that sign its callbacks; empty for a bank that only answers. The first signs what we ask, where its wire has signatures. */
  readonly callbackKeys: readonly BankKey[]
  openSession(request: SessionRequest): Promise<Answer<OpenedSession>>
  /** `absent`: the bank has never heard of it, so nothing can have been paid. */
  readPayment(merchantReference: string): Promise<Answer<BankStatement>>
  /** The payment with this number of the bank's own, as it is printed on the payer's receipt. `absent`: it took no such payment. */
  findPayment(bankReference: string): Promise<Answer<BankStatement>>
  /** Closes a session that nobody has paid; answers with the present state, which may be "paid". */
  cancel(merchantReference: string): Promise<Answer<BankStatement>>
  /**
   * Returns a payment, or a part of it, to who paid it. The reference names the try: repeated, it returns nothing twice and answers with the
   * present state. More than was paid is declined.
   */
  refund(request: RefundRequest): Promise<Answer<BankRefund>>
  /** Money returned, by the bank's own time, from included, to excluded. */
  listRefunds(from: Instant, to: Instant): Promise<Answer<readonly BankRefund[]>>
  /** Money taken, by the bank's own time, from included, to excluded; also what was paid at a counter, without a session. */
  listPayments(from: Instant, to: Instant): Promise<Answer<readonly BankStatement[]>>
}

/** The bank of this id; one that was taken out of the configuration answers nothing, so that what began there waits and is not lost. */
export function bankById(banks: readonly Bank[], id: string): Bank {
  return banks.find((bank) => bank.id === id) ?? absentBank(id)
}

/** Stands for a bank where nothing is asked of it: a command that reads its files, or one that was taken out. */
export function absentBank(id: string): Bank {
  const silent = async () => ({ kind: 'outage', reason: `Expected the bank '${id}' in the configuration but it is not there` }) as const
  const calls = {
    openSession: silent,
    readPayment: silent,
    findPayment: silent,
    cancel: silent,
    refund: silent,
    listRefunds: silent,
    listPayments: silent,
  }
  return { id, name: inAll(() => id), origin: '', isOpen: false, callbackKeys: [], ...calls }
}
