// Papers of one number: an error on one is corrected, and of two that are signed at the same instant one is.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Regulation } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, Browser, numberOf, Office, Official, openSandbox, signedForm, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry, deskIds, textOf, verify, type Came } from './support/grant.ts'
import { decide, openProceedings } from './support/proceedings.ts'

const OURS = fileURLToPath(new URL('../../regulations/', import.meta.url))
const CONFIRMED = fileURLToPath(new URL('./confirmed-grounds.yaml', import.meta.url))
const PACKAGES = fileURLToPath(new URL('./regulations/', import.meta.url))
const HIVES = '2021-saryzhaz-7-hives'

let folder: string
let regulation: Regulation
let house: RunningHouse
let sandbox: Sandbox
const anyone = new Browser()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-papers-'))
  cpSync(join(PACKAGES, HIVES), join(folder, HIVES), { recursive: true })
  cpSync(join(OURS, 'calendars'), join(folder, 'calendars'), { recursive: true })
  const { packages } = await openRegulations(pathToFileURL(`${folder}/`))
  regulation = packages.find(({ edition }) => edition.regulation.id === 'hives')!.edition.regulation
  house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_CONFIRMATIONS: CONFIRMED, RUQSAT_RATE_LIMITS: 'off' } })
  sandbox = await openSandbox(house.origin)
})
afterAll(async () => {
  anyone.close()
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const entry = (number: string) => anyone.open(`${house.origin}/ru/verify/${number}`)
const wrong = 'Гүлді сай, 7-учаске'
const right = 'Гүлді сай, 17-учаске'

/** What anybody learns who has the file. */
async function byFile(bytes: Buffer): Promise<string> {
  const form = (await anyone.open(`${house.origin}/ru/verify`)).form('/verify/file')
  return (await form.attach('file', { name: 'paper.pdf', mediaType: 'application/pdf', bytes }).submit()).text
}

describe('an error on a paper', () => {
  let first: Came
  let second: Came
  let held = ''

  test('is corrected at the request of its holder: the same number and days, the rest as it was, and a mark that says so', async () => {
    const wish = { works: { hivesSeen: '37', distanceKept: 'yes' } }
    first = await carry(house, sandbox, { regulation, variant: 'issue', personId: 'marat', wish, answers: { place: wrong } })
    held = first.registerNumber!
    const before = await entry(held)
    second = await carry(house, sandbox, {
      regulation,
      variant: 'rectify',
      personId: 'marat',
      answers: { permitNumber: held, rightName: '', rightPlace: right, rightDay: '' },
    })
    expect(second.registerNumber).toBe(held)
    const paper = await textOf(second.result)
    for (const said of [right, wrong, '37 ұя', held, 'Түзетілген күні', 'орнына берілді', first.number, second.number])
      expect(paper).toContain(said)
    const after = await entry(held)
    const days = (page: typeof after) =>
      page.root.querySelectorAll('dt').find((key) => key.text.trim() === 'Срок действия')!.nextElementSibling!.text
    expect(days(after)).toBe(days(before))
    expect([after.text.includes('действует'), after.text.includes('исправлена ошибка'), after.text.includes('п. 12')]).toEqual([
      true,
      true,
      true,
    ])
  })

  test('leaves the former paper genuine, and whoever verifies it learns of the later one', async () => {
    const [old, now] = [await byFile(first.result), await byFile(second.result)]
    expect([old.includes('Документ подлинный, но у этого номера есть более поздний'), now.includes('более поздний')]).toEqual([true, false])
    expect(old).toContain('Этот файл выдан в этой системе')
    expect(
      [first.verified, await verify(house, first.result), await verify(house, second.result)].map((text) => text.includes('later paper')),
    ).toEqual([false, true, false])
  })

  test('is refused before anybody signs where nothing would be corrected, or the paper states no such thing', async () => {
    const said = async (answers: Readonly<Record<string, string>>) => {
      const applicant = new Applicant(sandbox, 'marat')
      try {
        await applicant.register()
        const draft = await applicant.startDraft('marat', await applicant.startForm('hives/rectify'))
        const none = { rightName: '', rightPlace: '', rightDay: '' }
        await applicant.fillAll(draft, { answers: { permitNumber: held, ...none, ...answers } })
        const page = await applicant.browser.open(`${draft.url}/check`)
        return page.root.querySelector('.error-summary')?.text ?? ''
      } finally {
        applicant.close()
      }
    }
    expect(await said({})).toContain('Ештеңе түзетілмеген')
    expect(await said({ rightPlace: right })).toContain('Ештеңе түзетілмеген')
    expect(await said({ rightPlace: 'Басқа жер' })).toBe('')
  })

  test('is corrected by the authority itself, with its ground in the history of the number; the name in the register is the right one', async () => {
    const opening = { officialId: 'asqar', service: 'hives/amend', ground: 'slip', reason: 'Атауында әріп қате.', number: held }
    const empty = await openProceedings(sandbox, opening)
    expect([empty.number, empty.page.problems.join(' ')]).toEqual([null, expect.stringContaining('Ештеңе түзетілмеген')])
    const { number } = await openProceedings(sandbox, { ...opening, answers: { rightName: '«Ақ бал» ЖШС' } })
    expect(await decide(sandbox, regulation, number!)).toEqual(['accept', 'assign', 'examine', 'signResult'])
    const now = await entry(held)
    for (const said of ['«Ақ бал» ЖШС', 'В разрешении есть описка', 'подп. 1) п. 13', 'действует']) expect(now.text).toContain(said)
    const holder = new Applicant(sandbox, 'marat')
    await holder.signIn()
    const paper = await textOf((await holder.resultOf(number!))!)
    for (const said of ['«Ақ бал» ЖШС', right, '37 ұя', held]) expect(paper).toContain(said)
    expect((await holder.request(number!)).text).toContain('қате түзетілді')
    holder.close()
  })
})

describe('two papers over one number, signed at the same instant', () => {
  test('one of them is signed; the other gets a sentence and a way on, and nothing of it is lost', async () => {
    const held = (await carry(house, sandbox, { regulation, variant: 'issue', personId: 'daulet' })).registerNumber!
    const cases = await Promise.all(['prolong', 'cancel'].map((variant) => untilSigning(variant, held)))
    const heads = cases.map(() => new Official(sandbox, 'asqar'))
    const key = await sandbox.key('asqar')
    const forms: Awaited<ReturnType<typeof signedForm>>[] = []
    for (const [place, number] of cases.entries()) {
      const item = await heads[place]!.taskOf(number)
      forms.push(await signedForm(await heads[place]!.prepare(item!), key))
    }
    const pages = await Promise.all(forms.map((form, place) => heads[place]!.browser.submit(form)))
    // Who comes at the very instant reads that the number changed; who comes a moment later, what became of it.
    const said = /тізілімдегі нөмір басқа нәтижемен өзгерді|қолданылуы тоқтатылған/
    const lost = pages.findIndex(({ status }) => status === 422)
    expect(pages.filter(({ status, text }) => status === 422 && said.test(text))).toHaveLength(1)
    const isEnded = lost === 0
    const register = (await entry(held)).text
    expect([register.includes('прекращено'), register.includes('продлено')]).toEqual([isEnded, !isEnded])
    // The way on: an extension of what is ended can only be refused by its draft; an extended number can still be ended.
    const again = (await heads[lost]!.taskOf(cases[lost]!))!
    const page = await heads[lost]!.open(again.url.pathname)
    expect(page.status).toBe(200)
    if (!isEnded) {
      await heads[lost]!.prepareAndSign(again)
      const ended = (await entry(held)).text
      expect([ended.includes('прекращено'), ended.includes('продлено')]).toEqual([true, true])
    }
    for (const head of heads) head.close()
  })

  test('where the cancellation is signed first, the extension goes back to its officer with the reason, and is refused', async () => {
    const held = (await carry(house, sandbox, { regulation, variant: 'issue', personId: 'marat' })).registerNumber!
    const prolonging = await untilSigning('prolong', held, 'marat')
    const head = new Official(sandbox, 'asqar')
    // The grant can be signed still, and the act's table names no way back.
    const before = await head.open((await head.taskOf(prolonging))!.url.pathname)
    expect(before.findForm('/prepare')).not.toBeNull()
    expect(before.forms.some((form) => form.value('task-action') === 'returnToOfficer')).toBe(false)
    const cancelling = await untilSigning('cancel', held, 'marat')
    await head.prepareAndSign((await head.taskOf(cancelling))!)

    const blocked = await head.open((await head.taskOf(prolonging))!.url.pathname)
    expect(blocked.text).toContain(`${held} құжатының қолданылуы тоқтатылған`)
    const back = blocked.forms.find((form) => form.value('task-action') === 'returnToOfficer')!
    expect((await back.set('returnToOfficer-reason', 'Рұқсаттың қолданылуы тоқтатылды.').submit()).status).toBe(200)
    expect(await head.taskOf(prolonging)).toBeNull()
    head.close()

    const office = new Office(sandbox, deskIds(sandbox, regulation))
    const officers = await Promise.all(office.officials.map(async (each) => ({ each, item: await each.taskOf(prolonging) })))
    const { each: officer, item } = officers.find((found) => found.item !== null)!
    const page = await officer.open(item!.url.pathname)
    for (const said of ['Рұқсаттың қолданылуы тоқтатылды.', `${held} құжатының қолданылуы тоқтатылған`]) expect(page.text).toContain(said)
    const done = await office.carryThrough(prolonging, { decision: 'refuse' })
    expect(done.map(({ action }) => action)).toEqual(['examine', 'signResult'])
    office.close()
    const holder = new Applicant(sandbox, 'marat')
    await holder.signIn()
    expect((await holder.request(prolonging)).text).toContain('дәлелді бас тартылды')
    holder.close()
    const register = (await entry(held)).text
    expect([register.includes('прекращено'), register.includes('продлено')]).toEqual([true, false])
  })

  /** The request's number, with a draft that waits for the signature of its head. */
  async function untilSigning(variant: string, permitNumber: string, personId = 'daulet'): Promise<string> {
    const applicant = new Applicant(sandbox, personId)
    const office = new Office(sandbox, deskIds(sandbox, regulation))
    try {
      await applicant.register()
      const draft = await applicant.startDraft(`${personId}-${variant}`, await applicant.startForm(`hives/${variant}`))
      const number = numberOf(await applicant.apply(draft, { answers: { permitNumber } }))
      const examined = new Error('examined')
      const stop = ({ action }: { readonly action: string }) => {
        if (action === 'examine') throw examined
      }
      await office.carryThrough(number, { onDone: stop }).catch((error: unknown) => {
        if (error !== examined) throw error
      })
      return number
    } finally {
      applicant.close()
      office.close()
    }
  }
})
