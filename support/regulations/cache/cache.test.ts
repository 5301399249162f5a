import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inAll } from '@ruqsat/foundation'
import { packageError } from '@ruqsat/law'
import { openRegulations, readPackage, readPackageFolder } from '../index.ts'
import { openCache } from './cache.ts'
import { loaderDigest } from './loader-digest.ts'

const ROOT = new URL('../../../regulations/', import.meta.url)
const SMALL = 'undated-unknown-grain-annexes'

let place: string
let cacheFolder: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'ruqsat-cache-'))
  cacheFolder = join(place, 'state', 'cache')
})
afterEach(() => rm(place, { recursive: true }))

async function copyOf(name: string): Promise<string> {
  const folder = join(place, name)
  await cp(join(fileURLToPath(ROOT), name), folder, { recursive: true })
  return folder
}
const keptFile = (name: string) => join(cacheFolder, `${name}.cache`)
const wasRead = async (path: string) => (await stat(path)).mtimeMs

/** The act next to the general law by which all others are complained of. */
const COMPLAINT = 'complaint'

test('gives every act of this house back exactly as it was read, and is not written again', async () => {
  const parsed = await openRegulations(ROOT)
  const first = await openRegulations(ROOT, { cacheFolder })
  const written = await Promise.all(parsed.packages.map(({ folder }) => wasRead(keptFile(folder))))
  const second = await openRegulations(ROOT, { cacheFolder })
  expect(first.packages).toEqual(parsed.packages)
  expect(second.packages).toStrictEqual(parsed.packages)
  expect(second.broken).toEqual(parsed.broken)
  expect(await Promise.all(parsed.packages.map(({ folder }) => wasRead(keptFile(folder))))).toEqual(written)
  const acts = [...parsed.packages.map(({ folder }) => folder), COMPLAINT]
  expect((await readdir(cacheFolder)).toSorted()).toEqual(acts.map((folder) => `${folder}.cache`).toSorted())
})

test('does not answer for a package of which anything has changed: a text, a name, a file more', async () => {
  const folder = await copyOf(SMALL)
  const [files, loaded] = [(await readPackageFolder(folder)).files, await readPackage(folder)]
  if (loaded.kind === 'broken') throw new Error('Expected a sound package')
  const cache = openCache(cacheFolder)
  await cache.keep(SMALL, files, loaded)
  expect((await cache.find(SMALL, files))?.edition.hash).toBe(loaded.edition.hash)
  expect((await cache.find(SMALL, files.toReversed()))?.edition.hash).toBe(loaded.edition.hash)
  const [one, ...rest] = files
  expect(await cache.find(SMALL, [{ ...one!, text: `${one!.text} ` }, ...rest])).toBeNull()
  expect(await cache.find(SMALL, [{ ...one!, path: `x${one!.path}` }, ...rest])).toBeNull()
  expect(await cache.find(SMALL, [...files, { path: 'README.md', text: '' }])).toBeNull()
  expect(await cache.find(SMALL, rest)).toBeNull()
  expect(await cache.find('another', files)).toBeNull()
})

