// What is shown of a case's history: to its applicant each stage, to staff every act.
import type { HistoryLine, Party } from '@ruqsat/caseflow/host'
import {
  dueDateOfEvent,
  inHistory,
  type Actor,
  type Basis,
  type CaseEvent,
  type Decision,
  type EndedHow,
  type MissingItem,
} from '@ruqsat/engine'
import { fillText, inAll, type Language, type LocalText, writtenIn } from '@ruqsat/foundation'
import { stepById, type ResultAction, type Edition, type Outcome, type TimedOutcome } from '@ruqsat/law'
import type { EditionPlace } from './place.ts'
import texts from '../texts.yaml'

const TEXTS = texts.history satisfies Record<string, LocalText>

/** Stages, and why one began again; not the weighing, nor the reasons that officials write to each other: what an applicant sees. */
const FOR_APPLICANT: ReadonlySet<CaseEvent['kind']> = new Set([
  'caseOpened',
  'proceedingsOpened',
  'entered',
  'assigned',
  'assignmentTakenBack',
  'assignmentDeclined',
  'reassigned',
  'returned',
  'taskStarted',
  'resultSigned',
  'registerChanged',
  'handedOver',
  'taskLate',
  'calendarChanged',
  'termsRecounted',
  'termExtended',
  'silenceDecided',
  'caseClosed',
  'correctionAsked',
  'correctionGiven',
  'correctionMissed',
  'hearingOpened',
  'objectionGiven',
  'hearingEnded',
  'oralHearingAsked',
  'answerPresented',
  'answerDropped',
  'askedRecounted',
  'withdrawn',
  'acceptanceRefused',
  'complaintAbout',
  'officialsBarred',
  'stepPassedOver',
  'complaintSatisfied',
  'caseReopened',
])

/**
 * What follows by the act's table when somebody has done their step. The event carries who set it off, which is evidence; the line names nobody,
 * or the clerk's name would be shown at the step that the head begins.
 */
const CONSEQUENCES: ReadonlySet<CaseEvent['kind']> = new Set([
  'taskStarted',
  'officialsBarred',
  'stepPassedOver',
  'outcomeTimed',
  'taskLate',
  'taskReminded',
  'calendarChanged',
  'termsRecounted',
  'caseClosed',
  'viewStepReached',
  'branchArrived',
  'silenceCounted',
  'silenceDecided',
  'branchesLeft',
  'taskEnded',
  'stepHeld',
  'stepsResumed',
  'correctionMissed',
  'hearingOpened',
  'hearingEnded',
  'askingEnded',
  'answerDropped',
  'askedRecounted',
  'caseEnded',
])

export type Names = ReadonlyMap<string, string>

type Filer = Pick<Party, 'accountId' | 'representative'>

/** `filer`: whose account filed, and by which power of attorney where it was for another. */
export function historyOf(
  events: readonly CaseEvent[],
  place: EditionPlace,
  reader: Actor,
  names: Names,
  filer: Filer | null = null,
): readonly HistoryLine[] {
  const isApplicant = reader.kind === 'applicant'
  const eventAt = inHistory(events)
  return events.flatMap((event, order): HistoryLine[] => {
    if (
      event.kind === 'viewStepReached' ||
      event.kind === 'caseEnded' ||
      changesNothing(event) ||
      (isApplicant && !FOR_APPLICANT.has(event.kind))
    )
      return []
    const isOwnDoing = event.actor.kind === 'staff' && !CONSEQUENCES.has(event.kind)
    const by = isApplicant || !isOwnDoing ? null : (names.get(event.actor.id) ?? event.actor.id)
    return [
      {
        at: event.at,
        event: event.kind,
        stepId: 'stepId' in event ? event.stepId : null,
        text: textOf(event, events.slice(0, order), place, isApplicant, names),
        source: event.source,
        due: dueDateOfEvent(eventAt, order + 1),
        by,
        ...(by !== null && byOrderOf(event.actor, names)),
        ...byPowerOf(event, filer),
      },
    ]
  })
}

function byOrderOf(actor: Actor, names: Names): Pick<HistoryLine, 'byOrder'> {
  const { onBehalfOf } = actor.kind === 'staff' ? actor : {}
  return onBehalfOf === undefined ? {} : { byOrder: { absent: names.get(onBehalfOf.id) ?? onBehalfOf.id, order: onBehalfOf.order } }
}

