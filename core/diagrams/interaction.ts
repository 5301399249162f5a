import { fillString, type Language } from '@ruqsat/foundation'
import {
  type Action,
  mainPath,
  type Regulation,
  SIGNS,
  type Sign,
  type Step,
  type Unit,
  type Variant,
  type View,
  systemName,
} from '@ruqsat/law'
import type { Diagram, DiagramEdge, DiagramNode, Lane } from './model.ts'
import { numbersOf } from './numbers.ts'
import { calm, conditionNumber, OUTCOME_LABELS, processNumber, TITLES, WORDS } from './texts.ts'
import { stepTimeText } from './times.ts'

/** The pool of the person who applies. It holds no step, only what comes from and goes to that person. */
const APPLICANT = 'applicant'
const START = 'start'

type Frame = { readonly regulation: Regulation; readonly variant: Variant; readonly view: View; readonly language: Language }
type Parts = { readonly nodes: readonly DiagramNode[]; readonly edges: readonly Omit<DiagramEdge, 'kind'>[] }

/**
 * How the information systems work together in one channel: a pool for each system in which a step happens or that is asked, the steps
 * with the act's numbers, what is sent between pools. A person who acts without a system has a pool too.
 */
export function interactionDiagram(regulation: Regulation, variant: Variant, view: View, language: Language): Diagram {
  const frame = { regulation, variant, view, language }
  const { nodes, edges } = joined([beginning(frame), ...view.steps.map((step) => partsOf(step, frame))])
  const laneOf = new Map(nodes.map((node) => [node.id, node.lane]))
  return {
    kind: 'interaction',
    id: `${regulation.id}-${variant.id}-${view.id}-interaction`,
    language,
    title: `${TITLES.interaction[language]}: ${view.name[language]}`,
    subtitle: `${regulation.service[language]}. ${variant.name[language]}`,
    lanes: [...new Set(nodes.map((node) => node.lane))].map((id) => laneNamed(id, frame)),
    nodes,
    edges: edges.map((edge) => ({ ...edge, kind: laneOf.get(edge.from) === laneOf.get(edge.to) ? 'control' : 'message' })),
    legend: legendOf(regulation, nodes),
  }
}

function joined(parts: readonly Parts[]): Parts {
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) }
}

function beginning({ view }: Frame): Parts {
  const first = view.steps[0]
  return {
    nodes: [sign(START, APPLICANT, 'startMessage', true)],
    edges: first === undefined ? [] : [{ from: START, to: first.id, label: '' }],
  }
}

/** A step, the registers that it asks, and the ends that follow it. */
function partsOf(step: Step, frame: Frame): Parts {
  const asked = askedBy(step, frame)
  const ends = step.next.flatMap((row, index) =>
    row.to === 'end' ? [endOf(step, index, row.when === undefined ? '' : OUTCOME_LABELS[row.when][frame.language], frame)] : [],
  )
  const onward = step.next
    .filter((row) => row.to !== 'end')
    .flatMap((row) => {
      const label = row.when === undefined ? '' : OUTCOME_LABELS[row.when][frame.language]
      return asked.length === 0
        ? [{ from: step.id, to: row.to, label }]
        : asked.flatMap((node) => [
            { from: step.id, to: node.id, label },
            { from: node.id, to: row.to, label: '' },
          ])
    })
  return joined([{ nodes: [nodeOf(step, frame), ...asked], edges: onward }, ...ends])
}

function nodeOf(step: Step, { regulation, view, language }: Frame): DiagramNode {
  const unit = unitOf(step, regulation)
  const number = numbersOf(view.steps).get(step.id)
  const isCondition = step.shape === 'condition'
  return {
    id: step.id,
    lane: laneIdOf(step, regulation),
    shape: step.shape,
    head: number === undefined ? '' : isCondition ? conditionNumber(number, language) : processNumber(number, language),
    step: step.id,
    text: step.name[language],
    notes: unit === undefined || unit.kind === 'system' || step.system === undefined ? [] : [unit.name[language]],
    time: stepTimeText(step, language),
    isMain: mainPath(view.steps).includes(step),
  }
}

