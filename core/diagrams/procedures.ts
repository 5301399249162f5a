import { formatDuration } from '@ruqsat/clock'
import { fillString, type Language, type LocalText } from '@ruqsat/foundation'
import { type Action, mainPath, type Outcome, type Regulation, type Step, type Variant } from '@ruqsat/law'
import { type Diagram, type DiagramNode, REFERENCE_SIGNS } from './model.ts'
import { APPLICANT, diagramOf, edgeTo, nodeWith, type DiagramParts, type DiagramSubject, unitOf } from './parts.ts'
import { calm, OUTCOME_LABELS, QUESTIONS, timeText, TITLES, WORDS } from './texts.ts'

/** The one band of a diagram that has no lanes. */
const NO_LANE = ''
const START = 'start'
const END = 'end'
const HAND_IN = 'hand-in'

type Procedure = DiagramSubject & { readonly hasLanes: boolean }

/** The business-process reference of a variant: a lane for each unit and the applicant, each procedure with its time. */
export function referenceDiagram(regulation: Regulation, variant: Variant, language: Language): Diagram {
  return procedureDiagram('reference', { regulation, variant, language, hasLanes: true })
}

/** The block diagram of a variant's staff procedure: one band, each block naming its unit. */
export function flowchartDiagram(regulation: Regulation, variant: Variant, language: Language): Diagram {
  return procedureDiagram('flowchart', { regulation, variant, language, hasLanes: false })
}

function procedureDiagram(kind: 'reference' | 'flowchart', procedure: Procedure): Diagram {
  const parts = [beginning(procedure), ...procedure.variant.procedure.steps.map((step) => partsOf(step, procedure)), ending(procedure)]
  return diagramOf({ kind, id: kind, title: TITLES[kind][procedure.language], legend: REFERENCE_SIGNS, parts }, procedure, (id) => ({
    id,
    name: id === NO_LANE ? '' : unitName(id, procedure),
    note: '',
    isSystem: false,
  }))
}

function beginning(procedure: Procedure): DiagramParts {
  const { variant, language } = procedure
  const channels = variant.views.map((view) => view.name[language])
  const handIn = plain(HAND_IN, APPLICANT, 'process', WORDS.handIn[language], procedure)
  return {
    nodes: [
      plain(START, APPLICANT, 'terminal', WORDS.start[language], procedure),
      { ...handIn, notes: [...notesOf(APPLICANT, procedure), ...channels] },
    ],
    edges: [edgeTo(START, HAND_IN), edgeTo(HAND_IN, variant.procedure.steps[0]?.id ?? END)],
  }
}

/** A step, and the choices that its row of the table holds: complete or not, in time or not, signed or sent back. */
function partsOf(step: Step, procedure: Procedure): DiagramParts {
  const { variant, language } = procedure
  const { steps } = variant.procedure
  const choices = choicesOf(step)
  const asked = correctionParts(step, procedure)
  const node: DiagramNode = {
    ...plain(step.id, step.unit, 'process', step.name[language], procedure),
    head: `${steps.indexOf(step) + 1})`,
    step: step.id,
    notes: notesOf(step.unit, procedure),
    time: timeText(step, language),
  }
  const chain = [node, ...choices.map(({ id, question }) => plain(id, step.unit, 'condition', question[language], procedure))]
  const yesFrom = (from: DiagramNode) => (from === node ? '' : OUTCOME_LABELS.yes[language])
  const last = chain.at(-1)!
  return {
    nodes: [...chain.map((each) => ({ ...each, isMain: mainPath(steps).includes(step) })), ...asked.nodes],
    edges: [
      ...asked.edges,
      ...chain.slice(1).map((to, index) => edgeTo(chain[index]!.id, to.id, yesFrom(chain[index]!))),
      ...step.next
        .filter((row) => row.when === undefined || row.when === 'done' || row.when === 'yes')
        .map((row) => edgeTo(last.id, targetOf(row.to, variant), yesFrom(last))),
      ...choices.map((choice) => edgeTo(choice.id, choice.isLast ? END : targetOf(choice.otherwise, variant), OUTCOME_LABELS.no[language])),
    ],
  }
}

