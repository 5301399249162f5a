// Where a licensee carries on what is licensed, since when and until when: read from what was asked for and granted, never stored. A paper whose
// request names no place leaves the places as they were, and so does a number that was given in place of another.
import { toLocal } from '@ruqsat/clock'
import { answersOf, sitesNamed, type NamedSite } from '@ruqsat/documents'
import { isRefusal, parseLicenceNumber, type LocalDate } from '@ruqsat/foundation'
import { findVariant, zoneOf } from '@ruqsat/law'
import type { LicenceSite } from './contract.ts'
import { readKeptRequest } from './core/submission.ts'
import type { LicensingParts } from './deps.ts'
import { requestInForce } from './request-versions.ts'
import { changesOf, findLicence, type ChangeRow, type LicenceRow } from './store/licences.ts'
import { openCaseFor } from './views.ts'

type Since = { readonly on: LocalDate; readonly sites: readonly NamedSite[] }

/** Changes that give a paper of this very number; what replaces it is the other number's. */
const WITH_PLACES: ReadonlySet<ChangeRow['kind']> = new Set(['issued', 'extended', 'duplicated', 'corrected'])

/** Far more reissues than a licence has; numbers of a defect must not be followed for ever. */
const MOST_NUMBERS = 20

/** Every place that the register knows of a number, the earliest first; the last day of a place is the day before the next ones. */
export async function sitesOf(room: LicensingParts, row: LicenceRow): Promise<readonly LicenceSite[]> {
  const periods = await periodsOf(room, row, MOST_NUMBERS)
  return periods.flatMap(({ on, sites }, place) => sites.map((site) => ({ ...site, since: on, before: periods[place + 1]?.on ?? null })))
}

/** Those of one day. Of a day before the number was given they are those of the number before it. */
export function sitesOn(sites: readonly LicenceSite[], day: LocalDate): readonly NamedSite[] {
  return sites.flatMap(({ name, address, since, before }) => (since <= day && (before === null || day < before) ? [{ name, address }] : []))
}

async function periodsOf(room: LicensingParts, row: LicenceRow, left: number): Promise<readonly Since[]> {
  const changes = await changesOf(room.deps.database.sql, row)
  const own: Since[] = []
  for (const change of changes.filter(({ kind }) => WITH_PLACES.has(kind))) {
    const sites = await sitesIn(room, change)
    if (sites.length > 0) own.push({ on: dayOf(room, change), sites })
  }
  const former = changes.find(({ kind, otherNumber }) => kind === 'issued' && otherNumber !== null)?.otherNumber ?? null
  const number = former === null || left === 0 ? null : parseLicenceNumber(former)
  const before = number === null || isRefusal(number) ? null : await findLicence(room.deps.database.sql, number)
  return before === null ? own : [...(await periodsOf(room, before, left - 1)), ...own]
}

function dayOf(room: LicensingParts, { editionHash, at }: ChangeRow): LocalDate {
  return toLocal(at, zoneOf(room.caseflow.editionOf(editionHash).regulation, room.deps.regulations.tables)).date
}

async function sitesIn(room: LicensingParts, { editionHash, variant: id, caseId }: ChangeRow): Promise<readonly NamedSite[]> {
  const variant = findVariant(room.caseflow.editionOf(editionHash).regulation, id)
  if (variant === null || (variant.results.grant.sites ?? []).length === 0) return []
  const opened = await openCaseFor(room, caseId, { kind: 'system', id: 'register' })
  const kept = isRefusal(opened) ? null : await requestInForce(room, opened)
  const request = kept && readKeptRequest(kept.content)
  if (request === null || isRefusal(request)) return []
  return sitesNamed(variant, answersOf(request))
}

/** The places of now of a number, for the paper of what goes on with it; none where it is not of this register. */
export async function sitesNow(room: LicensingParts, number: string | null): Promise<readonly NamedSite[]> {
  const row = number === null ? null : await findLicence(room.deps.database.sql, number)
  const sites = row === null ? [] : await sitesOf(room, row)
  return sites.flatMap(({ name, address, before }) => (before === null ? [{ name, address }] : []))
}
