import type { Instant, LocalDate, LocalText, Source } from '@ruqsat/foundation'
import type { ActIdentity, DecidedReading } from './act-model.ts'
import type { Duration, OfficeHours, Calendar, ZoneRules, MciTable } from '@ruqsat/clock'

/**
 * The regulation language as data: one `Regulation` is one edition of one act, resolved and ready to execute.
 * Everything a person reads is a LocalText; every fact carries its Source. A package folder (YAML) is parsed into this
 * by `loadRegulation`; nothing else makes one. Plain JSON: it survives `canonicalJson` and is hashed whole.
 */
export type Regulation = {
  readonly kind: 'regulation'
  /** Short id used in addresses and traces, e.g. the id of the act in the requirements. */
  readonly id: string
  readonly act: ActIdentity
  /** Official name of the service. */
  readonly service: LocalText
  /** One sentence for the catalogue. */
  readonly summary: LocalText
  readonly authority: Authority
  /** Other acts that are cited, by the id that sources use. */
  readonly laws: readonly CitedLaw[]
  readonly units: readonly Unit[]
  readonly abbreviations: readonly Abbreviation[]
  /** Who may apply. */
  readonly applicants: readonly { readonly kind: ApplicantKind; readonly source: Source }[]
  /** Which system's schema hosts the cases. */
  readonly host: 'licensing' | 'regional'
  readonly conventions: readonly Convention[]
  readonly complaint: Complaint
  readonly variants: readonly Variant[]
  /** What people are told and by what, in this act's words; left out where the house's own words serve at every moment. */
  readonly notices?: readonly Notice[]
  /** The act's own words row by row: prose lists and annex tables apart, each compared with the reading that is executed. */
  readonly transcripts: readonly Transcript[]
  /** Templates of the results with the SHA-256 of their bytes: a case is pinned to them with the rest of the edition. */
  readonly templates: readonly { readonly file: string; readonly sha256: string }[]
  /** Readings decided for the checker's findings. */
  readonly readings: readonly DecidedReading[]
}

export type ApplicantKind = 'individual' | 'legalEntity'

export type Authority = {
  readonly id: string
  readonly name: LocalText
  readonly address: LocalText
  readonly phone: string
  /** Id of a zone in the clock's tables. */
  readonly zone: string
  readonly officeHours: OfficeHours
  readonly officeHoursSource: Source
  /** The calendar pinned by name and version. */
  readonly calendar: string
  readonly source: Source
}

export type CitedLaw = {
  readonly id: string
  readonly name: LocalText
  readonly number: string
  readonly on: LocalDate | 'unknown'
  /** What its numbers count: articles of a law or code, points of a standard or rules. Left out where it has no numbers of its own (a page of a site). */
  readonly numbering?: 'articles' | 'points'
  /** The name as it follows a number, in the case that the language asks for: "ст. 32 Закона ...", "... Заңның 32-бабы", "art. 32 of the Law ...". */
  readonly ofName?: LocalText
}

export type Unit = {
  readonly id: string
  readonly name: LocalText
  /** `applicant` and `system` units do no staff work; `outside` is another authority's unit. */
  readonly kind: 'applicant' | 'provider' | 'outside' | 'system'
  /** The staff role that does this unit's work; null for applicant and systems. */
  readonly role: StaffRole | null
  /** How the act's own list of units names it, where that differs from what it is: an outside body listed among the provider's units. */
  readonly listedAs: 'provider' | 'outside' | null
  /** The information system that this unit is; null for people and where the act leaves it open. */
  readonly system: string | null
  readonly source: Source
}

/** Roles of people, from the glossary. A package maps its units onto these. */
export type StaffRole = 'clerk' | 'head' | 'officer' | 'interestedBody' | 'operator'

