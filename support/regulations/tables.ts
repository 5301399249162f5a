import { readdir, readFile } from 'node:fs/promises'
import {
  checkCalendarVersions,
  parseCalendar,
  parseMciTable,
  parseZoneRules,
  type Calendar,
  type MciTable,
  type ZoneRules,
} from '@ruqsat/clock'
import { Fault } from '@ruqsat/foundation'
import { formatPackageError, parseYaml, type ClockTables } from '@ruqsat/law'

/**
 * The clock's tables: calendars by their version, zones by their id, the monthly calculation index. A table is recognised by what it
 * holds. Throws a Fault that names file and place: without tables no term can be counted, so nothing may start.
 */
export async function readTables(folder: URL): Promise<ClockTables> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted()
  const calendars: Record<string, Calendar> = {}
  const zones: Record<string, ZoneRules> = {}
  const indexes: MciTable[] = []
  for (const name of names) {
    const value = await readTable(folder, name)
    if ('holidays' in value)
      keep(
        calendars,
        parsed(name, () => parseCalendar(value)),
        (each) => each.version,
        name,
      )
    else if ('rules' in value)
      keep(
        zones,
        parsed(name, () => parseZoneRules(value)),
        (each) => each.id,
        name,
      )
    else if ('rows' in value) indexes.push(parsed(name, () => parseMciTable(value)))
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

async function readTable(folder: URL, name: string): Promise<Record<string, unknown>> {
  const read = parseYaml(name, await readFile(new URL(name, folder), 'utf8'))
  if (read.kind === 'broken')
    throw new Fault(`Expected a table that can be read but ${read.errors.map((error) => formatPackageError(error, 'en')).join('; ')}`)
  if (typeof read.value !== 'object' || read.value === null)
    throw new Fault(`Expected names with values in ${name} but found ${typeof read.value}`)
  return read.value as Record<string, unknown>
}

function parsed<T>(name: string, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    throw new Fault(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function keep<T>(tables: Record<string, T>, table: T, key: (table: T) => string, name: string): void {
  if (key(table) in tables) throw new Fault(`Expected each table once but ${name} gives '${key(table)}' again`)
  tables[key(table)] = table
}
