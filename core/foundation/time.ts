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

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Whether this text of somebody else is an instant in our form, of a day that there is. */
export function isInstant(text: string): text is Instant {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text)) && instantFromMs(Date.parse(text)) === text
}
