import { type Answer, instantFromMs } from '@ruqsat/foundation'
import type { Bank } from '../bank/bank.ts'
import type { BankPaymentState, BankStatement, OpenedSession, SessionRequest } from '../wire/messages.ts'

/** A bank in memory that does as the test says and remembers what it was asked. */
export class DoubleBank implements Bank {
  readonly origin = 'http://127.0.0.1:9'
  readonly sessions = new Map<
    string,
    { request: SessionRequest; state: BankPaymentState; payments: BankStatement[]; declineCode: string | null }
  >()
  isDown = false
  #serial = 0
  #clockMs = Date.parse('2026-11-22T03:40:00.000Z')

  async openSession(request: SessionRequest): Promise<Answer<OpenedSession>> {
    if (this.isDown) return OUTAGE
    if (!this.sessions.has(request.merchantReference))
      this.sessions.set(request.merchantReference, { request, state: 'open', payments: [], declineCode: null })
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
    const all = [...this.sessions.values()].flatMap((session) => session.payments)
    return { kind: 'found', value: all.filter((payment) => payment.statedAt >= from && payment.statedAt < to) }
  }

  /** Somebody pays by card; answers with what the bank will tell. */
  pay(reference: string, amountTiyn?: number): BankStatement {
    const session = this.sessions.get(reference)!
    session.state = 'paid'
    const payment = {
      ...this.statement(reference),
      amountTiyn: amountTiyn ?? session.request.amountTiyn,
      reference: `DALA-${++this.#serial}`,
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
