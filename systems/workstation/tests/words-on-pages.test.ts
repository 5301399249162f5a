// Every page of the desk, at each step, for whoever has it, in three languages: none says a code that only programs read.
import { LANGUAGES } from '@ruqsat/foundation'
import { rawCodesIn } from '@ruqsat/web/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, taskPath, type Desk, type Person } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

/** What the double of the host and the made-up act say in place of words: kinds of events and actions, and a member that nobody worded. */
const DOUBLES =
  /nobodyWordedThis|\b(?:case(?:Opened|Closed)|viewStepReached|task(?:Started|Completed|Late|Withdrawn|Ended)|opinionGiven|unitOpined|branch(?:Arrived|esLeft)|stepHeld|stepsResumed|result(?:Prepared|Signed)|handedOver|signResult|handOver|drafted|concluded)\b|: \w+ \((?:kk|ru)\)/g

const STEPS = [
  ['assign', 'head'],
  ['examine', 'officer'],
  ['approve', 'body'],
  ['conclude', 'officer'],
  ['signResult', 'head'],
  ['handOver', 'clerk'],
] as const

test('staff read words on every page of their desk, in three languages', { timeout: 120_000 }, async () => {
  const found: string[] = []
  for (const language of LANGUAGES) {
    const look = async (person: Person, paths: readonly string[]) => {
      const visitor = await desk.signIn(person, language)
      for (const path of paths) {
        const page = await visitor.get(path.replace(/^\/kk/, `/${language}`))
        expect(page.status, path).toBe(200)
        found.push(...rawCodesIn(page.html.replace(DOUBLES, ''), language).map((code) => `${person} ${language} ${path}: ${code}`))
      }
    }
    for (const [step, person] of STEPS) {
      const { caseId, requestNumber } = await desk.lead(step, 'refuse')
      await look(person, [await taskPath(desk, caseId), `/work/cases/${requestNumber}`])
    }
    await look('head', ['/work', '/work/overview', '/work/journal', '/work/account', '/work/keys'])
    await look('clerk', ['/work', '/work/journal'])
  }
  expect(found).toEqual([])
})
