// A number and whose it is are not tried out at a window: a few wrong searches within an hour, each in the log.
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { isRefusal, orFault, parseIIN, parseRequestNumber, type Refusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HallOperator } from './contract.ts'
import type { CentreDeps } from './deps.ts'
import { openHallQueue } from './index.ts'
import { searchResult, WRONG_SEARCHES } from './work/results.ts'

const AT = '2026-11-23T05:00:00.000Z'
const OWN = orFault(parseIIN('900101400003'))
const OTHER = orFault(parseIIN('850412400012'))
/** As the host says it; its words are its own. */
const NOT_THEIRS = { kind: 'refusal', code: 'licensing.result-not-theirs' } as Refusal

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('centre')
  await openHallQueue(database)
})
afterAll(() => database?.drop())

const operator = (id: string) => ({ id }) as HallOperator
const [FIRST, SECOND] = [operator(crypto.randomUUID()), operator(crypto.randomUUID())]
const ticket = () => ({ id: crypto.randomUUID() })
const clock = standingTechnicalClock(AT)
let calls = 0
const results: CentreDeps['results'] = [
  {
    resultFor: async ({ identifier }) => {
      calls += 1
      return identifier === OWN ? ({ kind: 'resultSeen' } as never) : NOT_THEIRS
    },
    resultPaper: async () => NOT_THEIRS,
  },
]
const parts = () => {
  const deps = { database, results, office: { id: 'front-office' }, legalClock: { now: async () => AT } }
  return { deps: deps as unknown as CentreDeps, technicalClock: clock }
}
const search = async (by: HallOperator, identifier: typeof OWN, at = ticket()) => {
  const asked = { requestNumber: orFault(parseRequestNumber('AA-2026-000001')), identifier }
  const answer = await searchResult(parts(), asked, { operator: by, ticket: at })
  return isRefusal(answer) ? answer.code : answer.kind
}

test('after five wrong searches within an hour by one operator, or for one ticket, nothing is looked for', async () => {
  const own = ticket()
  expect(await search(FIRST, OWN)).toBe('foundResult')
  for (let count = 0; count < WRONG_SEARCHES.most; count += 1) expect(await search(FIRST, OTHER, own)).toBe('licensing.result-not-theirs')
  const asked = calls
  expect(await search(FIRST, OWN)).toBe('centre.too-many-wrong')
  // Another operator does not go on with the same ticket, and serves everybody else.
  expect(await search(SECOND, OWN, own)).toBe('centre.too-many-wrong')
  expect(calls).toBe(asked)
  expect(await search(SECOND, OWN)).toBe('foundResult')
  const log = await database.sql`select outcome, count(*)::int as count from centre.result_search group by outcome order by outcome`
  expect(log.map((row) => [row['outcome'], row['count']])).toEqual([
    ['shown', 2],
    ['wrong', 5],
  ])
  expect(JSON.stringify(await database.sql`select * from centre.result_search`)).not.toContain(OTHER)
  clock.forwardMs(WRONG_SEARCHES.withinMs + 1)
  expect(await search(FIRST, OWN)).toBe('foundResult')
})
