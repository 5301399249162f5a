// What a table allows, step by step, read from its rows alone: the work as one piece, or as the branches of a split. It follows what somebody did
// and keeps every reading of it that is possible.
import type { Step, Variant, View } from '@ruqsat/law'
import { isAfterSilence, stepsAfterSilence } from '../after-silence.ts'

/** One piece of work at a step; the branches of a split; a branch that has come to its join. */
type Work =
  | { readonly at: string }
  | { readonly split: string; readonly branches: readonly (readonly [first: string, work: Work])[] }
  | { readonly arrived: true }

/** `loose`: what others still do of branches for which nobody waits any more. */
/** `out`: the work goes back to a step outside of the branches that are looked at. */
type After = { readonly work: Work; readonly dropped: readonly Loose[]; readonly out?: string }
type Loose = { readonly work: Work; readonly around: readonly string[] }
type Reading = { readonly work: Work; readonly loose: readonly Loose[] }

export class TableGame {
  readonly #steps: ReadonlyMap<string, Step>
  readonly #isOthers: (step: Step, split: Step) => boolean
  /** The branches around each step. */
  readonly #around: ReadonlyMap<string, readonly (readonly [split: string, first: string])[]>
  #readings: readonly Reading[]

  constructor(steps: readonly Step[], isOthers: (step: Step, split: Step) => boolean) {
    this.#steps = new Map(steps.map((step) => [step.id, step]))
    this.#isOthers = isOthers
    this.#around = aroundOf(steps, this.#steps)
    this.#readings = [{ work: { at: steps[0]!.id }, loose: [] }]
  }