/** What was done from the account that filed for another was done by the power of attorney. */
function byPowerOf({ kind, actor }: CaseEvent, filer: Filer | null): Pick<HistoryLine, 'byPower'> {
  if (actor.kind !== 'applicant' || filer?.representative === undefined || filer.accountId !== actor.id) return {}
  // Nobody ends a hearing by themselves but who says that there is nothing to object.
  if (CONSEQUENCES.has(kind) && kind !== 'hearingEnded') return {}
  const { name, power } = filer.representative
  return { byPower: { name, number: power.number } }
}

/** Another version of the calendar that counts every open term of this case as before. */
function changesNothing(event: CaseEvent): boolean {
  const isChange = event.kind === 'calendarChanged' || event.kind === 'termsRecounted'
  return isChange && event.total === null && event.tasks.length + event.outcomes.length === 0
}

function textOf(event: CaseEvent, before: readonly CaseEvent[], place: EditionPlace, isApplicant: boolean, names: Names): LocalText {
  const step = 'stepId' in event && event.kind !== 'viewStepReached' ? stepById(place.variant.procedure.steps, event.stepId) : null
  const isComplaint = place.variant.complains !== undefined
  switch (event.kind) {
    case 'caseOpened':
      return fillText(isComplaint ? TEXTS.complaintOpened : TEXTS.caseOpened, { number: event.opening.requestNumber })
    case 'proceedingsOpened':
      return fillText(TEXTS.proceedingsOpened, {
        number: event.opening.requestNumber,
        grounds: groundsOf(event.basis, place),
        reason: event.basis.reason,
      })
    case 'entered':
      return fillText(TEXTS.entered, { number: event.journalNumber })
    case 'assigned':
      return isApplicant
        ? TEXTS.assigned
        : fillText(TEXTS.assignedNamed, { name: names.get(event.officerId) ?? event.officerId, text: event.instruction })
    case 'reassigned':
      return isApplicant
        ? TEXTS.reassigned
        : fillText(TEXTS.reassignedNamed, { name: names.get(event.officerId) ?? event.officerId, text: event.reason })
    case 'incidentSettled':
      return fillText(event.how === 'nudged' ? TEXTS.incidentNudged : TEXTS.incidentAbandoned, {
        what: texts.incidents[event.incident],
        text: event.reason,
      })
    case 'writtenInStateLanguage':
      return fillText(TEXTS.writtenInStateLanguage, { text: event.text })
    case 'alsoWritten':
      return fillText(TEXTS.alsoWritten, { language: writtenIn(event.language), text: event.text })
    case 'drafted':
      return TEXTS[DRAFTED[isOfOffice(before) ? 'measure' : 'request'][event.draft.decision]]
    case 'concluded':
      return TEXTS[CONCLUDED[isOfOffice(before) ? 'measure' : 'request'][event.draft.decision]]
    case 'unitOpined':
      return fillText(event.opinion === 'agrees' ? TEXTS.unitAgreed : TEXTS.unitObjected, {
        unit: unitName(event.unit, place),
        text: event.reason,
      })
    case 'silenceCounted':
      return fillText(event.opinion === 'agrees' ? TEXTS.silenceAgrees : TEXTS.silenceObjects, { unit: unitName(event.unit, place) })
    case 'silenceDecided':
      return event.decision === 'grant' ? TEXTS.silenceGrants : TEXTS.silenceRefuses
    case 'opinionGiven':
      return fillText(event.opinion === 'agrees' ? TEXTS.opinionAgrees : TEXTS.opinionObjects, { text: event.reason })
    case 'assignmentTakenBack':
    case 'assignmentDeclined':
    case 'returned':
      if (isApplicant) return AGAIN_FOR_APPLICANT[event.kind]
      return fillText(TEXTS[event.kind], { text: event.reason })
    case 'registerChanged':
      return fillText(TEXTS[CHANGED[event.change.does]], { number: event.change.earlier ?? event.change.number ?? '' })
    case 'numberVoided':
      return fillText(TEXTS.numberVoided, { number: event.number })
    case 'complaintAbout':
      return fillText(TEXTS.complaintAbout, { number: event.subject.requestNumber })
    case 'officialsBarred':
      return isApplicant
        ? TEXTS.officialsBarred
        : fillText(TEXTS.officialsBarredNamed, { names: event.officials.map((id) => names.get(id) ?? id).join(', ') })
    case 'stepPassedOver':
      return fillText(TEXTS.stepPassedOver, { step: step!.name })
    case 'complaintSatisfied':
      return fillText(event.annuls ? TEXTS.complaintAnnuls : TEXTS.complaintSatisfied, { number: event.complaint.requestNumber })
    case 'caseReopened':
      return TEXTS.caseReopened
    case 'caseClosed':
      return closedText(event.decision, isOfOffice(before) ? 'measure' : isComplaint ? 'complaint' : 'request')
    case 'taskStarted':
      return fillText(beganBefore(event.stepId, before) ? TEXTS.taskStartedAgain : TEXTS.taskStarted, { step: step!.name })
    case 'outcomeTimed':
      return fillText(OUTCOME_TIMED[event.outcome], { step: step!.name })
    case 'taskLate':
    case 'taskReminded':
    case 'taskWithdrawn':
    case 'taskEnded':
    case 'branchArrived':
    case 'stepHeld':
    case 'workWritten':
    case 'workPrepared':
    case 'workSigned':
    case 'workAnswered':
      return fillText(TEXTS[event.kind], { step: step!.name })
    case 'taskCompleted':
      return fillText(STEP_ENDED[event.outcome], { step: step!.name, completion: step!.completion })
    case 'branchesLeft':
      return fillText(event.why === 'joined' ? TEXTS.branchesJoined : TEXTS.branchesReturned, { step: step!.name })
    case 'termsRecounted':
      return TEXTS.calendarChanged
    case 'termExtended':
      return fillText(TEXTS.termExtended, {
        ground: step!.extension?.grounds.find(({ id }) => id === event.ground)?.text ?? event.ground,
        reason: event.reason,
      })
    case 'stepsResumed':
      return TEXTS.stepsResumed
    case 'correctionAsked':
      return fillText(TEXTS.correctionAsked, { text: inAll((language) => missingText(event.missing, place, language)) })
    case 'hearingOpened':
      return isOfOffice(before) ? TEXTS.measureHearingOpened : TEXTS.hearingOpened
    case 'oralHearingAsked':
      return fillText(TEXTS.oralHearingAsked, { text: event.text })
    case 'objectionGiven':
      return fillText(TEXTS.objectionGiven, { text: event.text })
    case 'withdrawn':
      return fillText(isComplaint ? TEXTS.complaintWithdrawn : TEXTS.withdrawn, { text: event.reason })
    case 'acceptanceRefused':
      return fillText(TEXTS.acceptanceRefused, { text: event.explanation })
    case 'nonAcceptanceWritten':
      return fillText(TEXTS.nonAcceptanceWritten, { text: event.explanation })
    case 'caseEnded':
      return ENDED[event.how]
    case 'viewStepReached':
      return stepById(place.view.steps, event.stepId).name
    default:
      return TEXTS[event.kind]
  }
}

