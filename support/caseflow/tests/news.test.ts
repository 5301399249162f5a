import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
beforeAll(async () => {
  town = await openKiteTown()
})
afterAll(() => town.close())

const factsOf = async () => (await town.caseflow.news.read(100)).flatMap(({ facts }) => facts.map(({ kind }) => kind))

test('what happens in a case is news until it is taken, in the order of the case, and names nobody', async () => {
  const caseId = await town.openCase()
  await town.accept(caseId)
  const news = await town.caseflow.news.read(100)
  expect(news.flatMap(({ facts }) => facts)).toEqual([
    { kind: 'registered', isOfOffice: false },
    expect.objectContaining({ kind: 'stageChanged', stepId: expect.any(String) }),
    expect.objectContaining({ kind: 'taskOpened', role: 'clerk', dueAt: expect.any(String) }),
    expect.objectContaining({ kind: 'taskClosed', how: 'done' }),
    expect.objectContaining({ kind: 'stageChanged' }),
    expect.objectContaining({ kind: 'taskOpened', role: 'head' }),
  ])
  expect(new Set(news.map(({ key }) => key)).size).toBe(news.length)
  // Read again before it is taken: the same.
  expect(await town.caseflow.news.read(100)).toEqual(news)
  await town.caseflow.news.taken(news.slice(0, 2))
  expect((await town.caseflow.news.read(1))[0]).toEqual(news[2])
  await town.caseflow.news.taken(news)
  expect(await factsOf()).toEqual([])
})

test('a step that commits after a later one is not missed', async () => {
  const [early, late] = [await town.openCase(), await town.openCase()]
  await town.caseflow.news.taken(await town.caseflow.news.read(100))
  const isOpen = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  // Takes its places first and commits last.
  const slow = town.sql.begin(async (tx) => {
    await tx`insert into town.event (authority, case_id, sequence, at, body, hash)
      select authority, case_id, 99, at, '{"kind":"caseReopened","at":"2025-03-03T05:00:00.000Z"}', '' from town.event where case_id = ${early} limit 1`
    isOpen.resolve()
    await mayEnd.promise
  })
  await isOpen.promise
  await town.accept(late)
  const seen = await town.caseflow.news.read(100)
  expect(new Set(seen.map(({ caseId }) => caseId))).toEqual(new Set([late]))
  await town.caseflow.news.taken(seen)
  mayEnd.resolve()
  await slow
  expect(await factsOf()).toEqual(['reopened'])
})

test('a step that is refused or lost leaves no news', async () => {
  await town.caseflow.news.taken(await town.caseflow.news.read(100))
  const caseId = await town.openCase()
  await town.caseflow.news.taken(await town.caseflow.news.read(100))
  town.store.failNext('failAndNotPersist')
  await town.accept(caseId).catch(() => undefined)
  expect(await factsOf()).toEqual([])
})
