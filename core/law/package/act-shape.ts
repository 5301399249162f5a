// The act as a document: its identity, its life in time, what it says about itself, who serves it and who takes part.
import { z } from 'zod'
import { STANDARD_CONVENTIONS, type OfficeHours } from '@ruqsat/clock'
import { PASSAGE_FORMS } from '@ruqsat/foundation'
import {
  applicantKind,
  date,
  dateOrUnknown,
  duration,
  id,
  modelFolder,
  orElse,
  orNone,
  orNull,
  also,
  passage,
  passageKeys,
  rule,
  sha256,
  some,
  source,
  tableId,
  text,
  timeOfDay,
  whole,
  words,
  type Data,
} from './shape.ts'
import texts from '../texts.yaml'
import { NO_AUTHORITY, NO_COMPLAINT } from './stand-ins.ts'
import { SIGNS } from './vocabulary.ts'

/**
 * When an act, an amendment or a repeal takes effect. `notBefore` and `notAfter` (both included) are the bounds of the first day in force as far
 * as the texts or a source give them; equal bounds are a known day. `unknown` after: no text gives an upper bound.
 */
const force = z
  .strictObject({
    /** `afterPublication` begins to count on the next day, `fromPublication` on that day itself. */
    rule: z.enum(['afterPublication', 'fromPublication', 'onPublication', 'onRegistration', 'otherText', 'unknown']),
    /** Null for other rules than those two. */
    days: orNull(whole(0, 365)).describe('Calendar days that must pass since first official publication.'),
    notBefore: dateOrUnknown,
    notAfter: dateOrUnknown,
    source,
  })
  .meta({
    id: 'force',
    description: 'When it takes effect: the rule, and the bounds of the first day in force as far as they are known.',
  })
export type Force = Data<typeof force>

/** An item that is inserted was not there before; what a replaced one said is unknown unless the package says it. */
const itemChange = z
  .strictObject({
    ...passageKeys,
    operation: z.enum(['replace', 'change', 'insert', 'repeal']).describe('`change`: words within it, and the text does not say which.'),
    before: text.optional().describe('What stood before, in our own words. Left out where no text tells: it is shown as unknown.'),
    text,
  })
  .transform((change) => ({
    ...change,
    before: change.before ?? (change.operation === 'insert' ? ('absent' as const) : ('unknown' as const)),
  }))
/** `parts` names what of the package belongs to the item, e.g. `procedure issue` or `views centre`; it is unknown before the change. */
export type ItemChange = Data<typeof itemChange>

const historyNote = z.strictObject({
  kind: z.enum(['amendment', 'repeal']),
  on: date,
  number: words,
  items: some(passage),
  /** Item by item; empty for a repeal of the whole. What applied before is `unknown` where only the consolidated text is available. */
  changes: orNone(itemChange),
  force,
  text,
  source,
})
export type HistoryNote = Data<typeof historyNote>

/** A place of the act's text that cannot be read as it was adopted. */
const gap = z.strictObject({ id, kind: z.enum(['cutOff', 'missing', 'unreadable']), text, source })

const owner = z.enum(['regulation', 'resolution'])
/** An annex as the text cites it and as its own heading says; the checker compares the two. */
const annex = z.strictObject({ id, number: whole(1, 99), name: text, citedAs: owner, headedAs: owner, source })
export type Annex = Data<typeof annex>

const identity = z.strictObject({
  title: text,
  number: words,
  adoptedOn: dateOrUnknown,
  registeredOn: dateOrUnknown,
  registrationNumber: words,
  publishedOn: dateOrUnknown,
  entryIntoForce: text,
  force,
  legalForce: force.optional().describe('When it enters into force, where the act says so apart from when it takes effect (`force`).'),
  history: z.array(historyNote),
  /** So that a reader who has the act's text can compare. */
  textSha256: sha256.describe('SHA-256 of the text of the act that the package was read from.'),
  /** Places where the text itself is cut off, missing or unreadable. */
  gaps: z.array(gap),
  annexes: z.array(annex),
  /** How far the service is automated and of what type it is, where the act says so. */
  nature: orNull(z.strictObject({ automation: z.enum(['partial', 'full', 'paper']), type: orNull(z.enum(['transactional'])), source })),
  /** A used unit of such a kind that is not listed is a finding. */
  unitList: orNull(z.strictObject({ units: some(id), kinds: some(z.enum(['people', 'systems'])), source })).describe(
    'The act’s own list of units, and whether it claims to hold people, systems or both.',
  ),
  /** `value` is compared with the other statements about the same matter; `text` is for the reader. */
  stated: orNone(z.strictObject({ about: id, value: words, text, source })).describe(
    'What the act says about one matter in several places; values are compared.',
  ),
  /** Numbered lists whose numbers only a reader of the text sees, e.g. the options of a question. */
  lists: orNone(z.strictObject({ id, name: text, numbers: some(words), source })),
  /** A duty of protection laid on the applicant is a finding: it is the provider's. */
  duties: orNone(z.strictObject({ id, kind: z.enum(['protection', 'other']), bearer: id, text, source })),
  /** Technical conditions of the service. */
  conditions: orNone(z.strictObject({ id, text, source })),
  /** The signs that the act's diagrams use. */
  legend: orNull(z.strictObject({ signs: some(z.enum(SIGNS)), source })),
  source,
})
export type ActIdentity = Data<typeof identity>
export type UnitList = NonNullable<ActIdentity['unitList']>

