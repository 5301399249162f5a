// How large the state of a case is, and what a step costs: this checkout, and turn by turn another one (an earlier release in a worktree of
// its own, with its packages), on one PostgreSQL. Only figures of one run may be compared.
//   npm run bench -- state [other checkout] [rounds]
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedServer, type EmbeddedServer } from '@ruqsat/database/embedded'
import { keepResult } from './results.ts'

const OURS = fileURLToPath(new URL('..', import.meta.url))
const USUAL_ROUNDS = 3
/** "A few kB at step twelve." */
const MOST_BYTES_AT_STEP_TWELVE = 4_000

type LongCase = {
  readonly name: string
  readonly stateBytes: readonly number[]
  readonly writtenBytes: readonly number[]
  readonly eventBytes: number
  readonly decideMsPerStep: number
  readonly jsonMsPerStep: number
}
type Measured = { readonly cases: readonly LongCase[]; readonly instancesPerSecond: number }

export async function run(words: readonly string[]): Promise<boolean> {
  const [other, count] = words
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
  // As root the server runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  try {
    const ours: Measured[] = []
    const theirs: Measured[] = []
    for (let round = 0; round < Number(count ?? USUAL_ROUNDS); round += 1) {
      ours.push(measure(OURS, server))
      if (other !== undefined) theirs.push(measure(other, server))
    }
    return report(ours, theirs)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function measure(checkout: string, server: EmbeddedServer): Measured {
  const program = join(checkout, 'bench', 'state-steps.ts')
  // A checkout from before this bench is asked the same questions.
  if (checkout !== OURS) copyFileSync(join(OURS, 'bench', 'state-steps.ts'), program)
  const [, password = ''] = /:([0-9a-f]+)@/.exec(server.url()) ?? []
  const env = { ...process.env, PGURL: `postgres://ruqsat:${password}@127.0.0.1:${server.port}/postgres`, REPS: '1' }
  const linesOf = (file: string) => {
    const words = ['--import', join(checkout, 'tools/loader.mjs'), join(checkout, 'bench', file)]
    const said = execFileSync(process.execPath, words, { cwd: checkout, env, encoding: 'utf8' })
    return said
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as never)
  }
  const [steps] = linesOf('engine-steps.ts') as readonly { readonly instancesPerSecond: number }[]
  return { cases: linesOf('state-steps.ts'), instancesPerSecond: steps!.instancesPerSecond }
}

function report(ours: readonly Measured[], theirs: readonly Measured[]): boolean {
  const [mine, before] = [summaryOf(ours), theirs.length === 0 ? null : summaryOf(theirs)]
  const ratios = before && {
    commits: ratio(mine.instancesPerSecond, before.instancesPerSecond),
    cases: mine.cases.map((each, place) => ({
      name: each.name,
      bytesAtStepTwelve: ratio(each.stateBytes[11]!, before.cases[place]!.stateBytes[11]!),
      writtenAtStepTwelve: ratio(each.writtenBytes[11]!, before.cases[place]!.writtenBytes[11]!),
      decide: ratio(each.decideMsPerStep, before.cases[place]!.decideMsPerStep),
      json: ratio(each.jsonMsPerStep, before.cases[place]!.jsonMsPerStep),
    })),
  }
  console.log(JSON.stringify({ ours: mine, before, ratios }, null, 1))
  keepResult('state', { ours: mine, before, ratios, rounds: ours.length })
  return mine.cases.every(({ stateBytes }) => stateBytes[11]! <= MOST_BYTES_AT_STEP_TWELVE)
}

/** Bytes are the same in every round; of times the median. */
function summaryOf(all: readonly Measured[]): Measured {
  const middle = (figure: (each: Measured) => number) => all.map(figure).toSorted((one, other) => one - other)[all.length >> 1]!
  return {
    instancesPerSecond: middle((each) => each.instancesPerSecond),
    cases: all[0]!.cases.map((each, place) => ({
      ...each,
      decideMsPerStep: middle(({ cases }) => cases[place]!.decideMsPerStep),
      jsonMsPerStep: middle(({ cases }) => cases[place]!.jsonMsPerStep),
    })),
  }
}

function ratio(one: number, other: number): number {
  return Math.round((one / other) * 100) / 100
}
