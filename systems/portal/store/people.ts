import type { AnySql } from '@ruqsat/database'
import type { Person } from '../drafts/model.ts'

/** Registered persons. One visible query per function. */

export async function personOfAccount(sql: AnySql, accountId: string): Promise<Person | null> {
  const [row] = await sql<Person[]>`select ${columns(sql)} from portal.person where account_id = ${accountId}`
  return row ?? null
}

/** The registration of this identity: a person alone (`bin` null) or acting for a firm. */
export async function personOfIdentity(sql: AnySql, iin: string, bin: string | null): Promise<Person | null> {
  const [row] = await sql<Person[]>`select ${columns(sql)} from portal.person where iin = ${iin} and coalesce(bin, '') = ${bin ?? ''}`
  return row ?? null
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

function columns(sql: AnySql) {
  return sql`account_id as "accountId", iin, bin, kind, name, organisation, may_sign as "maySign", address, phone, email, language,
    registered_at as "registeredAt", certificate_sha256 as "certificateSha256"`
}
