// Every cell of the counter (act and variant) in a real browser, granted and refused on each ground of its list; what acts on a licence acts
// on the one that the same firm was given just before.
import { LANGUAGES } from '@ruqsat/foundation'
import { stepWithAction } from '@ruqsat/law'
import { SAMPLE_BIN } from '@ruqsat/scenarios'
import { describe, expect, test } from 'vitest'
import { missingBrowser } from '../journey/support/browser.ts'
import { deskIds } from '../next-act/support/grant.ts'
import { carryFromCounter, counterCells, paperOf } from './support/cells.ts'
import { ask, atCounter, fillEntry } from './support/counter.ts'
import { refusalOn } from './support/refusal.ts'
import { watchedHouse } from './support/screen.ts'
import { tryPasswords } from './support/sign-in.ts'

const branches = counterCells.flatMap((cell) => cell.whole.grounds.map(({ id: ground }) => ({ ...cell, ground })))
/** Another language than the portal's cell of this place has. */
const languageAt = (place: number) => LANGUAGES[(place + 1) % LANGUAGES.length]!
const onePerAct = counterCells.filter(({ id }, place, all) => all.findIndex((each) => each.id === id) === place)

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

  describe.each(onePerAct)('the table of $id', (cell) => {
    test('a wrong password at the workstation is a notice, and the right one lets in, in each language', async () => {
      const { sandbox } = watched()
      // The last one is this act's own: five wrong passwords in a row would close a desk that acts share.
      const desk = deskIds(sandbox, cell.regulation).at(-1)!
      for (const { language, notice, refused, home } of await tryPasswords(watched(), desk, '/work')) {
        expect(refused).toContain(notice)
        expect(home).toBe(`/${language}/work`)
      }
    })

    test('a number that the register does not know is the table’s own notice, in each language', async () => {
      const { sandbox, screens } = watched()
      const paper = paperOf(sandbox, cell)
      for (const language of LANGUAGES) {
        const { page } = await atCounter(sandbox, deskIds(sandbox, cell.regulation), paper, screens.each({ width: 1280, language }))
        const filled = await fillEntry(page, { ...paper, answers: { ...paper.answers, bin: SAMPLE_BIN } })
        const unknown = await ask(filled, 'ask')
        expect(unknown.text).toContain(stepWithAction(cell.view.steps, 'noticeNoData')!.name[language])
        expect(unknown.forms.some((form) => form.value('do') === 'papers')).toBe(false)
      }
    })
  })

  test('no page had anything to complain of', () => expect(watched().screens.inspector.problems).toEqual([]))
})
