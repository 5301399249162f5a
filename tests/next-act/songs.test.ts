// A district's act after a model act, in the running house: the page names the model and what is the district's own, and a request is granted.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { addDays } from '@ruqsat/clock'
import type { LocalDate } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Screens } from '../cells/support/screen.ts'
import { Applicant, Browser, legalDayOf, numberOf, Office, openSandbox, type OwnDraft, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry, deskIds, sumOn, textOf } from './support/grant.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

let folder: string
let regulation: Regulation
let district: Regulation
let house: RunningHouse
let sandbox: Sandbox

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-songs-'))
  for (const each of ['2023-zhetiozen-1-songs', '2023-qyzgaldaq-4-songs', '2024-burkit-2-songs'])
    cpSync(at(`./regulations/${each}`), join(folder, each), { recursive: true })
  for (const each of ['calendars', 'general']) cpSync(at(`../../regulations/${each}`), join(folder, each), { recursive: true })
  const { packages } = await openRegulations(pathToFileURL(`${folder}/`))
  const regulationOf = (id: string) => packages.find(({ edition }) => edition.regulation.id === id)!.edition.regulation
  regulation = regulationOf('tulip-songs')
  district = regulationOf('eagle-songs')
  house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_RATE_LIMITS: 'off' } })
  sandbox = await openSandbox(house.origin)
})
afterAll(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the page names the model, and what the town says itself', async () => {
  const anyone = new Browser()
  const { root } = await anyone.open(`${house.origin}/ru/services/tulip-songs/issue`)
  const details = root.querySelectorAll('details').find((each) => each.text.includes('Что этот акт установил сам'))!
  expect(root.text).toContain('Типовой регламент: ')
  expect(root.text).toContain(regulation.model!.name.ru)
  for (const said of ['Срок оказания услуги', 'После девяти вечера петь нельзя', 'Согласие соседей']) expect(details.text).toContain(said)
  anyone.close()
})

test('the page of a district that takes something away says so, with its paragraph', async () => {
  const anyone = new Browser()
  const { root } = await anyone.open(`${house.origin}/ru/services/eagle-songs/issue`)
  const details = root.querySelectorAll('details').find((each) => each.text.includes('Что этот акт установил сам'))!
  expect(details.text).toMatch(/Чего из типового регламента нет:[^]*План площади/)
  expect((await anyone.open(`${house.origin}/ru/services/tulip-songs/issue`)).text).not.toContain('Чего из типового регламента нет')
  anyone.close()
})

const dayBoxes = (field: string, on: LocalDate) => {
  const [year, month, day] = on.split('-')
  return { [`${field}-year`]: year!, [`${field}-month`]: month!, [`${field}-day`]: day! }
}

const neighbour = (place: number, name: string, distance: string) => ({
  [`neighbours-${place}-name`]: name,
  [`neighbours-${place}-distance`]: distance,
})

/** The town's permit. */
let held = ''

test('a request under it is carried to a granted permit of its own series', async () => {
  const came = await carry(house, sandbox, { regulation, variant: 'issue', personId: 'marat' })
  held = came.registerNumber!
  expect(held).toMatch(/SGB/)
})

