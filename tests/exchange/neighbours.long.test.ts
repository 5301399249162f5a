// The same request with each neighbour slow, then down in the middle, then back: it ends as it would have, nothing is lost, nothing is refused
// that should not be, and nothing happens twice.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answersForgotten,
  Applicant,
  numberOf,
  Office,
  openSandbox,
  placeOf,
  signOn,
  type OwnDraft,
  type Place,
  type Sandbox,
} from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'

let house: RunningHouse
let sandbox: Sandbox
let applicant: Applicant
beforeAll(async () => {
  house = await startHouse()
  sandbox = await openSandbox(house.origin)
  applicant = new Applicant(sandbox, 'aigerim')
  expect((await applicant.register()).status).toBe(200)
}, 180_000)
afterAll(() => house?.stop())

/** Long enough that whoever needs the neighbour has met its silence. */
const DOWN_MS = 6_000

/** Goes on with a draft while these are down, and corrects that: where it was meanwhile, whether it ended without them, and the receipt. */
async function throughOutage(draft: OwnDraft, neighbours: readonly string[], isNeeded: boolean, bank?: string) {
  const places = new Set<Place>()
  for (const neighbour of neighbours) await sandbox.setSwitch(neighbour, 'down')
  // The test before has signed with the same key.
  if (neighbours.includes('ocsp')) await answersForgotten()
  const going = applicant.apply(draft, { onPlace: (place) => void places.add(place), ...(bank !== undefined && { bank }) })
  const isEarly = await Promise.race([
    going.then(() => true),
    isNeeded ? sleep(DOWN_MS).then(() => false) : new Promise<boolean>(() => undefined),
  ])
  for (const neighbour of neighbours) await sandbox.setSwitch(neighbour, 'ok')
  return { isEarly, places, receipt: await going }
}

const WRONG: readonly Place[] = ['refused', 'not-paid', 'no-data', 'abandoned']

describe('a request of the portal goes on to its registration with', () => {
  // Where each is needed: money at the payment, revocation at the signature, messages at no page.
  test.each([
    ['the bank', ['bank'], 'pay', 'dala'],
    ['the bank that is only asked', ['bankTau'], 'pay', 'tau'],
    ['the revocation services', ['ocsp', 'crl'], 'sign', undefined],
    ['SMS and mail', ['messaging'], 'form', undefined],
  ] as const)('%s slow, then down, then back', { timeout: 300_000 }, async (_name, neighbours, until, bank) => {
    for (const neighbour of neighbours) await sandbox.setSwitch(neighbour, 'slow')
    const draft = await applicant.startDraft(`neighbours ${neighbours.join(' ')}`, await applicant.startForm('grain/issue'))
    const waited = await applicant.workTo(draft, until)
    expect(placeOf(waited)).toBe(until)
    const isNeeded = until !== 'form'
    const { isEarly, places, receipt } = await throughOutage(draft, neighbours, isNeeded, bank)
    // Who needs it waits; who does not is not kept waiting.
    expect(isEarly).toBe(!isNeeded)
    for (const wrong of WRONG) expect(places).not.toContain(wrong)
    const number = numberOf(receipt)
    expect((await applicant.request(number)).status).toBe(200)
    // The notice of the registration comes when the carriers are back, once.
    await expect
      .poll(async () => (await sandbox.messages()).filter(({ text }) => text.includes(number)).length, {
        timeout: 120_000,
        interval: 2_000,
      })
      .toBeGreaterThan(0)
  })

  test(
    'the registers: who registers is told of an outage, keeps what was typed, and is known when they are back',
    { timeout: 120_000 },
    async () => {
      const newcomer = new Applicant(sandbox, 'daulet')
      await sandbox.setSwitch('registers', 'down')
      const proven = await signOn(await newcomer.browser.open(`${house.origin}/kk/register`), await sandbox.key('daulet'))
      expect(proven.status).toBe(503)
      expect(proven.findForm('/register/lookup')).not.toBeNull()
      await sandbox.setSwitch('registers', 'slow')
      expect((await newcomer.register()).status).toBe(200)
      await sandbox.setSwitch('registers', 'ok')
    },
  )
})

test('and an office carries a request to its result while SMS and mail are down', { timeout: 300_000 }, async () => {
  const draft = await applicant.startDraft('office', await applicant.startForm('grain/issue'))
  const number = numberOf(await applicant.apply(draft))
  await sandbox.setSwitch('messaging', 'down')
  const office = new Office(sandbox, ['gulnar', 'asqar', 'bekzat', 'temir'])
  const done = await office.carryThrough(number)
  expect(done.at(-1)?.action).toBe('handOver')
  await sandbox.setSwitch('messaging', 'ok')
  expect(await applicant.resultOf(number)).not.toBeNull()
  office.close()
})
