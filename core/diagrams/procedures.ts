import { fillString, type Language, type LocalText } from '@ruqsat/foundation'
import { type Action, mainPath, type Outcome, type Regulation, type Step, type Variant } from '@ruqsat/law'
import type { Diagram, DiagramEdge, DiagramNode } from './model.ts'
import { REFERENCE_SIGNS } from './model.ts'
import { calm, OUTCOME_LABELS, QUESTIONS, TITLES, WORDS } from './texts.ts'
import { stepTimeText } from './times.ts'

const APPLICANT = 'applicant'
/** The one band of a diagram that has no lanes. */
const NO_LANE = ''
const START = 'start'
const END = 'end'
const HAND_IN = 'hand-in'

type Frame = { readonly regulation: Regulation; readonly variant: Variant; readonly language: Language; readonly hasLanes: boolean }
type Edge = Omit<DiagramEdge, 'kind'>
type Parts = { readonly nodes: readonly DiagramNode[]; readonly edges: readonly Edge[] }

/** The business-process reference of a variant: a lane for each unit and the applicant, each procedure with its time. */
export function referenceDiagram(regulation: Regulation, variant: Variant, language: Language): Diagram {
  return procedureDiagram('reference', { regulation, variant, language, hasLanes: true })
}

/** The block diagram of a variant's staff procedure: one band, each block naming its unit. */
export function flowchartDiagram(regulation: Regulation, variant: Variant, language: Language): Diagram {
  return procedureDiagram('flowchart', { regulation, variant, language, hasLanes: false })
}

function procedureDiagram(kind: 'reference' | 'flowchart', frame: Frame): Diagram {
  const { regulation, variant, language } = frame
  const { steps } = variant.procedure
  const all = [beginning(frame), ...steps.map((step) => partsOf(step, frame)), ending(frame)]
  const nodes = all.flatMap((parts) => parts.nodes)
  const used = [...new Set(nodes.map((node) => node.lane))]
  return {
    kind,
    id: `${regulation.id}-${variant.id}-${kind}`,
    language,
    title: TITLES[kind][language],
    subtitle: `${regulation.service[language]}. ${variant.name[language]}`,
    lanes: used.map((id) => ({ id, name: id === NO_LANE ? '' : unitName(id, frame), note: '', isSystem: false })),
    nodes,
    edges: all.flatMap((parts) => parts.edges).map((edge) => ({ ...edge, kind: 'control' })),
    legend: REFERENCE_SIGNS,
  }
}

function beginning(frame: Frame): Parts {
  const { variant, language } = frame
  const first = variant.procedure.steps[0]?.id ?? END
  const start = plain(START, APPLICANT, 'terminal', WORDS.start[language], frame)
  const channels = variant.views.map((view) => view.name[language])
  const handIn = { ...plain(HAND_IN, APPLICANT, 'process', WORDS.handIn[language], frame), notes: notesOf(APPLICANT, channels, frame) }
  return {
    nodes: [start, handIn],
    edges: [
      { from: START, to: HAND_IN, label: '' },
      { from: HAND_IN, to: first, label: '' },
    ],
  }
}

/** A step, and the choices that its row of the table holds: complete or not, in time or not, signed or sent back. */
function partsOf(step: Step, frame: Frame): Parts {
  const { variant, language } = frame
  const choices = choicesOf(step)
  const number = variant.procedure.steps.indexOf(step) + 1
  const isMain = mainPath(variant.procedure.steps).includes(step)
  const node = plain(step.id, step.unit, 'process', step.name[language], frame)
  const nodes = [
    { ...node, head: `${number})`, step: step.id, notes: notesOf(step.unit, [], frame), time: stepTimeText(step, language), isMain },
    ...choices.map((choice) => ({ ...plain(choice.id, step.unit, 'condition', choice.question[language], frame), isMain })),
  ]
  const last = choices.at(-1)
  const chain = [step.id, ...choices.map((choice) => choice.id)]
  const edges: Edge[] = [
    ...chain.slice(1).map((to, index) => ({ from: chain[index]!, to, label: index === 0 ? '' : OUTCOME_LABELS.yes[language] })),
    ...step.next
      .filter((row) => row.when === undefined || row.when === 'done' || row.when === 'yes')
      .map((row) => ({
        from: last?.id ?? step.id,
        to: targetOf(row.to, frame),
        label: last === undefined ? '' : OUTCOME_LABELS.yes[language],
      })),
    ...choices.map((choice) => ({ from: choice.id, to: targetOf(choice.otherwise, frame), label: OUTCOME_LABELS.no[language] })),
  ]
  return { nodes, edges }
}

