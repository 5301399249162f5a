import type { KeptWork, SignedDocument, WorkCommand, WorkEvent } from './work-model.ts'
import type { Instant, Language, LocalDate, LocalText, Refusal, Source, Tiyn } from '@ruqsat/foundation'
import type { ApplicantKind, Branch, ClockTables, Edition, NoticeMoment, Outcome, Reminder, StaffRole, TimedOutcome } from '@ruqsat/law'
import type { DueDate, Stop } from '@ruqsat/clock'
import type { ApplicantCommand, ApplicantEvent, AskedOfApplicant, EndedHow, KeptNonAcceptance, OfAnswer } from './applicant/model.ts'
import type { BarredOfficials, ComplaintCommand, ComplaintEvent, ComplaintSubject, KeptComplaint } from './complaint-model.ts'
import type { Decision, Deemed, DraftResult, Opinion, WrittenBesides, WrittenDraft, WrittenOpinion, WrittenText } from './draft-model.ts'
import type { GivenWay } from './given-way.ts'
import type { Basis, PreparedDocument, RegisterChange } from './results-model.ts'

export type * from './results-model.ts'
export type * from './complaint-model.ts'
export type * from './draft-model.ts'

export type { KeptWork, SignedDocument, Work, WorkPaper } from './work-model.ts'

/** Who does something: an argument everywhere, because it is evidence. Names of people stay out of events; ids stand for them. */
export type Actor =
  | {
      readonly kind: 'staff'
      readonly id: string
      readonly role: StaffRole
      readonly authority: string
      /** The unit by its id in the act: of several bodies that are asked, each answers for itself. */
      readonly unit?: string
      /** Absent where they do their own work. */
      readonly onBehalfOf?: OnBehalfOf
    }
  | { readonly kind: 'applicant'; readonly id: string }
  | { readonly kind: 'system'; readonly id: string }

/** Whose work somebody else does, and the order that says so. Role, authority and unit of the actor are then those of this person. */
export type OnBehalfOf = { readonly id: string; readonly role: StaffRole; readonly order: ActingOrder }
/** An order by which one official acts for another: on the first and the last day, and between them. */
export type ActingOrder = {
  readonly number: string
  readonly date: LocalDate
  readonly why: 'leave' | 'delegation'
  readonly from: LocalDate
  readonly until: LocalDate
  /** Whether it includes the signature under a result. */
  readonly signs: boolean
}

// ---------------------------------------------------------------- commands

type Common = {
  /** Version of the case that the person saw; a later one is a Refusal that says who acted. */
  readonly expectedVersion?: number
  /** Random ids for the tasks that this command may start (`mostStarted`); the caller makes them. */
  readonly newIds: readonly string[]
}

export type Command = Common &
  (
    | ApplicantCommand
    /** With a `basis` the authority opens the case by itself: nobody has applied, and nothing was signed. */
    | {
        readonly kind: 'open'
        readonly opening: Opening
        readonly basis?: Basis
        /** Of a complaint: the case that it is about. */
        readonly about?: ComplaintSubject
        readonly barred?: BarredOfficials
      }
    | ComplaintCommand
    | { readonly kind: 'accept'; readonly taskId: string; readonly journalNumber: string }
    | { readonly kind: 'assign'; readonly taskId: string; readonly officerId: string; readonly instruction: string }
    | { readonly kind: 'takeBackAssignment'; readonly reason: string }
    /** The head gives the open work of the officer to another one; it goes on with its terms. */
    | { readonly kind: 'reassign'; readonly officerId: string; readonly reason: string }
    | { readonly kind: 'declineAssignment'; readonly taskId: string; readonly reason: string }
    /** By how many units of the step's time, on which of its grounds. */
    | { readonly kind: 'extendTerm'; readonly taskId: string; readonly amount: number; readonly ground: string; readonly reason: string }
    /** `incomplete`: the set of documents is incomplete; only where the step's table says what follows then, and only with a refusal. */
    | ({ readonly kind: 'examine'; readonly taskId: string; readonly draft: DraftResult; readonly incomplete?: boolean } & WrittenBesides)
    | ({ readonly kind: 'approve'; readonly taskId: string } & WrittenOpinion)
    | ({ readonly kind: 'conclude'; readonly taskId: string; readonly draft: DraftResult } & WrittenBesides)
    | {
        readonly kind: 'returnToOfficer'
        readonly taskId: string
        readonly reason: string
        /** The host found that the register no longer takes the grant; then there is a way back where the table names none. */
        readonly isGrantBlocked?: true
      }
    | { readonly kind: 'prepareResult'; readonly taskId: string; readonly document: PreparedDocument }
    | {
        readonly kind: 'signResult'
        readonly taskId: string
        readonly signed: SignedDocument
        /** What the grant does to the register; left out where it only gives a number for ever. */
        readonly register?: RegisterChange
      }
    | { readonly kind: 'handOver'; readonly taskId: string }
    | WorkCommand
    | { readonly kind: 'markLate'; readonly taskId: string }
    | {
        readonly kind: 'settleIncident'
        readonly incidentId: string
        readonly incident: IncidentKind
        readonly how: IncidentSettled
        readonly reason: string
        /** The answer of the applicant that waits for what is given up. */
        readonly drops?: OfAnswer
      }
    /** The law has changed the working calendar: open terms are counted again. */
    | { readonly kind: 'changeCalendar' }
  )

