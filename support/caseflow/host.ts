import type {
  BIN,
  IIN,
  Instant,
  LocalDate,
  LocalText,
  Refusal,
  RequestNumber,
  Source,
  Tiyn,
  MailAddress,
  MobileNumber,
  Language,
} from '@ruqsat/foundation'
import type { ApplicantKind, ComplaintMatter } from '@ruqsat/law'
import type {
  ActingOrder,
  Actor,
  Basis,
  CaseEvent,
  CaseState,
  Command,
  CountedTask,
  MissingItem,
  WrittenDraft,
  WrittenNonAcceptance,
  WrittenBesides,
} from '@ruqsat/engine'
import type { DueDate } from '@ruqsat/clock'
import type { IncidentQuery, SettleIncident } from './incidents.ts'
import type { Incident } from './store/incidents.ts'
import type { OfficerWithWork, TaskLoad, TaskPage, TaskQuery } from './task-lists.ts'
import type { Representative, WrittenWork } from '@ruqsat/documents'

export * from './task-lists.ts'
export type { CaseFact, CaseNews, NewsOfCase, TaskClosed } from './news.ts'

/**
 * What a host of cases offers to portal, workstation, centre and contact. Asynchronous and serialisable, so that in-process and HTTP are the same.
 * Every read and act checks the reader: an applicant sees own cases, staff see cases of their authority and their role's tasks.
 * All acts are durable when they answer; the same idempotency key gives the same answer.
 */
export interface CaseHost {
  /** Keeps an attachment's bytes for this authority under their SHA-256 (hex); the same bytes twice are kept once. Refuses a wrong digest. */
  storeAttachment(attachment: { readonly authority: string; readonly sha256: string; readonly bytes: Uint8Array }): Promise<Refusal | null>
  /** Checks the signature again, opens the case and gives the request number. Same `idempotencyKey`: the same case and number. */
  register(submission: Submission): Promise<Registered | Waiting | Refusal>
  /**
   * Registers what came to the counter on paper: signed by the employee who entered it, in their own post. Same `idempotencyKey`: the same
   * case and number.
   */
  registerAtCounter(submission: Submission, actor: Actor): Promise<Registered | Waiting | Refusal>
  /** Why a request that names these answers would certainly be refused for the earlier number; null where it would not. */
  earlierAtCounter(asked: EarlierAtCounter): Promise<Refusal | null>
  /** What the register knows of a number on which this official may open proceedings, or why they may not be opened on it. */
  numberForProceedings(asked: ProceedingsAsked, actor: Actor): Promise<NumberForProceedings | Refusal>
  /** Opens a case by the authority itself: nobody has applied. Same `idempotencyKey`: the same case and number. */
  openProceedings(opening: ProceedingsOpening, actor: Actor): Promise<Registered | Refusal>
  /** Open tasks that this official may do, of all that they act as (own work, and others' by orders); how many there are of them and how many are late (at `now`, or marked so). */
  listTasks(actors: Actor | readonly Actor[], query?: TaskQuery): Promise<TaskPage>
  /** Every open task of the head's authority, whoever has it, in the same order. Nobody but a head sees any. */
  listTasksOfAuthority(head: Actor, query?: TaskQuery): Promise<TaskPage>
  /** Open cases that wait for an answer of their applicant, the first to end first: an officer's own, or of the authority. 200 at most. */
  listWaiting(reader: Actor): Promise<readonly WaitingCase[]>
  /** Officers who have open work in the head's authority, also who has left, with how much of it. Nobody but a head sees any. */
  officersWithWork(head: Actor): Promise<readonly OfficerWithWork[]>
  /** How much is open in the head's authority and how much of it is late now. Nobody but a head sees any. */
  loadOfAuthority(head: Actor): Promise<TaskLoad>
  /** One case as this reader may see it. */
  readCase(caseId: string, reader: Reader): Promise<CaseView | Refusal>
  findByNumber(requestNumber: RequestNumber, reader: Reader): Promise<CaseView | Refusal>
  /** Cases of an applicant, newest first. */
  listForApplicant(reader: Reader, query?: OwnCasesQuery): Promise<readonly CaseSummary[]>
  /** Does a staff act. The host adds ids; a lost race is a Refusal that names who was first. */
  act(caseId: string, act: StaffAct, actor: Actor): Promise<CaseView | Refusal>
  /** What of the authority's cases does not go on by itself; for its heads. */
  listIncidents(head: Actor, query?: IncidentQuery): Promise<readonly IncidentOfCase[]>
  /** Tries it again, or gives it up: an event of the case says who did so and why. */
  settleIncident(asked: SettleIncident, head: Actor): Promise<Incident | Refusal>
  /** Of the result, of the paper of a step that decides nothing, or of a refusal to accept. Renders, lints and reserves the number; the bytes to be signed are then fetched by `readDocument`. */
  prepareResult(caseId: string, taskId: string, actor: Actor): Promise<PreparedResult | Refusal>
  /** Of the result, or of such a paper. Takes the official's CMS over the prepared bytes, verifies it, assembles the document, completes the step. */
  signResult(caseId: string, taskId: string, documentId: string, cmsBase64: string, actor: Actor): Promise<CaseView | Waiting | Refusal>
  /** Takes the request that its applicant has corrected and signed again. The same bytes twice are one correction. */
  correct(caseId: string, correction: CorrectionSubmission, reader: Reader): Promise<CaseView | Waiting | Refusal>
  /** Ends the case because its applicant takes the request back. */
  withdraw(caseId: string, withdrawal: RequestWithdrawal, reader: Reader): Promise<CaseView | Refusal>
  /** The party's word on the draft of a refusal or a measure: signed, or that there is none. */
  answerHearing(caseId: string, answer: HearingAnswer, reader: Reader): Promise<CaseView | Waiting | Refusal>
  /** In its place: to be heard in person, where the act says how. `text`: what about; may be empty. */
  askOralHearing(caseId: string, asked: OralHearingAsked, reader: Reader): Promise<CaseView | Refusal>
  readDocument(documentId: string, reader: Reader): Promise<StoredDocument | Refusal>
  readAttachment(caseId: string, sha256: string, reader: Reader): Promise<StoredDocument | Refusal>
}