type Choice = { readonly id: string; readonly question: LocalText; readonly otherwise: string }

function choicesOf(step: Step): readonly Choice[] {
  const leads = (outcome: Outcome) => step.next.find((row) => row.when === outcome)?.to
  const late = leads('late')
  const incomplete = leads('incomplete')
  return [
    ...(late === undefined ? [] : [{ id: `${step.id}-late`, question: QUESTIONS.answered, otherwise: late }]),
    ...(incomplete === undefined ? [] : [{ id: `${step.id}-incomplete`, question: QUESTIONS.complete, otherwise: incomplete }]),
    ...(step.returnTo === undefined
      ? []
      : [{ id: `${step.id}-return`, question: step.action === 'approve' ? QUESTIONS.agreed : QUESTIONS.signed, otherwise: step.returnTo }]),
  ]
}

/** What the applicant gets. Where the procedure knows a refusal, there are two results and a choice between them. */
function ending(frame: Frame): Parts {
  const { variant, language } = frame
  const { grant, refuse } = variant.results
  const end = plain(END, APPLICANT, 'terminal', WORDS.end[language], frame)
  const result = (id: string, title: LocalText, isMain: boolean): DiagramNode => ({
    ...plain(id, APPLICANT, 'process', fillString(WORDS.receive[language], { result: calm(title[language]) }), frame),
    notes: notesOf(APPLICANT, [], frame),
    isMain,
  })
  const granted = result('granted', grant.title, true)
  if (!canRefuse(variant)) return { nodes: [granted, end], edges: [{ from: granted.id, to: END, label: '' }] }
  const refused = result('refused', refuse.title, false)
  const choice = plain('decision', lastUnit(variant), 'condition', QUESTIONS.inFavour[language], frame)
  return {
    nodes: [choice, granted, refused, end],
    edges: [
      { from: choice.id, to: granted.id, label: OUTCOME_LABELS.yes[language] },
      { from: choice.id, to: refused.id, label: OUTCOME_LABELS.no[language] },
      { from: granted.id, to: END, label: '' },
      { from: refused.id, to: END, label: '' },
    ],
  }
}

function targetOf(to: string, { variant }: Frame): string {
  return to !== 'end' ? to : canRefuse(variant) ? 'decision' : 'granted'
}

function canRefuse({ procedure }: Variant): boolean {
  const deciding: readonly Action[] = ['examine', 'conclude']
  return procedure.steps.some((step) => deciding.includes(step.action) && step.refuses !== false)
}

function lastUnit({ procedure }: Variant): string {
  return procedure.steps.findLast((step) => step.next.some((row) => row.to === 'end'))?.unit ?? APPLICANT
}

function plain(id: string, unit: string, shape: DiagramNode['shape'], text: string, { hasLanes }: Frame): DiagramNode {
  return { id, lane: hasLanes ? unit : NO_LANE, shape, head: '', step: '', text, notes: [], time: '', isMain: true }
}

/** Without lanes each block names its unit. */
function notesOf(unit: string, more: readonly string[], frame: Frame): readonly string[] {
  return [frame.hasLanes ? '' : unitName(unit, frame), ...more].filter((note) => note !== '')
}

function unitName(id: string, { regulation, language }: Frame): string {
  const unit = regulation.units.find((each) => (id === APPLICANT ? each.kind === 'applicant' : each.id === id))
  return unit?.name[language] ?? (id === APPLICANT ? WORDS.applicant[language] : id)
}
