// Every schema that the rooms make, in the order in which composition makes them. A test holds this list against the folders.
import { accountMigrations } from '@ruqsat/accounts'
import { API_SCHEMA } from '@ruqsat/api'
import { caseflowMigrations, migrateCaseflow } from '@ruqsat/caseflow'
import { type Database, LEGAL_TIME_SCHEMA, migrate, type MigrationFolder } from '@ruqsat/database'
import { ADMINISTRATION_ACCOUNTS, ADMINISTRATION_SCHEMA } from '@ruqsat/administration'
import { GATEWAY_SCHEMA } from '@ruqsat/gateway'
import { CENTRE_SCHEMA } from '@ruqsat/centre'
import { CONTACT_ACCOUNTS, CONTACT_SCHEMA } from '@ruqsat/contact'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { MESSAGING_SCHEMA } from '@ruqsat/messaging'
import { PAYMENTS_SCHEMA } from '@ruqsat/payments'
import { PORTAL_ACCOUNTS, PORTAL_SCHEMA } from '@ruqsat/portal'
import { REGIONAL_SCHEMA } from '@ruqsat/regional'
import { REGISTERS_SCHEMA } from '@ruqsat/registers'
import { REGULATIONS_SCHEMA } from '@ruqsat/regulations'
import { BANK_SCHEMA, HOOK_TWIN_SCHEMA, SANDBOX_SCHEMA } from '@ruqsat/sandbox'
import { SECURITY_SCHEMA } from '@ruqsat/security'
import { TRUST_MIGRATIONS } from '@ruqsat/trust'
import { onceMigrations, RATES_SCHEMA } from '@ruqsat/web'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'

export type RoomSchema = {
  readonly schema: string
  /** Every folder of migrations that makes it: a backup is restored by these. */
  readonly folders: readonly MigrationFolder[]
  readonly isSandboxOnly?: boolean
  migrate(database: Database): Promise<void>
}

const of = (room: MigrationFolder): RoomSchema => ({
  schema: room.schema,
  folders: [room],
  migrate: (database) => migrate(database, room),
})

const accounts = (schema: string): RoomSchema => of(accountMigrations(schema))

/** The tokens of forms that act once. */
const once = (schema: string): RoomSchema => of(onceMigrations(schema))

export const roomSchemas: readonly RoomSchema[] = [
  of(LEGAL_TIME_SCHEMA),
  of(REGULATIONS_SCHEMA),
  of(TRUST_MIGRATIONS),
  of(RATES_SCHEMA),
  of(SECURITY_SCHEMA),
  of(REGISTERS_SCHEMA),
  of(MESSAGING_SCHEMA),
  of(GATEWAY_SCHEMA),
  of(PAYMENTS_SCHEMA),
  {
    schema: LICENSING_MIGRATIONS.schema,
    folders: [caseflowMigrations(LICENSING_MIGRATIONS.schema), LICENSING_MIGRATIONS],
    migrate: async (database) => {
      await migrateCaseflow(database, LICENSING_MIGRATIONS.schema)
      await migrate(database, LICENSING_MIGRATIONS)
    },
  },
  of(REGIONAL_SCHEMA),
  of(PORTAL_SCHEMA),
  accounts(PORTAL_ACCOUNTS),
  once('portal_once'),
  of(WORKSTATION_SCHEMA),
  accounts('workstation_accounts'),
  once('workstation_once'),
  of(ADMINISTRATION_SCHEMA),
  accounts(ADMINISTRATION_ACCOUNTS),
  of(CENTRE_SCHEMA),
  accounts('centre_accounts'),
  of(CONTACT_SCHEMA),
  accounts(CONTACT_ACCOUNTS),
  once('contact_once'),
  of(API_SCHEMA),
  { ...of(SANDBOX_SCHEMA), isSandboxOnly: true },
  { ...of(BANK_SCHEMA), isSandboxOnly: true },
  { ...of(HOOK_TWIN_SCHEMA), isSandboxOnly: true },
  { ...once('sandbox_once'), isSandboxOnly: true },
]
