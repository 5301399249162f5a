// The databases of an installation: its owner brings the schemas up to date and leaves; after that each system has a pool of its own, as a role
// that reaches its own schemas alone (docs/decisions/0149-a-role-for-each-system.md).
import {
  type Database,
  keepRoles,
  type KeptRoles,
  openDatabase,
  openLegalClock,
  ownerOf,
  poolOf,
  type SystemRole,
  urlOfSystem,
  withoutPassword,
} from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { Log, Secrets, Settings } from '@ruqsat/installation'
import { roomSchemas } from '../commands/rooms.ts'
import { type SystemName, systemRoles } from './system-roles.ts'

export type SystemDatabases = Readonly<Record<SystemName, Database>>

/** A page waits no longer for one statement; the longest of ours take some hundred milliseconds. Below the limit of a whole page. */
const LIMITS = { statementMs: 20_000, lockMs: 10_000 }

/** Connections of one system at most; 69 in all, 60 in production. One that does nothing is closed, so that what is open is what is used. */
const FEW_CONNECTIONS = 3
const MOST_CONNECTIONS: Partial<Record<SystemName, number>> = {
  licensing: 8,
  portal: 6,
  workstation: 6,
  house: 4,
  payments: 4,
  trust: 4,
  centre: 4,
  contact: 4,
  api: 4,
}
const IDLE_SECONDS = 60
/** Where the owner may make no roles, a sandbox has one pool for all: each connection costs some MiB, and 16 keep two cores busy. */
const SHARED_CONNECTIONS = 16

/** The secret from which the passwords of the roles follow. */
export const ROLES_SECRET = 'database-roles'

export type OpenedDatabases = { readonly databases: SystemDatabases; close(): Promise<void> }

/**
 * As the owner, who is then gone: the mode is compared, every schema brought up to date, every role given what is declared. A Fault in
 * production where the owner is a superuser, or a role is absent or may do more.
 */
export async function openDatabases(settings: Settings, url: string, secrets: Secrets, log: Log): Promise<OpenedDatabases> {
  const { mode } = settings
  const secret = await secrets.secret(ROLES_SECRET)
  const owner = await openDatabase({ url, maxConnections: 1, applicationName: 'ruqsat owner' })
  try {
    if (mode === 'production') await requireNoSuperuser(owner)
    await migrateAll(owner, settings)
    const kept = await keepRoles(owner, systemRoles(mode), secret)
    if (mode === 'production') requireRoles(kept)
    if (kept.kind !== 'absent') {
      if (kept.kind === 'different') log.warn({ event: 'roles', differences: kept.differences.map(({ text }) => text) }, 'roles differ')
      return poolsOf(systemRoles(mode), url, secret)
    }
    log.warn({ event: 'roles', owner: kept.owner }, 'the owner of the database may make no roles: one connection pool for every system')
  } finally {
    await owner.close()
  }
  return onePool(mode, url)
}

/** Also writes down the mode that this database is for, or refuses the other one. */
export async function migrateAll(owner: Database, { mode, legalStart }: Pick<Settings, 'mode' | 'legalStart'>): Promise<void> {
  await openLegalClock(owner, { mode, ...(legalStart !== null && { startAt: legalStart }) })
  for (const room of roomSchemas) if (mode === 'sandbox' || room.isSandboxOnly !== true) await room.migrate(owner)
}

function poolsOf(systems: readonly SystemRole[], url: string, secret: Uint8Array): OpenedDatabases {
  const pools = systems.map((system) => {
    const pool = poolOf({
      url: urlOfSystem(url, system, secret),
      maxConnections: MOST_CONNECTIONS[system.system as SystemName] ?? FEW_CONNECTIONS,
      idleTimeoutSeconds: IDLE_SECONDS,
      limits: LIMITS,
      applicationName: `ruqsat ${system.system}`,
    })
    return [system.system, pool] as const
  })
  return {
    databases: Object.fromEntries(pools) as SystemDatabases,
    close: async () => void (await Promise.all(pools.map(([, pool]) => pool.close()))),
  }
}

function onePool(mode: Settings['mode'], url: string): OpenedDatabases {
  const pool = poolOf({ url, maxConnections: SHARED_CONNECTIONS, limits: LIMITS, applicationName: 'ruqsat' })
  return {
    databases: Object.fromEntries(systemRoles(mode).map(({ system }) => [system, pool])) as SystemDatabases,
    close: () => pool.close(),
  }
}

async function requireNoSuperuser(owner: Database): Promise<void> {
  const { role, isSuperuser } = await ownerOf(owner.sql)
  if (!isSuperuser) return
  throw new Fault(
    `Expected an owner of the database that is no superuser but ${role} at ${withoutPassword(owner.url)} is one; ` +
      "create role ruqsat_owner login createrole password '…', give it the database, and name it in databaseUrl (docs/operating.md#production). " +
      'What a superuser has made already moves by npx ruqsat backup and npx ruqsat restore. Nothing was changed',
  )
}

function requireRoles(kept: KeptRoles): void {
  if (kept.kind === 'absent')
    throw new Fault(
      `Expected a role for each system but ${kept.roles.length} are not there and ${kept.owner} may not make roles; ` +
        `alter role ${kept.owner} createrole, or run what npx ruqsat database roles prints`,
    )
  if (kept.kind === 'different')
    throw new Fault(
      `Expected roles that may do what is declared and nothing else but what ${kept.owner} may not change is left; an administrator of the server corrects it:\n` +
        kept.differences.map(({ text, statement }) => `  - ${text}${statement === null ? '' : `: ${statement}`}`).join('\n'),
    )
}
