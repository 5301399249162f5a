import { describe, expect, it, test } from 'vitest'
import { fillText, inKazakhCase, placesWithoutCase, type KazakhCase } from './index.ts'

const MONTHS = 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(' ')

/** As a school grammar writes them. */
const OF_MONTHS: Readonly<Record<KazakhCase, string>> = {
  genitive: 'қаңтардың ақпанның наурыздың сәуірдің мамырдың маусымның шілденің тамыздың қыркүйектің қазанның қарашаның желтоқсанның',
  dative: 'қаңтарға ақпанға наурызға сәуірге мамырға маусымға шілдеге тамызға қыркүйекке қазанға қарашаға желтоқсанға',
  accusative: 'қаңтарды ақпанды наурызды сәуірді мамырды маусымды шілдені тамызды қыркүйекті қазанды қарашаны желтоқсанды',
  locative: 'қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда қарашада желтоқсанда',
  ablative: 'қаңтардан ақпаннан наурыздан сәуірден мамырдан маусымнан шілдеден тамыздан қыркүйектен қазаннан қарашадан желтоқсаннан',
  instrumental: 'қаңтармен ақпанмен наурызбен сәуірмен мамырмен маусыммен шілдемен тамызбен қыркүйекпен қазанмен қарашамен желтоқсанмен',
  attributive:
    'қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы шілдедегі тамыздағы қыркүйектегі қазандағы қарашадағы желтоқсандағы',
}

test.each(Object.entries(OF_MONTHS))('every month takes its ending in the %s', (wanted, expected) => {
  expect(MONTHS.map((month) => inKazakhCase(month, wanted as KazakhCase)).join(' ')).toBe(expected)
})

describe('a time of day takes the ending of the number that is read last', () => {
  test.each([
    ['09:30', '09:30-ға', '09:30-дан'],
    ['10:00', '10:00-ге', '10:00-ден'],
    ['18:30', '18:30-ға', '18:30-дан'],
    ['20:00', '20:00-ге', '20:00-ден'],
    ['12:01', '12:01-ге', '12:01-ден'],
    ['12:03', '12:03-ке', '12:03-тен'],
    ['12:06', '12:06-ға', '12:06-дан'],
    ['12:09', '12:09-ға', '12:09-дан'],
    ['12:10', '12:10-ға', '12:10-нан'],
    ['12:15', '12:15-ке', '12:15-тен'],
    ['12:20', '12:20-ға', '12:20-дан'],
    ['12:40', '12:40-қа', '12:40-тан'],
    ['12:50', '12:50-ге', '12:50-ден'],
    ['12:59', '12:59-ға', '12:59-дан'],
  ])('%s', (time, dative, ablative) => {
    expect(inKazakhCase(time, 'dative')).toBe(dative)
    expect(inKazakhCase(time, 'ablative')).toBe(ablative)
  })
})

test.each([
  ['7', '7-ге'],
  ['60', '60-қа'],
  ['70', '70-ке'],
  ['80', '80-ге'],
  ['90', '90-ға'],
  ['100', '100-ге'],
  ['2000', '2000-ға'],
  ['1000000', '1000000-ға'],
  ['10 МБ', '10 МБ-қа'],
  ['АЕК', 'АЕК-ке'],
  ['2014 жылғы 1 қазан', '2014 жылғы 1 қазанға'],
  ['2026 жылғы 15 желтоқсан, 09:30', '2026 жылғы 15 желтоқсан\u00a0сағат\u00a009:30-ға'],
  ['Ақтөбе', 'Ақтөбеге'],
  ['kz-2027-1', 'kz-2027-1-ге'],
  ['…', '…'],
])('%s becomes %s', (value, dative) => {
  expect(inKazakhCase(value, 'dative')).toBe(dative)
})

it('a text names the case that its sentence needs, and other languages stay as they are', () => {
  const text = { kk: '{day:ablative} бастап', ru: 'с {day}', en: 'from {day}' }
  const day = { kk: '2027 жылғы 1 қаңтар', ru: '1 января 2027 года', en: '1 January 2027' }
  expect(fillText(text, { day })).toEqual({ kk: '2027 жылғы 1 қаңтардан бастап', ru: 'с 1 января 2027 года', en: 'from 1 January 2027' })
})

it('a place whose next word wants a case that it does not name is found', () => {
  expect(placesWithoutCase('Нәтиже {due} дейін дайын болады.')).toEqual([{ place: 'due', word: 'дейін', wanted: 'dative', at: 7 }])
  expect(placesWithoutCase('{from:ablative} бастап {to:ablative} дейінгі')).toEqual([
    { place: 'to', word: 'дейінгі', wanted: 'dative', at: 23 },
  ])
  expect(placesWithoutCase('{from:ablative} бастап {to:dative} дейінгі, {number} сұрау салу')).toEqual([])
})
