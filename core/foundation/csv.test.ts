import { expect, test } from 'vitest'
import { csvText, readCsv } from './csv.ts'

test('a spreadsheet of the reader’s country takes it for UTF-8 and finds the columns', () => {
  expect(csvText([['Бірлік', 'Мерзімі']], 'kk')).toBe('\uFEFFБірлік;Мерзімі\r\n')
  expect(csvText([['Единица', 'Срок']], 'ru')).toBe('\uFEFFЕдиница;Срок\r\n')
  expect(csvText([['Unit', 'Time']], 'en')).toBe('\uFEFFUnit,Time\r\n')
})

test('separators of either kind, quotes and line ends stay inside their cell', () => {
  expect(csvText([['a;b', 'a,b', 'say "x"', 'two\nlines', '']], 'ru')).toBe('\uFEFF"a;b";"a,b";"say ""x""";"two\nlines";\r\n')
})

test.each(['=1+1', '+7 701', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('%j is text, no formula', (cell) => {
  expect(
    csvText([[cell]], 'en')
      .slice(1)
      .replace(/^"/, '')
      .startsWith("'"),
  ).toBe(true)
})

test('a file of somebody else comes back row by row, each with the line in which it begins', () => {
  const rows = [
    ['a', 'say "x"', ''],
    ['two\nlines', ' b ', 'c;d,e'],
    ['1', '2', '3'],
  ]
  const written = `\uFEFF${rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(';')).join('\r\n')}\n\n`
  expect(readCsv(written)).toEqual({ kind: 'read', rows: rows.map((cells, place) => ({ line: [1, 2, 4][place], cells })) })
  expect(readCsv('a,b;c\n,')).toMatchObject({ rows: [{ cells: ['a', 'b;c'] }, { cells: ['', ''] }] })
  expect(readCsv('')).toEqual({ kind: 'read', rows: [] })
})

test.each(['a;b\n"c', 'a;b\nc"d;e', 'a;b\n"c"d;e'])('quotes that are wrong are named by their line: %j', (text) => {
  expect(readCsv(text)).toEqual({ kind: 'unread', line: 2 })
})