/** `covers` names the things that the one abbreviation stands for; more than one is a finding, and so is a second row for the same letters. */
export type Abbreviation = {
  readonly short: string
  readonly text: LocalText
  readonly covers: readonly string[]
  /** The information system that it names. */
  readonly system: string | null
  /** The system that the words of its definition describe, where that is another one. */
  readonly definedAs: string | null
  /** False where the act uses it and never expands it. */
  readonly defined: boolean
  /** False where the act defines it and never uses it. */
  readonly used: boolean
  /** Other spellings in the same act, each where it stands. */
  readonly forms: readonly { readonly written: string; readonly item: string }[]
  readonly source: Source
}

/** A rule of reckoning that the package adopts, e.g. "the day after receipt is day 1". Ids are those of core/clock. */
export type Convention = { readonly id: string; readonly source: Source }

/** `termSource` says until when, where another place does than the one that says to whom. */
export type Complaint = { readonly place: LocalText; readonly term: LocalText; readonly source: Source; readonly termSource?: Source }

export type Variant = {
  readonly id: string
  readonly name: LocalText
  readonly summary: LocalText
  /** Whether this variant can be executed as it stands here. A variant that is only transcribed is shown, never offered. */
  readonly offered: boolean
  /** The act's own total; null where it gives none and the total shown is the sum of the procedure's steps. */
  readonly term: { readonly duration: Duration; readonly source: Source } | null
  readonly fee: Fee | null
  readonly requirements: readonly Requirement[]
  readonly documents: readonly DocumentSlot[]
  readonly form: Form
  readonly grounds: readonly Ground[]
  readonly results: Results
  /** One step table per channel. */
  readonly views: readonly View[]
  /** The staff procedure that runs inside the view's `process` stretch. */
  readonly procedure: Procedure
}

export type Fee = {
  /** Multiple of the MCI of the day of payment. */
  readonly mciRate: number
  readonly name: LocalText
  readonly returnRule: LocalText
  /** Where the rule of return stands, if not where the fee does. */
  readonly returnSource?: Source
  readonly source: Source
}

export type Requirement = { readonly id: string; readonly text: LocalText; readonly source: Source }

export type DocumentSlot = {
  readonly id: string
  readonly name: LocalText
  readonly hint?: LocalText
  readonly required: boolean
  /** Whom it is asked of; absent means everyone. */
  readonly onlyFor?: ApplicantKind
  /** Requirements or grounds that it proves or answers, by id. */
  readonly proves?: readonly string[]
  readonly source: Source
}

/** The moments of a case at which somebody is told. */
export const NOTICE_MOMENTS = ['requestRegistered', 'stageReached', 'resultReady', 'requestRefused', 'taskLate', 'termMoved'] as const
export type NoticeMoment = (typeof NOTICE_MOMENTS)[number]
export const NOTICE_CHANNELS = ['sms', 'email'] as const

/** What is sent at one moment of a case of these variants that came through one of these channels. Words in braces, e.g. `{number}`, are filled in (STANDARD_NOTICES says which). */
export type Notice = {
  readonly id: string
  readonly when: NoticeMoment
  readonly variants: readonly string[]
  readonly views: readonly View['id'][]
  readonly by: readonly (typeof NOTICE_CHANNELS)[number][]
  readonly subject: LocalText
  readonly text: LocalText
  readonly source: Source
}

export type Form = {
  readonly id: string
  readonly sections: readonly FormSection[]
  readonly statements: readonly Statement[]
  readonly source: Source
}
export type FormSection = { readonly id: string; readonly title: LocalText; readonly fields: readonly Field[] }
/** A statement that the applicant makes by signing, each ticked by hand. */
export type Statement = { readonly id: string; readonly text: LocalText; readonly source: Source }

export type Field = {
  readonly id: string
  readonly label: LocalText
  readonly hint?: LocalText
  readonly required: boolean
  readonly onlyFor?: ApplicantKind
  readonly type: FieldType
  /** Answers with which a requirement is certainly not met: they are told before anything is paid. */
  readonly contradicts?: readonly Contradiction[]
  /** Known beforehand and shown unchangeable: from the account and the registers. */
  readonly known?:
    | 'applicant.name'
    | 'applicant.identifier'
    | 'applicant.address'
    | 'applicant.phone'
    | 'applicant.email'
    | 'applicant.head'
  readonly source: Source
}

