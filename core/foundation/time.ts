/**
 * An instant of legal or technical time: ISO 8601 in UTC with milliseconds, e.g. `2014-10-01T04:30:00.000Z`.
 * Strings of this one form sort as instants do.
 */
export type Instant = string & { readonly __instant?: never }

/** A day in some zone's calendar: `YYYY-MM-DD`. */
export type LocalDate = string & { readonly __localDate?: never }

/** A time of day: `HH:MM`. */
export type LocalTime = string & { readonly __localTime?: never }

export function instantFromMs(ms: number): Instant {
  return new Date(ms).toISOString()
}

export function msFromInstant(instant: Instant): number {
  return Date.parse(instant)
}
