import type { Language, LocalText } from '@ruqsat/foundation'
import { outcomeText, type Regulation, type Step, type Variant, type View } from '@ruqsat/law'
import { branchesPiece, entriesOfBranches, entryOfErrand, errandPiece, type GraphEntry } from './branches.ts'
import { PROCEDURE } from './after-silence.ts'
import { askedPiece } from './asked.ts'
import { castOf, type Cast } from './cast.ts'
import { columnsOf } from './columns.ts'
import { riseAt, SLOTS, type Flow, type FlowGraph, type FlowNode, type NodeKind } from './graph-model.ts'
import { errandsOf, leave, spotOf, type GraphScene } from './leave.ts'
import { levelsOf, type Goal } from './levels.ts'
import { END, isAnswered, placesOf, stepsOf, type BpmnPlace, type BpmnWay } from './places.ts'
import { fixed, flowTo, partId, startId, taskId, together, type LooseFlow, type Piece } from './sketch.ts'
import { wholeOf } from './whole.ts'
import texts from './texts.yaml'

// One collaboration as nodes and flows. The staff procedure is between `registerRequest` and what follows it, as the language says. BPMN
// lets no sequence flow leave a pool: where the next step is another participant's, the one part ends with a message and the other begins with
// it; inside a branch the pool that holds the branch asks and waits (leave.ts, branches.ts).

const WORDS = texts.flowGraph satisfies Readonly<Record<string, LocalText>>

export function flowGraph(regulation: Regulation, variant: Variant, view: View, language: Language): FlowGraph {
  const cast = castOf(regulation, variant, view, language)
  const steps = stepsOf(variant, view)
  const applicant = cast.applicant === null ? null : cast.poolOf(cast.applicant)
  const places = placesOf(steps, cast, { pool: applicant, onMeasure: variant.proceedings !== undefined }, language)
  const whole = wholeOf(variant, view, cast, language)
  const levels = levelsOf(steps, places, whole)
  const scene: GraphScene = { places, cast, language, levels, errands: errandsOf(places, levels, whole), whole, applicant }
  const splits = [
    ...(whole === null ? [] : [PROCEDURE]),
    ...places.filter(({ step }) => levels.isSplit(step.id)).map(({ step }) => step.id),
  ]
  const steppings = places.map((place) => raised(place, leavings(place, scene)))
  const others = [
    ...splits.map((id) => branchesPiece(id, scene)),
    ...[...scene.errands.values()].map((errand) => errandPiece(errand, scene)),
  ]
  const loose = together(...steppings, ...others)
  const counted = countsOf(loose)
  const entries = [
    ...places.map((place) => entryOf(place, scene)),
    ...splits.flatMap((id) => entriesOfBranches(id, scene)),
    ...[...scene.errands.values()].map((errand) => entryOfErrand(errand, scene)),
  ].map((entry) => meeting(entry, counted, scene))
  const first = new Map(entries.map(({ key, first: node }) => [key, node]))
  const drawn = [
    ...places.map((place, at) => together(entries[at]!.piece, own(place, scene), steppings[at]!, asides(place, scene))),
    ...entries.slice(places.length).map(({ piece }) => piece),
    ...others,
  ]
  const { nodes, flows, messages } = together(...drawn)
  const placed = sideBySide(nodes)
  return {
    pools: cast.pools,
    nodes: placed,
    sequence: fixed(flows, first),
    messages: messages.map(({ from, to }): Flow => ({ id: `message_${from}_${to}`, from, to, name: '' })),
    columns: columnsOf(scene).filter((column) => placed.some((node) => node.column === column)),
    parts: splits.map((id) => ({ id: partId(id), first: `open_${id}`, last: `close_${id}` })),
  }
}

type Counts = { readonly flows: ReadonlyMap<string, readonly LooseFlow[]>; readonly starts: ReadonlyMap<string, readonly string[]> }

