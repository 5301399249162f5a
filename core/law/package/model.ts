import type { Calendar, MciTable, ZoneRules } from '@ruqsat/clock'
import type { Instant } from '@ruqsat/foundation'
import type { Inherited } from './inherit.ts'
import type { act, CitedLaw, DecidedReading, Unit } from './act-shape.ts'
import type { applicantKind, Data } from './shape.ts'
import type { TakenAway } from './model-act.ts'
import type { notices, procedure, Step, transcript, view } from './table-shape.ts'
import type { variant } from './variant-shape.ts'

export type {
  Abbreviation,
  ActIdentity,
  Annex,
  Authority,
  CitedLaw,
  DecidedReading,
  Force,
  HistoryNote,
  ItemChange,
  Reminder,
  StaffRole,
  Unit,
  UnitList,
} from './act-shape.ts'
export type {
  Correction,
  Hearing,
  Next,
  Step,
  StepWriting,
  WritingField,
  WritingFile,
  WritingPaper,
  Written,
  WrittenRow,
  WrittenTime,
} from './table-shape.ts'
export type {
  Complains,
  Contradiction,
  DocumentSlot,
  Earlier,
  Fee,
  Field,
  FieldType,
  Form,
  FormSection,
  Ground,
  ListType,
  NonAcceptance,
  RegisterFact,
  RegisterQuestion,
  Requirement,
  Span,
  Statement,
  Validity,
  Withdrawal,
} from './variant-shape.ts'
export * from './vocabulary.ts'

/**
 * The regulation language as data: one `Regulation` is one edition of one act, resolved and ready to execute.
 * Everything a person reads is a LocalText; every fact carries its Source. A package folder (YAML) is parsed into this
 * by `loadRegulation`; nothing else makes one. Plain JSON: it survives `canonicalJson` and is hashed whole.
 */
export type Regulation = Omit<Data<typeof act>, 'edition' | 'model' | 'opens' | keyof Inherited> &
  Inherited & {
    readonly kind: 'regulation'
    /** The act whose words hold where this one says nothing: also a law of `laws`, which inherited facts cite. */
    readonly model?: Pick<CitedLaw, 'id' | 'name'> & { readonly takesAway?: readonly TakenAway[] }
    readonly units: readonly Unit[]
    readonly variants: readonly Variant[]
    /** Messages to people and their channels, in this act's words; left out where the house's own words serve at every moment. */
    readonly notices?: readonly Notice[]
    /** The act's own words row by row: prose lists and annex tables apart, each compared with the reading that is executed. */
    readonly transcripts: readonly Transcript[]
    /** Templates of the results with the SHA-256 of their bytes: a case is pinned to them with the rest of the edition. */
    readonly templates: readonly { readonly file: string; readonly sha256: string }[]
    /** Readings decided for the checker's findings. */
    readonly readings: readonly DecidedReading[]
  }

export type ApplicantKind = Data<typeof applicantKind>

export type Variant = Data<typeof variant> & {
  /** One step table per channel. */
  readonly views: readonly View[]
  /** The staff procedure that runs inside the view's `process` stretch. */
  readonly procedure: Procedure
}
export type Results = Variant['results']
export type Grant = Results['grant']
export type ResultDocument = Pick<Grant, 'title' | 'template' | 'labels' | 'form' | 'source'> & {
  readonly kind: Results[keyof Results]['kind']
}
export type View = Omit<Data<typeof view>, 'steps' | 'variant' | 'variants'> & { readonly steps: readonly Step[] }
export type Procedure = Omit<Data<typeof procedure>, 'steps' | 'variant'> & { readonly steps: readonly Step[] }
export type Transcript = Data<typeof transcript> & { readonly variants: readonly string[] }
export type Notice = Data<typeof notices>['notices'][number] & {
  readonly variants: readonly string[]
  readonly views: readonly View['id'][]
}

/** An edition as it is pinned: the regulation with its hash (SHA-256 over canonical JSON, hex). */
export type Edition = { readonly regulation: Regulation; readonly hash: string }

/** The tables that the clock needs, loaded once; an edition names its calendar and zone in here. */
export type ClockTables = {
  readonly calendars: Readonly<Record<string, Calendar>>
  readonly zones: Readonly<Record<string, ZoneRules>>
  readonly mci: MciTable
}

/**
 * What an installation offers, apart from the act's own dates (the acts are historical). `from` null: nobody set a beginning; `to`, not included,
 * is null where no end is known. Editions of one act follow each other.
 */
export type Offer = {
  readonly regulation: string
  readonly edition: string
  readonly from: Instant | null
  readonly to: Instant | null
  /** Parts of it that are not offered for a time; none where absent. */
  readonly closed?: readonly ClosedPart[]
}

/** A variant, or one channel of it, that nobody can apply for from `from` to `to`, which is not included; null: until somebody opens it. */
export type ClosedPart = { readonly variant: string; readonly view: string | null; readonly from: Instant; readonly to: Instant | null }