  /** Whether the step could be done now. */
  does(id: string): boolean {
    const next = this.#readings.flatMap((reading) => [
      ...this.#after(reading.work, id, []).map(({ work, dropped }) => ({ work, loose: [...reading.loose, ...dropped] })),
      ...reading.loose.flatMap(({ work, around }, at) =>
        this.#after(work, id, around).map((after) => ({
          work: reading.work,
          loose: reading.loose.flatMap((each, other) => (other === at ? [...this.#dropped(after.work, around), ...after.dropped] : [each])),
        })),
      ),
    ])
    this.#readings = [...new Map(next.map((reading) => [JSON.stringify(reading), reading])).values()]
    return this.#readings.length > 0
  }

  /** Everything that is open ends, and the work goes on at this step, by whoever is at it; what others still do is heard by nobody. */
  leaps(id: string): void {
    const to = this.#steps.get(id)!
    const open = (work: Work): readonly string[] =>
      'at' in work ? [work.at] : 'branches' in work ? work.branches.flatMap(([, each]) => open(each)) : []
    this.#readings = this.#readings.map(({ work, loose }) => ({
      work: { at: id },
      loose: [...loose, ...open(work).flatMap((at) => (this.#isOthers(this.#steps.get(at)!, to) ? [{ work: { at }, around: [id] }] : []))],
    }))
  }

  isOver(): boolean {
    return this.#readings.some(({ work }) => 'at' in work && work.at === 'end')
  }

  #after(work: Work, id: string, around: readonly string[]): readonly After[] {
    if ('arrived' in work) return []
    if ('at' in work) return work.at === id ? this.#onward(this.#steps.get(id)!, around) : []
    const inside = [...around, work.split]
    return work.branches.flatMap(([first, branch], at) =>
      this.#after(branch, id, inside).map((after) => {
        const others = work.branches.flatMap(([, each], other) => (other === at ? [] : this.#dropped(each, inside)))
        if (after.out !== undefined) {
          const dropped = [...after.dropped, ...others]
          const target = this.#enter(after.out, around)
          return target === null ? { work: branch, dropped, out: after.out } : { work: target, dropped }
        }
        const branches = work.branches.with(at, [first, after.work])
        // They meet when one of them arrives, not while the others are at work: into one of them the work may have come back.
        const met = 'arrived' in after.work ? this.#met(work.split, branches) : null
        return met === null
          ? { work: { split: work.split, branches }, dropped: after.dropped }
          : { work: { at: met }, dropped: [...after.dropped, ...branches.flatMap(([, each]) => this.#dropped(each, inside))] }
      }),
    )
  }

  #onward(step: Step, around: readonly string[]): readonly After[] {
    const started = step.splits === true ? step.next.filter(({ when }) => when === undefined) : []
    const rows = step.next.filter((row) => !started.includes(row)).map(({ to }) => this.#arrive(to, around))
    const split: Work[] =
      started.length === 0
        ? []
        : [
            {
              split: step.id,
              branches: started.map(({ to }) => [to, this.#steps.get(to)!.joins === true ? { arrived: true } : { at: to }]),
            },
          ]
    // What is objected to is looked at again.
    const heard = step.hearing === undefined ? [] : [{ at: step.id }]
    const back = step.returnTo === undefined ? [] : [step.returnTo].map((to) => this.#enter(to, around) ?? { out: to })
    return [
      ...[...rows, ...split, ...heard].map((work) => ({ work, dropped: [] })),
      ...back.map((each) =>
        'out' in each ? { work: { arrived: true as const }, dropped: [], out: each.out } : { work: each, dropped: [] },
      ),
    ]
  }

  #arrive(to: string, around: readonly string[]): Work {
    return around.length > 0 && this.#steps.get(to)?.joins === true ? { arrived: true } : { at: to }
  }

  /** The work at a step, seen from within these splits; null where it is not inside of them. */
  #enter(to: string, around: readonly string[]): Work | null {
    const inside = this.#around.get(to) ?? []
    if (!around.every((split, at) => inside[at]?.[0] === split)) return null
    return inside.slice(around.length).reduceRight<Work>(
      (work, [split, first]) => ({
        split,
        branches: this.#steps
          .get(split)!
          .next.filter(({ when }) => when === undefined)
          .map(({ to: other }) => [other, other === first ? work : { arrived: true }]),
      }),
      { at: to },
    )
  }

  #met(split: string, branches: readonly (readonly [string, Work])[]): string | null {
    const join = this.#joinOf(split)
    const awaited = join.waitsFor ?? branches.map(([first]) => first)
    const isAwaited = (first: string) =>
      awaited.some((id) => id === first || (this.#around.get(id) ?? []).some(([at, branch]) => at === split && branch === first))
    return branches.every(([first, work]) => !isAwaited(first) || 'arrived' in work) ? join.id : null
  }

  #joinOf(split: string): Step {
    const depth = (this.#around.get(split) ?? []).length
    const inside = [...this.#around].filter(([, around]) => around.length === depth + 1 && around[depth]![0] === split).map(([id]) => id)
    const leading = [split, ...inside].flatMap((id) => this.#steps.get(id)!.next.map(({ to }) => to))
    const join = leading
      .map((id) => this.#steps.get(id))
      .find((step) => step?.joins === true && (this.#around.get(step.id) ?? []).length === depth)
    return join!
  }

  /** Of a branch that is awaited no more only what others are at may still be finished. */
  #dropped(work: Work, around: readonly string[]): readonly Loose[] {
    const split = this.#steps.get(around.at(-1)!)!
    if ('arrived' in work) return []
    if ('at' in work) return this.#isOthers(this.#steps.get(work.at)!, split) ? [{ work, around }] : []
    if (this.#isOthers(this.#steps.get(work.split)!, split)) return [{ work, around }]
    return work.branches.flatMap(([, each]) => this.#dropped(each, [...around, work.split]))
  }
}

function aroundOf(steps: readonly Step[], byId: ReadonlyMap<string, Step>): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  const firsts = [steps[0]!, ...steps.filter(({ id }) => isAfterSilence(id)).slice(0, 1)]
  const around = new Map<string, readonly (readonly [string, string])[]>(firsts.map(({ id }) => [id, []]))
  for (const [id, own] of around)
    for (const { to, when } of byId.get(id)!.next) {
      if (to === 'end' || around.has(to)) continue
      const inner = byId.get(id)!.splits === true && when === undefined ? [...own, [id, to] as const] : own
      around.set(to, byId.get(to)!.joins === true ? inner.slice(0, -1) : inner)
    }
  return around
}

/** The channel's rows with the procedure in place of what follows registration. */
export function wholeTable(variant: Variant, view: View): readonly Step[] {
  const { procedure } = variant
  const rowOf = (wanted: string) => view.steps.findIndex(({ action }) => action === wanted)
  const at = rowOf('registerRequest') < 0 ? rowOf('sendPackage') : rowOf('registerRequest')
  // A channel that registers nothing has no procedure in it.
  if (at < 0) return view.steps
  const onward = view.steps[at]!.next[0]!.to
  const to = (step: Step, from: string | null, target: string): Step => ({
    ...step,
    next: step.next.map((row) => (from === null || row.to === from ? { ...row, to: target } : row)) as unknown as Step['next'],
  })
  const steps = view.steps.map((step, index) => (index === at ? to(step, null, procedure.steps[0]!.id) : step))
  const inside = procedure.steps.map((step) => to(step, 'end', onward))
  return [...steps, ...inside, ...stepsAfterSilence(variant, inside)]
}
