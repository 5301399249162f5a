import { randomUUID } from 'node:crypto'
import type { Answer, Instant } from '@ruqsat/foundation'
import { describe, expect, it } from 'vitest'
import type { Bank } from '../bank/bank.ts'
import { DOUBLE_PAYER } from './double-bank.ts'
import type { SessionRequest } from '../wire/messages.ts'

/** A bank under trial: the adapter, and what a payer or an outage does at the other end of its wire. */
export type BankOnTrial = {
  readonly bank: () => Bank
  /** Somebody pays on the page of this session; another sum than was asked where one is given. */
  pay(merchantReference: string, sum?: 'less' | 'more'): Promise<void>
  decline(merchantReference: string): Promise<void>
  /** `DOUBLE_PAYER` pays over the counter; answers with the number on the receipt. */
  payAtCounter(amountTiyn: number, purpose: string): Promise<string>
  /** `down`: nothing answers; `wrong`: what answers is not in the agreed form, or not signed as agreed. */
  setMode(mode: 'ok' | 'down' | 'wrong'): void | Promise<void>
}

const AMOUNT = 1_852_050
const EVER: readonly [Instant, Instant] = ['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z']

const requestOf = (merchantReference: string, amountTiyn = AMOUNT): SessionRequest => ({
  merchantReference,
  amountTiyn,
  currency: 'KZT',
  payee: 'Сынақ басқармасы',
  purpose: 'Лицензия беру үшін алым',
  language: 'kk',
  returnUrl: 'http://localhost:8080/kk/pay/1/return',
  callbackUrl: 'http://localhost:9/payments/bank/callbacks/trial',
})

function found<T>(answer: Answer<T>): T {
  if (answer.kind !== 'found') throw new Error(`Expected an answer but found ${JSON.stringify(answer)}`)
  return answer.value
}

