// Where a licensee carries on what is licensed, since when and until when: read from what was asked for and granted, never stored. A paper whose
// request names no place leaves the places as they were, and so does a number that was given in place of another.
import { toLocal } from '@ruqsat/clock'
import { answersOf } from '@ruqsat/documents'
import { isRefusal, parseLicenceNumber, type LocalDate, type LocalText } from '@ruqsat/foundation'
import { findVariant, zoneOf } from '@ruqsat/law'
import type { LicenceSite } from './contract.ts'
import { readKeptRequest } from './core/submission.ts'
import type { LicensingParts } from './deps.ts'
import { requestInForce } from './request-versions.ts'
import { changesOf, findLicence, type ChangeRow, type LicenceRow } from './store/licences.ts'
import { openCaseFor } from './views.ts'

type Named = { readonly name: LocalText; readonly address: string }
type Since = { readonly on: LocalDate; readonly sites: readonly Named[] }

/** Changes that give a paper of this very number; what replaces it is the other number's. */
const WITH_PLACES: ReadonlySet<ChangeRow['kind']> = new Set(['issued', 'extended', 'duplicated', 'corrected'])

/** Far more reissues than a licence has; numbers of a defect must not be followed for ever. */
const MOST_NUMBERS = 20

/** Every place that the register knows of a number, the earliest first; the last day of a place is the day before the next ones. */
export async function sitesOf(room: LicensingParts, row: LicenceRow): Promise<readonly LicenceSite[]> {
  const periods = await periodsOf(room, row, MOST_NUMBERS)
  return periods.flatMap(({ on, sites }, place) => sites.map((site) => ({ ...site, since: on, before: periods[place + 1]?.on ?? null })))
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

async function sitesIn(room: LicensingParts, { editionHash, variant: id, caseId }: ChangeRow): Promise<readonly Named[]> {
  const variant = findVariant(room.caseflow.editionOf(editionHash).regulation, id)
  const named = variant?.results.grant.sites ?? []
  if (variant === null || named.length === 0) return []
  const opened = await openCaseFor(room, caseId, { kind: 'system', id: 'register' })
  const kept = isRefusal(opened) ? null : await requestInForce(room, opened)
  const request = kept && readKeptRequest(kept.content)
  if (request === null || isRefusal(request)) return []
  const answers = answersOf(request)
  const fields = variant.form.sections.flatMap((section) => section.fields)
  return named.flatMap(({ field, when }) => {
    const address = (answers[field] ?? '').trim()
    const isSo = when === undefined || answers[when.field] === when.answer
    const label = when === undefined ? fields.find((each) => each.id === field)?.label : optionLabel(fields, when)
    return isSo && address !== '' && label !== undefined ? [{ name: label, address }] : []
  })
}

type Fields = Parameters<typeof findVariant>[0]['variants'][number]['form']['sections'][number]['fields']

/** A new address is asked for under a general name; what it is the address of, the answer before it says. */
function optionLabel(fields: Fields, { field, answer }: { readonly field: string; readonly answer: string }): LocalText | undefined {
  const type = fields.find(({ id }) => id === field)?.type
  return type?.kind === 'choice' ? type.options.find(({ id }) => id === answer)?.label : undefined
}
