import { type Answer, inAll, instantFromMs, type LocalText } from '@ruqsat/foundation'
import type { Bank } from '../bank/bank.ts'
import texts from '../texts.yaml'
import type { BankKey } from '../wire/signature.ts'
import type { BankPaymentState, BankRefund, BankStatement, OpenedSession, RefundRequest, SessionRequest } from '../wire/messages.ts'

/** Who pays at the counter of a bank where the test names nobody. */
export const DOUBLE_PAYER = texts.fixture.payer.kk

/** A bank in memory that does as the test says and remembers what it was asked. */
export class DoubleBank implements Bank {
  readonly origin: string = 'http://127.0.0.1:9'
  readonly name: LocalText
  readonly isOpen = true
  readonly callbackKeys: readonly BankKey[]
  readonly sessions = new Map<
    string,
    { request: SessionRequest; state: BankPaymentState; payments: BankStatement[]; declineCode: string | null }
  >()
  isDown = false
  readonly id: string

  constructor(id = 'dala', callbackKeys: readonly BankKey[] = []) {
    this.id = id
    this.name = inAll(() => id)
    this.callbackKeys = callbackKeys
  }
  #serial = 0
  #clockMs = Date.parse('2026-11-22T03:40:00.000Z')

  async openSession(request: SessionRequest): Promise<Answer<OpenedSession>> {
    if (this.isDown) return OUTAGE
    if (!this.sessions.has(request.merchantReference))
      this.sessions.set(request.merchantReference, { request, state: 'open', payments: [], declineCode: null })
    if (this.sessions.get(request.merchantReference)!.request.amountTiyn !== request.amountTiyn)
      return { kind: 'outage', reason: 'Expected the same sum for this name' }
    return {
      kind: 'found',
      value: { payUrl: `${this.origin}/kk/pay/${request.merchantReference}`, payment: this.statement(request.merchantReference) },
    }
  }

  async readPayment(reference: string): Promise<Answer<BankStatement>> {
    if (this.isDown) return OUTAGE
    return this.sessions.has(reference) ? { kind: 'found', value: this.statement(reference) } : { kind: 'absent' }
  }

  async cancel(reference: string): Promise<Answer<BankStatement>> {
    const session = this.sessions.get(reference)
    if (!this.isDown && session?.state === 'open') session.state = 'cancelled'
    return this.readPayment(reference)
  }

  async listPayments(from: string, to: string): Promise<Answer<readonly BankStatement[]>> {
    if (this.isDown) return OUTAGE
    return { kind: 'found', value: this.#all().filter((payment) => payment.statedAt >= from && payment.statedAt < to) }
  }

  /** Money over the counter, without a session. */
  readonly counter: BankStatement[] = []

  payAtCounter(amountTiyn: number, purpose = '', payer = DOUBLE_PAYER): BankStatement {
    const reference = `${this.id.toUpperCase()}-${++this.#serial}`
    const common = { state: 'paid', currency: 'KZT', declineCode: null } as const
    const payment = { ...common, merchantReference: null, amountTiyn, reference, statedAt: this.tick(), purpose, payer }
    this.counter.push(payment)
    return payment
  }

  #all(): readonly BankStatement[] {
    return [...[...this.sessions.values()].flatMap((session) => session.payments), ...this.counter]
  }

  async findPayment(reference: string): Promise<Answer<BankStatement>> {
    if (this.isDown) return OUTAGE
    const payment = this.#all().find((each) => each.reference === reference)
    return payment === undefined ? { kind: 'absent' } : { kind: 'found', value: payment }
  }

  readonly refunds = new Map<string, BankRefund>()
  /** What the next new refund is answered with; money already returned is declined whatever this says. */
  refundSays: 'returned' | 'declined' | 'processing' = 'returned'

  async refund(request: RefundRequest): Promise<Answer<BankRefund>> {
    if (this.isDown) return OUTAGE
    const known = this.refunds.get(request.refundReference)
    if (known !== undefined && known.state !== 'processing') return { kind: 'found', value: known }
    const paid = this.#all().find((payment) => payment.reference === request.paymentReference)
    const before = [...this.refunds.values()].filter(
      (each) => each.paymentReference === request.paymentReference && each.state === 'returned',
    )
    const isReturned = before.reduce((sum, each) => sum + each.amountTiyn, request.amountTiyn) > (paid?.amountTiyn ?? 0)
    const state = isReturned ? 'declined' : this.refundSays
    const reference = state === 'returned' ? `${this.id.toUpperCase()}-R-${++this.#serial}` : null
    const declineCode = state === 'declined' ? (isReturned ? 'already-returned' : 'card-closed') : null
    const { currency: _currency, ...asked } = request
    const refund = { ...asked, state, reference, statedAt: this.tick(), declineCode }
    this.refunds.set(request.refundReference, refund)
    return { kind: 'found', value: refund }
  }

  async listRefunds(from: string, to: string): Promise<Answer<readonly BankRefund[]>> {
    if (this.isDown) return OUTAGE
    const returned = [...this.refunds.values()].filter((each) => each.state === 'returned')
    return { kind: 'found', value: returned.filter((each) => each.statedAt >= from && each.statedAt < to) }
  }

  /** Somebody pays by card; answers with what the bank will report. */
  pay(reference: string, amountTiyn?: number, currency = 'KZT'): BankStatement {
    const session = this.sessions.get(reference)!
    session.state = 'paid'
    const payment = {
      ...this.statement(reference),
      amountTiyn: amountTiyn ?? session.request.amountTiyn,
      currency,
      reference: `${this.id.toUpperCase()}-${++this.#serial}`,
      statedAt: this.tick(),
    }
    session.payments.push(payment)
    return payment
  }

  decline(reference: string, declineCode: string): BankStatement {
    const session = this.sessions.get(reference)!
    session.state = 'declined'
    session.declineCode = declineCode
    return this.statement(reference)
  }

  expire(reference: string): void {
    this.sessions.get(reference)!.state = 'expired'
  }

  statement(reference: string): BankStatement {
    const { request, state, payments, declineCode } = this.sessions.get(reference)!
    return (
      payments[0] ?? {
        merchantReference: reference,
        state,
        amountTiyn: request.amountTiyn,
        currency: 'KZT',
        reference: null,
        statedAt: instantFromMs(this.#clockMs),
        declineCode,
      }
    )
  }

  tick(): string {
    this.#clockMs += 1000
    return instantFromMs(this.#clockMs)
  }
}

const OUTAGE = { kind: 'outage', reason: 'Expected the bank but the test has switched it off' } as const
