// Plays tokens through a table and looks at every marking that can be come to. A split makes one token for each of its rows, a join waits for
// those of the split before it, a return takes the work back. Sound: each step gets a token and leads to the end, no two tokens are ever at one
// step, and from every marking a way forward (returns aside) comes to the end with nothing left.
import type { ActTable, Row, TableStep } from './read.ts'

export type TokenFlow = 'sound' | 'unsound' | 'too large'

/** The branches that a token is in, outermost first: `split` is the step that made them, `row` the number of its row. */
type Within = readonly { readonly split: string; readonly row: number }[]
/** `at` is a step, or the join at which the token waits where `waits`. */
type Token = { readonly at: string; readonly within: Within; readonly waits: boolean }
type Marking = readonly Token[]

const MOST_MARKINGS = 20_000
const END = 'end'

export function flowOf({ steps }: ActTable): TokenFlow {
  const game = new Game(steps)
  return game.play()
}

class Game {
  readonly #steps: ReadonlyMap<string, TableStep>
  readonly #first: string
  /** Where a step is in its branches, as it was first come to. */
  readonly #home = new Map<string, Within>()
  readonly #seen = new Map<string, { readonly marking: Marking; readonly forward: readonly string[] }>()
  #isBroken = false

  constructor(steps: readonly TableStep[]) {
    this.#steps = new Map(steps.map((step) => [step.id, step]))
    this.#first = steps[0]!.id
  }