const officeHours = z
  .strictObject({
    id,
    title: text,
    days: some(
      z.strictObject({
        weekdays: some(whole(1, 7)),
        opens: timeOfDay,
        closes: timeOfDay,
        breaks: z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })),
      }),
    ),
    source,
  })
  .transform((hours) => ({ kind: 'officeHours', ...hours }) as OfficeHours)

const authority = z
  .strictObject({
    id,
    name: text,
    address: text,
    phone: words,
    zone: tableId.describe('Id of a zone table.'),
    calendar: tableId.describe('Version of a calendar table.'),
    officeHours,
    source,
  })
  .transform((each) => ({ ...each, officeHoursSource: each.officeHours.source }))
export type Authority = Data<typeof authority>

export const system = id.meta({ id: 'system', description: 'Id of an information system that this act or its general law declares.' })

/** An information system that steps name; a register says whom it knows, and by which identifier. */
export const declaredSystem = z.strictObject({
  id,
  name: text,
  register: orNull(z.strictObject({ of: applicantKind, by: z.enum(['iin', 'bin']) })),
  holds: z
    .literal('powersOfAttorney')
    .describe('It knows powers of attorney: asked at a counter where somebody comes for another.')
    .optional(),
})
/** A way in which a case begins: a person applies on a screen or with an employee at a counter, or the authority opens it by itself. */
export const declaredChannel = z.strictObject({ id, kind: z.enum(['electronic', 'counter', 'office']) })

/** `covers` names the things that the one abbreviation stands for; more than one is a finding, and so is a second row for the same letters. */
const abbreviation = z.strictObject({
  short: words,
  text,
  covers: orNone(words),
  /** The information system that it names. */
  system: orNull(system),
  definedAs: orNull(system).describe('The system that the words of the definition describe, where that is another one.'),
  defined: orElse(z.boolean(), true).describe('false where the act uses it and never expands it.'),
  used: orElse(z.boolean(), true).describe('false where the act defines it and never uses it.'),
  forms: orNone(z.strictObject({ written: words, ...passageKeys, also })).describe('Other spellings in the same act.'),
  source,
})

export type Abbreviation = Data<typeof abbreviation>

export const citedLaw = z.strictObject({
  id,
  name: text,
  number: words,
  on: dateOrUnknown,
  /** What its numbers count: articles of a law or code, points of a standard or rules. Left out where it has no numbers of its own (a page of a site). */
  numbering: z.enum(['articles', 'points', 'own']).optional().describe('What its numbers count; `own`: it has those of this act.'),
  /** The name as it follows a number, in the case that the language asks for: "ст. 32 Закона ...", "... Заңның 32-бабы", "art. 32 of the Law ...". */
  ofName: text.optional(),
  parts: z
    .record(z.string().regex(new RegExp(PASSAGE_FORMS.part)), text)
    .optional()
    .describe('Parts without a number, by id.'),
  items: some(passage).optional().describe('What is known of its numbering: a source that cites anything else is refused.'),
})
export type CitedLaw = Data<typeof citedLaw>

/** A way to count time that the law adopts, or one of the general law that an act does not. */
export const convention = z.strictObject({
  id: z.enum(STANDARD_CONVENTIONS.map((each) => each.id)),
  applies: z.literal(false).optional().describe('false where the act takes it out of the general law.'),
  source,
})
/** What the law gives everybody in a procedure: a hearing, reasons, what silence means. Shown to people; `id` says what it is about. */
export const guarantee = z.strictObject({ id, text, source })
/** Before or after its due date, an open task is brought to mind of who has it, of the head, or of who is above the head. */
export const reminder = z
  .strictObject({
    id,
    to: z.enum(['holder', 'head', 'superior']),
    before: duration.optional().describe('How much working time before the due date.'),
    after: duration.optional().describe('How long after the due date, counted like a term.'),
    source,
  })
  .refine(({ before, after }) => (before === undefined) !== (after === undefined), {
    path: ['before'],
    ...rule(texts.actShape.beforeOrAfter, 'wrong-value'),
  })
