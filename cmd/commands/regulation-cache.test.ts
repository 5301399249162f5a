// Commands read the acts as the installation keeps them; the check reads the files.
import { hash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cacheFolderIn } from './regulations.ts'
import { emptyState, ruqsat } from './testing.ts'

const ID = 'grain'
let state: string
beforeEach(async () => {
  state = await emptyState()
})
afterEach(() => rm(state, { recursive: true, force: true }))

const run = (...words: string[]) => ruqsat(words, { RUQSAT_STATE: state })

/** Changes a word of what is kept, with every digest made to fit: only so does it show who reads it. */
async function forge(from: string, to: string): Promise<string> {
  const [name] = await readdir(cacheFolderIn(state))
  const path = join(cacheFolderIn(state), name!)
  const [head, regulation, findings] = (await readFile(path, 'utf8')).split('\n')
  const forged = regulation!.replaceAll(from, to)
  const forgedHash = hash('sha256', forged)
  await writeFile(path, [JSON.stringify({ ...JSON.parse(head!), hash: forgedHash }), forged, findings, ''].join('\n'))
  return basename(name!, '.cache')
}

test('an act is read as it was kept where the installation has a state folder, and the check parses the files all the same', async () => {
  const parsed = await run('regulation', 'show', ID)
  expect(parsed.code).toBe(0)
  const service = parsed.out.split('\n')[0]!.split(':').at(-1)!.trim()
  const folder = await forge(service, 'FORGED')
  expect((await run('regulation', 'show', ID)).out).toContain('FORGED')
  const check = await run('regulation', 'check', join('regulations', folder))
  expect(check).toMatchObject({ code: 0 })
  expect(check.out).not.toContain('FORGED')
})

test('without a state folder the files are parsed, and looking at an act makes none', async () => {
  await rm(state, { recursive: true })
  expect(await run('regulation', 'show', ID)).toMatchObject({ code: 0, err: '' })
  expect(await readdir(state).catch(() => 'none')).toBe('none')
})

test('the check keeps nothing', async () => {
  expect(await run('regulation', 'check')).toMatchObject({ code: 0 })
  expect(await readdir(state)).toEqual([])
})
