import { STANDARD_CONVENTIONS } from '@ruqsat/clock'
import { SIGNS } from './act-model.ts'
import { ACTIONS, NOTICE_CHANNELS, NOTICE_MOMENTS, OUTCOMES, SUBJECTS } from './model.ts'
import { SYSTEMS } from './systems.ts'

/**
 * The one home of the package's shape. The loader walks exactly these schemas over the YAML (with positions), and editors get
 * them as JSON Schema by `editorSchema`. `title` names what is expected, in words of `expectations.ts`.
 */
export type Schema =
  | {
      readonly type: 'object'
      readonly properties: Readonly<Record<string, Schema>>
      readonly required: readonly string[]
      readonly additionalProperties: false
      readonly description?: string
    }
  | {
      readonly type: 'object'
      readonly additionalProperties: Schema
      readonly propertyNames: { readonly pattern: string }
      readonly description?: string
    }
  | { readonly type: 'array'; readonly items: Schema; readonly minItems: number; readonly description?: string }
  | {
      readonly type: 'string'
      readonly title: string
      readonly pattern?: string
      readonly enum?: readonly string[]
      readonly const?: string
      readonly description?: string
    }
  | { readonly type: 'integer' | 'number'; readonly minimum: number; readonly maximum: number; readonly description?: string }
  | { readonly type: 'boolean'; readonly description?: string }
  | { readonly oneOf: readonly ObjectSchema[]; readonly description?: string }

export type ObjectSchema = Extract<Schema, { properties: unknown }>

type Fields = Readonly<Record<string, Schema>>

function object(required: Fields, optional: Fields = {}): ObjectSchema {
  return { type: 'object', properties: { ...required, ...optional }, required: Object.keys(required), additionalProperties: false }
}
function list(items: Schema, minItems = 0): Schema {
  return { type: 'array', items, minItems }
}
function oneOfWords(words: readonly string[]): Schema {
  return { type: 'string', title: 'word', enum: words }
}
function pattern(title: string, source: string): Schema {
  return { type: 'string', title, pattern: source }
}
function whole(minimum: number, maximum: number): Schema {
  return { type: 'integer', minimum, maximum }
}
function described<S extends Schema>(schema: S, description: string): S {
  return { ...schema, description }
}

const words = pattern('text', '\\S')
const id = pattern('id', '^[A-Za-z][A-Za-z0-9-]*$')
const place = pattern('id', '^[A-Za-z][A-Za-z0-9.-]*$')
const date = pattern('date', '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$')
const dateOrUnknown = pattern('dateOrUnknown', '^(unknown|\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01]))$')
const timeOfDay = pattern('timeOfDay', '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$')
const sha256 = pattern('sha256', '^[0-9a-f]{64}$')
const templateFile = pattern('templateFile', '^templates/[a-z0-9-]+\\.typ$')
const yesNo: Schema = { type: 'boolean' }

const text = described(object({ kk: words, ru: words, en: words }), 'One text in Kazakh, Russian and English; all three are needed.')
const source = described(
  object(
    {
      act: described(id, 'Id of this act or of a law listed under `laws`.'),
      item: described(words, 'Paragraph as the act numbers it.'),
      certainty: oneOfWords(['stated', 'found', 'assumed']),
    },
    { note: words, place: described(text, 'How the place is called for a reader, where it has no number.') },
  ),
  'Where the fact comes from and how sure we are of it.',
)
const duration = object({ amount: whole(1, 10_000), unit: oneOfWords(['seconds', 'minutes', 'hours', 'workingDays', 'calendarDays']) })
const applicantKind = oneOfWords(['individual', 'legalEntity'])

const officeHours = object({
  id,
  title: text,
  days: list(
    object({
      weekdays: list(whole(1, 7), 1),
      opens: timeOfDay,
      closes: timeOfDay,
      breaks: list(object({ from: timeOfDay, to: timeOfDay })),
    }),
    1,
  ),
  source,
})

