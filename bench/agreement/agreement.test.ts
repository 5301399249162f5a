// A part of the agreement of `npm run test:long`, with a fixed seed; RUQSAT_SEED takes another. And what the second checker may not know.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MEASURED_SEED } from '../mutations/seeds.ts'
import { agreementOn } from './agreement.ts'

const COUNT = 100
const seed = Number(process.env['RUQSAT_SEED'] ?? MEASURED_SEED)
const SECOND = new URL('../../tools/second-checker/', import.meta.url)

test('the two checkers agree on mutated packages', async () => {
  const { compared, seen, differences } = await agreementOn(COUNT, seed)
  expect(differences, `RUQSAT_SEED=${seed}`).toEqual([])
  expect(compared).toBe(COUNT)
  // Both have seen what is wrong, and what is not.
  expect(Object.values(seen).every((times) => times > 0)).toBe(true)
})

test('the second checker knows nothing of the first: the YAML library and its own files are all that it imports', () => {
  const imported = readdirSync(SECOND)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) =>
      [...readFileSync(new URL(name, SECOND), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, from]) => from!),
    )
  expect(new Set(imported)).toEqual(new Set(['./read.ts', './tokens.ts', 'yaml']))
})
