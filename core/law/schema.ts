import { ACTIONS, OUTCOMES } from './model.ts'
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
    { note: words },
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

const historyNote = object({ kind: oneOfWords(['amendment', 'repeal']), on: date, number: words, items: list(words), text, source })
const gap = object({ id, kind: oneOfWords(['cutOff', 'missing', 'unreadable']), text, source })
const owner = oneOfWords(['regulation', 'resolution'])
const annex = object({ id, number: whole(1, 99), name: text, citedAs: owner, headedAs: owner, source })

const identity = object({
  title: text,
  number: words,
  adoptedOn: date,
  registeredOn: dateOrUnknown,
  registrationNumber: words,
  publishedOn: dateOrUnknown,
  entryIntoForce: text,
  history: list(historyNote),
  textSha256: sha256,
  gaps: list(gap),
  annexes: list(annex),
  source,
})

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

const act = object({
  id,
  act: identity,
  service: text,
  summary: text,
  authority,
  laws: list(object({ id, name: text, number: words, on: dateOrUnknown })),
  abbreviations: list(object({ short: words, text, source }, { covers: list(words, 1) })),
  applicants: list(object({ kind: applicantKind, source }), 1),
  host: oneOfWords(['licensing', 'regional']),
  conventions: list(
    object({
      id: oneOfWords([
        'dayAfterReceiptIsDayOne',
        'termEndsAtClosing',
        'hoursRunInOfficeHours',
        'lastDayOffMoves',
        'receiptOutsideHoursNextWorkingDay',
        'suspensionPauses',
        'stepsFollowActualEnd',
        'secondsAreWallTime',
      ]),
      source,
    }),
    1,
  ),
  complaint: object({ place: text, term: text, source }),
})

const unit = object(
  { id, name: text, kind: oneOfWords(['applicant', 'provider', 'outside', 'system']), source },
  { role: oneOfWords(['clerk', 'head', 'officer', 'interestedBody', 'operator']), listedAs: oneOfWords(['provider', 'outside']) },
)

const step = object(
  {
    id,
    shape: oneOfWords(['process', 'condition']),
    unit: id,
    action: oneOfWords(ACTIONS),
    name: text,
    completion: text,
    next: list(object({ to: described(id, 'Id of a step of this table, or `end`.') }, { when: oneOfWords(OUTCOMES) }), 1),
    source,
  },
  {
    system: oneOfWords(SYSTEMS),
    time: described(object({ duration }, { source }), 'Left out where the act gives this step no time.'),
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
  { labels },
)
const refusal = object({ kind: kind('reasonedRefusal'), title: text, template: templateFile, source }, { labels })

const variant = object(
  {
    id,
    name: text,
    summary: text,
    offered: yesNo,
    requirements: list(object({ id, text, source }), 1),
    documents: list(object({ id, name: text, required: yesNo, source }, { hint: text, onlyFor: applicantKind })),
    form,
    grounds: list(object({ id, text, remedy: text, source }), 1),
    results: object({ grant, refuse: refusal }),
  },
  {
    term: described(object({ duration, source }), 'Left out where the act gives no total: the sum of the steps is shown then.'),
    fee: described(
      object({ mciRate: { type: 'number', minimum: 0.01, maximum: 10_000 }, name: text, returnRule: text, source }),
      'Left out where the service is free.',
    ),
  },
)

const view = object({ variant: id, id: oneOfWords(['portal', 'desk', 'centre']), name: text, offered: yesNo, steps: list(step, 1), source })
const procedure = object({ variant: id, id, steps: list(step, 1), source })

/** What each kind of file of a package must hold. */
export const FILE_SCHEMAS = {
  act,
  units: object({ units: list(unit, 1) }),
  findings: object({ readings: list(object({ code: id, subject: words, reading: text, reason: text, source })) }),
  variant,
  view,
  procedure,
} as const
export type FileKind = keyof typeof FILE_SCHEMAS

/** The same schema as JSON Schema 2020-12 for YAML editors. */
export function editorSchema(fileKind: FileKind): Readonly<Record<string, unknown>> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `ruqsat-regulation-${fileKind}.json`, ...FILE_SCHEMAS[fileKind] }
}
