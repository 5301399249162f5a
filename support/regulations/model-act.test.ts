// A model act and two made-up children, as an installation opens them: from folders, with templates, scenarios and the cache.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runScenario, scenariosOf } from '@ruqsat/scenarios'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openRegulations, readPackage } from './index.ts'

const HOUSE = fileURLToPath(new URL('../../regulations/', import.meta.url))
const ACTS = fileURLToPath(new URL('../../tests/next-act/regulations/', import.meta.url))
const MODEL = '2023-zhetiozen-1-songs'
const [TULIP, EAGLE] = ['2023-qyzgaldaq-4-songs', '2024-burkit-2-songs'] as const

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ruqsat-model-'))
  for (const name of [MODEL, TULIP, EAGLE]) await cp(join(ACTS, name), join(home, name), { recursive: true })
  await cp(join(HOUSE, 'calendars'), join(home, 'calendars'), { recursive: true })
})
afterEach(() => rm(home, { recursive: true }))
const opened = (cacheFolder?: string) => openRegulations(pathToFileURL(home), { cacheFolder })
async function changed(path: string, change: (text: string) => string) {
  await writeFile(join(home, path), change(await readFile(join(home, path), 'utf8')))
}

it('each child is an act of its own, whole: with the model’s templates, its own scenarios, an edition for each of its times', async () => {
  const { packages, broken, tables, template } = await opened()
  expect(broken).toEqual([])
  expect(
    packages.map(({ folder, from, edition: { regulation } }) => [folder, from, regulation.id, regulation.variants[0]!.offered]),
  ).toEqual([
    [TULIP, null, 'tulip-songs', true],
    [MODEL, null, 'songs', false],
    [EAGLE, null, 'eagle-songs', true],
    [EAGLE, '2027-07-01', 'eagle-songs', true],
  ])
  for (const { edition } of packages)
    for (const { file } of edition.regulation.templates)
      expect(template(edition.hash, file)).toBe(await readFile(join(home, MODEL, file), 'utf8'))
  const runs = packages.flatMap(({ edition, files }) => scenariosOf(files).map((each) => runScenario(each, { edition, tables }).failures))
  expect(runs.every((failures) => failures.length === 0) && runs.length > 2).toBe(true)
})

it('a change of the model is a new edition of each child, also with what the cache keeps', async () => {
  const cacheFolder = join(home, '..', `${home.split('/').at(-1)}-cache`)
  const hashes = async () => (await opened(cacheFolder)).packages.map(({ folder, edition }) => `${folder} ${edition.hash}`)
  try {
    const before = await hashes()
    expect(await hashes()).toEqual(before)
    await changed(`${MODEL}/templates/grant.typ`, (text) => `${text}\n// a new line\n`)
    const after = await hashes()
    expect(after.filter((each) => before.includes(each))).toEqual([])
  } finally {
    await rm(cacheFolder, { recursive: true, force: true })
  }
})

it('a child without its model is refused, and the others are not touched; it is read alone with the model next to it', async () => {
  expect((await readPackage(join(home, TULIP))).kind).toBe('loaded')
  await rm(join(home, MODEL), { recursive: true })
  await changed(`${EAGLE}/act.yaml`, (text) => text.replace(`model: ${MODEL}`, `model: ${TULIP}`))
  const { broken, packages } = await opened()
  expect(packages).toEqual([])
  expect(broken.map(({ folder, errors }) => [folder, errors.map(({ code, file, line }) => `${code} ${file}:${line}`)])).toEqual([
    [TULIP, ['missing-model act.yaml:2']],
    [EAGLE, ['model-of-model act.yaml:2']],
  ])
})

it('letters of a number are each act’s own: the child that kept those of its model is refused, in the file that lacks them', async () => {
  await changed(`${TULIP}/variants/issue.yaml`, (text) => text.slice(0, text.indexOf('results:')))
  const { broken } = await opened()
  expect(broken.map(({ folder, errors }) => [folder, errors.map(({ code, file, line }) => `${code} ${file}:${line}`)])).toEqual([
    [TULIP, ['duplicate-id variants/issue.yaml:1']],
  ])
})
