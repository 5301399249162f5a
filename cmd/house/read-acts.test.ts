import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lastKept, shareReadActs, takeReadActs } from './read-acts.ts'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'ruqsat-read-acts-'))
})
afterEach(() => rm(place, { recursive: true }))

async function stateWith(name: string, text: string): Promise<string> {
  const folder = join(place, name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'act.cache'), text)
  return folder
}
const checkout = () => join(place, 'checkout')

test('what one installation has read is there for the next, and the last that parsed is believed', async () => {
  await shareReadActs(await stateWith('one', 'first'), checkout())
  await shareReadActs(await stateWith('two', 'second'), checkout())
  const next = join(place, 'next', 'cache')
  await takeReadActs(next, checkout())
  expect(await readFile(join(next, 'act.cache'), 'utf8')).toBe('second')
  expect(await readdir(join(checkout(), '.runtime'))).toEqual(['regulations'])
})

test('an installation that has read acts keeps its own', async () => {
  await shareReadActs(await stateWith('one', 'first'), checkout())
  const own = await stateWith('two', 'own')
  await takeReadActs(own, checkout())
  expect(await readFile(join(own, 'act.cache'), 'utf8')).toBe('own')
})

test('nothing is there to take, or the checkout cannot be written to: everything goes on without', async () => {
  const own = join(place, 'state', 'cache')
  await takeReadActs(own, checkout())
  expect([await readdir(own).catch(() => 'none'), await lastKept(own)]).toEqual(['none', 0])
  await writeFile(checkout(), 'a file in the place of the checkout')
  await shareReadActs(await stateWith('one', 'first'), checkout())
  await takeReadActs(own, checkout())
  expect(await readdir(own).catch(() => 'none')).toBe('none')
})
