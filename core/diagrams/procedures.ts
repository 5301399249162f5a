import { formatDuration } from '@ruqsat/clock'
import { fillString, type Language, type LocalText } from '@ruqsat/foundation'
import {
  type Action,
  mainPath,
  opinionTexts,
  type Outcome,
  type Regulation,
  splitRows,
  type Step,
  stepById,
  termText,
  type Variant,
  withdrawalText,
} from '@ruqsat/law'
import { type Diagram, type DiagramNode, REFERENCE_SIGNS } from './model.ts'
import { APPLICANT, diagramOf, edgeTo, nodeWith, type DiagramParts, type DiagramSubject, unitOf } from './parts.ts'
import { calm, capital, OUTCOME_LABELS, QUESTIONS, SILENCE, timeText, TITLES, WORDS } from './texts.ts'

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
  const { steps } = procedure.variant.procedure
  const parts = [beginning(procedure), ...steps.map((step) => partsOf(step, procedure)), ending(procedure)]
  const legend: Diagram['legend'] = steps.some(({ splits }) => splits === true) ? [...REFERENCE_SIGNS, 'bar'] : REFERENCE_SIGNS
  return diagramOf({ kind, id: kind, title: TITLES[kind][procedure.language], legend, parts }, procedure, (id) => ({
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
      { ...handIn, notes: [...notesOf(APPLICANT, procedure), ...channels, ...wholeNotes(procedure)] },
    ],
    edges: [edgeTo(START, HAND_IN), edgeTo(HAND_IN, variant.procedure.steps[0]?.id ?? END)],
  }
}

/** What holds for the procedure as a whole and for no step of it. */
function wholeNotes({ variant, language }: Procedure): readonly string[] {
  const { silence, term } = variant
  const taken = variant.withdrawal === undefined ? null : withdrawalText(variant)
  const isOpen = silence?.means === 'nothing' && term !== null
  return [
    ...(taken === null ? [] : [taken[language]]),
    ...(isOpen ? [fillString(SILENCE.nothing[language], { term: termText(term.duration)[language] })] : []),
  ]
}

/** A step, and the choices that its row of the table holds: complete or not, in time or not, signed or sent back. */
function partsOf(step: Step, procedure: Procedure): DiagramParts {
  const { variant, language } = procedure
  const { steps } = variant.procedure
  const choices = choicesOf(step)
  const asked = correctionParts(step, procedure)
  const node: DiagramNode = {
    ...plain(step.id, step.unit, 'process', step.name[language], procedure),
    head: numberOf(step, steps),
    step: step.id,
    notes: [...notesOf(step.unit, procedure), ...factsOf(step, procedure)],
    time: timeText(step, language),
  }
  const chain = [node, ...choices.map(({ id, question }) => plain(id, step.unit, 'condition', question[language], procedure))]
  const yesFrom = (from: DiagramNode) => (from === node ? '' : OUTCOME_LABELS.yes[language])
  const last = chain.at(-1)!
  const bars = barsOf(step, procedure)
  const split = splitRows(step)
  return {
    nodes: [
      ...bars.join,
      ...[...chain, ...bars.split].map((each) => ({ ...each, isMain: mainPath(steps).includes(step) })),
      ...asked.nodes,
    ],
    edges: [
      ...asked.edges,
      ...bars.join.map((bar) => edgeTo(bar.id, node.id)),
      ...bars.split.map((bar) => edgeTo(last.id, bar.id, yesFrom(last))),
      ...chain.slice(1).map((to, index) => edgeTo(chain[index]!.id, to.id, yesFrom(chain[index]!))),
      ...step.next
        .filter((row) => row.when === undefined || row.when === 'done' || row.when === 'yes')
        .map((row) =>
          split.includes(row) && bars.split.length > 0
            ? edgeTo(bars.split[0]!.id, targetOf(row.to, variant))
            : edgeTo(last.id, targetOf(row.to, variant), yesFrom(last)),
        ),
      ...choices.map((choice) =>
        edgeTo(
          choice.id,
          choice.isLast ? END : choice.isReturn ? choice.otherwise : targetOf(choice.otherwise, variant),
          OUTCOME_LABELS.no[language],
        ),
      ),
    ],
  }
}

