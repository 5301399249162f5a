// Every cell of the portal in a real browser: granted; refused on each ground of its list; each refusal of the channel's own table; and with
// each neighbour slow, then down, then back, when nothing is lost and nobody is refused for it.
import { setTimeout as sleep } from 'node:timers/promises'
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { requestProofs, stepWithAction, type Variant } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import { Applicant, numberOf } from '../driver/index.ts'
import { missingBrowser } from '../journey/support/browser.ts'
import { carryOnScreen, grownUp, onePerAct, portalCells, portalView, signerFor, startOnScreen } from './support/portal.ts'
import { refusalOn } from './support/refusal.ts'
import { watchedHouse } from './support/screen.ts'

const WRONG_KEYS = ['expired', 'revoked', 'not-yet-valid', 'another-person', 'wrong-purpose', 'unknown-root'] as const
const NEWCOMERS = ['marat', 'aigerim', 'dinara']
/** Long enough for several looks at a page that waits. */
const DOWN_MS = 3_000

const branches = portalCells.flatMap((cell) => cell.whole.grounds.map(({ id: ground }) => ({ ...cell, ground })))
const answersTo = ({ whole }: { readonly whole: Variant }) => ({ answers: grownUp(whole) })
const looks = (place: number): { readonly width: number; readonly language: Language } => ({
  width: place % 2 === 0 ? 360 : 1280,
  language: LANGUAGES[place % LANGUAGES.length]!,
})

