import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

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
