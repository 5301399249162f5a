import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { numberMarker, type NumberOrder } from '@ruqsat/caseflow'
import type { Instant } from '@ruqsat/foundation'
import type { Edition } from '@ruqsat/law'

/** `aktobe-agriculture` -> `AA`; the whole id where two authorities of the installation would share their initials. */
export function authorityLetters(authority: string, all: readonly string[]): string {
  const letters = initials(authority)
  return all.some((other) => other !== authority && initials(other) === letters) ? authority.toUpperCase() : letters
}

function initials(authority: string): string {
  return authority
    .split('-')
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
}

/** `AA-2026-000001`: per authority and year of its own calendar, without gaps. */
export function requestNumberOrder(edition: Edition, editions: readonly Edition[], now: Instant, zone: ZoneRules): NumberOrder {
  const { id } = edition.regulation.authority
  const year = legalYear(now, zone)
  const letters = authorityLetters(id, [...new Set(editions.map((each) => each.regulation.authority.id))])
  return { marker: numberMarker(), counter: `request-${year}`, prefix: `${letters}-${year}-`, width: 6 }
}

/** `2026/0001`: the incoming number in the authority's journal of that year. */
export function journalNumberOrder(now: Instant, zone: ZoneRules): NumberOrder {
  const year = legalYear(now, zone)
  return { marker: numberMarker(), counter: `journal-${year}`, prefix: `${year}/`, width: 4 }
}

function legalYear(now: Instant, zone: ZoneRules): string {
  return toLocal(now, zone).date.slice(0, 4)
}
