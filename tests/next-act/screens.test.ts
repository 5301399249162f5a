// What the made-up acts ask of people, on a screen: warned of days that end early, asked to correct in time and too late, heard in person, a
// number extended. Whoever is not looked at works without a screen, so that these pages cost seconds.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { addDays } from '@ruqsat/clock'
import { FIELD_REFUSALS } from '@ruqsat/documents'
import { type Language, type LocalDate, type LocalText } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atCounter, attachPapers, fillEntry, signEntry } from '../cells/support/counter.ts'
import { Screens, type As } from '../cells/support/screen.ts'
import { Applicant, legalDayOf, numberOf, Office, Official, openSandbox, type OwnDraft, type Sandbox, signOn } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import signing from '../../systems/portal/application/pages/texts.yaml'
import cabinet from '../../systems/portal/cabinet/texts.yaml'
import desk from '../../systems/workstation/texts.yaml'
import { deskIds } from './support/grant.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const PACKAGES = ['2024-tuzkol-5-wells', '2026-aqsu-3-berths']
const PHONE = { width: 360, language: 'kk' } as const
const DESK = { width: 1280, language: 'ru' } as const

let folder: string
let house: RunningHouse
let sandbox: Sandbox
let screens: Screens
let acts: ReadonlyMap<string, Regulation>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-screens-'))
  for (const each of PACKAGES) cpSync(at(`./regulations/${each}`), join(folder, each), { recursive: true })
  for (const each of ['calendars', 'general']) cpSync(at(`../../regulations/${each}`), join(folder, each), { recursive: true })
  const { editions } = await openRegulations(pathToFileURL(`${folder}/`))
  acts = new Map(editions.map(({ regulation }) => [regulation.id, regulation]))
  house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_RATE_LIMITS: 'off' } })
  sandbox = await openSandbox(house.origin)
  screens = await Screens.launch(sandbox)
})
afterAll(async () => {
  await screens?.close()
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What a text says before its first place. */
const opening = (text: LocalText, language: Language) => text[language].split('{')[0]!.trim()
const WARNING = FIELD_REFUSALS['days-may-be-over'].text
const BLOCKED = desk.grantBlocked
const ASKED = 'Үйдің нөмірі жоқ.'
/** By legal time, at the start. */
let today: LocalDate = '2026-01-01'
const boat = { 'boats-1-name': 'Аққу', 'boats-1-length': '4,5' }

/** The same person in front of a screen, signed in. */
async function watching(personId: string, as: As): Promise<Applicant> {
  const applicant = new Applicant(sandbox, personId, { browser: screens.kept(personId, as) })
  await applicant.signIn()
  return applicant
}

/** A draft of a berth for these days, as far as the check. */
async function berthDraft(applicant: Applicant, days: number): Promise<OwnDraft> {
  const draft = await applicant.startDraft(applicant.persona.id, await applicant.startForm('berths/moor'))
  const startOn = legalDayOf(await applicant.open(draft)) as LocalDate
  today = startOn
  await applicant.fillAll(draft, { answers: { startOn, endOn: addDays(startOn, days), ...boat } })
  await applicant.attachAll(draft)
  await applicant.check(draft)
  return draft
}

/** The number of a berth. */
let permit = ''

test('days that end before the result must be there are warned of where the fee is paid', async () => {
  const applicant = new Applicant(sandbox, 'marat')
  await applicant.register()
  const draft = await berthDraft(applicant, 1)
  const pay = await (await watching('marat', PHONE)).open(draft)
  expect([pay.path.endsWith('/pay'), pay.text]).toEqual([true, expect.stringContaining(opening(WARNING, 'kk'))])
  const number = numberOf(await applicant.apply(draft))
  await withOffice('berths', (office) => office.carryThrough(number))
  permit = (await applicant.request(number))
    .link(/\/verify\/KZ/)
    .pathname.split('/')
    .at(-1)!
  applicant.close()
})

test('and at a counter, before the papers are signed', async () => {
  const firm = sandbox.persona('marat')
  const answers = { bin: firm.bin!, phone: firm.phone, email: firm.email, permitNumber: permit, newEnd: addDays(today, 2) }
  const paper = { regulation: 'berths', variant: 'extend', applicant: 'legalEntity', answers } as const
  const staff = deskIds(sandbox, acts.get('berths')!)
  const { official, page } = await atCounter(sandbox, staff, paper, (id) => screens.kept(id, DESK))
  const papers = await fillEntry(page, paper)
  expect(papers.text).toContain(opening(WARNING, 'ru'))
  const receipt = await signEntry(official, await attachPapers(papers))
  expect(receipt.findLink(/\/work\/cases\//)).not.toBeNull()
})

test('the head cannot sign a grant whose days are over, and sends it back', async () => {
  const applicant = new Applicant(sandbox, 'marat')
  await applicant.register()
  const number = numberOf(await applicant.apply(await berthDraft(applicant, 5)))
  await withOffice('berths', async (office) => {
    await office.carryThrough(number, { onDone: stopAt('conclude') }).catch(isStop)
    await sandbox.moveTime('week')
    const head = await holderOf(office, number)
    const wide = new Official(sandbox, head.persona.id, { browser: screens.kept(head.persona.id, DESK) })
    const task = await wide.open((await head.taskOf(number))!.url.pathname)
    expect(task.text).toContain(BLOCKED.heading.ru)
    const back = task.forms.find((each) => each.value('task-action') === 'returnToOfficer')!
    const sent = await back.set('returnToOfficer-reason', 'Мерзім өтіп кетті.').submit()
    expect(sent.status).toBe(200)
    const officer = await holderOf(office, number)
    const drafting = await officer.open((await officer.taskOf(number))!.url.pathname)
    expect(drafting.text).toContain(BLOCKED.daysAtDraft.kk)
  })
})

test('a request is corrected in time on a phone, and what was asked and changed is read on a wide screen', async () => {
  await withWell('daulet', async ({ office, number }) => {
    const asking = await askToCorrect(office, number)
    const looking = await watching('daulet', PHONE)
    const page = await looking.request(number)
    expect(page.text).toContain(ASKED)
    const draft = await page.form('/correction').submit()
    const form = await draft
      .form(/\/form\//)
      .set('place', 'Бұлақ көшесі, 7-үй')
      .submit()
    const check = await form.form('/check').tickAll('statements').submit()
    const done = await signOn(check, await sandbox.key('daulet'))
    expect(done.text).toContain('Бұлақ көшесі, 7-үй')
    const wide = new Official(sandbox, asking, { browser: screens.kept(asking, DESK) })
    const task = await wide.open((await wide.taskOf(number))!.url.pathname)
    expect(task.text).toContain('Бұлақ көшесі, 7-үй')
  })
})

test('is heard in person: asked for on a phone, invited and written down, read by both', async () => {
  await withWell('daulet', async ({ office, number }) => {
    await office.carryThrough(number, { decision: 'refuse', explanation: 'Шұңқырға бес метр.' })
    const looking = await watching('daulet', PHONE)
    const page = await looking.request(number)
    const asking = await looking.browser.open(page.link(/\/objection\/oral$/))
    await asking.form('/oral').set('text', 'Суретін көрсетемін.').submit()
    const works = { hour: '11:00', place: 'Бөлім, 3-бөлме', present: 'Екеуі', said: 'Шұңқыр жабылған.' }
    await office.carryThrough(number, { works, onDone: stopAt('examine') }).catch(isStop)
    const ended = await looking.request(number)
    expect(ended.text).toContain('Шұңқыр жабылған.')
  })
})

test('a correction that comes too late is not taken, and the page says what follows', async () => {
  await withWell('aigerim', async ({ office, number }) => {
    await askToCorrect(office, number)
    const looking = await watching('aigerim', PHONE)
    const page = await looking.request(number)
    const draft = await page.form('/correction').submit()
    const form = await draft
      .form(/\/form\//)
      .set('place', 'Бұлақ көшесі, 7-үй')
      .submit()
    const check = await form.form('/check').tickAll('statements').submit()
    await sandbox.moveTime('week')
    await sandbox.moveTime('week')
    const late = await signOn(check, await sandbox.key('aigerim'))
    expect(late.text).toContain(signing.correctionNotTaken.kk)
    expect(late.root.querySelector('[data-part="sign"]')).toBeNull()
    const after = await looking.browser.open(late.link(/\/cabinet\/requests\//))
    expect(after.text).toContain(opening(cabinet.applicantPart.missed, 'kk'))
  })
})

test('no page had anything to complain of', () => expect(screens.inspector.problems).toEqual([]))

type People = { readonly office: Office; readonly number: string }

/** A registered request for a well, and everybody at its desks. */
async function withWell(personId: string, use: (people: People) => Promise<void>): Promise<void> {
  const applicant = new Applicant(sandbox, personId)
  await applicant.register()
  const number = numberOf(await applicant.apply(await applicant.startDraft(personId, await applicant.startForm('wells/drill'))))
  await withOffice('wells', (office) => use({ office, number }))
  applicant.close()
}

async function withOffice<T>(act: string, use: (office: Office) => Promise<T>): Promise<T> {
  const office = new Office(sandbox, deskIds(sandbox, acts.get(act)!))
  try {
    return await use(office)
  } finally {
    office.close()
  }
}

/** The officer returns the request for its place; answers with who that is. */
async function askToCorrect(office: Office, number: string): Promise<string> {
  await office.carryThrough(number, { onDone: stopAt('assign') }).catch(isStop)
  const officer = await holderOf(office, number)
  const task = await officer.open((await officer.taskOf(number))!.url.pathname)
  const form = task.forms.find((each) => each.value('task-action') === 'askCorrection')!
  await form.set('askCorrection-field-place', ASKED).submit()
  return officer.persona.id
}

class Stop extends Error {}
const stopAt = (action: string) => (step: { readonly action: string }) => {
  if (step.action === action) throw new Stop()
}
const isStop = (error: unknown) => {
  if (!(error instanceof Stop)) throw error
}

async function holderOf(office: Office, number: string): Promise<Official> {
  for (const official of office.officials) if ((await official.taskOf(number)) !== null) return official
  throw new Error(`Expected somebody to have a task of ${number}`)
}
