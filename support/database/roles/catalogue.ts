// What PostgreSQL's catalogue says of roles. One visible query per function; everything is read, nothing is believed.
import type { AnySql } from '../connect.ts'
import type { DatabaseObject, Privilege } from './declared.ts'

/** Tables, views, functions and sequences of these schemas. The sequence of an identity column needs no right of its own. */
export function objectsOf(sql: AnySql, schemas: readonly string[]): Promise<readonly DatabaseObject[]> {
  return sql<DatabaseObject[]>`
    select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'view' else 'table' end as kind,
      n.nspname::text as schema, c.relname::text as name, format('%I.%I', n.nspname, c.relname) as object
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${[...schemas]}) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i' and c.relkind = 'S')
    union all
    select 'function', n.nspname::text, p.proname::text, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any(${[...schemas]})
    order by 4`
}

/**
 * What these roles may do, in this database and with what the whole server shares. Of everybody (`public`) what concerns us: connecting and
 * temporary tables here, what is in these schemas, making anything in any schema, settings.
 */
export function privilegesThere(sql: AnySql, roles: readonly string[], schemas: readonly string[]): Promise<readonly Privilege[]> {
  return sql<Privilege[]>`
    with named as (select oid, rolname::text as role from pg_roles where rolname = any(${[...roles]}) union all select 0, 'public'),
    place as (select oid, nspname, nspacl, nspowner, nspname = any(${[...schemas]}) as is_ours from pg_namespace),
    given (kind, object, "column", for_all, acl) as (
      select 'database', quote_ident(datname), null::text, true, coalesce(datacl, acldefault('d', datdba)) from pg_database where datname = current_database()
      union all select 'schema', quote_ident(nspname), null, true, coalesce(nspacl, acldefault('n', nspowner)) from place where nspname !~ '^pg_' and nspname <> 'information_schema'
      union all select case relkind when 'S' then 'sequence' else 'table' end, format('%I.%I', nspname, relname), null, is_ours, relacl
        from pg_class c join place n on n.oid = relnamespace
      union all select 'table', format('%I.%I', nspname, relname), attname::text, is_ours, attacl
        from pg_attribute a join pg_class c on c.oid = attrelid join place n on n.oid = relnamespace where attacl is not null
      union all select 'function', format('%I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(p.oid)), null, is_ours, coalesce(proacl, acldefault('f', proowner))
        from pg_proc p join place n on n.oid = pronamespace where is_ours or proacl is not null
      union all select 'type', format('%I.%I', nspname, typname), null, false, typacl from pg_type t join place n on n.oid = typnamespace where typacl is not null
      union all select 'language', quote_ident(lanname), null, false, lanacl from pg_language where lanacl is not null
      union all select 'tablespace', quote_ident(spcname), null, false, spcacl from pg_tablespace where spcacl is not null
      union all select 'foreign data wrapper', quote_ident(fdwname), null, false, fdwacl from pg_foreign_data_wrapper where fdwacl is not null
      union all select 'foreign server', quote_ident(srvname), null, false, srvacl from pg_foreign_server where srvacl is not null
      union all select 'large object', oid::text, null, false, lomacl from pg_largeobject_metadata where lomacl is not null
      union all select 'parameter', parname, null, true, paracl from pg_parameter_acl
      union all select 'whatever is made', coalesce((select nspname::text from place where oid = defaclnamespace), 'anywhere'), null, false, defaclacl from pg_default_acl)
    select n.role, g.kind, g.object, g."column", x.privilege_type as privilege
    from given g cross join lateral aclexplode(g.acl) x join named n on n.oid = x.grantee
    where n.role <> 'public' or (g.for_all and (g.kind <> 'schema' or x.privilege_type = 'CREATE' or g.object = any(${[...schemas]})))`
}

export type RoleThere = {
  readonly role: string
  /** Attributes that it must not have: `SUPERUSER`, `CREATEROLE` … */
  readonly attributes: readonly string[]
  readonly isLogin: boolean
  /** Roles that it is a member of. */
  readonly groups: readonly string[]
  /** How many objects, here or in other databases, are its own. */
  readonly owned: number
  /** How many objects of other databases it has rights to. */
  readonly elsewhere: number
  /** Settings that its sessions begin with. */
  readonly settings: number
}

export function rolesThere(sql: AnySql, roles: readonly string[]): Promise<readonly RoleThere[]> {
  return sql<RoleThere[]>`
    select r.rolname::text as role, r.rolcanlogin as "isLogin",
      array_remove(array[case when rolsuper then 'SUPERUSER' end, case when rolcreaterole then 'CREATEROLE' end,
        case when rolcreatedb then 'CREATEDB' end, case when rolreplication then 'REPLICATION' end, case when rolbypassrls then 'BYPASSRLS' end], null) as attributes,
      (select coalesce(array_agg(g.rolname::text), '{}') from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid) as groups,
      (select count(*)::int from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o') as owned,
      (select count(*)::int from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'a'
        and d.dbid not in (0, (select oid from pg_database where datname = current_database()))) as elsewhere,
      (select count(*)::int from pg_db_role_setting s where s.setrole = r.oid) as settings
    from pg_roles r where r.rolname = any(${[...roles]})`
}

export type Owner = { readonly role: string; readonly isSuperuser: boolean; readonly mayMakeRoles: boolean; readonly database: string }

/** Who this connection is, and what that allows. */
export async function ownerOf(sql: AnySql): Promise<Owner> {
  const [row] = await sql<Owner[]>`
    select rolname::text as role, rolsuper as "isSuperuser", rolsuper or rolcreaterole as "mayMakeRoles", current_database()::text as database
    from pg_roles where rolname = current_user`
  return row!
}
