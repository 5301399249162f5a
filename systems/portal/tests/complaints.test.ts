import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openRegulations } from '@ruqsat/regulations'
import { expect, test } from 'vitest'

// Nobody can complain through the portal yet. Until they can, no page, paper or notice says so.

const ROOT = new URL('../../../', import.meta.url)

/** A complaint and the portal in one sentence, in any of the three languages. */
const PROMISES = [
  /шағым[^.!?]*портал|портал[^.!?]*шағым/iu,
  /жалоб[^.!?]*портал|портал[^.!?]*жалоб/iu,
  /complain[^.!?]*portal|portal[^.!?]*complain/iu,
]
const promises = (text: string): boolean => PROMISES.some((promise) => promise.test(text))

/** Every text of a package, whatever it is for. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) yield* textsOf(each)
}

test('the rule finds a promise', () => {
  for (const text of ['Шағымды порталдан беруге болады', 'Жалобу можно подать через портал', 'You may complain through the portal'])
    expect(promises(text), text).toBe(true)
})

test('no text of a package promises a complaint through the portal', async () => {
  const { editions } = await openRegulations(new URL('regulations/', ROOT))
  const found = editions.flatMap(({ regulation }) => [...textsOf(regulation)].filter(promises).map((text) => `${regulation.id}: ${text}`))
  expect(found).toEqual([])
})

test('no page, paper or notice of the house promises it either', async () => {
  const files = glob(['{systems,support,cmd,sandbox,regulations}/**/*.{ts,tsx,typ,yaml}'], {
    cwd: fileURLToPath(ROOT),
    exclude: (name) => name === 'node_modules' || name.endsWith('.test.ts'),
  })
  const found: string[] = []
  for await (const file of files) {
    if (/\.test\.tsx?$/.test(file)) continue
    const lines = (await readFile(new URL(file, ROOT), 'utf8')).split('\n')
    // Words of a page stand in quotes; comments and imports are for engineers.
    for (const line of lines)
      for (const [, text] of line.matchAll(/['"`]([^'"`]*\s[^'"`]*)['"`]/g)) if (promises(text!)) found.push(`${file}: ${text}`)
  }
  expect(found).toEqual([])
})