/**
 * Which answers contradict which requirement, by one of four conditions: the options of a choice (or `yes`, `no`), a number below or above
 * a bound, a day of birth of somebody younger.
 */
export type Contradiction = {
  /** Id of a requirement of the variant. */
  readonly requirement: string
  readonly answers?: readonly string[]
  readonly below?: number
  readonly above?: number
  readonly youngerThanYears?: number
}
export const CONTRADICTION_CONDITIONS = ['answers', 'below', 'above', 'youngerThanYears'] as const

export type FieldType =
  | {
      readonly kind: 'text'
      readonly maxLength: number
      readonly lines?: number
      readonly pattern?: 'cadastral' | 'phone' | 'email' | 'documentNumber'
    }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly decimals: number; readonly unit?: LocalText }
  | { readonly kind: 'date'; readonly rule?: 'notFuture' | 'notPast' }
  | { readonly kind: 'choice'; readonly options: readonly { readonly id: string; readonly label: LocalText }[] }
  | { readonly kind: 'yesNo' }
  | { readonly kind: 'iin' }
  | { readonly kind: 'bin' }

/** A ground of reasoned refusal from the closed list. */
export type Ground = { readonly id: string; readonly text: LocalText; readonly remedy: LocalText; readonly source: Source }

export type Results = {
  readonly grant: ResultDocument & { readonly registerLetters: string; readonly licensedActivity: LocalText }
  readonly refuse: ResultDocument
}
export type ResultDocument = {
  readonly kind: 'licence' | 'permit' | 'reasonedRefusal'
  readonly title: LocalText
  /** File of the package's Typst template. */
  readonly template: string
  /** Wording for the template by label id, our own words. */
  readonly labels: Readonly<Record<string, LocalText>>
  /** The form that the act gives the result; left out: electronic. */
  readonly form?: ResultForm
  readonly source: Source
}
export type ResultForm = 'electronic' | 'paper' | 'both'

export type View = {
  readonly id: 'portal' | 'desk' | 'centre'
  readonly name: LocalText
  readonly offered: boolean
  readonly steps: readonly Step[]
  readonly source: Source
}
export type Procedure = { readonly id: string; readonly steps: readonly Step[]; readonly source: Source }

/** One row of the law's table of actions: number, unit, action, form of completion, time, next with its condition. */
export type Step = {
  readonly id: string
  readonly shape: 'process' | 'condition'
  readonly unit: string
  /** The information system in which it happens, by its id in the requirements, e.g. `IS-PORTAL`. */
  readonly system?: string
  readonly action: Action
  readonly name: LocalText
  readonly completion: LocalText
  /** `from` is the lower end where the act gives a range; the duration is its upper end. */
  readonly time: { readonly duration: Duration; readonly from?: number; readonly source: Source } | null
  readonly next: readonly Next[]
  /** Registers that are asked. */
  readonly asks?: readonly string[]
  /** Identifiers of the certificate that are compared with the request's. */
  readonly compares?: readonly ('iin' | 'bin')[]
  /** False where a step that decides knows no refusal. */
  readonly refuses?: boolean
  /** What reaches the applicant here, where it is not the result itself. */
  readonly delivers?: 'result' | 'notice' | 'paper'
  /** All rows of `next` start at once. */
  readonly splits?: boolean
  /** Waits until everything that a split before it started has arrived. */
  readonly joins?: boolean
  /** Where a `signResult` or `approve` step may send the work back to. */
  readonly returnTo?: string
  /** What the act writes where it differs from what is executed; the reason stands with the decided reading. */
  readonly written?: Written
  readonly source: Source
}

/** The act's own statement of a row, kept beside the reading. `action` is what the written words would execute. */
export type Written = { readonly text: LocalText; readonly action?: Action; readonly unit?: string; readonly system?: string }

/** What a question or a notice is about; the checker compares a refusal with the question before it. */
export const SUBJECTS = ['signIn', 'payment', 'signature', 'registers', 'requirements', 'documents', 'applicantData'] as const
export type Subject = (typeof SUBJECTS)[number]

