// The tables of actions: the steps of a channel or of the staff procedure as they are executed, and the rows as the act writes them.
import { z } from 'zod'
import { system } from './act-shape.ts'
import { amount, duration, durationUnit, id, orNone, orNull, some, source, text, whole, words, type Data } from './shape.ts'
import { citing, writing } from './writing-shape.ts'
import {
  ACTIONS,
  CORRECTION_CLOCK,
  NOTICE_CHANNELS,
  NOTICE_MOMENTS,
  OBJECTION,
  OUTCOMES,
  REQUEST_PROOFS,
  SILENCE,
  SUBJECTS,
} from './vocabulary.ts'

const outcome = z.enum(OUTCOMES).meta({ id: 'outcome' })
const action = z.enum(ACTIONS).meta({ id: 'action' })
const target = id.describe('Id of a step of this table, or `end`.')
const identifiers = some(z.enum(['iin', 'bin']))

const onlyFor = some(id).describe('Variants of a shared table that have it; left out: all.').optional()

/** Of a time in calendar days; without it the words are “days”, and that calendar days are meant is a reading. */
const named = z.boolean().describe('true: the act itself writes “calendar days”.').optional()

/** The request goes back to the applicant, who corrects it within a time of their own. */
const correction = z.strictObject({
  duration: duration.describe('How long the applicant has, counted from being asked.'),
  named,
  ground: id.describe('The ground of the refusal where the time passes without a correction.'),
  clock: z.enum(CORRECTION_CLOCK).describe('Whether the term of the whole is stopped meanwhile; left out: it is.').optional(),
  rounds: whole(1, 20).describe('How often in one case; left out: once.').optional(),
  source: source.optional(),
})