/** What did not go on by itself: a message, the clock's look at a task, a recount by a new calendar, the setting of a paper. */
export type IncidentKind = 'outbox' | 'timer' | 'calendar' | 'paper'
/** Tried again, or given up for ever. */
export type IncidentSettled = 'nudged' | 'abandoned'

/** The facts of a registration. No personal data: `applicantRef` names a row of its own, `requestSha256` the signed bytes. */
export type Opening = {
  readonly caseId: string
  readonly authority: string
  readonly regulation: string
  readonly editionHash: string
  readonly variant: string
  readonly view: string
  readonly requestNumber: string
  readonly applicantRef: string
  readonly applicantKind: ApplicantKind
  readonly requestSha256: string
  /** Null where the authority opened the case by itself. */
  readonly signatureSha256: string | null
  readonly payment: { readonly orderId: string; readonly amountTiyn: Tiyn; readonly paidAt: Instant } | null
}

/** Why work ended without being done although no assignment ended: see `taskEnded`. */
export type Ended = 'notAwaited' | 'branchReturned' | 'procedureEnded' | 'caseEnded' | 'decidedBySilence'

// ---------------------------------------------------------------- events (released shapes are frozen; a change is a new kind with `v2`)

export type CaseEvent = { readonly at: Instant; readonly actor: Actor; readonly source: Source | null } & (
  | ApplicantEvent
  | ComplaintEvent
  | {
      readonly kind: 'caseOpened'
      readonly opening: Opening
      readonly total: DueDate
      readonly totalIsSum: boolean
      /** The act gives the silence of the provider a meaning: at the end of the total something is decided. */
      readonly silenceDecides?: true
    }
  /** In place of `caseOpened`, where the authority opens the case by itself; `opening.applicantRef` names whom it is about. */
  | {
      readonly kind: 'proceedingsOpened'
      readonly opening: Opening
      readonly basis: Basis
      readonly total: DueDate
      readonly totalIsSum: boolean
    }
  | { readonly kind: 'viewStepReached'; readonly stepId: string; readonly outcome: Outcome | null }
  | {
      readonly kind: 'taskStarted'
      readonly taskId: string
      readonly stepId: string
      readonly unit: string
      readonly role: StaffRole
      readonly assignee: string | null
      readonly due: DueDate | null
      readonly way?: GivenWay
    }
  /** Follows the start of a task whose step gives this outcome a time of its own. */
  | {
      readonly kind: 'outcomeTimed'
      readonly taskId: string
      readonly stepId: string
      readonly outcome: TimedOutcome
      readonly due: DueDate
      readonly source: Source
    }
  | { readonly kind: 'taskCompleted'; readonly taskId: string; readonly stepId: string; readonly outcome: Outcome; readonly late: boolean }
  | {
      readonly kind: 'taskWithdrawn'
      readonly taskId: string
      readonly stepId: string
      readonly why: 'assignmentTakenBack' | 'assignmentDeclined' | 'returned'
    }
  | { readonly kind: 'entered'; readonly journalNumber: string }
  | { readonly kind: 'assigned'; readonly officerId: string; readonly instruction: string }
  | { readonly kind: 'assignmentTakenBack'; readonly officerId: string; readonly reason: string }
  | { readonly kind: 'assignmentDeclined'; readonly officerId: string; readonly reason: string }
  /** The officer's open work, in whichever branches it is, is another one's now. */
  | {
      readonly kind: 'reassigned'
      readonly fromId: string
      readonly officerId: string
      readonly reason: string
      readonly tasks: readonly { readonly taskId: string; readonly stepId: string }[]
    }
  | { readonly kind: 'drafted'; readonly draft: DraftResult }
  | { readonly kind: 'opinionGiven'; readonly opinion: Opinion; readonly reason: string }
  | { readonly kind: 'concluded'; readonly draft: DraftResult }
  /** Follows the text that it puts into the state language: explanation or reasons. */
  | { readonly kind: 'writtenInStateLanguage'; readonly of: WrittenText; readonly text: string }
  /** The same for a language in which nobody has to write it. */
  | { readonly kind: 'alsoWritten'; readonly of: 'draft' | 'conclusion'; readonly language: Language; readonly text: string }
  /** `isGrantBlocked`: not by the table, but because the register no longer took the grant. */
  | { readonly kind: 'returned'; readonly reason: string; readonly toStepId: string; readonly isGrantBlocked?: true }
  | { readonly kind: 'resultPrepared'; readonly document: PreparedDocument }
  | { readonly kind: 'numberVoided'; readonly number: string; readonly reason: string }
  | { readonly kind: 'resultSigned'; readonly document: SignedDocument; readonly number: string | null; readonly decision: Decision }
  /** Follows the signature: what the result does to the register, in the very transaction in which it does so. */
  | { readonly kind: 'registerChanged'; readonly change: RegisterChange }
  | { readonly kind: 'handedOver'; readonly documentId: string }
  /** What a body said at its task. Said again at the same step, after a return, it takes the place of what it said before. */
  | ({ readonly kind: 'unitOpined'; readonly taskId: string; readonly stepId: string; readonly unit: string } & WrittenOpinion)
  /** The term of a body passed without an answer, and the act says what that means; `since` is the instant at which it did. */
  | {
      readonly kind: 'silenceCounted'
      readonly taskId: string
      readonly stepId: string
      readonly unit: string
      readonly opinion: Opinion
      readonly since: Instant
    }
  /** The whole term passed without a signed result, and the act says what that means from `since` on. What is left is the paper about it. */
  | {
      readonly kind: 'silenceDecided'
      readonly decision: Decision
      readonly ground: string | null
      readonly since: Instant
      readonly toStepId: string
    }
  /** A branch has come to the step at which its split joins, and waits there for others. */
  | { readonly kind: 'branchArrived'; readonly stepId: string; readonly branch: ArrivedBranch }
  /** All branches of these splits are over: they met at the step, or the work went back to it. `dropped` waited in them for an officer. */
  | {
      readonly kind: 'branchesLeft'
      readonly stepId: string
      readonly why: 'joined' | 'returned'
      readonly splits: readonly string[]
      readonly dropped: readonly string[]
    }
  /** Open work that nobody needs any more, because the case went on without it. */
  | { readonly kind: 'taskEnded'; readonly taskId: string; readonly stepId: string; readonly why: Ended }
  /** The step waits until an officer is named; it starts with the next assignment. */
  | { readonly kind: 'stepHeld'; readonly stepId: string; readonly ways?: readonly GivenWay[] }
  | { readonly kind: 'stepsResumed'; readonly stepIds: readonly string[] }
  | { readonly kind: 'taskLate'; readonly taskId: string; readonly stepId: string }
  /** Something of the case did not go on by itself, and somebody tried it again or gave it up. */
  | {
      readonly kind: 'incidentSettled'
      readonly incidentId: string
      readonly incident: IncidentKind
      readonly how: IncidentSettled
      readonly reason: string
    }
  /** The open task was brought to mind, by a reminder of the act, the general law or the installation (no source); each once. */
  | {
      readonly kind: 'taskReminded'
      readonly taskId: string
      readonly stepId: string
      readonly reminder: string
      readonly to: Reminder['to']
    }
  /** By which version the case is counted from now on, and the open terms that it counts otherwise; each holds what it was before. */
  | {
      readonly kind: 'calendarChanged'
      readonly calendar: CalendarVersion
      readonly total: DueDate | null
      readonly tasks: readonly { readonly taskId: string; readonly stepId: string; readonly due: DueDate }[]
      readonly outcomes: readonly { readonly taskId: string; readonly outcome: TimedOutcome; readonly due: DueDate }[]
    }
  /** The same, and each term names the event in which it was counted before, instead of repeating that count. */
  | {
      readonly kind: 'termsRecounted'
      readonly calendar: CalendarVersion
      readonly total: Recounted | null
      readonly tasks: readonly (Recounted & { readonly taskId: string; readonly stepId: string; readonly way?: GivenWay })[]
      readonly outcomes: readonly (Recounted & {
        readonly taskId: string
        readonly outcome: TimedOutcome
        readonly source: Source
      })[]
    }
  /** The whole and the time of the step end later; both name where they were counted before. */
  | {
      readonly kind: 'termExtended'
      readonly taskId: string
      readonly stepId: string
      readonly amount: number
      readonly ground: string
      readonly reason: string
      readonly total: Recounted
      readonly task: Recounted
    }
  | WorkEvent
  | { readonly kind: 'caseClosed'; readonly decision: Decision }
)

