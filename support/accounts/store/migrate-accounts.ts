import { migrate, type Database } from '@ruqsat/database'

/** Brings up the tables of one system's accounts in a schema of that system: `portal_accounts`, `workstation_accounts`. */
export async function migrateAccounts(database: Database, schema: string): Promise<void> {
  await migrate(database, { schema, folder: new URL('./migrations/', import.meta.url) })
}
