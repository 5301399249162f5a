// A variant of the service: what is asked, paid, proved and given. Its tables of actions have files of their own.
import { z } from 'zod'
import {
  amount,
  applicantKind,
  duration,
  id,
  orElse,
  orNull,
  registerLetters,
  some,
  source,
  templateFile,
  text,
  whole,
  type Data,
} from './shape.ts'
import { staffRole, system } from './act-shape.ts'
import {
  COMPLAINT_EFFECTS,
  COMPLAINT_MATTERS,
  GRANT_KINDS,
  KNOWN_FACTS,
  PROVIDER_SILENCE,
  RESULT_ACTIONS,
  VALIDITY_UNITS,
} from './vocabulary.ts'

const bound = amount(-1e12, 1e12)
/** So many days, months or years of the calendar. */
const span = z.strictObject({ amount: whole(1, 1000), unit: z.enum(VALIDITY_UNITS) })
export type Span = Data<typeof span>

/** What one question takes. */
const plainTypes = [
  z.strictObject({
    kind: z.literal('text'),
    maxLength: whole(1, 10_000),
    lines: whole(2, 20).optional(),
    pattern: z.enum(['cadastral', 'phone', 'email', 'documentNumber']).optional(),
  }),
  z.strictObject({ kind: z.literal('number'), min: bound, max: bound, decimals: whole(0, 6), unit: text.optional() }),
  z.strictObject({
    kind: z.literal('date'),
    rule: z.enum(['notFuture', 'notPast']).optional(),
    within: span
      .describe('Not later than so long after the day on which it is written; with `notFuture`, not earlier than so long before it.')
      .optional(),
    notBefore: id.describe('Another date of the same form, which may not be later than this one.').optional(),
  }),
  z.strictObject({ kind: z.literal('choice'), options: z.array(z.strictObject({ id, label: text })).min(2) }),
  z.strictObject({ kind: z.literal('yesNo') }),
  z.strictObject({ kind: z.literal('iin') }),
  z.strictObject({ kind: z.literal('bin') }),
] as const
export const fieldType = z.discriminatedUnion('kind', plainTypes)
export type FieldType = Data<typeof fieldType>

/** Like entries, each with the same questions: several sites, several machines. */
const listType = z.strictObject({
  kind: z.literal('list'),
  entry: text.describe('What one of them is called.'),
  least: whole(1, 50).describe('How many at least, of who gives any; left out: one.').optional(),
  most: whole(2, 50).describe('How many at most.'),
  fields: some(z.strictObject({ id, label: text, hint: text.optional(), required: z.boolean(), type: fieldType })),
})
export type ListType = Data<typeof listType>
const formFieldType = z.discriminatedUnion('kind', [...plainTypes, listType])

/** Of an answer, of a file and of what officials write. */
export const forUnits = some(id)
  .describe('Of the units that are asked for an opinion, those that see it; the others at work always do. Left out: all of them.')
  .optional()

/** Which answers contradict which requirement, by exactly one of the four conditions. */
const contradiction = z.strictObject({
  requirement: id.describe('Id of a requirement of the variant.'),
  answers: some(id).describe('Options of a choice, or `yes`, `no`.').optional(),
  below: bound.optional(),
  above: bound.optional(),
  youngerThanYears: whole(1, 150).describe('A day of birth of somebody younger.').optional(),
})
export type Contradiction = Data<typeof contradiction>

const field = z.strictObject({
  id,
  label: text,
  hint: text.optional(),
  required: z.boolean(),
  onlyFor: applicantKind.describe('Whom it is asked of; left out: everyone.').optional(),
  type: formFieldType,
  contradicts: some(contradiction)
    .describe('Answers with which a requirement is certainly not met: the applicant is told before paying.')
    .optional(),
  known: z.enum(KNOWN_FACTS).describe('Known beforehand and shown unchangeable: from the account and the registers.').optional(),
  answeredBy: z
    .strictObject({ system, fact: id })
    .describe('The fact of a register that answers it, asked about what is known of the applicant: shown unchangeable, with the register.')
    .optional(),
  forUnits,
  corrects: z
    .string()
    .regex(/^(holder\.(name|address)|values\.[A-Za-z][A-Za-z0-9]*|works\.[A-Za-z][A-Za-z0-9-]*\.[A-Za-z][A-Za-z0-9]*)$/)
    .describe(
      'What of the former paper the answer takes the place of, where the result corrects one: holder.name, holder.address, values.FIELD, works.STEP.FIELD.',
    )
    .optional(),
  source,
})
export type Field = Data<typeof field>

