import { expect, test } from 'vitest'
import { codeKey, isRefusal, parseRequestNumber, readDocumentNumber, tidyCode } from '../index.ts'

test('a number is one number however it is typed: Cyrillic look-alikes, any dash or none, the sign № and a full stop', () => {
  for (const typed of [
    'AA-2026-000004',
    'АА-2026-000004',
    'аа–2026–000004',
    'AA—2026‑000004',
    '№ AA-2026-000004.',
    'No. AA - 2026 - 000004',
    ' AA−2026−000004 ',
    'ＡＡ-2026-000004',
  ])
    expect(tidyCode(typed), typed).toBe('AA-2026-000004')
  for (const typed of ['AA2026000004', 'AA 2026 000004', 'АА-2026-000004', 'aa 2026–000004,'])
    expect(codeKey(typed), typed).toBe('AA2026000004')
  expect(codeKey('Әйгерім')).toBe('')
  expect(codeKey('<b>1</b>')).toBe('')
  expect(tidyCode('2026/0001')).toBe('2026/0001')
})

test('a licence number is read as the licence prints it, with spaces, and out of an address of its check', () => {
  for (const typed of [
    'KZ38LAA00000002',
    '№ KZ38LAA00000002',
    'KZ38LAA00000002.',
    'КZ38 LАА 0000 0002',
    '№КZ38LАА00000002',
    'kz38laa00000002',
  ])
    expect(readDocumentNumber(typed), typed).toEqual({ number: 'KZ38LAA00000002', code: null })
  for (const typed of [
    'http://localhost:8080/kk/verify/KZ38LAA00000002',
    'https://other.example.kz/ru/verify/KZ38LAA00000002/',
    'localhost:8080/en/verify/KZ38LAA00000002#top',
    'Проверьте: https://e.example/en/verify?number=KZ38LAA00000002',
    'https://e.example/kk/verify/%D0%9AZ38LAA00000002',
  ])
    expect(readDocumentNumber(typed).number, typed).toBe('KZ38LAA00000002')
  expect(readDocumentNumber('https://e.example/kk/verify/KZ38LAA00000002?code=a1-B_2')).toEqual({
    number: 'KZ38LAA00000002',
    code: 'a1-B_2',
  })
  expect(readDocumentNumber('/verify/%E0%A4%A').number).toBe('')
})

test('the number of a request is read in any writing, and what is none is refused', () => {
  for (const typed of ['AA-2026-000004', 'аа–2026–000004', '№ AA - 2026 - 000004.', 'AA2026000004', 'aa 2026 000004'])
    expect(parseRequestNumber(typed), typed).toBe('AA-2026-000004')
  expect(parseRequestNumber('aktobe-agriculture-2026-1000004')).toBe('AKTOBE-AGRICULTURE-2026-1000004')
  for (const typed of [
    '',
    '2026-000004',
    'AA-2026-4',
    'KZ38LAA00000002',
    '850412400012',
    'Әйгерім',
    '%',
    '\0',
    `${'A'.repeat(100)}-2026-000004`,
  ]) {
    const read = parseRequestNumber(typed)
    expect(isRefusal(read) && read.code, typed).toBe('value.request-number')
  }
})