const system = described(oneOfWords(SYSTEMS), 'Id of an information system.')
const force = described(
  object(
    {
      rule: oneOfWords(['afterPublication', 'onPublication', 'onRegistration', 'otherText', 'unknown']),
      notBefore: dateOrUnknown,
      notAfter: dateOrUnknown,
      source,
    },
    { days: described(whole(0, 365), 'Calendar days after first official publication.') },
  ),
  'When it takes effect: the rule, and the bounds of the first day in force as far as they are known.',
)
const change = object(
  { item: words, operation: oneOfWords(['replace', 'insert', 'repeal']), text },
  { before: described(text, 'What stood before, in our own words. Left out where no text tells: it is shown as unknown.') },
)
const historyNote = object(
  { kind: oneOfWords(['amendment', 'repeal']), on: date, number: words, items: list(words), force, text, source },
  { changes: list(change, 1) },
)
const gap = object({ id, kind: oneOfWords(['cutOff', 'missing', 'unreadable']), text, source })
const owner = oneOfWords(['regulation', 'resolution'])
const annex = object({ id, number: whole(1, 99), name: text, citedAs: owner, headedAs: owner, source })

const identity = object(
  {
    title: text,
    number: words,
    adoptedOn: dateOrUnknown,
    registeredOn: dateOrUnknown,
    registrationNumber: words,
    publishedOn: dateOrUnknown,
    entryIntoForce: text,
    force,
    history: list(historyNote),
    textSha256: sha256,
    gaps: list(gap),
    annexes: list(annex),
    source,
  },
  {
    nature: object({ automation: oneOfWords(['partial', 'full', 'paper']), source }, { type: oneOfWords(['transactional']) }),
    unitList: described(
      object({ units: list(id, 1), kinds: list(oneOfWords(['people', 'systems']), 1), source }),
      'The act’s own list of units, and whether it claims to hold people, systems or both.',
    ),
    stated: described(
      list(object({ about: id, value: words, text, source }), 1),
      'What the act says about one matter in several places; values are compared.',
    ),
    lists: list(object({ id, name: text, numbers: list(words, 1), source }), 1),
    duties: list(object({ id, kind: oneOfWords(['protection', 'other']), bearer: id, text, source }), 1),
    conditions: list(object({ id, text, source }), 1),
    legend: object({ signs: list(oneOfWords(SIGNS), 1), source }),
  },
)

const authority = object({
  id,
  name: text,
  address: text,
  phone: words,
  zone: described(place, 'Id of a zone table.'),
  calendar: described(place, 'Version of a calendar table.'),
  officeHours,
  source,
})

const act = object(
  {
    id,
    act: identity,
    service: text,
    summary: text,
    laws: list(
      object({ id, name: text, number: words, on: dateOrUnknown }, { numbering: oneOfWords(['articles', 'points']), ofName: text }),
    ),
    abbreviations: list(
      object(
        { short: words, text, source },
        {
          covers: list(words, 1),
          system,
          definedAs: described(system, 'The system that the words of the definition describe, where that is another one.'),
          defined: described(yesNo, 'false where the act uses it and never expands it.'),
          used: described(yesNo, 'false where the act defines it and never uses it.'),
          forms: described(list(object({ written: words, item: words }), 1), 'Other spellings in the same act.'),
        },
      ),
    ),
    host: oneOfWords(['licensing', 'regional']),
  },
  {
    authority: described(authority, 'Left out only where an act’s annexes are all that is at hand: then it has no variants either.'),
    applicants: list(object({ kind: applicantKind, source }), 1),
    conventions: list(
      object({
        id: oneOfWords(STANDARD_CONVENTIONS.map(({ id }) => id)),
        source,
      }),
      1,
    ),
    complaint: object({ place: text, term: text, source }, { termSource: source }),
  },
)

const unit = object(
  { id, name: text, kind: oneOfWords(['applicant', 'provider', 'outside', 'system']), source },
  { role: oneOfWords(['clerk', 'head', 'officer', 'interestedBody', 'operator']), listedAs: oneOfWords(['provider', 'outside']), system },
)

