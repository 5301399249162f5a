import { expect, test } from 'vitest'
import { networkOf } from './rate-limit.ts'

test('who has a whole network of IPv6 is one visitor to every limit', () => {
  const of = (ip: string) => networkOf({ ip })
  expect(of('2001:db8:1:2::1')).toBe(of('2001:db8:1:2:ffff:ffff:ffff:ffff'))
  expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:1:3::1'))
  expect(of('::ffff:192.0.2.7')).toBe(of('192.0.2.7'))
  expect(of('192.0.2.7')).not.toBe(of('192.0.2.8'))
})
