import { expect, test } from 'vitest'
import { codeHolds, codeOf, maskedIin, maskedName } from './register-code.ts'

const SECRET = Buffer.alloc(32, 3)

test('the code of a number opens that number alone, in either case of letters', () => {
  const code = codeOf(SECRET, 'KZ65LAA00000001')
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
  expect(codeHolds(SECRET, 'KZ65LAA00000001', code.toLowerCase())).toBe(true)
  expect(codeHolds(SECRET, 'KZ38LAA00000002', code)).toBe(false)
  expect(codeHolds(Buffer.alloc(32, 4), 'KZ65LAA00000001', code)).toBe(false)
  expect(codeHolds(SECRET, 'KZ65LAA00000001', '')).toBe(false)
})

test('a masked name tells initials, a masked IIN its last digits', () => {
  expect(maskedName('Сағындықова Әйгерім Қанатқызы')).toBe('С••• Ә••• Қ•••')
  expect(maskedName('«Айгерім» жеке кәсіпкері')).toBe('А••• ж••• к•••')
  expect(maskedIin('870101300123')).toBe('••••••••0123')
})
