import { fillText, type Language, type LocalText } from '@ruqsat/foundation'
import { outcomeText, type Branch } from '@ruqsat/law'
import { goalKey, type Errand, type Goal, type Level, type Levels, type BpmnStop } from './levels.ts'
import { leave, placeOf, spotInBranch, spotOf, titleOf, waitKey, type Leaving, type GraphScene, type Spot } from './leave.ts'
import { riseAt, type FlowNode, type NodeKind } from './graph-model.ts'
import { answerId, arrivalKey, flowTo, NOTHING, partId, together, type Piece } from './sketch.ts'
import { PROCEDURE } from './after-silence.ts'
import texts from './texts.yaml'

// The branches of a split as one part of the drawing: it is entered as a whole, and it is over when all that are waited for have come. Engines
// execute this as it is drawn: nobody waits for a token that cannot come, and the end of the part ends what is not waited for.

const WORDS = texts.branches satisfies Readonly<Record<string, LocalText>>

type NodeOf = (id: string, kind: NodeKind, slot: number, more?: Partial<FlowNode>) => FlowNode

function nodesAt(spot: Spot): NodeOf {
  const { level: _, ...cell } = spot
  return (id, kind, slot, more = {}) => ({ ...cell, id, kind, name: '', slot, rise: 0, ...more })
}

export function branchesPiece(split: string, scene: GraphScene): Piece {
  const { language, levels } = scene
  const { step, ...own } = spotOf(placeOf(split, scene).step, scene)
  const around: Spot = { ...own, step, column: `open_${split}` }
  const inside = { ...around, container: partId(split) }
  const branches = levels.branches(split)
  const awaited = branches.filter(levels.isAwaited)
  const part = nodesAt(around)(partId(split), 'subProcess', 0, { name: wordOf(split, 'atOnce', language) })
  const open = nodesAt(inside)(`open_${split}`, 'startEvent', 0, { name: wordOf(split, 'opens', language) })
  const fork = nodesAt(inside)(`split_${split}`, 'parallelGateway', 1)
  const close = nodesAt({ ...inside, column: `close_${split}` })
  const over = close(`close_${split}`, 'endEvent', 1, {
    name: wordOf(split, 'closes', language),
    ...(awaited.length < branches.length && { event: { kind: 'terminate' } }),
  })
  const join = close(`join_${split}`, 'parallelGateway', 0)
  const closing = close(`closing_${split}`, 'exclusiveGateway', 0.5)
  const isForked = branches.length > 1
  const isJoined = awaited.length > 1
  const isLate = returnsToUnawaited(split, levels)
  const frame: Piece = {
    ...NOTHING,
    nodes: [part, open, ...(isForked ? [fork] : []), ...(isJoined ? [join] : []), ...(isLate ? [closing] : []), over],
    flows: [
      ...(isForked ? [flowTo(open.id, fork.id)] : []),
      ...(isJoined ? [flowTo(join.id, (isLate ? closing : over).id)] : []),
      ...(isLate ? [flowTo(closing.id, over.id)] : []),
    ],
  }
  return together(
    frame,
    ...branches.map((branch) => branchPiece(branch, (isForked ? fork : open).id, scene)),
    afterPiece(split, own.level, scene),
  )
}

