import { firstRow, type AnySql } from '@ruqsat/database'
import { type BIN, type IIN, type Instant, ownBIN, ownIIN } from '@ruqsat/foundation'
import type { Person, RegistrationState } from './person.ts'

/** Registered persons. One visible query per function. */

type PersonRow = Omit<Person, 'iin' | 'bin'> & { readonly iin: string; readonly bin: string | null }

/** The numbers were read from a certificate before they were written. */
function personFrom(row: PersonRow): Person {
  return { ...row, iin: ownIIN(row.iin), bin: row.bin === null ? null : ownBIN(row.bin) }
}

export async function personOfAccount(sql: AnySql, accountId: string): Promise<Person | null> {
  return firstRow(sql<PersonRow[]>`select ${columns(sql)} from portal.person where account_id = ${accountId}`, personFrom)
}

/** The registration of this identity: a person alone (`bin` null) or acting for a firm. */
export async function personOfIdentity(sql: AnySql, iin: IIN, bin: BIN | null): Promise<Person | null> {
  return firstRow(
    sql<PersonRow[]>`select ${columns(sql)} from portal.person where iin = ${iin} and coalesce(bin, '') = ${bin ?? ''}`,
    personFrom,
  )
}

export async function insertPerson(sql: AnySql, person: Person, certificate: Uint8Array | null): Promise<void> {
  await sql`
    insert into portal.person (account_id, iin, bin, kind, name, organisation, may_sign, address, phone, email, language, registered_at, certificate_sha256, certificate, standing)
    values (${person.accountId}, ${person.iin}, ${person.bin}, ${person.kind}, ${person.name}, ${person.organisation}, ${person.maySign},
            ${person.address}, ${person.phone}, ${person.email}, ${person.language}, ${person.registeredAt}, ${person.certificateSha256},
            ${certificate === null ? null : Buffer.from(certificate)}, ${person.standing})
    on conflict do nothing`
}

export async function updateContacts(
  sql: AnySql,
  accountId: string,
  contacts: Pick<Person, 'phone' | 'email' | 'language'>,
): Promise<void> {
  await sql`
    update portal.person set phone = ${contacts.phone}, email = ${contacts.email}, language = ${contacts.language}
    where account_id = ${accountId}`
}

export async function peopleOfFirm(sql: AnySql, bin: BIN): Promise<readonly Person[]> {
  return (
    await sql<PersonRow[]>`select ${columns(sql)} from portal.person where bin = ${bin} order by registered_at, account_id limit 200`
  ).map(personFrom)
}

/** Names for the trace: accounts with what their owners are called. */
export async function namesOf(sql: AnySql, accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ accountId: string; name: string }[]>`
    select account_id as "accountId", name from portal.person where account_id = any(${[...new Set(accountIds)]})`
  return new Map(rows.map(({ accountId, name }) => [accountId, name]))
}

/** The certificate that proved this registration, and when its standing was asked last. Null where none was kept. */
export async function certificateOf(
  sql: AnySql,
  accountId: string,
): Promise<{ readonly certificate: Uint8Array; readonly askedAt: Instant | null } | null> {
  const [row] = await sql<{ certificate: Uint8Array | null; askedAt: Instant | null }[]>`
    select certificate, standing_asked_at as "askedAt" from portal.person where account_id = ${accountId}`
  return row === undefined || row.certificate === null ? null : { certificate: new Uint8Array(row.certificate), askedAt: row.askedAt }
}

/** Writes down what was said of this very certificate; nothing where the person has shown another one meanwhile. */
export async function keepStanding(
  sql: AnySql,
  person: Pick<Person, 'accountId' | 'certificateSha256'>,
  standing: RegistrationState,
  askedAt: Instant,
): Promise<void> {
  await sql`
    update portal.person set standing = ${standing}, standing_asked_at = ${askedAt}
    where account_id = ${person.accountId} and certificate_sha256 = ${person.certificateSha256}`
}

/** A certificate of the same person for the same firm that was just proved: the registration counts again, with what it states. */
export async function renewCertificate(
  sql: AnySql,
  accountId: string,
  shown: Pick<Person, 'certificateSha256' | 'maySign'> & { readonly certificate: Uint8Array },
  askedAt: Instant,
): Promise<void> {
  await sql`
    update portal.person set certificate = ${Buffer.from(shown.certificate)}, certificate_sha256 = ${shown.certificateSha256},
      may_sign = ${shown.maySign}, standing = 'current', standing_asked_at = ${askedAt}
    where account_id = ${accountId}`
}

function columns(sql: AnySql) {
  return sql`account_id as "accountId", iin, bin, kind, name, organisation, may_sign as "maySign", address, phone, email, language,
    registered_at as "registeredAt", certificate_sha256 as "certificateSha256", standing`
}
