import { wordsOf } from '@ruqsat/foundation'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isMobile,
  isRefusal,
  isVisible,
  parseBIN,
  parseDay,
  parseIIN,
  parseLicenceNumber,
  parseMailAddress,
  parseMobileNumber,
  parseName,
  parsePrintable,
  MAX_NAME_LENGTH,
  parsePhoneNumber,
  parseRequestNumber,
  type Refusal,
  tidyLine,
  tidyNumber,
  tidyText,
} from '../index.ts'

/** The value, or the code of the refusal without its room. */
const read = (answer: string | Refusal): string => (isRefusal(answer) ? answer.code.replace('value.', '') : answer)

describe('an e-mail address', () => {
  test.each([
    ['a@b.kz;', '“;”'],
    ['a@b.kz,', '“,”'],
    ['<a@b.kz>', '“<”'],
    ['Аты<a@b.kz>', '“А” (U+0410)'],
    ['mailto:a@b.kz', '“:”'],
    ['"a"@b.kz', '“"”'],
    ['a(b)@c.kz', '“(”'],
    ['a@b,c.kz', '“,”'],
    ['a@[1.2.3.4]', '“[”'],
    ['a\\b@c.kz', '“\\”'],
    ['а@b.kz', '“а” (U+0430)'],
    ['a@b.kz\r\nBcc: all@example.kz', 'a space'],
    ['a b@c.kz', 'a space'],
  ])('%s is refused, and the sentence names the sign', (typed, sign) => {
    const refused = parseMailAddress(typed)
    expect(isRefusal(refused) && wordsOf(refused).text.en).toContain(sign)
  })

  test.each([
    ['a@b.kz', 'a@b.kz'],
    [' Aty.Zhoni+1@Mysal.KZ\u200b', 'Aty.Zhoni+1@mysal.kz'],
    ["o'brien@b.kz", "o'brien@b.kz"],
    ['a.b@пошта.қаз', 'a.b@пошта.қаз'],
    ['a@b.kz.', 'mail-dot'],
    ['a..b@c.kz', 'mail-dot'],
    ['a@b', 'mail-malformed'],
    ['a@1.2.3.4', 'mail-malformed'],
    ['a@-b.kz', 'mail-malformed'],
    [`${'a'.repeat(65)}@b.kz`, 'mail-malformed'],
    ['', 'mail-no-at'],
  ])('%s is read as %s', (typed, expected) => expect(read(parseMailAddress(typed))).toBe(expected))
})

describe('a telephone', () => {
  test.each([
    ['8 (701) 123-45-67', '+77011234567'],
    ['701 123–45–67', '+77011234567'],
    ['7011234567', '+77011234567'],
    ['+7\u00a0747\u202f123\u201145\u201167', '+77471234567'],
    ['8 (7172) 55 55 55', '+77172555555'],
    ['+998 90 123-45-67', '+998901234567'],
    ['00 998 90 123 45 67', '+998901234567'],
    ['8-10-998-90-123-45-67', '+998901234567'],
    ['900101400003', 'phone-malformed'],
    ['1414', 'phone-malformed'],
    ['+7 701 123 45 678', 'phone-malformed'],
    ['701 123 45 67 доб. 2', 'phone-sign'],
  ])('%s is read as %s', (typed, expected) => expect(read(parsePhoneNumber(typed))).toBe(expected))

  test.each(['8 (7172) 55 55 55', '8 (727) 255-55-55', '8 800 080 7777', '+7 495 123 45 67'])('%s gets no texts', (typed) =>
    expect(read(parseMobileNumber(typed))).toBe('phone-landline'),
  )
  test.each(['700', '701', '702', '705', '706', '707', '708', '709', '747', '750', '751', '760', '764', '771', '775', '776', '777', '778'])(
    'code %s is a network’s',
    (code) => expect(read(parseMobileNumber(`8${code}1234567`))).toBe(`+7${code}1234567`),
  )
  test('a number of another country may get texts', () => expect(read(parseMobileNumber('+998901234567'))).toBe('+998901234567'))
})

describe('a day', () => {
  test.each([
    ['01.10.2014', '2014-10-01'],
    ['1.10.2014', '2014-10-01'],
    ['01/10/2014', '2014-10-01'],
    ['2014-10-01', '2014-10-01'],
    ['01–10–2014', '2014-10-01'],
    [' 1 . 10 . 2014 г.', '2014-10-01'],
    ['2014.10.01', '2014-10-01'],
    ['29.02.2012', '2012-02-29'],
    ['29.02.2014', 'day-none'],
    ['10/31/2014', 'day-none'],
    ['01.10.12', 'day-year-short'],
    ['01.10.1012', 'day-year-implausible'],
    ['01.10.0012', 'day-year-implausible'],
    ['1 қазан 2014', 'day-sign'],
    ['01.10', 'day-malformed'],
    ['', 'day-malformed'],
  ])('%s is read as %s', (typed, expected) => expect(read(parseDay(typed))).toBe(expected))
})

