import { wordsOf, type Refusal } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { refusePortal } from '../../refusals.ts'
import { lastRefusal, refusalMark } from './refused.ts'

const kept = (facts: Readonly<Record<string, string>>) => lastRefusal({ marks: [{ facts } as never] })

test('a refusal is kept in the trace as facts, and says the same when it is read again', () => {
  const refusal = refusePortal('too-many-drafts', { facts: { most: 20 } })
  const { facts = {} } = refusalMark('P1', 'IS-PORTAL', 'too-many', refusal)
  expect(JSON.stringify(facts)).not.toContain(wordsOf(refusal).text.kk.slice(0, 12))
  expect(wordsOf(kept(facts)!)).toEqual(wordsOf(refusal))
})

test('a mark of an earlier release, which holds sentences, still says them', () => {
  const text = { kk: 'Төлем жоқ', ru: 'Оплаты нет', en: 'No payment' }
  const remedy = { kk: 'Төлеңіз', ru: 'Оплатите', en: 'Pay' }
  const old = { kind: 'refusal', code: 'licensing.payment-missing', text, remedy }
  expect(wordsOf(kept({ refusal: JSON.stringify(old) }) as Refusal)).toEqual({ text, remedy })
})
