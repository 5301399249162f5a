// The whole way of a licence, as a new user walks it: from the start page to a signed document that anyone can check. Once on a narrow
// phone in Kazakh, where the department simply works; once on a wide screen in Russian and English, with every detour that the act allows.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANSWERS, Application, DOCUMENTS } from './support/application.ts'
import type { Applicant } from './support/applicant.ts'
import { missingBrowser } from './support/browser.ts'
import { Department } from './support/department.ts'
import { bringKey, downloadKey, keysAsScriptSeesThem } from './support/keys.ts'
import { inOrder } from './support/in-order.ts'
import { disguisedProgram } from './support/samples.ts'
import { downloaded, fontsOf, hasPrograms, pdfsig, qpdfCheck, ruqsatVerify, textOf } from './support/signed-files.ts'
import { Stage } from './support/stage.ts'

const JOURNAL = { kk: 'Тіркеу журналы', ru: 'Журнал регистрации', en: 'Registration journal' }
const LICENCE = /KZ\d{2}LAA\d{8}/

describe.skipIf(missingBrowser() !== null)('a licence', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.open()
  })
  afterAll(() => stage?.close())

  describe('on an old phone, in Kazakh', () => {
    inOrder(() => stage)
    let aigerim: Applicant
    let application: Application
    let department: Department
    let number: string

    beforeAll(async () => {
      aigerim = await stage.applicant('aigerim', { width: 360, language: 'kk', isOld: true })
      application = new Application(aigerim)
      department = new Department(stage, { width: 360, language: 'kk', isOld: true })
    })

    test('the start page leads to the service, which says everything before it costs anything', async () => {
      await application.opensService()
      const page = await aigerim.window.text()
      for (const said of [' ₸', 'қайтарылмайды', 'болжам', 'Астық қоймасына меншік құқығын растайтын құжат']) expect(page).toContain(said)
      expect(page).toMatch(/Бүгін берсеңіз/)
    })

    test('the applicant downloads a key from the sandbox and registers with it', async () => {
      const key = await downloadKey(aigerim.window, aigerim.person)
      await aigerim.window.goTo('/')
      await aigerim.window.press(aigerim.page.locator('a[href$="/sign-in"]').first())
      await aigerim.window.press(aigerim.link('/register').first())
      await aigerim.window.press(aigerim.link('/keys').first())
      aigerim.window.posted.length = 0
      await bringKey(aigerim.window, key)
      expect(aigerim.window.posted.map((request) => request.url())).toEqual([])
      expect(await keysAsScriptSeesThem(aigerim.window)).toEqual([
        { isExtractable: false, usages: ['sign'], exported: 'InvalidAccessError' },
      ])
      await aigerim.window.press(aigerim.page.locator('[data-part="found"] a'))
      await aigerim.confirmsByKey()
      expect(await aigerim.window.text()).toContain(aigerim.person.iin)
      await aigerim.givesContacts()
      expect(await aigerim.window.errors()).toEqual([])
      await aigerim.confirmsContacts(stage.republic)
      expect(aigerim.window.path).toBe('/cabinet')
      await aigerim.signsOut()
    })

    test('the applicant signs in by number and password', async () => {
      await aigerim.signsIn()
      expect(aigerim.window.path).toBe('/cabinet')
      expect(await aigerim.countDrafts()).toBe(0)
    })

    test('a wrong value comes back with its reason, and nothing that was typed is lost', async () => {
      await application.begins()
      await application.savesAndGoesOn()
      expect(application.section).toBe('granary')
      await application.types({ ...ANSWERS['granary'], cadastralNumber: 'білмеймін', titleDate: { date: ['31', '2', '2011'] } })
      await application.savesAndGoesOn()
      expect(await aigerim.window.errors()).toEqual([expect.stringMatching(/кадастр/i), expect.stringMatching(/күн/)])
      expect(await application.field('cadastralNumber').inputValue()).toBe('білмеймін')
      expect(await application.field('titleDate-day').inputValue()).toBe('31')
      expect(await application.field('capacity').inputValue()).toBe('25000,5')
      await application.fillsTheForm()
    })

    test('a program under the name of a document is refused; the documents are taken', async () => {
      await application.attaches('granaryTitle', disguisedProgram('меншік құжаты.pdf'))
      expect(await application.slot('granaryTitle').innerText()).toMatch(/PDF.*JPEG.*PNG/)
      await application.attachesDocuments()
      for (const [slot, { name }] of Object.entries(DOCUMENTS)) expect(await application.slot(slot).innerText()).toContain(name)
    })

    test('everything is read once more, the statements are made', async () => {
      await application.goesToCheck()
      const page = await aigerim.window.text()
      for (const typed of ['02-036-001-123', '25000,5 тонна', 'меншік құжаты.pdf', 'Элеватор']) expect(page).toContain(typed)
      await aigerim.window.press(aigerim.form(`/drafts/${application.id}/check`).locator('button'))
      expect(await aigerim.window.errors()).toEqual([expect.stringMatching(/раста/)])
      await application.confirmsAnswers()
    })

    test('the fee is paid at the bank, on another site', async () => {
      const page = await aigerim.window.text()
      expect(page).toMatch(/АЕК/)
      expect(page).toContain('қайтарылмайды')
      await application.goesToPay()
      await application.goesToBank()
      expect(new URL(aigerim.page.url()).hostname).toBe('127.0.0.1')
      await application.paysBy(await stage.republic.card('success'))
      await application.arrivesAt('/sign')
    })

    test('a browser without a key leads to bringing one, and back to the very bytes', async () => {
      const elsewhere = await stage.applicant('aigerim', { width: 360, language: 'kk' })
      await elsewhere.signsIn()
      const there = new Application(elsewhere)
      there.id = application.id
      await there.opensSigning()
      expect(await elsewhere.page.locator('[data-part="keys"]').innerText()).toContain('кілт жоқ')
      await there.isLedToBringKey(await downloadKey(elsewhere.window, elsewhere.person).finally(() => there.opensSigning()))
      expect(elsewhere.window.path).toBe(`/drafts/${application.id}/sign`)
      const shown = await elsewhere.page.locator('.signing__exact').textContent()
      const bytes = await elsewhere.page.evaluate(
        (url) => fetch(url).then((answer) => answer.text()),
        `/kk/drafts/${application.id}/content`,
      )
      expect(shown).toBe(bytes)
      await elsewhere.window.close()
    })

    test('the signature gives a number and a receipt to print', async () => {
      await application.opensSigning()
      await application.signs()
      expect(aigerim.window.path).toMatch(/\/receipt$/)
      number = await application.requestNumber()
      expect(await aigerim.window.text()).toContain('Жұмабаева')
      expect(await aigerim.requestNumbers()).toEqual([number])
      const { text } = await stage.republic.message(aigerim.person.phone, /тіркелді/)
      expect(text).toContain(number)
    })

    test('the department registers, assigns, examines, agrees and completes', async () => {
      await department.takesIn(number)
      const officer = await department.officer
      await officer.finds(number, 'examine')
      await (await department.interestedBody).agrees(number)
      await officer.finds(number, 'conclude')
    })

    test('the head looks at the document and signs it with a key of their own', async () => {
      const head = await department.head
      await head.bringsKey()
      await head.preparesResult(number)
      expect(await head.window.text()).toMatch(LICENCE)
      await head.signsResult()
      expect(await head.told()).toMatch(LICENCE)
      await (await department.clerk).handsOver(number)
    })

    test('the applicant follows every stage, is told, and takes the licence', async () => {
      await aigerim.window.goTo(`/cabinet/requests/${encodeURIComponent(number)}`)
      const history = await aigerim.page.locator('.timeline').innerText()
      for (const stageName of [
        'Сұрау салу тіркелді',
        'Кіріс журналына жазылды',
        'тағайындалды',
        'қол қойылды',
        'Нәтиже берілді',
        'Қызмет көрсетілді',
      ])
        expect(history).toContain(stageName)
      for (const paragraph of ['5-т', '1)', '7)']) expect(history).toContain(paragraph)
      const { text } = await stage.republic.message(aigerim.person.phone, /Электрондық лицензия дайын/)
      expect(text).toContain(number)
    })

    test('anyone may check the licence by its number, without an account', async () => {
      const passerBy = await stage.window({ width: 360, language: 'kk' })
      const licence = LICENCE.exec(
        await aigerim.page
          .locator('main a[href*="/verify/"]')
          .first()
          .getAttribute('href')
          .then((href) => decodeURIComponent(href!)),
      )![0]
      await passerBy.goTo('/verify')
      await passerBy.page.locator('[name="number"]').fill(`${licence.slice(0, 4)} ${licence.slice(4, 7)} ${licence.slice(7)}`)
      await passerBy.press(passerBy.page.locator('form[action$="/verify"] button'))
      const page = await passerBy.text()
      expect(page).toContain('күшінде')
      expect(page).toContain(aigerim.person.iin.slice(-4))
      for (const secret of [aigerim.person.iin, aigerim.person.name, aigerim.person.phone, aigerim.person.email, 'Сынақ көшесі'])
        expect(page).not.toContain(secret)
      await passerBy.close()
    })

    test.skipIf(!hasPrograms('pdfsig', 'qpdf', 'pdffonts', 'pdftotext', 'certutil', 'faketime'))(
      'poppler and qpdf, which know nothing of us, find the licence in order',
      async () => {
        const path = await downloaded(aigerim.page, 'main a[href$="/result"]')
        expect(await qpdfCheck(path)).toContain('No syntax or stream encoding errors')
        const signatures = await pdfsig(stage, path)
        expect(signatures).toContain('Signature Validation: Signature is Valid.')
        expect(signatures).toContain('Certificate Validation: Certificate is Trusted.')
        // What proves it for later (DSS) comes after the signature.
        expect(signatures).toContain('Not total document signed')
        expect((await fontsOf(path)).filter(({ isEmbedded }) => !isEmbedded)).toEqual([])
        const text = await textOf(path)
        for (const stated of [
          'ЛИЦЕНЗИЯ',
          'Жұмабаева Әйгерім Сәкенқызы',
          aigerim.person.iin,
          'Астық қолхаттарын беру',
          'Оказание складских услуг',
        ])
          expect(text).toContain(stated)
      },
    )

    test('our own command says so too, and names what was done to a tampered copy', async () => {
      const path = await downloaded(aigerim.page, 'main a[href$="/result"]')
      const verdict = await ruqsatVerify(stage, path)
      expect(verdict, verdict.output).toMatchObject({ code: 0 })
      const request = await downloaded(aigerim.page, 'main a[href$="/package?with=attachments"]')
      expect(await ruqsatVerify(stage, request)).toMatchObject({ code: 0 })
      const forged = JSON.parse(readFileSync(request, 'utf8')) as { content: string }
      const passerBy = await stage.window({ language: 'kk' })
      await passerBy.goTo('/verify')
      const content = Buffer.from(forged.content, 'base64').toString().replace('25000,5', '95000,5')
      const file = Buffer.from(JSON.stringify({ ...forged, content: Buffer.from(content).toString('base64') }))
      await passerBy.page.locator('[name="file"]').setInputFiles({ name: 'forged.ruqsat.json', mimeType: 'application/json', buffer: file })
      await passerBy.press(passerBy.page.locator('form[action$="/verify/file"] button'))
      expect(await passerBy.heading()).toBe('Қолтаңба дұрыс емес')
      await passerBy.close()
    })
  })

  describe('on a wide screen, in Russian and English, with every detour', () => {
    inOrder(() => stage)
    let marat: Applicant
    let application: Application
    let department: Department
    let number: string

    beforeAll(async () => {
      marat = await stage.applicant('marat', { width: 1280, language: 'ru' })
      application = new Application(marat)
      department = new Department(stage, { width: 1280, language: 'en' })
    })

    test('the head of a firm registers, signs in and sends a request in its name', async () => {
      await marat.registers()
      expect(await marat.window.errors()).toEqual([])
      await application.isReadyToSign(await stage.republic.card('success'))
      await application.opensSigning()
      await application.signs()
      number = await application.requestNumber()
      expect(await marat.window.text()).toContain('«Ақ Дала Сынақ» ЖШС')
    })

    test('a clerk of another authority sees nothing of it', async () => {
      const stranger = await department.at('strangersClerk')
      expect(await stranger.lists(number)).toBe(false)
      await stranger.opensCase(number)
      expect(await stranger.window.heading()).toMatch(/no such case|no such request/i)
    })

    test('the clerk enters it in the journal, the head assigns, and each due date explains itself', async () => {
      const clerk = await department.clerk
      await clerk.opensTask(number)
      expect(await clerk.window.text()).toMatch(/30 min/)
      await clerk.does('accept')
      expect(await clerk.told()).toContain(number)
      await clerk.window.press(clerk.page.locator('a[href$="/work/journal"]').first())
      for (const [language, heading] of Object.entries(JOURNAL)) {
        await clerk.window.goTo(`${stage.house.origin}/${language}/work/journal`)
        expect([await clerk.window.heading(), (await clerk.window.text()).includes(number)]).toEqual([heading, true])
      }
      const officer = await department.officer
      await (await department.head).assigns(number, officer.person.name)
    })

    test('an officer declines with a reason; the head assigns another, and takes it back', async () => {
      const [head, officer, second] = [await department.head, await department.officer, await department.at('secondOfficer')]
      await officer.declines(number, 'I am on leave from tomorrow.')
      await head.opensTask(number)
      expect(await head.window.text()).toContain('I am on leave from tomorrow.')
      await head.assigns(number, second.person.name)
      expect(await second.lists(number)).toBe(true)
      await head.takesBack(number, 'The first officer is back.')
      expect(await second.lists(number)).toBe(false)
      await head.assigns(number, officer.person.name)
    })

    test('the head returns the result with a reason, and signs when it is mended', async () => {
      const [head, officer] = [await department.head, await department.officer]
      await officer.finds(number, 'examine')
      await (await department.interestedBody).agrees(number)
      await officer.finds(number, 'conclude')
      await head.returns(number, 'Name the capacity in the explanation.')
      await officer.opensTask(number)
      expect(await officer.window.text()).toContain('Name the capacity in the explanation.')
      await officer.finds(number, 'conclude', 'All requirements are met; the capacity is 25 000.5 tonnes.')
      await head.bringsKey()
      await department.signs(number)
      expect(await head.told()).toMatch(LICENCE)
      await (await department.clerk).handsOver(number)
    })

    test('the firm takes its licence, and the file says that it is valid', async () => {
      await marat.window.goTo(`/cabinet/requests/${encodeURIComponent(number)}`)
      expect(await marat.window.text()).toContain('выдано')
      const path = await downloaded(marat.page, 'main a[href$="/result"]')
      expect(await ruqsatVerify(stage, path)).toMatchObject({ code: 0 })
    })
  })

  test('every page of the way was visited, is accessible, and fits a narrow window', () => {
    expect(stage.unvisited('whole-way')).toEqual([])
    expect(stage.inspector.problems).toEqual([])
    expect(stage.faultsInLog()).toEqual([])
  })
})
