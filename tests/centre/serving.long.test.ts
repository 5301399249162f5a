// What is taken at a window of the hall goes from the ticket to the signed result. No act is named: the packages say which have a hall.
import { fileURLToPath, pathToFileURL } from 'node:url'
import { counterSeat, isAtCounter, type Regulation, type Variant, type View } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Office, openSandbox, signOn, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { deskIds } from '../next-act/support/grant.ts'
import { HallOperatorAtWork, takeTicket } from './support/operator.ts'

type Served = { readonly regulation: Regulation; readonly variant: Variant }

const { editions } = await openRegulations(pathToFileURL(fileURLToPath(new URL('../../regulations/', import.meta.url))))

/** Everything that is on offer at a hall. */
const served: readonly Served[] = editions.flatMap(({ regulation }) =>
  regulation.variants
    .filter((variant) => variant.offered && variant.views.some((view) => isAtHall(view, variant, regulation)))
    .map((variant) => ({ regulation, variant })),
)

function isAtHall(view: View, variant: Variant, regulation: Regulation): boolean {
  return view.offered && isAtCounter(view, regulation) && counterSeat(view, variant, regulation)?.of === 'outside'
}

describe('at a window of the hall', () => {
  let house: RunningHouse
  let sandbox: Sandbox
  beforeAll(async () => {
    house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off' } })
    sandbox = await openSandbox(house.origin)
  })
  afterAll(async () => {
    await house?.stop()
  })

  /** Of a service that acts on nothing earlier. */
  const first = () => served.find(({ variant }) => variant.results.grant.earlier === undefined)!

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
