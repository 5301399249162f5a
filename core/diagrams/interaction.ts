import { fillString } from '@ruqsat/foundation'
import { type Action, mainPath, type Regulation, SIGNS, type Sign, type Step, systemName, type View } from '@ruqsat/law'
import type { Diagram, DiagramNode, Lane } from './model.ts'
import { APPLICANT, diagramOf, edgeTo, joined, nodeWith, type DiagramParts, type DiagramSubject, unitOf } from './parts.ts'
import { calm, OUTCOME_LABELS, timeText, TITLES, WORDS } from './texts.ts'

const START = 'start'

type Channel = DiagramSubject & { readonly view: View }

/**
 * How the information systems work together in one channel: a pool for each system in which a step happens or that is asked, the steps
 * with the act's numbers, what is sent between pools. A person who acts without a system has a pool too; the applicant's holds no step,
 * only what comes from and goes to that person.
 */
export function interactionDiagram(
  regulation: Regulation,
  variant: DiagramSubject['variant'],
  view: View,
  language: DiagramSubject['language'],
): Diagram {
  const channel = { regulation, variant, view, language }
  const beginning: DiagramParts = {
    nodes: [nodeWith({ id: START, lane: APPLICANT, shape: 'startMessage' })],
    edges: view.steps.slice(0, 1).map((first) => edgeTo(START, first.id)),
  }
  const parts = [beginning, ...view.steps.map((step) => partsOf(step, channel))]
  const title = `${TITLES.interaction[language]}: ${view.name[language]}`
  const legend = legendOf(regulation, joined(parts).nodes)
  return diagramOf({ kind: 'interaction', id: `${view.id}-interaction`, title, legend, parts }, channel, (id) => laneNamed(id, channel))
}

/** A step, the registers that it asks, and the ends that follow it. */
function partsOf(step: Step, channel: Channel): DiagramParts {
  const asked = askedBy(step, channel)
  const onward = step.next.map((row, index): DiagramParts => {
    const label = row.when === undefined ? '' : OUTCOME_LABELS[row.when][channel.language]
    if (row.to === 'end') return endOf(step, `${step.id}-end-${index}`, label, channel)
    const throughAsked = asked.flatMap(({ id }) => [edgeTo(step.id, id, label), edgeTo(id, row.to)])
    return { nodes: [], edges: asked.length === 0 ? [edgeTo(step.id, row.to, label)] : throughAsked }
  })
  // The edges to other steps come before those to ends: the order decides who keeps the straight way.
  const [ends, others] = [onward.filter(({ nodes }) => nodes.length > 0), onward.filter(({ nodes }) => nodes.length === 0)]
  return joined([{ nodes: [nodeOf(step, channel), ...asked], edges: [] }, ...others, ...ends])
}

function nodeOf(step: Step, { regulation, view, language }: Channel): DiagramNode {
  const unit = unitOf(step.unit, regulation)
  return nodeWith({
    id: step.id,
    lane: laneIdOf(step, regulation),
    shape: step.shape,
    head: numberOf(step, view.steps, language),
    step: step.id,
    text: step.name[language],
    notes: unit === undefined || unit.kind === 'system' || step.system === undefined ? [] : [unit.name[language]],
    time: timeText(step, language),
    isMain: mainPath(view.steps).includes(step),
  })
}

/** What the acts describe before they begin to count: registration at the portal, taking the application. */
const UNCOUNTED: readonly Action[] = ['registerAccount', 'takeApplication']

/** As the acts count them, `1-процесс`, `Процесс 1`, `Process 1`: processes and conditions apart, in the order of the table. */
function numberOf(step: Step, steps: readonly Step[], language: DiagramSubject['language']): string {
  const counted = steps.filter(({ shape, action }) => shape === step.shape && !UNCOUNTED.includes(action))
  return counted.includes(step) ? fillString(WORDS[step.shape][language], { number: counted.indexOf(step) + 1 }) : ''
}

/** Registers next to the one in which the next step is anyway: the question goes there and its answer comes back. */
function askedBy(step: Step, { regulation, view, language }: Channel): readonly DiagramNode[] {
  const next = view.steps.filter((each) => step.next.some((row) => row.to === each.id))
  const around = [step, ...next].map((each) => laneIdOf(each, regulation))
  return (step.asks ?? [])
    .filter((system) => !around.includes(system))
    .map((system) =>
      nodeWith({
        id: `${step.id}-${system}`,
        lane: system,
        shape: 'informationSystem',
        text: WORDS.lookUp[language],
        isMain: false,
      }),
    )
}

/** With the document that goes to its recipient the channel ends; a refusal ends it where it is. */
function endOf(step: Step, id: string, label: string, channel: Channel): DiagramParts {
  const end = nodeWith({ id, lane: APPLICANT, shape: 'endMessage' })
  if (step.action === 'receiveResult') {
    const document = nodeWith({ id: `${id}-document`, lane: APPLICANT, shape: 'documentToRecipient', text: deliveredText(step, channel) })
    return { nodes: [document, end], edges: [edgeTo(step.id, document.id, label), edgeTo(document.id, id)] }
  }
  const shape = channel.regulation.act.legend?.signs.includes('error') === false ? 'plainEnd' : 'error'
  const refusal = nodeWith({ id, lane: laneIdOf(step, channel.regulation), shape, isMain: false })
  const isRefusal = step.shape === 'condition' || REFUSALS.includes(step.action)
  return { nodes: [isRefusal ? refusal : end], edges: [edgeTo(step.id, id, label)] }
}

const REFUSALS: readonly Action[] = ['noticeSignInRefused', 'noticeNotPaid', 'noticeSignatureRefused', 'noticeNoData', 'noticeRefused']

function deliveredText({ delivers }: Step, { variant, language }: Channel): string {
  const result = calm(variant.results.grant.title[language])
  if (delivers === 'notice') return WORDS.notice[language]
  return delivers === 'paper' ? fillString(WORDS.onPaper[language], { result }) : result
}

/** Where a step happens; a step without a system is with the unit that does it. */
function laneIdOf(step: Step, regulation: Regulation): string {
  const unit = unitOf(step.unit, regulation)
  return step.system ?? unit?.system ?? (unit?.kind === 'applicant' ? APPLICANT : step.unit)
}

function laneNamed(id: string, { regulation, language }: DiagramSubject): Lane {
  if (regulation.systems?.some((each) => each.id === id)) {
    const name = systemName(id, regulation)[language]
    const note = regulation.abbreviations.find((each) => each.system === id)?.short ?? ''
    return { id, name, note: name.includes(note) ? '' : note, isSystem: true }
  }
  const unit = unitOf(id, regulation)
  return { id, name: unit?.name[language] ?? WORDS.applicant[language], note: '', isSystem: unit?.kind === 'system' }
}

/** The act's own signs; where its legend is not available, those that are used. */
function legendOf(regulation: Regulation, nodes: readonly DiagramNode[]): readonly Sign[] {
  const used: readonly string[] = ['informationSystem', 'controlFlow', 'messageFlow', ...nodes.map((node) => node.shape)]
  return regulation.act.legend?.signs ?? SIGNS.filter((each) => used.includes(each))
}