/** One row of the law's table of actions: number, unit, action, form of completion, time, next with its condition. */
const step = z
  .strictObject({
    id,
    shape: z.enum(['process', 'condition']),
    unit: id,
    /** Where it happens. */
    system: system.optional(),
    action,
    name: text,
    completion: text,
    time: z
      .strictObject({
        duration,
        from: whole(1, 10_000).describe('Lower end of a range; the duration is its upper end.').optional(),
        source: source.optional(),
        named,
      })
      .describe('Left out where the act gives this step no time.')
      .optional(),
    takesTerm: z.boolean().describe('true: its time is the whole term of the variant.').optional(),
    next: some(
      z.strictObject({
        to: target,
        when: outcome.optional(),
        onlyFor,
        outcome: z
          .literal('unstated')
          .describe('The act does not say what follows here: `to` is our reading, and a finding asks for its reason.')
          .optional(),
        /** After it the outcome is refused. Counted from the start of the step, as the step's time is. */
        within: z
          .strictObject({ duration, named, source: source.optional() })
          .describe('Time of this outcome alone, where it is shorter than the time of the step.')
          .optional(),
        /** Counted from the receipt of the request. The steps of that way are due no later, and after it the outcome is refused. */
        given: z
          .strictObject({ duration, named, source: source.optional() })
          .describe('By when the result of this outcome is handed over, counted from the receipt of the request.')
          .optional(),
        grounds: some(id).describe('Grounds that this outcome alone may use: later, or without it, they are refused.').optional(),
        correction: correction.describe('Of a row `when: correction`: the applicant is asked, and the work goes on at `to`.').optional(),
      }),
    ),
    onlyFor,
    asks: some(system).describe('Registers that are asked.').optional(),
    compares: identifiers.describe('Identifiers of the certificate that are compared with those of the request.').optional(),
    accepts: some(z.enum(REQUEST_PROOFS))
      .describe(
        'Of `checkCertificate`: by what a request may be confirmed; with a one-time password the step checks that instead. Left out: a signature.',
      )
      .optional(),
    refuses: z.boolean().describe('false where a step that decides knows no refusal.').optional(),
    onlyGrants: z.literal(true).describe('Of `examine` and `conclude`: a refusal cannot be drafted here.').optional(),
    delivers: z
      .enum(['result', 'notice', 'paper'])
      .describe('What reaches the applicant here, where it is not the result itself.')
      .optional(),
    splits: z.boolean().describe('true: all rows of `next` start at once.').optional(),
    joins: z.boolean().describe('true: waits until everything that a split started has arrived.').optional(),
    waitsFor: some(id)
      .describe('Of a step that joins: steps whose branches it waits for; work in the other branches ends then. Left out: all.')
      .optional(),
    silence: z
      .strictObject({
        means: z.enum(SILENCE),
        ground: id
          .describe('Of an objection that binds: the ground of the refusal where nobody answered; left out: that of `objection`.')
          .optional(),
        source: source.optional(),
      })
      .describe('Of an `approve` step with a time: what it means that the body has not answered by then. Left out: the act does not say.')
      .optional(),
    objection: z
      .strictObject({ effect: z.enum(OBJECTION), ground: id.optional(), source: source.optional() })
      .describe('Of an `approve` step: whether an objection binds whoever decides; `ground` is then the ground of the refusal.')
      .optional(),
    writing: writing.describe('What is written and attached at a step that decides nothing: `send`, `visit`, `record`, `ask`.').optional(),
    hearing: z
      .strictObject({ duration: duration.optional(), named, source: source.optional() })
      .describe(
        'Of a step that drafts: before a refusal (of what the authority opened: the measure) goes on, the party may object. Without a time, that of the general law.',
      )
      .optional(),
    extension: z
      .strictObject({
        most: duration.describe('By how much at most.'),
        grounds: some(z.strictObject({ id, text })).describe('The closed list of what it may be extended for.'),
        source: source.optional(),
      })
      .describe(
        'Of a step with a time: whoever works at it may extend the whole term and their own, once, before it is over; the applicant is informed.',
      )
      .optional(),
    barred: z
      .strictObject({ to: target, source: source.optional() })
      .describe(
        'Of a complaint: where the work goes on instead where everybody of the unit is complained of, so that nobody of it may do this step.',
      )
      .optional(),
    returnTo: id.describe('Where a `signResult` or `approve` step may send the work back to.').optional(),
    returnSource: source
      .describe('Where the act itself lets the work be sent back. Left out: the return is this package’s own.')
      .optional(),
    /** `action` is what the written words would execute; the reason is kept with the decided reading. */
    written: z
      .strictObject({ text, action: action.optional(), unit: id.optional(), system: system.optional() })
      .describe('What the act writes where the executed reading differs.')
      .optional(),
    source,
  })
  // A time cites the step's own paragraph unless it says otherwise.
  .transform(({ time, next, silence, objection, extension, barred, writing: written, ...rest }) => ({
    ...rest,
    ...(barred && { barred: { ...barred, source: barred.source ?? rest.source } }),
    ...(extension && { extension: { ...extension, source: extension.source ?? rest.source } }),
    ...(written && { writing: citing(written, rest.source) }),
    ...(silence && { silence: { ...silence, source: silence.source ?? rest.source } }),
    ...(objection && { objection: { ...objection, source: objection.source ?? rest.source } }),
    time: time === undefined ? null : { ...time, source: time.source ?? rest.source },
    next: next.map(({ within, given, correction: asked, ...row }) => ({
      ...row,
      ...(asked && { correction: { ...asked, source: asked.source ?? rest.source } }),
      ...(within && { within: { ...within, source: within.source ?? rest.source } }),
      ...(given && { given: { ...given, source: given.source ?? rest.source } }),
    })),
  }))
  .meta({ id: 'step' })
export type Step = Omit<Data<typeof step>, 'takesTerm' | 'onlyFor' | 'next' | 'hearing'> & {
  readonly next: readonly Next[]
  readonly hearing?: Hearing
}
/** `duration` null: neither the step nor the general law gives one, which the loader refuses. `inherited`: the general law speaks. */
export type Hearing = Pick<NonNullable<FileStep['time']>, 'source'> & {
  readonly duration: NonNullable<FileStep['time']>['duration'] | null
  readonly inherited?: true
}
export type Next = Omit<Data<typeof step>['next'][number], 'within' | 'given' | 'onlyFor' | 'correction'> & {
  readonly within?: NonNullable<Step['time']>
  readonly given?: NonNullable<Step['time']>
  readonly correction?: Correction
}
export type Correction = Data<typeof correction> & Pick<Step, 'source'>
export type Written = NonNullable<Step['written']>
export type StepWriting = NonNullable<Step['writing']>
export type WritingField = StepWriting['fields'][number]
export type WritingFile = StepWriting['files'][number]
export type WritingPaper = NonNullable<StepWriting['paper']>
/** As a file holds it: whether it takes the whole term is settled with its variant. */
export type FileStep = Data<typeof step>