/** What the applicant does with a request that came back, and what follows where they do not. */
function correctionParts(step: Step, procedure: Procedure): DiagramParts {
  const { language, variant } = procedure
  const row = step.next.find(({ when }) => when === 'correction')
  const missed = step.next.find(({ when }) => when === 'uncorrected')
  if (row?.correction === undefined || missed === undefined) return { nodes: [], edges: [] }
  const [act, question] = [applicantNode(step), `${step.id}-corrected`]
  return {
    nodes: [
      {
        ...plain(act, APPLICANT, 'process', WORDS.correct[language], procedure),
        notes: notesOf(APPLICANT, procedure),
        time: formatDuration(row.correction.duration, language),
        isMain: false,
      },
      { ...plain(question, APPLICANT, 'condition', QUESTIONS.corrected[language], procedure), isMain: false },
    ],
    edges: [
      edgeTo(act, question),
      edgeTo(question, targetOf(row.to, variant), OUTCOME_LABELS.yes[language]),
      edgeTo(question, targetOf(missed.to, variant), OUTCOME_LABELS.no[language]),
    ],
  }
}

function applicantNode({ id }: Step): string {
  return `${id}-applicant`
}

/** `isLast`: nothing is decided, so no result is drawn after it. */
type Choice = { readonly id: string; readonly question: LocalText; readonly otherwise: string; readonly isLast?: boolean }

function choicesOf(step: Step): readonly Choice[] {
  const leads = (outcome: Outcome) => step.next.find((row) => row.when === outcome)?.to
  const choice = (name: string, question: LocalText, otherwise: string | undefined): readonly Choice[] =>
    otherwise === undefined ? [] : [{ id: `${step.id}-${name}`, question, otherwise }]
  return [
    ...choice('late', QUESTIONS.answered, leads('late')),
    ...choice('accepted', QUESTIONS.accepted, leads('notAccepted')).map((each) => ({ ...each, isLast: true })),
    ...choice('right', QUESTIONS.right, leads('correction') && applicantNode(step)),
    ...choice('incomplete', QUESTIONS.complete, leads('incomplete')),
    ...choice('return', step.action === 'approve' ? QUESTIONS.agreed : QUESTIONS.signed, step.returnTo),
  ]
}

/** What the applicant gets. Where the procedure knows a refusal, there are two results and a choice between them. */
function ending(procedure: Procedure): DiagramParts {
  const { variant, language } = procedure
  const { grant, refuse } = variant.results
  const end = plain(END, APPLICANT, 'terminal', WORDS.end[language], procedure)
  const result = (id: string, title: LocalText, isMain: boolean): DiagramNode => ({
    ...plain(id, APPLICANT, 'process', fillString(WORDS.receive[language], { result: calm(title[language]) }), procedure),
    notes: notesOf(APPLICANT, procedure),
    isMain,
  })
  const granted = result('granted', grant.title, true)
  if (!canRefuse(variant)) return { nodes: [granted, end], edges: [edgeTo(granted.id, END)] }
  const refused = result('refused', refuse.title, false)
  const lastUnit = variant.procedure.steps.findLast((step) => step.next.some((row) => row.to === 'end'))?.unit ?? APPLICANT
  const choice = plain('decision', lastUnit, 'condition', QUESTIONS.inFavour[language], procedure)
  return {
    nodes: [choice, granted, refused, end],
    edges: [
      edgeTo(choice.id, granted.id, OUTCOME_LABELS.yes[language]),
      edgeTo(choice.id, refused.id, OUTCOME_LABELS.no[language]),
      edgeTo(granted.id, END),
      edgeTo(refused.id, END),
    ],
  }
}

function targetOf(to: string, variant: Variant): string {
  return to !== 'end' ? to : canRefuse(variant) ? 'decision' : 'granted'
}

function canRefuse({ procedure }: Variant): boolean {
  const deciding: readonly Action[] = ['examine', 'conclude']
  return procedure.steps.some((step) => deciding.includes(step.action) && step.refuses !== false)
}

function plain(id: string, unit: string, shape: DiagramNode['shape'], text: string, { hasLanes }: Procedure): DiagramNode {
  return nodeWith({ id, lane: hasLanes ? unit : NO_LANE, shape, text })
}

/** Without lanes each block names its unit. */
function notesOf(unit: string, procedure: Procedure): readonly string[] {
  return procedure.hasLanes ? [] : [unitName(unit, procedure)]
}

function unitName(id: string, { regulation, language }: Procedure): string {
  return unitOf(id, regulation)?.name[language] ?? (id === APPLICANT ? WORDS.applicant[language] : id)
}
