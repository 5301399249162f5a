// The fee of an entry that is given up: it goes back once and always, whoever is faster and wherever the process ends. A request that was
// signed keeps what it was paid with.
import {
  beginEntry,
  counterServices,
  EMPTY,
  postEntry,
  readEntry,
  returnFees,
  writeEntry,
  type CounterDesk,
  type CounterEntry,
  type CounterReceipts,
} from '@ruqsat/counter'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { papersStep, rateFor } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { FormValues } from '@ruqsat/web'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { entryIdOf, forgetEntryOf } from './http/serving.ts'
import { openHallQueue } from './index.ts'

const OFFICE = 'front-office'
const STAFF = '11111111-1111-4111-8111-111111111111'
const AT = '2026-11-23T05:00:00.000Z'
const FOUND = { amountTiyn: 2_000_000, paidAt: AT, payer: 'Сынақ Төлеуші', purpose: 'Алым' }
const TYPED = { bank: 'dala', number: 'DALA-1' }
const ORDER = { orderId: '22222222-2222-4222-8222-222222222222', amountTiyn: 1_000_000, paidAt: AT, reference: TYPED.number }

const regulations = await openActs()
const { edition, variant, view } = counterServices(regulations.editions, () => true).find(
  ({ variant: { fee }, view: each }) =>
    papersStep(each) !== null && fee !== null && rateFor(fee, { applicant: 'individual', answers: {} }) !== null,
)!

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('centre')
  await openHallQueue(database)
})
afterAll(() => database?.drop())

const returned: string[] = []
/** What happens at the bank's side of a call, as another window or the end of the process would have it. */
let meanwhile: { pay?: () => Promise<unknown>; giveBack?: () => Promise<unknown>; write?: () => Promise<unknown> }
beforeEach(() => {
  returned.length = 0
  meanwhile = {}
})

const receipts: CounterReceipts = {
  banks: [{ id: 'dala', name: { kk: 'Dala', ru: 'Dala', en: 'Dala' } }],
  find: async () => ({ kind: 'deskPayment', ...FOUND }),
  async pay() {
    await meanwhile.pay?.()
    return { kind: 'order', ...ORDER }
  },
  async giveBack({ draftId }) {
    await meanwhile.giveBack?.()
    returned.push(draftId)
  },
}
const legalClock = {
  async now() {
    const { write } = meanwhile
    delete meanwhile.write
    await write?.()
    return AT
  },
}
const store = () => ({ sql: database.sql, schema: 'centre' })
const parts = () => ({ ...store(), receipts, regulations, legalClock })

async function entryAt(
  payment: CounterEntry['content']['payment'],
  id: string = crypto.randomUUID(),
  said: Partial<CounterEntry['content']> = {},
) {
  const entry: CounterEntry = {
    authority: OFFICE,
    id,
    staffId: STAFF,
    regulation: edition.regulation.id,
    editionHash: edition.hash,
    variant: variant.id,
    view: view.id,
    applicant: 'individual',
    stepId: papersStep(view)!.id,
    status: 'open',
    content: { ...EMPTY, ...said, ...(payment && { payment }) },
    frozen: null,
    requestNumber: null,
    caseId: null,
    version: 1,
    changedAt: AT,
  }
  await beginEntry(store(), entry)
  return { id, now: async () => (await readEntry(store(), OFFICE, id))! }
}

/** Presses a button of the entry's page. */
function press(id: string, act: string): Promise<unknown> {
  const desk = {
    ...parts(),
    request: { url: '/kk/centre', formValues: new FormValues(new Map([['do', [act]]])) },
    reply: { header: () => ({ redirect: () => 'led on' }) },
    employee: { id: STAFF, authority: OFFICE },
    entryId: id,
    paths: { list: '/centre', entry: () => '/centre/entries/1' },
    send: async () => 'shown',
    sendNo: async () => 'no',
    words: { list: edition.regulation.service },
    panel: async () => ({}),
  }
  return postEntry(desk as unknown as CounterDesk)
}

test('an entry that is given up gives its fee back, once', async () => {
  const entry = await entryAt({ ...TYPED, found: FOUND, order: ORDER })
  await press(entry.id, 'giveUp')
  await press(entry.id, 'giveUp')
  await returnFees(parts())
  expect(returned).toEqual([entry.id])
  expect((await entry.now()).status).toBe('givenUp')
})

