// The house's promise: the next act costs a package of data and no code. This one was written with the guide alone; its house knows no other.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openRegulations } from '@ruqsat/regulations'
import { runScenario, scenariosOf } from '@ruqsat/scenarios'
import { allDecided, stepWithAction, type Regulation } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Browser, openSandbox, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry, deskIds } from './support/grant.ts'

const OURS = fileURLToPath(new URL('../../regulations/', import.meta.url))
const CONFIRMED = fileURLToPath(new URL('./confirmed-grounds.yaml', import.meta.url))
const PACKAGES = fileURLToPath(new URL('./regulations/', import.meta.url))

let folder: string
let regulation: Regulation

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-next-act-'))
  cpSync(PACKAGES, folder, { recursive: true })
  cpSync(join(OURS, 'calendars'), join(folder, 'calendars'), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const filesOf = (home: string) =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

describe('a made-up act', () => {
  test('has no word of an act that this house knows', async () => {
    const { editions } = await openRegulations(pathToFileURL(OURS))
    const known = editions.map((edition) => edition.regulation).filter(({ variants }) => variants.length > 0)
    const text = filesOf(PACKAGES).join('\n').toLowerCase()
    for (const { id, authority } of known) for (const word of [id, authority.id]) expect(text).not.toMatch(new RegExp(`\\b${word}\\b`))
    expect([
      ...text.matchAll(/(?<!\p{L})(?:астық|мақта|зерно|хлопк|металл|кеме|судн|судов|grain|cotton|scrap|vessel|warehouse)/gu),
    ]).toEqual([])
  })

  test('is sound, decided, and goes its own way: nothing to pay, no clerk, another order of steps', async () => {
    const { packages, broken, tables } = await openRegulations(pathToFileURL(`${folder}/`))
    expect([broken, packages.length, allDecided(packages[0]!.findings)]).toEqual([[], 1, true])
    regulation = packages[0]!.edition.regulation
    expect(regulation.variants.map(({ id, offered }) => `${id} ${offered}`)).toEqual(['issue true', 'prolong true', 'replace true'])
    for (const { fee, views, procedure } of regulation.variants) {
      expect([fee, stepWithAction(views[0]!.steps, 'pay')]).toEqual([null, null])
      expect(procedure.steps.every(({ unit }) => regulation.units.find(({ id }) => id === unit)?.role !== 'clerk')).toBe(true)
    }
    const [{ edition, files }] = packages as [(typeof packages)[number]]
    const runs = scenariosOf(files).map((scenario) => runScenario(scenario, { edition, tables }).failures)
    expect(runs).toEqual([[]])
  })

  describe('in service', () => {
    let house: RunningHouse
    let sandbox: Sandbox
    beforeAll(async () => {
      house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_CONFIRMATIONS: CONFIRMED, RUQSAT_RATE_LIMITS: 'off' } })
      sandbox = await openSandbox(house.origin)
    })
    afterAll(() => house?.stop())

    test('is in the catalogue with each variant, and has somebody at each desk', async () => {
      const browser = new Browser()
      const services = (await browser.open(`${house.origin}/kk`)).links(/\/services\//).map(({ pathname }) => pathname)
      expect([...new Set(services)].toSorted()).toEqual(['issue', 'prolong', 'replace'].map((variant) => `/kk/services/hives/${variant}`))
      expect((await browser.open(`${house.origin}/kk/services/hives/issue`)).text).toContain('Қала маңында омарта ұстауға рұқсат')
      expect(deskIds(sandbox, regulation)).toContain('saryzhaz-bees-operator')
      browser.close()
    })

    test('grants a person the first permit: assigned, accepted, examined, asked about, concluded, signed, handed over', async () => {
      const came = await carry(house, sandbox, { regulation, variant: 'issue', personId: 'daulet' })
      expect(came.steps.map(({ action }) => action)).toEqual([
        'assign',
        'accept',
        'examine',
        'approve',
        'conclude',
        'signResult',
        'handOver',
      ])
      expect(came.steps.map(({ official }) => official)).toContain('saryzhaz-bees-operator')
      expect(came.verified).toMatch(/valid/i)
      expect(came.registerNumber).toMatch(/^KZ\d{2}BEE\d{8}$/)
    })

    test('refuses a firm the prolongation by its own ground, signed too', async () => {
      const came = await carry(house, sandbox, {
        regulation,
        variant: 'prolong',
        personId: 'marat',
        wish: { decision: 'refuse', explanation: 'Үйлерге тым жақын.' },
      })
      expect(came.steps.map(({ action }) => action)).toEqual(['accept', 'assign', 'examine', 'signResult'])
      expect(came.verified).toMatch(/valid/i)
    })
  })
})