/** How a branch begins. Where the work may come back into one of the branches, the others are over already. */
function branchPiece(branch: Branch, from: string, scene: GraphScene): Piece {
  const { language, levels } = scene
  const level = [...levels.of(branch.split), branch]
  const name = `${branch.split}_${branch.first}`
  const into = levels.into(branch.split)
  const gate = spotInBranch(level, `gate_${name}`, scene)
  const others = levels.isAwaited(branch) ? NOTHING : unawaitedPiece(branch, level, scene)
  const way = (source: string, goal: Goal, title: string, at: number): Piece =>
    leave(
      gate,
      {
        from: source,
        goal,
        name: title,
        at,
        sender: { kind: 'branches', id: branch.split },
        end: { ...endAt(`end_gate_${name}_${at}`, 2 + at, goal.kind === 'end' ? 1 : 0), outcome: title },
      },
      scene,
    )
  const question = nodesAt(gate)(`gate_${name}`, 'exclusiveGateway', 0, { name: WORDS.isAskedNow[language] })
  const begins = levels.goal(branch.first, level)
  const ways = new Map<string, readonly [Goal, string]>([[goalKey(begins), [begins, WORDS.begins[language]]]])
  for (const to of into) {
    const goal = levels.goal(to, level)
    const isDone = goal.kind === 'out'
    // The join would be the end of the branch that the work came back to, if nobody waits for that one.
    const isEnded = isDone && levels.isAwaited(branch) && !levels.isAwaited(levels.of(to)[level.length - 1]!)
    const [key, title] = isDone ? [isEnded ? 'end' : 'join', WORDS.heard[language]] : [goalKey(goal), returnedTo(to, scene)]
    const same = ways.get(key)?.[1]
    ways.set(key, [isDone ? { kind: isEnded ? 'end' : 'join' } : goal, same === undefined || same === title ? title : `${same} / ${title}`])
  }
  if (ways.size === 1) return together(others, way(from, begins, '', 0))
  return together(
    others,
    { ...NOTHING, nodes: [question], flows: [flowTo(from, question.id)] },
    ...[...ways.values()].map(([goal, title], at) => way(question.id, goal, title, at)),
  )
}

/** Where a branch ends that nobody waits for, except for work that was sent back into it: that closes the part. */
function unawaitedPiece(branch: Branch, level: Level, scene: GraphScene): Piece {
  const { language, levels } = scene
  const name = `${branch.split}_${branch.first}`
  const node = nodesAt(spotInBranch(level, `meet_${name}`, scene))
  const isLate = levels.into(branch.split).some((to) => levels.goal(to, level).kind !== 'out')
  const unheard = node(`unheard_${name}`, 'endEvent', 3, { name: WORDS.notAwaited[language], rise: isLate ? 1 : 0 })
  if (!isLate) return { ...NOTHING, nodes: [unheard] }
  const question = node(`again_${name}`, 'exclusiveGateway', 2, { name: WORDS.wasReturned[language] })
  return {
    ...NOTHING,
    nodes: [question, unheard],
    flows: [
      flowTo(question.id, `closing_${branch.split}`, outcomeText('yes')[language]),
      flowTo(question.id, unheard.id, outcomeText('no')[language]),
    ],
  }
}

function returnsToUnawaited(split: string, levels: Levels): boolean {
  const depth = levels.of(split).length
  return levels.into(split).some((to) => !levels.isAwaited(levels.of(to)[depth]!))
}

function returnedTo(to: string, scene: GraphScene): string {
  return fillText(WORDS.outTo, { step: titleOf(placeOf(to, scene).step, scene.language) })[scene.language]
}

/** From the part as a whole: to the step at which the branches meet, or out of it by an event on its border. */
function afterPiece(split: string, level: Level, scene: GraphScene): Piece {
  const { levels } = scene
  const spot: Spot = { ...spotOf(placeOf(split, scene).step, scene), column: `after_${split}` }
  const sender: BpmnStop = { kind: 'branches', id: split }
  const out = levels.outOf(split)
  const ends = split === PROCEDURE ? scene.whole!.borders : []
  const way = (from: string, to: string, at: number): Piece =>
    leave(
      spot,
      {
        from,
        goal: levels.goal(to, level),
        name: '',
        at: 0,
        sender,
        end: endAt(`end_${from}`, at, out.length + ends.length === 0 ? 0 : riseAt(at)),
      },
      scene,
    )
  const borders = out.map((to, at): Piece => {
    const id = `out_${split}_${to}`
    const node = nodesAt({ ...spot, column: `close_${split}` })(id, 'boundaryEvent', at, {
      name: returnedTo(to, scene),
      event: { kind: 'error', code: to },
      attachedTo: partId(split),
    })
    return together({ ...NOTHING, nodes: [node] }, way(id, to, at + 1))
  })
  return together(
    way(partId(split), levels.joinOf(split), 0),
    ...borders,
    ...ends.map((end, at) => {
      const id = `${end.id}_${partId(split)}`
      const slot = out.length + at + 1
      const node = nodesAt({ ...spot, column: `close_${split}` })(id, 'boundaryEvent', slot, {
        name: end.name,
        event: end.event,
        about: end.about,
        attachedTo: partId(split),
        ...(end.goesOn && { goesOn: true }),
      })
      const over = { ...endAt(`end_${id}`, slot, riseAt(slot)), outcome: end.outcome }
      const goal: Goal = end.to === null ? { kind: 'end' } : levels.goal(end.to, level)
      return together(
        { ...NOTHING, nodes: [node], messages: end.by === null ? [] : [{ from: end.by, to: id, title: '' }] },
        leave(spot, { from: id, goal, name: '', at: 0, sender, end: over }, scene),
      )
    }),
  )
}

