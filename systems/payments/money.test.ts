import { describe, expect, it } from 'vitest'
import { runMoney, STORIES } from './testing/money-run.ts'

// A bounded part of money.long.test.ts, by the same code. A failure is repeated by its seed: RUQSAT_SEED=… npm test -- systems/payments/money.test.ts
const SEED = Number(process.env['RUQSAT_SEED'] ?? 2026)

describe('money over two banks', () => {
  it('is never lost and never counted twice, whatever happens on its way: 100 orders', async () => {
    const { problems, happened, seed } = await runMoney('payments_money', SEED, 100)
    expect(problems, `seed ${seed}`).toEqual([])
    for (const what of [...STORIES, 'paid', 'died', 'forged401', 'genuine200', 'copies0', 'copies2', 'copies3'])
      expect(happened[what] ?? 0, `${what} happened`).toBeGreaterThan(0)
    expect(happened['forged200'] ?? 0).toBe(0)
  })

  it.each([
    ['lost', 'we have not heard of it'],
    ['givenBackTwice', 'tiyn of it are held'],
    ['forgerBelieved', 'no bank took it'],
  ] as const)('is watched well enough that a planted fault is found: %s', async (planted, problem) => {
    const { problems, seed } = await runMoney(`payments_${planted}`, SEED, 24, planted)
    expect(problems.join('\n'), `seed ${seed}`).toContain(problem)
  })
})
