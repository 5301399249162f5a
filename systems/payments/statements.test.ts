import { mkdtemp, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PaymentDifference } from './contract.ts'
import { eventsOfOrder } from './store/events.ts'
import { DALA, type Fixture, newOrder, openFixture, orderRequest, stand } from './testing/fixture.ts'
import { goToBank } from './work/go-to-bank.ts'
import { readStatement } from './work/read-statement.ts'
import { recordStatement } from './work/record-statement.ts'
import { openStatementFolders } from './work/statement-folders.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture('statements')
})
afterAll(() => fixture.close())

const AUTHORITY = 'aktobe-agriculture'
const HEAD = { id: 'head-1', name: 'Басшы' }
const PURPOSE = orderRequest().purpose.kk
const COLUMNS = 'reference;direction;amount;currency;booked;name;purpose;party'

/** An order whose payer is at the bank; the name under which the bank knows it. */
async function wayOf(draftId: string): Promise<{ readonly orderId: string; readonly name: string }> {
  const before = new Set(fixture.bank.sessions.keys())
  const { orderId } = await newOrder(fixture.room, { draftId })
  await goToBank(fixture.work, orderId, 'kk', 'dala')
  return { orderId, name: [...fixture.bank.sessions.keys()].find((each) => !before.has(each))! }
}

type Row = { reference: string; direction?: string; amount?: string; booked?: string; name?: string; purpose?: string }

function fileOf(rows: readonly Row[], day = '22'): Uint8Array {
  const lines = rows.map(({ reference, direction = 'in', amount = '18520.00', booked, name = '', purpose = '' }) =>
    [reference, direction, amount, 'KZT', booked ?? `2026-11-${day}T10:00:00+05:00`, name, purpose, 'Сынақ Төлеуші'].join(';'),
  )
  const next = String(Number(day) + 1)
  const head = `statement;dala;2026-11-${day}T00:00:00+05:00;2026-11-${next}T00:00:00+05:00;${rows.length}`
  return new TextEncoder().encode([head, COLUMNS, ...lines].join('\n'))
}

async function read(bytes: Uint8Array, fileName = 'dala.csv') {
  const report = await readStatement(fixture.work, { bank: 'dala', fileName, bytes, by: 'system' })
  if (isRefusal(report)) throw new Error(report.code)
  return report
}

const open = () => fixture.room.differences.list(AUTHORITY, { isResolved: false, limit: 100 })
const kinds = (found: readonly PaymentDifference[]) => found.map(({ kind, reference }) => `${kind} ${reference}`).sort()

it('pays money into its order that no callback reported, and keeps what differs as rows with their line', async () => {
  const [lost, agreed, dearer, cut] = [await wayOf('lost'), await wayOf('agreed'), await wayOf('dearer'), await wayOf('cut')]
  for (const { name } of [agreed, dearer, cut]) await recordStatement(fixture.work, DALA, fixture.bank.pay(name))
  const report = await read(
    fileOf([
      { reference: 'DALA-77', name: lost.name.replaceAll('-', ''), purpose: PURPOSE },
      { reference: 'DALA-1', name: agreed.name, purpose: PURPOSE },
      { reference: 'DALA-2', name: dearer.name, amount: '18520.01' },
      { reference: 'DALA-99', purpose: 'Аренда' },
      { reference: 'DALA-98', direction: 'out', amount: '150.00', purpose: 'Комиссия' },
      { reference: 'DALA-1', name: agreed.name, purpose: PURPOSE },
    ]),
  )
  expect(report).toMatchObject({ state: 'read', movements: 5, recovered: 1, differences: 5, isRepeated: false })
  expect(await stand(fixture.room, lost.orderId)).toMatchObject({ status: 'paid', reference: 'DALA-77' })
  expect(await eventsOfOrder(fixture.database.sql, { authority: AUTHORITY, orderId: lost.orderId })).toContainEqual(
    expect.objectContaining({ kind: 'moneyRecorded', facts: expect.objectContaining({ way: 'file' }) }),
  )
  await fixture.room.workOnce()
  expect(fixture.receiver.facts.filter(({ draftId }) => draftId === 'lost')).toHaveLength(1)
  const found = await open()
  expect(kinds(found)).toEqual(['notAtBank DALA-3', 'notOurs DALA-98', 'notOurs DALA-99', 'otherSum DALA-2', 'twice DALA-1'])
  expect(found.find(({ kind }) => kind === 'otherSum')).toMatchObject({
    ...{ state: 'open', authority: AUTHORITY, orderId: dearer.orderId, ourTiyn: 1_852_000, bankTiyn: 1_852_001, line: 5, owner: null },
    payerName: 'Сынақ Төлеуші',
  })
  expect(found.find(({ reference }) => reference === 'DALA-99')).toMatchObject({ authority: 'unknown', purpose: 'Аренда', orderId: null })
  expect(await fixture.room.differences.list('another', { isResolved: false, limit: 9 })).toHaveLength(2)
})

