import { migrate, type AnySql, type Database, type MigrationFolder } from '@ruqsat/database'
import type { Instant, Json, MailAddress, MobileNumber } from '@ruqsat/foundation'
import type { Account } from '../account.ts'
import type { Guesses } from './guess-rows.ts'

/** Brings up the tables of one system's accounts in a schema of that system: `portal_accounts`, `workstation_accounts`. */
export const accountMigrations = (schema: string): MigrationFolder => ({ schema, folder: new URL('./migrations/', import.meta.url) })

export async function migrateAccounts(database: Database, schema: string): Promise<void> {
  await migrate(database, accountMigrations(schema))
}

/** An account with what only this room may see. */
export type AccountRow = {
  readonly account: Account
  readonly passwordHash: string
  /** Wrong ones by strangers. */
  readonly guesses: Guesses
}

export type AccountColumns = {
  id: string
  login: string
  display_name: string
  phone: MobileNumber | null
  email: MailAddress | null
  phone_confirmed_at: Instant | null
  email_confirmed_at: Instant | null
  status: 'active' | 'blocked'
  attributes: Record<string, Json>
  password_hash: string
  wrong_passwords: number
  wrong_at: Instant | null
  locked_until: Instant | null
  second_factor: string | null
}

function rowOf([columns]: readonly AccountColumns[]): AccountRow | null {
  if (columns === undefined) return null
  const { password_hash: passwordHash, wrong_passwords: wrong, wrong_at: lastAt, locked_until: lockedUntil } = columns
  return { account: accountOf(columns), passwordHash, guesses: { wrong, lastAt, lockedUntil } }
}

export function accountOf(columns: AccountColumns): Account {
  const { id, login, phone, email, status, attributes } = columns
  const confirmed = { isPhoneConfirmed: columns.phone_confirmed_at !== null, isEmailConfirmed: columns.email_confirmed_at !== null }
  return {
    id,
    login,
    displayName: columns.display_name,
    phone,
    email,
    ...confirmed,
    status,
    hasSecondFactor: columns.second_factor !== null,
    attributes,
  }
}

export async function findById(sql: AnySql, schema: string, id: string): Promise<AccountRow | null> {
  return rowOf(await sql<AccountColumns[]>`select * from ${sql(schema)}.account where id = ${id}`)
}

export async function findByLogin(sql: AnySql, schema: string, login: string): Promise<AccountRow | null> {
  return rowOf(await sql<AccountColumns[]>`select * from ${sql(schema)}.account where login = ${login}`)
}

/** False where the login is taken. */
export async function insertAccount(sql: AnySql, schema: string, account: Account, passwordHash: string, at: Instant): Promise<boolean> {
  const rows = await sql`
    insert into ${sql(schema)}.account
      (id, login, display_name, phone, email, status, password_hash, attributes, created_at, password_changed_at, phone_confirmed_at, email_confirmed_at)
    values (${account.id}, ${account.login}, ${account.displayName}, ${account.phone}, ${account.email}, ${account.status},
      ${passwordHash}, ${sql.json(account.attributes as never)}, ${at}, ${at},
      ${account.isPhoneConfirmed ? at : null}, ${account.isEmailConfirmed ? at : null})
    on conflict (login) do nothing returning id`
  return rows.length === 1
}

/** A contact that becomes another is not confirmed any more, in the same statement. */
export async function updateAccount(sql: AnySql, schema: string, account: Account): Promise<void> {
  await sql`
    update ${sql(schema)}.account set display_name = ${account.displayName}, phone = ${account.phone}, email = ${account.email},
      status = ${account.status}, attributes = ${sql.json(account.attributes as never)},
      phone_confirmed_at = case when phone is not distinct from ${account.phone}::text then phone_confirmed_at end,
      email_confirmed_at = case when email is not distinct from ${account.email}::text then email_confirmed_at end
    where id = ${account.id}`
}

/**
 * Sets the password, forgets wrong ones and lifts the lock. With `checkedHash` only where that is still the password; false where somebody
 * has set another meanwhile.
 */
export async function setPassword(
  sql: AnySql,
  schema: string,
  id: string,
  { newHash, checkedHash = null }: { readonly newHash: string; readonly checkedHash?: string | null },
  at: Instant,
): Promise<boolean> {
  const rows = await sql`
    update ${sql(schema)}.account
    set password_hash = ${newHash}, password_changed_at = ${at}, wrong_passwords = 0, wrong_at = null, locked_until = null
    where id = ${id} and password_hash = coalesce(${checkedHash}, password_hash) returning id`
  return rows.length === 1
}