describe('an IIN and a BIN', () => {
  test.each([
    ['061211600012', '061211600012'],
    ['0612 1160-0012', '061211600012'],
    ['061211600013', 'iin-check-digit'],
    ['000000000000', 'iin-no-birth-date'],
    ['061311600012', 'iin-no-birth-date'],
    ['060230600012', 'iin-no-birth-date'],
    ['940140000385', 'iin-is-bin'],
    ['06121160001', 'iin-length'],
    ['06121160001O', 'iin-sign'],
    ['', 'iin-length'],
  ])('the IIN %s is read as %s', (typed, expected) => expect(read(parseIIN(typed))).toBe(expected))
  test.each([
    ['940140000385', '940140000385'],
    ['980740001362', '980740001362'],
    ['061211600012', 'bin-is-iin'],
    ['000000000000', 'bin-impossible'],
    ['941340000385', 'bin-impossible'],
    ['940140000386', 'bin-check-digit'],
  ])('the BIN %s is read as %s', (typed, expected) => expect(read(parseBIN(typed))).toBe(expected))
})

describe('the number of a licence', () => {
  test.each([
    ['KZ96LAA00035527', 'KZ96LAA00035527'],
    ['№ kz96 LAA 00035527.', 'KZ96LAA00035527'],
    ['КZ96LАА\u201100035527', 'KZ96LAA00035527'],
    ['http://localhost:8080/ru/verify/KZ96LAA00035527?code=abc', 'KZ96LAA00035527'],
    ['KZ97LAA00035527', 'licence-check-digit'],
    ['KZ96LAA0003552', 'licence-number'],
    ['', 'licence-number'],
  ])('%s is read as %s', (typed, expected) => expect(read(parseLicenceNumber(typed))).toBe(expected))
})

describe('a typed text', () => {
  test('has nothing left that nobody sees', () => {
    expect(tidyText('Ахме\u200bтов\u00ad \u202eА.\u00a0Б.\u2028жол\r\n')).toBe('Ахметов А. Б.\nжол')
    expect(tidyLine('а\u2003 \tб\nв')).toBe('а б в')
  })
  test('keeps a joiner and a variation sign where they mean something', () => {
    for (const meant of ['👨\u200d👩\u200d👧', '❤\ufe0f', 'می\u200cخواهم']) expect(tidyText(meant)).toBe(meant)
  })
  test('is not there where nothing is seen: what "required" means', () => {
    for (const empty of ['', ' ', '\u200b\u2060', '\u00ad', '\u2800\u3164', '\u034f\u115f\u180e\ufeff\uffa0']) {
      expect(isVisible(empty), JSON.stringify(empty)).toBe(false)
      expect(tidyText(empty)).toBe('')
    }
    expect(isVisible('ә')).toBe(true)
  })
  test('as a number has plain hyphens', () => {
    for (const dash of '\u2010\u2011\u2012\u2013\u2014\u2015\u2212') expect(tidyNumber(`02${dash}036`)).toBe('02-036')
  })
  test('is the same when it is tidied again', () => {
    for (const tidy of [tidyText, tidyLine, tidyNumber])
      fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => void expect(tidy(tidy(typed))).toBe(tidy(typed))))
  })
})

test('what a type takes it takes again, unchanged: its one form is its own', () => {
  for (const parse of [parseMailAddress, parsePhoneNumber, parseMobileNumber, parseDay, parseIIN, parseBIN, parseRequestNumber])
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.stringMatching(/^[A-Za-z]{1,3}[- –]?20[0-9]{2}[- –]?[0-9]{6,7}$/),
          fc.stringMatching(/^[-+0-9 ().–]{4,18}$/),
        ),
        (typed) => {
          const value = parse(typed)
          if (!isRefusal(value)) expect(parse(value)).toBe(value)
        },
      ),
      { numRuns: 300 },
    )
  expect(isMobile(parsePhoneNumber('87172555555') as never)).toBe(false)
})

describe('a name', () => {
  test.each([
    ['  Сағындықова\u00a0\u200bӘйгерім ', 'Сағындықова Әйгерім'],
    ['Əliyev\tVüqar', 'Əliyev Vüqar'],
    ['и\u0306', 'й'],
    ['«Алтын дән» ЖШС', '«Алтын дән» ЖШС'],
    ['\u200b\u2800 ', 'name-empty'],
    ['王伟', 'sign-not-printable'],
    ['А'.repeat(MAX_NAME_LENGTH + 1), 'name-long'],
  ])('%j is read as %j', (given, expected) => expect(read(parseName(given))).toBe(expected))

  test('that a door takes is printable whole, in its one form, and taken again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (given) => {
        const value = parseName(given)
        if (!isRefusal(value)) expect([parseName(value), tidyText(value), parsePrintable(value)]).toEqual([value, value, value])
      }),
    )
  })
})
