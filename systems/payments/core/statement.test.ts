import { describe, expect, it } from 'vitest'
import { type BankMovement, countOnce, differenceOf, isSamePurpose, ownName } from './statement.ts'

const NAME = '0b5c1c1e-52a8-4c0e-9d53-0d3a3f6c2f10'
const movement = (change: Partial<BankMovement> = {}): BankMovement => ({
  line: 3,
  reference: 'DALA-1',
  direction: 'in',
  amountTiyn: 1_852_000,
  currency: 'KZT',
  bookedAt: '2026-11-22T03:40:00.000Z',
  name: NAME,
  purpose: 'Лицензия беру үшін алым',
  party: '',
  ...change,
})

describe('a movement of a statement', () => {
  it('counts once, and remembers where it is again', () => {
    const [first, other] = countOnce([movement(), movement({ direction: 'out' }), movement({ line: 9 })])
    expect(first!.again.map(({ line }) => line)).toEqual([9])
    expect(other!.again).toEqual([])
  })

  it('has our name with hyphens or without, of a refund with its try; any other name is not ours', () => {
    expect(ownName(NAME.replaceAll('-', '').toUpperCase())).toBe(NAME)
    expect(ownName(`${NAME.replaceAll('-', '')}-2`)).toBe(`${NAME}-2`)
    for (const other of [null, '', 'NOTPROVIDED', 'INV-17', NAME.slice(1), `${NAME} `]) expect(ownName(other)).toBeNull()
  })

  const ours = { amountTiyn: 1_852_000, currency: 'KZT', name: NAME, purposes: ['Лицензия беру үшін алым', 'Сбор за лицензию'] }
  it.each([
    ['nothing', {}, null],
    ['another language and spacing', { purpose: '  СБОР за  лицензию' }, null],
    ['a purpose that was cut off', { purpose: 'Лицензия беру үшін ал' }, null],
    ['a purpose with more around it', { purpose: '/RFB/ Сбор за лицензию 2026' }, null],
    ['no purpose', { purpose: '' }, null],
    ['another purpose', { purpose: 'Аренда' }, 'otherPurpose'],
    ['a few letters of it', { purpose: 'Лицензия' }, 'otherPurpose'],
    ['another name of ours', { name: NAME.replace('0b', '0c') }, 'otherPurpose'],
    ['another sum', { amountTiyn: 1, purpose: 'Аренда' }, 'otherSum'],
    ['another currency', { currency: 'USD' }, 'otherSum'],
  ] as const)('differs by %s', (_what, change, kind) => {
    expect(differenceOf(movement(change), ours)).toBe(kind)
  })

  it('of which only spaces differ has the same purpose', () => {
    expect(isSamePurpose('a  b', ['a b'])).toBe(true)
  })
})
