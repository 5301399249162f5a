import { alongTracks, columnsOf, crossTracks, inPorts, layersOf } from './channels.ts'
import { frameOf } from './frame.ts'
import type { Density, Diagram, Orientation } from './model.ts'
import { type Layout, placed } from './place.ts'
import type { EdgePlan } from './plans.ts'

/** Ports are moved aside at most so often; tables of acts need it at most once. */
const MOST_MOVES = 60

/** Places everything; the same diagram gives the same coordinates. */
export function layOut(diagram: Diagram, orientation: Orientation, density: Density = 'roomy'): Layout {
  const frame = frameOf(diagram, orientation, density)
  const across = columnsOf(frame, alongTracks(frame))
  const moved = new Map<EdgePlan, number>()
  for (let move = 0; ; move += 1) {
    const ins = inPorts(frame, moved)
    const cross = crossTracks(frame, across, ins)
    if (move === MOST_MOVES || cross.stuck.length === 0) return placed(frame, across, layersOf(frame, cross), ins, cross)
    const plan = cross.stuck[move % cross.stuck.length]!
    moved.set(plan, (moved.get(plan) ?? 0) + 1)
  }
}
