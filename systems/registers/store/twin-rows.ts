import { firstRow, type AnySql } from '@ruqsat/database'
import { type BIN, type IIN, ownBIN, ownIIN } from '@ruqsat/foundation'
import type { LegalEntity, PowerOfAttorney, RegisterFacts, RegisterPerson } from '../contract.ts'

export async function findPerson(sql: AnySql, iin: IIN): Promise<RegisterPerson | null> {
  return firstRow(
    sql<(Omit<RegisterPerson, 'iin'> & { readonly iin: string })[]>`
    select iin, surname, given_name as "givenName", patronymic, born_on as "bornOn", address, entrepreneur from registers.persons where iin = ${iin}`,
    (row) => ({ ...row, iin: ownIIN(row.iin) }),
  )
}

export async function findLegalEntity(sql: AnySql, bin: BIN): Promise<LegalEntity | null> {
  return firstRow(
    sql<(Omit<LegalEntity, 'bin' | 'headIin'> & { readonly bin: string; readonly headIin: string })[]>`
    select bin, name, registered_on as "registeredOn", address, head_iin as "headIin", head_name as "headName" from registers.legal_entities where bin = ${bin}`,
    (row) => ({ ...row, bin: ownBIN(row.bin), headIin: ownIIN(row.headIin) }),
  )
}

export async function keepPerson(sql: AnySql, person: RegisterPerson): Promise<void> {
  await sql`
    insert into registers.persons (iin, surname, given_name, patronymic, born_on, address, entrepreneur)
    values (${person.iin}, ${person.surname}, ${person.givenName}, ${person.patronymic}, ${person.bornOn}, ${person.address}, ${person.entrepreneur})
    on conflict (iin) do update set surname = excluded.surname, given_name = excluded.given_name, patronymic = excluded.patronymic,
      born_on = excluded.born_on, address = excluded.address, entrepreneur = excluded.entrepreneur`
}

export async function keepLegalEntity(sql: AnySql, entity: LegalEntity): Promise<void> {
  await sql`
    insert into registers.legal_entities (bin, name, registered_on, address, head_iin, head_name)
    values (${entity.bin}, ${entity.name}, ${entity.registeredOn}, ${entity.address}, ${entity.headIin}, ${entity.headName})
    on conflict (bin) do update set name = excluded.name, registered_on = excluded.registered_on, address = excluded.address,
      head_iin = excluded.head_iin, head_name = excluded.head_name`
}

export async function findPower(sql: AnySql, key: string): Promise<PowerOfAttorney | null> {
  return firstRow(
    sql<PowerOfAttorney[]>`
    select number, representative_iin as "representativeIin", representative_name as "representativeName", principal, scope,
      given_on as "givenOn", valid_until as "validUntil", revoked_on as "revokedOn"
    from registers.powers_of_attorney where number_key = ${key}`,
  )
}

export async function keepPower(sql: AnySql, key: string, power: PowerOfAttorney): Promise<void> {
  const { number, representativeIin, representativeName, principal, scope, givenOn, validUntil, revokedOn } = power
  await sql`
    insert into registers.powers_of_attorney (number_key, number, representative_iin, representative_name, principal, scope, given_on, valid_until, revoked_on)
    values (${key}, ${number}, ${representativeIin}, ${representativeName}, ${principal}, ${scope}, ${givenOn}, ${validUntil}, ${revokedOn})
    on conflict (number_key) do update set representative_iin = excluded.representative_iin, representative_name = excluded.representative_name,
      principal = excluded.principal, scope = excluded.scope, given_on = excluded.given_on, valid_until = excluded.valid_until,
      revoked_on = excluded.revoked_on`
}

export async function findFacts(sql: AnySql, system: string, key: string): Promise<RegisterFacts | null> {
  return firstRow(sql<RegisterFacts[]>`select about, facts from registers.facts where system = ${system} and about_key = ${key}`)
}

/** What a register of the sandbox knows, whole: rows that the packages no longer have go. */
export async function replaceFacts(
  sql: AnySql,
  rows: readonly {
    readonly system: string
    readonly key: string
    readonly about: string
    readonly facts: Readonly<Record<string, string>>
  }[],
): Promise<void> {
  await sql`delete from registers.facts`
  for (const { system, key, about, facts } of rows)
    await sql`
      insert into registers.facts (system, about_key, about, facts) values (${system}, ${key}, ${about}, ${sql.json(facts)})
      on conflict (system, about_key) do update set about = excluded.about, facts = excluded.facts`
}
