import { expect, test } from 'vitest'
import type { CaseEvent } from '@ruqsat/engine'
import type { Sql } from '@ruqsat/database'
import { openHistories } from '../store/events.ts'

const KEY = { authority: 'aktobe', caseId: 'c1' }
const event = (sequence: number) => ({ kind: 'started', sequence, left: undefined }) as unknown as CaseEvent

/** A database of one table, which counts how often it is asked. */
function table() {
  const stored: CaseEvent[] = [event(1), event(2)].map((each) => JSON.parse(JSON.stringify(each)))
  let asked = 0
  const sql = ((first: unknown) =>
    typeof first === 'string' ? first : ((asked += 1), Promise.resolve(stored.map((body) => ({ body }))))) as unknown as Sql
  return { stored, asked: () => asked, histories: openHistories(sql, 'licensing') }
}

test('a version that was read before costs no statement; as it is now always does', async () => {
  const { asked, stored, histories } = table()
  expect(await histories.read(KEY, 2)).toHaveLength(2)
  expect(await histories.read(KEY, 1)).toEqual([stored[0]])
  expect(asked()).toBe(1)
  expect(await histories.read(KEY)).toHaveLength(2)
  expect(asked()).toBe(2)
})

test('what another process has added is read, and never shown to who saw an earlier version', async () => {
  const { asked, stored, histories } = table()
  await histories.read(KEY, 2)
  stored.push(event(3))
  expect(await histories.read(KEY, 2)).toHaveLength(2)
  expect(await histories.read(KEY, 3)).toHaveLength(3)
  expect(asked()).toBe(2)
})

test('a step of this process grows what is kept, as the database gives it; one that does not follow is left alone', async () => {
  const { asked, stored, histories } = table()
  await histories.read(KEY, 2)
  stored.push(JSON.parse(JSON.stringify(event(3))))
  histories.grow(KEY, 3, [event(3)])
  expect(await histories.read(KEY, 3)).toEqual(stored)
  expect(Object.keys((await histories.read(KEY, 3))[2]!)).not.toContain('left')
  expect(asked()).toBe(1)
  histories.grow(KEY, 5, [event(5)])
  stored.push(event(4), event(5))
  expect(await histories.read(KEY, 5)).toHaveLength(5)
  expect(asked()).toBe(2)
})
