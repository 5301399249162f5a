// Every way to be refused, each with its own reason, and the one that is no refusal: an authority that does not answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Application } from './support/application.ts'
import type { Applicant } from './support/applicant.ts'
import { missingBrowser, tick } from './support/browser.ts'
import { Department } from './support/department.ts'
import { inOrder } from './support/in-order.ts'
import { downloadKey, removeKeys } from './support/keys.ts'
import type { KeyKind } from './support/republic.ts'
import { downloaded, hasPrograms, ruqsatVerify, textOf } from './support/signed-files.ts'
import { Stage } from './support/stage.ts'

describe.skipIf(missingBrowser() !== null)('refusals', () => {
  inOrder(() => stage)
  let stage: Stage
  let saule: Applicant
  /** What the page says, its folded parts included: codes of steps and refusals are there. */
  const everything = async () => (await saule.page.locator('main').textContent()) ?? ''
  let application: Application
  let number: string
  const card = (scenario: string) => stage.republic.card(scenario)

  beforeAll(async () => {
    stage = await Stage.open()
    saule = await stage.applicant('saule', { width: 360, language: 'kk' })
    application = new Application(saule)
  })
  afterAll(() => stage?.close())

  describe('A2, sign-in', () => {
    test('a slip in the number is told at once and costs no try', async () => {
      await saule.window.goTo('/sign-in')
      const wrong = `${saule.person.iin.slice(0, 11)}${(Number(saule.person.iin[11]) + 1) % 10}`
      await saule.page.locator('[name="iin"]').fill(wrong)
      await saule.page.locator('[name="password"]').fill('білмеймін-ғой')
      await saule.window.press(saule.form('/sign-in').locator('button'))
      expect(await saule.window.errors()).toEqual([expect.stringMatching(/ЖСН.*бақылау/)])
      expect(await saule.page.locator('[name="iin"]').inputValue()).toBe(wrong)
    })

    test('five wrong passwords close sign-in and tell the time left; the right one must wait too', async () => {
      for (let tries = 0; tries < 4; tries += 1) {
        await saule.signsIn('дұрыс емес құпиясөз')
        expect(await saule.window.errors()).toEqual([expect.stringContaining('қате')])
        expect(await everything()).toContain('A2')
      }
      await saule.signsIn('дұрыс емес құпиясөз')
      await saule.signsIn()
      expect((await saule.window.errors()).join()).toMatch(/мин \d+ с/)
    })

    test('a code from the message opens it again', async () => {
      await saule.window.press(saule.link('/password-reset').first())
      await saule.page.locator('[name="iin"]').fill(saule.person.iin)
      await saule.window.press(saule.form('/password-reset').locator('button'))
      const { text } = await stage.republic.message(saule.person.phone, /\d{6}/)
      saule.password = 'жаңа құпиясөз 2026 тау'
      await saule.page.locator('[name="code"]').fill(/\d{6}/.exec(text)![0])
      await saule.page.locator('[name="newPassword"]').fill(saule.password)
      await saule.window.press(saule.page.locator('form[action*="/password-reset/"] button'))
      await saule.signsIn()
      expect(saule.window.path).toBe('/cabinet')
    })
  })

  describe('A5, payment', () => {
    let order: string
    test('a declined card is told with its reason', async () => {
      await application.begins()
      await application.isFilled()
      await application.goesToPay()
      order = saule.window.path
      await application.goesToBank()
      await application.paysBy(await card('insufficientFunds'))
      expect(await saule.window.text()).toMatch(/қаражат/i)
      await saule.window.press(saule.page.locator('main a.button'))
      expect(await saule.window.text()).toMatch(/қаражат/i)
    })

    test('giving the payment up is A5: refused, not paid; everything is kept', async () => {
      await saule.window.press(saule.page.locator('form[action$="/abandonments"] button'))
      expect(saule.window.path).toMatch(/\/not-paid$/)
      expect(await everything()).toContain('A5')
      await saule.window.press(saule.page.locator('form[action$="/again"] button'))
      await application.goesToPay()
      expect(saule.window.path).toBe(order)
    })

    test('turning back at the bank is A5 too', async () => {
      await application.goesToBank()
      await application.turnsBackAtTheBank()
      await application.arrivesAt('/not-paid')
      await saule.window.press(saule.page.locator('form[action$="/again"] button'))
    })

    test('paying again works, on the one order of this draft', async () => {
      await application.goesToPay()
      expect(saule.window.path).toBe(order)
      await application.goesToBank()
      await application.paysBy(await card('success'))
      await application.arrivesAt('/sign')
    })
  })

  describe('A7, signature', () => {
    const REASONS: readonly (readonly [KeyKind, string, string])[] = [
      ['expired', 'trust.signature-expired', 'аяқталған'],
      ['revoked', 'trust.signature-revoked', 'кері қайтарылған'],
      ['not-yet-valid', 'trust.signature-not-yet-valid', 'басталған жоқ'],
      ['another-person', 'trust.signature-wrong-person', 'басқа тұлғаға'],
      ['wrong-purpose', 'trust.signature-wrong-purpose', 'қол қоюға арналмаған'],
      ['unknown-root', 'trust.signature-unknown-root', 'сенім білдіретін'],
    ]
    test.each(REASONS)('a key that is %s is refused as %s', async (kind, code, words) => {
      await removeKeys(saule.window)
      await saule.bringsKey(kind)
      await application.opensSigning()
      await application.signs()
      const page = await everything()
      expect(page).toContain(code)
      expect(page).toContain(words)
      expect(page).toMatch(/A7.*AC3/s)
      await saule.window.press(saule.page.locator('form[action$="/again"] button'))
    })

    test('content changed on the way to the browser is refused as changed', async () => {
      await removeKeys(saule.window)
      await saule.bringsKey('good')
      await saule.page.route('**/content', async (route) => {
        const answer = await route.fetch()
        await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('25000,5', '95000,5') })
      })
      await application.opensSigning()
      expect(await saule.page.locator('.signing__content').textContent()).toContain('95000,5')
      await application.signs()
      expect(await everything()).toContain('trust.signature-changed-content')
      await saule.page.unroute('**/content')
      await saule.window.press(saule.page.locator('form[action$="/again"] button'))
    })

    test('a post tampered with on the way to the server is refused', async () => {
      await application.opensSigning()
      await saule.page.route('**/sign', async (route) => {
        if (route.request().method() !== 'POST') return route.continue()
        const posted = new URLSearchParams(route.request().postData() ?? '')
        const cms = Buffer.from(posted.get('signature')!, 'base64')
        cms[cms.length - 5]! ^= 0xff
        posted.set('signature', cms.toString('base64'))
        await route.continue({ postData: posted.toString() })
      })
      await application.signs()
      expect(await everything()).toMatch(/trust\.signature-(changed-content|malformed)/)
      await saule.page.unroute('**/sign')
      await saule.window.press(saule.page.locator('form[action$="/again"] button'))
    })

    test('an employee without the right to sign is told who signs; the head finds the request in an own cabinet and signs', async () => {
      const dinara = await stage.applicant('dinara', { language: 'en' })
      await dinara.registers()
      const ofFirm = new Application(dinara)
      await ofFirm.isReadyToSign(await card('success'))
      await ofFirm.opens('sign')
      expect(await dinara.window.text()).toContain('nobody of your organisation with that right is registered')
      expect(await dinara.page.locator('[data-part="keys"]').count()).toBe(0)
      const marat = await stage.applicant('marat', { language: 'en' })
      await marat.registers()
      await marat.window.goTo('/cabinet')
      expect(await marat.window.text()).toContain('ready to sign')
      await dinara.window.goTo(`/drafts/${ofFirm.id}/sign`)
      expect(await dinara.window.text()).toContain('Қожахметов Марат')
      await marat.window.press(marat.link(`/drafts/${ofFirm.id}`).first())
      await marat.page.locator('[data-part="keys"] > *').first().waitFor()
      await tick(marat.page.locator('input[name="signing-key"]').first())
      await marat.window.press('[data-part="sign"]')
      await marat.page.waitForURL(/\/receipt$/, { timeout: 60_000 })
      await dinara.window.goTo('/cabinet')
      expect(await dinara.page.locator('a.number').count()).toBe(1)
      await dinara.window.press(dinara.page.locator('a.number').first())
      // Folded: there for who opens it.
      expect(await dinara.page.locator('main').textContent()).toContain('Begun by Оспанова Динара')
      await dinara.window.press(dinara.page.locator('a[href$="/form"]'))
      await marat.window.close()
      await dinara.window.close()
    })
  })

  describe('an authority that does not answer', () => {
    test('refuses nobody: the request waits, and the person is told', async () => {
      await application.opensSigning()
      await stage.republic.makeNeighbours({ ocsp: 'down', crl: 'down' })
      await application.signs()
      expect(saule.window.path).toMatch(/\/waiting$/)
      expect(await saule.window.text()).toContain('бас тарту емес')
    })

    test('when it is back, the request is registered by itself', async () => {
      await stage.republic.makeNeighbours({ ocsp: 'ok', crl: 'ok' })
      await saule.page.waitForURL(/\/receipt$/, { timeout: 60_000 })
      await saule.window.lookedOver()
      number = await application.requestNumber()
      const { text } = await stage.republic.message(saule.person.phone, /Күт/)
      expect(text).toContain(number)
      expect(await saule.requestNumbers()).toEqual([number])
    })
  })

  describe('A10, a reasoned refusal', () => {
    test('needs a ground of the closed list and an explanation', async () => {
      const department = new Department(stage, { language: 'ru' })
      await department.takesIn(number)
      const [officer, head] = [await department.officer, await department.head]
      await officer.opensTask(number)
      await tick(officer.page.locator('[name="examine-decision"][value="refuse"]'))
      await officer.does('examine')
      expect(await officer.window.errors()).toHaveLength(2)
      await officer.findsAgainst(number, 'examine', ['requirementsNotMet'], 'Таразының тексеру сертификаты ескірген.')
      await (await department.interestedBody).agrees(number)
      await officer.findsAgainst(number, 'conclude', ['requirementsNotMet'], 'Таразының тексеру сертификаты ескірген.')
      await head.bringsKey()
      await department.signs(number)
      await (await department.clerk).handsOver(number)
    })

    test.skipIf(!hasPrograms('pdftotext'))('names source, remedy, term and place of complaint, and is signed', async () => {
      await saule.window.goTo(`/cabinet/requests/${encodeURIComponent(number)}`)
      expect(await saule.window.text()).toContain('бас тартылды')
      const path = await downloaded(saule.page, 'main a[href$="/result"]')
      expect(await ruqsatVerify(stage, path)).toMatchObject({ code: 0 })
      const text = await textOf(path)
      const stated = [
        'ДӘЛЕЛДІ БАС ТАРТУ',
        'біліктілік талаптарына сай емес',
        '8-тармақтың 14) тармақшасы',
        'Таразының тексеру сертификаты ескірген',
        'қайта сұрау салыңыз',
        'үш ай ішінде',
        'сапасын бақылайтын органға, жазбаша',
      ]
      for (const each of stated) expect(text).toContain(each)
      await stage.republic.message(saule.person.phone, /Дәлелді бас тарту/)
    })
  })

  describe('a complaint about the refusal', () => {
    let complaint: string
    const requestPage = (of: string) => saule.window.goTo(`/cabinet/requests/${encodeURIComponent(of)}`)
    const readsIn = async (of: string, words: Readonly<Record<string, string>>) => {
      for (const [language, said] of Object.entries(words)) {
        await saule.window.goTo(`${stage.house.origin}/${language}/cabinet/requests/${encodeURIComponent(of)}`)
        expect(await saule.window.text()).toContain(said)
      }
    }

    test('is written at the request, with its number there already, and signed', async () => {
      await readsIn(number, {
        kk: 'Бас тартумен келіспесеңіз, осында шағым жаза аласыз',
        ru: 'Если вы не согласны с отказом, жалобу можно написать здесь',
        en: 'If you disagree with the refusal, you can write a complaint here',
      })
      await requestPage(number)
      // The decision comes first; what an official did can be complained of too.
      await saule.window.press(saule.page.locator('form[action$="/complaint"] button').first())
      const draft = new Application(saule)
      draft.id = /[0-9a-f-]{36}/.exec(saule.page.url())![0]
      expect(await draft.field('requestNumber').inputValue()).toBe(number)
      await draft.types({ circumstances: 'Таразының жаңа сертификаты тіркелген.', wish: 'Шешімді жойып, қайта қараңыздар.' })
      await draft.savesAndGoesOn()
      await draft.savesAndGoesOn()
      await draft.goesToCheck()
      await draft.confirmsAnswers()
      await draft.opensSigning()
      await draft.signs()
      complaint = await draft.requestNumber()
      await requestPage(complaint)
      expect(await saule.window.text()).toContain(number)
      // One about one decision: what is left is the conduct of an official.
      await requestPage(number)
      const left = saule.page.locator('form[action$="/complaint"]')
      expect([await left.count(), await left.locator('input[name="what"]').inputValue()]).toEqual([1, 'conduct'])
    })

    test('says its term as the page of the request does, and is called a complaint on the receipt', async () => {
      await requestPage(number)
      expect(await saule.window.text()).toContain('Барлығы 20 жұмыс күні, шағым тіркелгеннен бастап')
      await requestPage(complaint)
      await saule.window.press(saule.page.locator('main a[href$="/receipt"]').first())
      const receipt = await everything()
      expect(receipt).toContain('Шағымның тіркелгені туралы қолхат')
      expect(receipt).toMatch(/20 жұмыс күн/)
      expect((await stage.republic.message(saule.person.phone, /шағымыңыз тіркелді/)).text).toContain(complaint)
    })

    test('is not considered by the head who decided: not in the list, nor by the address of the task; the higher body has it at once', async () => {
      const department = new Department(stage, { language: 'ru' })
      await (await department.clerk).accepts(complaint)
      const appeal = await stage.official('aktobe-agriculture-appeal-head', { language: 'ru' })
      await appeal.opensTask(complaint)
      const head = await department.head
      expect(await head.lists(complaint)).toBe(false)
      for (const page of [appeal.window.path, `/work/cases/${encodeURIComponent(complaint)}`]) {
        await head.window.goTo(page)
        expect(await head.window.text()).toContain('Эту жалобу вы рассматривать не можете')
      }
      await readsIn(complaint, {
        ru: 'Сотрудник, на которого подана жалоба, её не рассматривает',
        en: 'The official complained of does not consider this complaint',
        kk: 'Шағым жасалған қызметкер бұл шағымды қарамайды',
      })
    })

    test('its term is extended once, and the complainant reads the ground and the new day', async () => {
      const due = async () => (await saule.page.locator('main time').allTextContents()).join(' ')
      await requestPage(complaint)
      const before = await due()
      const appeal = await stage.official('aktobe-agriculture-appeal-head', { language: 'ru' })
      await appeal.opensTask(complaint)
      await appeal.unfolds('extendTerm')
      await appeal.page.locator('[name="extendTerm-amount"]').fill('5')
      await tick(appeal.page.locator('[name="extendTerm-ground"][value="information"]'))
      await appeal.page.locator('[name="extendTerm-reason"]').fill('Зертханадан жауап күтілуде.')
      await appeal.does('extendTerm')
      const { text } = await stage.republic.message(saule.person.phone, /ұзартылды/)
      expect(text).toContain('қосымша ақпарат қажет')
      await requestPage(complaint)
      expect(await saule.window.text()).toContain('Мерзім ұзартылды: қосымша ақпарат қажет. Зертханадан жауап күтілуде.')
      expect(await due()).not.toBe(before)
      await appeal.opensTask(complaint)
      expect(await appeal.action('extendTerm').count()).toBe(0)
    })

    test('is satisfied by the higher body, and the request is considered again', async () => {
      const department = new Department(stage, { language: 'ru' })
      const appeal = await stage.official('aktobe-agriculture-appeal-head', { language: 'ru' })
      await appeal.writes(complaint, { order: 'Жаңа сертификатты қарау.' }, { extent: 'whole' })
      // The case complained of is open to whoever considers the complaint.
      await appeal.opensTask(complaint)
      await appeal.window.press(appeal.page.locator('.case__file a.number', { hasText: number }).first())
      expect(await appeal.window.text()).toContain(number)
      await appeal.finds(complaint, 'examine', 'Сертификат қаралмаған.')
      await appeal.bringsKey()
      await appeal.preparesResult(complaint)
      await appeal.signsResult()
      await (await department.clerk).handsOver(complaint)
      await readsIn(complaint, { ru: 'Жалоба удовлетворена', en: 'The complaint is satisfied', kk: 'Шағым қанағаттандырылды' })
      const path = await downloaded(saule.page, 'main a[href$="/result"]')
      expect(await ruqsatVerify(stage, path)).toMatchObject({ code: 0 })
      await requestPage(number)
      for (let looks = 0; looks < 40 && !(await saule.window.text()).includes('күші жойылды'); looks += 1) {
        await saule.page.waitForTimeout(250)
        await requestPage(number)
      }
      expect(await saule.window.text()).toContain('Шешімнің күші жойылды, сұрау салу қайта қаралады')
      expect(await (await department.head).lists(number)).toBe(true)
    })
  })

  test('every page of the way was visited, is accessible, and fits a narrow window', async () => {
    const own = await downloadKey(saule.window, saule.person)
    expect(own.bytes.length).toBeGreaterThan(500)
    expect(stage.unvisited('refusals')).toEqual([])
    expect(stage.inspector.problems).toEqual([])
    expect(stage.faultsInLog()).toEqual([])
  })
})
