import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { citation } from '@ruqsat/documents'
import { Fault, type LicenceNumber, isRefusal, parseLicenceNumber, type LocalDate, type Refusal, type Source } from '@ruqsat/foundation'
import { findVariant, zoneOf } from '@ruqsat/law'
import type { EarlierAsked, EntryChange, IssuedFile, LatestPaper, PublicEntry } from './contract.ts'
import { complainedOf } from './complaints.ts'
import { earlierFault, registerNumber, serviceOf, withSuspensionsOver, type Entry } from './core/register-change.ts'
import { stateOn } from './core/state-on.ts'
import { statusOn } from './core/transitions.ts'
import type { LicensingParts } from './deps.ts'
import { whyNothingCorrected } from './paper-in-force.ts'
import { codeHolds, codeOf, maskedIin, maskedName } from './register-code.ts'
import { refuseLicensing } from './refusals.ts'
import { documentOfFile } from './store/documents.ts'
import { sitesOf, sitesOn } from './sites.ts'
import { changeCounts, changesOf, findLicence, type ChangeRow, type LicenceRow } from './store/licences.ts'

/** What is on the licence of this number and whether it is in force; null where there is none. */
export async function findInRegister(
  room: LicensingParts,
  number: LicenceNumber,
  code = '',
  on?: LocalDate,
): Promise<PublicEntry | Refusal | null> {
  const row = await findLicence(room.deps.database.sql, number)
  if (row === null) return null
  const rows = await changesOf(room.deps.database.sql, row)
  const isLoaded = [row, ...rows].every(({ editionHash }) => room.deps.regulations.edition(editionHash) !== null)
  if (!isLoaded) return refuseLicensing('licensing.edition-not-loaded')
  const { regulation } = room.caseflow.editionOf(row.editionHash)
  const variant = findVariant(regulation, row.variant)
  if (variant === null) throw new Fault(`Expected the variant '${row.variant}' of licence ${number} in its edition but it is missing`)
  const { grant } = variant.results
  const zone = zoneOf(regulation, room.deps.regulations.tables)
  const today = toLocal(await room.deps.legalClock.now(), zone).date
  if (on !== undefined && on > today) return refuseLicensing('licensing.day-to-come', { field: 'on' })
  const sites = await sitesOf(room, row)
  const changes = await Promise.all(rows.map((each) => changeShown(room, each, zone)))
  return {
    ...holderShown(row.holder, codeHolds(room.deps.registerSecret, number, code)),
    number,
    title: grant.title,
    activity: grant.licensedActivity ?? grant.title,
    authority: regulation.authority.name,
    issuedOn: row.issuedOn,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    changes: withSuspensionsOver(changes, today),
    ...(sites.length > 0 && { sites }),
    status: statusOn(row, today),
    ...(on !== undefined && { asOf: { ...stateOn(changes, row.validFrom, on), ...(sites.length > 0 && { sites: sitesOn(sites, on) }) } }),
    documentSha256: row.documentSha256,
    latest: latestPaper(changes),
  }
}

async function changeShown(
  room: LicensingParts,
  { editionHash, variant: id, at, caseId, ...change }: ChangeRow,
  zone: ZoneRules,
): Promise<EntryChange> {
  const { regulation } = room.caseflow.editionOf(editionHash)
  const variant = findVariant(regulation, id)!
  const { grant } = variant.results
  const basis = variant.proceedings && (await room.caseflow.read(caseId))?.state.basis
  const grounds = variant.proceedings?.grounds.filter((ground) => basis?.groundIds.includes(ground.id)) ?? []
  const paragraphOf = (source: Source) => citation(regulation, source)
  return {
    ...change,
    on: toLocal(at, zone).date,
    result: grant.title,
    paragraph: paragraphOf(grant.source),
    grounds: grounds.map(({ text, source }) => ({ text, paragraph: paragraphOf(source) })),
  }
}

/** Changes that give a paper of this very number. */
const WITH_PAPER: ReadonlySet<EntryChange['kind']> = new Set(['issued', 'extended', 'duplicated', 'corrected'])