export const channel = id.meta({ id: 'channel', description: 'Id of a channel that this act or its general law declares.' })
export const view = z.strictObject({
  id: channel,
  name: text,
  offered: z.boolean(),
  steps: some(step),
  source,
  variant: id.describe('The one variant that it belongs to.').optional(),
  variants: z.array(id).min(2).describe('The variants that share it.').optional(),
})
export const procedure = z.strictObject({ variant: id, id, steps: some(step), source })

/** A time as written: `10-15 seconds`, `1.5 minutes`. */
const writtenTime = z.strictObject({
  amount: amount(0.5, 10_000),
  unit: durationUnit,
  from: amount(0.5, 10_000).optional(),
  named,
})
export type WrittenTime = Data<typeof writtenTime>

/** One row as the act writes it. What the row does not say is null. */
const writtenRow = z
  .strictObject({
    /** The row's own number, e.g. that of an annex column. */
    number: orNull(words),
    step: orNull(id).describe('The executed step that this row is read as.'),
    unit: orNull(id),
    system: orNull(system),
    about: orNull(z.enum(SUBJECTS)).describe('What a question or a notice is about, by its own words.'),
    /** Several where the act gives one per variant. */
    times: orNone(writtenTime),
    next: some(z.strictObject({ to: target, when: outcome.optional() }))
      .describe('The steps that follow, by the row’s own words.')
      .optional(),
    nextNone: z.boolean().describe('true where the row has a dash.').optional(),
    nextWords: text.describe('Words in place of a number.').optional(),
    asks: orNull(some(system)),
    compares: orNull(identifiers),
    name: orNull(text),
    completion: orNull(text),
    source,
  })
  .transform(({ next, nextNone, nextWords, ...row }) => ({ ...row, next: writtenNext(next, nextNone, nextWords) }))
export type WrittenRow = Data<typeof writtenRow>

type WrittenNext<Rows, Words> =
  | { readonly kind: 'steps'; readonly rows: Rows }
  | { readonly kind: 'words'; readonly text: Words }
  /** A dash: nothing follows. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unsaid' }

function writtenNext<Rows, Words>(rows: Rows | undefined, isNone: boolean | undefined, words: Words | undefined): WrittenNext<Rows, Words> {
  if (rows !== undefined) return { kind: 'steps', rows }
  if (words !== undefined) return { kind: 'words', text: words }
  return { kind: isNone === true ? 'none' : 'unsaid' }
}

/** One list of the act's prose, or one annex table, as it is written. */
export const transcript = z.strictObject({
  id,
  kind: z.enum(['prose', 'table']),
  of: id.describe('The channel or the procedure that it writes about.'),
  name: text,
  rows: z.array(writtenRow).describe('Each row as the act writes it; what it does not say is left out.'),
  source,
  variants: some(id).describe('Left out: all.').optional(),
  cutAfter: orNull(words).describe('Number of the last row before the text breaks off.'),
})

/** What is sent at one moment of a case of these variants that came through one of these channels. */
const notice = z.strictObject({
  id,
  when: z.enum(NOTICE_MOMENTS).describe('The moment of a case at which it goes out.'),
  by: some(z.enum(NOTICE_CHANNELS)).describe('How it is sent.'),
  subject: text,
  text: text.describe('May name {number} and, as the moment allows, {due}, {stage} and {service}.'),
  source,
  variants: some(id).describe('The variants that it is for; left out: all.').optional(),
  views: some(channel).describe('The channels that the request came through; left out: all.').optional(),
})
export const notices = z.strictObject({ notices: some(notice) })
