// The applicant is asked: a made-up act in which a request is returned to be corrected, withdrawn and not accepted, in the running house.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openRegulations } from '@ruqsat/regulations'
import type { Regulation } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  Applicant,
  numberOf,
  Office,
  type Official,
  openSandbox,
  samplePdf,
  signOn,
  type OwnDraft,
  type Page,
  type Sandbox,
  revocationOutage,
} from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { deskIds, textOf, verify } from './support/grant.ts'

const OURS = fileURLToPath(new URL('../../regulations/', import.meta.url))
const PACKAGE = '2024-tuzkol-5-wells'
const PLACE = 'Бұлақ көшесі, 7-үй'

let folder: string
let house: RunningHouse
let sandbox: Sandbox
let wells: Regulation

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-wells-'))
  cpSync(fileURLToPath(new URL(`./regulations/${PACKAGE}`, import.meta.url)), join(folder, PACKAGE), { recursive: true })
  for (const each of ['calendars', 'general']) cpSync(join(OURS, each), join(folder, each), { recursive: true })
  wells = (await openRegulations(pathToFileURL(`${folder}/`))).editions[0]!.regulation
  house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_RATE_LIMITS: 'off' } })
  sandbox = await openSandbox(house.origin)
})
afterAll(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a request for a well', () => {
  test('is returned, corrected by its applicant, signed again and granted; both requests stay and can be verified', async () => {
    await withPeople('daulet', async ({ applicant, office, number }) => {
      await office.carryThrough(number, { done: [], onDone: stopBefore('examine') }).catch(isStop)
      const { official: officer } = await holder(office, number)
      const { task: asking } = await holder(office, number)
      const places = asking.forms.find((each) => each.value('task-action') === 'askCorrection')!.fields.map(({ name }) => name)
      // Nobody is asked for what only a register knows of them; their phone they can change.
      expect(['iin', 'applicantName', 'address', 'phone', 'place'].filter((id) => places.includes(`askCorrection-field-${id}`))).toEqual([
        'phone',
        'place',
      ])
      const asked = await askAt(office, number, {
        'field-place': 'Үйдің нөмірі жоқ.',
        'field-phone': 'Қала коды жоқ па?',
        'document-plan': 'Сызбада масштаб жоқ.',
      })
      expect(asked.status).toBe(200)
      const waiting = await officer.open(`/kk/work/cases/${number}`)
      expect(waiting.text).toContain('Өтініш берушінің түзетуін күтуде')
      expect(waiting.text).toContain('тоқтатылды')

      const page = await applicant.request(number)
      expect([page.text.includes('Үйдің нөмірі жоқ.'), page.text.includes('мерзімі тоқтап тұрады')]).toEqual([true, true])
      expect(page.text).toMatch(/Мерзімі: 20\d\d жылғы/)
      expect((await sandbox.messages()).some(({ text }) => text.includes(number) && text.includes('қайта қол қойыңыз'))).toBe(true)
      const draft = await correctionOf(applicant, page)
      const filling = await applicant.open(draft)
      // To give up a correction is not to withdraw the request.
      expect(filling.findLink(/\/abandon$/)).toBeNull()
      // The telephone was asked about and is left as it is.
      const form = (await filling.form(/\/form\//).submit()).form(/\/form\//)
      expect(form.fields.map(({ name }) => name)).toContain('place')
      expect(form.fields.map(({ name }) => name)).not.toContain('depth')
      const documents = await form.set('place', PLACE).submit()
      const upload = documents.forms.find((each) => each.fields.some(({ kind, name }) => kind === 'file' && name === 'plan'))!
      await upload.attach('plan', { name: 'scale.pdf', mediaType: 'application/pdf', bytes: samplePdf('scale') }).submit()
      // A second window of the same person is at the same draft.
      const second = await correctionOf(applicant, await applicant.request(number))
      expect(second.url).toBe(draft.url)
      const check = await applicant.browser.open(`${draft.url}/check`)
      expect([check.text.includes(PLACE), check.text.includes('scale.pdf')]).toEqual([true, true])
      expect(check.text).toContain('Сұралды, бірақ өзгертілмеді: Телефоны.')
      await check.form('/check').tickAll('statements').submit()
      const signed = await applicant.sign(draft)
      expect(signed.path).toContain(`/cabinet/requests/${encodeURIComponent(number)}`)
      expect(signed.text).toMatch(/Сіз не түзеттіңіз(?:(?!Қала коды)[\s\S])*Сұралды, бірақ сіз өзгертпедіңіз[\s\S]*Қала коды/)
      // The form as it was signed shows what is different from the first one, side by side.
      const filed = await applicant.browser.open(signed.link(/\/form$/))
      expect(filed.text).toMatch(new RegExp(`Бірінші нысаннан бері не өзгерді[\\s\\S]*Ұңғыманың орны[\\s\\S]*${PLACE}`))
      // Signed a second time, from the other window: nothing happens twice.
      expect((await applicant.open(second)).path).toContain('/cabinet/requests/')

      const { task } = await holder(office, number)
      expect([task.text.includes('Өтініш беруші түзетті'), task.text.includes(PLACE)]).toEqual([true, true])
      expect(task.text).toMatch(/Сұралды, бірақ өтініш беруші өзгертпеді[\s\S]*Қала коды/)
      await office.carryThrough(number)
      expect(await verify(house, (await applicant.resultOf(number))!)).toMatch(/valid/i)
      for (const version of ['?version=first', '']) {
        const { body } = await applicant.browser.download(
          `${house.origin}/kk/cabinet/requests/${encodeURIComponent(number)}/package${version}`,
        )
        expect(await verify(house, body, '.ruqsat.json')).toMatch(/valid/i)
      }
    })
  })

  test('is refused on the act’s own ground where no correction comes; a late one is refused, and what was typed is kept', async () => {
    await withPeople('aigerim', async ({ applicant, office, number }) => {
      await office.carryThrough(number, { done: [], onDone: stopBefore('examine') }).catch(isStop)
      await askAt(office, number, { 'field-place': 'Үйдің нөмірі жоқ.' })
      const draft = await correctionOf(applicant, await applicant.request(number))
      const form = (await applicant.open(draft)).form(/\/form\//)
      const check = await form.set('place', PLACE).submit()
      await check.form('/check').tickAll('statements').submit()
      await sandbox.moveTime('week')
      await sandbox.moveTime('week')
      const late = await applicant.sign(draft)
      expect(late.text).toMatch(/Түзету мерзімі өтті|енді күтілмейді|енді түзету күтілмейді/)
      expect((await applicant.browser.open(`${draft.url}/sign`)).status).toBe(200)
      await office.carryThrough(number, { decision: 'refuse', explanation: 'Үйдің нөмірі жазылмады.', ground: 'notCorrected' })
      const paper = await textOf((await applicant.resultOf(number))!)
      expect(paper).toContain('мерзімінде түзетілмеді')
    })
  })

  test('is corrected in time though nobody can check the signature before the time is over: nothing is decided meanwhile', async () => {
    await withPeople('aigerim', async ({ applicant, office, number }) => {
      await office.carryThrough(number, { done: [], onDone: stopBefore('examine') }).catch(isStop)
      await askAt(office, number, { 'field-place': 'Үйдің нөмірі жоқ.' })
      const draft = await correctionOf(applicant, await applicant.request(number))
      const check = await (
        await applicant.open(draft)
      )
        .form(/\/form\//)
        .set('place', PLACE)
        .submit()
      await check.form('/check').tickAll('statements').submit()
      await revocationOutage(sandbox, async () => {
        const waits = await applicant.sign(draft)
        expect(waits.text).toContain('бас тарту емес')
        await sandbox.moveTime('week')
        await sandbox.moveTime('week')
        expect((await applicant.request(number)).text).toContain('Жауабыңыз берілді')
        expect(await Promise.all(office.officials.map((official) => official.taskOf(number)))).toEqual(office.officials.map(() => null))
      })
      const page = await until(
        () => applicant.request(number),
        ({ text }) => text.includes('Сіз не түзеттіңіз'),
      )
      expect(page.text).not.toContain('Жауабыңыз берілді')
      await office.carryThrough(number)
      expect(await verify(house, (await applicant.resultOf(number))!)).toMatch(/valid/i)
    })
  }, 120_000)

  test('is objected to in time in the same way; the objection reaches who drafted the refusal', async () => {
    await withPeople('marat', async ({ applicant, office, number }) => {
      await office.carryThrough(number, { decision: 'refuse', explanation: 'Шұңқырға бес метр.' })
      const writing = await applicant.browser.open((await applicant.request(number)).link(/\/objection$/))
      const signing = await writing.form('/objection').set('text', 'Шұңқыр жабылған.').submit()
      await revocationOutage(sandbox, async () => {
        const done = await signOn(signing, await sandbox.key('marat'))
        expect([done.text.includes('Қарсылығыңыз сақталды'), done.text.includes('Жауабыңыз берілді')]).toEqual([true, true])
        await sandbox.moveTime('week')
      })
      await until(
        () => applicant.request(number),
        ({ text }) => text.includes('Шұңқыр жабылған.'),
      )
      expect((await holder(office, number)).task.text).toContain('Шұңқыр жабылған.')
    })
  }, 120_000)

  test('is withdrawn: the desk has no task of it any more, and the act says what becomes of the fee', async () => {
    await withPeople('marat', async ({ applicant, office, number }) => {
      await office.carryThrough(number, { done: [], onDone: stopBefore('examine') }).catch(isStop)
      const sure = await applicant.browser.open((await applicant.request(number)).link(/\/withdraw$/))
      expect(sure.text).toContain('алымның жартысы қайтарылады')
      const done = await sure.form('/withdraw').submit()
      expect([done.text.includes('қайтарып алынды'), done.findLink(/\/withdraw$/)]).toEqual([true, null])
      expect(done.text).not.toContain('Дайын болатын мерзім')
      for (const official of office.officials) expect(await official.taskOf(number)).toBeNull()
    })
  })

  test('is not refused before its applicant was heard, whose signed objection changes the decision', async () => {
    await withPeople('aigerim', async ({ applicant, office, number }) => {
      await office.carryThrough(number, { decision: 'refuse', explanation: 'Шұңқырға бес метр.' })
      expect(await applicant.resultOf(number)).toBeNull()
      const page = await applicant.request(number)
      expect([page.text.includes('Бас тарту жобасы дайындалды'), page.text.includes('Шұңқырға бес метр.')]).toEqual([true, true])
      expect(page.text).toContain('өтініш берушінің жауабын күтуде')
      // To have nothing to object ends a right: it is asked once more, for the draft that was read.
      const sure = await applicant.browser.open(page.link(/\/objection\/none$/))
      expect([sure.text.includes('Шұңқырға бес метр.'), sure.text.includes('енді қарсылық білдіре алмайсыз')]).toEqual([true, true])
      const writing = await applicant.browser.open(page.link(/\/objection$/))
      // What is objected to, and until when, is read where the objection is written.
      expect(writing.text).toContain('Шұңқырға бес метр.')
      expect(writing.text).toMatch(/Мерзімі: 20\d\d жылғы/)
      const empty = await writing.form('/objection').submit()
      expect(empty.status).toBe(422)
      const signing = await writing.form('/objection').set('text', 'Шұңқыр былтыр жабылды.').submit()
      const done = await signOn(signing, await sandbox.key('aigerim'))
      expect(done.text).toContain('Шұңқыр былтыр жабылды.')
      expect((await holder(office, number)).task.text).toContain('Шұңқыр былтыр жабылды.')
      // The other window's page is of a draft that is answered.
      expect((await sure.form('/none').submit()).status).toBe(409)
      await office.carryThrough(number)
      expect(await verify(house, (await applicant.resultOf(number))!)).toMatch(/valid/i)
    })
  })

  test('is refused at once where its applicant confirms that there is nothing to object', async () => {
    const wish = { decision: 'refuse', explanation: 'Шұңқырға бес метр.', explanationInRussian: 'До ямы пять метров.' } as const
    await withPeople('marat', async ({ applicant, office, number }) => {
      await office.carryThrough(number, wish)
      const sure = await applicant.browser.open((await applicant.request(number)).link(/\/objection\/none$/))
      const done = await sure.form('/none').submit()
      expect([done.status, done.findLink(/\/objection/)]).toEqual([200, null])
      await office.carryThrough(number, wish)
      expect(await verify(house, (await applicant.resultOf(number))!)).toMatch(/valid/i)
      // Each reader has their own language; the paper has both.
      const pages = await Promise.all(
        ['kk', 'ru'].map((language) =>
          applicant.browser.open(`${house.origin}/${language}/cabinet/requests/${encodeURIComponent(number)}`),
        ),
      )
      expect(pages.map(({ text }) => /(?:Түсіндірме|Пояснение): ([^.]+)\./.exec(text)?.[1])).toEqual([
        'Шұңқырға бес метр',
        'До ямы пять метров',
      ])
      const paper = await textOf((await applicant.resultOf(number))!)
      for (const said of ['Шұңқырға бес метр.', 'До ямы пять метров.']) expect(paper).toContain(said)
    })
  })

  test('is not accepted at the window by a signed paper, which is no refusal of the service', async () => {
    await withPeople('daulet', async ({ applicant, office, number }) => {
      const { official, task } = await holder(office, number)
      const form = task.forms.find((each) => each.value('task-action') === 'refuseAcceptance')!
      const empty = await form.submit()
      expect(empty.status).toBe(422)
      form.set('refuseAcceptance-groundIds', 'otherDistrict').set('refuseAcceptance-explanation', 'Жер өзеннің арғы жағында.')
      const written = await form.submit()
      expect([written.status, written.findForm('/prepare') === null]).toEqual([200, false])
      expect((await applicant.request(number)).text).not.toContain('Жер өзеннің арғы жағында.')
      const item = (await official.taskOf(number))!
      expect((await official.prepare(item)).text).toContain('Жер өзеннің арғы жағында.')
      expect((await official.prepareAndSign(item)).status).toBe(200)
      const page = await applicant.request(number)
      expect(page.text).toContain('қабылданбады')
      expect(page.text).toContain('ҚАБЫЛДАУДАН БАС ТАРТУ ТУРАЛЫ ХАБАРЛАМА')
      expect(page.text).toContain('Жер өзеннің арғы жағында.')
      expect(page.text).toContain('Бұл — қызмет көрсетуден бас тарту емес')
      // What becomes of the money is said on the page, in the message and on the paper.
      const fee = 'Алым төленген картаға толық әрі өзі қайтарылады'
      expect(page.text).toContain(fee)
      expect((await sandbox.messages()).some(({ text }) => text.includes(number) && text.includes(fee))).toBe(true)
      // The act returns it, and so it goes back: once the bank has answered, the page leads to its receipt.
      // The state of the money comes with the bank's answer, the link with the portal's own next turn.
      const paidBack = await until(
        () => applicant.request(number),
        (shown) => shown.text.includes('Алымды қайтару қайтарылды') && shown.findLink(/\/refunds\//) !== null,
      )
      const receipt = await applicant.browser.open(paidBack.link(/\/refunds\//))
      expect(receipt.text).toContain('Сұрау салу қабылданбады, акт бойынша алым қайтарылады')
      expect(await applicant.resultOf(number)).toBeNull()
      const { body } = await applicant.browser.download(page.link(/\/papers\/[^/]+$/))
      expect(await verify(house, body)).toMatch(/valid/i)
      const text = await textOf(body)
      for (const said of ['Тұзкөл', '8-тармақтың 1) тармақшасы', fee]) expect(text).toContain(said)
      const file = await official.open(`/kk/work/cases/${number}`)
      expect(file.findLink(/\/documents\//)).not.toBeNull()
    })
  })
})

type People = { readonly applicant: Applicant; readonly office: Office; readonly number: string }

/** A registered request of this person, and everybody at the desks. */
async function withPeople(personId: string, use: (people: People) => Promise<void>): Promise<void> {
  const applicant = new Applicant(sandbox, personId)
  const office = new Office(sandbox, deskIds(sandbox, wells))
  try {
    await applicant.register()
    const draft = await applicant.startDraft(personId, await applicant.startForm('wells/drill'))
    await use({ applicant, office, number: numberOf(await applicant.apply(draft)) })
  } finally {
    applicant.close()
    office.close()
  }
}

/** What the house does by itself. */
async function until(look: () => Promise<Page>, isSo: (page: Page) => boolean): Promise<Page> {
  for (let tries = 0; tries < 100; tries += 1) {
    const page = await look()
    if (isSo(page)) return page
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('Expected the house to go on by itself but it did not')
}

class Stop extends Error {}
const stopBefore = (action: string) => (step: { readonly action: string }) => {
  if (action === 'examine' && step.action === 'assign') throw new Stop()
}
const isStop = (error: unknown) => {
  if (!(error instanceof Stop)) throw error
}

/** Who has the task now, and its page. */
async function holder(office: Office, number: string): Promise<{ readonly official: Official; readonly task: Page }> {
  for (const official of office.officials) {
    const item = await official.taskOf(number)
    if (item !== null) return { official, task: await official.open(item.url.pathname) }
  }
  throw new Error(`Expected somebody to have a task of ${number}`)
}

/** The officer returns the request, with words at these places. */
async function askAt(office: Office, number: string, words: Readonly<Record<string, string>>): Promise<Page> {
  const { task } = await holder(office, number)
  const form = task.forms.find((each) => each.value('task-action') === 'askCorrection')!
  for (const [place, text] of Object.entries(words)) form.set(`askCorrection-${place}`, text)
  return form.submit()
}

async function correctionOf(applicant: Applicant, request: Page): Promise<OwnDraft> {
  const page = await request.form('/correction').submit()
  const [, path] = /^(\/kk\/drafts\/[0-9a-f-]{36})/.exec(page.path) ?? []
  if (path === undefined) throw new Error(`Expected the correction but ${page.describe()}`)
  return { url: `${applicant.origin}${path}`, marker: 'second', typed: new Map(), attached: new Map() }
}
