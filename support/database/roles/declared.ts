// What each system may do in the database, as its composition declares it, and as privileges of PostgreSQL.
import { hash } from 'node:crypto'
import { Fault } from '@ruqsat/foundation'

/** What a role may do with the rows of a table, as GRANT writes it: `select, insert, update (settled_at)`. */
export type TableRights = string

/** One system: the role by which it connects, and all that this role may do. */
export type SystemRole = {
  /** Names the role: `portal` is `<database>_portal`. */
  readonly system: string
  /** Schemas that are its own. Tables of them that `rights` does not name: every row may be read, added, changed and removed. */
  readonly schemas: readonly string[]
  /** By `schema.table`; those of other systems' schemas that are named here are all that it sees there. */
  readonly rights: Readonly<Record<string, TableRights>>
  /** Functions of other systems' schemas, by `schema.name`. */
  readonly functions: readonly string[]
}

/** A role of the server, with what it may do. */
export type DatabaseRole = SystemRole & { readonly role: string }

export type Privilege = {
  readonly role: string
  /** As GRANT names it. */
  readonly kind: string
  /** Quoted, as SQL writes it. */
  readonly object: string
  readonly column: string | null
  readonly privilege: string
}

/** A table, sequence or function that is there. */
export type DatabaseObject = {
  readonly kind: 'table' | 'view' | 'sequence' | 'function'
  readonly schema: string
  readonly name: string
  readonly object: string
}

/** Its name is only a part of a role's, which has 63 bytes. */
const LONGEST_PREFIX = 48
const EVERY_ROW: TableRights = 'select, insert, update, delete'
/** What a room compares its files with; only the owner writes there. */
const RECORD_OF_MIGRATIONS = 'migrations'

/** Roles belong to the whole server: those of two databases must differ. The database of the server that comes along has no name of its own. */
export function rolesOf(database: string, systems: readonly SystemRole[]): readonly DatabaseRole[] {
  const name = database === 'postgres' ? 'ruqsat' : database
  const prefix = Buffer.byteLength(name) <= LONGEST_PREFIX ? name : `${name.slice(0, 24)}_${hash('sha256', name).slice(0, 12)}`
  return systems.map((system) => ({ ...system, role: `${prefix}_${system.system}` }))
}

/** Everything that the roles may do with what is there. */
export function privilegesOf(roles: readonly DatabaseRole[], database: string, there: readonly DatabaseObject[]): readonly Privilege[] {
  return roles.flatMap((one) => [
    privilege(one, 'database', quoted(database), 'CONNECT'),
    ...schemasOf(one).map((schema) => privilege(one, 'schema', quoted(schema), 'USAGE')),
    ...there.flatMap((object) => ofObject(one, object)),
  ])
}

/** Its own, and those in which it may do something. */
export function schemasOf({ schemas, rights, functions }: SystemRole): readonly string[] {
  return [...new Set([...schemas, ...[...Object.keys(rights), ...functions].map((name) => name.split('.')[0]!)])]
}

function ofObject(role: DatabaseRole, { kind, schema, name, object }: DatabaseObject): readonly Privilege[] {
  const isOwn = role.schemas.includes(schema)
  const fullName = `${schema}.${name}`
  if (kind === 'function') return isOwn || role.functions.includes(fullName) ? [privilege(role, kind, object, 'EXECUTE')] : []
  if (kind === 'sequence') return isOwn ? [privilege(role, kind, object, 'USAGE')] : []
  const own = name === RECORD_OF_MIGRATIONS || kind === 'view' ? 'select' : EVERY_ROW
  const rights = role.rights[fullName] ?? (isOwn ? own : '')
  return rightsIn(rights).flatMap(({ right, columns }) =>
    columns === null
      ? [privilege(role, 'table', object, right)]
      : columns.map((column) => ({ ...privilege(role, 'table', object, right), column })),
  )
}

const RIGHT = /^(select|insert|update|delete)(?: \(([a-z0-9_, ]+)\))?$/

function rightsIn(text: TableRights): readonly { readonly right: string; readonly columns: readonly string[] | null }[] {
  if (text === '') return []
  return text.split(/, (?![^(]*\))/).map((part) => {
    const found = RIGHT.exec(part)
    if (found === null) throw new Fault(`Expected rights like 'select, insert, update (settled_at)' but found '${text}'`)
    return { right: found[1]!.toUpperCase(), columns: found[2]?.split(', ') ?? null }
  })
}

function privilege({ role }: DatabaseRole, kind: string, object: string, name: string): Privilege {
  return { role, kind, object, column: null, privilege: name }
}

/** A name as SQL writes it, always quoted. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
