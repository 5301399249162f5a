import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { KITE_REMINDED, KITE_STAFF } from '@ruqsat/engine/testing'
import { Fault } from '@ruqsat/foundation'
import { BACK_OFF, type NoticePayload } from '../index.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
let delivered: string[]
let answer: (key: string) => Promise<void>

beforeEach(async () => {
  delivered = []
  answer = async () => undefined
  town = await openKiteTown({
    onOutbox: {
      notice: async ({ key, payload }) => {
        delivered.push(`${key.split('/').slice(1).join('/')} ${(payload as unknown as NoticePayload).notice.kind}`)
        await answer(key)
      },
    },
  })
})
afterEach(() => town.close())

describe('the outbox', () => {
  test('delivers once; a delivered message is never offered again', async () => {
    await town.openCase()
    expect(await town.caseflow.runOutbox()).toBe(1)
    expect(await town.caseflow.runOutbox()).toBe(0)
    expect(delivered).toEqual(['3/0 requestRegistered'])
  })

  test('two processes at once do not take the same message', async () => {
    for (let made = 0; made < 6; made += 1) await town.openCase()
    await Promise.all([town.caseflow.runOutbox(), town.caseflow.runOutbox(), town.caseflow.runOutbox()])
    expect(delivered.length).toBe(6)
  })

  test('a crash after the neighbour was told offers the same key again once the lease has run out', async () => {
    await town.openCase()
    await town.sql`create function town.lose() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`
    await town.sql`create trigger lose before update of delivered_at, last_error on town.outbox for each row execute function town.lose()`
    await expect(town.caseflow.runOutbox()).rejects.toThrow()
    await town.sql`drop trigger lose on town.outbox`
    expect(await town.caseflow.runOutbox()).toBe(0)
    town.technicalClock.forwardMs(130_000)
    await town.caseflow.runOutbox()
    expect(delivered).toEqual(['3/0 requestRegistered', '3/0 requestRegistered'])
  })

  test('retries with a growing delay, then shows as stuck, and an operator can offer it again', async () => {
    answer = async () => Promise.reject(new Fault('Expected the gateway but it is down', { retry: 'later' }))
    await town.openCase()
    await town.caseflow.runOutbox()
    expect(await town.caseflow.health()).toMatchObject({ outbox: { waiting: 1, failing: 1, stuck: 0 }, isHealthy: true })
    expect(await town.caseflow.runOutbox()).toBe(0)
    town.technicalClock.forwardMs(2_000)
    expect(await town.caseflow.runOutbox()).toBe(1)
    town.technicalClock.forwardMs(2_000)
    expect(await town.caseflow.runOutbox()).toBe(0)
    for (let attempt = 3; attempt <= BACK_OFF.attempts; attempt += 1) {
      town.technicalClock.forwardMs(5 * 3_600_000)
      await town.caseflow.runOutbox()
    }
    // A message that cannot reach a person is that person's matter: the load balancer must not take the house away for it.
    expect(await town.caseflow.health()).toMatchObject({ outbox: { waiting: 0, stuck: 1, stuckNotices: 1 }, isHealthy: true })
    answer = async () => undefined
    expect(await town.caseflow.retryStuck()).toBe(1)
    await town.caseflow.runOutbox()
    expect(await town.caseflow.health()).toMatchObject({ outbox: { waiting: 0, stuck: 0 }, isHealthy: true })
    expect(town.faults.length).toBe(BACK_OFF.attempts)
  })

  test('delivered notices are removed a month later; what waits, is stuck or is the host’s own stays', async () => {
    const day = 24 * 3_600_000
    const old = await town.openCase()
    await town.caseflow.runOutbox()
    await town.sql`insert into town.outbox (authority, idempotency_key, case_id, kind, payload, next_attempt_at, delivered_at)
      select authority, 'order 1', case_id, 'order', '{}', next_attempt_at, delivered_at from town.outbox`
    answer = async () => Promise.reject(new Fault('Expected an address but there is none', { retry: 'never' }))
    const stuck = await town.openCase()
    await town.caseflow.runOutbox()
    town.technicalClock.forwardMs(20 * day)
    answer = async () => undefined
    const recent = await town.openCase()
    await town.caseflow.runOutbox()
    const waiting = await town.openCase()
    expect(await town.caseflow.forgetOutbox()).toBe(0)
    town.technicalClock.forwardMs(20 * day)
    expect(await town.caseflow.forgetOutbox()).toBe(1)
    expect(await town.caseflow.forgetOutbox()).toBe(0)
    const kept = await town.sql<{ key: string }[]>`select idempotency_key as key from town.outbox`
    expect(kept.map(({ key }) => key).toSorted()).toEqual([`${recent}/3/0`, `${stuck}/3/0`, `${waiting}/3/0`, 'order 1'].toSorted())
    expect(await town.caseflow.retryStuck()).toBe(1)
    expect((await town.caseflow.audit()).faults).toEqual([])
    expect((await town.caseflow.read(old))!.version).toBe(3)
  })

  test('the loop removes what is old by itself, however much there is', async () => {
    const caseId = await town.openCase()
    await town.caseflow.runOutbox()
    await town.sql`insert into town.outbox (authority, idempotency_key, case_id, kind, payload, next_attempt_at, delivered_at)
      select authority, ${caseId} || '/0/' || n, case_id, kind, payload, next_attempt_at, delivered_at from town.outbox, generate_series(1, 1200) n`
    town.technicalClock.forwardMs(40 * 24 * 3_600_000)
    await town.caseflow.start()
    await expect.poll(async () => (await town.sql`select 1 from town.outbox`).length, { timeout: 30_000 }).toBe(0)
    await town.caseflow.stop()
  })

  test('what can never succeed is stuck at once', async () => {
    answer = async () => Promise.reject(new Fault('Expected an address but there is none', { retry: 'never' }))
    await town.openCase()
    await town.caseflow.runOutbox()
    expect((await town.caseflow.health()).outbox.stuck).toBe(1)
  })
})