const section = z.strictObject({ id, title: text, fields: some(field) })
export type FormSection = Data<typeof section>

/** Each ticked by hand; the applicant makes it by signing. */
const statement = z.strictObject({ id, text, source })
export type Statement = Data<typeof statement>

const form = z.strictObject({ id, sections: some(section), statements: z.array(statement), source })
export type Form = Data<typeof form>

/** Names a field of the form, or what the account knows; exactly one of them. */
const named = {
  field: id.describe('A field of the form.').optional(),
  known: z.enum(KNOWN_FACTS).describe('What is known of the applicant, instead.').optional(),
}

/** One fact of the answer. It is shown, goes into the signed request and reaches the template; what it may contradict is said here. */
const registerFact = z.strictObject({
  id,
  label: text,
  type: fieldType,
  contradicts: some(contradiction).describe('Facts with which a requirement is certainly not met: said before paying.').optional(),
  equals: z
    .strictObject({ ...named, requirement: id.describe('The requirement that is not met where the two differ.') })
    .describe('The answer or the known value that the fact is compared with.')
    .optional(),
})
export type RegisterFact = Data<typeof registerFact>

/** What a register is asked about an applicant, and what it answers. When it is asked, the step with `asks` says. */
const registerQuestion = z.strictObject({
  system,
  by: z.strictObject(named).describe('What it is asked about.'),
  onlyFor: applicantKind.describe('Whom it is asked about; left out: everyone.').optional(),
  absent: z
    .strictObject({ requirement: id })
    .describe('The requirement that is not met where the register knows nothing of it.')
    .optional(),
  answers: some(registerFact),
  source,
})
export type RegisterQuestion = Data<typeof registerQuestion>

export const labels = orElse(z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), text), {}).describe(
  'Wording for the template, by label id, our own words.',
)
const resultForm = z
  .enum(['electronic', 'paper', 'both'])
  .describe('The form that the act gives the result; left out: electronic.')
  .optional()
/** How long what is granted holds. Without an end it holds without term; left out whole, what acts on a number leaves its days as they are. */
const validity = z.strictObject({
  from: z
    .enum(['signature', 'earlierEnd'])
    .describe('The day of signature, or the day after the earlier term ends. Left out: the signature, if `fromField` names no answer.')
    .optional(),
  fromField: id.describe('The date in the form from which it holds, instead.').optional(),
  lasts: span.describe('How long it holds from then.').optional(),
  untilField: id.describe('The date in the form on which it ends, instead.').optional(),
  beforeReady: z
    .enum(['refused', 'warned'])
    .describe(
      'Of days that end, by an answer, before the day on which the result has to be ready: whether the form refuses them, or warns. Left out: it warns.',
    )
    .optional(),
  source,
})
export type Validity = Data<typeof validity>

/** The number that a result acts on: the applicant writes it, the register knows it. */
const earlier = z.strictObject({
  field: id.describe('The field of the form that names the number.'),
  elsewhere: z.boolean().describe('Numbers that were given outside this register are taken too; whoever examines judges them.').optional(),
  expired: z.boolean().describe('One whose term is over is taken too.').optional(),
  most: z
    .strictObject({ times: whole(1, 100), source: source.optional() })
    .describe('How often in all this may be done to one number; left out: as often as it is asked for.')
    .optional(),
  notEarlier: z
    .strictObject({ ...span.shape, source: source.optional() })
    .describe('How long before the end of its term it may be asked for at the earliest; left out: at any time.')
    .optional(),
  givenBy: some(z.strictObject({ act: id, authority: id.optional(), source: source.optional() }))
    .describe(
      'Other acts in the folder whose numbers are taken too, by their ids; `authority` where another one gave them. Left out: only numbers of this act.',
    )
    .optional(),
  successor: z
    .strictObject({ field: id, answers: some(id).describe('Options of a choice, or `yes`, `no`.'), source: source.optional() })
    .describe('Answers by which a right of another holder passed to who applies; whoever examines judges them.')
    .optional(),
  source: source.describe('Where the act says which number may be named; a refusal cites it.'),
})
export type Earlier = Data<typeof earlier>

