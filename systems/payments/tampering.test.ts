// What somebody with the password of the database could do to the rows of money, kind by kind: the audit finds each. Triggers and references are
// switched off meanwhile, and each kind is undone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sql } from '@ruqsat/database'
import { auditPayments, sealSource, type PaymentAuditFault, type SignedSeal } from './audit.ts'
import { SEALED } from './store/seals.ts'
import { type Fixture, newOrder, openFixture } from './testing/fixture.ts'
import { paidOrder } from './testing/paid-order.ts'
import { askDueRefunds, requestRefund } from './work/refund.ts'

let fixture: Fixture
let signed: readonly SignedSeal[]
let names: Readonly<Record<string, string>>

beforeAll(async () => {
  fixture = await openFixture('payments_tampering')
  const [paid, returned, open] = [await paidOrder(fixture), await paidOrder(fixture), await newOrder(fixture.room)]
  await requestRefund(fixture.work, returned.orderId, 'withdrawn')
  await askDueRefunds(fixture.work)
  const { sql } = fixture.database
  await sql`insert into payments.sealed_receipts (authority, receipt_id, pdf, sha256, sealed_at)
    select authority, receipt_id, 'a file'::bytea, encode(sha256('a file'::bytea), 'hex'), paid_at from payments.receipts where order_id = ${paid.orderId}`
  const source = sealSource(sql)
  signed = await source.unsigned()
  await source.signed(signed, 1)
  names = { paid: paid.orderId, returned: returned.orderId, open: open.orderId }
})
afterAll(() => fixture.close())

const UNDONE = Symbol('undone')

async function tampered(text: string): Promise<readonly PaymentAuditFault[]> {
  let found: readonly PaymentAuditFault[] = []
  const written = Object.entries(names).reduce((all, [name, value]) => all.replaceAll(`:${name}`, `'${value}'`), text)
  await fixture.database.sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      const { count } = (await tx.unsafe(written)) as unknown as { readonly count: number | null }
      expect(count, 'rows that were changed').not.toBe(0)
      found = await auditPayments(tx as unknown as Sql, signed)
      throw UNDONE
    })
    .catch((error: unknown) => {
      if (error !== UNDONE) throw error
    })
  return found
}

test('untouched, money is whole; what is not signed yet too', async () => {
  expect(await auditPayments(fixture.database.sql, signed)).toEqual([])
  expect(signed.length).toBeGreaterThan(10)
  const later = await newOrder(fixture.room)
  expect(await auditPayments(fixture.database.sql, signed)).toEqual([])
  expect(later.status).toBe('created')
})

test('the triggers seal what the audit compares', async () => {
  const rows = await fixture.database.sql<{ table: string; arguments: string }[]>`
    select c.relname as table, encode(t.tgargs, 'escape') as arguments from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'payments.seal_row'::regproc`
  const found = Object.fromEntries(rows.map(({ table, arguments: both }) => [table, both.split('\\000').slice(0, 2)]))
  expect(found).toEqual(SEALED)
})