/** One list of the act's prose, or one annex table, as it is written. */
export type Transcript = {
  readonly id: string
  readonly kind: 'prose' | 'table'
  /** The view or the procedure that it writes about. */
  readonly of: 'portal' | 'desk' | 'centre' | 'procedure'
  readonly variants: readonly string[]
  readonly name: LocalText
  /** Where the text breaks off: the number of its last row; null where it is whole. */
  readonly cutAfter: string | null
  readonly rows: readonly WrittenRow[]
  readonly source: Source
}

/** One row as the act writes it. What the row does not say is null; `step` is the executed step that it is read as. */
export type WrittenRow = {
  /** The row's own number, e.g. that of an annex column. */
  readonly number: string | null
  readonly step: string | null
  readonly unit: string | null
  readonly system: string | null
  readonly about: Subject | null
  /** As written: `10-15 seconds`, `1.5 minutes`; several where the act gives one per variant. */
  readonly times: readonly WrittenTime[]
  readonly next: WrittenNext
  readonly asks: readonly string[] | null
  readonly compares: readonly ('iin' | 'bin')[] | null
  readonly name: LocalText | null
  readonly completion: LocalText | null
  readonly source: Source
}
export type WrittenTime = { readonly amount: number; readonly from?: number; readonly unit: Duration['unit'] }
export type WrittenNext =
  | { readonly kind: 'unsaid' }
  /** A dash: nothing follows. */
  | { readonly kind: 'none' }
  /** Words instead of a number. */
  | { readonly kind: 'words'; readonly text: LocalText }
  | { readonly kind: 'steps'; readonly rows: readonly Next[] }

export type Next = {
  readonly when?: Outcome
  /** The outcome's own time, shorter than the step's: after it the outcome is refused. Counted from the start of the step, as the step's time is. */
  readonly within?: { readonly duration: Duration; readonly source: Source }
  readonly to: string | 'end'
}

/**
 * The closed list of actions; each is implemented once and a package only orders, times and words them.
 * `signIn`, `checkSignIn` belong to the session; `process` is the stretch in which the staff procedure runs.
 */
export const ACTIONS = [
  'registerAccount',
  'takeApplication',
  'signIn',
  'checkSignIn',
  'noticeSignInRefused',
  'fill',
  'pay',
  'checkPayment',
  'noticeNotPaid',
  'chooseCertificate',
  'checkCertificate',
  'noticeSignatureRefused',
  'sign',
  'askRegisters',
  'checkRegisters',
  'noticeNoData',
  'attachScans',
  'sendPackage',
  'registerRequest',
  'checkRequirements',
  'noticeRefused',
  'receiveResult',
  'accept',
  'assign',
  'examine',
  'approve',
  'conclude',
  'signResult',
  'handOver',
] as const
export type Action = (typeof ACTIONS)[number]

/** Outcomes that a `when` can name, per action: conditions give yes/no; examine may find a set incomplete. */
export const OUTCOMES = ['yes', 'no', 'done', 'incomplete', 'late'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Outcomes that whoever does the step finds, and that may have a time of their own; of the others the time is the step's. */
export const TIMED_OUTCOMES = ['incomplete'] as const satisfies readonly Outcome[]
export type TimedOutcome = (typeof TIMED_OUTCOMES)[number]

/** An edition as it is pinned: the regulation with its hash (SHA-256 over canonical JSON, hex). */
export type Edition = { readonly regulation: Regulation; readonly hash: string }

/** The tables that the clock needs, loaded once; an edition names its calendar and zone in here. */
export type ClockTables = {
  readonly calendars: Readonly<Record<string, Calendar>>
  readonly zones: Readonly<Record<string, ZoneRules>>
  readonly mci: MciTable
}

/** What an installation offers, apart from the act's own dates (the acts are historical). `from` null: nobody set a beginning, it is offered at any legal time. */
export type Offer = { readonly regulation: string; readonly edition: string; readonly from: Instant | null }
