import { expect, it } from 'vitest'
import { ATTRIBUTE, hasStrongKey, readElement, readName, statedNumber, writeName } from './index.ts'

it.each([
  ['rsa', 1024, false],
  ['rsa', 2048, true],
  ['rsa', 4096, true],
  ['rsa', 8192, false],
  ['ecdsa-p256', 256, true],
  ['unknown', 0, false],
] as const)('a key %s of %i bits is strong: %s', (keyKind, keyBits, strong) => {
  expect(hasStrongKey({ keyKind, keyBits })).toBe(strong)
})

it('takes the number that a subject states once, in its own place and form', () => {
  const number = (...values: readonly string[]) =>
    statedNumber(readName(readElement(writeName(values.map((value) => ({ oid: ATTRIBUTE.serialNumber, value }))))), 'IIN')
  expect(number('IIN850412400012')).toBe('850412400012')
  expect(number('IIN850412400012', 'IIN790923300010')).toBeNull()
  expect(number('BIN850412400012')).toBeNull()
  expect(number('850412400012')).toBeNull()
  expect(number('IIN85041240001')).toBeNull()
})
