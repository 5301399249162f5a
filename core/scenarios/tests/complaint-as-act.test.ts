// A complaint about a provider is an act like any other: its package alone makes the hearing, the term and the outcome.
import { readPackage, readTables } from '@ruqsat/regulations'
import { expect, test } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { parseScenario, runScenario } from '../index.ts'

const ACT = new URL('../../../tests/next-act/regulations/2025-teniztau-15-grievance/', import.meta.url)
const loaded = await readPackage(ACT)
if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
const { edition } = loaded
const tables = await readTables(new URL('../../../regulations/calendars/', import.meta.url))
const files = readdirSync(new URL('scenarios/', ACT))

test('has the ways that a complaint can go', () => {
  expect(files.toSorted()).toEqual(['heard-and-refused.txt', 'heard-and-satisfied.txt', 'satisfied.txt'])
})

test.each(files)('%s goes as it is written', (name) => {
  const scenario = parseScenario({ path: `scenarios/${name}`, text: readFileSync(new URL(`scenarios/${name}`, ACT), 'utf8') })
  if ('errors' in scenario) throw new Error(JSON.stringify(scenario.errors))
  expect(runScenario(scenario, { edition, tables }).failures).toEqual([])
})