/** Each remark with the name of what it is about; numbered where there are several, as a line of the history has no list. */
function missingText(missing: readonly MissingItem[], { variant: { form, documents } }: EditionPlace, language: Language): string {
  const fields = form.sections.flatMap((section) => section.fields)
  const named = missing.map((item) => {
    if (item.on === 'other') return item.text
    const name = fields.find(({ id }) => id === item.id)?.label ?? documents.find(({ id }) => id === item.id)?.name
    return name === undefined ? item.text : `${name[language].replace(/[:?]$/, '')}: ${item.text}`
  })
  return named.length === 1 ? named[0]! : named.map((text, place) => `${place + 1}) ${text}`).join(' ')
}

/** On which grounds the authority began by itself. */
function groundsOf({ groundIds }: Basis, { variant }: EditionPlace): LocalText {
  const grounds = variant.proceedings?.grounds.filter(({ id }) => groundIds.includes(id)) ?? []
  return inAll((language) => grounds.map(({ text }) => text[language]).join(' '))
}

function unitName(unit: string, { units }: EditionPlace): LocalText | string {
  return units.find(({ id }) => id === unit)?.name ?? unit
}

const AGAIN_FOR_APPLICANT = {
  assignmentTakenBack: TEXTS.takenBackForApplicant,
  assignmentDeclined: TEXTS.declinedForApplicant,
  returned: TEXTS.returnedForApplicant,
} satisfies Partial<Record<CaseEvent['kind'], LocalText>>

