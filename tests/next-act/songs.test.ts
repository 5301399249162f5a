// A district's act after a model act, in the running house: the page names the model and what is the district's own, and a request is granted.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Regulation } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, openSandbox, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry } from './support/grant.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

let folder: string
let regulation: Regulation
let house: RunningHouse
let sandbox: Sandbox

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-songs-'))
  for (const each of ['2023-zhetiozen-1-songs', '2023-qyzgaldaq-4-songs', '2024-burkit-2-songs'])
    cpSync(at(`./regulations/${each}`), join(folder, each), { recursive: true })
  for (const each of ['calendars', 'general']) cpSync(at(`../../regulations/${each}`), join(folder, each), { recursive: true })
  const { packages } = await openRegulations(pathToFileURL(`${folder}/`))
  regulation = packages.find(({ edition }) => edition.regulation.id === 'tulip-songs')!.edition.regulation
  house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_RATE_LIMITS: 'off' } })
  sandbox = await openSandbox(house.origin)
})
afterAll(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the page names the model, and what the town says itself', async () => {
  const anyone = new Browser()
  const { root } = await anyone.open(`${house.origin}/ru/services/tulip-songs/issue`)
  const details = root.querySelectorAll('details').find((each) => each.text.includes('Что этот акт установил сам'))!
  expect(root.text).toContain('Типовой регламент: ')
  expect(root.text).toContain(regulation.model!.name.ru)
  for (const said of ['Срок оказания услуги', 'После девяти вечера петь нельзя', 'Согласие соседей']) expect(details.text).toContain(said)
  anyone.close()
})

test('the page of a district that takes something away says so, with its paragraph', async () => {
  const anyone = new Browser()
  const { root } = await anyone.open(`${house.origin}/ru/services/eagle-songs/issue`)
  const details = root.querySelectorAll('details').find((each) => each.text.includes('Что этот акт установил сам'))!
  expect(details.text).toMatch(/Чего из типового регламента нет:[^]*План площади/)
  expect((await anyone.open(`${house.origin}/ru/services/tulip-songs/issue`)).text).not.toContain('Чего из типового регламента нет')
  anyone.close()
})

test('a request under it is carried to a granted permit of its own series', async () => {
  const came = await carry(house, sandbox, { regulation, variant: 'issue', personId: 'marat' })
  expect(came.registerNumber).toMatch(/SGB/)
})