/** What the contact centre may ask of a host: the stage of a request and its due dates, for a caller who has shown that it is theirs. No name, no paper, no ground. */
export interface StageRead {
  stageFor(asked: StageAsked): Promise<StageSeen | Refusal>
}

export type StageAsked = { readonly requestNumber: RequestNumber; readonly proof: CallerProof }

/** Two answers that whoever filed the request knows: the last four digits of the IIN or BIN, and of the telephone, or the day of the registration. */
export type CallerProof = {
  readonly identifierEnd: string
  readonly second: { readonly kind: 'phone'; readonly end: string } | { readonly kind: 'day'; readonly day: LocalDate }
}

export type StageSeen = {
  readonly kind: 'stageSeen'
  readonly requestNumber: string
  readonly service: LocalText
  readonly variant: LocalText
  readonly status: CaseState['status']
  readonly stage: LocalText
  readonly registeredAt: Instant
  readonly total: DueDate
  readonly editionHash: string
  readonly variantId: string
  readonly isClockStopped: boolean
  /** What the applicant is asked for now, and by when; null where nothing is. */
  readonly awaited: { readonly what: 'correction' | 'hearing'; readonly due: DueDate } | null
}

/** What an operator of a hall may ask of a host: the result of a request, for who has come for it with its number and says whose it is. */
export interface ResultRead {
  resultFor(asked: ResultAsked, operator: Actor): Promise<ResultSeen | Refusal>
  /** The signed file, to be printed; refused where `resultFor` is. */
  resultPaper(asked: ResultAsked, operator: Actor): Promise<StoredDocument | Refusal>
}

/** `identifier`: the whole IIN or BIN of who applied. */
export type ResultAsked = { readonly requestNumber: RequestNumber; readonly identifier: IIN | BIN }

