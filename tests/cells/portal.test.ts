// The portal's channel of each act that offers one, in a real browser: from the first page to a licence that is verified. One variant of each
// act; the others, and each ground of refusal, are in the long file.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { missingBrowser } from '../journey/support/browser.ts'
import { carryOnScreen, onePerAct } from './support/portal.ts'
import { Screens } from './support/screen.ts'

describe.skipIf(missingBrowser() !== null)('on the portal, in a browser', () => {
  let house: RunningHouse
  let sandbox: Sandbox
  let screens: Screens
  beforeAll(async () => {
    house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off' } })
    sandbox = await openSandbox(house.origin)
    screens = await Screens.launch(sandbox)
  })
  afterAll(async () => {
    await screens?.close()
    await house?.stop()
  })

  test.each(onePerAct.map((cell, place) => ({ ...cell, as: LOOKS[place % LOOKS.length]! })))(
    '$id $variant: from the first page to a verified result, at $as.width px in $as.language',
    async ({ as, ...cell }) => {
      const ended = await carryOnScreen({ house, screens, as }, cell)
      expect(ended.actions.at(-1)).toBe('handOver')
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.registerNumber).toMatch(/^KZ/)
    },
  )

  test('no page had anything to complain of', () => expect(screens.inspector.problems).toEqual([]))
})

const LOOKS = [
  { width: 360, language: 'kk' },
  { width: 1280, language: 'ru' },
  { width: 360, language: 'en' },
] as const