const identifiers = list(oneOfWords(['iin', 'bin']), 1)
const nextTo = described(id, 'Id of a step of this table, or `end`.')
const nextRow = object({ to: nextTo }, { when: oneOfWords(OUTCOMES) })
const within = described(object({ duration }, { source }), 'Time of this outcome alone, where it is shorter than the time of the step.')
const step = object(
  {
    id,
    shape: oneOfWords(['process', 'condition']),
    unit: id,
    action: oneOfWords(ACTIONS),
    name: text,
    completion: text,
    next: list(object({ to: nextTo }, { when: oneOfWords(OUTCOMES), within }), 1),
    source,
  },
  {
    system,
    time: described(
      object({ duration }, { from: described(whole(1, 10_000), 'Lower end of a range; the duration is its upper end.'), source }),
      'Left out where the act gives this step no time.',
    ),
    takesTerm: described(yesNo, 'true: its time is the whole term of the variant.'),
    asks: described(list(system, 1), 'Registers that are asked.'),
    compares: described(identifiers, 'Identifiers of the certificate that are compared with those of the request.'),
    refuses: described(yesNo, 'false where a step that decides knows no refusal.'),
    delivers: described(oneOfWords(['result', 'notice', 'paper']), 'What reaches the applicant here, where it is not the result itself.'),
    splits: described(yesNo, 'true: all rows of `next` start at once.'),
    joins: described(yesNo, 'true: waits until everything that a split started has arrived.'),
    returnTo: id,
    written: described(
      object({ text }, { action: oneOfWords(ACTIONS), unit: id, system: oneOfWords(SYSTEMS) }),
      'What the act writes where the executed reading differs.',
    ),
  },
)

const kind = (word: string): Schema => ({ type: 'string', title: 'word', const: word })
const fieldType: Schema = {
  oneOf: [
    object(
      { kind: kind('text'), maxLength: whole(1, 10_000) },
      { lines: whole(2, 20), pattern: oneOfWords(['cadastral', 'phone', 'email', 'documentNumber']) },
    ),
    object(
      {
        kind: kind('number'),
        min: { type: 'number', minimum: -1e12, maximum: 1e12 },
        max: { type: 'number', minimum: -1e12, maximum: 1e12 },
        decimals: whole(0, 6),
      },
      { unit: text },
    ),
    object({ kind: kind('date') }, { rule: oneOfWords(['notFuture', 'notPast']) }),
    object({ kind: kind('choice'), options: list(object({ id, label: text }), 2) }),
    object({ kind: kind('yesNo') }),
    object({ kind: kind('iin') }),
    object({ kind: kind('bin') }),
  ],
}

const field = object(
  { id, label: text, required: yesNo, type: fieldType, source },
  {
    hint: text,
    onlyFor: applicantKind,
    contradicts: described(
      list(
        object(
          { requirement: id },
          {
            answers: list(id, 1),
            below: { type: 'number', minimum: -1e12, maximum: 1e12 },
            above: { type: 'number', minimum: -1e12, maximum: 1e12 },
            youngerThanYears: whole(1, 150),
          },
        ),
        1,
      ),
      'Answers with which a requirement is certainly not met: the applicant is told before paying.',
    ),
    known: oneOfWords([
      'applicant.name',
      'applicant.identifier',
      'applicant.address',
      'applicant.phone',
      'applicant.email',
      'applicant.head',
    ]),
  },
)
const form = object({
  id,
  sections: list(object({ id, title: text, fields: list(field, 1) }), 1),
  statements: list(object({ id, text, source })),
  source,
})

const labels: Schema = {
  type: 'object',
  additionalProperties: text,
  propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$' },
  description: 'Wording for the template, by label id.',
}
const grant = object(
  {
    kind: oneOfWords(['licence', 'permit']),
    title: text,
    template: templateFile,
    registerLetters: pattern('registerLetters', '^[A-Z]{3}$'),
    licensedActivity: text,
    source,
  },
  { labels, form: oneOfWords(['electronic', 'paper', 'both']) },
)
const refusal = object({ kind: kind('reasonedRefusal'), title: text, template: templateFile, source }, { labels })