export type Reminder = Data<typeof reminder>
/**
 * `termSource` says until when, where another place does than the one that says to whom. `higherBody`: who considers what the provider does not
 * satisfy itself; left out: the name is made from the provider's.
 */
export const complaint = z.strictObject({ place: text, term: text, source, termSource: source.optional(), higherBody: text.optional() })

/** What the act asks of whoever received the service: each question with its answers, the least satisfied first. */
export const survey = z.strictObject({
  source,
  questions: some(
    z.strictObject({
      id,
      text,
      source,
      answers: z.array(z.strictObject({ id, text })).min(2),
    }),
  ),
})
export type Survey = Data<typeof survey>

const period = z
  .strictObject({ from: date.optional(), to: date.optional(), source })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    ...rule(texts.actShape.periodRises, 'impossible-range'),
  })

export const act = z.strictObject({
  /** Short id used in addresses and traces. */
  id,
  act: identity,
  service: text.describe('Official name of the service.'),
  summary: text.describe('One sentence for the catalogue.'),
  keywords: z
    .array(z.string().min(2).max(60))
    .optional()
    .describe('What people say when they look for the service and the act does not: everyday words in any language.'),
  items: some(passage).describe('Everything in the act that a source may point to, in ranges.'),
  laws: z.array(citedLaw).describe('Other acts that are cited, by the id that sources use.'),
  abbreviations: z.array(abbreviation),
  host: z.enum(['licensing', 'regional']).describe('Which system hosts the cases.'),
  authority: orElse(authority, NO_AUTHORITY).describe(
    'Left out only where an act’s annexes are all that is at hand: then it has no variants either.',
  ),
  applicants: orNone(z.strictObject({ kind: applicantKind, source })).describe('Who may apply.'),
  general: orNull(id).describe(
    'Id of the general law that this act inherits: a file of `../general/`. What the act says itself comes first.',
  ),
  model: orNull(modelFolder).describe('Folder of the model act, next to this one: what this act does not say itself is the model’s.'),
  opens: orNone(words).describe('Of a model: what its children may say otherwise, e.g. `variants/issue.yaml fee`.'),
  systems: orNone(declaredSystem).describe('Information systems that the general law does not declare.'),
  channels: orNone(declaredChannel).describe('Channels that the general law does not declare.'),
  conventions: orNone(convention).describe('Rules of reckoning that the act adopts, e.g. that the day after receipt is day 1.'),
  guarantees: orNone(guarantee).describe('What this act says of a matter that the general law decides, by its id.'),
  reminders: orNone(reminder).describe('When open tasks are brought to mind, by id: what the general law says, or more.'),
  complaint: orElse(complaint, NO_COMPLAINT),
  survey: survey.optional().describe('Questions to the applicant once the case is over.'),
  edition: period.optional().describe('When this edition holds, where packages of one act follow each other; both days included.'),
})

export const staffRole = z.enum(['clerk', 'head', 'officer', 'interestedBody', 'operator'])

const unit = z.strictObject({
  id,
  name: text,
  /** `applicant` and `system` units do no staff work; `outside` is another authority's unit. */
  kind: z.enum(['applicant', 'provider', 'outside', 'system']),
  /** The staff role that does this unit's work; null for applicant and systems. */
  role: orNull(staffRole),
  /** How the act's own list of units names it, where that differs from what it is: an outside body listed among the provider's units. */
  listedAs: orNull(z.enum(['provider', 'outside'])),
  /** The information system that this unit is; null for people and where the act leaves it open. */
  system: orNull(system),
  source,
})
export type Unit = Data<typeof unit>
/** Roles of people, from the glossary. A package maps its units onto these. */
export type StaffRole = NonNullable<Unit['role']>
export const units = z.strictObject({ units: some(unit) })

/** What a person decided about one finding of the checker, and why. `code` and `subject` are those of the finding. */
const decidedReading = z.strictObject({ code: id, subject: words, reading: text, reason: text, source })
export type DecidedReading = Data<typeof decidedReading>
export const findings = z.strictObject({ readings: z.array(decidedReading) })
