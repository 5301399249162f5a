// How long the proof report of each act takes, from a package that is read.
//   npm run bench -- prove [rounds]
import { openRegulations } from '@ruqsat/regulations'
import { proveEdition } from '@ruqsat/scenarios'
import { keepResult } from './results.ts'

const USUAL_ROUNDS = 5
/** Issue 8: somebody who edits a package waits for the answer. */
const MOST_MS = 1_000

export async function run(words: readonly string[]): Promise<boolean> {
  const rounds = words[0] === undefined ? USUAL_ROUNDS : Number(words[0])
  const { packages, tables } = await openRegulations(new URL('../regulations/', import.meta.url))
  const acts = packages.map((each) => {
    const times = Array.from({ length: rounds }, () => {
      const begun = performance.now()
      proveEdition(each, each.findings, tables)
      return performance.now() - begun
    })
    return { act: each.edition.regulation.id, ms: Math.round(times.toSorted((one, other) => one - other)[rounds >> 1]!) }
  })
  for (const { act, ms } of acts) console.log(`${act}: ${ms} ms (limit ${MOST_MS})`)
  keepResult('prove', { rounds, acts: Object.fromEntries(acts.map(({ act, ms }) => [act, ms])) })
  return acts.every(({ ms }) => ms < MOST_MS)
}
