// Roles of two small systems: made, given what is declared, and freed of whatever else somebody gave them.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, keepRoles, openDatabase, roleDifferences, rolesOf, roleStatements, type SystemRole, urlOfSystem } from '../index.ts'
import { openTestDatabase, type TestDatabase } from '../testing.ts'

const SYSTEMS: readonly SystemRole[] = [
  {
    system: 'desk',
    schemas: ['desk'],
    rights: { 'desk.event': 'select, insert', 'desk.seal': 'select, insert, update (mark)' },
    functions: [],
  },
  { system: 'hall', schemas: ['hall', 'hall_once'], rights: { 'desk.event': 'select (number)' }, functions: ['desk.now'] },
]
const SECRET = new Uint8Array(32).fill(7)

let admin: TestDatabase
let owner: Database
let ownerName: string
beforeAll(async () => {
  admin = await openTestDatabase('roles')
  const name = new URL(admin.url).pathname.slice(1)
  ownerName = `${name}_owner`
  await admin.sql.unsafe(`create role ${ownerName} login createrole password 'own'; alter database ${name} owner to ${ownerName}`).simple()
  const url = new URL(admin.url)
  ;[url.username, url.password] = [ownerName, 'own']
  owner = await openDatabase({ url: url.toString(), maxConnections: 2 })
  await owner.sql
    .unsafe(
      `create schema desk; create schema hall; create schema hall_once;
      create table desk.migrations (number int); create table desk.event (number int primary key, text text, kind text);
      create table desk.seal (number int, mark int); create table desk.draft (id int generated always as identity, text text);
      create view desk.seen as select number from desk.event; create sequence desk.reference;
      create function desk.now() returns int language sql as 'select 1'; create function desk.own(event desk.event, out one int) language sql as 'select 1';
      create table hall.ticket (id int); create table hall_once.token (id int)`,
    )
    .simple()
})
beforeEach(async () => expect(await keepRoles(owner, SYSTEMS, SECRET)).toEqual({ kind: 'kept' }))
afterAll(async () => {
  await owner.close()
  await admin.drop()
})

async function as<T>(system: SystemRole, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: urlOfSystem(owner.url, system, SECRET), maxConnections: 1 })
  return work(database).finally(() => database.close())
}

const [desk, hall] = SYSTEMS as [SystemRole, SystemRole]

test('an owner who is no superuser makes the roles, and each connects by a password that nobody typed', async () => {
  await as(desk, async ({ sql }) => {
    await sql`insert into desk.draft (text) values ('a')`
    await sql`update desk.draft set text = 'b'`
    await sql`insert into desk.event values (1, 'a', 'b')`
    await sql`insert into desk.seal values (1, null)`
    await sql`update desk.seal set mark = 2`
    expect(await sql`select nextval('desk.reference') as place, desk.now(), number from desk.seen`).toEqual([
      { place: 1, now: 1, number: 1 },
    ])
  })
  expect(await as(hall, async ({ sql }) => sql`select number, desk.now() from desk.event`)).toEqual([{ number: 1, now: 1 }])
})

test.for<[SystemRole, string]>([
  [desk, `update desk.event set text = 'c'`],
  [desk, 'delete from desk.event'],
  [desk, 'truncate desk.event'],
  [desk, 'update desk.seal set number = 2'],
  [desk, 'insert into desk.migrations values (2)'],
  [desk, 'select 1 from hall.ticket'],
  [desk, 'create table desk.more (id int)'],
  [desk, 'create temporary table more (id int)'],
  [hall, 'select text from desk.event'],
  [hall, 'select desk.own(null)'],
  [hall, 'insert into desk.draft (text) values (1)'],
])('refused: %#', async ([system, statement]) => {
  await expect(as(system, async ({ sql }) => sql.unsafe(statement))).rejects.toMatchObject({ code: '42501' })
})

