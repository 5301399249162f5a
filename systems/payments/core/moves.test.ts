import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { migrate, openLegalClock } from '@ruqsat/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PAYMENTS_SCHEMA } from '../index.ts'
import { MOVES } from './moves.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('payments_moves')
  // Changes are news, with their legal time.
  await openLegalClock(database, { startAt: '2014-10-01T04:30:00.000Z' })
  await migrate(database, PAYMENTS_SCHEMA)
})
afterAll(() => database.drop())

describe('the legal changes of state', () => {
  it('are the same in the program and in the database', async () => {
    const rows = await database.sql<{ move: string }[]>`select what || ' ' || old_state || ' ' || new_state as move from payments.moves`
    const ours = Object.entries(MOVES).flatMap(([what, from]) =>
      Object.entries(from).flatMap(([old, next]) => next.map((each) => `${what} ${old} ${each}`)),
    )
    expect(rows.map(({ move }) => move).sort()).toEqual(ours.sort())
  })

  it('are all that the database lets through: each pair of states of an order is tried', async () => {
    const { sql } = database
    const states = Object.keys(MOVES.order)
    for (const from of states)
      for (const to of states.filter((each) => each !== from)) {
        const orderId = crypto.randomUUID()
        await sql`
          insert into payments.orders (authority, order_id, draft_id, status, amount_tiyn, payee, purpose, derivation, payer_name, language, return_url, created_at)
          values ('a', ${orderId}, ${orderId}, ${from}, 100, '{}', '{}', '{}', 'x', 'kk', 'http://localhost', '2026-11-22T03:40:00.000Z')`
        const change = sql`update payments.orders set status = ${to} where order_id = ${orderId}`
        if (MOVES.order[from]!.includes(to)) await change
        else await expect(change, `${from} ${to}`).rejects.toThrow(`Expected no change of order from ${from} to ${to}`)
      }
  })

  it('leave money as the bank stated it, and events as they were written', async () => {
    const { sql } = database
    const [receiptId, at] = [crypto.randomUUID(), '2026-11-22T03:40:00.000Z']
    await sql`
      insert into payments.receipts (authority, receipt_id, bank, bank_reference, meaning, amount_tiyn, currency, paid_at, bank_stated_at, received_at, is_late)
      values ('unknown', ${receiptId}, 'dala', 'D-1', 'unknownOrder', 100, 'KZT', ${at}, ${at}, ${at}, false)`
    await expect(sql`update payments.receipts set amount_tiyn = 200 where receipt_id = ${receiptId}`).rejects.toThrow(
      'as the bank stated it',
    )
    await expect(sql`delete from payments.receipts where receipt_id = ${receiptId}`).rejects.toThrow('to stay')
    await sql`insert into payments.events (authority, event_id, at, kind, actor, facts) values ('a', ${receiptId}, ${at}, 'settled', 'system', '{}')`
    await expect(sql`update payments.events set actor = 'x'`).rejects.toThrow('as they were written')
    await expect(sql`delete from payments.events`).rejects.toThrow('as they were written')
  })

  it('let no more go back than came', async () => {
    const { sql } = database
    const [orderId, receiptId, at] = [crypto.randomUUID(), crypto.randomUUID(), '2026-11-22T03:40:00.000Z']
    await sql`
      insert into payments.orders (authority, order_id, draft_id, status, amount_tiyn, payee, purpose, derivation, payer_name, language, return_url, created_at)
      values ('a', ${orderId}, ${orderId}, 'paid', 100, '{}', '{}', '{}', 'x', 'kk', 'http://localhost', ${at})`
    await sql`
      insert into payments.receipts (authority, receipt_id, bank, bank_reference, order_id, meaning, amount_tiyn, currency, paid_at, bank_stated_at, received_at, is_late)
      values ('a', ${receiptId}, 'dala', 'D-2', ${orderId}, 'fact', 150, 'KZT', ${at}, ${at}, ${at}, false)`
    const back = (why: string, amount: number) => sql`
      insert into payments.refunds (authority, refund_id, receipt_id, order_id, why, amount_tiyn, status, requested_at)
      values ('a', ${crypto.randomUUID()}, ${receiptId}, ${orderId}, ${why}, ${amount}, 'requested', ${at})`
    await back('overpaid', 50)
    await expect(back('withdrawn', 101)).rejects.toThrow('at most 100 tiyn')
    await back('withdrawn', 100)
  })
})
