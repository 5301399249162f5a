import { Fault, type Language, type LocalText } from '@ruqsat/foundation'
import { type Next, outcomeText, type Regulation, type Step, type Variant, type View } from '@ruqsat/law'
import { type Cast, castOf, type Pool } from './cast.ts'
import texts from './texts.yaml'

// One collaboration as nodes and flows. The staff procedure is between `registerRequest` and what follows it, as the language says. BPMN
// lets
// no sequence flow leave a pool: where the next step is another participant's, the one part ends with a message and the other begins with it.

export type NodeKind = 'startEvent' | 'endEvent' | 'userTask' | 'serviceTask' | 'sendTask' | 'exclusiveGateway' | 'parallelGateway'

export type FlowNode = {
  readonly id: string
  readonly kind: NodeKind
  readonly name: string
  /** Where it is placed: the cell of a step in a lane of a pool or in a pool without lanes; `slot` orders the nodes of one cell from the left. */
  readonly pool: string
  readonly row: string
  readonly step: Step
  readonly slot: number
  /** An event that a message ends or begins. */
  readonly isMessage: boolean
}

export type Flow = { readonly id: string; readonly from: string; readonly to: string; readonly name: string }

export type FlowGraph = {
  readonly pools: readonly Pool[]
  readonly nodes: readonly FlowNode[]
  readonly sequence: readonly Flow[]
  /** Between nodes of different pools, or between a node and a pool. */
  readonly messages: readonly Flow[]
  /** Ids of the steps in the order of their columns. */
  readonly columns: readonly string[]
}

export const SLOTS = { start: 0, join: 1, task: 2, choice: 3, split: 4, ends: 5 } as const

type Branch = { readonly to: string; readonly name: string; readonly isReturn: boolean }
type BpmnPlace = { readonly step: Step; readonly pool: string; readonly branches: readonly Branch[] }
/** What one place adds. */
type Part = Pick<FlowGraph, 'nodes' | 'sequence' | 'messages'>

const END = 'end'
const WORDS = texts.flowGraph satisfies Readonly<Record<string, LocalText>>

export function flowGraph(regulation: Regulation, variant: Variant, view: View, language: Language): FlowGraph {
  const cast = castOf(regulation, variant, view, language)
  const places = placesOf(variant, view, cast, language)
  return {
    pools: cast.pools,
    ...joined(places.map((place) => partOf(place, places, cast, language))),
    columns: places.map(({ step }) => step.id),
  }
}

/** The view with the procedure inside it: what followed `registerRequest` follows the procedure's end. */
function placesOf(variant: Variant, view: View, cast: Cast, language: Language): readonly BpmnPlace[] {
  const registers = view.steps.find((step) => step.action === 'registerRequest')
  const inside = registers === undefined ? [] : variant.procedure.steps
  const onward = registers?.next[0]?.to ?? END
  const first = inside[0]?.id ?? onward
  const place = (step: Step, redirect: (row: Next) => string): BpmnPlace => {
    const rows = step.next.map((row) => ({
      to: redirect(row),
      name: row.when === undefined ? '' : outcomeText(row.when)[language],
      isReturn: false,
    }))
    const back = step.returnTo === undefined ? [] : [{ to: step.returnTo, name: WORDS.returned[language], isReturn: true }]
    const ways = joinedWays([...rows, ...back])
    return { step, pool: cast.poolOf(step.unit), branches: step.splits === true ? ways : named(ways, language) }
  }
  const at = registers === undefined ? view.steps.length : view.steps.indexOf(registers) + 1
  const steps = view.steps.map((step) => place(step, ({ to }) => (step === registers ? first : to)))
  const procedure = inside.map((step) => place(step, ({ to }) => (to === END ? onward : to)))
  return [...steps.slice(0, at), ...procedure, ...steps.slice(at)]
}