/** What leads to each entry, and whose messages begin it. */
function countsOf({ flows, messages }: Piece): Counts {
  return {
    flows: Map.groupBy(flows, ({ to }) => ('entry' in to ? to.entry : '')),
    starts: new Map([...Map.groupBy(messages, ({ to }) => to)].map(([to, all]) => [to, [...new Set(all.map(({ title }) => title))]])),
  }
}

/** Ways on from a step: a question chooses, and so does a step that may send the work back. */
function leavings(place: BpmnPlace, scene: GraphScene): Piece {
  const { step } = place
  const spot = spotOf(step, scene)
  const from = isChoice(place, scene) ? `choice_${step.id}` : taskId(step.id)
  const leaving = (goal: Goal, way: Pick<BpmnWay, 'name'>, at: number): Piece => {
    const outcome = way.name === '' ? step.completion[scene.language] : `${step.completion[scene.language]} (${way.name})`
    const end = { id: `end_${step.id}_${at + 1}`, slot: SLOTS.ends + at, rise: 0, outcome }
    return leave(spot, { from, goal, name: way.name, at, sender: { kind: 'step', id: step.id }, end }, scene)
  }
  const isSplit = scene.levels.isSplit(step.id)
  const ways = place.ways.filter((each) => !(isSplit && each.startsBranch) && !isAnswered(each))
  const answered = (asks: BpmnWay['asks']): Goal | null => {
    const found = place.ways.find((each) => each.asks === asks)
    return found === undefined ? null : goalOf(found)
  }
  const goalOf = ({ to, asks }: BpmnWay): Goal =>
    isSplit && asks === 'hearing' ? { kind: 'branches', id: step.id } : scene.levels.goal(to, spot.level)
  const way = (each: BpmnWay, at: number): Piece =>
    each.asks === undefined
      ? leaving(goalOf(each), each, at)
      : askedPiece(place, each, from, at, { onward: goalOf(each), missed: answered('missed'), oral: answered('oral') }, scene)
  const split: readonly Piece[] = isSplit
    ? [leaving({ kind: 'branches', id: step.id }, { name: ways.length > 0 ? outcomeText('done')[scene.language] : '' }, 0)]
    : []
  return together(...split, ...ways.map((each, at) => way(each, at + split.length)))
}

function isChoice({ step, ways }: BpmnPlace, { levels }: GraphScene): boolean {
  const branches = levels.isSplit(step.id) ? ways.filter(({ startsBranch }) => startsBranch).length : 0
  return ways.filter((way) => !isAnswered(way)).length - branches + Math.min(branches, 1) > 1
}

/** Events at which a choice ends, in turns above and below its own line; a single one that is all that follows is on it. */
function raised({ step }: BpmnPlace, piece: Piece): Piece {
  const isEnd = (node: FlowNode) => node.kind === 'endEvent' && node.column === step.id
  const ends = piece.nodes.filter(isEnd)
  const goesOn = piece.flows.some(({ to }) => !('node' in to && ends.some(({ id }) => id === to.node)))
  if (ends.length === 1 && !goesOn) return piece
  return { ...piece, nodes: piece.nodes.map((node) => (isEnd(node) ? { ...node, rise: riseAt(ends.indexOf(node)) } : node)) }
}

function entryOf({ step }: BpmnPlace, scene: GraphScene): GraphEntry {
  return { key: taskId(step.id), first: taskId(step.id), merge: `merge_${step.id}`, spot: spotOf(step, scene) }
}

type Meeting = { readonly key: string; readonly first: string; readonly piece: Piece }

