import { migrate, type Database, type MigrationFolder } from '@ruqsat/database'
import { foldParties } from './party-words.ts'

export function caseflowMigrations(schema: string): MigrationFolder {
  return { schema, component: 'caseflow', folder: new URL('./migrations/', import.meta.url) }
}

/**
 * Brings the case tables of one hosting schema up to date. They are numbered on their own
 * (`component`), next to the host's, and may run before or after them. Parties that an earlier release wrote are folded for the search.
 */
export async function migrateCaseflow(database: Database, schema: string): Promise<void> {
  await migrate(database, caseflowMigrations(schema))
  await foldParties(database.sql, schema)
}
