import { sectionsFor } from '@ruqsat/documents'
import { orFault, parseIIN, parseBIN } from '@ruqsat/foundation'
import { appliesTo, type Field } from '@ruqsat/law'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../../registration/people/person.ts'
import { goodValue, PDF } from '../drafts/testing.ts'
import { openDraftSite, type DraftSite, type Visitor } from './testing.ts'
import T from './texts.yaml'

// A firm's people in their browsers, each with an own account.

let site: DraftSite
let employee: Person
let head: Person
beforeAll(async () => {
  site = await openDraftSite()
  const firm = { bin: orFault(parseBIN('080340000024')), kind: 'legalEntity', organisation: '«Алтын дән» ЖШС' } as const
  employee = await site.addPerson({ ...firm, iin: orFault(parseIIN('930630400015')), name: 'Оспанова Динара', maySign: false })
  head = await site.addPerson({ ...firm, iin: orFault(parseIIN('790923300010')), name: 'Қожахметов Марат' })
})
afterAll(() => site.close())
beforeEach(async () => {
  site.standing.says = 'valid'
  await site.database.sql`update portal.person set standing = 'current', standing_asked_at = null`
})

const variant = () => site.edition.regulation.variants.find((each) => each.offered)!
const posted = (field: Field): Record<string, string> => {
  const value = field.type.kind === 'bin' ? '080340000024' : goodValue(field)
  if (field.type.kind !== 'date') return { [field.id]: value }
  const [year = '', month = '', day = ''] = value.split('-')
  return { [`${field.id}-year`]: year, [`${field.id}-month`]: month, [`${field.id}-day`]: day }
}

async function visit(person: Person): Promise<Visitor> {
  const visitor = site.visitor()
  await visitor.signIn(person)
  return visitor
}

async function readyToSign(visitor: Visitor): Promise<string> {
  const draft = await visitor.start(site.edition)
  await visitor.open(draft)
  await fillAndAttach(visitor, draft)
  return payAndReturn(visitor, draft)
}

async function fillAndAttach(visitor: Visitor, draft: string, otherwise: Record<string, string> = {}): Promise<void> {
  for (const section of sectionsFor(variant().form, 'legalEntity')) {
    const open = section.fields.filter((field) => field.known === undefined)
    const answer = await visitor.post(`${draft}/form/${section.id}`, {
      ...(Object.assign({}, ...open.map(posted)) as Record<string, string>),
      ...only(otherwise, open),
    })
    expect(answer.status, section.id).toBe(303)
  }
  for (const slot of variant().documents.filter((each) => each.required && appliesTo(each, 'legalEntity')))
    expect((await visitor.upload(`${draft}/documents`, slot.id, 'құжат.pdf', PDF(slot.id))).status).toBe(303)
  await visitor.get(`${draft}/check`)
}

const only = (values: Record<string, string>, fields: readonly Field[]) =>
  Object.fromEntries(Object.entries(values).filter(([id]) => fields.some((field) => field.id === id)))

async function payAndReturn(visitor: Visitor, draft: string): Promise<string> {
  await visitor.post(`${draft}/check`, { statements: variant().form.statements.map((each) => each.id) })
  const pay = await visitor.open(`${draft}/pay`)
  const seenTiyn = /name="seenTiyn" value="(\d+)"/.exec(pay.text)![1]!
  await visitor.post(`${draft}/pay`, { requirementsRead: 'yes', seenTiyn })
  site.payments.say(draft.split('/').at(-1)!, 'paid')
  expect((await visitor.open(`${draft}/payment`)).path).toBe(`${draft}/sign`)
  return draft
}

test('the employee is told who signs; the head finds the draft ready to sign in an own cabinet, with who did what', async () => {
  const [one, other] = [await visit(employee), await visit(head)]
  const draft = await readyToSign(one)
  const told = await one.get(`${draft}/sign`)
  expect(told.text).toContain(T.mayNotSign.kk)
  expect(told.text).toContain(`<li>${head.name}</li>`)
  expect(told.text).not.toContain(`${draft}/content`)
  expect((await one.post(`${draft}/sign`, { signature: 'AAAA' })).status).toBe(403)

  const cabinet = await other.get('/kk/cabinet')
  expect(cabinet.text).toContain(draft)
  expect(cabinet.text).toContain('қол қоюға дайын')
  expect(cabinet.text).toContain(employee.name)
  const signing = await other.get(`${draft}/sign`)
  expect(signing.status).toBe(200)
  expect(signing.text).toContain(`Бастады: ${employee.name}`)
  expect((await one.get('/kk/cabinet')).text).toContain(draft)
})

