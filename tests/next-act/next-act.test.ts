// The house's promise: the next act costs a package of data and no code. These were written with the guide alone; their house knows no other.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openRegulations } from '@ruqsat/regulations'
import { runScenario, scenariosOf } from '@ruqsat/scenarios'
import { allDecided, stepWithAction, type Regulation } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Browser, Official, openSandbox, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { hasPrograms, textOf } from '../journey/support/signed-files.ts'
import { carry, deskIds } from './support/grant.ts'

const OURS = fileURLToPath(new URL('../../regulations/', import.meta.url))
const CONFIRMED = fileURLToPath(new URL('./confirmed-grounds.yaml', import.meta.url))
const PACKAGES = fileURLToPath(new URL('./regulations/', import.meta.url))

let folder: string
let regulation: Regulation
let fair: Regulation

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
    expect([broken, packages.map(({ edition, findings }) => [edition.regulation.id, allDecided(findings)])]).toEqual([
      [],
      [
        ['hives', true],
        ['fair', true],
        ['tulip-songs', true],
        ['songs', true],
        ['eagle-songs', true],
        ['eagle-songs', true],
      ],
    ])
    const [hives, fairs] = packages.map(({ edition }) => edition.regulation) as [Regulation, Regulation]
    regulation = hives
    fair = fairs
    expect(regulation.variants.map(({ id, offered }) => `${id} ${offered}`)).toEqual(['issue true', 'prolong true', 'replace true'])
    for (const { fee, views, procedure } of regulation.variants) {
      expect([fee, stepWithAction(views[0]!.steps, 'pay')]).toEqual([null, null])
      expect(procedure.steps.every(({ unit }) => regulation.units.find(({ id }) => id === unit)?.role !== 'clerk')).toBe(true)
    }
    const runs = packages.flatMap(({ edition, files }) =>
      scenariosOf(files).map((scenario) => [scenario.title, runScenario(scenario, { edition, tables }).failures]),
    )
    expect(runs.filter(([, failures]) => failures!.length > 0)).toEqual([])
    expect(runs.length).toBeGreaterThan(3)
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
      expect([...new Set(services)].toSorted()).toEqual(
        [
          'eagle-songs/issue',
          'fair/square',
          'fair/street',
          'fair/yard',
          'hives/issue',
          'hives/prolong',
          'hives/replace',
          'tulip-songs/issue',
        ].map((service) => `/kk/services/${service}`),
      )
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

    test('asks three bodies at once: each has its own task and sees no other, and the result waits for all of them', async () => {
      const bodies = ['firewatch-interestedbody', 'roadwatch-interestedbody', 'saryzhaz-trade-lawyers']
      expect(deskIds(sandbox, fair)).toEqual(expect.arrayContaining(bodies))
      const asked: string[] = []
      const came = await carry(house, sandbox, {
        regulation: fair,
        variant: 'street',
        personId: 'aigerim',
        wish: { decision: 'refuse', opinion: 'objects', explanation: 'Өрт сөндіру көлігі өте алмайды.' },
        between: async (number, { official, action }) => {
          if (action !== 'examine' && action !== 'approve') return
          if (action === 'approve') asked.push(official)
          for (const id of bodies) {
            const body = new Official(sandbox, id)
            const tasks = (await body.workList()).filter(({ text }) => text.includes(number))
            expect([id, tasks.length]).toEqual([id, asked.includes(id) ? 0 : 1])
            body.close()
          }
        },
      })
      expect(came.steps.map(({ action }) => action)).toEqual([
        'assign',
        'examine',
        'approve',
        'approve',
        'approve',
        'conclude',
        'signResult',
        'handOver',
      ])
      expect(asked.toSorted()).toEqual(bodies)
      if (!hasPrograms('pdftotext')) return
      const file = join(folder, 'refusal.pdf')
      writeFileSync(file, came.result)
      const paper = await textOf(file)
      for (const name of ['Өрт күзеті', 'Жол күзеті', 'Заң тобы']) expect(paper).toContain(name)
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
