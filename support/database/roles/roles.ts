import { Fault } from '@ruqsat/foundation'
import type { AnySql, Database, TransactionSql } from '../connect.ts'
import { objectsOf, ownerOf, privilegesThere, rolesThere, type RoleThere } from './catalogue.ts'
import { type DatabaseRole, type Privilege, privilegesOf, quoted, rolesOf, schemasOf, type SystemRole } from './declared.ts'
import { passwordOf, scramVerifier } from './password.ts'

/** How the database differs from what is declared, and the statement that corrects it; null where a person has to look. */
export type RoleDifference = { readonly text: string; readonly statement: string | null }

export type KeptRoles =
  /** Every role is there and may do what is declared, and nothing else. */
  | { readonly kind: 'kept' }
  /** The owner may not make roles, and some are not there. */
  | { readonly kind: 'absent'; readonly owner: string; readonly roles: readonly string[] }
  /** What is left after everything that the owner may do. */
  | { readonly kind: 'different'; readonly owner: string; readonly differences: readonly RoleDifference[] }

/**
 * Makes the roles of the systems, gives each what is declared and takes from it whatever else it has. Asks as the owner of the schemas, after
 * every migration. All of it is one transaction, and any number of processes may do it at once.
 */
export async function keepRoles(database: Database, systems: readonly SystemRole[], secret: Uint8Array): Promise<KeptRoles> {
  const owner = await ownerOf(database.sql)
  const roles = rolesOf(owner.database, systems)
  const there = new Set((await rolesThere(database.sql, roles.map(nameOf))).map(nameOf))
  const absent = roles.map(nameOf).filter((role) => !there.has(role))
  if (absent.length > 0 && !owner.mayMakeRoles) return { kind: 'absent', owner: owner.role, roles: absent }
  const logins = owner.mayMakeRoles ? await loginStatements(roles, secret) : null
  const differences = (await database.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('ruqsat roles', 0))`
    await tx`set local search_path = ''`
    if (logins !== null) await tx.unsafe(logins).simple()
    const found = await roleDifferences(tx, systems)
    const corrections = found.flatMap(({ statement }) => statement ?? [])
    if (corrections.length === 0) return found
    await correct(tx, corrections)
    return roleDifferences(tx, systems)
  })) as readonly RoleDifference[]
  return differences.length === 0 ? { kind: 'kept' } : { kind: 'different', owner: owner.role, differences }
}

/** All at once; where the owner may not do one of them, each by itself: what may be closed is. */
async function correct(tx: TransactionSql, statements: readonly string[]): Promise<void> {
  const whole = statements.length === 1 ? [] : [statements.join(';\n')]
  for (const text of whole) if (await isDone(tx, text)) return
  for (const statement of statements) await isDone(tx, statement)
}

async function isDone(tx: TransactionSql, statements: string): Promise<boolean> {
  try {
    await tx.savepoint((part) => part.unsafe(statements).simple())
    return true
  } catch (error) {
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return false
    throw error
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'

const nameOf = ({ role }: { readonly role: string }) => role

/** Made where it is absent, and its password is ours again: a role may change its own. */
async function loginStatements(roles: readonly DatabaseRole[], secret: Uint8Array): Promise<string> {
  const each = roles.map(async ({ role }) => {
    const verifier = await scramVerifier(passwordOf(secret, role))
    return `if not exists (select from pg_catalog.pg_roles where rolname = '${role.replaceAll("'", "''")}') then create role ${quoted(role)}; end if;
      alter role ${quoted(role)} login password '${verifier}';`
  })
  return `do $roles$ begin ${(await Promise.all(each)).join('\n')} end $roles$`
}

/** The same as statements that a database administrator runs once, where the owner may not make roles. */
export async function roleStatements(database: string, systems: readonly SystemRole[], secret: Uint8Array): Promise<readonly string[]> {
  return Promise.all(
    rolesOf(database, systems).map(
      async ({ role }) => `create role ${quoted(role)} login password '${await scramVerifier(passwordOf(secret, role))}';`,
    ),
  )
}

/** The address by which a system connects: the same server and database, as its own role. */
export function urlOfSystem(url: string, system: SystemRole, secret: Uint8Array): string {
  const address = new URL(url)
  const name = decodeURIComponent(address.pathname.slice(1))
  if (name === '') throw new Fault('Expected the address of a database that names it, like postgres://user:password@host:5432/name')
  const [{ role }] = rolesOf(name, [system]) as [DatabaseRole]
  // Without a host (a Unix socket) an address can name nobody.
  if (address.host === '') address.hostname = 'localhost'
  address.username = encodeURIComponent(role)
  address.password = passwordOf(secret, role)
  return address.toString()
}

/** How the catalogue differs from what is declared; empty where each role may do exactly that. */
export async function roleDifferences(sql: AnySql, systems: readonly SystemRole[]): Promise<readonly RoleDifference[]> {
  const { database } = await ownerOf(sql)
  const roles = rolesOf(database, systems)
  const schemas = [...new Set(systems.flatMap(schemasOf))]
  const wanted = keyed(privilegesOf(roles, database, await objectsOf(sql, schemas)))
  const given = keyed(await privilegesThere(sql, roles.map(nameOf), schemas))
  const there = await rolesThere(sql, roles.map(nameOf))
  return [
    ...roles
      .filter(({ role }) => !there.some((one) => one.role === role))
      .map(({ role }) => ({ text: `${role} is absent`, statement: null })),
    ...there.flatMap((role) => ofRole(role, database)),
    ...[...given]
      .filter(([key]) => !wanted.has(key))
      .map(([key, one]) => ({ text: `${key} is too much`, statement: statementOf('revoke', one) })),
    ...[...wanted]
      .filter(([key]) => !given.has(key))
      .map(([key, one]) => ({ text: `${key} is missing`, statement: statementOf('grant', one) })),
  ]
}

function ofRole(there: RoleThere, database: string): readonly RoleDifference[] {
  const { role, attributes, isLogin, groups, owned, elsewhere, settings } = there
  const name = quoted(role)
  return [
    ...attributes.map((one) => ({ text: `${role} has ${one}`, statement: `alter role ${name} no${one.toLowerCase()}` })),
    ...(isLogin ? [] : [{ text: `${role} may not connect`, statement: `alter role ${name} login` }]),
    ...groups.map((group) => ({ text: `${role} is a member of ${group}`, statement: `revoke ${quoted(group)} from ${name}` })),
    ...(owned > 0 ? [{ text: `${role} owns ${owned} objects`, statement: null }] : []),
    ...(elsewhere > 0 ? [{ text: `${role} has rights to ${elsewhere} objects of other databases`, statement: null }] : []),
    ...(settings > 0
      ? [
          {
            text: `sessions of ${role} begin with settings of their own`,
            statement: `alter role ${name} reset all; alter role ${name} in database ${quoted(database)} reset all`,
          },
        ]
      : []),
  ]
}

function keyed(privileges: readonly Privilege[]): ReadonlyMap<string, Privilege> {
  return new Map(
    privileges.map((one) => {
      const { role, kind, object, column, privilege } = one
      return [`${role}: ${privilege.toLowerCase()}${column === null ? '' : ` (${column})`} on ${kind} ${object.replaceAll('"', '')}`, one]
    }),
  )
}

/** What SQL can take back in one statement. */
const REVOCABLE = new Set([
  'database',
  'schema',
  'table',
  'sequence',
  'function',
  'type',
  'language',
  'tablespace',
  'parameter',
  'large object',
])

function statementOf(how: 'grant' | 'revoke', { role, kind, object, column, privilege }: Privilege): string | null {
  if (!REVOCABLE.has(kind)) return null
  const what = `${privilege}${column === null ? '' : ` (${quoted(column)})`} on ${kind} ${object}`
  const whom = role === 'public' ? 'public' : quoted(role)
  return how === 'grant' ? `grant ${what} to ${whom}` : `revoke ${what} from ${whom}`
}