test.each([
  ['the fee of an order', `update payments.orders set amount_tiyn = 1 where order_id = :open`, 'sealed-row-differs'],
  ['who pays', `update payments.orders set payer_name = 'Басқа Адам' where order_id = :paid`, 'sealed-row-differs'],
  ['to whom it is paid', `update payments.orders set payee = '{}' where order_id = :paid`, 'sealed-row-differs'],
  ['what it is for', `update payments.orders set draft_id = 'another' where order_id = :paid`, 'sealed-row-differs'],
  [
    'when it was ordered',
    `update payments.orders set created_at = created_at - interval '1 day' where order_id = :paid`,
    'sealed-row-differs',
  ],
  ['an order that nobody paid, paid', `update payments.orders set status = 'paid' where order_id = :open`, 'payment-differs'],
  ['a paid order, unpaid', `update payments.orders set status = 'created' where order_id = :paid`, 'payment-differs'],
  ['a returned fee, paid', `update payments.orders set status = 'created' where order_id = :returned`, 'payment-differs'],
  ['an order removed', `delete from payments.orders where order_id = :open`, 'sealed-row-missing'],
  ['the sum of a receipt', `update payments.receipts set amount_tiyn = 5 where order_id = :paid`, 'sealed-row-differs'],
  ['when it was paid', `update payments.receipts set paid_at = paid_at - interval '1 day' where order_id = :paid`, 'sealed-row-differs'],
  ['whose receipt it is', `update payments.receipts set order_id = :open where order_id = :paid`, 'sealed-row-differs'],
  ['a receipt removed', `delete from payments.receipts where order_id = :paid`, 'sealed-row-missing'],
  [
    'a receipt inserted',
    `insert into payments.receipts select gen_random_uuid(), 'no bank', :open, null, 'fact', amount_tiyn, currency, paid_at, bank_stated_at, received_at, null, null, null, authority, bank, is_late
     from payments.receipts where order_id = :paid`,
    'row-unsealed',
  ],
  ['the sum of a refund', `update payments.refunds set amount_tiyn = 5 where order_id = :returned`, 'sealed-row-differs'],
  ['why it goes back', `update payments.refunds set why = 'exempt' where order_id = :returned`, 'sealed-row-differs'],
  ['a refund removed', `delete from payments.refunds where order_id = :returned`, 'sealed-row-missing'],
  ['an event changed', `update payments.events set actor = 'somebody' where order_id = :paid`, 'sealed-row-differs'],
  ['the facts of an event', `update payments.events set facts = '{}' where order_id = :paid`, 'sealed-row-differs'],
  ['an event removed', `delete from payments.events where order_id = :paid`, 'sealed-row-missing'],
  [
    'an event inserted',
    `insert into payments.events (authority, event_id, order_id, at, kind, actor, facts) select authority, gen_random_uuid(), :open, at, kind, actor, facts from payments.events limit 1`,
    'row-unsealed',
  ],
  ['the file of a receipt', `update payments.sealed_receipts set pdf = 'another'::bytea`, 'receipt-wrong'],
  [
    'its digest too',
    `update payments.sealed_receipts set pdf = 'another'::bytea, sha256 = encode(sha256('another'::bytea), 'hex')`,
    'sealed-row-differs',
  ],
  ['a message about a payment removed', `delete from payments.outbox`, 'payment-differs'],
  [
    'a seal changed with its row',
    `update payments.orders set amount_tiyn = 1 where order_id = :open; update payments.seal set digest = repeat('0', 64) where of_table = 'orders' and key = :open`,
    'seal-changed',
  ],
  [
    'a row and its seal removed',
    `delete from payments.receipts where order_id = :paid; delete from payments.seal where of_table = 'receipts'`,
    'seal-changed',
  ],
  ['a seal of another row', `update payments.seal set key = :paid where of_table = 'orders' and key = :open`, 'seal-changed'],
  [
    'a seal that says that it was signed',
    `insert into payments.seal (of_table, key, digest, checkpoint) values ('orders', 'x', 'y', 1)`,
    'seal-changed',
  ],
  ['all seals removed', `delete from payments.seal`, 'seal-changed'],
  ['a guard switched off', `alter table payments.receipts disable trigger receipt_kept`, 'guard-missing'],
  ['a guard removed', `drop trigger event_sealed on payments.events`, 'guard-missing'],
])('%s', async (_what, sql, kind) => {
  expect((await tampered(sql)).map((fault) => fault.kind)).toContain(kind)
})

test('with the triggers on, a seal stays and a second one of the same row shows', async () => {
  const { sql } = fixture.database
  await expect(sql`update payments.seal set digest = repeat('0', 64) where number = 1`).rejects.toThrow('to stay as it was written')
  await expect(sql`delete from payments.seal where number = 1`).rejects.toThrow('to stay as it was written')
  await sql`update payments.orders set amount_tiyn = amount_tiyn + 1 where order_id = ${names['open']!}`
  const found = await auditPayments(sql, signed)
  expect(found.map(({ kind, place }) => [kind, place])).toEqual([['sealed-row-differs', `payments.orders ${names['open']!}`]])
})