const CHANGED = {
  issues: 'numberIssued',
  extends: 'numberExtended',
  replaces: 'numberReplaced',
  duplicates: 'numberDuplicated',
  corrects: 'numberCorrected',
  suspends: 'numberSuspended',
  resumes: 'numberResumed',
  ends: 'numberEnded',
} as const satisfies Record<ResultAction, keyof typeof TEXTS>

const DRAFTED = {
  request: { grant: 'draftedGrant', refuse: 'draftedRefuse' },
  measure: { grant: 'draftedMeasure', refuse: 'draftedNoMeasure' },
} as const satisfies Record<string, Record<Decision, keyof typeof TEXTS>>

const CONCLUDED = {
  request: { grant: 'concludedGrant', refuse: 'concludedRefuse' },
  measure: { grant: 'concludedMeasure', refuse: 'concludedNoMeasure' },
} as const satisfies Record<string, Record<Decision, keyof typeof TEXTS>>

/** Nobody had applied: the authority began by itself. */
function isOfOffice(before: readonly CaseEvent[]): boolean {
  return before.some(({ kind }) => kind === 'proceedingsOpened')
}

const OUTCOME_TIMED = {
  incomplete: TEXTS.incompleteTimed,
  correction: TEXTS.correctionTimed,
  notAccepted: TEXTS.acceptanceTimed,
} satisfies Record<TimedOutcome, LocalText>

/** A step that did not come to its end is not finished: the line says what ended it. */
const STEP_ENDED = {
  yes: TEXTS.taskCompleted,
  no: TEXTS.taskCompleted,
  done: TEXTS.taskCompleted,
  incomplete: TEXTS.taskCompleted,
  late: TEXTS.stepUnanswered,
  correction: TEXTS.stepToBeCorrected,
  uncorrected: TEXTS.stepUncorrected,
  notAccepted: TEXTS.stepNotAccepted,
  oral: TEXTS.stepOral,
} satisfies Record<Outcome, LocalText>

function beganBefore(stepId: string, before: readonly CaseEvent[]): boolean {
  return before.some((event) => event.kind === 'taskStarted' && event.stepId === stepId)
}

const ENDED = { withdrawn: TEXTS.endedWithdrawn, notAccepted: TEXTS.endedNotAccepted } satisfies Record<EndedHow, LocalText>

/** Whoever did not apply, or complained, was neither provided nor refused a service. */
const CLOSED = {
  request: { grant: TEXTS.closedGrant, refuse: TEXTS.closedRefuse },
  measure: { grant: TEXTS.closedMeasure, refuse: TEXTS.closedNoMeasure },
  complaint: { grant: TEXTS.complaintClosedGrant, refuse: TEXTS.complaintClosedRefuse },
} satisfies Record<string, Record<Decision, LocalText>>

function closedText(decision: Decision, kind: keyof typeof CLOSED): LocalText {
  return CLOSED[kind][decision]
}

/** The state of the case, in one line. */
export function stageOf(
  state: {
    readonly status: string
    readonly basis?: Basis
    readonly tasks: readonly { readonly stepId: string }[]
    readonly asked?: readonly { readonly kind?: string }[]
  },
  edition: Edition,
  variantId: string,
): LocalText {
  const variant = edition.regulation.variants.find(({ id }) => id === variantId)
  const kind = state.basis !== undefined ? 'measure' : variant?.complains === undefined ? 'request' : 'complaint'
  if (state.status === 'granted') return closedText('grant', kind)
  if (state.status === 'refused') return closedText('refuse', kind)
  if (state.status === 'withdrawn' && kind === 'complaint') return TEXTS.complaintEnded
  if (state.status === 'withdrawn' || state.status === 'notAccepted') return ENDED[state.status]
  const steps = variant?.procedure.steps ?? []
  const waitsForHearing = state.basis === undefined ? TEXTS.waitsForHearing : TEXTS.waitsForHolder
  const waits = (state.asked ?? []).map(({ kind }) => (kind === 'hearing' ? waitsForHearing : TEXTS.waitsForCorrection))
  const names = [...waits, ...state.tasks.flatMap(({ stepId }) => steps.find(({ id }) => id === stepId)?.name ?? [])]
  return names.length === 0 ? TEXTS.openStage : inAll((language) => names.map((name) => name[language]).join('; '))
}
