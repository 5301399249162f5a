// The portal's channel of each act that offers one, in a real browser: from the first page to a licence that is verified. One variant of each
// act; the others, and each ground of refusal, are in the long file.
import { describe, expect, test } from 'vitest'
import { missingBrowser } from '../journey/support/browser.ts'
import { requestProofs } from '@ruqsat/law'
import { Applicant, numberOf } from '../driver/index.ts'
import { carryOnScreen, onePerAct, portalView } from './support/portal.ts'
import { watchedHouse } from './support/screen.ts'

describe.skipIf(missingBrowser() !== null)('on the portal, in a browser', () => {
  const watched = watchedHouse()
  /** The request of somebody who has no key. */
  let withoutKey: { readonly number: string; readonly as: (typeof LOOKS)[number] } | null = null

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
      if (by === 'oneTimePassword') withoutKey = { number: ended.number, as }
    },
  )

  test('who has no key complains of how they were treated, and confirms the complaint by a one-time password', async () => {
    const { screens } = watched()
    const { number, as } = withoutKey!
    const applicant = new Applicant(screens.sandbox, 'daulet', { browser: screens.kept('daulet', as) })
    const written = (await applicant.request(number)).forms.find((form) => form.value('what') === 'conduct')
    const draft = await applicant.startDraft('2', written!.filled())
    const answers = { requestNumber: number, about: 'conduct', circumstances: 'Дөрекі сөйледі.', wish: 'Шара қолданыңыз.', official: '' }
    const complaint = numberOf(await applicant.apply(draft, { answers, by: 'oneTimePassword' }))
    expect((await applicant.request(complaint)).text).toContain(number)
    applicant.close()
  })

  test('no page had anything to complain of', () => expect(watched().screens.inspector.problems).toEqual([]))
})

const LOOKS = [
  { width: 360, language: 'kk' },
  { width: 1280, language: 'ru' },
  { width: 360, language: 'en' },
] as const