  play(): TokenFlow {
    if (this.#steps.get(this.#first)!.joins === true) return 'unsound'
    const waiting: Marking[] = [[{ at: this.#first, within: [], waits: false }]]
    this.#home.set(this.#first, [])
    const queued = new Set(waiting.map(keyOf))
    for (const marking of waiting) {
      if (waiting.length > MOST_MARKINGS) return 'too large'
      const forward = this.#forward(marking)
      const back = this.#back(marking)
      if (this.#isBroken) return 'unsound'
      this.#seen.set(keyOf(marking), { marking, forward: forward.map(keyOf) })
      for (const next of [...forward, ...back]) {
        if (queued.has(keyOf(next))) continue
        queued.add(keyOf(next))
        waiting.push(next)
      }
    }
    return this.#everyStepIsReached() && this.#everyReturnGoesBack() && this.#everyStepLeadsOn() && this.#everyMarkingEnds()
      ? 'sound'
      : 'unsound'
  }

  #everyStepIsReached(): boolean {
    // A token that waits at a join has not started it.
    const reached = new Set([...this.#seen.values()].flatMap(({ marking }) => marking.flatMap(({ at, waits }) => (waits ? [] : [at]))))
    return [...this.#steps.keys()].every((id) => reached.has(id))
  }

  /** Where its own branches meet is ahead of a step, not behind it. */
  #everyReturnGoesBack(): boolean {
    return [...this.#steps.values()].every(({ id, returnTo }) => {
      const within = this.#home.get(id) ?? []
      return returnTo === undefined || within.every(({ split }, level) => this.#joinOf(split, within.slice(0, level)) !== returnTo)
    })
  }

  /** A step of a branch that nobody waits for must be able to be over, too, though its token would be taken away. */
  #everyStepLeadsOn(): boolean {
    return [...this.#steps.keys()].every((id) => {
      const ahead = new Set([id])
      for (const each of ahead) for (const { to } of this.#steps.get(each)?.next ?? []) ahead.add(to)
      return ahead.has(END)
    })
  }

  #everyMarkingEnds(): boolean {
    const ending = new Set([keyOf([])])
    for (let size = -1; size !== ending.size;) {
      size = ending.size
      for (const [key, { forward }] of this.#seen) if (forward.some((each) => ending.has(each))) ending.add(key)
    }
    return [...this.#seen.keys()].every((key) => ending.has(key))
  }

  /** Each token that works may finish its step over one of its rows; a split over all that have no outcome of their own. */
  #forward(marking: Marking): readonly Marking[] {
    return marking.flatMap((token) => {
      if (token.waits) return []
      const { next, splits } = this.#steps.get(token.at)!
      const others = marking.filter((each) => each !== token)
      const together = splits === true ? next.filter(({ when }) => when === undefined) : []
      const alone = next.filter((row) => !together.includes(row))
      const moves: Marking[] = alone.map((row) => this.#arrived(others, [{ row, within: token.within }]))
      if (together.length === 0) return moves
      const started = together.map((row) => ({ row, within: [...token.within, { split: token.at, row: next.indexOf(row) }] }))
      return [...moves, this.#arrived(others, started)]
    })
  }

  #arrived(others: Marking, coming: readonly { readonly row: Row; readonly within: Within }[]): Marking {
    let marking = others
    for (const { row, within } of coming) {
      if (row.to === END) {
        if (within.length > 0) this.#isBroken = true
      } else marking = this.#enter(marking, row.to, within)
    }
    return marking
  }

  #enter(others: Marking, at: string, within: Within): Marking {
    const step = this.#steps.get(at)!
    if (step.joins !== true) {
      if (others.some((each) => !each.waits && each.at === at)) this.#isBroken = true
      if (!this.#home.has(at)) this.#home.set(at, within)
      // One step in two branches (or in one and in none) would be worked on by both.
      else if (!isSame(this.#home.get(at)!, within)) this.#isBroken = true
      return [...others, { at, within, waits: false }]
    }
    if (within.length === 0) {
      this.#isBroken = true
      return others
    }
    const marking = [...others, { at, within, waits: true }]
    return this.#mayStart(step, within, marking) ? this.#start(step, within.slice(0, -1), marking) : marking
  }

  #mayStart(join: TableStep, within: Within, marking: Marking): boolean {
    const { split } = within.at(-1)!
    const { next } = this.#steps.get(split)!
    const rows = next.flatMap(({ when, to }, row) => (when === undefined ? [{ row, to }] : []))
    const named = join.waitsFor ?? []
    const inRow = (to: string) => named.filter((id) => this.#comesTo(to, id, join.id))
    const awaited = join.waitsFor === undefined ? rows : rows.filter(({ to }) => inRow(to).length > 0)
    // Whoever is waited for must be in one of the branches.
    if (new Set(rows.flatMap(({ to }) => inRow(to))).size < new Set(named).size) this.#isBroken = true
    const outside = within.slice(0, -1)
    return awaited.every(({ row }) =>
      marking.some((each) => each.waits && each.at === join.id && isSame(each.within, [...outside, { split, row }])),
    )
  }

  /** Whether a branch that begins here comes to the step without passing the join. */
  #comesTo(from: string, id: string, join: string): boolean {
    const inside = new Set([from])
    for (const each of inside) for (const { to } of this.#steps.get(each)?.next ?? []) if (to !== join) inside.add(to)
    return inside.has(id)
  }

  /** What was started with the branches that met and is not awaited ends. */
  #start(join: TableStep, outside: Within, marking: Marking): Marking {
    const rest = marking.filter(({ within }) => !(within.length > outside.length && isSame(within.slice(0, outside.length), outside)))
    if (!this.#home.has(join.id)) this.#home.set(join.id, outside)
    else if (!isSame(this.#home.get(join.id)!, outside)) this.#isBroken = true
    return [...rest, { at: join.id, within: outside, waits: false }]
  }

  /** Out of branches a return ends what was started with them; into a branch that had met, the others count as arrived; into a neighbour it may not go. */
  #back(marking: Marking): readonly Marking[] {
    return marking.flatMap((token) => {
      const to = token.waits ? undefined : this.#steps.get(token.at)!.returnTo
      if (to === undefined) return []
      if (!this.#home.has(to)) this.#home.set(to, token.within)
      const home = this.#home.get(to)!
      const shared = home.findIndex((each, level) => !isSame([each], token.within.slice(level, level + 1)))
      const depth = shared < 0 ? home.length : shared
      if (depth < home.length && depth < token.within.length && home[depth]!.split === token.within[depth]!.split) {
        this.#isBroken = true
        return []
      }
      const outside = home.slice(0, depth)
      const others = marking.filter(
        ({ within }) => !(within.length >= outside.length && isSame(within.slice(0, depth), outside)) || within.length < depth,
      )
      return [[...others, ...this.#metBefore(home, depth), { at: to, within: home, waits: false }]]
    })
  }

  /** Tokens of the other branches that wait at the join again. */
  #metBefore(home: Within, depth: number): Marking {
    return home.slice(depth).flatMap(({ split, row }, place): Marking => {
      const outside = home.slice(0, depth + place)
      const join = this.#joinOf(split, outside)
      const { next } = this.#steps.get(split)!
      return join === null
        ? []
        : next.flatMap(({ when }, each): Marking =>
            when === undefined && each !== row ? [{ at: join, within: [...outside, { split, row: each }], waits: true }] : [],
          )
    })
  }

  #joinOf(split: string, outside: Within): string | null {
    const waiting = [...this.#seen.values()].flatMap(({ marking }) =>
      marking.filter(({ waits, within }) => waits && within.length === outside.length + 1 && within.at(-1)!.split === split),
    )
    return waiting[0]?.at ?? null
  }
}

function isSame(one: Within, other: Within): boolean {
  return one.length === other.length && one.every((each, level) => each.split === other[level]!.split && each.row === other[level]!.row)
}

function keyOf(marking: Marking): string {
  return marking
    .map(({ at, within, waits }) => `${at}${waits ? '?' : ''}[${within.map(({ split, row }) => `${split}:${row}`).join()}]`)
    .toSorted()
    .join(' ')
}