export type ResultSeen = {
  readonly kind: 'resultSeen'
  readonly authority: string
  readonly caseId: string
  readonly requestNumber: string
  readonly regulation: string
  readonly editionHash: string
  readonly variantId: string
  readonly service: LocalText
  readonly variant: LocalText
  readonly decision: 'grant' | 'refuse'
  readonly holder: Pick<Party, 'kind' | 'iin' | 'bin' | 'name'>
  readonly resultNumber: string | null
  readonly signedAt: Instant
  /** The row of the act's table by which it is handed over at a window. */
  readonly step: { readonly name: LocalText; readonly source: Source }
}

/**
 * Who reads. A firm's cases belong to the firm: an applicant with a BIN sees the cases of that firm, one without their own, what they filed for
 * somebody by a power of attorney, and, by the IIN, what a representative filed for them. That the person
 * is of the firm now is what the portal vouches for. Acts are still an `Actor`'s: the record names people, not firms.
 */
export type Reader =
  | Exclude<Actor, { readonly kind: 'applicant' }>
  | { readonly kind: 'applicant'; readonly id: string; readonly bin?: BIN | null; readonly iin?: IIN | null }

/** Of an applicant's own cases: those behind `after` in the list, no more than `limit` (500 at most), of a number or a service that has this text. */
export type OwnCasesQuery = {
  readonly limit?: number
  readonly after?: Pick<CaseSummary, 'registeredAt' | 'requestNumber'>
  readonly text?: string
  /** These alone: the portal's, for a person of a firm who sees only what they began. */
  readonly numbers?: readonly string[]
}

export type Party = {
  /** Account of the portal that filed. */
  readonly accountId: string
  readonly kind: ApplicantKind
  readonly iin: IIN | null
  readonly bin: BIN | null
  readonly name: string
  readonly address: string
  readonly phone: MobileNumber | ''
  readonly email: MailAddress | ''
  readonly language: Language
  /** Who filed for them from an account of their own, by a power of attorney; absent where nobody did. */
  readonly representative?: Representative
}

export type Submission = {
  readonly idempotencyKey: string
  readonly regulation: string
  readonly editionHash: string
  readonly variant: string
  readonly view: string
  readonly party: Party
  /** The frozen request: canonical JSON bytes and the detached CMS over them, base64. */
  readonly contentBase64: string
  readonly cmsBase64: string
  readonly attachments: readonly {
    readonly slot: string
    readonly name: string
    readonly mediaType: string
    readonly sizeBytes: number
    readonly sha256: string
  }[]
  readonly payment: { readonly orderId: string; readonly amountTiyn: Tiyn; readonly paidAt: Instant } | null
}

export type EarlierAtCounter = Pick<Submission, 'editionHash' | 'variant'> & {
  readonly answers: Readonly<Record<string, string>>
  readonly holder: Pick<Party, 'iin' | 'bin'>
}

/** The request again, for what was asked: schema `ruqsat.request/2`, signed by `party`. */
export type CorrectionSubmission = Pick<Submission, 'party' | 'contentBase64' | 'cmsBase64' | 'attachments'> & { readonly askedId: string }

/** `contentBase64`: the canonical JSON that was signed (`ruqsat.objection/1`, or `/2` by a representative), with its detached CMS; null where nothing is objected. */
export type HearingAnswer = {
  readonly askedId: string
  readonly objection: { readonly party: Party; readonly contentBase64: string; readonly cmsBase64: string } | null
}

export type OralHearingAsked = { readonly askedId: string; readonly text: string }

export type RequestWithdrawal = { readonly reason: string; readonly expectedVersion?: number }

