import { describe, expect, test } from 'vitest'
import { findsAll, searchWords } from '../index.ts'

test('a name is the same words with Kazakh or Russian letters, ё or е, in any case, composition and with any hyphen', () => {
  const same = ['Сағындықова Әйгерім', 'САГЫНДЫКОВА айгерим', 'Сағындықова Әйгерім'.normalize('NFD'), 'Caғындықова   «Әйгерім»']
  for (const text of same) expect(searchWords(text), text).toEqual(['сагындыкова', 'айгерим'])
  expect(searchWords('Семёнов')).toEqual(searchWords('СЕМЕНОВ'))
  for (const text of ['Ким-Өтегенов', 'ким–отегенов', 'КИМ ӨТЕГЕНОВ']) expect(searchWords(text), text).toEqual(['ким', 'отегенов'])
  expect(searchWords('Май')).not.toEqual(searchWords('Маи'))
})

test('Latin words stay Latin, words come once, and what is no word is nothing', () => {
  expect(searchWords('«Qazaq Oil» ЖШС, oil 24')).toEqual(['qazaq', 'oil', 'жшс', '24'])
  expect(searchWords('№ % _ — «»')).toEqual([])
  expect(searchWords('а '.repeat(500) + Array.from({ length: 500 }, (_, place) => `w${place}`).join(' '))).toHaveLength(20)
})

describe('a search', () => {
  const KEPT = [
    'Лицензия на оказание складских услуг с выпуском зерновых расписок',
    'Астық қолхаттары',
    'grain receipts',
    'бидай, қайық, лодка',
  ]
  test.each([
    'зерно',
    'зерна',
    'зерном',
    'ЗЕРНОВЫЕ',
    'zerno',
    'zernovykh',
    'бидай',
    'бидайға',
    'bidai',
    'biday',
    'астык',
    'астықты',
    'astyq',
    'astık',
    'қайық',
    'каик',
    'qaiyq',
    'qayıq',
    'лодки',
    'лодку',
    'lodka',
    'GRAIN',
    'расписка зерно',
    'qolxat',
  ])('finds by «%s»', (sought) => {
    expect(findsAll(sought, KEPT)).toBe(true)
  })
  test.each(['мақта', 'хлопок', 'лом', 'submarine', 'зерно хлопок', 'zebra'])('does not find by «%s»', (sought) => {
    expect(findsAll(sought, KEPT)).toBe(false)
  })
  test('for nothing finds everything', () => {
    expect(findsAll(' ', KEPT)).toBe(true)
  })
})