test('reads the files anew where the kept package is damaged, empty, of another package or of another loader, and mends it', async () => {
  const folder = await copyOf(SMALL)
  const sound = await readPackage(folder, { cacheFolder })
  const text = await readFile(keptFile(SMALL), 'utf8')
  const [head, regulation, findings] = text.split('\n')
  const other = await openRegulations(ROOT, { cacheFolder: join(place, 'other') })
  const foreign = await readFile(join(place, 'other', `${other.packages[0]!.folder}.cache`), 'utf8')
  const key = (JSON.parse(head!) as { key: string }).key
  const bad = {
    empty: '',
    'cut off': text.slice(0, -400),
    'no JSON': `x${text}`,
    null: `null\n${regulation}\n${findings}\n`,
    'another regulation': [head, foreign.split('\n')[1], findings, ''].join('\n'),
    'a changed word': text.replace(/"kk":"(.)/, '"kk":"$1х'),
    'other findings': [head, regulation, '[]', ''].join('\n') === text ? '' : [head, regulation, '[ ]', ''].join('\n'),
    'another package': foreign,
    'another loader': text.replaceAll(key, '0'.repeat(64)),
    'another format': text.replace('ruqsat-read-regulation/2', 'ruqsat-read-regulation/1'),
  }
  for (const [what, content] of Object.entries(bad)) {
    expect(content, what).not.toBe(text)
    await writeFile(keptFile(SMALL), content)
    expect(await readPackage(folder, { cacheFolder }), what).toEqual(sound)
    expect(await readFile(keptFile(SMALL), 'utf8'), what).toBe(text)
  }
})

test('keeps nothing of a broken package, and lets go of no error', async () => {
  const folder = await copyOf(SMALL)
  await writeFile(join(folder, 'act.yaml'), (await readFile(join(folder, 'act.yaml'), 'utf8')).replace(/^host: .*$/m, 'host: nowhere'))
  const alone = await readPackage(folder)
  expect(alone.kind).toBe('broken')
  expect(await readPackage(folder, { cacheFolder })).toEqual(alone)
  expect(await readPackage(folder, { cacheFolder })).toEqual(alone)
  expect(await readdir(cacheFolder).catch(() => [])).toEqual([])
})

test('a kept package is still measured by the tables that are there now', async () => {
  const root = join(place, 'regulations')
  await cp(fileURLToPath(ROOT), root, { recursive: true })
  const before = await openRegulations(pathToFileURL(root), { cacheFolder })
  const { regulation } = before.editions.find((each) => each.regulation.variants.length > 0)!
  const calendars = await readdir(join(root, 'calendars'))
  for (const name of calendars) {
    const path = join(root, 'calendars', name)
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(new RegExp(`^version: ${regulation.authority.calendar}$`, 'm'), 'version: kz-nowhere'))
  }
  const after = await openRegulations(pathToFileURL(root), { cacheFolder })
  expect(after.broken.map(({ errors }) => errors[0]!.code)).toContain('unknown-reference')
})

test('any number of starts at once read the same and leave one whole file for each act', async () => {
  const starts = await Promise.all(Array.from({ length: 4 }, () => openRegulations(ROOT, { cacheFolder })))
  const hashes = starts.map(({ editions }) => editions.map(({ hash }) => hash))
  expect(new Set(hashes.map((each) => each.join())).size).toBe(1)
  expect((await readdir(cacheFolder)).length).toBe(starts[0]!.packages.length + [COMPLAINT].length)
  for (const { folder, files, edition } of starts[0]!.packages)
    expect((await openCache(cacheFolder).find(folder, files))?.edition.hash).toBe(edition.hash)
})

test('a folder that cannot be written stops nothing', async () => {
  const folder = await copyOf(SMALL)
  await writeFile(join(place, 'state'), 'a file stands there')
  expect((await readPackage(folder, { cacheFolder })).kind).toBe('loaded')
  await rm(join(place, 'state'))
})

test('only its owner may write what is kept, whatever the umask is', async () => {
  const before = process.umask(0)
  try {
    await readPackage(await copyOf(SMALL), { cacheFolder })
  } finally {
    process.umask(before)
  }
  for (const path of [cacheFolder, keptFile(SMALL)]) expect((await stat(path)).mode & 0o022, path).toBe(0)
})

test('the digest of the loader is one for all, and names this loader', async () => {
  expect(await loaderDigest()).toMatch(/^[0-9a-f]{64}$/)
  expect(await loaderDigest()).toBe(await loaderDigest())
})

test('what was found sound is not judged again with the same tables by the same judge; what was not is judged each time', async () => {
  const root = join(place, 'regulations')
  await cp(fileURLToPath(ROOT), root, { recursive: true })
  let [asked, judge, isSound] = [0, 'one', true]
  const fault = () => [
    packageError(
      'unknown-reference',
      { file: 'act.yaml', line: 1, column: 1 },
      null,
      inAll(() => 'this'),
      'that',
    ),
  ]
  const further = () => {
    asked += 1
    return isSound ? [] : fault()
  }
  const open = async () => {
    asked = 0
    const { broken } = await openRegulations(pathToFileURL(root), { cacheFolder, further, furtherDigest: async () => judge })
    return { asked, broken: broken.length }
  }
  const first = await open()
  expect(first.asked).toBeGreaterThan(0)
  expect(await open()).toEqual({ asked: 0, broken: 0 })
  judge = 'two'
  expect(await open()).toEqual(first)
  const table = join(root, 'calendars', 'mci.yaml')
  await writeFile(table, (await readFile(table, 'utf8')).replace('tenge: 1413', 'tenge: 1414'))
  expect(await open()).toEqual(first)
  judge = 'three'
  isSound = false
  const bad = await open()
  expect(bad.broken).toBeGreaterThan(0)
  expect(await open()).toEqual(bad)
})
