// A neighbour that is down and comes back, a clock that cannot count: nothing is lost, nothing happens twice, and a person sees why.
import { Fault, isRefusal } from '@ruqsat/foundation'
import { KITE_EDITION, KITE_STAFF } from '@ruqsat/engine/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
let delivered: string[]
let isDown: boolean
let isEditionThere: boolean

beforeEach(async () => {
  delivered = []
  isDown = false
  isEditionThere = true
  town = await openKiteTown({
    editions: (hash) => (isEditionThere && hash === KITE_EDITION.hash ? KITE_EDITION : null),
    onOutbox: {
      notice: async ({ key }) => {
        if (isDown) throw new Fault('Expected the gateway but it is down', { retry: 'never' })
        delivered.push(key)
      },
    },
  })
})
afterEach(() => town.close())

const { head, clerk } = KITE_STAFF
const open = () => town.caseflow.incidents.list('kite-office')
const settled = async (caseId: string) =>
  (await town.caseflow.events({ authority: 'kite-office', caseId })).filter((event) => event.kind === 'incidentSettled')

test('a neighbour is down, a person sees it, tries again when it is back: delivered once, and over', async () => {
  const caseId = await town.openCase()
  isDown = true
  await town.caseflow.runOutbox()
  expect(await open()).toMatchObject([
    { kind: 'outbox', caseId, neighbour: 'notice', error: 'Expected the gateway but it is down', times: 1 },
  ])
  const [incident] = await open()
  const asked = { incidentId: incident!.incidentId, how: 'nudged', reason: '' } as const
  // Tried while it is still down: the same incident, once more.
  await town.caseflow.incidents.settle(asked, head)
  await town.caseflow.runOutbox()
  expect(await open()).toMatchObject([{ times: 2 }])
  isDown = false
  await Promise.all([town.caseflow.incidents.settle(asked, head), town.caseflow.incidents.settle(asked, head)])
  await Promise.all([town.caseflow.runOutbox(), town.caseflow.runOutbox()])
  await town.caseflow.runOutbox()
  expect(delivered).toHaveLength(1)
  expect(await open()).toEqual([])
  expect(await settled(caseId)).toMatchObject([{ how: 'nudged', actor: { id: 'hugo' } }, { how: 'nudged' }, { how: 'nudged' }])
  const late = await town.caseflow.incidents.settle(asked, head)
  expect(isRefusal(late) && late.code).toBe('incident-over')
  expect((await town.caseflow.audit()).faults).toEqual([])
})

test('given up with a reason, it is never sent, and the house is healthy', async () => {
  const caseId = await town.openCase()
  isDown = true
  await town.caseflow.runOutbox()
  const [{ incidentId } = { incidentId: '' }] = await open()
  const abandon = (reason: string) => town.caseflow.incidents.settle({ incidentId, how: 'abandoned', reason }, head)
  const refused = await abandon(' ')
  expect(isRefusal(refused) && refused.code).toBe('reason-empty')
  const others = await town.caseflow.incidents.settle({ incidentId, how: 'nudged', reason: '' }, clerk)
  expect(isRefusal(others) && others.code).toBe('not-your-role')
  expect(await open()).toHaveLength(1)
  await abandon('The number is nobody’s')
  isDown = false
  expect(await town.caseflow.retryStuck()).toBe(0)
  await town.caseflow.runOutbox()
  expect(delivered).toEqual([])
  expect(await open()).toEqual([])
  expect(await town.caseflow.health()).toMatchObject({ outbox: { stuck: 0, waiting: 0 } })
  expect(await settled(caseId)).toMatchObject([{ how: 'abandoned', reason: 'The number is nobody’s' }])
})

test('killed between the event and the nudge: the incident is still open, and the same act again ends it', async () => {
  await town.openCase()
  isDown = true
  await town.caseflow.runOutbox()
  const [{ incidentId } = { incidentId: '' }] = await open()
  const nudge = () => town.caseflow.incidents.settle({ incidentId, how: 'nudged', reason: '' }, head)
  town.store.failNext('failButPersist')
  await expect(nudge()).rejects.toThrow()
  expect(await open()).toHaveLength(1)
  isDown = false
  await nudge()
  await town.caseflow.runOutbox()
  expect([delivered.length, await open()]).toEqual([1, []])
})

test('a timer that cannot fire shows after three tries, fires once when the cause is gone, and is over by itself', async () => {
  const caseId = await town.openCase()
  const due = (await town.caseflow.read(caseId))!.state.tasks[0]!.due!.due
  await town.legalClock.advance(due, 'test')
  isEditionThere = false
  for (let times = 1; times <= 3; times += 1) {
    expect(await open()).toEqual([])
    await town.caseflow.runTimers()
    town.technicalClock.forwardMs(61_000)
  }
  expect(await open()).toMatchObject([{ kind: 'timer', caseId, times: 3, error: expect.stringContaining('does not have it') }])
  isEditionThere = true
  const [{ incidentId } = { incidentId: '' }] = await open()
  await town.caseflow.incidents.settle({ incidentId, how: 'nudged', reason: '' }, head)
  await Promise.all([town.caseflow.runTimers(), town.caseflow.runTimers()])
  expect(await open()).toEqual([])
  const late = (await town.caseflow.events({ authority: 'kite-office', caseId })).filter(({ kind }) => kind === 'taskLate')
  expect(late).toHaveLength(1)
})

test('many are read page by page, the oldest first, each once; one is found by its id', async () => {
  const { sql } = town
  const caseId = await town.openCase()
  await sql`insert into town.incident (authority, incident_id, case_id, kind, subject, neighbour, error, since, last_at, times, shown_after)
    select 'kite-office', 'outbox:' || n, ${caseId}, 'outbox', n::text, 'notice', 'x', '2026-03-02T05:00:00Z'::timestamptz + make_interval(secs => n / 10), '2026-03-02T05:00:00Z', 1, 1
    from generate_series(1, 40) as n`
  const { list } = town.caseflow.incidents
  const seen: string[] = []
  for (
    let page = await list('kite-office', { limit: 7 });
    page.length > 0;
    page = await list('kite-office', { limit: 7, after: page.at(-1)! })
  ) {
    expect(page.length).toBeLessThanOrEqual(7)
    seen.push(...page.map(({ since, incidentId }) => `${since} ${incidentId}`))
  }
  expect([seen.length, new Set(seen).size]).toEqual([40, 40])
  expect(seen).toEqual(seen.toSorted())
  expect(await list('kite-office', { incidentId: 'outbox:7' })).toMatchObject([{ incidentId: 'outbox:7' }])
  expect(await list('other', { incidentId: 'outbox:7' })).toEqual([])
})
