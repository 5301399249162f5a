// Test help: the real tables, from regulations/calendars. `parseClockTable` of @ruqsat/law checks them for the product.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Calendar, MciTable, OfficeHours, TermTables, ZoneRules } from './index.ts'

const FOLDER = new URL('../../regulations/calendars/', import.meta.url)

/** A table as it is written: what may be left out is absent. */
type Written = Omit<Calendar, 'kind'> &
  Omit<OfficeHours, 'kind'> &
  Omit<ZoneRules, 'kind'> & {
    readonly lastDay: string
    readonly rows: readonly (MciTable['rows'][number] & { readonly tenge: number })[]
  }

function table(name: string): Written {
  return parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'))
}

const remembered = new Map<string, unknown>()
function once<T>(name: string, shape: (written: Written) => T): T {
  if (!remembered.has(name)) remembered.set(name, shape(table(name)))
  return remembered.get(name) as T
}

export const calendarOf = (version = 'kz-2027-1') =>
  once(version, (it): Calendar => ({
    ...it,
    kind: 'calendar',
    holidays: it.holidays.map((day) => Object.assign({ days: [], dates: [] }, day)),
  }))
export const hoursOf = (name = 'provider') =>
  once(`hours-${name}`, (it): OfficeHours => ({
    ...it,
    kind: 'officeHours',
    days: it.days.map((day) => Object.assign({ breaks: [] }, day)),
  }))
export const zoneOf = (name = 'aqtobe') => once(`zone-${name}`, (it): ZoneRules => ({ ...it, kind: 'zone' }))
export const mciTable = () =>
  once('mci', (it): MciTable => ({ ...it, kind: 'mciTable', rows: it.rows.map(({ tenge, ...row }) => ({ ...row, tiyn: tenge * 100 })) }))

export function tables(place = 'aqtobe', hours = 'provider', version = 'kz-2027-1'): TermTables {
  return { calendar: calendarOf(version), officeHours: hoursOf(hours), zone: zoneOf(place) }
}
