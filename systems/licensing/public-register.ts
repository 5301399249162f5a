import { toLocal } from '@ruqsat/clock'
import { Fault, type LicenceNumber, isRefusal, parseLicenceNumber, type Refusal } from '@ruqsat/foundation'
import { findVariant, zoneOf } from '@ruqsat/law'
import type { EarlierAsked, IssuedFile, PublicEntry } from './contract.ts'
import { earlierFault, registerNumber, serviceOf, withSuspensionsOver, type Entry } from './core/register-change.ts'
import { statusOn } from './core/transitions.ts'
import type { LicensingParts } from './deps.ts'
import { codeHolds, codeOf, maskedIin, maskedName } from './register-code.ts'
import { documentOfFile } from './store/documents.ts'
import { changesOf, findLicence, type LicenceRow } from './store/licences.ts'

/** What is on the licence of this number and whether it is in force; null where there is none. */
export async function findInRegister(room: LicensingParts, number: LicenceNumber, code = ''): Promise<PublicEntry | null> {
  const row = await findLicence(room.deps.database.sql, number)
  if (row === null) return null
  const { regulation } = room.caseflow.editionOf(row.editionHash)
  const variant = findVariant(regulation, row.variant)
  if (variant === null) throw new Fault(`Expected the variant '${row.variant}' of licence ${number} in its edition but it is missing`)
  const { grant } = variant.results
  const zone = zoneOf(regulation, room.deps.regulations.tables)
  const today = toLocal(await room.deps.legalClock.now(), zone).date
  const changes = await changesOf(room.deps.database.sql, row)
  return {
    ...holderShown(row.holder, codeHolds(room.deps.registerSecret, number, code)),
    number,
    title: grant.title,
    activity: grant.licensedActivity,
    authority: regulation.authority.name,
    issuedOn: row.issuedOn,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    changes: withSuspensionsOver(
      changes.map(({ editionHash, variant: id, at, ...change }) => {
        const { results } = findVariant(room.caseflow.editionOf(editionHash).regulation, id)!
        return { ...change, on: toLocal(at, zone).date, result: results.grant.title }
      }),
      today,
    ),
    status: statusOn(row, today),
    documentSha256: row.documentSha256,
  }
}

/** Asked before anybody pays; and once more where the request is registered and where the result is prepared. */
export async function earlierInRegister(
  room: LicensingParts,
  { editionHash, variant: id, answers, holder }: EarlierAsked,
): Promise<Refusal | null> {
  const { regulation } = room.caseflow.editionOf(editionHash)
  const grant = findVariant(regulation, id)?.results.grant
  if (grant?.earlier === undefined) return null
  const today = toLocal(await room.deps.legalClock.now(), zoneOf(regulation, room.deps.regulations.tables)).date
  const entry = await entryOf(room, answers[grant.earlier.field] ?? '')
  return earlierFault({ grant, service: serviceOf(regulation), answers, entry, holder, today })
}

export async function entryOf(room: LicensingParts, typed: string): Promise<(LicenceRow & Entry) | null> {
  const number = registerNumber(typed)
  const row = number === null ? null : await findLicence(room.deps.database.sql, number)
  return row && { ...row, regulation: room.caseflow.editionOf(row.editionHash).regulation.id }
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
  const signed = (await room.caseflow.read(document.caseId))?.state.signed
  if (signed?.sha256 !== sha256) return null
  const issuedAt = signed.signedAt
  const number = document.number && parseLicenceNumber(document.number)
  if (!number || isRefusal(number)) return { issuedAt, entry: null, code: null }
  const code = codeOf(room.deps.registerSecret, number)
  return { issuedAt, entry: await findInRegister(room, number, code), code }
}