describe.skipIf(missingBrowser() !== null)('every cell of the portal, in a browser', () => {
  const watched = watchedHouse()
  const held = new Map<string, string>()
  const earlierOf = (id: string) => {
    const earlier = held.get(id)
    return earlier === undefined ? {} : { earlier }
  }

  // Later cells sign in.
  test.each(LANGUAGES.map((language, place) => ({ person: NEWCOMERS[place]!, as: { ...looks(place), language } })))(
    '$person registers with a key in the browser, in $as.language',
    async ({ person, as }) => {
      const { sandbox, screens } = watched()
      const screen = screens.screen(as)
      const applicant = new Applicant(sandbox, person, { browser: screen })
      expect(applicant.persona.isRegistered).toBe(false)
      await applicant.register()
      screen.forgetCookies()
      const back = await applicant.signIn()
      expect([back.path, back.root.text.includes(applicant.persona.name)]).toEqual([`/${as.language}/cabinet`, true])
      applicant.close()
    },
  )

  test.each(portalCells.map((cell, place) => ({ ...cell, as: looks(place) })))(
    '$id $variant is granted, at $as.width px in $as.language',
    async ({ as, ...cell }) => {
      const { house, screens } = watched()
      // Where the act lets a one-time password confirm the request, who is granted it has no key; who is refused has one.
      const by = requestProofs(portalView(cell)).includes('oneTimePassword') ? 'oneTimePassword' : 'signature'
      const ended = await carryOnScreen({ house, screens, as }, cell, { ...earlierOf(cell.id), by })
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.registerNumber).toMatch(/^KZ/)
      if (cell.whole.results.grant.does === 'duplicates') expect(ended.registerNumber).toBe(held.get(cell.id))
      held.set(cell.id, ended.registerNumber!)
    },
  )

  test.each(branches.map((branch, place) => ({ ...branch, as: looks(place) })))(
    '$id $variant is refused: $ground, at $as.width px in $as.language',
    async ({ as, ground, ...cell }) => {
      const { house, screens } = watched()
      const ended = await carryOnScreen({ house, screens, as }, cell, { ...earlierOf(cell.id), wish: refusalOn(cell.whole, ground) })
      expect(ended.verified).toMatch(/valid/i)
      expect(ended.registerNumber).toBeNull()
    },
  )

  describe.each(onePerAct.map((cell, act) => ({ ...cell, act })))('the table of $id', ({ act, ...cell }) => {
    const named = (action: Parameters<typeof stepWithAction>[1], language: Language) =>
      stepWithAction(portalView(cell).steps, action)!.name[language]

    test('a password that is wrong is the table’s own notice, in each language', async () => {
      const { sandbox, screens } = watched()
      const { persona } = new Applicant(sandbox, signerFor(cell.regulation))
      await new Applicant(sandbox, persona.id).register()
      for (const [place, language] of LANGUAGES.entries()) {
        const stranger = screens.screen({ ...looks(place), language })
        const back = `/${language}/services/${cell.id}/${cell.variant}`
        const page = await stranger.open(`${sandbox.origin}/${language}/sign-in?return=${encodeURIComponent(back)}`)
        const form = page.form('/sign-in').set('iin', persona.iin).set('password', 'білмеймін-ғой')
        if (persona.bin !== null) form.set('who', 'firm').set('bin', persona.bin)
        expect((await form.submit()).text).toContain(named('noticeSignInRefused', language))
        stranger.close()
      }
    })

    test.skipIf(cell.whole.fee === null)(
      'a payment that is given up is the table’s own notice, in each language, and what was typed is there afterwards',
      async () => {
        const { screens } = watched()
        const { applicant, draft, screen } = await startOnScreen(screens, looks(act), cell)
        for (const language of LANGUAGES) {
          screen.language = language
          const page = await applicant.workTo(draft, 'gateway', answersTo(cell))
          expect((await page.form('/abandonments').submit()).text).toContain(named('noticeNotPaid', language))
        }
        expect((await applicant.apply(draft, answersTo(cell))).path).toMatch(/\/receipt$/)
        applicant.close()
      },
    )

    // Two kinds of each act in each language.
    test.each(WRONG_KEYS.map((kind, place) => ({ kind, as: looks(act + place) })))(
      'a key that is $kind is the table’s own notice, in $as.language',
      async ({ kind, as }) => {
        const { screens } = watched()
        const { applicant, draft } = await startOnScreen(screens, as, cell)
        await applicant.workTo(draft, 'sign', answersTo(cell))
        const refused = await applicant.sign(draft, kind)
        expect(refused.path).toMatch(/\/refused$/)
        expect(refused.text).toContain(named('noticeSignatureRefused', as.language))
        expect((await applicant.apply(draft, answersTo(cell))).path).toMatch(/\/receipt$/)
        applicant.close()
      },
    )
  })

  describe.each(['registers', 'bank', 'ocsp', 'crl', 'messaging'])('while %s is slow, then down, then back', (neighbour) => {
    test.each(onePerAct)('$id $variant loses nothing and refuses nobody', async (cell) => {
      const { sandbox } = watched()
      const applicant = new Applicant(sandbox, signerFor(cell.regulation))
      const answers = grownUp(cell.whole)
      await applicant.register()
      const draft = await applicant.startDraft('таңба', await applicant.startForm(`${cell.id}/${cell.variant}`))
      const places: string[] = []
      try {
        await sandbox.setSwitch(neighbour, 'slow')
        await applicant.fillAll(draft, { answers })
        await applicant.attachAll(draft)
        await sandbox.setSwitch(neighbour, 'down')
        const applying = applicant.apply(draft, { answers, onPlace: (place) => places.push(place), pauseMs: 400 })
        await sleep(DOWN_MS)
        await sandbox.setSwitch(neighbour, 'ok')
        const receipt = await applying
        expect(places).not.toContain('refused')
        expect(places).not.toContain('no-data')
        const request = await applicant.request(numberOf(receipt))
        const form = await applicant.browser.open(request.link(/\/form$/))
        for (const value of draft.typed.values()) if (value.includes('таңба')) expect(form.text).toContain(value)
      } finally {
        await sandbox.setSwitch(neighbour, 'ok')
        applicant.close()
      }
    })
  })

  test('no page had anything to complain of', () => expect(watched().screens.inspector.problems).toEqual([]))
})
