// A channel and a register that no other act has: the installation binds them by its configuration, and no line of code names them.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Regulation } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, Browser, openSandbox, type OwnDraft, type Page, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry, textOf } from './support/grant.ts'

const OURS = fileURLToPath(new URL('../../regulations/', import.meta.url))
const PACKAGES = fileURLToPath(new URL('./regulations/', import.meta.url))
const CONFIRMED = fileURLToPath(new URL('./confirmed-grounds.yaml', import.meta.url))
const ACT = '2021-saryzhaz-7-hives'

let folder: string
let regulation: Regulation
let house: RunningHouse
let sandbox: Sandbox
let register: Server
/** What the register of the district says of each plot; a number is the HTTP status of an answer without any. */
const says = new Map<string, object | number>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-open-lists-'))
  cpSync(join(PACKAGES, ACT), join(folder, 'regulations', ACT), { recursive: true })
  cpSync(join(OURS, 'calendars'), join(folder, 'regulations', 'calendars'), { recursive: true })
  const { packages } = await openRegulations(pathToFileURL(`${join(folder, 'regulations')}/`))
  regulation = packages[0]!.edition.regulation
  register = createServer((request, response) => {
    const said = says.get(decodeURIComponent(request.url!.slice('/plots/'.length))) ?? 404
    if (typeof said === 'number') return void response.writeHead(said).end()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said))
  })
  await new Promise<void>((ready) => register.listen(0, '127.0.0.1', ready))
  const registers = join(folder, 'registers.yaml')
  writeFileSync(
    registers,
    `registers:
  IS-MEADOWS:
    adapter: http
    address: http://127.0.0.1:${(register.address() as AddressInfo).port}/plots/{about}
    about: plot
    facts: { use: land.use, area: land.hectares }
`,
  )
  house = await startHouse({
    env: {
      RUQSAT_REGULATIONS: join(folder, 'regulations'),
      RUQSAT_CONFIRMATIONS: CONFIRMED,
      RUQSAT_REGISTERS: registers,
      RUQSAT_CHANNELS: 'portal,mobile=web',
      RUQSAT_RATE_LIMITS: 'off',
    },
  })
  sandbox = await openSandbox(house.origin)
})
afterAll(async () => {
  await house?.stop()
  register?.close()
  rmSync(folder, { recursive: true, force: true })
})

const meadow = (plot: string, use = 'meadow') => ({ plot, land: { use, hectares: 3.5 } })

/** A draft with everything filled in and confirmed, about this plot, and the page after that. */
async function atRegister(applicant: Applicant, plot: string): Promise<{ readonly draft: OwnDraft; readonly page: Page }> {
  await applicant.register()
  const draft = await applicant.startDraft(plot, await applicant.startForm(`${regulation.id}/issue`))
  await applicant.fillAll(draft, { answers: { plot } })
  await applicant.attachAll(draft)
  return { draft, page: await applicant.check(draft) }
}

describe('a register between the form and the signature', () => {
  test('is asked over HTTP as the installation says, and what it said is on the permit', async () => {
    says.set('02-036-001-123', meadow('02:036:001:123'))
    const came = await carry(house, sandbox, { regulation, variant: 'issue', personId: 'daulet' })
    const paper = await textOf(came.result)
    expect(paper).toContain('3.5 га')
    expect(paper).toContain('Портал арқылы')
  })

  test('keeps absence, a fact against a requirement, refusal and outage apart, and loses nothing', async () => {
    const applicant = new Applicant(sandbox, 'aigerim')
    try {
      says.set('02-036-001-200', meadow('02-036-001-200', 'field'))
      const { draft, page } = await atRegister(applicant, '02-036-001-200')
      expect([page.path.endsWith('/no-data'), page.text.includes('егістік')]).toEqual([true, true])
      const again = async (said: object | number) => {
        says.set('02-036-001-200', said)
        const now = await applicant.open(draft)
        const form = now.findForm('/again')
        return form === null ? now : form.submit()
      }
      const absent = await again(404)
      expect([absent.path.endsWith('/no-data'), absent.text.includes('ештеңе білмейді')]).toEqual([true, true])
      const outage = await again(500)
      expect([outage.status, outage.path.endsWith('/registers'), outage.text.includes('жауап бермейді')]).toEqual([503, true, true])
      const refused = await again(403)
      expect([refused.status, refused.text.includes('бас тартты')]).toEqual([503, true])
      const found = await again(meadow('02-036-001-200'))
      expect([found.status, found.text.includes('3.5 га'), found.text.includes('02-036-001-200')]).toEqual([200, true, true])
      expect((await found.form('/registers').submit()).path).toMatch(/\/sign$/)
    } finally {
      applicant.close()
    }
  })
})

describe('a channel that no other act has', () => {
  test('has its own entry, its own table and its own words, and the request knows it to the paper', async () => {
    const anyone = new Browser()
    const home = await anyone.open(`${house.origin}/kk`)
    const entry = await anyone.open(home.link(/\/channels\/mobile$/))
    expect(entry.links(/\/services\//).map(({ pathname }) => pathname)).toEqual(['/kk/services/hives/issue/mobile'])
    const service = await anyone.open(`${house.origin}/kk/services/hives/issue/mobile`)
    expect(service.text).toContain('«Ара» қосымшасы арқылы')
    expect((await anyone.open(`${house.origin}/kk/services/hives/prolong/mobile`)).status).toBe(404)
    anyone.close()
    const came = await carry(house, sandbox, { regulation, variant: 'issue', personId: 'marat', channel: 'mobile' })
    expect(await textOf(came.result)).toContain('«Ара» қосымшасы арқылы')
    const sent = (await sandbox.messages()).map(({ text }) => text)
    expect(sent.some((text) => text.includes(`«Ара» қосымшасы: ${came.number}`))).toBe(true)
  })
})
