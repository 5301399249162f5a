import { expect, it } from 'vitest'
import { runMoney } from './testing/money-run.ts'

const SEED = Number(process.env['RUQSAT_SEED'] ?? crypto.getRandomValues(new Uint32Array(1))[0])

it('money over two banks is never lost and never counted twice: 1,000 orders', async () => {
  console.log(`seed ${SEED}: repeat with RUQSAT_SEED=${SEED} npm run test:long -- systems/payments/money.long.test.ts`)
  const { problems } = await runMoney('payments_money_long', SEED, 1_000)
  expect(problems, `seed ${SEED}`).toEqual([])
})