/** The home of a branch waits until the work comes back to it, by one event for each place to which it may come. */
export function errandPiece({ first, level, answers }: Errand, scene: GraphScene): Piece {
  const spot = spotInBranch(level, waitKey(first), scene)
  const node = nodesAt(spot)
  const isChoice = answers.size > 1
  const gateway = node(waitKey(first), 'eventBasedGateway', 2)
  const caught = [...answers.values()].map(({ goal, from }, at): Piece => {
    const id = answerId(first, goal)
    const rise = isChoice ? riseAt(at) : 0
    const name = from.map((stop) => titleOf(placeOf(stop.id, scene).step, scene.language)).join(' / ')
    const leaving: Leaving = { from: id, goal, name: '', at: 0, sender: first, end: endAt(`end_${id}`, 20 + at, rise) }
    return together(
      {
        ...NOTHING,
        nodes: [node(id, 'intermediateCatchEvent', 3 + at, { name, rise, event: { kind: 'message' } })],
        flows: isChoice ? [flowTo(gateway.id, id)] : [],
      },
      leave(spot, leaving, scene),
    )
  })
  const never = answers.size > 0 ? [] : [node(answerId(first, NEVER), 'endEvent', 3, { name: WORDS.notAwaited[scene.language] })]
  return together({ ...NOTHING, nodes: isChoice ? [gateway] : never }, ...caught)
}

/** Of an unsound table: the work never comes back. */
const NEVER: Goal = { kind: 'join' }

/** Where nodes of a part begin that flows lead into before it is known how many do. */
export function entriesOfBranches(split: string, scene: GraphScene): readonly GraphEntry[] {
  const { levels } = scene
  const { step: _, ...spot } = spotOf(placeOf(split, scene).step, scene)
  const awaited = levels.branches(split).filter(levels.isAwaited)
  const meeting = awaited.length > 1 ? `join_${split}` : returnsToUnawaited(split, levels) ? `closing_${split}` : `close_${split}`
  const unawaited = (name: string, level: Level) => {
    const isLate = levels.into(split).some((to) => levels.goal(to, level).kind !== 'out')
    return isLate ? `again_${name}` : `unheard_${name}`
  }
  return [
    {
      key: partId(split),
      first: partId(split),
      merge: `merge_${partId(split)}`,
      spot: { ...spot, column: `enter_${split}`, step: placeOf(split, scene).step },
    },
    ...levels.branches(split).map((branch) => ({
      key: arrivalKey(split, branch.first),
      first: levels.isAwaited(branch) ? meeting : unawaited(`${split}_${branch.first}`, [...spot.level, branch]),
      merge: `meet_${split}_${branch.first}`,
      spot: spotInBranch([...spot.level, branch], `meet_${split}_${branch.first}`, scene),
    })),
  ]
}

export function entryOfErrand({ first, level, answers }: Errand, scene: GraphScene): GraphEntry {
  const key = waitKey(first)
  const [only] = answers.values()
  return {
    key,
    first: answers.size > 1 ? key : answerId(first, only?.goal ?? NEVER),
    merge: `merge_${key}`,
    spot: spotInBranch(level, key, scene),
  }
}

export type GraphEntry = { readonly key: string; readonly first: string; readonly merge: string; readonly spot: Spot }

function endAt(id: string, slot: number, rise = 0): Leaving['end'] {
  return { id, slot, rise, outcome: '' }
}

/** The procedure as a whole is a part, too, with one branch. */
function wordOf(split: string, word: 'atOnce' | 'opens' | 'closes', language: Language): string {
  return (split === PROCEDURE ? texts.whole[word] : WORDS[word])[language]
}
