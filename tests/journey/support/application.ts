// One application on its way: sections of the form, documents, check, payment, signature.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import type { Applicant } from './applicant.ts'
import { clean, tick } from './browser.ts'
import { bringKey, chooseKey, type KeyFile } from './keys.ts'
import { pdf, png, type SampleFile } from './samples.ts'

type Answers = Readonly<Record<string, string | { readonly choice: string } | { readonly date: readonly [string, string, string] }>>

/** True answers to the form of the service, by the name of the field. */
export const ANSWERS: Readonly<Record<string, Answers>> = {
  applicant: {},
  granary: {
    granaryKind: { choice: 'elevator' },
    granaryAddress: 'Ақтөбе облысы, Мәртөк ауданы, Элеватор көшесі, 1',
    cadastralNumber: '02-036-001-123',
    titleNumber: 'МҚ-2011/58',
    titleDate: { date: ['14', '3', '2011'] },
    capacity: '25000,5',
    unencumbered: { choice: 'yes' },
  },
  equipment: {
    scalesKind: 'Автокөлік таразысы, 60 т',
    scalesCertificateNumber: 'ВА-17-0042',
    scalesCertificateValidUntil: { date: ['31', '12', '2027'] },
    machinery: 'Нория НПЗ-50, кептіргіш ДСП-32, сепаратор БСХ-100',
    laboratoryNumber: 'ЗЖ-115',
  },
  people: {
    specialistCount: '12',
    guaranteeNumber: 'КҚ-2024/7',
    guaranteeDate: { date: ['1', '2', '2024'] },
  },
}

export const DOCUMENTS: Readonly<Record<string, SampleFile>> = {
  granaryTitle: pdf('меншік құжаты.pdf'),
  weighingCertificate: png('таразы.png'),
  laboratoryAssessment: pdf('зертхана.pdf'),
  guaranteeContract: pdf('шарт.pdf'),
  staffList: pdf('мамандар.pdf'),
}

export class Application {
  readonly applicant: Applicant
  /** Set by the first page of the draft. */
  id = ''
  constructor(applicant: Applicant) {
    this.applicant = applicant
  }

  get window() {
    return this.applicant.window
  }
  get page() {
    return this.applicant.page
  }

  /** From the start page by the service's page to the first section. */
  async begins(): Promise<void> {
    await this.opensService()
    await this.window.press(this.page.locator('form[action$="/drafts"] button').first())
    this.id = /[0-9a-f-]{36}/.exec(this.page.url())![0]
  }

  async opensService(): Promise<void> {
    await this.window.goTo('/')
    await this.window.press(this.page.locator('main a[href*="/services/grain/"]').first())
  }

  async opens(place = ''): Promise<void> {
    await this.window.goTo(`/drafts/${this.id}${place === '' ? '' : `/${place}`}`)
  }

  get section(): string {
    return this.window.path.split('/form/')[1] ?? ''
  }

  async types(answers: Answers): Promise<void> {
    for (const [name, answer] of Object.entries(answers)) {
      if (typeof answer === 'string') await this.field(name).fill(answer)
      else if ('choice' in answer) await tick(this.page.locator(`[name="${name}"][value="${answer.choice}"]`))
      else
        for (const [at, part] of (['day', 'month', 'year'] as const).entries()) await this.field(`${name}-${part}`).fill(answer.date[at]!)
    }
  }

  field(name: string): Locator {
    return this.page.locator(`[name="${name}"]`)
  }

  async savesAndGoesOn(): Promise<void> {
    await this.window.press(this.page.locator('form[action*="/form/"] button.button--primary'))
  }

  async savesAndLeaves(): Promise<void> {
    await this.window.press(this.page.locator('form[action*="/form/"] button[name="leave"]'))
  }

  /** Every section that is still before the person, each with true answers. */
  async fillsTheForm(): Promise<void> {
    for (let pages = 0; this.section !== ''; pages += 1) {
      if (pages > 10) throw new Error(`Expected the form to end but it goes round at ${this.section}`)
      await this.types(ANSWERS[this.section]!)
      await this.savesAndGoesOn()
      const errors = await this.window.errors()
      if (errors.length > 0) throw new Error(`Expected true answers but the form says ${errors.join('; ')}`)
    }
  }

