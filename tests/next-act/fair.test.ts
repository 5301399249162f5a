// Works that decide nothing, what each body sees of a case, and fees by payer: a made-up act in the running house, by its package alone.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openRegulations } from '@ruqsat/regulations'
import type { Regulation } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, Browser, Official, openSandbox, type Page, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry, textOf, verify } from './support/grant.ts'

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
