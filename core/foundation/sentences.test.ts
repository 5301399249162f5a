import { expect, test } from 'vitest'
import { fillString, quoted, telephoneHref, withFullStop } from './index.ts'

test('a sentence that ends in a Russian date has one full stop', () => {
  expect(fillString('Действует до {day}.', { day: '22 апреля 2023 г.' })).toBe('Действует до 22 апреля 2023 г.')
  expect(fillString('С {day} и далее...', { day: '22 апреля 2023 г.' })).toBe('С 22 апреля 2023 г. и далее...')
  expect(fillString('{file}', { file: '../act.yaml' })).toBe('../act.yaml')
  expect([withFullStop('22 апреля 2023 г.'), withFullStop('22 April 2023')]).toEqual(['22 апреля 2023 г.', '22 April 2023.'])
})

test('quotation marks are those of the language', () => {
  expect([quoted('Ж', 'kk'), quoted('Ж', 'ru'), quoted('x', 'en')]).toEqual(['«Ж»', '«Ж»', '“x”'])
})

test.each([
  ['8 (7132) 56-34-28', 'tel:+77132563428'],
  ['+7 701 123 45 67', 'tel:+77011234567'],
  ['1414', 'tel:1414'],
])('%s is dialled as %s', (written, href) => expect(telephoneHref(written)).toBe(href))
