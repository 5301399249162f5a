// Every cell of the counter (act and variant) in a real browser, granted and refused on each ground of its list; what acts on a licence acts
// on the one that the same firm was given just before.
import { LANGUAGES } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { missingBrowser } from '../journey/support/browser.ts'
import { carryFromCounter, counterCells, paperOf } from './support/cells.ts'
import { refusalOn } from './support/refusal.ts'
import { watchedHouse } from './support/screen.ts'

const branches = counterCells.flatMap((cell) => cell.whole.grounds.map(({ id: ground }) => ({ ...cell, ground })))
const languageAt = (place: number) => LANGUAGES[place % LANGUAGES.length]!

describe.skipIf(missingBrowser() !== null)('every cell of the counter', () => {
  const watched = watchedHouse()
  const held = new Map<string, string>()

  test.each(counterCells.map((cell, place) => ({ ...cell, language: languageAt(place) })))(
    '$id $variant is granted, in $language',
    async ({ language, ...cell }) => {
      const { house, sandbox, screens } = watched()
      const browserOf = screens.each({ width: 1280, language })
      const ended = await carryFromCounter(house, sandbox, cell, paperOf(sandbox, cell, held.get(cell.id)), { browserOf })
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.given).toMatch(/^KZ/)
      if (cell.whole.results.grant.does === 'duplicates') expect(ended.given).toBe(held.get(cell.id))
      held.set(cell.id, ended.given!)
    },
  )

  test.each(branches.map((cell, place) => ({ ...cell, language: languageAt(place) })))(
    '$id $variant is refused: $ground, in $language',
    async ({ language, ground, ...cell }) => {
      const { house, sandbox, screens } = watched()
      const browserOf = screens.each({ width: 1280, language })
      const wish = { ...refusalOn(cell.whole, ground), browserOf }
      const ended = await carryFromCounter(house, sandbox, cell, paperOf(sandbox, cell, held.get(cell.id)), wish)
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.receipt).toContain(ended.number)
      // The number of the result; that of the form may be on the page of the case.
      expect(ended.receipt).not.toMatch(/KZ\d{2}[A-Z]{3}\d{8}/)
    },
  )

  test('no page had anything to complain of', () => expect(watched().screens.inspector.problems).toEqual([]))
})
