import { wordsOf } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { isRefusal, LANGUAGES, parsePrintable, parsePrintableData, tidyText } from '../index.ts'

const signIn = (text: string) => {
  const read = parsePrintable(tidyText(text))
  return isRefusal(read) ? read.facts?.['sign'] : null
}

describe('what a document can print', () => {
  test('is what people write: letters of names, signs of measure, lists and dashes from Word', () => {
    for (const text of [
      'Əliyev Vüqar',
      'Oʻzbekiston MChJ',
      'Straẞe ʼ',
      '«Агро-Ⅱ» ЖШС',
      'Сыйымдылығы ≥ 500 т, ≈ 7 ≤ 9, −5 °C',
      '100 €, ™, ½, №',
      'Ω α → ☐ ✓',
      'а́кт, и\u0306',
      'ﬁлиал',
      '\uf0b7 тармақ\n\uf0d8 тармақша',
    ])
      expect([text, signIn(text)]).toEqual([text, null])
    expect(tidyText('\uf0b7 тармақ')).toBe('• тармақ')
  })

  test('is not what no pinned font has: the sign is named with its place, and stays in the text', () => {
    expect(signIn('გიორგი')).toBe('გ')
    expect(signIn('王伟')).toBe('王')
    expect(signIn('Жарайды ☺️ 🌾')).toBe('🌾')
    expect(signIn('\u0301 белгі')).toBe('\u0301')
    const text = `${'Қойманың қабырғасы '.repeat(5)}🌾 деп белгіленген ${'және тағы '.repeat(9)}`
    const read = parsePrintable(text)
    if (!isRefusal(read)) throw new Error('Expected a refusal')
    for (const language of LANGUAGES) {
      expect(wordsOf(read).text[language]).toMatch(/🌾.*U\+1F33E.*…[^…]*🌾 деп белгіленген[^…]*…/)
      expect(wordsOf(read).remedy[language]).not.toBe('')
    }
    // The place may be personal: it is marked as what somebody typed.
    expect(read.facts).toMatchObject({ sign: '🌾', place: { kind: 'typed' } })
  })

  test('is asked of every text of a document', () => {
    const data = { holder: { name: 'Əliyev' }, grounds: [{ text: { kk: 'a', ru: 'б' } }], number: null, isSandbox: true }
    expect(parsePrintableData(data)).toBe(data)
    expect(parsePrintableData({ ...data, grounds: [{ text: { kk: 'a', ru: '王' } }] })).toMatchObject({ code: 'value.sign-not-printable' })
  })
})
