// The checker alone: every act of this installation, and a made-up act that is far larger than any act is.
//   npm run bench -- checker [rounds]
import { checkRegulation, loadRegulation, type Finding, type Regulation, type Step, type Transcript } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { keepResult } from './results.ts'

const USUAL_ROUNDS = 20
/** Limits of issue 3: somebody who edits a package waits for the answer. */
const MOST_MS = { acts: 200, synthetic: 1000 }
const SYNTHETIC = { steps: 1000, branches: 20 }

export async function run(words: readonly string[]): Promise<boolean> {
  const rounds = words[0] === undefined ? USUAL_ROUNDS : Number(words[0])
  const { packages } = await openRegulations(new URL('../regulations/', import.meta.url))
  const acts = measure(rounds, () => packages.flatMap(({ edition }) => checkRegulation(edition)))
  const whole = measure(rounds, () => packages.map(({ files }) => loadRegulation(files)))
  const pattern = packages.find(({ edition }) => edition.regulation.variants.some((variant) => variant.offered))
  if (pattern === undefined) throw new Error('Expected an act with an offered variant to make the synthetic one of')
  const sound = synthetic(pattern.edition.regulation)
  const large = measure(rounds, () => checkRegulation({ regulation: sound, hash: '' }))
  const seen = tokensLeft(large.result) === 0 && tokensLeft(checkRegulation({ regulation: withStray(sound), hash: '' })) === 1
  return report({ rounds, acts, whole, large, seen, packages: packages.length })
}

type Measured<T> = { readonly result: T; readonly medianMs: number }

function measure<T>(rounds: number, work: () => T): Measured<T> {
  const times: number[] = []
  let result = work()
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now()
    result = work()
    times.push(performance.now() - begun)
  }
  return { result, medianMs: tenths(times.toSorted((one, other) => one - other)[times.length >> 1]!) }
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}

/** One split, branches of equal length with a question and a way back every few steps, one join; each step written in prose and in a table. */
function synthetic(act: Regulation): Regulation {
  const variant = act.variants.find((each) => each.offered)!
  const pattern = variant.procedure.steps[0]!
  const length = (SYNTHETIC.steps - 2) / SYNTHETIC.branches
  const id = (branch: number, place: number) => (place < Math.floor(length) ? `B${branch}-${place}` : 'J')
  const branches = Array.from({ length: SYNTHETIC.branches }, (_, branch) => branch)
  const inside = branches.flatMap((branch) =>
    Array.from({ length: Math.floor(length) }, (_, place): Step => {
      const onward = id(branch, place + 1)
      const next =
        place % 7 === 6
          ? [
              { when: 'done' as const, to: onward },
              { when: 'incomplete' as const, to: id(branch, place - 3) },
            ]
          : [{ to: onward }]
      return { ...pattern, id: id(branch, place), action: 'examine', next }
    }),
  )
  const rest = SYNTHETIC.steps - 2 - inside.length
  const tail = Array.from({ length: rest }, (_, place): Step => ({
    ...pattern,
    id: `T${place}`,
    next: [{ to: place + 1 < rest ? `T${place + 1}` : 'end' }],
  }))
  const first: Step = { ...pattern, id: 'S', splits: true, next: branches.map((branch) => ({ to: id(branch, 0) })) }
  const join: Step = { ...pattern, id: 'J', joins: true, next: [{ to: rest > 0 ? 'T0' : 'end' }] }
  const steps = [first, ...inside, join, ...tail]
  return {
    ...act,
    variants: [{ ...variant, views: [], procedure: { ...variant.procedure, steps } }],
    transcripts: [written('prose', variant.id, steps), written('table', variant.id, steps)],
  }
}

function written(kind: Transcript['kind'], variant: string, steps: readonly Step[]): Transcript {
  const silent = {
    system: null,
    about: null,
    times: [],
    next: { kind: 'unsaid' as const },
    asks: null,
    compares: null,
    name: null,
    completion: null,
  }
  const rows = steps.map((step, index) => ({ ...silent, number: String(index + 1), step: step.id, unit: step.unit, source: step.source }))
  return { id: kind, kind, of: 'procedure', variants: [variant], name: steps[0]!.name, cutAfter: null, rows, source: steps[0]!.source }
}

/** The same act with one branch that runs into the next: the checker must see it at that size too. */
function withStray(act: Regulation): Regulation {
  const [variant] = act.variants
  const steps = variant!.procedure.steps.map((step) => (step.id === 'B3-2' ? { ...step, next: [{ to: 'B4-2' }] } : step))
  return { ...act, variants: [{ ...variant!, procedure: { ...variant!.procedure, steps } }] }
}

function tokensLeft(findings: readonly Finding[]): number {
  return findings.filter((finding) => finding.code === 'token-left').length
}

type Figures = {
  readonly rounds: number
  readonly packages: number
  readonly acts: Measured<readonly Finding[]>
  readonly whole: Measured<unknown>
  readonly large: Measured<readonly Finding[]>
  readonly seen: boolean
}

function report({ rounds, packages, acts, whole, large, seen }: Figures): boolean {
  console.log(`${packages} acts, ${acts.result.length} findings: checked in ${acts.medianMs} ms (limit ${MOST_MS.acts})`)
  console.log(`  read, put together and checked from their files: ${whole.medianMs} ms`)
  console.log(`${SYNTHETIC.steps} steps with ${SYNTHETIC.branches} parallel branches: ${large.medianMs} ms (limit ${MOST_MS.synthetic})`)
  if (!seen) console.log('  and the stray branch was not told as it must be')
  keepResult('checker', {
    acts: packages,
    findings: acts.result.length,
    actsMs: acts.medianMs,
    actsFromFilesMs: whole.medianMs,
    syntheticMs: large.medianMs,
    strayBranchSeen: seen,
    rounds,
  })
  return acts.medianMs < MOST_MS.acts && large.medianMs < MOST_MS.synthetic && seen
}
