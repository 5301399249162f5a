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
  const along = alongTracks(frame)
  const across = columnsOf(frame, along)
  let ins = inPorts(frame, new Map())
  let cross = crossTracks(frame, across, ins)
  const moved = new Map<EdgePlan, number>()
  for (let move = 0; move < MOST_MOVES && cross.stuck.length > 0; move += 1) {
    const plan = cross.stuck[move % cross.stuck.length]!
    moved.set(plan, (moved.get(plan) ?? 0) + 1)
    ins = inPorts(frame, moved)
    cross = crossTracks(frame, across, ins)
  }
  return placed(frame, across, layersOf(frame, cross), ins, cross)
}
