// The installation that a command works on: its settings, its state folder, and its database, whether its server runs already or not.
import { join } from 'node:path'
import { type Database, openDatabase, type Sql, ownSchemas } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { Fault } from '@ruqsat/foundation'
import { readRunning, readSettings, type RunningInstance, type Settings, stateFolder, exists } from '@ruqsat/installation'
import type { Call } from './command.ts'

export type Workplace = {
  readonly settings: Settings
  readonly state: string
  /** What runs here now, or null. */
  readonly running: RunningInstance | null
}

const POOL_SIZE = 3

export async function openWorkplace(call: Call): Promise<Workplace> {
  const { settings } = readSettings(call.environment)
  const state = stateFolder({ RUQSAT_STATE: settings.state ?? undefined })
  return { settings, state, running: await readRunning(state) }
}

/** The folder of the server that comes along, as `npm start` uses it. */
export const serverFolder = (state: string): string => join(state, 'postgres')

/** Whether there is anything to work on: an own server's data, or a server that was configured. */
export async function hasDatabase({ settings, state }: Workplace): Promise<boolean> {
  return settings.databaseUrl !== null || (await exists(join(serverFolder(state), 'data', 'ruqsat-made')))
}

/** Works on the installation's database; a Fault where nothing was ever installed here, or one of these schemas is missing. */
export async function withDatabase<T>(
  workplace: Workplace,
  work: (database: Database) => Promise<T>,
  schemas: readonly string[] = [],
): Promise<T> {
  if (!(await hasDatabase(workplace)))
    throw new Fault(`Expected an installation in ${workplace.state} but nothing was started there yet; npm start makes one`)
  return withNewDatabase(workplace, async (database) => {
    const there = schemas.length === 0 ? [] : await ownSchemas(database.sql)
    const missing = schemas.find((schema) => !there.includes(schema))
    if (missing !== undefined) throw new Fault(`Expected the schema ${missing} in this database but it is not there; npm start makes it`)
    return work(database)
  })
}

/** As `withDatabase`, and makes the server at need. A server that we started is stopped again, unless `npm start` began to use it. */
export async function withNewDatabase<T>({ settings, state }: Workplace, work: (database: Database) => Promise<T>): Promise<T> {
  if (settings.databaseUrl !== null) return withPool(settings.databaseUrl, work)
  const server = await startEmbeddedServer({ folder: serverFolder(state) })
  return withPool(server.url(), work).finally(async () =>
    server.isAttached || (await readRunning(state)) !== null ? server.detach() : server.stop(),
  )
}

async function withPool<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url, maxConnections: POOL_SIZE, applicationName: 'npx ruqsat' })
  return work(database).finally(() => database.close())
}

/** Schemas of ours in the database, with the number of migrations that ran in each. */
export async function schemasOf(sql: Sql): Promise<readonly { readonly schema: string; readonly migrations: number }[]> {
  return Promise.all(
    (await ownSchemas(sql)).map(async (schema) => {
      const [row] = await sql<{ migrations: number }[]>`select count(*)::int as migrations from ${sql(schema)}.migrations`
      return { schema, migrations: row!.migrations }
    }),
  )
}