test('of an entry that is given up nothing stays of what the person said and showed, nor of who paid', async () => {
  const file = { slot: 'plan', name: 'Куәлік.pdf', mediaType: 'application/pdf', sizeBytes: 1, sha256: 'a'.repeat(64) }
  const representative = { comes: true, iin: '900101400003', name: 'Сейітова Әлия', power: 'N-1' }
  const said = { language: 'ru', values: { name: 'Сейітова Әлия' }, representative, papers: ['plan'], files: [file] } as const
  const entry = await entryAt({ ...TYPED, found: FOUND, order: ORDER }, crypto.randomUUID(), said)
  meanwhile.giveBack = () => Promise.reject(new Error('the process ended'))
  await expect(press(entry.id, 'giveUp')).rejects.toThrow('ended')
  const payment = { ...TYPED, found: null, order: null }
  expect(await entry.now()).toMatchObject({ staffId: STAFF, status: 'givenUp', frozen: null })
  expect((await entry.now()).content).toEqual({ ...EMPTY, language: 'ru', payment })
  delete meanwhile.giveBack
  await returnFees(parts())
  expect((await entry.now()).content).toEqual({ ...EMPTY, language: 'ru' })
})

test('what was signed meanwhile keeps its fee', async () => {
  const entry = await entryAt({ ...TYPED, found: FOUND, order: ORDER })
  meanwhile.write = async () => {
    const now = await entry.now()
    await writeEntry(store(), now, { content: { ...now.content, sent: 'AAAA' } }, AT)
  }
  await press(entry.id, 'giveUp').catch(() => undefined)
  expect(await entry.now()).toMatchObject({ status: 'open', content: { sent: 'AAAA' } })
  expect(returned).toEqual([])
})

test('where the process ends before the money was asked for, the next round asks', async () => {
  const entry = await entryAt({ ...TYPED, found: FOUND, order: ORDER })
  meanwhile.giveBack = () => Promise.reject(new Error('the process ended'))
  await expect(press(entry.id, 'giveUp')).rejects.toThrow('ended')
  expect([(await entry.now()).status, returned.length]).toEqual(['givenUp', 0])
  delete meanwhile.giveBack
  await returnFees(parts())
  await returnFees(parts())
  expect(returned).toEqual([entry.id])
})

test('a receipt that paid an entry which was given up meanwhile goes back', async () => {
  const entry = await entryAt({ ...TYPED, found: FOUND, order: null })
  meanwhile.pay = () => press(entry.id, 'giveUp')
  await press(entry.id, 'usePayment')
  expect((await entry.now()).status).toBe('givenUp')
  expect(returned.at(-1)).toBe(entry.id)
})

test('a receipt that paid an entry which was written to meanwhile is its own', async () => {
  const entry = await entryAt({ ...TYPED, found: FOUND, order: null })
  meanwhile.pay = async () => {
    const now = await entry.now()
    await writeEntry(store(), now, { content: { ...now.content, papers: ['one'] } }, AT)
  }
  await press(entry.id, 'usePayment')
  expect((await entry.now()).content).toMatchObject({ papers: ['one'], payment: { order: ORDER } })
  expect(returned).toEqual([])
})

test('another receipt is asked for: what an ended process had paid with the first goes back', async () => {
  const entry = await entryAt({ ...TYPED, found: FOUND, order: null })
  await press(entry.id, 'otherPayment')
  expect((await entry.now()).content.payment).toBeUndefined()
  expect(returned).toEqual([entry.id])
})

test('who leaves the window leaves no debt behind, also where the process ends', async () => {
  const ticket = { id: '33333333-3333-4333-8333-333333333333' } as Parameters<typeof forgetEntryOf>[1]
  const entry = await entryAt({ ...TYPED, found: FOUND, order: ORDER }, entryIdOf(ticket))
  const centre = { deps: { database, regulations, receipts, legalClock, office: { id: OFFICE } } } as never
  meanwhile.giveBack = () => Promise.reject(new Error('the process ended'))
  await expect(forgetEntryOf(centre, ticket, AT)).rejects.toThrow('ended')
  // Who paid, and what for, is not kept.
  expect((await entry.now()).content).toEqual({ ...EMPTY, payment: { ...TYPED, found: null, order: null } })
  delete meanwhile.giveBack
  await returnFees(parts())
  expect(returned).toEqual([entry.id])
  expect((await entry.now()).content).toEqual(EMPTY)
})
