// A complaint about a provider is an act like any other: its package alone makes the hearing, the term and the outcome.
import { readPackage, readTables } from '@ruqsat/regulations'
import { expect, test } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { parseScenario, runScenario } from '../index.ts'

const ROOT = new URL('../../../', import.meta.url)
const tables = await readTables(new URL('regulations/calendars/', ROOT))

const ACTS = {
  'tests/next-act/regulations/2025-teniztau-15-grievance/': ['heard-and-refused.txt', 'heard-and-satisfied.txt', 'satisfied.txt'],
  'regulations/general/complaint/': ['extended.txt', 'forwarded-and-satisfied.txt', 'heard-and-left.txt', 'satisfied-by-the-body.txt'],
}
const read = await Promise.all(
  Object.entries(ACTS).map(async ([folder, files]) => {
    const loaded = await readPackage(new URL(folder, ROOT))
    if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
    return { folder, files, loaded }
  }),
)

test.each(read)('$folder has the ways that a complaint can go, each finding decided', ({ folder, files, loaded }) => {
  expect(readdirSync(new URL(`${folder}scenarios/`, ROOT)).toSorted()).toEqual(files)
  expect(loaded.findings.filter(({ reading }) => reading === null)).toEqual([])
})

test.each(read.flatMap(({ folder, files, loaded: { edition } }) => files.map((name) => ({ folder, name, edition }))))(
  '$folder: $name goes as it is written',
  ({ folder, name, edition }) => {
    const path = `scenarios/${name}`
    const scenario = parseScenario({ path, text: readFileSync(new URL(folder + path, ROOT), 'utf8') })
    if ('errors' in scenario) throw new Error(JSON.stringify(scenario.errors))
    expect(runScenario(scenario, { edition, tables }).failures).toEqual([])
  },
)
