import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { NewsOfCase } from '@ruqsat/caseflow/host'
import type { NewsOfPayment } from '@ruqsat/payments/contract'
import { gather } from '../events/gather.ts'
import { keepEvents } from '../store/events.ts'
import { eventsOfCase } from '../events/types.ts'
import { FIRM, openDoor } from './house.ts'
import { AUTHORITY, newsOfCase, newsOfPayment, STAGE, TASK } from './news.ts'

let door: Awaited<ReturnType<typeof openDoor>>
const cases: NewsOfCase[] = []
const paid: NewsOfPayment[] = []
beforeAll(async () => {
  door = await openDoor({ cases, paid })
})
afterAll(() => door.close())
beforeEach(async () => {
  cases.length = 0
  paid.length = 0
  await door.database.sql`delete from api.event`
})

type Page = {
  readonly items: readonly { readonly sequence: number; readonly id: string; readonly type: string; readonly links: object }[]
  readonly next: string
  readonly isMore: boolean
}

async function reader(owner: { readonly firm: string } | { readonly authority: string }) {
  const { access_token: token } = await door.token(await door.client({ scopes: ['events.read'], ...owner }), 'events.read')
  return async (query = '') => {
    const { status, body } = await door.call(`/api/v1/events${query}`, { token })
    return { status, ...(body as unknown as Page), code: body.code }
  }
}

test('each reads what is theirs in one order, goes on where they were, and nobody is named', async () => {
  cases.push(newsOfCase(FIRM, { kind: 'registered', isOfOffice: false }), newsOfCase(FIRM, STAGE, TASK), newsOfCase('050640002222', STAGE))
  paid.push(newsOfPayment(FIRM, 'paid'))
  await door.room.workOnce()
  const [firm, authority] = [await reader({ firm: FIRM }), await reader({ authority: AUTHORITY })]
  const ours = await firm('?limit=2')
  expect([ours.items.map(({ type }) => type), ours.isMore]).toEqual([['request.registered', 'request.stageChanged'], true])
  const rest = await firm(`?after=${ours.next}`)
  expect([rest.items.map(({ type }) => type), rest.isMore]).toEqual([['payment.changed'], false])
  expect(ours.items[0]!.links).toEqual({ request: `${door.origin}/api/v1/requests/AA-2026-000001` })
  // Tasks are the authority's affair; requests it reads on its own pages.
  const theirs = await authority()
  expect(theirs.items.map(({ type }) => type)).toEqual([
    'request.registered',
    'request.stageChanged',
    'task.opened',
    'request.stageChanged',
    'payment.changed',
  ])
  expect(theirs.items[0]!.links).toEqual({})
  expect(theirs.items.map(({ sequence }) => sequence)).toEqual(theirs.items.map((_, at) => theirs.items[0]!.sequence + at))
  expect((await authority('?type=task.opened')).items).toHaveLength(1)
  // Nothing new: the place stays, and what comes later is read from it.
  expect(await firm(`?after=${rest.next}`)).toMatchObject({ items: [], next: rest.next, isMore: false })
  cases.push(newsOfCase(FIRM, { kind: 'closed', status: 'granted' }))
  await door.room.workOnce()
  expect((await firm(`?after=${rest.next}`)).items.map(({ type }) => type)).toEqual(['request.closed'])
  expect((await firm('?after=999999')).code).toBe('api.page-unknown')
})

test('what was read before a crash is one event afterwards', async () => {
  const authority = await reader({ authority: AUTHORITY })
  const news = [newsOfCase(FIRM, STAGE, TASK), newsOfCase(FIRM, { kind: 'corrected' })]
  cases.push(...news)
  // The process dies after the events are kept and before the room learns it.
  const dying = {
    cases: [{ read: async () => [...cases], taken: async () => Promise.reject(new Error('died')) }],
    payments: { read: async () => [], taken: async () => undefined },
  }
  await expect(gather({ ...door, news: dying })).rejects.toThrow('died')
  await door.room.workOnce()
  expect(cases).toEqual([])
  const { items } = await authority()
  expect(items.map(({ type }) => type)).toEqual(['request.stageChanged', 'task.opened', 'request.corrected'])
})

test('numbers become visible in their order, whoever writes at once', async () => {
  const authority = await reader({ authority: AUTHORITY })
  const write = () => keepEvents(door.database.sql, eventsOfCase(newsOfCase(FIRM, STAGE, TASK)), door.technicalClock.now())
  const before = (await authority()).next
  const seen: number[] = []
  let place = before
  const writing = Promise.all(Array.from({ length: 12 }, write))
  let isOver = false
  void writing.then(() => (isOver = true))
  // A reader that never looks back sees every number once.
  for (let last = false; !last;) {
    last = isOver
    const { items, next } = await authority(`?limit=5&after=${place}`)
    seen.push(...items.map(({ sequence }) => sequence))
    place = next
    if (items.length > 0) last = false
  }
  expect(seen).toEqual(Array.from({ length: 24 }, (_, at) => Number(before) + 1 + at))
})

test('who comes after ninety days is not given a journal with a hole', async () => {
  const firm = await reader({ firm: FIRM })
  cases.push(newsOfCase(FIRM, STAGE), newsOfCase(FIRM, STAGE))
  await door.room.workOnce()
  const first = (await firm()).items[0]!
  door.technicalClock.forwardMs(91 * 24 * 3_600_000)
  cases.push(newsOfCase(FIRM, { kind: 'corrected' }))
  await door.room.workOnce()
  await door.room.forgetOld()
  const late = await reader({ firm: FIRM })
  expect(await late(`?after=${first.sequence}`)).toMatchObject({ status: 410, code: 'api.events-forgotten' })
  expect((await late()).items.map(({ type }) => type)).toEqual(['request.corrected'])
})
