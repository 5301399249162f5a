// The instants at which something becomes durable, by the table that it becomes durable in. A trigger of the test's own reports when one is
// reached: `after` as the transaction commits, before its answer can have been used; `during` while the transaction is still open.
import type { Sql } from '@ruqsat/database'

export type CommitPoint = {
  readonly name: string
  readonly table: string
  readonly event: 'insert' | 'update'
  readonly condition?: string
}
export type Side = 'after' | 'during'

export const COMMIT_POINTS: readonly CommitPoint[] = [
  { name: 'the draft is begun', table: 'portal.draft', event: 'insert' },
  { name: 'the order is made', table: 'payments.orders', event: 'insert' },
  { name: 'the bank takes the money', table: 'bank.payments', event: 'insert' },
  { name: 'the payment is recorded', table: 'payments.receipts', event: 'insert' },
  { name: 'the payment reaches the draft', table: 'portal.payment_fact', event: 'insert' },
  { name: 'the signature is kept', table: 'portal.draft', event: 'update', condition: "new.status = 'waiting' and old.status = 'open'" },
  { name: 'the case is opened', table: 'licensing.request', event: 'insert' },
  {
    name: 'the portal learns the number',
    table: 'portal.draft',
    event: 'update',
    condition: "new.status = 'registered' and old.status <> 'registered'",
  },
  { name: 'a step is done', table: 'licensing.event', event: 'insert' },
  { name: 'the licence number is reserved', table: 'licensing.licence_serial', event: 'insert' },
  { name: 'the document is prepared', table: 'licensing.document', event: 'insert' },
  { name: 'the signed file is kept', table: 'licensing.signed_file', event: 'insert' },
  { name: 'the licence is issued', table: 'licensing.licence', event: 'insert' },
  { name: 'a notice is handed over', table: 'messaging.messages', event: 'insert' },
]

/** Where an open transaction must leave no half: the process dies while it waits for its own commit. */
export const DURING: readonly string[] = [
  'the payment is recorded',
  'the payment reaches the draft',
  'the case is opened',
  'the licence is issued',
]

const CHANNEL = 'crash_point'
/** Longer than a look at the server's activity and a kill take. */
const HELD_SECONDS = 0.4
const LOOK_EVERY_MS = 10

/** Adds the triggers; nothing happens until a point is armed. */
export async function addTriggers(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create schema crash;
    create table crash.armed (point text primary key, side text not null);
    -- By whom it was made: the systems of the house reach no schema but their own.
    create function crash.announce() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
    declare side text;
    begin
      select armed.side into side from crash.armed where point = tg_argv[0];
      if side = 'after' then perform pg_notify('${CHANNEL}', tg_argv[0]); end if;
      if side = 'during' then perform pg_sleep(${HELD_SECONDS}); end if;
      return null;
    end $$;`)
  for (const [place, { name, table, event, condition }] of COMMIT_POINTS.entries()) {
    const when = condition === undefined ? '' : `when (${condition})`
    await sql.unsafe(
      `create trigger crash_${place} after ${event} on ${table} for each row ${when} execute function crash.announce('${name}')`,
    )
  }
}

/** Waits until somebody reaches the point, then kills. Answers false where nobody did in time. */
export async function killAt(sql: Sql, point: CommitPoint, side: Side, kill: () => void, withinMs: number): Promise<boolean> {
  const reached = side === 'after' ? await listen(sql, point, withinMs) : await watch(sql, withinMs)
  await sql`insert into crash.armed values (${point.name}, ${side})`
  const isReached = await reached.promise(kill)
  await sql`delete from crash.armed`
  return isReached
}

type Watch = { promise(kill: () => void): Promise<boolean> }

async function listen(sql: Sql, { name }: CommitPoint, withinMs: number): Promise<Watch> {
  let onReached: () => void = () => {}
  const { unlisten } = await sql.listen(CHANNEL, (payload) => payload === name && onReached())
  return {
    promise: async (kill) => {
      const isReached = await new Promise<boolean>((resolve) => {
        const late = setTimeout(() => resolve(false), withinMs)
        onReached = () => {
          kill()
          clearTimeout(late)
          resolve(true)
        }
      })
      await unlisten()
      return isReached
    },
  }
}

async function watch(sql: Sql, withinMs: number): Promise<Watch> {
  return {
    promise: async (kill) => {
      const until = performance.now() + withinMs
      while (performance.now() < until) {
        const [row] = await sql`select 1 from pg_stat_activity where wait_event = 'PgSleep'`
        if (row !== undefined) {
          kill()
          return true
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
      return false
    },
  }
}
