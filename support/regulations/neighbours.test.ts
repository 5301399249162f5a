// Packages of one folder, and what in a package's folder is no file.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '@ruqsat/foundation'
import { formatPackageError } from '@ruqsat/law'
import { openRegulations, readPackage } from './index.ts'

const ROOT = new URL('../../regulations/', import.meta.url)
const [ONE, OTHER] = ['2013-almaty-191-cotton', '2014-aktobe-120-grain']
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ruqsat-neighbours-'))
  await cp(new URL('calendars', ROOT), join(home, 'calendars'), { recursive: true })
})
afterEach(() => rm(home, { recursive: true }))

/** A copy of an act, in a folder of another name, with some files changed. */
async function copy(name: string, folder: string, changes: Readonly<Record<string, (text: string) => string>> = {}): Promise<string> {
  const to = join(home, folder)
  await cp(new URL(name, ROOT), to, { recursive: true })
  // Scenarios are about days on which a part of the act may not hold.
  await rm(join(to, 'scenarios'), { recursive: true })
  for (const [path, change] of Object.entries(changes)) await writeFile(join(to, path), change(await readFile(join(to, path), 'utf8')))
  return to
}
const heldOn = (period: string) => ({
  'act.yaml': (text: string) => `${text}\nedition: { ${period}, source: { act: cotton, item: '1', certainty: stated } }\n`,
})
const brokenIn = async () =>
  (await openRegulations(pathToFileURL(home))).broken.map(({ folder, errors }) => [
    folder,
    ...errors.map((each) => formatPackageError(each, 'en')),
  ])

describe('two packages of one act', () => {
  it('that follow each other are both offered', async () => {
    await copy(ONE, 'a', heldOn("to: '2026-06-30'"))
    await copy(ONE, 'b', heldOn("from: '2026-07-01'"))
    expect(await brokenIn()).toEqual([])
  })

  it.each([
    [
      'leave a day out',
      "to: '2026-06-30'",
      "from: '2026-07-02'",
      "right after that of the folder a: from: '2026-07-01'; found from: 2026-07-02, to: –",
    ],
    ['have a day in common', "to: '2026-06-30'", "from: '2026-06-30'", "from: '2026-07-01'; found from: 2026-06-30, to: –"],
    ['where the first has no end', "from: '2026-01-01'", "from: '2026-07-01'", 'a last day (`to`) of the edition of the folder a'],
  ])('that %s: the later one is refused where its days are written', async (_name, one, other, said) => {
    await copy(ONE, 'a', heldOn(one))
    const { length } = (await readFile(join(await copy(ONE, 'b', heldOn(other)), 'act.yaml'), 'utf8')).trimEnd().split('\n')
    expect(await brokenIn()).toEqual([['b', expect.stringContaining(said)]])
    expect((await brokenIn())[0]![1]).toMatch(new RegExp(`^act\\.yaml:${length}:1 \\[editions-apart\\]`))
  })
})

it('two acts do not share the letters of their numbers', async () => {
  await copy(ONE, 'a')
  await copy(OTHER, 'b', { 'variants/issue.yaml': (text) => text.replace('registerLetters: LAA', 'registerLetters: LMK') })
  expect(await brokenIn()).toEqual([
    ['b', expect.stringMatching(/^variants\/issue\.yaml:266:22 \[duplicate-id\].*of the folder a.*found LMK/)],
  ])
})

