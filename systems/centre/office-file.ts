// Whose halls an installation has: the file that `RUQSAT_FRONT_OFFICE` names.
import { readFile } from 'node:fs/promises'
import { Fault, LANGUAGES } from '@ruqsat/foundation'
import type { ClockTables } from '@ruqsat/law'
import { parse } from 'yaml'
import { z } from 'zod'
import type { HallHours } from './core/booking.ts'
import type { FrontOffice } from './deps.ts'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small Latin letters, digits and hyphens')
const text = z.record(z.enum(LANGUAGES), z.string().trim().min(1).max(300))
/** A number of a window has three digits at most. */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time like 09:00')
const hours = z.strictObject({
  /** 1 is Monday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  opens: time,
  closes: time,
  breaks: z.array(z.strictObject({ from: time, to: time })).default([]),
})
const hall = z.strictObject({ id, name: text, address: text, windows: z.int().min(1).max(999), hours: z.array(hours).min(1).optional() })
/** `calendar` says on which holidays halls with hours are closed. */
const shape = z.strictObject({ id, name: text, zone: z.string(), calendar: z.string().optional(), halls: z.array(hall).min(1) })

/** A Fault with every mistake and where it is. `zones` are those of the installation's clock. */
export async function readFrontOffice(file: string, { zones, calendars }: Pick<ClockTables, 'zones' | 'calendars'>): Promise<FrontOffice> {
  const read = shape.safeParse(await parsed(file))
  if (read.error !== undefined) {
    const faults = read.error.issues.map(({ path, message }) => `  - ${path.join('.') || 'the file'}: ${message}`)
    throw new Fault(`Expected ${file} to name a front office and its halls but:\n${faults.join('\n')}`)
  }
  const { zone: named, calendar: byName, halls, ...office } = read.data
  const zone = zones[named]
  if (zone === undefined) throw new Fault(`Expected the zone of ${file} to be one of ${Object.keys(zones).join(', ')} but it is '${named}'`)
  const ids = halls.map((each) => each.id)
  const twice = ids.find((each, place) => ids.indexOf(each) !== place)
  if (twice !== undefined) throw new Fault(`Expected each hall of ${file} once but '${twice}' is there twice`)
  const calendar = byName === undefined ? undefined : calendars[byName]
  if (calendar === undefined && (byName !== undefined || halls.some(({ hours: own }) => own !== undefined)))
    throw new Fault(`Expected the calendar of ${file} to be one of ${Object.keys(calendars).join(', ')} but it is '${byName ?? ''}'`)
  return {
    ...office,
    zone,
    halls: halls.map(({ hours: days, ...each }) => ({
      ...each,
      ...(days !== undefined && calendar !== undefined && { hours: { days: days as HallHours['days'], calendar } }),
    })),
  }
}

async function parsed(file: string): Promise<unknown> {
  const content = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Fault(`Expected the file ${file} with the front office but it cannot be read: ${error.message}`)
  })
  try {
    return parse(content)
  } catch (error) {
    throw new Fault(`Expected YAML in ${file} but ${(error as Error).message.split('\n')[0]}`)
  }
}
