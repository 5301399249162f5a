// Many mutations of the acts that have something to execute, each judged.
import { emptyShelf, type PackageFile } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { loadPackage } from '@ruqsat/scenarios'
import { openTypesetter, type Typesetter } from '@ruqsat/typesetting'
import { judge, type Verdict } from './judge.ts'
import { KINDS, mutationOf, treesOf, type Mutation } from './mutate.ts'
import { randomFrom } from '@ruqsat/foundation/testing'

export type Judged = Omit<Mutation, 'files'> & { readonly act: string; readonly verdict: Verdict }
export type MutationRun = { readonly seed: number; readonly judged: readonly Judged[] }
type RunOptions = {
  readonly count: number
  readonly seed: number
}

/** The kinds take turns, the acts and the places are random. The same seed gives the same mutations. */
export async function mutationRun({ count, seed }: RunOptions): Promise<MutationRun> {
  const { packages, tables } = await openRegulations(new URL('../../regulations/', import.meta.url))
  const acts = [...new Map(packages.map(({ folder, files }) => [folder, files]))].flatMap(([folder, files]) => actOf(folder, files))
  const random = randomFrom(seed)
  let opened: Typesetter | undefined
  const typesetter = () => (opened ??= openTypesetter())
  const judged: Judged[] = []
  try {
    while (judged.length < count) {
      const act = random.pick(acts)
      const mutation = mutationOf(KINDS[judged.length % KINDS.length]!, act.trees, random)
      if (mutation === null) continue
      const { files, ...rest } = mutation
      judged.push({
        ...rest,
        act: act.folder,
        verdict: await judge(files, { before: act.before, shelf: act.shelf, tables, typesetter }),
      })
    }
  } finally {
    await opened?.close()
  }
  return { seed, judged }
}

function actOf(folder: string, files: readonly PackageFile[]) {
  const shelf = emptyShelf()
  const before = loadPackage(files, shelf)
  return before.kind === 'loaded' && before.edition.regulation.variants.length > 0 ? [{ folder, before, shelf, trees: treesOf(files) }] : []
}

/** Of all that matter, how many are reported: 0 to 1. What is harmless is left out. */
export function scoreOf(judged: readonly Judged[]): number {
  const reported = judged.filter(({ verdict }) => verdict.kind === 'reported').length
  const missed = judged.filter(({ verdict }) => verdict.kind === 'missed').length
  return reported / (reported + missed)
}
