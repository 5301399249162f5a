import type { Instant, LocalDate, LocalText, Source } from '@ruqsat/foundation'
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
  /** Templates of the results with the SHA-256 of their bytes: a case is pinned to them with the rest of the edition. */
  readonly templates: readonly { readonly file: string; readonly sha256: string }[]
  /** Readings decided for the checker's findings. */
  readonly readings: readonly DecidedReading[]
}

export type ApplicantKind = 'individual' | 'legalEntity'

export type ActIdentity = {
  readonly title: LocalText
  readonly number: string
  readonly adoptedOn: LocalDate
  readonly registeredOn: LocalDate | 'unknown'
  readonly registrationNumber: string | 'unknown'
  readonly publishedOn: LocalDate | 'unknown'
  readonly entryIntoForce: LocalText
  readonly history: readonly HistoryNote[]
  /** SHA-256 of the act's text that the package was read from, so that a reader who has it can compare. */
  readonly textSha256: string
  /** Places where the text itself is cut off, missing or unreadable. */
  readonly gaps: readonly TextGap[]
  readonly annexes: readonly Annex[]
  readonly source: Source
}

/** A place of the act's text that cannot be read as it was adopted. */
export type TextGap = {
  readonly id: string
  readonly kind: 'cutOff' | 'missing' | 'unreadable'
  readonly text: LocalText
  readonly source: Source
}

/** An annex as the text cites it and as its own heading says; the checker compares the two. */
export type Annex = {
  readonly id: string
  readonly number: number
  readonly name: LocalText
  readonly citedAs: 'regulation' | 'resolution'
  readonly headedAs: 'regulation' | 'resolution'
  readonly source: Source
}

/** What a person decided about one finding of the checker, and why. `code` and `subject` are those of the finding. */
export type DecidedReading = {
  readonly code: string
  readonly subject: string
  readonly reading: LocalText
  readonly reason: LocalText
  readonly source: Source
}

export type HistoryNote = {
  readonly kind: 'amendment' | 'repeal'
  readonly on: LocalDate
  readonly number: string
  readonly items: readonly string[]
  readonly text: LocalText
  readonly source: Source
}

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

export type CitedLaw = { readonly id: string; readonly name: LocalText; readonly number: string; readonly on: LocalDate | 'unknown' }

export type Unit = {
  readonly id: string
  readonly name: LocalText
  /** `applicant` and `system` units do no staff work; `outside` is another authority's unit. */
  readonly kind: 'applicant' | 'provider' | 'outside' | 'system'
  /** The staff role that does this unit's work; null for applicant and systems. */
  readonly role: StaffRole | null
  /** How the act's own list of units names it, where that differs from what it is: an outside body listed among the provider's units. */
  readonly listedAs: 'provider' | 'outside' | null
  readonly source: Source
}

/** Roles of people, from the glossary. A package maps its units onto these. */
export type StaffRole = 'clerk' | 'head' | 'officer' | 'interestedBody' | 'operator'

/** `covers` names the things that the one abbreviation stands for; more than one is a finding, and so is a second row for the same letters. */
export type Abbreviation = { readonly short: string; readonly text: LocalText; readonly covers: readonly string[]; readonly source: Source }

/** A rule of reckoning that the package adopts, e.g. "the day after receipt is day 1". Ids are those of core/clock. */
export type Convention = { readonly id: string; readonly source: Source }

export type Complaint = { readonly place: LocalText; readonly term: LocalText; readonly source: Source }

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
  readonly source: Source
}

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
  readonly time: { readonly duration: Duration; readonly source: Source } | null
  readonly next: readonly Next[]
  /** Where a `signResult` or `approve` step may send the work back to. */
  readonly returnTo?: string
  /** What the act writes where it differs from what is executed; the reason stands with the decided reading. */
  readonly written?: Written
  readonly source: Source
}

/** The act's own statement of a row, kept beside the reading. `action` is what the written words would execute. */
export type Written = { readonly text: LocalText; readonly action?: Action; readonly unit?: string; readonly system?: string }

export type Next = { readonly when?: Outcome; readonly to: string | 'end' }

/**
 * The closed list of actions; each is implemented once and a package only orders, times and words them.
 * `signIn`, `checkSignIn` belong to the session; `process` is the stretch in which the staff procedure runs.
 */
export const ACTIONS = [
  'registerAccount',
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
