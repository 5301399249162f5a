// What is taken at a window of the hall goes from the ticket to the paper that is taken away there: every cell, granted and refused on each
// ground. No act is named: the packages say which have a hall.
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { stepWithAction } from '@ruqsat/law'
import { SAMPLE_IIN } from '@ruqsat/scenarios'
import { describe, expect, test } from 'vitest'
import { missingBrowser } from '../journey/support/browser.ts'
import { calledTo, carryFromHall, hallCells, onPaper } from '../cells/support/hall.ts'
import { refusalOn } from '../cells/support/refusal.ts'
import { watchedHouse } from '../cells/support/screen.ts'
import { tryPasswords } from '../cells/support/sign-in.ts'

const branches = hallCells.flatMap((cell) => cell.whole.grounds.map(({ id: ground }) => ({ ...cell, ground })))
const looks = (place: number): { readonly width: number; readonly language: Language } => ({
  width: place % 2 === 0 ? 360 : 1280,
  // Another than the portal's cell of this place has.
  language: LANGUAGES[(place + 2) % LANGUAGES.length]!,
})
const onePerAct = hallCells.filter(({ id }, place, all) => all.findIndex((each) => each.id === id) === place)

describe.skipIf(missingBrowser() !== null)('every cell of the hall', () => {
  const watched = watchedHouse()
  const held = new Map<string, string>()
  const earlierOf = (id: string) => {
    const earlier = held.get(id)
    return earlier === undefined ? {} : { earlier }
  }

  test.each(hallCells.map((cell, place) => ({ ...cell, as: looks(place) })))(
    '$id $variant is granted, and the paper is handed over at the window, at $as.width px in $as.language',
    async ({ as, ...cell }) => {
      const { house, sandbox, screens } = watched()
      const browserOf = screens.each(as)
      const ended = await carryFromHall(house, sandbox, cell, { browserOf, ...earlierOf(cell.id) })
      expect(ended.actions.at(-1)).toBe('handOver')
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.given).toMatch(/^KZ/)
      expect(ended.receipt.text).toContain(ended.number)
      expect(ended.receipt.text).toContain('045678901')
      if (cell.whole.results.grant.does === 'duplicates') expect(ended.given).toBe(held.get(cell.id))
      held.set(cell.id, ended.given!)
    },
  )

  test.each(branches.map((cell, place) => ({ ...cell, as: looks(place) })))(
    '$id $variant is refused: $ground, and the refusal is handed over at the window, at $as.width px in $as.language',
    async ({ as, ground, ...cell }) => {
      const { house, sandbox, screens } = watched()
      const browserOf = screens.each(as)
      const ended = await carryFromHall(house, sandbox, cell, { ...refusalOn(cell.whole, ground), browserOf, ...earlierOf(cell.id) })
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.receipt.text).toContain(ended.number)
      expect(ended.given).toBeNull()
    },
  )

  test.each(onePerAct)('$id: a register that knows nobody is the table’s own notice, in each language', async (cell) => {
    const { sandbox, screens } = watched()
    for (const [place, language] of LANGUAGES.entries()) {
      const browserOf = screens.each({ ...looks(place), language })
      const operator = await calledTo(sandbox, 1, `${cell.id}/${cell.variant}/`, browserOf('aliya'))
      const asked = await operator.enters({ ...onPaper(cell, sandbox.persona('daulet')), iin: SAMPLE_IIN })
      const unknown = await operator.form(asked, 'ask').submit()
      expect(unknown.text).toContain(stepWithAction(cell.view.steps, 'noticeNoData')!.name[language])
      expect(unknown.text).toContain(SAMPLE_IIN)
      await operator.presses('done')
    }
  })

  test('a wrong password at the hall is a notice, and the right one lets in, in each language', async () => {
    for (const { language, notice, refused, home } of await tryPasswords(watched(), 'nurbol', '/centre')) {
      expect(refused).toContain(notice)
      expect(home).toBe(`/${language}/centre`)
    }
  })

  test('no page had anything to complain of', () => expect(watched().screens.inspector.problems).toEqual([]))
})
