import { sectionsFor } from '@ruqsat/documents'
import { LANGUAGES, orFault, parseIIN } from '@ruqsat/foundation'
import { appliesTo, editionOf, type Field, type Variant } from '@ruqsat/law'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../registration/people/person.ts'
import { editionLike, goodValue, PDF, signatureOver, testRefusal } from '../drafts/testing.ts'
import { openDraftSite, type DraftSite, type Visitor } from './testing.ts'
import T from './texts.yaml'

let site: DraftSite
let person: Person
let visitor: Visitor

beforeAll(async () => {
  site = await openDraftSite()
  person = await site.addPerson()
})
afterAll(() => site.close())
beforeEach(async () => {
  site.faults.forget()
  site.trust.says = 'valid'
  site.host.refusal = null
  site.offer(site.edition)
  await site.database.sql`delete from portal.refund`
  await site.database.sql`delete from portal.draft`
  visitor = site.visitor()
  await visitor.signIn(person)
})

const variant = () => site.edition.regulation.variants.find((each) => each.offered)!
const sections = () => sectionsFor(variant().form, 'individual')
const asked = () => sections().find((section) => section.fields.some((field) => field.type.kind === 'date'))!
const slots = () => variant().documents.filter((slot) => appliesTo(slot, 'individual'))

/** What a browser posts for this field. */
function posted(field: Field, value = goodValue(field)): Record<string, string> {
  if (field.type.kind !== 'date') return { [field.id]: value }
  const [year = '', month = '', day = ''] = value.split('-')
  return { [`${field.id}-year`]: year, [`${field.id}-month`]: month, [`${field.id}-day`]: day }
}
const goodForm = (section = asked()) =>
  Object.assign({}, ...section.fields.filter((field) => field.known === undefined).map((field) => posted(field))) as Record<string, string>
const seenOf = (text: string) => /name="seen" value="([^"]+)"/.exec(text)?.[1] ?? ''

