import {
  Fault,
  isRefusal,
  parseBIN,
  parseIIN,
  parsePrintableData,
  type Instant,
  LANGUAGES,
  type Language,
  type LocalText,
  type Refusal,
  type MailAddress,
  type MobileNumber,
  parseName,
} from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import { todayOf } from '../cases/authority.ts'
import type { ChangedBy, Staff, StaffContact } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import { insertChange } from '../store/changes.ts'
import { insertStaff, staffById, staffByIds, staffOfRole } from '../store/staff.ts'
import { substitutesOf } from '../store/substitutions.ts'

export type NewStaff = {
  readonly login: string
  readonly password: string
  readonly name: string
  /** As it was given: a door. */
  readonly iin: string
  /** BIN of the authority; with it a signature must state it too. */
  readonly bin?: string | null
  readonly position: LocalText
  readonly role: StaffRole
  readonly unit: string
  readonly authority: string
  readonly phone?: MobileNumber | null
  readonly email?: MailAddress | null
  /** Of notices; Kazakh where not given. */
  readonly language?: Language
  /** True for the sandbox's staff, whose passwords everybody can read. */
  readonly isPasswordPublished?: boolean
}

/** Account, directory entry and the row of its history together, or none. Refuses a login that is taken, a weak password, a wrong IIN or BIN. */
export async function registerStaff(
  work: Pick<WorkstationParts, 'accounts'> & { readonly deps: Pick<WorkstationParts['deps'], 'database'> },
  wanted: NewStaff,
  change: { readonly by: ChangedBy; readonly at: Instant },
): Promise<Staff | Refusal> {
  const iin = parseIIN(wanted.iin)
  if (isRefusal(iin)) return refuseWorkstation('workstation.staff-iin-wrong', { field: 'iin' })
  const bin = wanted.bin ? parseBIN(wanted.bin) : null
  if (isRefusal(bin)) return { ...bin, field: 'bin' }
  const name = parseName(wanted.name)
  if (isRefusal(name)) return { ...name, field: 'name' }
  if (LANGUAGES.some((language) => wanted.position[language].trim() === ''))
    throw new Fault('Expected a position in all languages for a member of staff but one is empty')
  const printable = parsePrintableData(wanted.position)
  if (isRefusal(printable)) return { ...printable, field: 'position' }
  const { login, password, phone = null, email = null, isPasswordPublished = false } = wanted
  const prepared = await work.accounts.prepare({
    login,
    displayName: name,
    password,
    phone,
    email,
    areContactsConfirmed: true,
    isPasswordPublished,
  })
  if (isRefusal(prepared)) return prepared
  return work.deps.database.sql.begin(async (tx) => {
    const account = await work.accounts.keep(prepared, tx)
    if (isRefusal(account)) return account
    const { position, role, unit, authority, language = 'kk' } = wanted
    const staff: Staff = { id: account.id, name, iin, bin, position, role, unit, authority, language, retiredAt: null }
    await insertStaff(tx, staff)
    const { why, ...by } = change.by
    await insertChange(tx, {
      authority,
      staffId: staff.id,
      kind: 'added',
      facts: { post: { role, unit, position } },
      why,
      by,
      at: change.at,
    })
    return staff
  }) as Promise<Staff | Refusal>
}

export async function staffContacts(
  work: WorkstationParts,
  authority: string,
  role: StaffRole,
  unit?: string,
  person?: string,
): Promise<readonly StaffContact[]> {
  const { sql } = work.deps.database
  const people = (await staffOfRole(sql, authority, role)).filter(
    (each) => (unit === undefined || each.unit === unit) && (person === undefined || each.id === person),
  )
  const acting = await substitutesOf(
    sql,
    authority,
    people.map(({ id }) => id),
    await todayOf(work.deps, { authority }),
  )
  const substitutes = await staffByIds(
    sql,
    acting.map(({ substituteId }) => substituteId).filter((id) => !people.some((each) => each.id === id)),
  )
  const asked = [...people, ...substitutes]
  const contacts = await Promise.all(asked.map(({ id, language }) => contactOf(work, id, language)))
  return contacts.filter((contact) => contact !== null)
}

/** Whom the accounts room's own notices go to. */
export async function contactOfAccount(work: WorkstationParts, id: string): Promise<StaffContact | null> {
  const staff = await staffById(work.deps.database.sql, id)
  return contactOf(work, id, staff?.language ?? 'kk')
}

async function contactOf(work: WorkstationParts, id: string, language: Language): Promise<StaffContact | null> {
  const account = await work.accounts.find(id)
  return account === null ? null : { id, email: account.email, phone: account.phone, language }
}