describe('numbers of another act are taken', () => {
  const taking = (givenBy: string) => ({
    'variants/duplicate.yaml': (text: string) =>
      text.replace('field: licenceNumber, elsewhere: true,', `field: licenceNumber, ${givenBy},`),
  })

  it('where that act is in the folder and gives numbers', async () => {
    await copy(ONE, 'a', taking('givenBy: [{ act: grain }]'))
    await copy(OTHER, 'b')
    const [[folder, said] = []] = await brokenIn()
    expect(folder).toBe('a')
    expect(said).toMatch(
      /^variants\/duplicate\.yaml:\d+:\d+ \[unknown-reference\].*grain \(aktobe-agriculture\).*found grain \(almaty-region-agriculture\)/,
    )
  })

  it('and an act that is not there cannot be verified', async () => {
    await copy(ONE, 'a', taking('givenBy: [{ act: boats }]'))
    expect((await brokenIn())[0]).toEqual(['a', expect.stringMatching(/\[unknown-reference\].*found boats/)])
  })

  it('and one that nobody is offered gives none', async () => {
    const variants = ['issue', 'reissue', 'duplicate'].map(
      (id) => [`variants/${id}.yaml`, (text: string) => text.replace('offered: true', 'offered: false')] as const,
    )
    const sameAuthority = { 'act.yaml': (text: string) => text.replace('id: aktobe-agriculture', 'id: almaty-region-agriculture') }
    await copy(ONE, 'a', taking('givenBy: [{ act: grain }]'))
    await copy(OTHER, 'b', { ...sameAuthority, ...Object.fromEntries(variants) })
    expect((await brokenIn())[0]).toEqual(['a', expect.stringMatching(/\[unknown-reference\].*found grain/)])
  })

  it('of the same authority', async () => {
    await copy(ONE, 'a', taking('givenBy: [{ act: grain }]'))
    await copy(OTHER, 'b', { 'act.yaml': (text) => text.replace('id: aktobe-agriculture', 'id: almaty-region-agriculture') })
    expect(await brokenIn()).toEqual([])
  })
})

describe('what is no file is refused, and nothing is left out without a word', () => {
  it.each<[string, string, (folder: string) => Promise<unknown>]>([
    [
      'a symbolic link',
      'notices.yaml',
      (folder) => rm(join(folder, 'notices.yaml')).then(() => symlink('act.yaml', join(folder, 'notices.yaml'))),
    ],
    ['a folder', 'scenarios/x.txt', (folder) => mkdir(join(folder, 'scenarios/x.txt'), { recursive: true })],
    ['a folder', 'variants/x.yaml', (folder) => mkdir(join(folder, 'variants/x.yaml'))],
    [
      'a symbolic link',
      'templates',
      async (folder) => {
        await rm(join(folder, 'templates'), { recursive: true })
        await symlink(join(home, 'calendars'), join(folder, 'templates'))
      },
    ],
    ['a pipe (FIFO)', 'views/x.portal.yaml', (folder) => promisify(execFile)('mkfifo', [join(folder, 'views/x.portal.yaml')])],
    ['a file that is too large: 4000001 bytes', 'README.md', (folder) => writeFile(join(folder, 'README.md'), ' '.repeat(4_000_001))],
  ])('%s: %s', async (found, path, make) => {
    const folder = await copy(ONE, 'a')
    await make(folder)
    const read = await readPackage(folder)
    if (read.kind !== 'broken') throw new Error('Expected the package to be refused but it was loaded')
    const lines = LANGUAGES.map((language) =>
      read.errors.map((error) => formatPackageError(error, language)).filter((line) => line.startsWith(path)),
    )
    expect(lines.at(-1)).toEqual([expect.stringContaining(`${path}:1:1 [not-a-file]: expected an ordinary file; found ${found}.`)])
    expect(new Set(lines.flat()).size).toBe(LANGUAGES.length)
  })

  it('a package that is only linked to', async () => {
    await symlink(await copy(ONE, '.elsewhere'), join(home, 'linked'))
    expect(await brokenIn()).toEqual([['linked', expect.stringMatching(/^act\.yaml:1:1 \[not-a-file\].*a symbolic link/)]])
  })

  it('a table of the clock that is a pipe is not waited for', async () => {
    await promisify(execFile)('mkfifo', [join(home, 'calendars', 'x.yaml')])
    await expect(openRegulations(pathToFileURL(home))).rejects.toThrow(/x\.yaml:1:1 \[not-a-file\].*a pipe \(FIFO\)/)
  })

  it('too many files are a wrong folder', async () => {
    const folder = await copy(ONE, 'a')
    await mkdir(join(folder, 'more'))
    await Promise.all(Array.from({ length: 501 }, (_, n) => writeFile(join(folder, 'more', `${n}.txt`), '')))
    expect(await readPackage(folder)).toMatchObject({ kind: 'broken' })
  })
})