/** What every adapter must do, whatever its wire: the same cases over all of them. */
export function bankContract(name: string, trial: BankOnTrial): void {
  const open = async (amountTiyn = AMOUNT) => {
    const reference = randomUUID()
    const opened = found(await trial.bank().openSession(requestOf(reference, amountTiyn)))
    return { reference, opened }
  }
  const paid = async (sum?: 'less' | 'more') => {
    const { reference } = await open()
    await trial.pay(reference, sum)
    return found(await trial.bank().readPayment(reference))
  }

  describe(`the contract of banks: ${name}`, () => {
    it('opens one page for one name, at its own site, and never for another sum', async () => {
      const { reference, opened } = await open()
      expect(new URL(opened.payUrl).origin).toBe(trial.bank().origin)
      expect(opened.payment).toMatchObject({
        merchantReference: reference,
        state: 'open',
        amountTiyn: AMOUNT,
        currency: 'KZT',
        reference: null,
      })
      expect(found(await trial.bank().openSession(requestOf(reference))).payUrl).toBe(opened.payUrl)
      expect((await trial.bank().openSession(requestOf(reference, AMOUNT + 1))).kind).not.toBe('found')
    })

    it.each([1, 99, 100, 101, 1_852_000, 1_852_050, 9_999_999_999])('takes and states %d tiyn to the tiyn', async (amountTiyn) => {
      const { reference } = await open(amountTiyn)
      await trial.pay(reference)
      expect(found(await trial.bank().readPayment(reference))).toMatchObject({ state: 'paid', amountTiyn, currency: 'KZT' })
    })

    it('states what was taken where that is another sum', async () => {
      expect((await paid('less')).amountTiyn).toBeLessThan(AMOUNT)
      expect((await paid('more')).amountTiyn).toBeGreaterThan(AMOUNT)
    })

    it('distinguishes a decline, a page that was closed, and a name that it never heard', async () => {
      const [declined, closed] = [await open(), await open()]
      await trial.decline(declined.reference)
      expect(found(await trial.bank().readPayment(declined.reference))).toMatchObject({
        state: 'declined',
        declineCode: 'insufficient-funds',
        reference: null,
      })
      expect(found(await trial.bank().cancel(closed.reference))).toMatchObject({ state: 'cancelled' })
      expect(found(await trial.bank().cancel(closed.reference))).toMatchObject({ state: 'cancelled' })
      for (const answer of [
        await trial.bank().readPayment(randomUUID()),
        await trial.bank().cancel(randomUUID()),
        await trial.bank().findPayment('NONE-1'),
      ])
        expect(answer).toEqual({ kind: 'absent' })
    })

    it('does not close what is paid', async () => {
      const payment = await paid()
      expect(found(await trial.bank().cancel(payment.merchantReference!))).toMatchObject({ state: 'paid', reference: payment.reference })
    })

    it('finds a payment by the number on its receipt, over the counter too', async () => {
      const payment = await paid()
      expect(found(await trial.bank().findPayment(payment.reference!))).toMatchObject({
        merchantReference: payment.merchantReference,
        amountTiyn: AMOUNT,
      })
      const number = await trial.payAtCounter(50_025, 'P-1')
      expect(found(await trial.bank().findPayment(number))).toMatchObject({
        merchantReference: null,
        state: 'paid',
        amountTiyn: 50_025,
        reference: number,
        purpose: 'P-1',
        payer: DOUBLE_PAYER,
      })
    })

    it('returns money once under one name, in parts, and never more than was paid', async () => {
      const { reference: paymentReference } = await paid()
      const back = (refundReference: string, amountTiyn: number) =>
        trial.bank().refund({ refundReference, paymentReference: paymentReference!, amountTiyn, currency: 'KZT' })
      const name = `${randomUUID()}-1`
      const first = found(await back(name, 50))
      expect(first).toMatchObject({ state: 'returned', amountTiyn: 50, refundReference: name, paymentReference })
      expect(found(await back(name, 50))).toEqual(first)
      expect(found(await back(`${randomUUID()}-1`, AMOUNT))).toMatchObject({ state: 'declined', reference: null })
      expect(found(await back(`${randomUUID()}-1`, AMOUNT - 50))).toMatchObject({ state: 'returned' })
      const returned = found(await trial.bank().listRefunds(...EVER)).filter((each) => each.paymentReference === paymentReference)
      expect(returned.reduce((sum, { amountTiyn }) => sum + amountTiyn, 0)).toBe(AMOUNT)
    })

    it('lists what it took, each payment once, by its own time', async () => {
      const payments = [await paid(), await paid('less')]
      const number = await trial.payAtCounter(70_000, 'P-2')
      const list = found(await trial.bank().listPayments(...EVER))
      for (const payment of payments)
        expect(list.filter(({ reference }) => reference === payment.reference)).toMatchObject([
          { amountTiyn: payment.amountTiyn, state: 'paid' },
        ])
      expect(list.filter(({ reference }) => reference === number)).toMatchObject([{ merchantReference: null, amountTiyn: 70_000 }])
      expect(new Set(list.map(({ reference }) => reference)).size).toBe(list.length)
      expect(found(await trial.bank().listPayments('2020-01-01T00:00:00.000Z', '2020-01-02T00:00:00.000Z'))).toEqual([])
    })

    it.each(['down', 'wrong'] as const)('that is %s is out of reach, which says nothing about money', async (mode) => {
      const payment = await paid()
      await trial.setMode(mode)
      try {
        const { merchantReference, reference } = payment
        const refund = { refundReference: randomUUID(), paymentReference: reference!, amountTiyn: 1, currency: 'KZT' } as const
        for (const answer of [
          await trial.bank().readPayment(merchantReference!),
          await trial.bank().openSession(requestOf(randomUUID())),
          await trial.bank().cancel(merchantReference!),
          await trial.bank().findPayment(reference!),
          await trial.bank().refund(refund),
          await trial.bank().listPayments(...EVER),
          await trial.bank().listRefunds(...EVER),
        ])
          expect(answer.kind).toBe('outage')
      } finally {
        await trial.setMode('ok')
      }
    })
  })
}
