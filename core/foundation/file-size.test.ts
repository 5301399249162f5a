import { expect, test } from 'vitest'
import { fileSizeText } from './index.ts'

test.each([
  [0, '0 байт'],
  [592, '592 байт'],
  [1024, '1 КБ'],
  [286_720, '280 КБ'],
  [1024 * 1024 - 1, '1024 КБ'],
  [1_482_310, '1,4 МБ'],
  [10 * 1024 * 1024, '10,0 МБ'],
])('%i bytes', (bytes, text) => {
  expect(fileSizeText(bytes, 'kk').replaceAll('\u00a0', ' ')).toBe(text)
})
