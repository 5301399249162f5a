// Test help: the real tables, read from regulations/calendars as any caller would read them.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import {
  parseCalendar,
  parseMciTable,
  parseOfficeHours,
  parseZoneRules,
  type Calendar,
  type TermTables,
  type OfficeHours,
  type ZoneRules,
} from './index.ts'

const FOLDER = new URL('../../regulations/calendars/', import.meta.url)

export function table(name: string): unknown {
  return parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'))
}

const remembered = new Map<string, unknown>()
function once<T>(name: string, read: (json: unknown) => T): T {
  if (!remembered.has(name)) remembered.set(name, read(table(name)))
  return remembered.get(name) as T
}

export const calendarOf = (version = 'kz-2027-1'): Calendar => once(version, parseCalendar)
export const hoursOf = (name = 'provider'): OfficeHours => once(`hours-${name}`, parseOfficeHours)
export const zoneOf = (name = 'aqtobe'): ZoneRules => once(`zone-${name}`, parseZoneRules)
export const mciTable = () => once('mci', parseMciTable)

export function tables(place = 'aqtobe', hours = 'provider', version = 'kz-2027-1'): TermTables {
  return { calendar: calendarOf(version), officeHours: hoursOf(hours), zone: zoneOf(place) }
}