/** An answer that says where the licensee carries on what is licensed; `when`: only where another answer says so. */
const site = z.strictObject({
  list: id.describe('Of an answer that is a list: `field` is its question, and each entry is a place.').optional(),
  field: id,
  when: z.strictObject({ field: id, answer: id }).optional(),
  source,
})
export type SiteOfGrant = Data<typeof site>

const grant = z.strictObject({
  kind: z.enum(GRANT_KINDS).describe('All but a notice have a number in the register.'),
  does: z.enum(RESULT_ACTIONS).describe('What it does to the register; left out: it issues.').optional(),
  earlier: earlier.describe('The number that it acts on; needed for all but `issues`.').optional(),
  validity: validity.optional(),
  title: text,
  template: templateFile.describe('How it looks; a corrected paper looks as the former one.').optional(),
  registerLetters: registerLetters.describe('The letters of its number; a notice and a corrected paper have none.').optional(),
  licensedActivity: text.describe('Of all but a corrected paper.').optional(),
  sites: some(site).describe('Places of the licensee that the register shows, from answers; left out: the act asks for none.').optional(),
  labels,
  form: resultForm,
  source,
})
const refusal = z.strictObject({ kind: z.literal('reasonedRefusal'), title: text, template: templateFile, labels, source })

const documentSlot = z.strictObject({
  id,
  name: text,
  hint: text.optional(),
  required: z.boolean(),
  onlyFor: applicantKind.describe('Whom it is asked of; left out: everyone.').optional(),
  unlessAnswered: id.describe('A field of the form that does instead: who answers it need not attach this.').optional(),
  proves: some(id).describe('Requirements or grounds that it proves or answers.').optional(),
  forUnits,
  source,
})
export type DocumentSlot = Data<typeof documentSlot>

const requirement = z.strictObject({ id, text, source })
export type Requirement = Data<typeof requirement>

/** A ground of reasoned refusal from the closed list. */
const ground = z.strictObject({ id, text, remedy: text, source })
export type Ground = Data<typeof ground>

/** A case that the authority opens by itself, of a number in its register; whoever holds the number is its party. */
const proceedings = z.strictObject({
  grounds: some(z.strictObject({ id, text, source })).describe('The closed list of grounds on which it may be opened.'),
  source,
})
export type Proceedings = Data<typeof proceedings>

/** A request about another request of the same person: what of it may be complained of, until when, and what a satisfied complaint does to it. */
const complains = z.strictObject({
  field: id.describe('The required text field of the form that names the number of the request complained of.'),
  of: some(
    z.strictObject({
      what: z.enum(COMPLAINT_MATTERS),
      does: z.enum(COMPLAINT_EFFECTS),
      chosen: z
        .strictObject({ field: id, answer: id })
        .describe('The answer that says that it is about this; left out: what the case shows.')
        .optional(),
      source,
    }),
  ).describe('What may be complained of, and what the grant does to it.'),
  within: z
    .strictObject({
      months: whole(1, 36),
      reason: id.describe('The field in which who is late asks to restore the term, and why.'),
      source,
    })
    .describe('How long one may complain since the decision was signed. Lateness alone keeps nobody out: it needs a reason.'),
  officials: z
    .strictObject({
      name: id.describe('The field in which the complainant may name the official.').optional(),
      post: z
        .strictObject({ field: id, roles: z.record(id, staffRole) })
        .describe('The question whose answers mean those who worked at the request in a role.')
        .optional(),
      source,
    })
    .describe(
      'Officials who are complained of, or who made the decision that is, may not work at the complaint; left out: everybody of the unit may.',
    )
    .optional(),
  elsewhere: z
    .strictObject({
      id,
      name: text,
      summary: text,
      unit: id.describe('The unit that considers it: outside the provider, and in no other step.'),
      inPlaceOf: id.describe('The unit of the provider whose steps it does.'),
      without: z.array(id).describe('Fields of the form that are not asked then.'),
      source,
    })
    .describe(
      'The same complaint about the organisation that takes applications for the provider, in each act whose units have the role `operator`: a variant of its own, considered there first.',
    )
    .optional(),
  source,
})
export type Complains = Data<typeof complains>