/** A bar where branches begin at once, and one where they meet. */
function barsOf(step: Step, procedure: Procedure): { readonly join: readonly DiagramNode[]; readonly split: readonly DiagramNode[] } {
  const bar = (id: string, text: string): DiagramNode => ({
    ...plain(id, step.unit, 'bar', text, procedure),
    isMain: mainPath(procedure.variant.procedure.steps).includes(step),
  })
  return {
    join: step.joins === true ? [bar(joinId(step.id), WORDS.join[procedure.language])] : [],
    split: splitRows(step).length > 1 ? [bar(`${step.id}-split`, WORDS.split[procedure.language])] : [],
  }
}

const joinId = (stepId: string): string => `${stepId}-join`

/** As the act numbers it: `3)` where all steps are of one point, else the whole place. Nothing where the act has no place for the step. */
function numberOf({ source }: Step, steps: readonly Step[]): string {
  const points = new Set(steps.flatMap((step) => step.source.item?.split(' ')[0] ?? []))
  const written = source.item ?? ''
  const own = points.size === 1 ? written.replace(/^\S+ /, '') : written
  return own.replaceAll('..', '–')
}

/** What a box says besides its action: what silence and an objection mean, whether silence leads here, and which branches are waited for. */
function factsOf(step: Step, { variant, language }: Procedure): readonly string[] {
  const { steps } = variant.procedure
  const awaited = step.waitsFor?.map((id) => numberOf(stepById(steps, id), steps) || id)
  const opinions = opinionTexts(step).map((text) => capital(text[language]))
  return [
    ...opinions,
    ...silenceAt(step, variant, language),
    ...(awaited === undefined ? [] : [fillString(WORDS.waitsFor[language], { steps: awaited.join(', ') })]),
  ]
}

/** That the case comes here by the silence of the provider, from wherever it is. */
function silenceAt({ id }: Step, { silence, term }: Variant, language: Language): readonly string[] {
  if (silence === undefined || silence.means === 'nothing' || silence.to !== id || term === null) return []
  return [fillString(SILENCE[silence.means][language], { term: termText(term.duration)[language] })]
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
type Choice = {
  readonly id: string
  readonly question: LocalText
  readonly otherwise: string
  readonly isLast?: boolean
  readonly isReturn?: boolean
}

function choicesOf(step: Step): readonly Choice[] {
  const leads = (outcome: Outcome) => step.next.find((row) => row.when === outcome)?.to
  const { fields = [], answer, decides } = step.writing ?? {}
  const deciding = [...fields, ...(answer?.fields ?? [])].find(({ id }) => id === decides)
  const choice = (name: string, question: LocalText, otherwise: string | undefined): readonly Choice[] =>
    otherwise === undefined ? [] : [{ id: `${step.id}-${name}`, question, otherwise }]
  return [
    ...choice('late', QUESTIONS.answered, leads('late')),
    ...choice('accepted', QUESTIONS.accepted, leads('notAccepted')).map((each) => ({ ...each, isLast: true })),
    ...choice('right', QUESTIONS.right, leads('correction') && applicantNode(step)),
    ...choice('incomplete', QUESTIONS.complete, leads('incomplete')),
    ...choice('oral', QUESTIONS.oral, leads('oral')),
    ...choice('answer', deciding?.label ?? OUTCOME_LABELS.yes, leads('no')),
    ...choice('return', step.action === 'approve' ? QUESTIONS.agreed : QUESTIONS.signed, step.returnTo).map((each) => ({
      ...each,
      isReturn: true,
    })),
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
  if (to !== 'end') return variant.procedure.steps.some((step) => step.id === to && step.joins === true) ? joinId(to) : to
  return canRefuse(variant) ? 'decision' : 'granted'
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