/** A variant that the authority opens by itself, and the number as it was typed. */
export type ProceedingsAsked = { readonly regulation: string; readonly variant: string; readonly number: string }
export type NumberForProceedings = {
  readonly kind: 'numberForProceedings'
  readonly number: string
  readonly title: LocalText
  readonly holder: Pick<Party, 'kind' | 'name' | 'iin' | 'bin'>
  readonly validFrom: LocalDate
  readonly validUntil: LocalDate | null
}
export type ProceedingsOpening = ProceedingsAsked & {
  readonly idempotencyKey: string
  /** Of the form, by field; what is known of the holder is not asked. */
  readonly answers: Readonly<Record<string, string>>
  readonly basis: Basis
}

export type Registered = {
  readonly kind: 'registered'
  readonly caseId: string
  readonly requestNumber: string
  readonly registeredAt: Instant
}

export type IncidentOfCase = Incident & { readonly requestNumber: string }

/** Whether a certificate is revoked cannot be asked now. Nothing was done, nothing is refused: the same call with the same signature goes on later. */
export type Waiting = {
  readonly kind: 'waiting'
  /** The host has kept it and goes on by itself: nobody has to send it again. Absent where it keeps nothing. */
  readonly isKept?: true
}

/** What a host adds itself is not taken from whoever asks. */
type WithoutIds<C> = C extends Command ? Omit<C, 'newIds' | 'isGrantBlocked'> : never

export type StaffAct =
  | WorkAct
  | { readonly kind: 'accept'; readonly taskId: string; readonly expectedVersion?: number }
  | WithoutIds<
      Extract<
        Command,
        {
          kind:
            | 'assign'
            | 'reassign'
            | 'declineAssignment'
            | 'extendTerm'
            | 'takeBackAssignment'
            | 'askCorrection'
            | 'refuseAcceptance'
            | 'examine'
            | 'approve'
            | 'conclude'
            | 'returnToOfficer'
            | 'handOver'
        }
      >
    >

/** At a step that decides nothing: what is written, or what came back from the body that was asked. Files are stored beforehand (`storeAttachment`). */
export type WorkAct = WrittenWork & {
  readonly kind: 'writeWork' | 'answerWork'
  readonly taskId: string
  readonly expectedVersion?: number
}

export type CaseSummary = {
  readonly caseId: string
  readonly requestNumber: string
  readonly service: LocalText
  readonly variant: LocalText
  readonly status: CaseState['status']
  readonly registeredAt: Instant
  /** When the whole is due; `CaseView.total` says how that was counted. */
  readonly totalDue: Instant
  /** The day of it by the authority's wall clock. */
  readonly totalDueOn: LocalDate
  readonly stage: LocalText
  /** The authority opened it by itself: nobody asked for anything. Left out where somebody applied. */
  readonly isOfOffice?: true
  /** A complaint about another case. */
  readonly isComplaint?: true
}

/** What the applicant is asked, since when, until when. `isPresented`: an answer was handed in and is being checked. */
export type WaitingCase = CaseSummary & {
  readonly waits: readonly {
    readonly what: 'correction' | 'hearing'
    readonly since: Instant
    readonly due: Instant
    readonly isPresented: boolean
  }[]
}

export type HistoryLine = {
  readonly at: Instant
  readonly event: CaseEvent['kind']
  readonly stepId: string | null
  readonly text: LocalText
  readonly source: Source | null
  readonly due: DueDate | null
  readonly by: string | null
  /** For whom they did it, by name, and by which order; absent where it was their own work. */
  readonly byOrder?: { readonly absent: string; readonly order: ActingOrder }
  /** Who acted for the applicant, and by which power of attorney; absent where the applicant did it. */
  readonly byPower?: { readonly name: string; readonly number: string }
}