it('counts each movement once, in the same file and in a longer one; what was missing is ended by the file that has it', async () => {
  const [before] = await fixture.room.differences.statements(1)
  const rows = [{ reference: 'DALA-1' }, { reference: 'DALA-3', purpose: PURPOSE }, { reference: 'DALA-2', amount: '18520.01' }]
  const bytes = fileOf(rows)
  const [once, again] = [await read(bytes, 'longer.csv'), await read(bytes, 'copy.csv')]
  expect(once).toMatchObject({ movements: 1, recovered: 0, differences: 0, isRepeated: false })
  expect(again).toMatchObject({ statementId: once.statementId, fileName: 'longer.csv', isRepeated: true })
  expect(await fixture.room.differences.statements(9)).toHaveLength(2)
  expect(before).toMatchObject({ movements: 5 })
  const ended = await fixture.room.differences.list(AUTHORITY, { isResolved: true, limit: 9 })
  expect(ended).toMatchObject([{ kind: 'notAtBank', reference: 'DALA-3', owner: { id: 'system' }, resolution: 'longer.csv' }])
})

it('takes nothing of a file with a bad row, and reports each with its line; the same file corrected is read', async () => {
  const way = await wayOf('bad row')
  const rows = [
    { reference: 'DALA-200', name: way.name },
    { reference: 'DALA 201', amount: 'x' },
  ]
  const bad = await read(fileOf(rows, '24'), 'bad.csv')
  expect(bad).toMatchObject({ state: 'rejected', movements: 0, faults: [{ line: 4, code: 'reference' }] })
  expect(await stand(fixture.room, way.orderId)).toMatchObject({ status: 'paying' })
  const [seen] = await fixture.room.differences.statements(1)
  expect(seen).toMatchObject({ state: 'rejected', fileName: 'bad.csv' })
  expect(seen!.faults[0]!.text.en).toMatch(/^Line 4: /)
  expect(await read(fileOf(rows.slice(0, 1), '24'), 'bad.csv')).toMatchObject({ state: 'read', recovered: 1 })
  expect(await stand(fixture.room, way.orderId)).toMatchObject({ status: 'paid' })
})

it('is of the bank that it names', async () => {
  const other = { bank: 'tau', fileName: 'x.csv', bytes: fileOf([], '25'), by: 'system' }
  expect(await readStatement(fixture.work, other)).toMatchObject({ state: 'rejected', faults: [{ line: 1, code: 'bank' }] })
  expect(await readStatement(fixture.work, { ...other, bank: 'nobody' })).toMatchObject({ code: 'statement-bank-unknown' })
})

it('knows a return by our name or by the bank’s number, hears of one that was not answered, and finds another sum', async () => {
  const [told, silent] = [await wayOf('told'), await wayOf('silent')]
  for (const { name } of [told, silent]) await recordStatement(fixture.work, DALA, fixture.bank.pay(name))
  await fixture.room.payments.requestRefund(told.orderId, 'withdrawn')
  await fixture.room.workOnce()
  fixture.bank.refundSays = 'processing'
  await fixture.room.payments.requestRefund(silent.orderId, 'withdrawn')
  await fixture.room.workOnce()
  fixture.bank.refundSays = 'returned'
  const [refund] = (await stand(fixture.room, told.orderId)).refunds
  const [waiting] = (await stand(fixture.room, silent.orderId)).refunds
  expect(waiting!.status).toBe('sent')
  const report = await read(
    fileOf(
      [
        { reference: refund!.reference!, direction: 'out', amount: '18519.00' },
        { reference: 'DALA-R-500', direction: 'out', name: `${waiting!.refundId.replaceAll('-', '')}-1` },
      ],
      '26',
    ),
  )
  expect(report).toMatchObject({ recovered: 1, differences: 1 })
  expect((await stand(fixture.room, silent.orderId)).refunds).toMatchObject([{ status: 'returned', reference: 'DALA-R-500' }])
  expect(kinds(await open())).toContain(`otherSum ${refund!.reference}`)
})