function latestPaper(changes: readonly EntryChange[]): LatestPaper {
  const change = changes.findLast(({ kind }) => WITH_PAPER.has(kind))
  if (change === undefined) throw new Fault('Expected that a number of the register was given by a paper but its history has none')
  return { by: change.kind, on: change.on }
}

/** Asked before anybody pays; and once more where the request is registered and where the result is prepared. */
export async function earlierInRegister(
  room: LicensingParts,
  { editionHash, variant: id, answers, holder }: EarlierAsked,
): Promise<Refusal | null> {
  const { regulation } = room.caseflow.editionOf(editionHash)
  const variant = findVariant(regulation, id)
  if (variant?.complains) {
    const about = await complainedOf(room, { edition: room.caseflow.editionOf(editionHash), variant, answers, holder })
    return isRefusal(about) ? about : null
  }
  const grant = variant?.results.grant
  if (variant === null || grant?.earlier === undefined) return null
  const today = toLocal(await room.deps.legalClock.now(), zoneOf(regulation, room.deps.regulations.tables)).date
  const entry = await entryOf(room, answers[grant.earlier.field] ?? '')
  if (isRefusal(entry)) return { ...entry, field: grant.earlier.field }
  const fault = earlierFault({ grant, service: serviceOf(regulation), answers, entry, holder, today })
  if (fault !== null || entry === null) return fault
  const kind = holder.bin === null ? 'individual' : 'legalEntity'
  return whyNothingCorrected(room, { variant, documentId: entry.documentId, kind, answers, today })
}

/** A refusal where the act under which the number was given is not loaded here: nobody can say what may be done to it. */
export async function entryOf(room: LicensingParts, typed: string): Promise<(LicenceRow & Entry) | Refusal | null> {
  const number = registerNumber(typed)
  const row = number === null ? null : await findLicence(room.deps.database.sql, number)
  if (row === null) return null
  const edition = room.deps.regulations.edition(row.editionHash)
  if (edition === null) return refuseLicensing('licensing.earlier-not-loaded', { facts: { number: { kind: 'typed', text: row.number } } })
  const done = await changeCounts(room.deps.database.sql, row)
  return { ...row, done, regulation: edition.regulation.id }
}

function holderShown(
  holder: { readonly name: string; readonly bin: string | null; readonly iin: string | null } | null,
  isOpen: boolean,
): Pick<PublicEntry, 'holderName' | 'holderIsWhole' | 'holderIdentifierName' | 'holderIdentifier'> {
  if (holder === null) return { holderName: '', holderIsWhole: true, holderIdentifierName: 'BIN', holderIdentifier: '' }
  const { name, bin, iin } = holder
  if (bin !== null) return { holderName: name, holderIsWhole: true, holderIdentifierName: 'BIN', holderIdentifier: bin }
  const shown = isOpen ? name : maskedName(name)
  return { holderName: shown, holderIsWhole: isOpen, holderIdentifierName: 'IIN', holderIdentifier: maskedIin(iin ?? '') }
}

/** What counts is the file that the case names: one that was assembled and then lost its race was issued to nobody. */
export async function findByFile(room: LicensingParts, sha256: string): Promise<IssuedFile | null> {
  const document = await documentOfFile(room.deps.database.sql, sha256)
  if (document === null) return null
  const state = (await room.caseflow.read(document.caseId))?.state
  const annulled = state?.complaints?.find(({ annuls }) => annuls?.sha256 === sha256)
  const signed = [state?.signed, state?.nonAcceptance?.signed, annulled?.annuls].find((each) => each?.sha256 === sha256)
  if (!signed) return null
  const issuedAt = signed.signedAt
  if (annulled) return { issuedAt, entry: null, code: null, later: null, annulledAt: annulled.at }
  const number = document.number && parseLicenceNumber(document.number)
  if (!number || isRefusal(number)) return { issuedAt, entry: null, code: null, later: null }
  const code = codeOf(room.deps.registerSecret, number)
  const found = await findInRegister(room, number, code)
  const entry = found === null || isRefusal(found) ? null : found
  return { issuedAt, entry, code, later: entry === null || entry.documentSha256 === sha256 ? null : entry.latest }
}
