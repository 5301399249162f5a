// One state, used with the regulations of one authority, then of another, then of both: every desk has its own cases, and works on them.
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openActs } from '@ruqsat/regulations/testing'
import { Applicant, numberOf, Office, openSandbox } from '../driver/index.ts'
import { deskIds } from '../next-act/support/grant.ts'
import { CHECKOUT, newState, portFlags, removeStates, start, type Running } from './support/program.ts'

const { editions } = await openActs()
const [first, second] = editions
  .map(({ regulation }) => regulation)
  .filter(({ variants, applicants }) => variants.some((each) => each.offered) && applicants.some(({ kind }) => kind === 'individual'))
  .filter(({ authority }, place, all) => all.findIndex((each) => each.authority.id === authority.id) === place)

const state = newState('two')
let flags: string[]
let running: Running | null = null
beforeAll(async () => {
  flags = await portFlags()
})
afterAll(async () => {
  await running?.stop()
  await removeStates()
})

/** Starts with the packages of these acts alone. */
async function startWith(...ids: string[]): Promise<string> {
  await running?.stop()
  const folder = join(newState('regulations'), 'regulations')
  for (const name of readdirSync(join(CHECKOUT, 'regulations'))) {
    const isOther = editions.some(({ regulation }) => name.endsWith(`-${regulation.id}`) && !ids.includes(regulation.id))
    if (!isOther) cpSync(join(CHECKOUT, 'regulations', name), join(folder, name), { recursive: true })
  }
  running = await start({ state, flags: [...flags, '--regulations', folder], env: { RUQSAT_RATE_LIMITS: 'off' } })
  return running.portal
}

test('with other regulations every desk has its own cases and works on them', async () => {
  const sandbox = await openSandbox(await startWith(first!.id))
  const applicant = new Applicant(sandbox, 'aigerim')
  await applicant.register()
  const file = async (by: Applicant, id: string) => {
    const variant = (id === first!.id ? first! : second!).variants.find((each) => each.offered)!.id
    return numberOf(await by.apply(await by.startDraft(`${id} ${variant}`, await by.startForm(`${id}/${variant}`))))
  }
  const early = await file(applicant, first!.id)
  const gulnar = sandbox.people.get('gulnar')

  // The first act is gone from the folder: its case is pinned, its people are there, and those of the second act have desks of their own.
  const later = await openSandbox(await startWith(second!.id))
  expect(later.people.get('gulnar')).toEqual(gulnar)
  const again = new Applicant(later, 'aigerim')
  await again.signIn()
  const next = await file(again, second!.id)
  const nextOffice = new Office(later, deskIds(later, second!))
  const earlyOffice = new Office(later, deskIds(later, first!))
  expect((await nextOffice.carryThrough(next)).at(-1)?.action).toBe('handOver')
  expect((await earlyOffice.carryThrough(early)).at(-1)?.action).toBe('handOver')
  for (const office of [nextOffice, earlyOffice]) office.close()

  const both = await openSandbox(await startWith(first!.id, second!.id))
  const last = new Applicant(both, 'aigerim')
  await last.signIn()
  for (const regulation of [first!, second!]) {
    const office = new Office(both, deskIds(both, regulation))
    expect((await office.carryThrough(await file(last, regulation.id))).at(-1)?.action).toBe('handOver')
    office.close()
  }
  for (const each of [applicant, again, last]) each.browser.close()
})