  async attaches(slot: string, file: SampleFile): Promise<void> {
    await this.chooses(slot, file)
  }

  /** A file so large that it has to come from a disk. */
  async attachesFromDisk(slot: string, { name, buffer }: SampleFile): Promise<void> {
    const path = join(mkdtempSync(join(tmpdir(), 'ruqsat-upload-')), name)
    writeFileSync(path, buffer)
    await this.chooses(slot, path)
    rmSync(path)
  }

  /** With script a file is sent as it is chosen; without, by the button of the page. */
  private async chooses(slot: string, files: SampleFile | string): Promise<void> {
    await this.page.locator(`input[type="file"][name="${slot}"]`).setInputFiles(files)
    const attach = this.page.locator('#attach-chosen')
    if (await attach.isVisible()) {
      await this.window.press(attach)
      return
    }
    await this.page.locator('form#documents:not([data-sending])').waitFor()
    await this.window.lookedOver()
  }

  /** One document with what is attached already. */
  slot(slot: string): Locator {
    return this.page.locator(`#slot-${slot}`)
  }

  async attachesDocuments(): Promise<void> {
    for (const [slot, file] of Object.entries(DOCUMENTS)) {
      if ((await this.slot(slot).locator('button[name="remove"]').count()) === 0) await this.attaches(slot, file)
    }
  }

  async goesToCheck(): Promise<void> {
    await this.window.press(this.page.locator('button[name="go"][value="check"]'))
  }

  /** Reads everything once more, makes the statements, goes on. */
  async confirmsAnswers(): Promise<void> {
    for (const statement of await this.page.locator('[name="statements"]').all()) await tick(statement)
    await this.window.press(this.page.locator('form[action$="/check"] button'))
  }

  /** The page of payment: says that the requirements are known and goes to the gateway. */
  async goesToPay(): Promise<void> {
    await tick(this.page.locator('[name="requirementsRead"]'))
    await this.window.press(this.page.locator('form[action$="/pay"] button'))
  }

  /** From the gateway's page to the bank's, which is another site. */
  async goesToBank(): Promise<void> {
    await this.window.press(this.page.locator('form[action$="/payments"] button'))
    await this.page.locator('#number').waitFor()
  }

  async typesCard(number: string): Promise<void> {
    await this.page.locator('#number').fill(number)
    await this.page.locator('#expiry').fill('12/40')
    await this.page.locator('#cvv').fill('123')
  }

  async paysBy(number: string): Promise<void> {
    await this.typesCard(number)
    await this.window.press(this.page.locator('form[action$="/cards"] button'))
  }

  async turnsBackAtTheBank(): Promise<void> {
    await this.window.press(this.page.locator('form[action$="/cancellations"] button'))
  }

  /** All of it, for journeys that are about something later. */
  async isReadyToSign(card: string): Promise<void> {
    await this.begins()
    await this.isFilled()
    await this.goesToPay()
    await this.goesToBank()
    await this.paysBy(card)
    await this.arrivesAt('/sign')
  }

  async isFilled(): Promise<void> {
    await this.fillsTheForm()
    await this.attachesDocuments()
    await this.goesToCheck()
    await this.confirmsAnswers()
  }

  /** The gateway may need a moment and refreshes itself; the person just waits. */
  async arrivesAt(end: string): Promise<void> {
    await this.page.waitForURL((url) => url.pathname.endsWith(end))
    await this.page.waitForLoadState('load')
    await this.window.lookedOver()
  }

  async opensSigning(): Promise<void> {
    await this.opens('sign')
    await this.page.locator('[data-part="keys"] > *').first().waitFor()
  }

  /** Follows the link of the signing page, brings the key, comes back. */
  async isLedToBringKey(key: KeyFile): Promise<void> {
    await this.window.press(this.page.locator('[data-part="keys"] a'))
    await bringKey(this.window, key)
    await this.window.press(this.page.locator('[data-part="found"] a'))
    await this.page.locator('[data-part="keys"] > *').first().waitFor()
  }

  /** Signs with the key at this place of the list. */
  async signs(at = 0): Promise<void> {
    await chooseKey(this.window, at)
    await this.window.press('[data-part="sign"]')
  }

  /** The number on the receipt. */
  async requestNumber(): Promise<string> {
    return clean(await this.page.locator('.summary-list__value').first().innerText())
  }
}
