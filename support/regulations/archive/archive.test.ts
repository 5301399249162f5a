import { technicalClock } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { editionOf } from '@ruqsat/law'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepEditions, openRegulations, type Regulations } from '../index.ts'

const ROOT = new URL('../../../regulations/', import.meta.url)

let database: TestDatabase
let today: Regulations

beforeAll(async () => {
  database = await openTestDatabase('archive')
  today = await openRegulations(ROOT)
})
afterAll(() => database.drop())

/** The same folder after the package of each offered act has changed. */
function changed(): Regulations {
  const editions = today.editions.map(({ regulation }) => editionOf({ ...regulation, id: `${regulation.id}-anew` }))
  return {
    ...today,
    editions,
    edition: (hash) => editions.find((each) => each.hash === hash) ?? null,
    template: (hash, file) => `${hash} ${file}`,
  }
}

test('an edition that was on offer is found after its package has changed, with its templates, and is offered no more', async () => {
  await keepEditions(database, today, technicalClock)
  const offered = today.editions.find(({ regulation }) => regulation.variants.some((variant) => variant.offered))!
  const later = await keepEditions(database, changed(), technicalClock)
  expect(later.edition(offered.hash)).toEqual(offered)
  const { file } = offered.regulation.templates[0]!
  expect(later.template(offered.hash, file)).toBe(today.template(offered.hash, file))
  expect(later.editions).not.toContainEqual(offered)
})

test('an act that nobody may use is not kept', async () => {
  const kept = await database.sql<{ hash: string }[]>`select hash from regulations.edition`
  const unoffered = today.editions.filter(({ regulation }) => !regulation.variants.some((variant) => variant.offered))
  expect(unoffered.length).toBeGreaterThan(0)
  expect(kept.filter(({ hash }) => unoffered.some((edition) => edition.hash === hash))).toEqual([])
})

test('a kept edition that was changed in the database stops the start', async () => {
  await database.sql`update regulations.edition set regulation = replace(regulation, 'licence', 'license')`
  await expect(keepEditions(database, changed(), technicalClock)).rejects.toThrow('holds something else')
})
