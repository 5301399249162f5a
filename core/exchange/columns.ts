import { goalKey, isSameLevel, type Level } from './levels.ts'
import { askedColumns } from './asked.ts'
import { waitKey, type GraphScene } from './leave.ts'

// The order of the columns, from the left: steps as the table has them, the branches of a split right after it, each as a whole.

export function columnsOf(scene: GraphScene): readonly string[] {
  const { own, later } = columnsAt([], scene)
  const columns = [...own, ...later]
  // The event that waits is after the last step of others that it waits for, and inside its branch.
  for (const { first, passes, level } of scene.errands.values()) {
    const split = level.at(-1)!.split
    const [from, to] = [columns.indexOf(`open_${split}`), columns.indexOf(`close_${split}`)]
    const passed = [`errand_${goalKey(first)}`, ...passes.map(({ kind, id }) => (kind === 'step' ? id : `after_${id}`))]
      .map((column) => columns.indexOf(column))
      .filter((at) => at > from && at < to)
    columns.splice(Math.max(...passed) + 1, 0, waitKey(first))
  }
  return columns
}

type Columns = { readonly own: string[]; readonly later: string[] }

/**
 * A step of a participant who holds a branch around it, but not this one, is in its pool's process and not in the part that is drawn for that
 * branch: such columns come after the outermost part.
 */
function columnsAt(level: Level, scene: GraphScene): Columns {
  const { levels, errands } = scene
  const [own, later]: [string[], string[]] = [[], []]
  for (const { step, pool } of inOrder(scene)) {
    if (!isSameLevel(levels.of(step.id), level)) continue
    const isOutside = level.slice(0, -1).some((_, at) => levels.home(level.slice(0, at + 1)) === pool) && levels.home(level) !== pool
    const columns = isOutside ? later : own
    const asked = errands.get(goalKey({ kind: 'step', id: step.id }))
    if (asked !== undefined) own.push(`errand_${goalKey(asked.first)}`)
    columns.push(step.id, ...askedColumns(step.id))
    if (!levels.isSplit(step.id)) continue
    const errand = errands.get(goalKey({ kind: 'branches', id: step.id }))
    if (errand !== undefined) own.push(`errand_${goalKey(errand.first)}`)
    columns.push(`enter_${step.id}`, `open_${step.id}`)
    const deferred: string[] = []
    for (const branch of levels.branches(step.id)) {
      const inner = columnsAt([...level, branch], scene)
      const name = `${step.id}_${branch.first}`
      columns.push(`gate_${name}`, ...inner.own, `meet_${name}`)
      deferred.push(...inner.later)
    }
    columns.push(`close_${step.id}`, `after_${step.id}`)
    if (level.length === 0) columns.push(...deferred)
    else later.push(...deferred)
  }
  return { own, later }
}

/** The procedure as a whole begins where its first step does. */
function inOrder({ places, whole }: GraphScene): GraphScene['places'] {
  if (whole === null) return places
  const at = places.findIndex(({ step }) => step.id === whole.first)
  return [...places.slice(0, at), whole.place, ...places.slice(at)]
}
