// What shows only with the clock's tables available: names of tables that do not exist, an office that is closed on the calendar's working
// days.
import { missingHours } from '@ruqsat/clock'
import { fillText, sourceText, type LocalDate } from '@ruqsat/foundation'
import {
  anyOf,
  packageError,
  packageFile,
  uncheckable,
  type ClockTables,
  type Edition,
  type PackageError,
  type PackageFile,
  type FilePlace,
} from '@ruqsat/law'
import texts from './texts.yaml'

/** What a caller checks of a sound package besides: the command line has the engine run it. `from`: the first day of the edition; null: from the act's own. */
export type FurtherCheck = (
  edition: Edition,
  tables: ClockTables,
  files: readonly PackageFile[],
  from: LocalDate | null,
) => readonly PackageError[]

/** Errors of a package that is sound in itself. An act without variants has no cases, so it needs no tables. */
export function faultsWithTables(
  edition: Edition,
  tables: ClockTables,
  files: readonly PackageFile[],
  further: FurtherCheck = () => [],
  from: LocalDate | null = null,
): readonly PackageError[] {
  if (edition.regulation.variants.length === 0) return []
  try {
    // Each looks at what those before it found sound.
    for (const check of [unknownTables, closedOffice, further]) {
      const errors = check(edition, tables, files, from)
      if (errors.length > 0) return errors
    }
    return []
  } catch (error) {
    return [uncheckable('act.yaml', error)]
  }
}

/** The tables that the authority names must be there before a case can be counted. */
function unknownTables(edition: Edition, tables: ClockTables, files: readonly PackageFile[]): readonly PackageError[] {
  const { authority } = edition.regulation
  const unknown = (key: string, found: string, known: readonly string[]) =>
    known.includes(found)
      ? []
      : [packageError('unknown-reference', placeOf(files, 'act.yaml', key, found), sourceText(authority.source), anyOf(known), found)]
  return [
    ...unknown('calendar', authority.calendar, Object.keys(tables.calendars)),
    ...unknown('zone', authority.zone, Object.keys(tables.zones)),
  ]
}

function closedOffice(edition: Edition, tables: ClockTables, files: readonly PackageFile[]): readonly PackageError[] {
  const { calendar, zone, officeHours, officeHoursSource } = edition.regulation.authority
  const { openOn, closedOn } = texts.withTables
  const refusal = missingHours({ calendar: tables.calendars[calendar]!, zone: tables.zones[zone]!, officeHours })
  if (refusal === null) return []
  const place = placeOf(files, 'act.yaml', 'officeHours', '')
  const weekday = String(refusal.facts?.['weekday'])
  return [
    packageError('office-closed', place, sourceText(officeHoursSource), fillText(openOn, { weekday }), fillText(closedOn, { weekday })),
  ]
}

/** Where a key has this value; the first line of the file where it is written otherwise. */
export function placeOf(files: readonly PackageFile[], path: string, key: string, value: string): FilePlace {
  const file = packageFile(files, path)
  const lines = file?.text.split('\n') ?? []
  const written = new RegExp(`(^|[\\s{,-])${key}:\\s*['"]?${value.replaceAll(/[^\w-]/g, '.')}(?![\\w-])`)
  const line = lines.findIndex((each) => written.test(each))
  if (line < 0) return { file: path, line: 1, column: 1 }
  return { file: file!.path, line: line + 1, column: Math.max(1, lines[line]!.indexOf(value === '' ? `${key}:` : value) + 1) }
}