/** Registers next to the one in which the next step is anyway: the question goes there and its answer comes back. */
function askedBy(step: Step, { regulation, view, language }: Frame): readonly DiagramNode[] {
  const around = [step, ...view.steps.filter((each) => step.next.some((row) => row.to === each.id))].map((each) =>
    laneIdOf(each, regulation),
  )
  const asked = (step.asks ?? []).filter((system) => !around.includes(system))
  return asked.map((system) => ({
    ...sign(`${step.id}-${system}`, system, 'informationSystem', false),
    text: WORDS.lookUp[language],
  }))
}

function endOf(step: Step, index: number, label: string, frame: Frame): Parts {
  const id = `${step.id}-end-${index}`
  if (step.action === 'receiveResult') return delivery(step, id, label, frame)
  if (isRefusal(step)) {
    const shape = frame.regulation.act.legend?.signs.includes('error') === false ? 'plainEnd' : 'error'
    return { nodes: [sign(id, laneIdOf(step, frame.regulation), shape, false)], edges: [{ from: step.id, to: id, label }] }
  }
  return { nodes: [sign(id, APPLICANT, 'endMessage', true)], edges: [{ from: step.id, to: id, label }] }
}

/** The document goes to its recipient, and with it the channel ends. */
function delivery(step: Step, id: string, label: string, { variant, language }: Frame): Parts {
  const document = `${id}-document`
  const result = calm(variant.results.grant.title[language])
  const text =
    step.delivers === 'notice'
      ? WORDS.notice[language]
      : step.delivers === 'paper'
        ? fillString(WORDS.onPaper[language], { result })
        : result
  return {
    nodes: [{ ...sign(document, APPLICANT, 'documentToRecipient', true), text }, sign(id, APPLICANT, 'endMessage', true)],
    edges: [
      { from: step.id, to: document, label },
      { from: document, to: id, label: '' },
    ],
  }
}

function isRefusal(step: Step): boolean {
  const refusals: readonly Action[] = ['noticeSignInRefused', 'noticeNotPaid', 'noticeSignatureRefused', 'noticeNoData', 'noticeRefused']
  return step.shape === 'condition' || refusals.includes(step.action)
}

function sign(id: string, lane: string, shape: DiagramNode['shape'], isMain: boolean): DiagramNode {
  return { id, lane, shape, head: '', step: '', text: '', notes: [], time: '', isMain }
}

function unitOf(step: Step, regulation: Regulation): Unit | undefined {
  return regulation.units.find((unit) => unit.id === step.unit)
}

/** Where a step happens; a step without a system is with the unit that does it. */
function laneIdOf(step: Step, regulation: Regulation): string {
  const unit = unitOf(step, regulation)
  return step.system ?? unit?.system ?? (unit?.kind === 'applicant' ? APPLICANT : step.unit)
}

function laneNamed(id: string, { regulation, language }: Pick<Frame, 'regulation' | 'language'>): Lane {
  const note = regulation.abbreviations.find((each) => each.system === id)?.short ?? ''
  if (regulation.systems?.some((each) => each.id === id)) {
    const named = systemName(id, regulation)
    return { id, name: named[language], note: named[language].includes(note) ? '' : note, isSystem: true }
  }
  const unit = regulation.units.find((each) => (id === APPLICANT ? each.kind === 'applicant' : each.id === id))
  return { id, name: unit?.name[language] ?? WORDS.applicant[language], note: '', isSystem: unit?.kind === 'system' }
}

/** The act's own signs; where its legend is not available, those that are used. */
function legendOf(regulation: Regulation, nodes: readonly DiagramNode[]): readonly Sign[] {
  if (regulation.act.legend !== null) return regulation.act.legend.signs
  const always: readonly string[] = ['informationSystem', 'controlFlow', 'messageFlow']
  return SIGNS.filter((each) => always.includes(each) || nodes.some((node) => node.shape === each))
}