test('a district that names the town takes its permit: not too early, from a day that is near, for the fee of the answer', async () => {
  const applicant = new Applicant(sandbox, 'marat')
  const office = new Office(sandbox, deskIds(sandbox, district))
  try {
    await applicant.register()
    const start = async (loud: string) => {
      const draft = await applicant.startDraft('marat', await applicant.startForm('eagle-songs/move'))
      // Today in the district may be tomorrow in the header of an answer.
      const startOn = addDays(legalDayOf(await applicant.open(draft)) as LocalDate, 1)
      await applicant.fillAll(draft, {
        answers: { permitNumber: held, loud, startOn, rehearsalOn: startOn, ...neighbour(1, 'Әлібек', '40') },
      })
      return draft
    }
    const answer = async ({ url }: OwnDraft, answers: Readonly<Record<string, string>>) => {
      const form = (await applicant.browser.open(`${url}/form/subject`)).form(/\/form\//)
      for (const [name, value] of Object.entries(answers)) form.set(name, value)
      return form.submit()
    }
    const early = await start('no')
    const check = await applicant.browser.open(`${early.url}/check`)
    expect(check.root.querySelector('.error-summary')?.text).toMatch(/әлі ерте.*бірінші күн: \d/)
    const tomorrow = addDays(legalDayOf(check) as LocalDate, 1)
    const far = await answer(early, dayBoxes('startOn', addDays(tomorrow, 60)))
    expect([far.status, far.problems.join(' ')]).toEqual([422, expect.stringMatching(/тым кеш\. Ең соңғы күн: \d/)])

    const unordered = await answer(early, { ...dayBoxes('startOn', tomorrow), ...dayBoxes('rehearsalOn', addDays(tomorrow, 3)) })
    expect([unordered.status, unordered.problems.join(' ')]).toEqual([422, expect.stringContaining('«Дайындық күні (болса)»')])
    // A list or a file: with neither the check says both, with the list the file is not asked for.
    await answer(early, { ...dayBoxes('rehearsalOn', tomorrow), ...neighbour(1, '', '') })
    const neither = (await applicant.browser.open(`${early.url}/check`)).root.querySelector('.error-summary')?.text
    const wrong = await answer(early, neighbour(1, 'Әлібек', '900'))
    expect([wrong.status, wrong.problems.join(' ')]).toEqual([422, expect.stringContaining('Алаңнан қашықтығы')])
    // One entry more and one less: the buttons of the list send the form as it is, and nothing that was typed is lost.
    const subject = wrong.form(/\/form\//)
    for (const [name, value] of Object.entries(neighbour(1, 'Әлібек', '40'))) subject.set(name, value)
    const more = (await subject.submit(['entry', 'add neighbours'])).form(/\/form\//)
    for (const [name, value] of Object.entries(neighbour(2, 'Сара', '55'))) more.set(name, value)
    const less = (await more.submit(['entry', 'remove neighbours 1'])).form(/\/form\//)
    expect([less.value('neighbours-1-name'), less.fields.some(({ name }) => name === 'neighbours-2-name')]).toEqual(['Сара', false])
    await less.submit()
    const listed = await applicant.browser.open(`${early.url}/check`)
    expect(neither).toContain('«Келіскен көршілер» жолы да толтырылмаған')
    expect(listed.root.querySelector('.error-summary')?.text).not.toContain('«Келіскен көршілер»')
    expect(listed.text).toMatch(/1\. Аты-жөні: Сара; Алаңнан қашықтығы: 55\sм/)

    // The town's permit holds for a month, and the district takes it in its last fourteen days.
    for (let weeks = 0; weeks < 3; weeks += 1) await sandbox.moveTime('week')
    const draft = await start('no')
    await applicant.check(draft)
    const quiet = sumOn(await applicant.open(draft))
    await (await applicant.open(draft)).form('/edit').submit()
    await answer(draft, { loud: 'yes' })
    await applicant.check(draft)
    expect([sumOn(await applicant.open(draft)), quiet > 0]).toEqual([quiet * 3, true])
    const number = numberOf(await applicant.apply(draft))
    let seen = ''
    for (const official of office.officials) {
      const task = await official.taskOf(number)
      if (task !== null) seen += (await official.open(task.url.pathname)).text
    }
    expect(seen).toMatch(/1\. Аты-жөні: Әлібек; Алаңнан қашықтығы: 40\sм/)
    await office.carryThrough(number)
    expect(await textOf((await applicant.resultOf(number))!)).toMatch(new RegExp(`Мына рұқсаттың орнына.*${held}.*Әлібек, 40\\sм`))
    // On a phone: what was given, and the page of its number.
    const screens = await Screens.launch(sandbox)
    const looking = new Applicant(sandbox, 'marat', { browser: screens.screen({ width: 360, language: 'kk' }) })
    await looking.signIn()
    const entry = await looking.browser.open((await looking.request(number)).link(/\/verify\/KZ/))
    expect([/KZ\d\dSGC\d{8}/.test(entry.text), entry.text.includes(held)]).toEqual([true, true])
    await screens.close()
    expect(screens.inspector.problems).toEqual([])
    // What the town gave stays as it is until the town ends it.
    const towns = await applicant.browser.open(`${house.origin}/ru/verify/${held}`)
    expect([towns.text.includes('действует'), towns.text.includes('заменено')]).toEqual([true, false])
  } finally {
    applicant.close()
    office.close()
  }
})
