import { expect, test } from 'vitest'
import { rawCodesIn } from './raw-codes.ts'

test('codes that only programs read are found on a page, unless they are marked as code', () => {
  for (const said of [
    ...['Документ [granaryTitle]', 'Год = 2012-01-01', '43 250 ₸ (4325000)', 'kz-working-days', 'Календарь: kz-2027-1', '4325000 тиын'],
    ...['legalEntity', 'срок: {days}', 'ruqsat.request/1', 'undefined', 'Кто: individual', 'день 2026-11-28'],
  ]) {
    expect(rawCodesIn(`<p>${said}</p>`, 'ru'), said).not.toEqual([])
    expect(rawCodesIn(`<p><code>${said}</code></p>`, 'ru'), said).toEqual([])
  }
})

test('what people read is no code', () => {
  for (const said of [
    'AA-2026-000004',
    'KZ38LAA00000002',
    '43 250 ₸',
    '02-036-001-123',
    'aty@mysal.kz',
    'eGov',
    'Заңның 19-1-бабы',
    '+7 701 123 45 67',
    '2026/0001',
    'SHA-256',
  ])
    expect(rawCodesIn(`<p>${said}</p>`, 'kk'), said).toEqual([])
})
