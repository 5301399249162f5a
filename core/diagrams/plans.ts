// Decides for each edge by which channels it runs, before any coordinate is known. Nodes are in cells of a grid; between the layers are
// cross channels, between the columns along channels, and edges run nowhere else: so no edge can pass through a node or a label.
import type { Cell, Grid } from './layers.ts'
import type { Diagram, DiagramEdge, Shape } from './model.ts'

/** `end`: in the direction of the flow; `low` and `high`: by the side that faces smaller or larger columns. */
export type Exit = 'end' | 'low' | 'high'

/**
 * `straight`: down its own column. `across`: one cross channel, then down the target's empty column. `around`: cross channel, along
 * channel, cross channel. `side`: from the side into the along channel, then one cross channel.
 */
export type EdgePlan = {
  readonly edge: DiagramEdge
  readonly from: Cell
  readonly to: Cell
  readonly exit: Exit
  readonly path: 'straight' | 'across' | 'around' | 'side'
  /** Number of the along channel; that before column n has number n. */
  readonly along: number | null
}

type Ends = Pick<EdgePlan, 'edge' | 'from' | 'to'>
type IsFree = (column: number, after: number, before: number) => boolean

export function plansOf(diagram: Diagram, { cells }: Grid): readonly EdgePlan[] {
  const isFree: IsFree = (column, after, before) =>
    ![...cells.values()].some((cell) => cell.column === column && cell.layer > after && cell.layer < before)
  return diagram.nodes.flatMap((node) => {
    const outs = diagram.edges
      .filter((edge) => edge.from === node.id)
      .map((edge) => ({ edge, from: cells.get(edge.from)!, to: cells.get(edge.to)! }))
    const exits = exitsOf(node.shape, outs, isFree)
    return outs.map((ends, index) => ({ ...ends, exit: exits[index]!, ...pathOf(ends, exits[index]!, isFree) }))
  })
}

/** A question sends one answer on along the flow, the others to its sides. */
function exitsOf(shape: Shape, outs: readonly Ends[], isFree: IsFree): readonly Exit[] {
  if (shape !== 'condition') return outs.map(() => 'end')
  const straight = outs.findIndex((ends) => isStraight(ends, isFree))
  const onward = straight < 0 ? nearestOf(outs) : straight
  const used = new Set<Exit>()
  return outs.map((ends, index) => {
    if (index === onward) return 'end'
    const wished: readonly Exit[] = wayOf(ends) < 0 ? ['low', 'high'] : ['high', 'low']
    const exit = wished.find((each) => !used.has(each)) ?? 'end'
    used.add(exit)
    return exit
  })
}

/**
 * Where all answers lead to one side, the one that goes on must be the nearest, or the others would cross it; otherwise the first. What leads
 * back leaves by its side: it would cross all that go on.
 */
function nearestOf(outs: readonly Ends[]): number {
  const ways = outs.map(wayOf)
  const isOneSide = ways.every((way) => way < 0) || ways.every((way) => way > 0)
  const onward = outs.filter(({ from, to }) => to.layer > from.layer)
  const candidates = !isOneSide || onward.length === 0 ? outs : onward
  return isOneSide ? outs.indexOf(candidates.toSorted((a, b) => Math.abs(wayOf(a)) - Math.abs(wayOf(b)))[0]!) : 0
}

function wayOf({ from, to }: Ends): number {
  return to.column - from.column
}

function isStraight({ from, to }: Ends, isFree: IsFree): boolean {
  return from.column === to.column && to.layer > from.layer && isFree(from.column, from.layer, to.layer)
}

function pathOf(ends: Ends, exit: Exit, isFree: IsFree): Pick<EdgePlan, 'path' | 'along'> {
  const { from, to } = ends
  if (exit !== 'end') return { path: 'side', along: exit === 'high' ? from.column + 1 : from.column }
  if (isStraight(ends, isFree)) return { path: 'straight', along: null }
  if (to.layer > from.layer && isFree(to.column, from.layer, to.layer)) return { path: 'across', along: null }
  return { path: 'around', along: to.column > from.column ? to.column : to.column + 1 }
}
