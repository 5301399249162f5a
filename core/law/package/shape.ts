// What the shapes of all files are built from. A shape is the one definition of a part of a package: it reads the written value, gives
// its type (`Data`) and, by `editorSchemas`, the JSON Schema that editors use. `title` names what is expected, in words of `expectations.ts`.
import { z } from 'zod'
import type { Weekday } from '@ruqsat/clock'
import {
  fillText,
  LANGUAGES,
  PASSAGE_FORMS,
  type Language,
  type LocalDate,
  type LocalText,
  type Passage,
  type Source,
} from '@ruqsat/foundation'
import texts from '../texts.yaml'
import type { PackageErrorCode } from './errors.ts'

/** What a shape gives: never changed after it was read. */
export type Data<S extends z.ZodType> = Frozen<z.output<S>>
type Frozen<T> = T extends Atom
  ? T
  : T extends readonly (infer E)[]
    ? readonly Frozen<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T
type Atom = string | number | boolean | null | undefined | LocalText | Source

/** What a writer may leave out becomes an explicit value. An empty value in the file is still an error. */
export function orElse<S extends z.ZodType, const V>(shape: S, value: V) {
  type Read = V extends z.output<S> ? z.output<S> : z.output<S> | V
  return shape.optional().transform((written) => (written ?? value) as Read)
}
export const orNull = <S extends z.ZodType>(shape: S) => orElse(shape, null)
export const orNone = <S extends z.ZodType>(items: S) => orElse(z.array(items).min(1), [] as const)
export const some = <S extends z.ZodType>(items: S) => z.array(items).min(1)
export const whole = (least: number, most: number) => z.int().min(least).max(most)
export const amount = (least: number, most: number) => z.number().min(least).max(most)

/** What a rule expects beyond the form of a value; without it, a value that a rule rejects is a day that no calendar has. */
export const rule = (expected: LocalText, code: PackageErrorCode = 'wrong-value') => ({ params: { expected, code } })

/** A rule for the value that each entry of a list has under `key`, seen with those of the entries before it. */
export function eachEntry<K extends string, V>(
  key: K,
  expected: LocalText,
  holds: (value: V, before: readonly V[]) => boolean,
  path: readonly string[] = [],
) {
  return (entries: readonly Readonly<Record<K, V>>[], context: z.RefinementCtx): void => {
    const values = entries.map((entry) => entry[key])
    values.forEach((value, index) => {
      if (!holds(value, values.slice(0, index))) context.addIssue({ code: 'custom', path: [...path, index, key], ...rule(expected) })
    })
  }
}

const written = (title: string, pattern: RegExp) => z.string().regex(pattern, { abort: true }).meta({ title, id: title })

export const words = written('text', /\S/)
export const id = written('id', /^[A-Za-z][A-Za-z0-9-]*$/)
/** Id or version of a table of the clock. */
export const tableId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9.-]*$/)
  .meta({ title: 'id' })
export const modelFolder = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)
  .meta({ title: 'id' })
export const date = written('date', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .refine(dayExists)
  .transform((day): LocalDate => day)
export const dateOrUnknown = written('dateOrUnknown', /^(unknown|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$/)
  .refine((day) => day === 'unknown' || dayExists(day))
  .transform((day): LocalDate | 'unknown' => day)
export const timeOfDay = written('timeOfDay', /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
/** 29 February is no such day: in a year without it, a slip could not be recognised. */
export const dayOfYear = written('dayOfYear', /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/).refine((day) => dayExists(`2023-${day}`))
export const instant = written('instant', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/).refine(
  (moment) => !Number.isNaN(Date.parse(moment)),
)
export const weekday = whole(1, 7).transform((day) => day as Weekday)
export const sha256 = written('sha256', /^[0-9a-f]{64}$/)
export const templateFile = written('templateFile', /^templates\/[a-z0-9-]+\.typ$/)
export const registerLetters = written('registerLetters', /^[A-Z]{3}$/)

function dayExists(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}

const inEachLanguage = Object.fromEntries(LANGUAGES.map((language) => [language, words])) as Record<Language, typeof words>
export const text = z
  .strictObject(inEachLanguage)
  .transform((each): LocalText => each)
  .meta({ id: 'localText', description: 'One text in Kazakh, Russian and English; all three are needed.' })

/** More numbers than any act has: a longer range is a slip of the pen. */
const LONGEST_RANGE = 1000

/** Each range goes up, and no further than an act could. */
function rangesRise(passage: string): boolean {
  return [...passage.matchAll(/(\d+)(?:-(\d+))?\)?\.\.(\d+)(?:-(\d+))?/g)].every(([, from, inserted, to, insertedTo]) => {
    const [numbers, inserts] = [Number(to) - Number(from), Number(insertedTo ?? 0) - Number(inserted ?? 0)]
    return numbers < LONGEST_RANGE && (numbers > 0 || (numbers === 0 && inserts > 0))
  })
}
const RISING = rule(fillText(texts.shape.risingRange, { most: LONGEST_RANGE }), 'impossible-range')

const numbered = written('passageNumber', new RegExp(PASSAGE_FORMS.annex)).refine(rangesRise, RISING).optional()
/** The keys by which anything says where in an act it is. */
export const passageKeys = {
  annex: numbered,
  table: numbered,
  column: numbered,
  part: written('passagePart', new RegExp(PASSAGE_FORMS.part)).optional(),
  item: written('passageItem', new RegExp(PASSAGE_FORMS.item)).refine(rangesRise, RISING).optional(),
  variant: id.optional().describe('The variant whose section of the point is meant.'),
  row: written('passageRow', new RegExp(PASSAGE_FORMS.row)).optional(),
} satisfies Record<keyof Passage, z.ZodType>
export const passage = z
  .strictObject(passageKeys)
  .transform((each): Passage => each)
  .meta({ id: 'passage', description: 'A place in an act; what is left out is not narrowed. `..` joins the ends of a range.' })
export const also = some(passage).optional()

const citationKeys = {
  act: id.describe('Id of this act or of a law listed under `laws`.'),
  ...passageKeys,
  also: also.describe('Further places of the same act.'),
}
/** Where somebody found a fact, who says so themselves. */
export const citation = z.strictObject(citationKeys).transform((each): Source => ({ ...each, certainty: 'found' }))
/** `act`: how a file names an act. */
export const sourceOf = (act: z.ZodType<string>) =>
  z
    .strictObject({ ...citationKeys, act, certainty: z.enum(['stated', 'found', 'assumed']), note: words.optional() })
    .transform((each): Source => each)
export const source = sourceOf(citationKeys.act).meta({
  id: 'source',
  description: 'Where the fact comes from and how sure we are of it.',
})

export const durationUnit = z.enum(['seconds', 'minutes', 'hours', 'workingDays', 'calendarDays']).meta({ id: 'durationUnit' })
export const duration = z.strictObject({ amount: whole(1, 10_000), unit: durationUnit }).meta({ id: 'duration' })
export const applicantKind = z.enum(['individual', 'legalEntity']).meta({ id: 'applicantKind' })
