import { describe, expect, it } from 'vitest'
import { textWidth } from '../metrics.ts'
import { unbrokenParts, wrap } from '../wrap.ts'

const narrow = (text: string, width: number) => wrap(text, 'text', () => width)

describe('a word that is wider than its line', () => {
  it.each([
    ['болмағандықтан', 90, ['болмаған-', 'дықтан']],
    ['незарегистрированных', 120, ['незарегистриро-', 'ванных']],
    ['санитариялық-эпидемиологиялық', 120, ['санитариялық-', 'эпидемиология-', 'лық']],
  ])('%s is cut between syllables', (word, width, lines) => {
    expect(narrow(word, width)).toEqual(lines)
  })

  it('stays whole where it fits, and a short part stays with its other half', () => {
    expect(narrow('Құжаттарды қабылдау', 100)).toEqual(['Құжаттарды', 'қабылдау'])
    expect(unbrokenParts('1-процесс из-за санитарно-эпидемиологический')).toEqual([
      '1-процесс',
      'из-за',
      'санитарно-',
      'эпидемиологический',
    ])
  })

  it('loses no letter, and every line fits', () => {
    for (let width = 30; width < 200; width += 7) {
      const lines = narrow('Мотивированный отказ в санитарно-эпидемиологическом благополучии', width)
      expect(lines.join('').replaceAll(/[-\s]/g, '')).toBe('Мотивированныйотказвсанитарноэпидемиологическомблагополучии')
      for (const line of lines) expect(textWidth(line, 'text')).toBeLessThanOrEqual(Math.max(width, 30))
    }
  })
})