async function fillForm(draft: string): Promise<void> {
  await visitor.open(draft)
  for (const section of sections()) {
    const answer = await visitor.post(`${draft}/form/${section.id}`, goodForm(section))
    expect(answer.status, section.id).toBe(303)
  }
  for (const slot of slots().filter((each) => each.required)) {
    expect((await visitor.upload(`${draft}/documents`, slot.id, 'құжат.pdf', PDF(slot.id))).status).toBe(303)
  }
}
async function confirm(draft: string) {
  await visitor.get(`${draft}/check`)
  return visitor.post(`${draft}/check`, { statements: variant().form.statements.map((each) => each.id) })
}
async function toSigning(): Promise<string> {
  const draft = await visitor.start(site.edition)
  await fillForm(draft)
  await confirm(draft)
  const pay = await visitor.open(`${draft}/pay`)
  const seenTiyn = /name="seenTiyn" value="(\d+)"/.exec(pay.text)![1]!
  expect((await visitor.post(`${draft}/pay`, { requirementsRead: 'yes', seenTiyn })).location).toMatch(/^\/kk\/pay\//)
  site.payments.say(idOf(draft), 'paid')
  expect((await visitor.open(`${draft}/payment`)).path).toBe(`${draft}/sign`)
  return draft
}
const idOf = (draft: string) => draft.split('/').at(-1)!
async function signature(draft: string): Promise<string> {
  const content = await visitor.get(`${draft}/content`)
  return Buffer.from(signatureOver(content.bytes)).toString('base64')
}

describe('the whole way without script', () => {
  test('from the start button to the number, each page with its step and its source', async () => {
    const draft = await visitor.start(site.edition)
    const first = await visitor.open(draft)
    expect(first.path).toBe(`${draft}/form/${sections()[0]!.id}`)
    expect(first.text).toMatch(/A3\.[\s\S]*Регламент, 8-тармақ/)
    await fillForm(draft)
    const check = await visitor.open(`${draft}/check`)
    for (const statement of variant().form.statements) expect(check.text).toContain(statement.text.kk)
    expect((await confirm(draft)).location).toBe(draft)
    const pay = await visitor.open(draft)
    expect(pay.path).toBe(`${draft}/pay`)
    for (const text of ['A4.', variant().fee!.returnRule.kk, ...variant().requirements.map((each) => each.text.kk)])
      expect(pay.text).toContain(text)
    await visitor.post(`${draft}/pay`, { requirementsRead: 'yes' })
    site.payments.say(idOf(draft), 'paid')
    const sign = await visitor.open(`${draft}/payment`)
    expect([sign.path, sign.text.includes('A6.'), sign.text.includes(`${draft}/content`)]).toEqual([`${draft}/sign`, true, true])
    const answer = await visitor.post(`${draft}/sign`, { signature: await signature(draft) })
    expect(answer.status).toBe(303)
    const { request_number: number } = (await site.database.sql`select request_number from portal.draft where id = ${idOf(draft)}`)[0]!
    expect((await visitor.get(draft)).location).toBe(`/kk/cabinet/requests/${number}/receipt`)
  })

  test.each(LANGUAGES)('in %s every page is complete and says its language', async (language) => {
    const draft = (await toSigning()).replace('/kk/', `/${language}/`)
    const places = ['sign', 'abandon']
    const read = async (place: string) => {
      const page = await visitor.open(`${draft}/${place}`)
      expect(page.path, place).toBe(`${draft}/${place}`)
      expect(page.text, place).toContain(`<html lang="${language}">`)
      const words = page.text.replaceAll(/data-config="[^"]*"/g, '')
      expect(/undefined|\[object Object\]|\{[a-zA-Z]+\}|style=/.exec(words)?.[0], place).toBeUndefined()
    }
    for (const place of places) await read(place)
    site.trust.says = 'expired'
    await visitor.post(`${draft}/sign`, { signature: await signature(draft) })
    await read('refused')
    site.trust.says = 'waiting'
    await visitor.post(`${draft}/sign`, { signature: await signature(draft) })
    await read('waiting')
    await visitor.post(`${draft}/edit`)
    for (const section of sections()) await read(`form/${section.id}`)
    await read('documents')
    await read('check')
    await visitor.post(`${draft}/abandon`)
    await read('abandoned')
    const unpaid = (await visitor.start(site.edition)).replace('/kk/', `/${language}/`)
    await fillForm(unpaid)
    await confirm(unpaid)
    await visitor.post(`${unpaid}/pay`, { requirementsRead: 'yes' })
    await visitor.open(`${unpaid}/pay`)
    site.payments.say(idOf(unpaid), 'unknown')
    expect((await visitor.open(`${unpaid}/payment`)).text).toContain(T.paymentUnknown[language])
    site.payments.say(idOf(unpaid), 'declined')
    expect((await visitor.open(`${unpaid}/payment`)).text).toContain(T.notPaid[language])
  })
})

describe('the form', () => {
  test('comes back with everything typed, the faults at their fields and in the summary', async () => {
    const draft = await visitor.start(site.edition)
    const date = asked().fields.find((field) => field.type.kind === 'date')!
    const text = asked().fields.find((field) => field.type.kind === 'text' && field.type.pattern === undefined)!
    await visitor.get(`${draft}/form/${asked().id}`)
    const answer = await visitor.post(`${draft}/form/${asked().id}`, { ...posted(date, '2014-13-45'), [text.id]: 'Астана <b>"көше"</b>' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Астана &lt;b&gt;&quot;көше&quot;&lt;/b&gt;')
    expect(answer.text).toMatch(new RegExp(`name="${date.id}-month"[^>]*value="13"`))
    expect(answer.text).toContain(`href="#field-${date.id}"`)
    expect(answer.text).toContain('<title>Қате: ')
    // The next day, in another browser, it is all there.
    const phone = site.visitor()
    await phone.signIn(person)
    expect((await phone.get(`${draft}/form/${asked().id}`)).text).toContain('Астана &lt;b&gt;')
  })

  test('can be left and found again in the cabinet', async () => {
    const draft = await visitor.start(site.edition)
    await visitor.get(`${draft}/form/${asked().id}`)
    const answer = await visitor.post(`${draft}/form/${asked().id}`, { leave: 'yes' })
    expect(answer.location).toBe('/kk/cabinet')
    const cabinet = await visitor.get('/kk/cabinet')
    expect([cabinet.text.includes(T.savedWithFaults.kk), cabinet.text.includes(draft)]).toEqual([true, true])
  })

  test('asks before it overwrites what another window has kept', async () => {
    const draft = await visitor.start(site.edition)
    const path = `${draft}/form/${asked().id}`
    const text = asked().fields.find((field) => field.type.kind === 'text' && field.type.pattern === undefined)!.id
    const seen = seenOf((await visitor.get(path)).text)
    await visitor.post(path, { ...goodForm(), [text]: 'бірінші терезе', seen })
    const answer = await visitor.post(path, { ...goodForm(), [text]: 'екінші терезе', seen })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(T.changedElsewhere.kk)
    for (const each of ['бірінші терезе', 'екінші терезе']) expect(answer.text).toContain(each)
    expect((await visitor.post(path, { ...goodForm(), [text]: 'екінші терезе', seen: seenOf(answer.text) })).status).toBe(303)
  })

  test('that was sent after the session had ended is kept at once when the person is back', async () => {
    const draft = await visitor.start(site.edition)
    const path = `${draft}/form/${asked().id}`
    const seen = seenOf((await visitor.get(path)).text)
    visitor.loseSession()
    const date = asked().fields.find((field) => field.type.kind === 'date')!
    const away = await visitor.post(path, { ...goodForm(), ...posted(date, '2014-99-99'), seen })
    expect(away.location).toContain('/kk/sign-in?return=')
    await visitor.signIn(person)
    const back = await visitor.get(path)
    expect(back.text).toContain(T.restored.kk)
    expect(back.text).toMatch(new RegExp(`name="${date.id}-month"[^>]*value="99"`))
    const [row] = await site.database.sql`select field_values from portal.draft where id = ${idOf(draft)}`
    expect(row!['field_values'][date.id]).toBe('2014-99-99')
  })

  test('cannot be told to change what the registers know', async () => {
    const draft = await visitor.start(site.edition)
    const known = sections()[0]!.fields.find((field) => field.known === 'applicant.identifier')!.id
    await visitor.get(`${draft}/form/${sections()[0]!.id}`)
    await visitor.post(`${draft}/form/${sections()[0]!.id}`, { [known]: '790923300010' })
    expect((await visitor.get(`${draft}/check`)).text).toContain(person.iin)
  })

  test('shows what a register answers, from which register and when, and asks nobody for it', async () => {
    const words = (text: string) => ({ kk: text, ru: text, en: text })
    const { source } = site.edition.regulation.act
    const type = { kind: 'text', maxLength: 40 } as const
    const fact = { id: 'certificate', label: words('Certificate'), type }
    const own = { id: 'pilot', label: words('Pilot'), required: false, type, answeredBy: { system: 'IS-NOTARY', fact: fact.id }, source }
    const question = { system: 'IS-NOTARY', by: { known: 'applicant.identifier' }, answers: [fact], source } as const
    const variants = site.edition.regulation.variants.map((each) => {
      const [first, ...rest] = each.form.sections
      const form = { ...each.form, sections: [{ ...first!, fields: [...first!.fields, own] }, ...rest] }
      return each.offered ? { ...each, registers: [question], form } : each
    })
    site.offer(editionOf({ ...site.edition.regulation, variants }))
    const draft = await visitor.start(site.edition)
    const page = () => visitor.get(`${draft}/form/${sections()[0]!.id}`)
    expect((await page()).text).toContain('қазір жауап бермейді')
    site.registers.facts = { certificate: 'TT-0042' }
    const { text } = await page()
    site.registers.facts = null
    expect(text).toMatch(/TT-0042[\s\S]{0,200}\([^)]*20\d\d/)
    expect([text.includes('name="pilot"'), text.includes(T.answered.kk)]).toEqual([false, true])
    expect((await visitor.get(`${draft}/check`)).text).toContain('TT-0042')
  })

  test('that is opened again after it was completed says so, and goes on from there', async () => {
    const draft = await toSigning()
    const text = asked().fields.find((field) => field.type.kind === 'text' && field.type.pattern === undefined)!.id
    const answer = await visitor.post(`${draft}/form/${asked().id}`, { ...goodForm(), [text]: 'жаңа мекенжай' })
    expect(answer.status).toBe(303)
    expect((await visitor.open(answer.location)).text).toContain(T.reopened.kk)
    // The same form again by the Back button, unchanged, only leads on.
    expect((await visitor.post(`${draft}/form/${asked().id}`, { ...goodForm(), [text]: 'жаңа мекенжай' })).status).toBe(303)
  })
})

test('the answers page lists what is missing with links to where it is corrected, and keeps the ticks', async () => {
  const draft = await visitor.start(site.edition)
  await visitor.get(`${draft}/check`)
  const [first] = variant().form.statements
  const answer = await visitor.post(`${draft}/check`, { statements: [first!.id] })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain(`${draft}/form/${asked().id}?errors=1`)
  expect(answer.text).toContain(`${draft}/documents?errors=1`)
  expect(answer.text).toMatch(new RegExp(`value="${first!.id}"[^>]*checked`))
  const documents = await visitor.get(`${draft}/documents?errors=1`)
  expect(documents.text).toContain('card--attention')
})

describe('payment', () => {
  async function atPayment(): Promise<string> {
    const draft = await visitor.start(site.edition)
    await fillForm(draft)
    await confirm(draft)
    return draft
  }

  test('is not begun without the tick, nor for a sum that was not shown', async () => {
    const draft = await atPayment()
    await visitor.open(draft)
    const untouched = await visitor.post(`${draft}/pay`, { seenTiyn: '1' })
    expect([untouched.status, untouched.text.includes('#field-requirementsRead')]).toEqual([422, true])
    const other = await visitor.post(`${draft}/pay`, { seenTiyn: '1', requirementsRead: 'yes' })
    expect([other.status, other.text.includes('Алым мөлшері өзгерді')]).toEqual([422, true])
    expect(site.payments.orders.has(idOf(draft))).toBe(false)
  })

  test('declined is the notice of the table with the reason; it can be tried again', async () => {
    const draft = await atPayment()
    await visitor.open(draft)
    await visitor.post(`${draft}/pay`, { requirementsRead: 'yes' })
    site.payments.say(idOf(draft), 'declined')
    const notice = await visitor.open(`${draft}/payment`)
    expect([notice.path, notice.text.includes('A5.'), notice.text.includes('Сынақ')]).toEqual([`${draft}/not-paid`, true, true])
    expect((await visitor.open((await visitor.post(`${draft}/again`)).location)).path).toBe(`${draft}/pay`)
  })

  test('unknown waits and looks again by itself, but not for ever', async () => {
    const draft = await atPayment()
    await visitor.open(draft)
    await visitor.post(`${draft}/pay`, { requirementsRead: 'yes' })
    site.payments.say(idOf(draft), 'unknown')
    const waiting = await visitor.open(draft)
    expect([waiting.path, waiting.headers['refresh']]).toEqual([`${draft}/payment`, `10; url=${draft}/payment?look=1`])
    expect((await visitor.get(`${draft}/payment?look=30`)).headers['refresh']).toBeUndefined()
    expect((await visitor.get(`${draft}/payment?look=x`)).headers['refresh']).toBeUndefined()
  })

  test('from another window and after giving up: told what becomes of it, opened again by the money', async () => {
    const draft = await atPayment()
    await visitor.open(draft)
    await visitor.post(`${draft}/pay`, { requirementsRead: 'yes' })
    expect((await visitor.get(`${draft}/abandon`)).text).toContain(T.abandonPaying.kk)
    await visitor.post(`${draft}/abandon`)
    for (const place of ['pay', 'check', 'sign', 'documents', 'form/granary']) {
      expect((await visitor.open(`${draft}/${place}`)).path, place).toBe(`${draft}/abandoned`)
    }
    const { orderId, amountTiyn, paidAt, reference } = site.payments.say(idOf(draft), 'paid')
    const fact = { factId: 'f', orderId, draftId: idOf(draft), amountTiyn, paidAt: paidAt!, reference: reference! }
    await site.room.paymentArrived(fact)
    expect((await visitor.open(draft)).path).toBe(`${draft}/sign`)
    expect(site.sent.filter((each) => each.to === person.phone && each.text.kk.includes('қайта ашылды'))).toHaveLength(1)
  })
})

describe('signing', () => {
  test('a refused signature is a page that can be opened again, with reason, source and remedy', async () => {
    const draft = await toSigning()
    site.trust.says = 'revoked'
    const answer = await visitor.post(`${draft}/sign`, { signature: await signature(draft) })
    expect(answer.status).toBe(303)
    const notice = await visitor.open(answer.location)
    expect(notice.path).toBe(`${draft}/refused`)
    for (const text of ['A7.', 'AC3.', 'trust.signature-revoked', T.kept.kk]) expect(notice.text).toContain(text)
    expect((await visitor.open(`${draft.replace('/kk/', '/ru/')}/refused`)).text).toContain('trust.signature-revoked')
    expect((await visitor.open((await visitor.post(`${draft}/again`)).location)).path).toBe(`${draft}/sign`)
  })

  test('a host that refuses is told on the signing page', async () => {
    const draft = await toSigning()
    site.host.refusal = testRefusal('licensing.payment-missing')
    const answer = await visitor.post(`${draft}/sign`, { signature: await signature(draft) })
    const page = await visitor.open(answer.location)
    expect([page.path, page.text.includes('licensing.payment-missing'), page.text.includes(T.notRegistered.kk)]).toEqual([
      `${draft}/sign`,
      true,
      true,
    ])
  })

  test('waiting: said as no refusal; the form is closed until the person takes the request back', async () => {
    const draft = await toSigning()
    site.trust.says = 'waiting'
    await visitor.post(`${draft}/sign`, { signature: await signature(draft) })
    const waiting = await visitor.open(draft)
    expect([waiting.path, waiting.text.includes(T.letGo.kk)]).toEqual([`${draft}/waiting`, true])
    const posted = await visitor.post(`${draft}/form/${asked().id}`, { ...goodForm(), granaryAddress: 'басқа' })
    expect([posted.status, posted.text.includes('басқа')]).toEqual([409, true])
    await visitor.post(`${draft}/edit`)
    expect((await visitor.open(draft)).path).toBe(`${draft}/form/${sections()[0]!.id}`)
  })

  test('after it is signed, Back and every button lead to the receipt, and there is one request', async () => {
    const draft = await toSigning()
    const cms = await signature(draft)
    const answers = await Promise.all([1, 2, 3].map(() => visitor.post(`${draft}/sign`, { signature: cms })))
    for (const answer of answers) expect(answer.status).toBe(303)
    const [row] = await site.database.sql`select request_number from portal.draft where id = ${idOf(draft)}`
    const receipt = `/kk/cabinet/requests/${row!['request_number']}/receipt`
    for (const place of ['', '/sign', '/pay', '/check', '/documents', '/refused', '/waiting', '/abandon']) {
      expect((await visitor.get(`${draft}${place}`)).location, place).toBe(receipt)
    }
    for (const act of ['sign', 'edit', 'again', 'abandon', 'resume', 'pay', 'check', `form/${asked().id}`]) {
      expect((await visitor.post(`${draft}/${act}`, { signature: cms })).location, act).toBe(receipt)
    }
    expect([...site.host.registered.keys()].filter((key) => key === idOf(draft))).toHaveLength(1)
  })

  test('nonsense in the place of a signature is refused and changes nothing', async () => {
    const draft = await toSigning()
    for (const nonsense of ['', '<script>', 'A'.repeat(70_000)]) {
      const answer = await visitor.post(`${draft}/sign`, { signature: nonsense })
      expect([answer.status >= 400, answer.status < 500], nonsense.slice(0, 10)).toEqual([true, true])
    }
    expect((await visitor.open(draft)).path).toBe(`${draft}/sign`)
  })
})

test('nobody reads, changes or signs the draft of somebody else', async () => {
  const draft = await toSigning()
  const other = await site.addPerson({ iin: orFault(parseIIN('790923300010')) })
  const stranger = site.visitor()
  await stranger.signIn(other)
  await stranger.get('/kk/cabinet')
  for (const place of ['', '/content', '/sign', '/check', '/documents', `/form/${asked().id}`, '/abandon']) {
    expect((await stranger.get(`${draft}${place}`)).status, place).toBe(404)
  }
  for (const place of ['sign', 'edit', 'abandon', 'pay', 'check', `form/${asked().id}`, 'resume', 'again']) {
    expect((await stranger.post(`${draft}/${place}`)).status, place).toBe(404)
  }
  expect((await visitor.open(draft)).path).toBe(`${draft}/sign`)
  const nobody = site.visitor()
  expect((await nobody.get(`${draft}/content`)).location).toContain('/sign-in')
})

test('a new edition is told once, and the form is gone through again', async () => {
  const draft = await toSigning()
  site.offer(editionLike(site.edition, 'new words', (regulation) => ({ ...regulation, service: { kk: 'Жаңа атау', ru: 'Н', en: 'N' } })))
  const first = await visitor.open(draft)
  expect([first.path, first.text.includes(T.editionChanged.kk), first.text.includes('Жаңа атау')]).toEqual([
    `${draft}/form/${sections()[0]!.id}`,
    true,
    true,
  ])
  expect((await visitor.open(draft)).text).not.toContain(T.editionChanged.kk)
  await confirm(draft)
  expect((await visitor.open(draft)).path).toBe(`${draft}/sign`)
})

test('a complaint is given up by its own name, and the way back from its form is called as in the menu', async () => {
  const complains = { field: asked().fields[0]!.id, of: [] }
  const variants = site.edition.regulation.variants.map((each) => (each.offered ? ({ ...each, complains } as unknown as Variant) : each))
  const draft = await visitor.start(site.edition)
  site.offer(editionLike(site.edition, 'complaint', (regulation) => ({ ...regulation, variants })))
  const texts = [(await visitor.open(draft)).text, (await visitor.get(`${draft}/abandon`)).text]
  expect(texts[0]).toMatch(/href="\/kk\/cabinet"[^>]*>\s*Сұрау салуларым/)
  expect(texts[0]).toContain('Шағымды жабу')
  await visitor.post(`${draft}/abandon`)
  texts.push((await visitor.get(`${draft}/abandoned`)).text)
  expect(texts[1]).toContain('Шағымды жабасыз ба?')
  expect(texts[2]).toContain('Шағым жабылды')
  for (const text of texts) expect(text).not.toContain('Сұрау салудан бас тарт')
})

test('a start button that is pressed twice starts one draft', async () => {
  const { id } = site.edition.regulation
  const page = await visitor.get(`/kk/services/${id}/${variant().id}`)
  const once = /name="_once" value="([^"]+)"/.exec(page.text)![1]!
  const fields = { regulation: id, variant: variant().id, _once: once }
  const answers = await Promise.all([visitor.post('/kk/drafts', fields), visitor.post('/kk/drafts', fields)])
  expect(new Set(answers.map((each) => each.location)).size).toBe(1)
})

// The last: it leaves the shared clock in a year whose index is in no table.
test('in a year without an index nobody is told of tables: what was typed is kept, the provider is named, what is free goes on', async () => {
  const draft = await visitor.start(site.edition)
  await fillForm(draft)
  await confirm(draft)
  expect(await site.legalClock.advance('2027-01-05T06:00:00.000Z', 'test')).not.toMatchObject({ kind: 'refusal' })
  const pay = await visitor.open(draft)
  expect([pay.path, pay.status]).toEqual([`${draft}/pay`, 422])
  expect(pay.text).toContain(T.notYet.kk)
  expect(pay.text).toContain('2027 жылы әзірге төлеу мүмкін емес')
  expect(pay.text).toContain(site.edition.regulation.authority.name.kk)
  expect(pay.text).not.toMatch(/kz-mci|кестесі|calendars/)
  const pressed = await visitor.post(`${draft}/pay`, { requirementsRead: 'yes' })
  expect([pressed.status, pressed.text.includes(T.notYet.kk)]).toEqual([422, true])
  expect(site.payments.orders.has(idOf(draft))).toBe(false)
  const service = await visitor.get(`/kk/services/${site.edition.regulation.id}/${variant().id}`)
  expect(service.text).toContain('2027 жылы әзірге төлеу мүмкін емес')
  expect(service.text).not.toMatch(/kz-mci|calendars/)
  await visitor.post(`${draft}/edit`)
  const form = await visitor.open(draft)
  expect(form.status).toBe(200)
  const field = asked().fields.find((each) => each.type.kind !== 'date' && each.known === undefined)!
  expect((await visitor.get(`${draft}/form/${asked().id}`)).text).toContain(goodValue(field))
})