it('has an owner and ends with what a person writes; then it stays', async () => {
  const { differences, payments } = fixture.room
  const nobodys = (await open()).find(({ reference }) => reference === 'DALA-99')!
  const id = nobodys.differenceId
  expect(await differences.take('another', (await open()).find(({ kind }) => kind === 'otherSum')!.differenceId, HEAD)).toMatchObject({
    code: 'difference-not-found',
  })
  expect(await differences.take(AUTHORITY, id, HEAD)).toBeNull()
  expect((await open()).find(({ differenceId }) => differenceId === id)).toMatchObject({ state: 'owned', owner: HEAD })
  expect(await differences.release(AUTHORITY, id, HEAD)).toBeNull()
  expect(await differences.resolve(AUTHORITY, id, HEAD, '  ')).toMatchObject({ code: 'resolution-missing', field: 'resolution' })
  expect(await differences.resolve(AUTHORITY, id, HEAD, 'x'.repeat(2_001))).toMatchObject({ code: 'resolution-too-long' })
  expect(await differences.resolve(AUTHORITY, id, HEAD, 'Жалға алушыға қайтарылды')).toBeNull()
  expect(await differences.resolve(AUTHORITY, id, HEAD, 'again')).toMatchObject({ code: 'difference-resolved' })
  expect(await differences.list(AUTHORITY, { isResolved: true, limit: 1 })).toMatchObject([
    { differenceId: id, owner: HEAD, resolution: 'Жалға алушыға қайтарылды' },
  ])
  // The money that it was about is settled with it.
  const [receipt] = await fixture.database.sql`select settled_by, settled_note from payments.receipts where bank_reference = 'DALA-99'`
  expect(receipt).toEqual({ settled_by: 'head-1', settled_note: 'Жалға алушыға қайтарылды' })
  await expect(fixture.database.sql`update payments.differences set resolution = 'x' where difference_id = ${id}`).rejects.toThrow(
    'as it was found',
  )
  expect(isRefusal(await payments.readOrder(id))).toBe(true)
})

it('is taken from the folder of its bank, once, when it is whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-statements-'))
  const look = openStatementFolders(fixture.work, { dala: folder, tau: join(folder, 'not-there') })
  const way = await wayOf('folder')
  await writeFile(join(folder, 'day.csv.part'), fileOf([{ reference: 'DALA-300', name: way.name }], '27'))
  await look()
  expect(await stand(fixture.room, way.orderId)).toMatchObject({ status: 'paying' })
  await rename(join(folder, 'day.csv.part'), join(folder, 'day.csv'))
  await look()
  await look()
  expect(await stand(fixture.room, way.orderId)).toMatchObject({ status: 'paid' })
  expect((await fixture.room.differences.statements(100)).filter(({ fileName }) => fileName === 'day.csv')).toHaveLength(1)
})

it('that two people read at the same time is read once', async () => {
  const way = await wayOf('race')
  const bytes = fileOf([{ reference: 'DALA-400', name: way.name }, { reference: 'DALA-401' }], '28')
  const reports = await Promise.all([1, 2, 3].map(() => read(bytes, 'race.csv')))
  expect(reports.filter(({ isRepeated }) => !isRepeated)).toHaveLength(1)
  expect((await open()).filter(({ reference }) => reference === 'DALA-401')).toHaveLength(1)
  expect(await stand(fixture.room, way.orderId)).toMatchObject({ status: 'paid', overpaidTiyn: 0 })
})

it('that did not come is named after a day and a half, by the bank and since when; a bank without money owes none', async () => {
  const room = await fixture.again({ statementFolders: { dala: '/nowhere/dala', tau: '/nowhere/tau' } })
  const late = async () => (await room.differences.lateStatements()).map(({ en }) => en)
  fixture.clock.set('2026-11-30T06:00:00.000Z')
  expect(await late()).toEqual([])
  fixture.clock.set('2026-11-30T08:00:00.000Z')
  expect(await late()).toEqual([
    expect.stringMatching(/^dala: the daily statement has not come\. Nothing after .*29.*, 00:00 has been compared/),
  ])
  await read(fileOf([], '29'), 'dala-29.csv')
  expect(await late()).toEqual([])
  expect(await fixture.room.differences.lateStatements()).toEqual([])
  await room.stop()
})

it('heads read what happened to their money, the newest first, with whose order it is; of another authority only what is nobody’s', async () => {
  const [newest] = await fixture.room.differences.events(AUTHORITY, 1)
  expect(newest).toMatchObject({ kind: 'statementRead', actor: 'system', facts: { file: 'dala-29.csv' }, orderId: null })
  const all = await fixture.room.differences.events(AUTHORITY, 1_000)
  expect(all.find(({ kind, orderId }) => kind === 'moneyRecorded' && orderId !== null)).toMatchObject({ payerName: 'Сынақ Төлеуші' })
  expect((await fixture.room.differences.events('another', 1_000)).every(({ payerName }) => payerName === null)).toBe(true)
})
