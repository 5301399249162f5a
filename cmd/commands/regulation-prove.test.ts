// The proof report of the acts as they are, and of the grain act with one slip each: what is refuted comes with a case that runs as it says.
import { readdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readPackage, readTables } from '@ruqsat/regulations'
import { parseScenario, runScenario, type ProofClaim, type Proof } from '@ruqsat/scenarios'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ruqsat } from './testing.ts'
import { actWithSlip, homeOfSlips, REGULATIONS, SLIPPED_ACT } from './testing-slips.ts'

const NEXT = new URL('../../tests/next-act/regulations/', import.meta.url)
let home: string
beforeAll(async () => {
  home = await homeOfSlips()
})
afterAll(() => rm(home, { recursive: true, force: true }))

async function proved(folder: string): Promise<{ readonly code: number; readonly proofs: readonly Proof[] }> {
  const { code, out } = await ruqsat(['regulation', 'prove', folder, '--json'])
  return { code, proofs: JSON.parse(out) as Proof[] }
}

/** What is claimed of the issue of the grain act with one slip. */
async function claimWith(id: ProofClaim['id'], path: string, slip: (text: string) => string) {
  const folder = await actWithSlip(home, path, slip)
  const { code, proofs } = await proved(folder)
  const claim = proofs[0]!.claims.find((each) => each.id === id && each.variant === 'issue')!
  return { code, folder, claim }
}

/** The lines of the counter-examples that the engine answers otherwise. */
async function failuresOf({ claim, folder }: { readonly claim: ProofClaim; readonly folder: string }) {
  const loaded = await readPackage(folder)
  if (loaded.kind === 'broken') throw new Error('Expected a package that loads')
  const tables = await readTables(new URL('calendars/', REGULATIONS))
  const texts = claim.counterExamples.flatMap(({ scenario }) => scenario?.split(/\n(?=scenario: )/) ?? [])
  return texts.map((text) => {
    const read = parseScenario({ path: 'scenarios/counter-example.txt', text: `${text.trimEnd()}\ncites: 5\n` })
    return 'errors' in read ? read.errors : runScenario(read, { edition: loaded.edition, tables }).failures
  })
}

describe('nothing is refuted', () => {
  const folders = async (root: URL) =>
    (await readdir(root)).filter((name) => /^\d{4}-/.test(name)).map((name) => fileURLToPath(new URL(name, root)))
  test('of the acts and of the made-up ones', async () => {
    for (const folder of [...(await folders(REGULATIONS)), ...(await folders(NEXT))]) {
      const { code, proofs } = await proved(folder)
      const refuted = proofs.flatMap(({ claims }) => claims.filter(({ verdict }) => verdict === 'refuted'))
      expect(refuted, folder).toEqual([])
      expect(code).toBe(0)
    }
  })

  test('and the report says so in each language', async () => {
    const said = await Promise.all(
      ['kk', 'ru', 'en'].map((language) =>
        ruqsat(['regulation', 'prove', fileURLToPath(new URL(SLIPPED_ACT, REGULATIONS)), '--language', language]),
      ),
    )
    expect(said.map(({ out }) => /^ {2}\[(.+)\] issue: .+/m.exec(out)?.[1])).toEqual(['дәлелденген', 'доказано', 'proved'])
    expect(said.every(({ out }) => !/[{}]/.test(out))).toBe(true)
  })
})

test('a hearing, what a withdrawal leaves and the reminders are said of each variant', async () => {
  const { proofs } = await proved(fileURLToPath(new URL('2025-teniztau-14-drones/', NEXT)))
  const factsOf = (id: ProofClaim['id']) =>
    proofs[0]!.claims.find((each) => each.id === id && each.variant === 'issue')!.facts.map(({ en }) => en)
  expect(factsOf('time')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^with the hearing before the decision: 14 working days \+ 8 hours .*; hearing: D7: 2 working days \(drones 11\)$/,
      ),
      // A return is found within one day: in the last minute nobody returns, and the case still comes to its end.
      'each act in its last minute: registered 2025-04-07 10:00, ended 2025-04-25 13:00, total due 2025-04-28 18:30',
      'a decision after a hearing to which nobody objects, each act in its last minute: registered 2025-04-07 10:00, ended 2025-04-28 13:00, total due 2025-04-28 18:30',
      'neither the act nor the general law says when tasks are brought to mind: the installation does',
    ]),
  )
  expect(factsOf('soundness')).toContainEqual(
    expect.stringMatching(/^the applicant may withdraw at [1-9]\d+ of \d+ places; open work is left behind at 0$/),
  )
})

describe('is refuted with a counter-example', () => {
  test('steps that take longer than the term, as a case that runs', async () => {
    const slip = (text: string) =>
      text.replace(
        'offered: true',
        "offered: true\nterm: { duration: { amount: 2, unit: workingDays }, source: { act: grain, item: '5', variant: issue, certainty: stated } }",
      )
    const found = await claimWith('time', 'variants/issue.yaml', slip)
    expect(found).toMatchObject({ code: 1, claim: { verdict: 'refuted' } })
    expect(await failuresOf(found)).toEqual([[]])
  })

  test('a case that stops, as a case that runs', async () => {
    const slip = (text: string) => text.replace('next: [{ to: P-GI5 }]', 'next: [{ when: late, to: P-GI7 }, { to: P-GI5 }]')
    const found = await claimWith('soundness', 'procedure/issue.yaml', slip)
    expect(found).toMatchObject({ code: 1, claim: { verdict: 'refuted' } })
    // At the portal and at the desk, for each kind of applicant.
    expect(await failuresOf(found)).toEqual([[], [], [], []])
  })

  test('a row that no case takes', async () => {
    const slip = (text: string) =>
      text
        .replace('next: [{ to: P-GI5 }]', 'next: [{ when: late, to: P-GI6 }, { to: P-GI5 }]')
        .replace('    time: { duration: { amount: 5, unit: workingDays } }\n', '')
    const { code, claim } = await claimWith('soundness', 'procedure/issue.yaml', slip)
    expect(code).toBe(1)
    expect(claim.counterExamples.map(({ text }) => text.en)).toEqual(['the row of step P-GI4 to P-GI6 is never taken'])
  })

  test('a payment that one channel asks and the other does not, where nobody decided it, as two cases that run', async () => {
    const slip = (text: string) =>
      text.replaceAll('code: check-not-in-every-channel\n    subject: issue/payment', 'code: text-gap\n    subject: nothing')
    const found = await claimWith('channels', 'findings.yaml', slip)
    expect(found).toMatchObject({ code: 1, claim: { verdict: 'refuted' } })
    expect(await failuresOf(found)).toEqual([[], []])
  })

  test('an action that is none for its unit', async () => {
    const found = await claimWith('roles', 'procedure/issue.yaml', (text) =>
      text.replace(/unit: head(?=[^]*?action: signResult)/, 'unit: head').replace(/(id: P-GI6[^]*?)unit: head/, '$1unit: officer'),
    )
    expect(found).toMatchObject({ code: 1, claim: { verdict: 'refuted' } })
  })

  test('a required document that proves nothing', async () => {
    const found = await claimWith('documents', 'variants/issue.yaml', (text) => text.replace('    proves: [granary]\n', ''))
    expect(found).toMatchObject({ code: 1, claim: { verdict: 'refuted' } })
  })
})

test('a broken package proves nothing', async () => {
  const { code } = await ruqsat(['regulation', 'prove', home])
  expect(code).toBe(1)
})
