// Works that decide nothing, what each body sees of a case, and fees by payer: a made-up act in the running house, by its package alone.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openRegulations } from '@ruqsat/regulations'
import type { Regulation } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  Applicant,
  Browser,
  numberOf,
  Official,
  openSandbox,
  type ApplyOptions,
  type OwnDraft,
  type Page,
  type Sandbox,
} from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry, sumOn, textOf, verify } from './support/grant.ts'

const OURS = fileURLToPath(new URL('../../regulations/', import.meta.url))
const PACKAGE = '2022-saryzhaz-9-fair'
const CONFIRMED = fileURLToPath(new URL('./confirmed-grounds.yaml', import.meta.url))

let folder: string
let house: RunningHouse
let sandbox: Sandbox
let fair: Regulation

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-fair-'))
  cpSync(fileURLToPath(new URL(`./regulations/${PACKAGE}`, import.meta.url)), join(folder, PACKAGE), { recursive: true })
  for (const each of ['calendars', 'general']) cpSync(join(OURS, each), join(folder, each), { recursive: true })
  fair = (await openRegulations(pathToFileURL(`${folder}/`))).editions[0]!.regulation
  house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_CONFIRMATIONS: CONFIRMED, RUQSAT_RATE_LIMITS: 'off' } })
  sandbox = await openSandbox(house.origin)
})
afterAll(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const WORKS = {
  bookPage: '12',
  lawnWhole: 'yes',
  remarks: 'Көгал тың, орын кең.',
  question: 'Сөрелер тамырға тимей ме?',
  treesSafe: 'yes',
  advice: 'Екі метр алыс тұрсын.',
  message: 'Он сөреге ток беріңіз.',
}
// The posts of the only act are those of the people whom everybody knows.
const CHIEF = 'asqar'
const FIRE = 'temir'
const ROAD = 'roadwatch-interestedbody'

describe('a fair in a park', () => {
  let number = ''
  /** What each body has before it when it is its turn, and what it may open of it. */
  const seen: Record<string, Page> = {}
  const opened: Record<string, number> = {}

  test('is entered, visited, asked about and written about before it is granted; each body sees what is for it', async () => {
    const came = await carry(house, sandbox, {
      regulation: fair,
      variant: 'park',
      personId: 'aigerim',
      answers: { charity: 'no', gasBottles: '7' },
      wish: { works: WORKS },
      between: async (own) => {
        number = own
        for (const id of [FIRE, ROAD]) await look(id)
      },
    })
    expect(came.steps.map(({ action }) => action)).toEqual([
      'assign',
      'writeWork',
      'writeWork',
      'signResult',
      'writeWork',
      'answerWork',
      'writeWork',
      'approve',
      'approve',
      'conclude',
      'signResult',
      'handOver',
    ])
    expect(came.verified).toMatch(/valid/i)
    const paper = await textOf(came.result)
    expect([paper.includes('Жәрмеңкелер кітабының беті'), paper.includes('12')]).toEqual([true, true])
    const says = (id: string, text: string) => seen[id]!.text.includes(text)
    // Both see the visit; only the fire watch the entry, the gardeners’ word and the bottles; only the road watch the letter.
    expect([FIRE, ROAD].map((id) => says(id, WORKS.remarks))).toEqual([true, true])
    expect([FIRE, ROAD].map((id) => says(id, WORKS.advice))).toEqual([true, false])
    expect([FIRE, ROAD].map((id) => says(id, 'Кітаптың беті'))).toEqual([true, false])
    expect([FIRE, ROAD].map((id) => says(id, '7 баллон'))).toEqual([true, false])
    expect([FIRE, ROAD].map((id) => says(id, WORKS.message))).toEqual([false, true])
    expect(opened).toMatchObject({ [`${FIRE} letter`]: 404, [`${ROAD} letter`]: 200, [`${FIRE} answer`]: 200, [`${ROAD} answer`]: 404 })
  })

  async function look(id: string): Promise<void> {
    const body = new Official(sandbox, id)
    try {
      const task = await body.taskOf(number)
      if (task === null) return
      seen[id] ??= await body.open(task.url.pathname)
      // The road watch is asked last: by then there is everything to be opened.
      if (id !== ROAD) return
      const officer = await theirs()
      for (const reader of [FIRE, ROAD])
        for (const [name, link] of Object.entries(officer)) opened[`${reader} ${name}`] = await statusFor(reader, link)
    } finally {
      body.close()
    }
  }

  /** Addresses of the letter and of the file of the answer, as those who work on the case in the section have them. */
  async function theirs(): Promise<Record<'letter' | 'answer', string>> {
    const chief = new Official(sandbox, CHIEF)
    try {
      const page = await chief.open(`/kk/work/cases/${encodeURIComponent(number)}`)
      const part = (title: string) => page.root.querySelectorAll('section').find((each) => each.querySelector('h3')?.text.includes(title))!
      const href = (title: string, pattern: RegExp) =>
        part(title)
          .querySelectorAll('a[href]')
          .map((link) => link.getAttribute('href')!)
          .findLast((each) => pattern.test(each))!
      return {
        letter: href('Электр желілеріне хат жіберу', /\/documents\//),
        answer: href('Көгалдандыру шаруашылығынан сұрау', /\/attachments\//),
      }
    } finally {
      chief.close()
    }
  }

  async function statusFor(reader: string, path: string): Promise<number> {
    const official = new Official(sandbox, reader)
    try {
      await official.open('/kk/work')
      return (await official.browser.open(new URL(path, house.origin))).status
    } finally {
      official.close()
    }
  }

  test('shows the applicant the minutes, signed, and nothing of the letters', async () => {
    const applicant = new Applicant(sandbox, 'aigerim')
    try {
      await applicant.signIn()
      const page = await applicant.request(number)
      expect([WORKS.remarks, WORKS.advice, WORKS.message].map((text) => page.text.includes(text))).toEqual([true, false, false])
      const minutes = (await applicant.browser.download(page.link(/\/papers\//))).body
      expect(await textOf(minutes)).toContain('САЯБАҚТЫ ҚАРАУ АКТІСІ')
      expect(await verify(house, minutes)).toMatch(/valid/i)
      expect((await new Browser().open(page.link(/\/papers\//))).path).toContain('sign-in')
    } finally {
      applicant.close()
    }
  })
})

describe('the fee for a place in a park', () => {
  const NO_CHARITY = { answers: { charity: 'no', gasBottles: '0' } }

  test('is four times as much for a firm as for a person, and none for charity: each sees their own before they pay it', async () => {
    const sums = { daulet: 0, marat: 0 }
    for (const id of ['daulet', 'marat'] as const)
      await withDraft(id, async (applicant, draft) => {
        sums[id] = sumOn(await fill(applicant, draft, NO_CHARITY))
        const receipt = await applicant.apply(draft)
        expect(sumOn(receipt)).toBe(sums[id])
      })
    expect(sums.daulet).toBeGreaterThan(0)
    expect(sums.marat).toBe(sums.daulet * 4)
    await withDraft('aigerim', async (applicant, draft) => {
      const page = await fill(applicant, draft, { answers: { charity: 'yes', gasBottles: '0' } })
      expect(page.path).toMatch(/\/sign$/)
      const places: string[] = []
      const receipt = await applicant.apply(draft, { onPlace: (place) => places.push(place) })
      expect([places.includes('pay'), (await applicant.request(numberOf(receipt))).status]).toEqual([false, 200])
    })
  })

  test('goes back to who corrects an answer so that nothing is owed: the page says why and by which paragraph', async () => {
    await withDraft('daulet', async (applicant, draft) => {
      const sum = sumOn(await fill(applicant, draft, NO_CHARITY))
      expect((await applicant.pay(draft)).path).toMatch(/\/sign$/)
      await (await applicant.open(draft)).form('/edit').submit()
      const again = await applicant.browser.open(`${draft.url}/form/subject`)
      await again
        .form(/\/form\//)
        .set('charity', 'yes')
        .submit()
      await applicant.check(draft)
      const sign = await applicant.open(draft)
      expect(sign.path).toMatch(/\/sign$/)
      const refund = await applicant.browser.open(sign.link(/\/refunds\//))
      expect(refund.text).toContain('Жауабыңыз бойынша алым төленбейді')
      expect([refund.text.includes('16-тармақ'), sumOn(refund)]).toEqual([true, sum])
      expect((await sandbox.messages()).some(({ text }) => text.includes('Жауабыңыз бойынша алым төленбейді'))).toBe(true)
      const receipt = await applicant.apply(draft)
      expect(numberOf(receipt)).toMatch(/-\d{6}$/)
      await until(async () => (await applicant.browser.open(refund.url)).text.includes('қайтарылды'))
    })
  })

  async function withDraft(personId: string, use: (applicant: Applicant, draft: OwnDraft) => Promise<void>): Promise<void> {
    const applicant = new Applicant(sandbox, personId)
    try {
      await applicant.register()
      await use(applicant, await applicant.startDraft(personId, await applicant.startForm('fair/park')))
    } finally {
      applicant.close()
    }
  }

  /** To the page behind the form: the payment, or the signature of who has nothing to pay. */
  async function fill(applicant: Applicant, draft: OwnDraft, options: ApplyOptions): Promise<Page> {
    await applicant.fillAll(draft, options)
    await applicant.attachAll(draft)
    await applicant.check(draft)
    return applicant.open(draft)
  }

  async function until(is: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 100 && !(await is()); tries += 1) await setTimeout(100)
    expect(await is()).toBe(true)
  }
})