/** Several ways into one place meet in a gateway: two lines into one task read as if it waited for both. */
function meeting({ key, first, merge, spot }: GraphEntry, { flows, starts }: Counts, { places, language }: GraphScene): Meeting {
  const { level: _, ...cell } = spot
  const node = (id: string, kind: NodeKind, slot: number, more: Partial<FlowNode> = {}): FlowNode => ({
    ...cell,
    id,
    kind,
    name: '',
    slot,
    rise: 0,
    ...more,
  })
  const isStep = key === taskId(spot.step.id)
  const start = startId(isStep ? { kind: 'step', id: spot.step.id } : { kind: 'branches', id: spot.step.id })
  const titles = isStep || key === partId(spot.step.id) ? starts.get(start) : undefined
  const leading = flows.get(key)?.length ?? 0
  const begins = isStep && (leading === 0 || places[0]!.step === spot.step)
  const event: readonly FlowNode[] =
    titles !== undefined
      ? [node(start, 'startEvent', SLOTS.start, { name: titles.join(' / '), event: { kind: 'message' } })]
      : begins
        ? [node(start, 'startEvent', SLOTS.start, { name: WORDS.begins[language] })]
        : []
  const gateway = leading + event.length > 1 ? [node(merge, 'exclusiveGateway', SLOTS.meet)] : []
  const nodes = [...event, ...gateway]
  const chain = [...nodes.map(({ id }) => id), first]
  return {
    key,
    first: gateway[0]?.id ?? first,
    piece: { nodes, flows: chain.slice(1).map((to, at) => flowTo(chain[at]!, to)), messages: [] },
  }
}

/** The task of a step, and the question which way it took. */
function own(place: BpmnPlace, scene: GraphScene): Piece {
  const { step } = place
  const { language, cast } = scene
  const { level: _, ...cell } = spotOf(step, scene)
  const task: FlowNode = { ...cell, id: taskId(step.id), kind: taskKind(step, cast), name: step.name[language], slot: SLOTS.task, rise: 0 }
  const choice: FlowNode = {
    ...cell,
    id: `choice_${step.id}`,
    kind: 'exclusiveGateway',
    name: questionOf(step, language),
    slot: SLOTS.choice,
    rise: 0,
  }
  const isAsked = isChoice(place, scene)
  return { nodes: [task, ...(isAsked ? [choice] : [])], flows: isAsked ? [flowTo(task.id, choice.id)] : [], messages: [] }
}

/** To the system in which the step happens, to and from each register that is asked, and a notice to the person who is at the channel. */
function asides({ step, pool, ways }: BpmnPlace, { places, cast }: GraphScene): Piece {
  const id = taskId(step.id)
  const poolOf = (to: string) => places.find((each) => each.step.id === to)?.pool
  const system = step.system === undefined ? null : cast.poolOfSystem(step.system)
  const isSaid = ways.some(({ to }) => to !== END && poolOf(to) === system)
  const person = places[0]!.pool
  const message = (from: string, to: string) => ({ from, to, title: '' })
  return {
    nodes: [],
    flows: [],
    messages: [
      ...(system === null || system === pool || isSaid ? [] : [message(id, system)]),
      ...(step.asks ?? []).flatMap((register) => {
        const asked = cast.poolOfSystem(register)
        return asked === null || asked === pool || asked === system ? [] : [message(id, asked), message(asked, id)]
      }),
      ...(step.action.startsWith('notice') && person !== pool ? [message(id, person)] : []),
    ],
  }
}

function taskKind({ action, unit }: Step, cast: Cast): NodeKind {
  if (action.startsWith('notice')) return 'sendTask'
  return cast.unit(unit)?.kind === 'system' ? 'serviceTask' : 'userTask'
}

/** A question asks itself; of another step it is asked which of its ways the work took. */
function questionOf({ shape, name }: Step, language: Language): string {
  return shape === 'condition' ? `${name[language].replace(/[.?]+$/, '')}?` : WORDS.how[language]
}

/** Where several branches or ways ask the same participant, their events are next to each other. */
function sideBySide(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const asking = nodes.filter(({ kind }) => kind === 'intermediateThrowEvent')
  return nodes.map((node) => {
    const same = asking.filter(({ column }) => column === node.column)
    return same.length > 1 && same.includes(node) ? { ...node, slot: same.indexOf(node) } : node
  })
}
