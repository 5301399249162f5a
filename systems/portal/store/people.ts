import type { AnySql } from '@ruqsat/database'
import type { Person } from '../drafts/model.ts'

/** Registered persons. One visible query per function. */

type Row = Record<string, any>

export async function personOfAccount(sql: AnySql, accountId: string): Promise<Person | null> {
  const [row] = await sql<Row[]>`select * from portal.person where account_id = ${accountId}`
  return row === undefined ? null : personFrom(row)
}

/** The registration of this identity: a person alone (`bin` null) or acting for a firm. */
export async function personOfIdentity(sql: AnySql, iin: string, bin: string | null): Promise<Person | null> {
  const [row] = await sql<Row[]>`select * from portal.person where iin = ${iin} and coalesce(bin, '') = ${bin ?? ''}`
  return row === undefined ? null : personFrom(row)
}

/** False where this identity is registered already. */
export async function insertPerson(sql: AnySql, person: Person): Promise<boolean> {
  const inserted = await sql`
    insert into portal.person (account_id, iin, bin, kind, name, organisation, may_sign, address, phone, email, language, registered_at, certificate_sha256)
    values (${person.accountId}, ${person.iin}, ${person.bin}, ${person.kind}, ${person.name}, ${person.organisation}, ${person.maySign},
            ${person.address}, ${person.phone}, ${person.email}, ${person.language}, ${person.registeredAt}, ${person.certificateSha256})
    on conflict do nothing`
  return inserted.count === 1
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

function personFrom(row: Row): Person {
  return {
    accountId: row.account_id,
    iin: row.iin,
    bin: row.bin,
    kind: row.kind,
    name: row.name,
    organisation: row.organisation,
    maySign: row.may_sign,
    address: row.address,
    phone: row.phone,
    email: row.email,
    language: row.language,
    registeredAt: row.registered_at,
    certificateSha256: row.certificate_sha256,
  }
}