describe('timers', () => {
  test('fire at legal time, mark once and tell', async () => {
    const caseId = await town.openCase()
    expect(await town.caseflow.runTimers()).toBe(0)
    await town.legalClock.advance('2025-03-03T05:31:00.000Z', 'test')
    expect((await town.caseflow.health()).overdueTimers).toBe(1)
    expect(await town.caseflow.runTimers()).toBe(1)
    expect(await town.caseflow.runTimers()).toBe(0)
    expect((await town.caseflow.read(caseId))!.state.tasks[0]).toMatchObject({ late: true })
    expect(await town.sql`select is_late from town.task`).toMatchObject([{ is_late: true }])
    await town.caseflow.runOutbox()
    expect(delivered.map((each) => each.split(' ')[1]).sort()).toEqual(['requestRegistered', 'taskLate', 'taskLate'])
  })

  test('a process that died with the lease is followed by another', async () => {
    const caseId = await town.openCase()
    await town.legalClock.advance('2025-03-03T06:00:00.000Z', 'test')
    town.store.failNext('failAndNotPersist')
    await town.caseflow.runTimers()
    expect((await town.caseflow.read(caseId))!.state.tasks[0]).toMatchObject({ late: false })
    expect(await town.caseflow.runTimers()).toBe(0)
    town.technicalClock.forwardMs(61_000)
    await town.caseflow.runTimers()
    expect((await town.caseflow.read(caseId))!.state.tasks[0]).toMatchObject({ late: true })
  })

  test('of a task that was done meanwhile disappear', async () => {
    const caseId = await town.openCase()
    await town.accept(caseId)
    await town.sql`insert into town.timer select authority, case_id, 'gone', '2025-03-03T05:00:00Z' from town.case_file`
    await town.caseflow.runTimers()
    expect(await town.sql`select task_id from town.timer where task_id = 'gone'`).toEqual([])
  })
})

test('the loops start, wake when something is committed or legal time is moved, and stop', async () => {
  await town.caseflow.start()
  const caseId = await town.openCase()
  await until(() => delivered.length === 1)
  await town.legalClock.advance('2025-03-03T06:00:00.000Z', 'test')
  await until(async () => (await town.caseflow.read(caseId))!.state.tasks[0]!.late)
  await until(() => delivered.length === 3)
  await town.caseflow.stop()
  await town.openCase()
  expect(delivered.length).toBe(3)
  expect(town.faults).toEqual([])
})

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Expected it within five seconds but it did not happen')
}

describe('reminders', () => {
  test('one timer of a task goes from moment to moment; two processes and a crash inform once', async () => {
    await town.close()
    const told: string[] = []
    town = await openKiteTown({
      reminders: KITE_REMINDED.reminders!,
      onOutbox: { notice: async ({ payload }) => void told.push((payload as unknown as NoticePayload).notice.kind) },
    })
    const caseId = await town.openCase()
    await town.accept(caseId)
    await town.must(caseId, { kind: 'assign', taskId: await town.taskOf(caseId), officerId: 'oscar', instruction: '' }, KITE_STAFF.head)
    const timers = () => town.sql<{ dueAt: string }[]>`select due_at as "dueAt" from town.timer`
    const look = () => Promise.all([town.caseflow.runTimers(), town.caseflow.runTimers()])
    const reminded = async () =>
      (await town.caseflow.events({ authority: 'kite-office', caseId })).filter(({ kind }) => kind === 'taskReminded')
    const due = (await town.caseflow.read(caseId))!.state.tasks[0]!.due!.due
    const [first] = await timers()
    expect(first!.dueAt < due).toBe(true)
    await town.legalClock.advance(first!.dueAt, 'test')
    // Killed while it commits: nothing happened, and the lease brings it again.
    town.store.failNext('failAndNotPersist')
    await town.caseflow.runTimers()
    expect(await reminded()).toHaveLength(0)
    town.technicalClock.forwardMs(61_000)
    await look()
    expect(await reminded()).toHaveLength(1)
    expect((await timers()).map(({ dueAt }) => dueAt)).toEqual([due])
    await town.legalClock.advance(due, 'test')
    town.technicalClock.forwardMs(61_000)
    await look()
    const [after] = await timers()
    expect(after!.dueAt > due).toBe(true)
    await town.legalClock.advance(after!.dueAt, 'test')
    town.technicalClock.forwardMs(61_000)
    await look()
    expect(await timers()).toEqual([])
    while ((await town.caseflow.runOutbox()) > 0);
    expect(told.filter((kind) => kind !== 'stageReached')).toEqual([
      'requestRegistered',
      'taskDueSoon',
      'taskLate',
      'taskLate',
      'taskStillLate',
    ])
  })
})