/** What somebody with more rights did on the server, and the words by which it is found. */
const HOLES: readonly [statement: string, found: string][] = [
  ['grant update (text) on desk.event to "ROLE"', 'update (text) on table desk.event is too much'],
  ['grant truncate on desk.draft to "ROLE"', 'truncate on table desk.draft is too much'],
  ['grant trigger on desk.event to "ROLE"', 'trigger on table desk.event is too much'],
  ['grant select on hall.ticket to public', 'public: select on table hall.ticket is too much'],
  ['grant usage on schema hall to "ROLE"', 'usage on schema hall is too much'],
  ['grant create on schema desk to "ROLE"', 'create on schema desk is too much'],
  ['grant create on database "DATABASE" to "ROLE"', 'create on database DATABASE is too much'],
  ['grant execute on function desk.own(desk.event) to public', 'public: execute on function desk.own'],
  ['revoke insert on desk.event from "ROLE"', 'insert on table desk.event is missing'],
  ['grant pg_read_server_files to "ROLE"', 'is a member of pg_read_server_files'],
  ['grant pg_execute_server_program to "ROLE"', 'is a member of pg_execute_server_program'],
  ['alter role "ROLE" superuser', 'has SUPERUSER'],
  ['alter role "ROLE" bypassrls', 'has BYPASSRLS'],
  ['grant set on parameter session_replication_role to "ROLE"', 'set on parameter session_replication_role is too much'],
  ['grant execute on function pg_read_file(text) to "ROLE"', 'execute on function pg_catalog.pg_read_file(text) is too much'],
  ['alter role "ROLE" set search_path = hall', 'begin with settings of their own'],
  ['alter table desk.draft owner to "ROLE"', 'owns'],
]

test.for(HOLES)('a hole is found, and the owner of the server closes it: %s', async ([statement, found]) => {
  const name = new URL(admin.url).pathname.slice(1)
  const own = (text: string) => text.replaceAll('ROLE', `${name}_desk`).replaceAll('DATABASE', name)
  await admin.sql.unsafe(own(statement))
  const texts = async () => (await roleDifferences(admin.sql, SYSTEMS)).map(({ text }) => text)
  expect((await texts()).join('\n')).toContain(own(found))
  if (found === 'owns') await admin.sql.unsafe(`alter table desk.draft owner to ${ownerName}`)
  expect(await keepRoles(admin, SYSTEMS, SECRET)).toEqual({ kind: 'kept' })
  expect(await texts()).toEqual([])
})

test('what the owner may not close is left, with the statement for whoever may', async () => {
  const name = new URL(admin.url).pathname.slice(1)
  await admin.sql.unsafe(`grant set on parameter session_replication_role to ${name}_desk`)
  expect(await keepRoles(owner, SYSTEMS, SECRET)).toMatchObject({
    kind: 'different',
    differences: [{ statement: `revoke SET on parameter session_replication_role from "${name}_desk"` }],
  })
  await admin.sql.unsafe(`revoke set on parameter session_replication_role from ${name}_desk`)
})

test('a password that a role changed, or a table that a migration added, is set right by the next start', async () => {
  await as(desk, async ({ sql }) => sql.unsafe(`alter role current_user password 'mine'`))
  await expect(as(desk, async ({ sql }) => sql`select 1`)).rejects.toThrow('password authentication failed')
  await owner.sql`create table desk.more (id int)`
  expect(await keepRoles(owner, SYSTEMS, SECRET)).toEqual({ kind: 'kept' })
  expect(await as(desk, async ({ sql }) => sql`select id from desk.more`)).toEqual([])
  await owner.sql`drop table desk.more`
})

test('several processes that start at once do not disturb each other', async () => {
  expect(await Promise.all([1, 2, 3].map(() => keepRoles(admin, SYSTEMS, SECRET)))).toEqual([1, 2, 3].map(() => ({ kind: 'kept' })))
})

test('an owner who may not make roles names those that are absent; statements for an administrator make them', async () => {
  const more: SystemRole = { system: 'more', schemas: ['hall'], rights: {}, functions: [] }
  await admin.sql.unsafe(`alter role ${ownerName} nocreaterole`)
  const name = new URL(admin.url).pathname.slice(1)
  const systems = [...SYSTEMS, more]
  expect(await keepRoles(owner, systems, SECRET)).toEqual({ kind: 'absent', owner: ownerName, roles: [`${name}_more`] })
  const made = await roleStatements(name, [more], SECRET)
  expect(made.join()).not.toContain(new URL(urlOfSystem(owner.url, more, SECRET)).password)
  for (const statement of made) await admin.sql.unsafe(statement)
  expect(await keepRoles(owner, systems, SECRET)).toEqual({ kind: 'kept' })
  expect(await as(more, async ({ sql }) => sql`select id from hall.ticket`)).toEqual([])
  await admin.sql.unsafe(`alter role ${ownerName} createrole; drop owned by ${name}_more; drop role ${name}_more`).simple()
})

test('names of roles fit the server, and those of two databases differ', () => {
  const long = 'a'.repeat(63)
  const [role] = rolesOf(long, SYSTEMS)
  expect(Buffer.byteLength(role!.role)).toBeLessThan(63)
  expect(rolesOf(`${long.slice(1)}b`, SYSTEMS)[0]!.role).not.toBe(role!.role)
  expect(rolesOf('postgres', SYSTEMS)[0]!.role).toBe('ruqsat_desk')
})
