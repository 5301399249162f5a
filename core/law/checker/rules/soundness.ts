import { splitRows } from '../../package/steps.ts'
import { graphOf, pathsOf, wayTo, type Graph, type Paths } from '../../tables/paths.ts'
import type { Context, Raw, Table } from './context.ts'

/**
 * Sound: from every step the end can be reached, no step is dead, and when the end is reached no work is left elsewhere.
 *
 * Work is thought of as tokens. A split puts one token on each of its rows; a join waits for all tokens of the split before it.
 * The answer is read from the structure, each row of each table once: every step is given the branches that it lies in, innermost
 * last. A row keeps them, a split adds one, a join takes the innermost away. The table is structured when each step gets the same
 * branches over all its rows, the end lies in none, and all branches of a split are taken away by one and the same join. Together with
 * "every step is reached and reaches the end" this is enough: inside a branch there is always a way on to its join.
 */
export function soundness(context: Context): readonly Raw[] {
  return context.tables.flatMap(tableSoundness)
}

function tableSoundness(table: Table): readonly Raw[] {
  const graph = graphOf(table.steps)
  const paths = pathsOf(graph)
  return [...deadSteps(table, paths), ...strayTokens(table, graph, paths)]
}

function deadSteps(table: Table, paths: Paths): readonly Raw[] {
  return table.steps.flatMap((step): Raw[] => {
    const subject = `${table.name}/${step.id}`
    if (!paths.before.has(step.id)) return [{ code: 'unreachable-step', subject, source: step.source, path: [step.id] }]
    return paths.ending.has(step.id) ? [] : [{ code: 'no-way-out', subject, source: step.source, path: wayTo(paths.before, step.id) }]
  })
}

/** One branch of one split, inside the branches that the split itself lies in; null: in none. */
type Branch = { readonly split: string; readonly row: number; readonly outside: Branch } | null
type Trouble = { readonly code: 'token-left' | 'join-without-split'; readonly step: string; readonly from: string; readonly to: string }

function strayTokens(table: Table, graph: Graph, paths: Paths): readonly Raw[] {
  if (!table.steps.some((step) => step.splits === true || step.joins === true)) return []
  const troubles = new Map<string, Trouble>()
  for (const trouble of walk(graph)) {
    const key = `${trouble.code} ${trouble.step}`
    if (!troubles.has(key)) troubles.set(key, trouble)
  }
  return [...troubles.values()].map(({ code, step, from, to }) => ({
    code,
    subject: `${table.name}/${step}`,
    source: graph.byId.get(step)!.source,
    path: [...wayTo(paths.before, from), to],
  }))
}

function* walk(graph: Graph): Generator<Trouble> {
  const first = graph.steps[0]!
  const lies = new Map<string, Branch>([[first.id, null]])
  const joinOf = new Map<string, string>()
  if (first.joins === true) yield { code: 'join-without-split', step: first.id, from: first.id, to: first.id }
  const waiting = [first.id]
  for (const from of waiting) {
    const step = graph.byId.get(from)!
    const starting = splitRows(step)
    for (const [row, next] of step.next.entries()) {
      const { to } = next
      const outside = lies.get(from)!
      const branch: Branch = starting.includes(next) ? { split: from, row, outside } : outside
      const at = arrival(graph, branch, from, to, joinOf)
      if (at.trouble !== null) yield at.trouble
      else if (to === 'end') continue
      else if (!lies.has(to)) {
        lies.set(to, at.branch)
        waiting.push(to)
      } else if (!sameBranch(lies.get(to)!, at.branch)) yield stray(from, to, at.branch ?? lies.get(to)!)
    }
    // What only a return leads to begins where the return is.
    if (step.returnTo !== undefined && !lies.has(step.returnTo)) {
      lies.set(step.returnTo, lies.get(from)!)
      waiting.push(step.returnTo)
    }
  }
  for (const from of waiting) {
    const { returnTo } = graph.byId.get(from)!
    const other =
      returnTo === undefined ? null : (ownJoin(lies.get(from)!, returnTo, joinOf) ?? otherBranch(lies.get(from)!, lies.get(returnTo)!))
    if (other !== null) yield stray(from, returnTo!, other)
  }
}

/**
 * The work may go back out of branches, which ends those that were started with them, or into one of branches that had met. Into a branch
 * next to its own it cannot go: that would be worked on twice at once.
 */
function otherBranch(from: Branch, to: Branch): Branch {
  if (to === null) return null
  for (let at = from; at !== null; at = at.outside) if (at.split === to.split && at.row !== to.row) return to
  return otherBranch(from, to.outside)
}

/** Back to the step at which its own branches meet is no way back: that step lies ahead, and waits for the others. */
function ownJoin(from: Branch, to: string, joinOf: ReadonlyMap<string, string>): Branch {
  for (let at = from; at !== null; at = at.outside) if (joinOf.get(at.split) === to) return at
  return null
}

type Arrival = { readonly branch: Branch; readonly trouble: Trouble | null }

/** The branches that a token is in once it has come over this row. */
function arrival(graph: Graph, branch: Branch, from: string, to: string, joinOf: Map<string, string>): Arrival {
  if (to === 'end') return { branch, trouble: branch === null ? null : stray(from, to, branch) }
  if (graph.byId.get(to)!.joins !== true) return { branch, trouble: null }
  if (branch === null) return { branch, trouble: { code: 'join-without-split', step: to, from, to } }
  const join = joinOf.get(branch.split) ?? to
  joinOf.set(branch.split, join)
  return { branch: branch.outside, trouble: join === to ? null : stray(from, to, branch) }
}

function stray(from: string, to: string, branch: NonNullable<Branch>): Trouble {
  return { code: 'token-left', step: branch.split, from, to }
}

/** A split occurs once in a table, so the innermost branch identifies all of them. */
function sameBranch(left: Branch, right: Branch): boolean {
  return left === right || (left !== null && right !== null && left.split === right.split && left.row === right.row)
}