test('a colleague’s change is shown by name, and what was typed stays on the page', async () => {
  const [one, other] = [await visit(employee), await visit(head)]
  const draft = await one.start(site.edition)
  const section = sectionsFor(variant().form, 'legalEntity').find((each) => each.fields.some((field) => field.known === undefined))!
  const form = (await one.open(`${draft}/form/${section.id}`)).text
  const seen = /name="seen" value="([^"]+)"/.exec(form)![1]!
  const fields = Object.assign({}, ...section.fields.filter((field) => field.known === undefined).map(posted)) as Record<string, string>
  await other.open(draft)
  await other.post(`${draft}/form/${section.id}`, { ...fields, seen })
  const text = section.fields.find((field) => field.known === undefined && field.type.kind === 'text')!
  const late = await one.post(`${draft}/form/${section.id}`, { ...fields, [text.id]: 'менікі', seen })
  expect(late.status).toBe(409)
  expect(late.text).toContain(`Бұл бөлімді ${head.name} осы уақытта өзгертті`)
  expect(late.text).toContain('менікі')
})

test('a paid draft that is given up: the page says that the fee goes back, and the firm sees its refund with its state', async () => {
  const [one, other] = [await visit(employee), await visit(head)]
  const draft = await readyToSign(one)
  expect((await one.get(`${draft}/abandon`)).text).toContain(T.abandonPaid.kk)
  expect((await one.post(`${draft}/abandon`)).status).toBe(303)
  const abandoned = await one.get(`${draft}/abandoned`)
  const href = /href="(\/kk\/cabinet\/refunds\/[^"]+)"/.exec(abandoned.text)![1]!
  const row = new RegExp(`href="${draft}".*?</li>`, 's').exec((await other.get('/kk/cabinet')).text)![0]
  expect(row).not.toContain('Келесі қадам')
  for (const page of [abandoned, await other.get('/kk/cabinet')]) {
    expect(page.text).toContain(href)
    expect(page.text).toContain('қайтарылуда')
    expect(page.text).toContain(': Сұрау салу тіркелмей тұрып жабылды</a>')
  }
  const refund = await other.get(href)
  for (const text of [head.organisation!, 'тіркелмей тұрып жабылды']) expect(refund.text).toContain(text)
  const stranger = await visit(await site.addPerson())
  expect((await stranger.get(href)).status).toBe(404)
})

test('a revoked certificate ends the access within a minute, and a service that is silent does not', async () => {
  const one = await visit(employee)
  const draft = await one.start(site.edition)
  site.standing.says = 'waiting'
  site.technicalClock.forwardMs(61_000)
  expect((await one.get('/kk/cabinet')).status).toBe(200)
  site.standing.says = 'refused'
  site.technicalClock.forwardMs(61_000)
  const ended = await one.get('/kk/cabinet')
  expect(ended.status).toBe(403)
  expect(ended.text).toContain('/kk/account/certificate')
  for (const path of [`${draft}/form/x`, '/kk/cabinet/requests/1/package', '/kk/account/export'])
    expect((await one.get(path)).status, path).toBe(403)
  expect((await one.get('/kk/account')).status).toBe(200)
  expect((await one.get('/kk/account/certificate')).status).toBe(200)
})

test('an answer that makes a refusal certain stops before payment with its paragraph, and nothing typed is lost', async () => {
  const one = await visit(employee)
  const draft = await one.start(site.edition)
  await one.open(draft)
  const contradicting = sectionsFor(variant().form, 'legalEntity')
    .flatMap((section) => section.fields.map((field) => ({ section, field })))
    .find(({ field }) => field.contradicts !== undefined)!
  const { section, field } = contradicting
  const requirement = variant().requirements.find(({ id }) => id === field.contradicts![0]!.requirement)!
  await fillAndAttach(one, draft, { [field.id]: 'no' })
  const told = await one.post(`${draft}/check`, { statements: variant().form.statements.map((each) => each.id) })
  expect(told.status).toBe(422)
  for (const text of [requirement.text.kk, '«Жоқ» деген жауаппен', `${draft}/form/${section.id}?errors=1`])
    expect(told.text).toContain(text)
  expect((await one.open(`${draft}/pay`)).path).not.toBe(`${draft}/pay`)
  expect((await one.get(`${draft}/form/${section.id}?errors=1`)).text).toContain(requirement.text.kk)

  // The person corrects it and pays; an answer that turns wrong afterwards stops the payment too.
  await fillAndAttach(one, draft, { [field.id]: 'yes' })
  await one.get(`${draft}/check`)
  await one.post(`${draft}/check`, { statements: variant().form.statements.map((each) => each.id) })
  const pay = await one.open(`${draft}/pay`)
  const seenTiyn = /name="seenTiyn" value="(\d+)"/.exec(pay.text)![1]!
  await site.database
    .sql`update portal.draft set field_values = field_values || ${site.database.sql.json({ [field.id]: 'no' })} where id = ${draft.split('/').at(-1)!}`
  const stopped = await one.post(`${draft}/pay`, { requirementsRead: 'yes', seenTiyn })
  expect(stopped.status).toBe(422)
  expect(stopped.text).toContain(T.certain.kk)
  expect(stopped.text).toContain(requirement.text.kk)
})
