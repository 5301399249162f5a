// Faults by a script: a YAML that says which neighbour fails how, from which day and hour of the script's own, for how long. Read against the
// legal time at which it is begun, so that a bad week passes in minutes where the clock is moved.
import { readFileSync } from 'node:fs'
import { toInstant, toLocal, type ZoneRules } from '@ruqsat/clock'
import { Fault, type Instant, instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { parse } from 'yaml'
import { z } from 'zod'
import { LONGEST_SLOW_MS, MODES, NEIGHBOURS, type Neighbour, type PlannedFault } from './neighbours.ts'

/** The scripts that come along, by their names. */
export const SCRIPTS = ['bad-week', 'bad-hour'] as const
export type ScriptName = (typeof SCRIPTS)[number]

const LENGTH = /^(\d{1,4})(s|m|h|d)$/
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const DAY_MS = UNIT_MS.d

const length = z.string().regex(LENGTH, 'like 40s, 15m, 3h or 2d')
const fault = z.strictObject({
  neighbour: z.enum(NEIGHBOURS),
  mode: z.string(),
  /** Of a slow neighbour. */
  by: length.optional(),
  /** 1: the day on which the script begins. Left out, with `at`: at once. */
  day: z.int().min(1).max(366).optional(),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like 09:30')
    .optional(),
  for: length,
})
const shape = z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), faults: z.array(fault).min(1).max(500) })

/** Milliseconds of `40s`, `15m`, `3h` or `2d`; null where it is none of these. */
export function readLength(text: string): number | null {
  const found = LENGTH.exec(text)
  return found === null ? null : Number(found[1]) * UNIT_MS[found[2] as keyof typeof UNIT_MS]
}

/** A script as it is written; a Fault with every mistake and where it is. */
export function readScript(
  text: string,
  origin: string,
  { now, zone }: { readonly now: Instant; readonly zone: ZoneRules },
): readonly PlannedFault[] {
  const read = shape.safeParse(parsed(text, origin))
  const issues = read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  const faults = read.success ? read.data.faults : []
  const wrong = [...issues, ...faults.flatMap((each, place) => faultsOf(each).map((what) => `faults.${place}: ${what}`))]
  if (!read.success || wrong.length > 0)
    throw new Fault(`Expected a script of faults in ${origin} but:\n${wrong.map((each) => `  - ${each}`).join('\n')}`)
  const first = toLocal(now, zone).date
  return faults.map(({ neighbour, mode, by, day, at, for: lasts }) => {
    const midnight = toInstant(first, at ?? '00:00', zone)
    const from = day === undefined && at === undefined ? now : instantFromMs(msFromInstant(midnight) + ((day ?? 1) - 1) * DAY_MS)
    const until = instantFromMs(msFromInstant(from) + readLength(lasts)!)
    return { script: read.data.name, neighbour, mode, slowMs: by === undefined ? null : readLength(by), from, until }
  })
}

/** One that comes along. */
export function ownScript(name: ScriptName, when: { readonly now: Instant; readonly zone: ZoneRules }): readonly PlannedFault[] {
  return readScript(readFileSync(new URL(`../scripts/${name}.yaml`, import.meta.url), 'utf8'), `${name}.yaml`, when)
}

function parsed(text: string, origin: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 })
  } catch (error) {
    throw new Fault(`Expected YAML in ${origin} but ${(error as Error).message.split('\n')[0]}`)
  }
}

function faultsOf({ neighbour, mode, by }: z.output<typeof fault>): readonly string[] {
  const modes: readonly string[] = MODES[neighbour as Neighbour]
  const slowMs = by === undefined ? null : readLength(by)
  return [
    ...(modes.includes(mode) ? [] : [`${neighbour} can be ${modes.join(', ')}, not '${mode}'`]),
    ...(slowMs !== null && mode !== 'slow' ? ['by is for a slow neighbour'] : []),
    ...(slowMs !== null && (slowMs === 0 || slowMs > LONGEST_SLOW_MS) ? [`by is 1s to ${LONGEST_SLOW_MS / 60_000}m`] : []),
  ]
}
