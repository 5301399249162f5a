// What an act has otherwise than its model, as the command reports it.
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ruqsat } from './testing.ts'

const ACTS = fileURLToPath(new URL('../../tests/next-act/regulations/', import.meta.url))
const [MODEL, TULIP, EAGLE] = ['2023-zhetiozen-1-songs', '2023-qyzgaldaq-4-songs', '2024-burkit-2-songs'].map(
  (name) => `${ACTS}${name}`,
) as [string, string, string]

it('reports every local difference with its place, both values, its source and the place in the model', async () => {
  const { code, out } = await ruqsat(['regulation', 'diff', EAGLE, '--language', 'en'])
  expect(code).toBe(0)
  await expect(out).toMatchFileSnapshot('testdata/regulation-diff-child.txt')
})

it('says the same where the model is named first', async () => {
  const alone = await ruqsat(['regulation', 'diff', TULIP, '--language', 'ru'])
  expect(await ruqsat(['regulation', 'diff', MODEL, TULIP, '--language', 'ru'])).toEqual(alone)
  expect(alone.out).toContain('tulip-songs: отличий от типового акта «songs» — 8')
})

it('says that an act without a model has none', async () => {
  const { code, err } = await ruqsat(['regulation', 'diff', MODEL])
  expect([code, err]).toEqual([64, expect.stringContaining('has no model')])
})