/** Whether, and until when, the applicant may take the request back, and what becomes of the fee then. */
const withdrawal = z.strictObject({
  allowed: z.boolean().describe('false: the act does not let a registered request be taken back. Left out: it may be.').optional(),
  until: id.describe('The step of the procedure with whose start it is too late; left out: until the decision is signed.').optional(),
  fee: text.describe('What becomes of the fee, in the words of the act; left out: what `returnRule` says.').optional(),
  source,
})
export type Withdrawal = Data<typeof withdrawal>

/** A refusal to accept is no refusal of the service: it has a title, a paper and a closed list of grounds of its own. */
const nonAcceptance = z.strictObject({
  title: text.describe('What the paper is called.'),
  template: templateFile.describe("How the paper looks; left out: the house's own form.").optional(),
  grounds: some(ground),
  fee: text.describe('What becomes of the fee, in the words of the act; left out: what `returnRule` says.').optional(),
  refunds: z
    .enum(['whole', 'share', 'nothing'])
    .describe('What of a paid fee goes back by itself with the signature. Left out: nothing does; `fee` says what the payer can do.')
    .optional(),
  share: z
    .strictObject({ percent: whole(1, 99), source: source.optional() })
    .describe('Of `refunds: share`: how many of a hundred parts of what was paid go back.')
    .optional(),
  source,
})
export type NonAcceptance = Data<typeof nonAcceptance>

/** What it means that nothing was signed by the end of the whole term, and the duty that is left then. */
const silence = z.strictObject({
  means: z.enum(PROVIDER_SILENCE).describe('What the request counts as from that instant.'),
  ground: id.describe('Of `refusal`: the ground of it, from the list of grounds.').optional(),
  to: id.describe('Of `grant` and `refusal`: the step at which the paper about it is made; all other work ends.').optional(),
  source,
})
export type ProviderSilence = Data<typeof silence>

const fee = z.strictObject({
  mciRate: amount(0.01, 10_000).describe('Multiple of the MCI of the day of payment.'),
  name: text,
  onlyFor: applicantKind.describe('Who pays it; others pay nothing. Left out: everyone.').optional(),
  rates: some(
    z.strictObject({
      onlyFor: applicantKind.optional(),
      field: id.describe('A required choice or yes-or-no of the form that the rate depends on.').optional(),
      answers: some(id).describe('Options of a choice, or `yes`, `no`.').optional(),
      mciRate: amount(0.01, 10_000),
      source: source.optional(),
    }),
  )
    .describe('Another rate for a kind of applicant, for an answer, or for both; the first row that fits holds.')
    .optional(),
  free: some(z.strictObject({ field: id, answers: some(id).describe('Options of a choice, or `yes`, `no`.'), source: source.optional() }))
    .describe('Answers in the form with which nothing is paid.')
    .optional(),
  returnRule: text,
  returnSource: source.describe('Where the rule of return is, if not where the fee is.').optional(),
  source,
})
export type Fee = Data<typeof fee>

export const variant = z.strictObject({
  id,
  name: text,
  summary: text,
  offered: z.boolean().describe('Whether it can be executed as it is here. A variant that is only transcribed is shown, never offered.'),
  term: orNull(z.strictObject({ duration, source })).describe('Left out where the act gives no total: the sum of the steps is shown then.'),
  fee: orNull(fee).describe('Left out where the service is free.'),
  requirements: z.array(requirement).describe('Empty where the act demands nothing of who applies.'),
  documents: z.array(documentSlot),
  form,
  registers: some(registerQuestion).describe('What registers are asked at the steps that ask them.').optional(),
  grounds: some(ground),
  proceedings: proceedings
    .describe('Nobody applies: the authority opens the case by itself, in a channel of the kind `office`.')
    .optional(),
  complains: complains.describe('A complaint: a request about another request. It begins at that one, and is in no catalogue.').optional(),
  results: z.strictObject({ grant, refuse: refusal }),
  silence: silence.describe('Left out: the act gives the silence of the provider no meaning.').optional(),
  withdrawal: withdrawal.describe('Left out: the act does not say; until the decision is signed.').optional(),
  nonAcceptance: nonAcceptance.describe('Needed where an `accept` step has a row `when: notAccepted`.').optional(),
})
