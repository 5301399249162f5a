import { Fault, type LicenceNumber, isRefusal, parseLicenceNumber } from '@ruqsat/foundation'
import { findVariant } from '@ruqsat/law'
import type { IssuedFile, PublicEntry } from './contract.ts'
import type { LicensingParts } from './deps.ts'
import { codeHolds, codeOf, maskedIin, maskedName } from './register-code.ts'
import { documentOfFile } from './store/documents.ts'
import { findLicence } from './store/licences.ts'

/** What is on the licence of this number and whether it is in force; null where there is none. */
export async function findInRegister(room: LicensingParts, number: LicenceNumber, code = ''): Promise<PublicEntry | null> {
  const row = await findLicence(room.deps.database.sql, number)
  if (row === null) return null
  const { regulation } = room.caseflow.editionOf(row.editionHash)
  const variant = findVariant(regulation, row.variant)
  if (variant === null) throw new Fault(`Expected the variant '${row.variant}' of licence ${number} in its edition but it is missing`)
  const { grant } = variant.results
  return {
    ...holderShown(row.holder, codeHolds(room.deps.registerSecret, number, code)),
    number,
    title: grant.title,
    activity: grant.licensedActivity,
    authority: regulation.authority.name,
    issuedOn: row.issuedOn,
    status: row.status,
    statusSince: row.statusSince,
    documentSha256: row.documentSha256,
  }
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
