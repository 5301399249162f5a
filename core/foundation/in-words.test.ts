import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayInWords, inKazakhCase, numberInWords, ordinalInWords, tengeInWords } from './index.ts'

describe('a number in words', () => {
  test.each([
    [0, 'нөл', 'ноль', 'zero'],
    [1, 'бір', 'один', 'one'],
    [10, 'он', 'десять', 'ten'],
    [11, 'он бір', 'одиннадцать', 'eleven'],
    [19, 'он тоғыз', 'девятнадцать', 'nineteen'],
    [40, 'қырық', 'сорок', 'forty'],
    [99, 'тоқсан тоғыз', 'девяносто девять', 'ninety-nine'],
    [100, 'жүз', 'сто', 'one hundred'],
    [216, 'екі жүз он алты', 'двести шестнадцать', 'two hundred sixteen'],
    [1000, 'бір мың', 'одна тысяча', 'one thousand'],
    [2002, 'екі мың екі', 'две тысячи два', 'two thousand two'],
    [5000, 'бес мың', 'пять тысяч', 'five thousand'],
    [11_000, 'он бір мың', 'одиннадцать тысяч', 'eleven thousand'],
    [21_021, 'жиырма бір мың жиырма бір', 'двадцать одна тысяча двадцать один', 'twenty-one thousand twenty-one'],
    [43_250, 'қырық үш мың екі жүз елу', 'сорок три тысячи двести пятьдесят', 'forty-three thousand two hundred fifty'],
    [112_012, 'жүз он екі мың он екі', 'сто двенадцать тысяч двенадцать', 'one hundred twelve thousand twelve'],
    [1_000_000, 'бір миллион', 'один миллион', 'one million'],
    [2_000_001, 'екі миллион бір', 'два миллиона один', 'two million one'],
    [
      999_999_999,
      'тоғыз жүз тоқсан тоғыз миллион тоғыз жүз тоқсан тоғыз мың тоғыз жүз тоқсан тоғыз',
      'девятьсот девяносто девять миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять',
      'nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine',
    ],
  ])('%i', (value, kk, ru, en) => {
    expect([numberInWords(value, 'kk'), numberInWords(value, 'ru'), numberInWords(value, 'en')]).toEqual([kk, ru, en])
  })

  test('two numbers are never said alike (property)', () => {
    const number = fc.integer({ min: 0, max: 999_999_999 })
    fc.assert(
      fc.property(number, number, fc.constantFrom('kk', 'ru', 'en'), (one, other, language) => {
        expect(numberInWords(one, language) === numberInWords(other, language)).toBe(one === other)
      }),
    )
  })

  test.each([-1, 0.5, 1_000_000_000, Number.NaN])('%d is none', (value) => {
    expect(() => numberInWords(value, 'kk')).toThrow(/Expected a whole number/)
  })
})

test('a sum says tenge, and tiyn where there are any', () => {
  expect(tengeInWords(4_325_000, 'kk')).toBe('қырық үш мың екі жүз елу теңге')
  expect(tengeInWords(4_325_005, 'ru')).toBe('сорок три тысячи двести пятьдесят тенге 05 тиын')
  expect(tengeInWords(0, 'kk')).toBe('нөл теңге')
})

describe('an ordinal follows the last sound and the vowels of its last word', () => {
  test.each([
    [1, 'бірінші'],
    [2, 'екінші'],
    [3, 'үшінші'],
    [4, 'төртінші'],
    [5, 'бесінші'],
    [6, 'алтыншы'],
    [7, 'жетінші'],
    [8, 'сегізінші'],
    [9, 'тоғызыншы'],
    [10, 'оныншы'],
    [20, 'жиырмасыншы'],
    [30, 'отызыншы'],
    [40, 'қырқыншы'],
    [50, 'елуінші'],
    [60, 'алпысыншы'],
    [70, 'жетпісінші'],
    [80, 'сексенінші'],
    [90, 'тоқсаныншы'],
    [100, 'жүзінші'],
    [1000, 'бір мыңыншы'],
    [1_000_000, 'бір миллионыншы'],
    [31, 'отыз бірінші'],
    [1936, 'бір мың тоғыз жүз отыз алтыншы'],
  ])('%i', (value, kk) => {
    expect(ordinalInWords(value, 'kk')).toBe(kk)
  })

  test('in Russian and English', () => {
    expect([3, 11, 23, 40, 100, 200].map((value) => ordinalInWords(value, 'ru'))).toEqual([
      'третье',
      'одиннадцатое',
      'двадцать третье',
      'сороковое',
      'сотое',
      'двухсотое',
    ])
    expect([1, 12, 20, 21, 33].map((value) => ordinalInWords(value, 'en'))).toEqual([
      'first',
      'twelfth',
      'twentieth',
      'twenty-first',
      'thirty-third',
    ])
  })
})

test.each([
  ['2026-11-30', 'екі мың жиырма алтыншы жылғы отызыншы қараша', 'тридцатое ноября две тысячи двадцать шестого года'],
  ['2014-10-01', 'екі мың он төртінші жылғы бірінші қазан', 'первое октября две тысячи четырнадцатого года'],
  ['2000-02-29', 'екі мыңыншы жылғы жиырма тоғызыншы ақпан', 'двадцать девятое февраля двухтысячного года'],
  [
    '1999-12-31',
    'бір мың тоғыз жүз тоқсан тоғызыншы жылғы отыз бірінші желтоқсан',
    'тридцать первое декабря одна тысяча девятьсот девяносто девятого года',
  ],
])('the day %s', (day, kk, ru) => {
  expect([dayInWords(day, 'kk'), dayInWords(day, 'ru')]).toEqual([kk, ru])
})

test('sums and days take the endings of cases like any other words', () => {
  expect(inKazakhCase(tengeInWords(4_325_000, 'kk'), 'dative')).toBe('қырық үш мың екі жүз елу теңгеге')
  expect(inKazakhCase(dayInWords('2026-11-30', 'kk'), 'ablative')).toBe('екі мың жиырма алтыншы жылғы отызыншы қарашадан')
  expect(inKazakhCase(numberInWords(40, 'kk'), 'dative')).toBe('қырыққа')
})
