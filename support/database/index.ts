// PostgreSQL as the rooms use it: a pool, migrations, the two doors of time, schema texts, backup.
export {
  type AnySql,
  type Database,
  type DatabaseOptions,
  firstRow,
  type Fragment,
  isLostConnection,
  isUnavailable,
  openDatabase,
  poolOf,
  type Sql,
  type TransactionSql,
  urlOfDatabase,
  withoutPassword,
} from './connect.ts'
export { migrate, type Migration, type MigrationFolder, readMigrations } from './migrate.ts'
export { dumpSchema } from './schema-text.ts'
export {
  type InstallationMode,
  LEGAL_TIME_CHANNEL,
  LEGAL_TIME_SCHEMA,
  type LegalClock,
  type LegalClockOptions,
  type LegalTimeMove,
  type LegalTimeReading,
  openLegalClock,
} from './legal-time/legal-clock.ts'
export { laterBy, type TechnicalClock, technicalClock } from './technical-clock.ts'
export { type AttachedFile, backupDatabase, type BackupOptions, type BackupSummary } from './backup/backup.ts'
export { ownSchemas } from './backup/manifest.ts'
export { type ReadOptions, restoreDatabase, type Restored, type RestoreOptions, verifyBackup } from './backup/restore.ts'
export { type KeptRoles, keepRoles, type RoleDifference, roleDifferences, roleStatements, urlOfSystem } from './roles/roles.ts'
export { ownerOf } from './roles/catalogue.ts'
export { rolesOf, type SystemRole, type TableRights } from './roles/declared.ts'
export { Turns } from './turns.ts'
