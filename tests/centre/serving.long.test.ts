// What is taken at a window of the hall: every package with such a table is put on offer, hosted where cases run, and one of its services goes
// from the ticket to the signed result. No act is named: the packages say which have a hall.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { counterSeat, isAtCounter, type Regulation, type Variant } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Office, openSandbox, signOn, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { deskIds } from '../next-act/support/grant.ts'
import { HallOperatorAtWork, takeTicket } from './support/operator.ts'

type Served = { readonly regulation: Regulation; readonly variant: Variant }

/** A copy of the packages in which everything with a hall is offered there. */
async function offeredAtTheHall(): Promise<{ readonly folder: string; readonly served: readonly Served[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-hall-'))
  await cp(fileURLToPath(new URL('../../regulations/', import.meta.url)), folder, { recursive: true })
  for (const act of await readdir(folder)) {
    const view = join(folder, act, 'views', 'centre.yaml')
    const text = await readFile(view, 'utf8').catch(() => '')
    if (!text.includes('action: takeApplication')) continue
    await rewrite(view, /^offered: false/m, 'offered: true')
    await rewrite(join(folder, act, 'act.yaml'), /^host: regional/m, 'host: licensing')
    for (const variant of await readdir(join(folder, act, 'variants')))
      await rewrite(join(folder, act, 'variants', variant), /^offered: false/m, 'offered: true')
  }
  const { editions } = await openRegulations(pathToFileURL(`${folder}/`))
  const served = editions.flatMap(({ regulation }) =>
    regulation.variants
      .filter((variant) =>
        variant.views.some(
          (view) => view.offered && isAtCounter(view, regulation) && counterSeat(view, variant, regulation)?.of === 'outside',
        ),
      )
      .map((variant) => ({ regulation, variant })),
  )
  return { folder, served }
}

async function rewrite(file: string, what: RegExp, by: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(what, by))
}

describe('at a window of the hall', () => {
  let house: RunningHouse
  let sandbox: Sandbox
  let packages: Awaited<ReturnType<typeof offeredAtTheHall>>
  beforeAll(async () => {
    packages = await offeredAtTheHall()
    house = await startHouse({ env: { RUQSAT_REGULATIONS: packages.folder, RUQSAT_RATE_LIMITS: 'off' } })
    sandbox = await openSandbox(house.origin)
  })
  afterAll(async () => {
    await house?.stop()
    await rm(packages.folder, { recursive: true, force: true })
  })

  /** Of a service that acts on nothing earlier. */
  const first = () => packages.served.find(({ variant }) => variant.results.grant.earlier === undefined)!

  async function called(window: number, { regulation, variant }: Served): Promise<HallOperatorAtWork> {
    await takeTicket(sandbox, `${regulation.id}/${variant.id}/`)
    const operator = new HallOperatorAtWork(sandbox, 'aliya')
    await operator.signIn()
    const page = await operator.open('/kk/centre')
    if (page.forms.some((form) => form.value('do') === 'open')) await operator.opensWindow(window)
    await operator.presses('next')
    return operator
  }

  test('who holds a ticket is served: form, registers, scans, the operator’s signature, a number, and the provider’s result', async () => {
    const service = first()
    const person = sandbox.persona('daulet')
    const operator = await called(1, service)
    const asked = await operator.enters({ iin: person.iin, applicantName: person.name, phone: person.phone, email: person.email })
    const papers = await operator.form(asked, 'ask').submit()
    expect(papers.text).toContain(person.iin)
    const signing = await operator.attaches(papers)
    // Nobody else signs for the operator.
    const refused = await signOn(signing, await sandbox.key('nurbol'))
    expect(refused.status).toBe(422)
    const receipt = await operator.signs(refused)
    const number = receipt.root.querySelector('.panel .number')!.text
    expect(number).not.toBe('')
    // It is another operator's to read no more than anybody's, and nobody's once the person has left.
    const other = new HallOperatorAtWork(sandbox, 'nurbol')
    await other.signIn()
    await other.opensWindow(2)
    expect((await other.open(receipt.url.pathname)).status).toBe(403)
    await operator.presses('done')
    expect((await operator.open(receipt.url.pathname)).status).toBe(403)
    const office = new Office(sandbox, deskIds(sandbox, service.regulation))
    const steps = await office.carryThrough(number)
    expect(steps.at(-1)?.action).toBe('handOver')
    office.close()
  })
})
