import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

// One program (`@ruqsat/counter`) reads and writes the entries of both counters: their tables differ in their schema and in indexes alone.

const SYSTEMS = ['workstation', 'centre'] as const

async function definitionIn(system: (typeof SYSTEMS)[number]): Promise<string> {
  const schema = await readFile(new URL(`../systems/${system}/store/schema.sql`, import.meta.url), 'utf8')
  const start = schema.indexOf(`table ${system}.counter_entry (`)
  return schema.slice(start, schema.indexOf('\n);', start)).replace(`${system}.`, '')
}

test('the entries of both counters are kept in tables of one definition', async () => {
  const [workstation, centre] = await Promise.all(SYSTEMS.map(definitionIn))
  expect(workstation).toContain('entry_id uuid not null')
  expect(centre).toBe(workstation)
})