/** A term that was counted again, and where it was counted before. */
export type Recounted = { readonly due: DueDate; readonly was: Counted }

// ---------------------------------------------------------------- state

/** When a term ends, and the number of the event that counted it: the derivation is there and nowhere else (`dueDateIn`). */
export type Counted = { readonly due: Instant; readonly event: number }

/** A branch that waits at its join, with the ways on which it came there; absent where on none. */
export type ArrivedBranch = Branch & { readonly ways?: readonly GivenWay[] }

export type CalendarVersion = { readonly id: string; readonly version: string }

export type Task = {
  readonly id: string
  readonly stepId: string
  readonly unit: string
  readonly role: StaffRole
  readonly assignee: string | null
  readonly startedAt: Instant
  readonly due: Counted | null
  readonly late: boolean
  /** Ids of the reminders that went out; absent where none did. */
  readonly reminded?: readonly string[]
  /** Absent where its result need not be given by a moment of its own. */
  readonly way?: GivenWay
  /** Outcomes that may be found only until an instant before the task's own; absent where the step has none. */
  readonly outcomeTimes?: readonly OutcomeTime[]
}

/** Until when an outcome may be found, that instant included; `source` gives it the time. */
export type OutcomeTime = { readonly outcome: TimedOutcome; readonly due: Counted; readonly source: Source }

