// The portal's channel of each act that offers one, in a real browser: from the first page to a licence that is verified. One variant of each
// act; the others, and each ground of refusal, are in the long file.
import { describe, expect, test } from 'vitest'
import { missingBrowser } from '../journey/support/browser.ts'
import { requestProofs } from '@ruqsat/law'
import { carryOnScreen, onePerAct, portalView } from './support/portal.ts'
import { watchedHouse } from './support/screen.ts'

describe.skipIf(missingBrowser() !== null)('on the portal, in a browser', () => {
  const watched = watchedHouse()

  test.each(onePerAct.map((cell, place) => ({ ...cell, as: LOOKS[place % LOOKS.length]! })))(
    '$id $variant: from the first page to a verified result, at $as.width px in $as.language',
    async ({ as, ...cell }) => {
      const { house, screens } = watched()
      // Where the act lets a one-time password confirm the request, nobody needs a key, from registration on.
      const by = requestProofs(portalView(cell)).includes('oneTimePassword') ? 'oneTimePassword' : 'signature'
      const ended = await carryOnScreen({ house, screens, as }, cell, { by })
      expect(ended.actions.at(-1)).toBe('handOver')
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.registerNumber).toMatch(/^KZ/)
    },
  )

  test('no page had anything to complain of', () => expect(watched().screens.inspector.problems).toEqual([]))
})

const LOOKS = [
  { width: 360, language: 'kk' },
  { width: 1280, language: 'ru' },
  { width: 360, language: 'en' },
] as const
