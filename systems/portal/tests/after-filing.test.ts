import { type IIN } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantedCase } from './case.ts'
import { claim } from './doubles.ts'
import { AIGERIM, DAUREN, openTestPortal, type Browser, type TestPortal } from './harness.ts'

// After filing: the form as it was signed, the files by their own names, and lines that stay lines.

const NUMBER = 'LA-2014-000001'
const LINES = 'Элеватор: 2 мұнара\nТаразы: <b>60 т</b>\nЗертхана: бар'

const PASSWORD = 'қоян төбе 47 арғымақ'

let portal: TestPortal
let browser: Browser
beforeAll(async () => {
  portal = await openTestPortal()
  browser = await registered(AIGERIM.iin)
  const [row] = await portal.database.sql<{ id: string }[]>`select account_id as id from portal.person`
  const regulations = await openActs()
  const granted = grantedCase(regulations.edition(portal.editionHash)!, regulations.tables, row!.id, NUMBER)
  const file = { slot: 'weighing', mediaType: 'application/pdf', sizeBytes: 3, sha256: 'ab'.repeat(32) } as const
  const attachments = [
    { ...file, name: 'таразы.pdf' },
    { ...file, name: 'сол файл, басқа атпен.pdf' },
  ]
  const field = { id: 'equipment', label: 'Жабдық', value: LINES, valueText: LINES }
  const request = {
    title: 'Лицензия беру',
    sections: [{ title: 'Қойма', fields: [field] }],
    attachments: attachments.map((each) => ({ ...each, label: 'Таразы құжаты' })),
    statements: ['Мәліметтер рас'],
  }
  portal.cases.push({ ...granted, request, attachments })
})
afterAll(() => portal.close())

async function registered(iin: IIN): Promise<Browser> {
  const one = portal.browser()
  await one.get('/kk/register')
  await one.get('/kk/register/challenge')
  await one.post('/kk/register/certificate', { signature: claim({ iin }) })
  const _once = /name="_once" value="([^"]+)"/.exec((await one.get('/kk/register/details')).text)?.[1] ?? ''
  const fields = { _once, phone: '+77011234567', email: 'a@mysal.kz', language: 'kk', password: PASSWORD, repeat: PASSWORD }
  await one.post('/kk/register/details', fields)
  return one
}

describe('after filing', () => {
  test('the applicant reads the form as it was signed and opens each file by its own name', async () => {
    expect((await browser.get(`/kk/cabinet/requests/${NUMBER}`)).text).toContain(`/kk/cabinet/requests/${NUMBER}/form`)
    const form = await browser.get(`/kk/cabinet/requests/${NUMBER}/form`)
    for (const text of ['Жабдық', 'Мәліметтер рас', 'таразы.pdf', 'сол файл, басқа атпен.pdf']) expect(form.text).toContain(text)
    const names = ['таразы.pdf', 'сол файл, басқа атпен.pdf']
    for (const [order, name] of names.entries()) {
      const file = await browser.get(`/kk/cabinet/requests/${NUMBER}/files/${order + 1}`)
      expect(file.headers['content-type']).toBe('application/pdf')
      expect(String(file.headers['content-disposition'])).toContain(encodeURIComponent(name))
    }
    for (const place of ['0', '3', 'x']) expect((await browser.get(`/kk/cabinet/requests/${NUMBER}/files/${place}`)).status).toBe(404)
  })

  test('nobody else finds the form or a file', async () => {
    const other = await registered(DAUREN.iin)
    for (const path of ['form', 'files/1']) expect((await other.get(`/kk/cabinet/requests/${NUMBER}/${path}`)).status).toBe(404)
  })

  test('an answer of several lines keeps its lines, and nothing in it is markup', async () => {
    const form = await browser.get(`/kk/cabinet/requests/${NUMBER}/form`)
    expect(form.text).toContain('Элеватор: 2 мұнара\nТаразы: &lt;b&gt;60 т&lt;/b&gt;\nЗертхана: бар')
    const [, href] = /<link rel="stylesheet" href="([^"]+)"/.exec(form.text)!
    const css = (await browser.get(href!)).text
    for (const part of ['summary-list__value', 'timeline__title']) {
      expect(css).toMatch(new RegExp(String.raw`\.${part}\s*\{[^}]*white-space:\s*pre-line`))
    }
  })

  test('the cabinet lists many requests a page at a time and finds one by its number; a few need neither', async () => {
    expect((await browser.get('/kk/cabinet')).text).not.toContain('type="search"')
    const [kept] = portal.cases
    for (let at = 2; at <= 31; at += 1) {
      const requestNumber = `LA-2014-${String(at).padStart(6, '0')}`
      portal.cases.push({ ...kept!, summary: { ...kept!.summary, caseId: `case-${at}`, requestNumber } })
    }
    const listed = (text: string) => [...text.matchAll(/requests\/(LA-2014-\d{6})"/g)].map(([, number]) => number!)
    const pages: string[][] = []
    for (let address: string | undefined = '/kk/cabinet'; address !== undefined;) {
      const { text }: { readonly text: string } = await browser.get(address)
      pages.push(listed(text))
      address = /rel="next" href="([^"]+)"/.exec(text)?.[1]
    }
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 10, 1])
    expect(pages.flat()).toEqual(portal.cases.map(({ summary }) => summary.requestNumber).toReversed())
    expect(listed((await browser.get('/kk/cabinet?text=LA-2014-000017')).text)).toEqual(['LA-2014-000017'])
    expect((await browser.get('/kk/cabinet?text=nothing')).text).toContain('Ештеңе табылмады')
    for (const odd of ['?after=x', '?after=2014-10-01T04:40:00.000Z', '?text=a&text=b'])
      expect((await browser.get(`/kk/cabinet${odd}`)).status).toBe(200)
  })
})
