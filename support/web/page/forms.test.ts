import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { addressIn, shortFileName, fileTypeOf, FormValues, readDay, safeReturnPath } from '../index.ts'
import { isRefusal } from '@ruqsat/foundation'
import { linesOf } from '../language/field-errors.ts'
import { gatherTexts } from './form-values.ts'

const form = (values: Record<string, string>) => new FormValues(gatherTexts(Object.entries(values)))
const date = (day: string, month: string, year: string) => {
  const read = readDay(form({ 'd-day': day, 'd-month': month, 'd-year': year }), 'd')
  return isRefusal(read) ? read.code.replace('value.', '') : read
}

test.each([
  ['1', '10', '2014', '2014-10-01'],
  ['29', '02', '2012', '2012-02-29'],
  ['29', '2', '2014', 'day-none'],
  ['31', '4', '2014', 'day-none'],
  ['0', '1', '2014', 'day-none'],
  ['1', '13', '2014', 'day-none'],
  ['1', '1', '14', 'day-year-short'],
  ['1', '1', '1012', 'day-year-implausible'],
  ['01.10.2014', '', '', '2014-10-01'],
  ['', '', '2014‑10‑01', '2014-10-01'],
  ['1', '10', '2014 г.', 'day-malformed'],
  ['1', '', '2014', 'day-malformed'],
  ['', '', '', null],
])('the date %s.%s.%s is %s', (day, month, year, expected) => expect(date(day, month, year)).toBe(expected))

describe('a form', () => {
  test('gives back all that was typed, without its tokens', () => {
    expect(form({ name: ' Үміт ', _csrf: 'x', _once: 'y' }).values()).toEqual({ name: 'Үміт' })
  })
  test('keeps nothing that nobody sees, but a password as it was typed', () => {
    const pasted = form({ name: 'Ахме\u200bтов\u00a0А.', empty: '\u200b\u2060\u00ad\u3164\u2800', password: ' a\u200bb ' })
    expect([pasted.text('name'), pasted.text('empty'), pasted.secret('password')]).toEqual(['Ахметов А.', '', ' a\u200bb '])
  })
  test('joins letters typed as two signs', () => {
    expect(form({ name: 'й' }).text('name')).toBe('й')
  })
  test('cannot be told a secret by a forged field name', () => {
    expect(form({ '\u0000password': 'forged', password: 'typed' }).secret('password')).toBe('typed')
  })
  test('has no once token where none was rendered', () => {
    expect(form({ _once: 'DROP TABLE' }).onceToken()).toBe('')
  })
})

test('a long name of a file keeps its beginning and its ending', () => {
  const long = `${'Қойманың '.repeat(30)}үй-жайына құқық.pdf`
  const short = shortFileName(long, 120)
  expect([...short]).toHaveLength(120)
  expect(short).toMatch(/^Қойманың Қойманың .*….pdf$/)
  expect(shortFileName('құжат.pdf', 120)).toBe('құжат.pdf')
  expect([...shortFileName('𝒜'.repeat(300), 120)]).toHaveLength(120)
})

test('an error summary names the field of each line, and no line comes twice', () => {
  const empty = 'Толтырыңыз.'
  const labels = new Map([
    ['iin', 'ЖСН'],
    ['password', 'Құпиясөз'],
    ['clear', 'Ауыртпалық салынбаған ба?'],
  ])
  // In whatever order they were found.
  const errors = [
    { field: 'clear', text: empty },
    { field: 'password', text: empty },
    { field: 'iin', text: empty },
    { field: 'password', text: empty },
    { field: 'password', text: 'Құпиясөз тым қысқа.' },
    { text: 'Төлем түскен жоқ.' },
    { text: 'Төлем түскен жоқ.' },
  ]
  expect(linesOf(errors, labels, 'kk')).toEqual([
    { field: 'iin', text: 'ЖСН: Толтырыңыз.' },
    { field: 'password', text: 'Құпиясөз: Толтырыңыз.' },
    { field: 'password', text: 'Құпиясөз тым қысқа.' },
    { field: 'clear', text: 'Ауыртпалық салынбаған ба: Толтырыңыз.' },
    { text: 'Төлем түскен жоқ.' },
  ])
})

test('files are known by their content', () => {
  expect(fileTypeOf(Buffer.from('%PDF-1.7'))).toBe('application/pdf')
  expect(fileTypeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg')
  expect(fileTypeOf(Buffer.from('MZ program.pdf'))).toBeNull()
})

test('a return path never leads to another site', () => {
  for (const bad of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    '/a\nb',
    '/\t/evil',
    7,
    null,
  ]) {
    expect(safeReturnPath(bad), String(bad)).toBeNull()
  }
  expect(safeReturnPath('/kk/cases/7?tab=2')).toBe('/kk/cases/7?tab=2')
  expect(safeReturnPath('/kk/іздеу?сөз=a b%20c\ud800')).toBe('/kk/%D1%96%D0%B7%D0%B4%D0%B5%D1%83?%D1%81%D3%A9%D0%B7=a%20b%20c%EF%BF%BD')
  fc.assert(
    fc.property(fc.string(), (path) => {
      const safe = safeReturnPath(path)
      if (safe !== null) expect(new URL(safe, 'http://own.example').host).toBe('own.example')
    }),
    { seed: 20141001, numRuns: 2000 },
  )
})

test('an address goes on in the language that is read, with its origin or without; one that has no language stays', () => {
  expect(addressIn('ru', 'https://pay.example/kk/pay/7?from=kk#top')).toBe('https://pay.example/ru/pay/7?from=kk#top')
  expect(addressIn('en', '/kk')).toBe('/en')
  expect(addressIn('en', 'https://bank.example/kkb/7')).toBe('https://bank.example/kkb/7')
})
