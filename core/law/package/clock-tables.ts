// The tables of the clock as their files hold them: calendars, zones, the monthly calculation index.
import { isMap } from 'yaml'
import { z } from 'zod'
import type { Calendar, MciTable, ZoneRules } from '@ruqsat/clock'
import { passagesOf } from '@ruqsat/foundation'
import { readShape, type Read } from './read.ts'
import { date, dayOfYear, eachEntry, id, instant, orElse, rule, some, sourceOf, tableId, text, weekday, whole, words } from './shape.ts'
import { readYaml, type PackageFile } from './yaml.ts'
import texts from '../texts.yaml'

/** A decree is cited by its number at adilet.zan.kz, which may end with `_`. */
const source = sourceOf(words).refine((each) => passagesOf(each).length > 0, rule(texts.clockTables.aPlace))
const year = whole(1900, 2999)
const yearsRise = ({ firstYear = 0, lastYear = 9999 }: { firstYear?: number | undefined; lastYear?: number | undefined }) =>
  firstYear <= lastYear
const risingYears = { path: ['lastYear'], ...rule(texts.clockTables.risingYears) }

const holiday = z
  .strictObject({
    id,
    name: text,
    days: orElse(z.array(dayOfYear), []),
    dates: orElse(z.array(z.strictObject({ date, source })), []),
    firstYear: year.optional(),
    lastYear: year.optional(),
    shifts: z.boolean(),
    source,
  })
  .refine(({ days, dates }) => days.length + dates.length > 0, rule(texts.clockTables.daysOrDates))
  .refine(yearsRise, risingYears)

const movedDay = z
  .strictObject({ dayOff: date, worked: date, source })
  .refine(({ dayOff, worked }) => dayOff !== worked, { path: ['worked'], ...rule(texts.clockTables.anotherDay) })

const calendar = z
  .strictObject({
    id: tableId,
    version: tableId,
    title: text,
    firstYear: year,
    lastYear: year,
    provisionalFrom: year.optional(),
    weekend: z.array(weekday).refine((days) => new Set(days).size < 7, rule(texts.clockTables.aWorkedDay)),
    weekendSource: source,
    shiftSource: source,
    holidays: z.array(holiday).superRefine(eachEntry('id', texts.clockTables.once, isNew)),
    movedDays: z
      .array(movedDay)
      .superRefine(eachEntry('dayOff', texts.clockTables.once, isNew))
      .superRefine(eachEntry('worked', texts.clockTables.once, isNew)),
    replaces: z.strictObject({ version: tableId, from: date, source }).optional(),
  })
  .refine(yearsRise, risingYears)
  .refine(({ firstYear, lastYear, provisionalFrom = lastYear }) => provisionalFrom >= firstYear && provisionalFrom <= lastYear, {
    path: ['provisionalFrom'],
    ...rule(texts.clockTables.yearOfTable),
  })
  .superRefine(({ holidays, movedDays }, context) => {
    const noHoliday = (day: string) => !holidays.some((each) => isOn(each, day))
    for (const key of ['dayOff', 'worked'] as const)
      eachEntry(key, texts.clockTables.noHoliday, noHoliday, ['movedDays'])(movedDays, context)
  })
  .transform((table) => ({ kind: 'calendar', ...table }) as Calendar)

function isOn({ days, dates, firstYear = 0, lastYear = 9999 }: z.output<typeof holiday>, day: string): boolean {
  const year = Number(day.slice(0, 4))
  return dates.some((feast) => feast.date === day) || (year >= firstYear && year <= lastYear && days.some((each) => day.endsWith(each)))
}

const zone = z
  .strictObject({
    id: tableId,
    title: text,
    rules: some(z.strictObject({ fromInstant: instant, offsetMinutes: whole(-14 * 60, 14 * 60), source })).superRefine(
      eachEntry('fromInstant', texts.clockTables.rising, isLater),
    ),
  })
  .transform((table): ZoneRules => ({ kind: 'zone', ...table }))

const mciTable = z
  .strictObject({
    id: tableId,
    version: tableId,
    rows: some(z.strictObject({ from: date, tenge: whole(1, 1_000_000), source })).superRefine(
      eachEntry('from', texts.clockTables.rising, isLater),
    ),
    lastDay: date,
  })
  .refine(({ rows, lastDay }) => rows.every(({ from }) => from <= lastDay), { path: ['lastDay'], ...rule(texts.clockTables.lastDay) })
  .transform(({ rows, ...table }): MciTable => ({
    kind: 'mciTable',
    ...table,
    rows: rows.map(({ tenge, ...row }) => ({ ...row, tiyn: tenge * 100 })),
  }))

function isNew(value: string, before: readonly string[]): boolean {
  return !before.includes(value)
}
function isLater(value: string, before: readonly string[]): boolean {
  return before.every((each) => each < value)
}

export type ClockTable = Calendar | ZoneRules | MciTable

/** A table is recognised by what it holds. */
const SHAPES: readonly [string, z.ZodType<ClockTable>][] = [
  ['holidays', calendar],
  ['rules', zone],
  ['rows', mciTable],
]

/** Reads a table of the clock; null where the file is none. */
export function parseClockTable({ path, text: written }: PackageFile): Read<ClockTable | null> {
  const tree = readYaml(path, written)
  if ('kind' in tree) return tree
  const [, shape] = SHAPES.find(([key]) => isMap(tree.root) && tree.root.has(key)) ?? []
  return shape === undefined ? { kind: 'read', value: null } : readShape(shape, tree, new WeakMap())
}