export type DoneTask = {
  readonly id: string
  readonly stepId: string
  readonly by: Actor
  readonly at: Instant
  /** Absent where the work was done; else why the task was closed without being done. */
  readonly withdrawn?: 'assignmentTakenBack' | 'assignmentDeclined' | 'returned' | Ended
}

/** What one body said, at which step, who wrote it and when. */
export type GivenOpinion = WrittenOpinion & {
  readonly stepId: string
  readonly unit: string
  readonly by: Actor
  readonly at: Instant
  /** Nobody said it: the term passed, and the act takes that for this answer. */
  readonly bySilence?: true
}

/** What decides, and nothing else: how a term was counted and why something happened is in the events. */
export type CaseState = {
  readonly kind: 'case'
  readonly version: number
  readonly status: 'none' | 'open' | 'granted' | 'refused' | EndedHow
  readonly opening: Opening | null
  readonly openedAt: Instant | null
  readonly total: Counted | null
  readonly totalIsSum: boolean
  /** Absent where nothing is decided by the end of the total. */
  readonly silenceDecides?: true
  /** What the request counts as, because the total passed without a signed result; absent where it did not. */
  readonly deemed?: Deemed
  /** By which version of the calendar the case is counted: that of its opening, until the law changes it. */
  readonly calendar: CalendarVersion | null
  /** Absent where somebody applied. */
  readonly basis?: Basis
  readonly viewStepId: string | null
  readonly tasks: readonly Task[]
  /** Tasks that are done, with who did them, so that a second official learns by whom. */
  readonly doneTasks: readonly DoneTask[]
  /** The last act of a person, so that a stale page can say whose act it missed; a timer's mark does not make a page stale. */
  readonly lastAct: { readonly version: number; readonly by: Actor; readonly at: Instant } | null
  /** The step at which an assignment was taken back or declined: the next officer goes on from there. */
  readonly resumeStepId: string | null
  /** Steps that wait until the head names an officer; in cases of an earlier release, `resumeStepId`. Absent where none ever did. */
  readonly held?: readonly string[]
  /** The ways that held work is on; absent where none was. */
  readonly waysHeld?: readonly { readonly stepId: string; readonly ways: readonly GivenWay[] }[]
  /** Branches that wait at the step at which their split joins; absent in a case that never split. */
  readonly arrived?: readonly ArrivedBranch[]
  /** What the applicant is to answer; absent in a case that never asked. */
  readonly asked?: readonly AskedOfApplicant[]
  /** Digest of the request that was signed last; absent while it is that of the opening. */
  readonly correctedSha256?: string
  /** Grounds of refusal that were put to the applicant; absent where no hearing was opened. */
  readonly heard?: readonly string[]
  /** How often the applicant was asked to correct the request. */
  readonly corrections?: number
  /** When the total was stopped; absent where it never was. */
  readonly stops?: readonly Stop[]
  /** By how much the term was extended, and at which task; absent where it never was. */
  readonly extended?: { readonly taskId: string; readonly amount: number }
  /** The ground on which the request is refused, because it was not corrected in time. */
  readonly missedGround?: string | null
  /** A refusal to accept, from when it was written; absent where none was. */
  readonly nonAcceptance?: KeptNonAcceptance
  readonly journalNumber: string | null
  readonly officerId: string | null
  readonly draft: WrittenDraft | null
  /** Of cases of an earlier release, which asked one body: read all of them by `opinionsOf`. */
  readonly opinion: WrittenOpinion | null
  /** By step, in the order in which they were given; absent until one is. */
  readonly opinions?: readonly GivenOpinion[]
  /** What was written at steps that decide nothing, of each step the last; absent until something is. */
  readonly works?: readonly KeptWork[]
  readonly conclusion: WrittenDraft | null
  readonly reservedNumber: string | null
  /** See `PreparedDocument.isOwnNumber`; absent otherwise. */
  readonly isOwnNumber?: true
  readonly prepared: PreparedDocument | null
  readonly signed: SignedDocument | null
  readonly closedAt: Instant | null
  /** Of a complaint: the case that it is about. */
  readonly complaintAbout?: ComplaintSubject
  /** Of a complaint: who may not work at it; absent where nobody is barred. */
  readonly barred?: BarredOfficials
  /** Complaints about this case that were satisfied; absent where none was. */
  readonly complaints?: readonly KeptComplaint[]
  /** When the case began again by such a complaint; its terms count from here. Absent where it never did. */
  readonly reopenedAt?: Instant
}

/** Everything decide may know besides the state: the pinned edition and the clock's tables. */
export type DecideContext = {
  readonly edition: Edition
  readonly tables: ClockTables
  /** Of the installation, for acts that say nothing themselves. */
  readonly reminders?: readonly Reminding[]
}

/** A reminder; those of an installation have no source. */
export type Reminding = Omit<Reminder, 'source'> & { readonly source?: Source }

export type Decided = readonly CaseEvent[] | Refusal
export type NoticeIntent = {
  readonly kind: NoticeMoment
  readonly to: 'applicant' | 'superior' | StaffRole
  /** The official who has the task; absent where anybody of the role may take it. */
  readonly person?: string
  /** The unit whose task it is about; absent where the role alone says who is informed. */
  readonly unit?: string
  readonly facts: Readonly<Record<string, string>>
  readonly text?: LocalText
}

type WithoutHead<E> = E extends CaseEvent ? Omit<E, 'at' | 'actor'> : never
/** An event before `decide` writes its head: who and when are the same for every event of one command. */
export type EventBody = WithoutHead<CaseEvent>
/** One kind of command with its fields. */
export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>
export type EventOf<K extends CaseEvent['kind']> = Extract<CaseEvent, { readonly kind: K }>
