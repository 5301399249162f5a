import { fileURLToPath } from 'node:url'
import { checkCalendarVersions, type Calendar, type MciTable, type ZoneRules } from '@ruqsat/clock'
import { Fault } from '@ruqsat/foundation'
import { formatPackageError, parseClockTable, type ClockTables } from '@ruqsat/law'
import { readFolder } from './files.ts'

/**
 * The clock's tables: calendars by their version, zones by their id, the monthly calculation index. A table is recognised by what it
 * holds. Throws a Fault that names file and place: without tables no term can be counted, so nothing may start.
 */
export async function readTables(folder: URL): Promise<ClockTables> {
  const { files, errors } = await readFolder(fileURLToPath(folder))
  if (errors.length > 0) throw new Fault(errors.map((error) => formatPackageError(error, 'en')).join('\n'))
  const calendars: Record<string, Calendar> = {}
  const zones: Record<string, ZoneRules> = {}
  const indexes: MciTable[] = []
  for (const file of files.filter(({ path }) => /^[^/]+\.yaml$/.test(path))) {
    const read = parseClockTable(file)
    if (read.kind === 'broken') throw new Fault(read.errors.map((error) => formatPackageError(error, 'en')).join('\n'))
    const table = read.value
    if (table?.kind === 'calendar') keep(calendars, table, table.version, file.path)
    if (table?.kind === 'zone') keep(zones, table, table.id, file.path)
    if (table?.kind === 'mciTable') indexes.push(table)
  }
  if (indexes.length !== 1)
    throw new Fault(`Expected one table of the monthly calculation index in ${folder.pathname} but found ${indexes.length}`)
  checkCalendarVersions(calendars)
  return { calendars, zones, mci: indexes[0]! }
}

/** The clock of the capital: for what belongs to no authority, as a file that a stranger signed. */
export function nationalZone({ zones }: Pick<ClockTables, 'zones'>): ZoneRules {
  const zone = zones['kz-almaty'] ?? Object.values(zones)[0]
  if (zone === undefined) throw new Fault('Expected at least one zone in the tables but there is none')
  return zone
}

function keep<T>(tables: Record<string, T>, table: T, key: string, name: string): void {
  if (key in tables) throw new Fault(`Expected each table once but ${name} gives '${key}' again`)
  tables[key] = table
}