const variant = object(
  {
    id,
    name: text,
    summary: text,
    offered: yesNo,
    requirements: list(object({ id, text, source }), 1),
    documents: list(object({ id, name: text, required: yesNo, source }, { hint: text, onlyFor: applicantKind, proves: list(id, 1) })),
    form,
    grounds: list(object({ id, text, remedy: text, source }), 1),
    results: object({ grant, refuse: refusal }),
  },
  {
    term: described(object({ duration, source }), 'Left out where the act gives no total: the sum of the steps is shown then.'),
    fee: described(
      object(
        { mciRate: { type: 'number', minimum: 0.01, maximum: 10_000 }, name: text, returnRule: text, source },
        { returnSource: source },
      ),
      'Left out where the service is free.',
    ),
  },
)

const channel = oneOfWords(['portal', 'desk', 'centre'])
const view = object(
  { id: channel, name: text, offered: yesNo, steps: list(step, 1), source },
  { variant: described(id, 'The one variant that it belongs to.'), variants: described(list(id, 2), 'The variants that share it.') },
)
const transcript = object(
  {
    id,
    kind: oneOfWords(['prose', 'table']),
    of: oneOfWords(['portal', 'desk', 'centre', 'procedure']),
    name: text,
    rows: described(
      list(
        object(
          { source },
          {
            number: words,
            step: described(id, 'The executed step that this row is read as.'),
            unit: id,
            system,
            about: described(oneOfWords(SUBJECTS), 'What a question or a notice is about, by its own words.'),
            times: list(
              object(
                {
                  amount: { type: 'number', minimum: 0.5, maximum: 10_000 },
                  unit: oneOfWords(['seconds', 'minutes', 'hours', 'workingDays', 'calendarDays']),
                },
                { from: { type: 'number', minimum: 0.5, maximum: 10_000 } },
              ),
              1,
            ),
            next: described(list(nextRow, 1), 'The steps that follow, by the row’s own words.'),
            nextNone: described(yesNo, 'true where the row has a dash.'),
            nextWords: described(text, 'Words that stand where a number is due.'),
            asks: list(system, 1),
            compares: identifiers,
            name: text,
            completion: text,
          },
        ),
      ),
      'Each row as the act writes it; what it does not say is left out.',
    ),
    source,
  },
  { variants: list(id, 1), cutAfter: described(words, 'Number of the last row before the text breaks off.') },
)
const procedure = object({ variant: id, id, steps: list(step, 1), source })

const notice = object(
  {
    id,
    when: described(oneOfWords(NOTICE_MOMENTS), 'The moment of a case at which it goes out.'),
    by: described(list(oneOfWords(NOTICE_CHANNELS), 1), 'How it is sent.'),
    subject: text,
    text: described(text, 'May name {number} and, as the moment allows, {due}, {stage} and {service}.'),
    source,
  },
  {
    variants: described(list(id, 1), 'The variants that it is for; left out: all.'),
    views: described(list(channel, 1), 'The channels that the request came through; left out: all.'),
  },
)

/** What each kind of file of a package must hold. */
export const FILE_SCHEMAS = {
  act,
  units: object({ units: list(unit, 1) }),
  findings: object({ readings: list(object({ code: id, subject: words, reading: text, reason: text, source })) }),
  variant,
  view,
  procedure,
  transcript,
  notices: object({ notices: list(notice, 1) }),
} as const
export type FileKind = keyof typeof FILE_SCHEMAS

/** The same schema as JSON Schema 2020-12 for YAML editors. */
export function editorSchema(fileKind: FileKind): Readonly<Record<string, unknown>> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `ruqsat-regulation-${fileKind}.json`, ...FILE_SCHEMAS[fileKind] }
}
