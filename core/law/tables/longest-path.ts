import type { Step } from '../package/model.ts'

// The longest path of a table that may hold loops. Steps that lie on a common loop are taken together (a strongly connected
// component); between such groups there is no way back, so the longest path is found from the end to the beginning. A loop is
// counted once: inside a group the longest way from its entry is taken that goes through no step twice. Branches that run in
// parallel meet again, so the longest of them is on the longest path by itself. The work grows with steps and rows only.

/** Where a row leads that ends the table. */
export const END = 'end'

type Onward = (step: Step) => readonly string[]
/** What a step weighs when `to` follows it; null where it is not said which of its rows is taken. */
type Weigh = (step: Step, to: string | null) => number
type Node = {
  readonly step: Step
  readonly targets: readonly Node[]
  /** Whether one of its rows ends the table. */
  readonly ends: boolean
  order: number
  low: number
  group: Group | null
}
/** `nodes` begins with the entry: the step of the group that was met first. */
type Group = { readonly nodes: readonly Node[]; readonly path: readonly Node[]; readonly after: Group | null; readonly weight: number }

/** The path from the first step whose weights add up to most; of equal ones the earlier row of `next`. */
export function longestPath(steps: readonly Step[], onward: Onward, weigh: Weigh): readonly Step[] {
  const first = nodesOf(steps, onward)
  if (first === null) return []
  connect(first, weigh)
  const path: Step[] = []
  for (let group = first.group; group !== null; group = group.after) path.push(...group.path.map((node) => node.step))
  return path
}

function nodesOf(steps: readonly Step[], onward: Onward): Node | null {
  const nodes = new Map<string, Node & { targets: Node[] }>(
    steps.map((step) => [step.id, { step, targets: [], ends: onward(step).includes(END), order: -1, low: -1, group: null }]),
  )
  for (const node of nodes.values()) for (const id of onward(node.step)) if (nodes.has(id)) node.targets.push(nodes.get(id)!)
  return steps[0] === undefined ? null : nodes.get(steps[0].id)!
}

/** Tarjan's algorithm without recursion: groups are closed in the order in which nothing of them leads back, so `after` is always known. */
function connect(first: Node, weigh: Weigh): void {
  let order = 0
  const open: Node[] = []
  const visits: { readonly node: Node; row: number }[] = []
  const enter = (node: Node) => {
    node.order = node.low = order++
    open.push(node)
    visits.push({ node, row: 0 })
  }
  enter(first)
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    const { node } = visit
    const target = node.targets[visit.row++]
    if (target === undefined) {
      visits.pop()
      const above = visits.at(-1)?.node
      if (above !== undefined) above.low = Math.min(above.low, node.low)
      if (node.low === node.order) close(open.splice(open.lastIndexOf(node)), weigh)
    } else if (target.order < 0) enter(target)
    else if (target.group === null) node.low = Math.min(node.low, target.order)
  }
}

function close(nodes: readonly Node[], weigh: Weigh): void {
  const group: Group = { nodes, ...(nodes.length === 1 ? onwardFrom(nodes[0]!, weigh) : throughLoop(nodes, weigh)) }
  for (const node of nodes) node.group = group
}

/** The heaviest way on from a step that lies on no loop; of equal ones the earlier row, and rather on than to the end. */
function onwardFrom(node: Node, weigh: Weigh): Omit<Group, 'nodes'> {
  const path = [node]
  const ways = node.targets.flatMap(({ step, group }) =>
    group === null ? [] : [{ path, after: group as Group | null, weight: weigh(node.step, step.id) + group.weight }],
  )
  if (ways.length === 0 || node.ends) ways.push({ path, after: null, weight: weigh(node.step, node.ends ? END : null) })
  return ways.reduce((best, way) => (way.weight > best.weight ? way : best))
}

/** Which of its steps a loop is left by is not asked: it goes on by the heaviest way out of any of them. */
function throughLoop(nodes: readonly Node[], weigh: Weigh): Omit<Group, 'nodes'> {
  const path = longestWithin(nodes, weigh)
  const after = heaviest(nodes.flatMap((node) => node.targets.flatMap((target) => target.group ?? [])))
  const weight = path.reduce((sum, { step }, at) => sum + weigh(step, path[at + 1]?.step.id ?? null), after?.weight ?? 0)
  return { path, after, weight }
}

function heaviest(groups: readonly Group[]): Group | null {
  return groups.reduce<Group | null>((best, group) => (best === null || group.weight > best.weight ? group : best), null)
}

/** The longest way through a group from its entry, over the rows that lead onward in its own order of visit. */
function longestWithin(nodes: readonly Node[], weigh: Weigh): readonly Node[] {
  const inside = new Set(nodes)
  const order = finishOrder(nodes[0]!, inside)
  const place = new Map(order.map((node, index) => [node, index]))
  const best = new Map<Node, { readonly weight: number; readonly next: Node | null }>()
  for (const node of order) {
    let way: { readonly weight: number; readonly next: Node | null } | null = null
    for (const target of node.targets) {
      if (!inside.has(target) || place.get(target)! >= place.get(node)!) continue
      const weight = weigh(node.step, target.step.id) + best.get(target)!.weight
      if (way === null || weight > way.weight) way = { weight, next: target }
    }
    best.set(node, way ?? { weight: weigh(node.step, null), next: null })
  }
  const path: Node[] = []
  for (let node: Node | null = nodes[0]!; node !== null; node = best.get(node)!.next) path.push(node)
  return path
}

/** Depth first from the entry; a node comes after all that it leads to, but for the rows that go back. */
function finishOrder(entry: Node, inside: ReadonlySet<Node>): readonly Node[] {
  const seen = new Set([entry])
  const finished: Node[] = []
  const visits = [{ node: entry, row: 0 }]
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    const target = visit.node.targets[visit.row++]
    if (target === undefined) finished.push(visits.pop()!.node)
    else if (inside.has(target) && !seen.has(target)) {
      seen.add(target)
      visits.push({ node: target, row: 0 })
    }
  }
  return finished
}