/** Two answers that lead to one step are one way: a reader would look for the difference between two lines. Each end is an outcome of its own. */
function joinedWays(branches: readonly Branch[]): readonly Branch[] {
  const ways: Branch[] = []
  for (const branch of branches) {
    const same = branch.to === END ? -1 : ways.findIndex(({ to }) => to === branch.to)
    if (same < 0) ways.push(branch)
    else ways[same] = { ...ways[same]!, name: [ways[same]!.name, branch.name].filter((name) => name !== '').join(' / ') }
  }
  return ways
}

/** Where there is a choice, each way says its outcome. A split takes all of its ways, so none has one. */
function named(branches: readonly Branch[], language: Language): readonly Branch[] {
  if (branches.length < 2) return branches.map((branch) => ({ ...branch, name: '' }))
  return branches.map((branch) => ({ ...branch, name: branch.name === '' ? outcomeText('done')[language] : branch.name }))
}

function placeOf(places: readonly BpmnPlace[], id: string): BpmnPlace {
  const place = places.find(({ step }) => step.id === id)
  if (place === undefined) throw new Fault(`Expected a step '${id}' in the collaboration but it has none`)
  return place
}

/** The nodes of one step with the flows that leave them. */
function partOf(place: BpmnPlace, places: readonly BpmnPlace[], cast: Cast, language: Language): Part {
  const { step, pool, branches } = place
  const row = cast.pools.find(({ id }) => id === pool)!.lanes.length > 0 ? `lane_${step.unit}` : pool
  const node = (id: string, kind: NodeKind, slot: number, name = '', isMessage = false): FlowNode => ({
    id,
    kind,
    name,
    pool,
    row,
    step,
    slot,
    isMessage,
  })
  const start = startOf(place, places)
  const choice = node(`choice_${step.id}`, 'exclusiveGateway', SLOTS.choice, questionOf(step, language))
  const chain = [
    ...(start === null
      ? []
      : [node(`start_${step.id}`, 'startEvent', SLOTS.start, groundOf(place, places, language), start === 'message')]),
    ...(step.joins === true ? [node(`join_${step.id}`, 'parallelGateway', SLOTS.join)] : []),
    ...(merges(place, places) ? [node(`merge_${step.id}`, 'exclusiveGateway', SLOTS.join)] : []),
    node(taskId(step.id), taskKind(step, cast), SLOTS.task, step.name[language]),
    ...(chooses(place) ? [choice] : []),
    ...(splits(place) ? [node(`split_${step.id}`, 'parallelGateway', SLOTS.split)] : []),
  ]
  const leaving = branches.map((branch, at): Part => {
    const from = (branch.isReturn && chain.includes(choice) ? choice : chain.at(-1)!).id
    const target = branch.to === END ? null : placeOf(places, branch.to)
    if (target?.pool === pool) return { nodes: [], sequence: [flow(from, entryId(target, places), branch.name, at)], messages: [] }
    const outcome = target === null ? endOf(step, branch, language) : titleOf(target.step, language)
    const end = node(`end_${step.id}_${at + 1}`, 'endEvent', SLOTS.ends + at, outcome, target !== null)
    return {
      nodes: [end],
      sequence: [flow(from, end.id, branch.name, at)],
      messages: target === null ? [] : [message(end.id, `start_${target.step.id}`)],
    }
  })
  const along = chain.slice(1).map((next, at) => flow(chain[at]!.id, next.id, chain[at] === choice ? outcomeText('done')[language] : '', 0))
  const own = { nodes: chain, sequence: along, messages: [] }
  return joined([own, ...leaving, { nodes: [], sequence: [], messages: messagesOf(place, places, cast) }])
}

function joined(parts: readonly Part[]): Part {
  return {
    nodes: parts.flatMap(({ nodes }) => nodes),
    sequence: parts.flatMap(({ sequence }) => sequence),
    messages: parts.flatMap(({ messages }) => messages),
  }
}