export type CaseView = {
  readonly kind: 'caseView'
  readonly summary: CaseSummary
  readonly total: DueDate
  readonly version: number
  readonly regulation: string
  readonly editionHash: string
  readonly variantId: string
  readonly party: Party
  /** The frozen request as it was signed (parsed canonical JSON). */
  readonly request: unknown
  readonly attachments: Submission['attachments']
  /** Open tasks that the reader may do. */
  readonly tasks: readonly CountedTask[]
  readonly state: CaseState
  readonly history: readonly HistoryLine[]
  /** What the applicant is asked to correct now; absent where nothing is. */
  readonly asked?: AskedView
  /** Requests that were corrected, oldest first; `request` is the one that counts. Absent where there is one alone. */
  readonly earlierRequests?: readonly EarlierRequest[]
  /** The draft of a refusal or a measure that the party may object to now; absent where there is none. */
  readonly hearing?: {
    readonly askedId: string
    /** Of a measure the grounds are those on which the proceedings were opened. */
    readonly draft: WrittenDraft
    /** They may ask to be heard in person. */
    readonly mayBeInPerson: boolean
    readonly due: DueDate
    readonly source: Source | null
    readonly presentedAt?: Instant
  }
  /** What the party objected, oldest first; absent where nothing was. `inPerson`: they asked to be heard in person, and this is what about. */
  readonly objections?: readonly { readonly text: string; readonly at: Instant; readonly inPerson?: true }[]
  /** Why the request was not accepted; absent where it was. */
  readonly nonAcceptance?: WrittenNonAcceptance & {
    readonly at: Instant
    /** Of the signed paper; null in cases of an earlier release, which had none. */
    readonly documentId: string | null
  }
  /** What was written at steps that decide nothing, as far as this reader may see it, the earliest first. */
  readonly works: readonly WorkView[]
  /** For staff whose work it is: why the register no longer takes the grant that was drafted; absent where it does. */
  readonly grantBlocked?: Refusal
  /** Complaints about this case, the earliest first; absent where there are none. */
  readonly complaints?: readonly ComplaintOfCase[]
  /** What of it its applicant may complain of now; absent where nothing is, or where that is complained of already. */
  readonly mayComplain?: ComplaintMatter
  /** What its applicant may choose to complain of besides, whatever the case shows; absent where nothing. */
  readonly mayComplainAlso?: readonly ComplaintMatter[]
  readonly result: {
    readonly documentId: string
    readonly number: string | null
    readonly signedAt: Instant
    readonly decision: 'grant' | 'refuse'
  } | null
}

/** A complaint about a case. */
export type ComplaintOfCase = Pick<CaseSummary, 'caseId' | 'requestNumber' | 'status' | 'isComplaint'> & { readonly what: ComplaintMatter }

/** `inStateLanguage` and `alsoIn`: the list once more as one text, in a language that is not that of the request. */
export type AskedView = WrittenBesides & {
  readonly askedId: string
  readonly stepId: string
  readonly missing: readonly MissingItem[]
  readonly since: Instant
  readonly due: DueDate
  readonly isClockStopped: boolean
  readonly source: Source | null
  /** Of the request that counts now: what the next one takes the place of. */
  readonly requestSha256: string
  /** When an answer was handed in whose signature cannot be judged yet; absent where none was. */
  readonly presentedAt?: Instant
}

/** Superseded by the one after it; what was asked then is said with it. */
export type EarlierRequest = {
  readonly request: unknown
  readonly attachments: Submission['attachments']
  readonly requestSha256: string
  readonly signatureSha256: string
  readonly missing: readonly MissingItem[]
}

/** One letter, visit, entry or question of a case. */
export type WorkView = {
  readonly stepId: string
  readonly taskId: string
  readonly at: Instant
  /** Who wrote it; null for the applicant. */
  readonly by: string | null
  readonly writing: WrittenWork
  /** What came back; null where nothing did yet, or nobody was asked. */
  readonly answer: WrittenWork | null
  /** Its letter or minutes, where it has one that this reader may open. */
  readonly documentId: string | null
  /** False while something of it is still awaited. */
  readonly isDone: boolean
}

export type PreparedResult = {
  readonly kind: 'preparedResult'
  readonly documentId: string
  readonly number: string | null
  readonly sha256: string
  readonly byteRange: readonly number[]
}
export type StoredDocument = {
  readonly kind: 'document'
  readonly name: string
  readonly mediaType: string
  readonly sha256: string
  readonly bytesBase64: string
}
