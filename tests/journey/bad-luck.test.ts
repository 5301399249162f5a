// Bad input and bad luck: whatever is pressed twice, lost in the middle, or comes too late, nothing is lost and nothing happens twice.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANSWERS, Application } from './support/application.ts'
import { Applicant } from './support/applicant.ts'
import { missingBrowser, tick, type Window } from './support/browser.ts'
import { Department } from './support/department.ts'
import { inOrder } from './support/in-order.ts'
import { chooseKey } from './support/keys.ts'
import { pdf } from './support/samples.ts'
import { Stage } from './support/stage.ts'

const MIB = 1024 * 1024

describe.skipIf(missingBrowser() !== null)('bad luck', () => {
  inOrder(() => stage)
  let stage: Stage
  let saule: Applicant
  let application: Application
  let department: Department
  let number: string

  beforeAll(async () => {
    stage = await Stage.open()
    saule = await stage.applicant('saule', { width: 360, language: 'kk' })
    application = new Application(saule)
    department = new Department(stage, { language: 'en' })
  })
  afterAll(() => stage?.close())

  /** The same person's second tab, at the same page. */
  async function secondTab(): Promise<Application> {
    const tab = await saule.window.anotherTab()
    const there = new Application(new Applicant(tab, saule.person))
    there.id = application.id
    await tab.goTo(saule.window.path)
    return there
  }

  test('a double click on the start button begins one application', async () => {
    await saule.signsIn()
    await application.opensService()
    await pressTwice(saule.window, saule.page.locator('form[action$="/drafts"] button').first())
    application.id = /[0-9a-f-]{36}/.exec(saule.page.url())![0]
    expect(await saule.countDrafts()).toBe(1)
  })

  test('a session that ended in mid-form costs one sign-in; what was typed is there', async () => {
    await application.opens()
    await application.savesAndGoesOn()
    await application.types(ANSWERS['granary']!)
    await saule.losesTheSession()
    await application.savesAndGoesOn()
    expect(saule.window.path).toBe('/sign-in')
    await saule.signsIn()
    expect(application.section).toBe('granary')
    expect(await application.field('cadastralNumber').inputValue()).toBe('02-036-001-123')
    expect(await application.field('titleDate-year').inputValue()).toBe('2011')
    expect(await saule.page.locator('[name="granaryKind"][value="elevator"]').isChecked()).toBe(true)
    await application.savesAndGoesOn()
    await application.fillsTheForm()
  })

  test('a file of 12 MB and one of 60 MB are refused in words, and the page goes on', async () => {
    await application.attaches('granaryTitle', pdf('12 МБ.pdf', 12 * MIB))
    expect(await saule.page.locator('#field-granaryTitle-error').innerText()).toMatch(/10 МБ/)
    expect(saule.window.path).toMatch(/\/documents$/)
    // More than the driver hands over as bytes: a real file on the disk.
    await application.attachesFromDisk('granaryTitle', pdf('60 МБ.pdf', 60 * MIB))
    expect(await saule.page.locator('#field-granaryTitle-error').innerText()).toMatch(/10 МБ/)
    await application.attachesDocuments()
    await application.goesToCheck()
    await application.confirmsAnswers()
  })

  describe('money', () => {
    test('two tabs and a double click lead to one order and one payment', async () => {
      const other = await secondTab()
      await tick(saule.page.locator('[name="requirementsRead"]'))
      await pressTwice(saule.window, saule.page.locator('form[action$="/pay"] button'))
      const order = saule.window.path
      await other.goesToPay()
      expect(other.window.path).toBe(order)
      await application.goesToBank()
      await other.goesToBank()
      expect(other.page.url()).toBe(saule.page.url())
      const card = await stage.republic.card('late')
      await application.typesCard(card)
      await pressTwice(saule.window, saule.page.locator('form[action$="/cards"] button'))
      // Of two clicks at the bank the first page that loads may still be the bank's.
      await saule.page.waitForURL(/\/return(\?|$)/)
      await saule.window.lookedOver()
      await other.window.goTo(`/drafts/${application.id}/payment`)
      expect(await other.window.heading()).toMatch(/Банк/)
      await other.page.close()
    })

    test('a confirmation that comes after the application was given up opens it again and tells', async () => {
      await application.opens('abandon')
      await saule.window.press(saule.form(`/drafts/${application.id}/abandon`).locator('button'))
      await application.opens()
      expect(saule.window.path).toMatch(/\/abandoned$/)
      await stage.republic.confirmHeldPayment()
      const { text } = await stage.republic.message(saule.person.phone, /қайта ашылды/)
      expect(text).toMatch(/қайта ашылды/)
      await application.opens()
      expect(saule.window.path).not.toMatch(/abandoned|pay/)
    })

    test('the payment counts: the way goes on to the signature', async () => {
      if (application.section !== '') {
        await application.opens('check')
        await application.confirmsAnswers()
      }
      await application.opens()
      expect(saule.window.path).toMatch(/\/sign$/)
    })
  })

  describe('the signature', () => {
    test('signed in two tabs and clicked twice, it gives one request with one number', async () => {
      await saule.bringsKey('good')
      await application.opensSigning()
      const other = await secondTab()
      await other.opensSigning()
      await chooseKey(saule.window)
      await pressTwice(saule.window, saule.page.locator('[data-part="sign"]'))
      await application.arrivesAt('/receipt')
      number = await application.requestNumber()
      await other.signs()
      expect(other.window.path).toMatch(/\/receipt$/)
      expect(await other.requestNumber()).toBe(number)
      await other.page.close()
      expect(await saule.requestNumbers()).toEqual([number])
      expect(await saule.countDrafts()).toBe(0)
    })

    test('Back after signing shows the receipt, not the signing page', async () => {
      await saule.window.goTo(`/cabinet/requests/${encodeURIComponent(number)}/receipt`)
      await application.opens('sign')
      expect(saule.window.path).toMatch(/\/receipt$/)
      await saule.page.goBack({ waitUntil: 'load' })
      await saule.window.lookedOver()
      expect(await saule.page.locator('[data-part="sign"]').count()).toBe(0)
    })
  })

  describe('at the desks', () => {
    test('a double click in the journal enters the request once', async () => {
      const clerk = await department.clerk
      await clerk.opensTask(number)
      await pressTwice(clerk.window, clerk.action('accept').locator('button'))
      expect(await clerk.lists(number)).toBe(false)
      await clerk.window.goTo('/work/journal')
      expect((await clerk.window.text()).split(number)).toHaveLength(2)
    })

    test('an officer from whom the work was taken is told so, and keeps what was written', async () => {
      const [head, officer, second] = [await department.head, await department.officer, await department.at('secondOfficer')]
      await head.assigns(number, officer.person.name)
      await officer.opensTask(number)
      await tick(officer.page.locator('[name="examine-decision"][value="grant"]'))
      await officer.page.locator('[name="examine-explanation"]').fill('Everything is in order, I looked at each paper.')
      await head.takesBack(number, 'Another has more time.')
      await head.assigns(number, second.person.name)
      await officer.does('examine')
      const page = await officer.window.text()
      expect(page).toContain('Everything is in order, I looked at each paper.')
      expect(page).toMatch(new RegExp(`${second.person.name}|${head.person.name}`))
      await second.finds(number, 'examine')
    })

    test('of two windows of the interested body the second is told that it is done', async () => {
      const body = await department.interestedBody
      await body.opensTask(number)
      const tab = await body.window.anotherTab()
      await tab.goTo(body.window.path)
      await body.agrees(number)
      await tick(tab.page.locator('[name="approve-opinion"][value="objects"]'))
      await tab.page.locator('[name="approve-reason"]').fill('Not so.')
      await tab.press(tab.page.locator('form.task-action button.button').first())
      expect(await tab.text()).toMatch(/already|done/i)
      await tab.page.close()
    })

    test('a result signed twice is one result; handed over twice, it is handed over once', async () => {
      const [head, clerk] = [await department.head, await department.clerk]
      await (await department.at('secondOfficer')).finds(number, 'conclude')
      await head.bringsKey()
      await head.preparesResult(number)
      await chooseKey(head.window)
      await pressTwice(head.window, head.page.locator('[data-part="sign"]'))
      await head.page.waitForURL(/\/work\?done/)
      await clerk.opensTask(number)
      const tab = await clerk.window.anotherTab()
      await tab.goTo(clerk.window.path)
      await pressTwice(clerk.window, clerk.action('handOver').locator('button.button').last())
      await tab.press(tab.page.locator('form.task-action button.button').last())
      expect(await tab.text()).toMatch(/already|done|closed/i)
      await saule.window.goTo(`/cabinet/requests/${encodeURIComponent(number)}`)
      const history = await saule.page.locator('.timeline').innerText()
      expect(history.split('Нәтиже берілді')).toHaveLength(2)
      expect(history.split('Нәтижеге қол қойылды')).toHaveLength(2)
    })
  })

  test('every page of the way was visited, is accessible, and fits a narrow window', () => {
    expect(stage.unvisited('bad-luck')).toEqual([])
    expect(stage.inspector.problems).toEqual([])
    expect(stage.faultsInLog()).toEqual([])
  })
})

/** Two clicks before the first is answered. */
async function pressTwice(window: Window, button: Locator): Promise<void> {
  const arrived = window.page.waitForEvent('load')
  await button.dblclick({ delay: 5 })
  await arrived
  await window.page.waitForLoadState('networkidle')
  await window.lookedOver()
}