function titleOf({ id, name }: Step, language: Language): string {
  return `${id}. ${name[language]}`
}

function splits({ step }: BpmnPlace): boolean {
  return step.splits === true && step.next.length > 1
}

/** A question chooses, and so does a step that may send the work back. */
function chooses(place: BpmnPlace): boolean {
  return splits(place) ? place.step.returnTo !== undefined : place.branches.length > 1
}

/** Another participant's message begins a step; the first of all, and one that nothing leads to, begin by themselves. */
function startOf({ step, pool }: BpmnPlace, places: readonly BpmnPlace[]): 'message' | 'plain' | null {
  const leading = places.filter((each) => each.branches.some(({ to }) => to === step.id))
  if (leading.some((each) => each.pool !== pool)) return 'message'
  return leading.length === 0 || places[0]!.step === step ? 'plain' : null
}

/** To the system in which the step happens, to and from each register that is asked, and a notice to the person who is at the channel. */
function messagesOf({ step, pool, branches }: BpmnPlace, places: readonly BpmnPlace[], cast: Cast): readonly Flow[] {
  const id = taskId(step.id)
  const system = step.system === undefined ? null : cast.poolOfSystem(step.system)
  const isSaid = branches.some(({ to }) => to !== END && placeOf(places, to).pool === system)
  const person = places[0]!.pool
  return [
    ...(system === null || system === pool || isSaid ? [] : [message(id, system)]),
    ...(step.asks ?? []).flatMap((register) => {
      const asked = cast.poolOfSystem(register)
      return asked === null || asked === pool || asked === system ? [] : [message(id, asked), message(asked, id)]
    }),
    ...(step.action.startsWith('notice') && person !== pool ? [message(id, person)] : []),
  ]
}

function taskKind({ action, unit }: Step, cast: Cast): NodeKind {
  if (action.startsWith('notice')) return 'sendTask'
  return cast.unit(unit)?.kind === 'system' ? 'serviceTask' : 'userTask'
}

export function taskId(step: string): string {
  return `step_${step}`
}

function entryId(place: BpmnPlace, places: readonly BpmnPlace[]): string {
  const { step } = place
  if (step.joins === true) return `join_${step.id}`
  return merges(place, places) ? `merge_${step.id}` : taskId(step.id)
}

/** Several ways into a step meet in a gateway: two lines into one task read as if it waited for both. */
function merges(place: BpmnPlace, places: readonly BpmnPlace[]): boolean {
  const { step, pool } = place
  const ways = places.flatMap((each) => (each.pool === pool ? each.branches.filter(({ to }) => to === step.id) : []))
  return step.joins !== true && ways.length + (startOf(place, places) === null ? 0 : 1) > 1
}

/** A question asks itself; of another step it is asked which of its ways the work took. */
function questionOf({ shape, name }: Step, language: Language): string {
  return shape === 'condition' ? `${name[language].replace(/[.?]+$/, '')}?` : WORDS.how[language]
}

/** What begins it: the steps of other participants whose end sends the message. */
function groundOf({ step, pool }: BpmnPlace, places: readonly BpmnPlace[], language: Language): string {
  const sending = places.filter((each) => each.pool !== pool && each.branches.some(({ to }) => to === step.id))
  return sending.length === 0 ? WORDS.begins[language] : sending.map((each) => titleOf(each.step, language)).join(' / ')
}

/** The outcome at an end: what the table says is then there, and by which answer where one led here. */
function endOf({ completion }: Step, { name }: Branch, language: Language): string {
  return name === '' ? completion[language] : `${completion[language]} (${name})`
}

function flow(from: string, to: string, name: string, at: number): Flow {
  return { id: `flow_${from}_${to}${at === 0 ? '' : `_${at + 1}`}`, from, to, name }
}

function message(from: string, to: string): Flow {
  return { id: `message_${from}_${to}`, from, to, name: '' }
}
