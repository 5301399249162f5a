// The electronic queue of halls on PostgreSQL: each act is one transaction.
import { migrate, type Database } from '@ruqsat/database'
import type { HallQueue, Ticket } from '../contract.ts'
import * as rows from '../store/queue.ts'
import * as windows from '../store/windows.ts'

export const CENTRE_SCHEMA = { schema: 'centre', folder: new URL('../store/migrations/', import.meta.url) }

/** Brings up the schema and gives the queue. */
export async function openHallQueue(database: Database): Promise<HallQueue> {
  await migrate(database, CENTRE_SCHEMA)
  const { sql } = database
  return {
    take: (wanted) =>
      sql.begin(async (tx) => {
        // Before the look for the same id: of two posts of one form the second waits here and then finds the first.
        const number = await rows.nextNumber(tx, wanted)
        const before = await rows.readTicket(tx, wanted.authority, wanted.id)
        if (before !== null) {
          await rows.giveNumberBack(tx, wanted)
          return before
        }
        const ticket = await rows.insertTicket(tx, wanted, number)
        await rows.keepEvent(tx, ticket, 'taken', wanted.at)
        return ticket
      }) as Promise<Ticket>,
    callNext: (at, now) =>
      sql.begin(async (tx) => {
        await rows.lockWindows(tx, at, 'shared')
        await rows.lockOperator(tx, at)
        const held = await rows.heldBy(tx, at)
        if (held !== null) return held
        if (await windows.isElsewhere(tx, at)) return null
        const ticket = await rows.takeFirst(tx, at, now)
        if (ticket !== null) await rows.keepEvent(tx, ticket, 'called', now)
        return ticket
      }) as Promise<Ticket | null>,
    recall: (at, now) =>
      sql.begin(async (tx) => {
        const ticket = await rows.callAgain(tx, at, now)
        if (ticket !== null) await rows.keepEvent(tx, ticket, 'recalled', now)
        return ticket
      }) as Promise<Ticket | null>,
    end: (at, ticketId, how, now) =>
      sql.begin(async (tx) => {
        const ticket = await rows.endTicket(tx, at, ticketId, how, now)
        if (ticket !== null) await rows.keepEvent(tx, ticket, how, now)
        return ticket
      }) as Promise<Ticket | null>,
    ticket: (authority, id) => rows.readTicket(sql, authority, id),
    held: (at) => rows.heldBy(sql, at),
    called: (hall) => rows.calledNow(sql, hall),
    waiting: (hall) => rows.waitingNow(sql, hall),
    waits: (hall, limitMs, now) => rows.waitsOf(sql, hall, limitMs, now),
    windows: (hall) => windows.openWindows(sql, hall),
    windowOf: (operator) => windows.windowOf(sql, operator),
    openWindow: (at, now) =>
      sql.begin(async (tx) => {
        await rows.lockWindows(tx, at, 'alone')
        await rows.lockOperator(tx, at)
        if ((await rows.heldBy(tx, at)) !== null) return false
        const before = await windows.windowOf(tx, at)
        await windows.leaveWindow(tx, at)
        if (await windows.takeWindow(tx, at, now)) return true
        if (before !== null) await windows.takeWindow(tx, before, before.openedAt)
        return false
      }) as Promise<boolean>,
    closeWindow: (at) =>
      sql.begin(async (tx) => {
        await rows.lockOperator(tx, at)
        if ((await rows.heldBy(tx, at)) !== null) return false
        await windows.leaveWindow(tx, at)
        return true
      }) as Promise<boolean>,
  }
}
