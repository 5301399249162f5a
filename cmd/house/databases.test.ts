// Who has taken over one system may try what they like in the database: each role, connected as it is in the house, against everything that is not its own.
import { openDatabase, roleDifferences, type Database, urlOfSystem, keepRoles, ownSchemas } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roomSchemas } from '../commands/rooms.ts'
import { migrateAll } from './databases.ts'
import { systemRoles } from './system-roles.ts'

const SYSTEMS = systemRoles('sandbox')
const SECRET = new Uint8Array(32).fill(5)
const REFUSED = '42501'
let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('systems')
  await migrateAll(database, { mode: 'sandbox', legalStart: null })
  expect(await keepRoles(database, SYSTEMS, SECRET)).toEqual({ kind: 'kept' })
})
afterAll(() => database.drop())

test('every privilege of every role is the declared one: no ownership, no attribute, no membership, nothing for everybody', async () => {
  expect(await roleDifferences(database.sql, SYSTEMS)).toEqual([])
})

test('every schema belongs to one system, and every line of the list names a table or a function that is there', async () => {
  const owned = SYSTEMS.flatMap(({ schemas }) => schemas)
  expect(owned.toSorted()).toEqual([...new Set(roomSchemas.map(({ schema }) => schema))].toSorted())
  const tables = await database.sql<{ name: string }[]>`
    select format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any(${owned})
    union all select format('%s.%s', n.nspname, p.proname) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any(${owned})`
  const there = new Set(tables.map(({ name }) => name))
  const named = SYSTEMS.flatMap(({ rights, functions }) => [...Object.keys(rights), ...functions])
  expect(named.filter((name) => !there.has(name))).toEqual([])
})

test('a table whose triggers refuse every change is one to which its role only adds', async () => {
  const rows = await database.sql<{ name: string }[]>`
    select distinct format('%s.%s', n.nspname, c.relname) as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace join pg_proc p on p.oid = t.tgfoid
    where not t.tgisinternal and p.prosrc ~ '^\\s*begin\\s+raise exception' and (t.tgtype & 24) = 24`
  expect(rows.length).toBeGreaterThan(3)
  const mayChange = rows.filter(({ name }) =>
    SYSTEMS.some(({ rights, schemas }) => schemas.includes(name.split('.')[0]!) && rights[name] !== 'select, insert'),
  )
  expect(mayChange).toEqual([])
})

const BREAKOUTS: readonly [what: string, statement: string][] = [
  ['switch a trigger off', 'alter table licensing.event disable trigger all'],
  ['switch all triggers off', `set session_replication_role = replica`],
  ['run a program', `copy (select 1) to program 'id'`],
  ['read a program', `do $$ begin execute 'copy pg_temp.x from program ''id'''; end $$`],
  ['write a file', `copy (select 1) to '/tmp/ruqsat-attack'`],
  ['read a file', `select pg_read_file('/etc/passwd')`],
  ['list a folder', `select pg_ls_dir('/')`],
  ['import a file', `select lo_import('/etc/passwd')`],
  ['read the passwords', 'select rolpassword from pg_authid'],
  ['change a setting of the server', `alter system set ssl = off`],
  ['make a function', 'create function public.evil() returns int language sql as $$ select 1 $$'],
  ['make a temporary function', 'create function pg_temp.evil() returns int language sql as $$ select 1 $$'],
  ['make a schema', 'create schema evil'],
  ['make a table', 'create table public.evil (id int)'],
  ['make a temporary table', 'create temporary table evil (id int)'],
  ['make an extension', 'create extension plpgsql'],
  ['make a language', 'create language evil'],
  ['become the owner', 'set role ruqsat'],
  ['become the owner by the session', 'set session authorization ruqsat'],
  ['make a role', 'create role evil'],
  ['become a superuser', 'alter role current_user superuser'],
  ['give rights on', 'grant pg_read_server_files to current_user'],
  ['change another role', `alter role ruqsat password 'x'`],
  ['end the sessions of others', `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ruqsat' limit 1`],
]

/** Not permitted, not supported, no such thing, there already, no such schema. */
const NOT_DONE = new Set(['42501', '0A000', '42704', '42710', '3F000', '42P01'])

describe.for(SYSTEMS.map((system) => [system.system, system] as const))('as %s', ([, system]) => {
  let own: Database
  beforeAll(async () => (own = await openDatabase({ url: urlOfSystem(database.url, system, SECRET), maxConnections: 1 })))
  afterAll(() => own.close())

  test('no breakout succeeds', async () => {
    const outcomes = await Promise.all(BREAKOUTS.map(async ([what, statement]) => [what, await codeOf(own, statement)] as const))
    expect(outcomes.filter(([, code]) => !NOT_DONE.has(code))).toEqual([])
    expect(await own.sql`select current_user = session_user as same, current_setting('session_replication_role') as role`).toEqual([
      { same: true, role: 'origin' },
    ])
  })

  test('what it only adds to stays as it was written; its tables are emptied by nobody', async () => {
    for (const [table, rights] of Object.entries(system.rights)) {
      expect([table, await codeOf(own, `truncate ${table}`)]).toEqual([table, REFUSED])
      if (!rights.includes('delete')) expect([table, await codeOf(own, `delete from ${table}`)]).toEqual([table, REFUSED])
      if (!rights.includes('update'))
        expect([table, await codeOf(own, `update ${table} set ${await columnOf(table)} = null`)]).toEqual([table, REFUSED])
    }
  })

  test('of other systems it reads what is declared, and changes nothing', async () => {
    const tables = await database.sql<{ schema: string; name: string }[]>`
      select n.nspname as schema, format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(${await ownSchemas(database.sql)}) and c.relkind in ('r', 'v')`
    const others = tables.filter(({ schema, name }) => !system.schemas.includes(schema) && system.rights[name] === undefined)
    expect(others.length).toBeGreaterThan(60)
    const seen = await Promise.all(others.map(async ({ name }) => [name, await codeOf(own, `select 1 from ${name} limit 1`)] as const))
    expect(seen.filter(([, code]) => code !== REFUSED)).toEqual([])
  })
})

async function codeOf(of: Database, statement: string): Promise<string> {
  try {
    await of.sql.unsafe(statement)
    return 'done'
  } catch (error) {
    return String((error as { code?: unknown }).code)
  }
}

async function columnOf(table: string): Promise<string> {
  const [row] = await database.sql<{ name: string }[]>`
    select quote_ident(attname) as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
      and attgenerated = '' and attidentity = '' order by attnum limit 1`
  return row!.name
}
