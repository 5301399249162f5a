import { expect, test } from 'vitest'
import { quoted, telephoneHref, withFullStop } from './index.ts'

test('a sentence gets a full stop unless it has one', () => {
  expect([withFullStop('с 9 до 18 ч.'), withFullStop('22 April 2023')]).toEqual(['с 9 до 18 ч.', '22 April 2023.'])
})

test('quotation marks are those of the language', () => {
  expect([quoted('Ж', 'kk'), quoted('Ж', 'ru'), quoted('x', 'en')]).toEqual(['«Ж»', '«Ж»', '“x”'])
})

test.each([
  ['8 (7132) 56-34-28', 'tel:+77132563428'],
  ['+7 701 123 45 67', 'tel:+77011234567'],
  ['1414', 'tel:1414'],
])('%s is dialled as %s', (written, href) => expect(telephoneHref(written)).toBe(href))
