import { licenceNumber } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import texts from '../texts.yaml'
import { CODE, ENTRY, PERSON_ENTRY } from './doubles.ts'
import { openTestPortal, type Browser, type TestPortal } from './harness.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())

/** Has a file checked and reads what was found, at its own address. */
async function checked(browser: Browser, language: string, bytes: string) {
  const { status, location } = await browser.upload(`${language}/verify/file`, 'file', { name: 'a.pdf', bytes: Buffer.from(bytes) })
  expect(status).toBe(303)
  return { ...(await browser.get(location)), location }
}

describe('public verification', () => {
  test('is asked for one number only', async () => {
    expect((await portal.browser().get('/kk/verify?number=a&number=b')).status).toBe(200)
  })
  test('finds a number however it was typed, without sign-in', async () => {
    const browser = portal.browser()
    const number = licenceNumber('LAA', 1)
    const led = await browser.get(`/kk/verify?number=${encodeURIComponent(` ${number.toLowerCase().replace('laa', ' lаа ')} `)}`)
    expect(led.location).toBe(`/kk/verify/${number}`)
    const page = await browser.get(`/kk/verify/${ENTRY.number}`)
    expect(number).toBe(ENTRY.number)
    expect(page.text).toContain('«Алтын дән» ЖШС')
  })
  test('takes a number as the licence prints it, and the pasted address of a check with its code, in any language and on any host', async () => {
    const browser = portal.browser()
    const { number } = ENTRY
    const ask = async (typed: string) => (await browser.get(`/ru/verify?number=${encodeURIComponent(typed)}`)).location
    for (const typed of [
      `№ ${number}`,
      `${number}.`,
      number.replace('KZ', 'КZ '),
      `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`,
    ])
      expect(await ask(typed), typed).toBe(`/ru/verify/${number}`)
    expect(await ask(`http://localhost:8080/kk/verify/${number}`)).toBe(`/ru/verify/${number}`)
    expect(await ask(`https://elsewhere.example/en/verify/${number}?code=${CODE}`)).toBe(`/ru/verify/${number}?code=${CODE}`)
    const wrong = await browser.get(`/ru/verify?number=${encodeURIComponent('https://elsewhere.example/en/about')}`)
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('https://elsewhere.example/en/about')
  })
  test('by its number a person is shown shortened, and the page says what shows more', async () => {
    const browser = portal.browser()
    const page = `/kk/verify/${PERSON_ENTRY.number}`
    expect((await browser.get(page)).text).toContain('Жеке адамның аты қысқартылып көрсетілген')
    expect((await browser.get(`${page}?code=${CODE}`)).text).not.toContain('қысқартылып')
  })
  test('says what the register said of another day, keeps the code of the paper, and refuses what is no day or is to come at the field', async () => {
    const browser = portal.browser()
    const page = `/kk/verify/${PERSON_ENTRY.number}`
    const plain = await browser.get(`${page}?code=${CODE}`)
    expect(plain.text).toContain(`name="code" value="${CODE}"`)
    const before = await browser.get(`${page}?code=${CODE}&on=2014-01-01`)
    expect(before.text).toContain('ол күні әлі берілмеген')
    expect(before.text).not.toContain('қысқартылып')
    for (const [on, shown] of [
      ['31.02.2014', '31.02.2014'],
      ['2099-01-01', '01.01.2099'],
      ['nonsense', 'nonsense'],
    ]) {
      const wrong = await browser.get(`${page}?on=${on}`)
      expect([on, wrong.status]).toEqual([on, 422])
      for (const part of ['field-on', `value="${shown}"`, PERSON_ENTRY.number]) expect(wrong.text).toContain(part)
    }
  })
  test('says what is wrong with a number, or that there is none', async () => {
    const browser = portal.browser()
    for (const [typed, says] of [
      ['KZ0LAA1', 'ұқсамайды'],
      ['KZ65LAA00000009', 'бір цифры қате болуы мүмкін'],
    ]) {
      expect((await browser.get(`/kk/verify?number=${typed}`)).text).toContain(says)
    }
    const absent = await browser.get(`/kk/verify/${licenceNumber('LAA', 99)}`)
    expect(absent.status).toBe(404)
    expect(absent.text).toContain('мұндай нөмір жоқ')
  })
  test('checks a file line by line and shows no IIN', async () => {
    const browser = portal.browser()
    await browser.get('/kk/verify')
    const good = await checked(browser, '/kk', '%PDF-1.7 good')
    expect(good.text).toContain('Қолтаңба дұрыс')
    expect(good.text).not.toContain('790923300010')
    // Signed soundly by somebody, but never issued: the page must not let it pass for a document.
    expect(good.text).toContain('Мұндай файл осы жүйеде берілген жоқ')
    const issued = await checked(browser, '/kk', '%PDF-1.7 good, issued')
    expect(issued.text).toContain(`/kk/verify/${ENTRY.number}?code=${CODE}`)
    expect(issued.text).not.toContain('берілген жоқ')
    // Ours is judged for the time on our record; a stranger's for what it states, and the page says what that is worth.
    expect(issued.text).toContain('біздің жүйеде жазылған берілу уақытына')
    expect(issued.text).toContain('11:00 (Алматы мен Астана уақыты)')
    expect(issued.text).not.toContain('уақыт белгісі жоқ')
    for (const [language, words] of [
      ['kk', 'дәлелдейтін уақыт белгісі жоқ'],
      ['ru', 'Метки времени, которая это доказала бы, нет'],
      ['en', 'No time stamp proves that time'],
    ] as const) {
      await browser.get(`/${language}/verify`)
      const page = await checked(browser, `/${language}`, '%PDF-1.7 good')
      expect(page.text).toContain(words)
      expect(page.text).toContain('15:30 (')
      expect(page.text).not.toContain('UTC')
      expect(page.text).toContain('САҒЫНДЫҚОВА ӘЙГЕРІМ ҚАЙРАТҚЫЗЫ')
    }
    expect((await checked(browser, '/kk', '%PDF-1.7 bad')).text).toContain('өтпеді')
    expect((await browser.upload('/kk/verify/file', 'file', { name: 'a.pdf', bytes: Buffer.alloc(0) })).status).toBe(422)
  })
  test('what was found about a file is read in another language too, for an hour, by whoever has its address', async () => {
    const browser = portal.browser()
    await browser.get('/kk/verify')
    const { location } = await checked(browser, '/kk', '%PDF-1.7 good, issued')
    const russian = await portal.browser().get(location.replace('/kk/', '/ru/'))
    expect([russian.status, russian.text]).toEqual([200, expect.stringContaining(ENTRY.number)])
    await portal.database.sql`update portal.file_check set checked_at = checked_at - interval '61 minutes'`
    const over = await browser.get(location)
    expect([over.status, over.text]).toEqual([404, expect.stringContaining(texts.refusals['file-check-over'].text.kk)])
    await checked(browser, '/kk', '%PDF-1.7 good')
    expect((await portal.database.sql`select from portal.file_check`).length, 'what is over is deleted').toBe(1)
  })
  test('knows what was issued here by its first bytes, where others added to it', async () => {
    const browser = portal.browser()
    await browser.get('/ru/verify')
    const page = await checked(browser, '/ru', '%PDF-1.7 good, issued|\r\n')
    expect(page.text).toContain('Первые байты файла (21) выданы в этой системе')
    expect(page.text).toContain('после них добавлены только пробелы')
    expect(page.text).toContain(ENTRY.number)
    expect(page.text).not.toContain('Такой файл здесь не выдавали')
    // The time on our record is proved of what was issued, so it is the one that was asked about.
    expect(page.text).toContain('записанный в нашей системе')
  })
  test('is limited per address', async () => {
    const browser = portal.browser()
    let last = 0
    for (let times = 0; times < 70; times += 1) last = (await browser.get(`/kk/verify/${licenceNumber('LAA', 7)}`)).status
    expect(last).toBe(429)
  })
})
