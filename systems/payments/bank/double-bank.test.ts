import { bankContract } from '../testing/bank-contract.ts'
import { DoubleBank } from '../testing/double-bank.ts'

// The bank that the other tests of this room use keeps to the same contract as the real ones; those run in sandbox/bank.
const double = new DoubleBank()
bankContract('the double of the tests', {
  bank: () => double,
  pay: async (reference, sum) => {
    const { amountTiyn } = double.sessions.get(reference)!.request
    double.pay(reference, sum === undefined ? amountTiyn : sum === 'less' ? amountTiyn - 100 : amountTiyn + 5_000)
  },
  decline: async (reference) => void double.decline(reference, 'insufficient-funds'),
  payAtCounter: async (amountTiyn, purpose) => double.payAtCounter(amountTiyn, purpose).reference!,
  setMode: (mode) => {
    double.isDown = mode !== 'ok'
  },
})
