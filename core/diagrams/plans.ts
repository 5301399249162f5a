// Decides for each edge by which channels it runs, before any coordinate is known. Nodes are in cells of a grid; between the layers are
// cross channels, between the columns along channels, and edges run nowhere else: so no edge can pass through a node or a label.
import type { Grid } from './layers.ts'
import type { Diagram, DiagramEdge, Shape } from './model.ts'

/** `end`: in the direction of the flow; `low` and `high`: by the side that faces smaller or larger columns. */
export type Exit = 'end' | 'low' | 'high'

/**
 * `straight`: down its own column. `across`: one cross channel, then down the target's empty column. `around`: cross channel, along
 * channel, cross channel. `side`: from the side into the along channel, then one cross channel.
 */
export type EdgePlan = {
  readonly edge: DiagramEdge
  readonly exit: Exit
  readonly path: 'straight' | 'across' | 'around' | 'side'
  /** Number of the along channel; that before column n has number n. */
  readonly along: number | null
}

export function plansOf(diagram: Diagram, grid: Grid): readonly EdgePlan[] {
  const taken = new Set([...grid.cells.values()].map((cell) => `${cell.column}/${cell.layer}`))
  const isFree = (column: number, after: number, before: number) => {
    for (let layer = after + 1; layer < before; layer += 1) if (taken.has(`${column}/${layer}`)) return false
    return true
  }
  return diagram.nodes.flatMap((node) => {
    const outs = diagram.edges.filter((edge) => edge.from === node.id)
    const exits = exitsOf(node.shape, outs, grid, isFree)
    return outs.map((edge, index) => planOf(edge, exits[index]!, grid, isFree))
  })
}

type IsFree = (column: number, after: number, before: number) => boolean

/** A question sends one answer on along the flow, the others to its sides. */
function exitsOf(shape: Shape, outs: readonly DiagramEdge[], grid: Grid, isFree: IsFree): readonly Exit[] {
  if (shape !== 'condition') return outs.map(() => 'end')
  const straight = outs.findIndex((edge) => isStraight(edge, grid, isFree))
  const onward = straight < 0 ? nearestOf(outs, grid) : straight
  const used = new Set<Exit>()
  return outs.map((edge, index) => {
    if (index === onward) return 'end'
    const towards = grid.cells.get(edge.to)!.column - grid.cells.get(edge.from)!.column
    const wished: readonly Exit[] = towards < 0 ? ['low', 'high', 'end'] : ['high', 'low', 'end']
    const exit = wished.find((each) => each === 'end' || !used.has(each))!
    used.add(exit)
    return exit
  })
}

/** Where all answers lead to one side, the one that goes on must be the nearest, or the others would cross it; otherwise the first. */
function nearestOf(outs: readonly DiagramEdge[], grid: Grid): number {
  const ways = outs.map((edge) => grid.cells.get(edge.to)!.column - grid.cells.get(edge.from)!.column)
  const isOneSide = ways.every((way) => way < 0) || ways.every((way) => way > 0)
  return isOneSide ? ways.indexOf(ways.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]!) : 0
}

function isStraight(edge: DiagramEdge, grid: Grid, isFree: IsFree): boolean {
  const from = grid.cells.get(edge.from)!
  const to = grid.cells.get(edge.to)!
  return from.column === to.column && to.layer > from.layer && isFree(from.column, from.layer, to.layer)
}

function planOf(edge: DiagramEdge, exit: Exit, grid: Grid, isFree: IsFree): EdgePlan {
  const from = grid.cells.get(edge.from)!
  const to = grid.cells.get(edge.to)!
  if (exit !== 'end') return { edge, exit, path: 'side', along: exit === 'high' ? from.column + 1 : from.column }
  if (isStraight(edge, grid, isFree)) return { edge, exit, path: 'straight', along: null }
  if (to.layer > from.layer && isFree(to.column, from.layer, to.layer)) return { edge, exit, path: 'across', along: null }
  return { edge, exit, path: 'around', along: to.column > from.column ? to.column : to.column + 1 }
}
