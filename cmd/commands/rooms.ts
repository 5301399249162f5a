// Every schema that the rooms make, in the order in which composition makes them. A test holds this list against the folders.
import { migrateAccounts } from '@ruqsat/accounts'
import { API_SCHEMA } from '@ruqsat/api'
import { migrateCaseflow } from '@ruqsat/caseflow'
import { type Database, LEGAL_TIME_SCHEMA, migrate } from '@ruqsat/database'
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
import { TRUST_MIGRATIONS } from '@ruqsat/trust'
import { migrateOnce, RATES_SCHEMA } from '@ruqsat/web'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'

export type RoomSchema = { readonly schema: string; readonly isSandboxOnly?: boolean; migrate(database: Database): Promise<void> }

const of = (room: Parameters<typeof migrate>[1]): RoomSchema => ({ schema: room.schema, migrate: (database) => migrate(database, room) })

/** The tokens of forms that act once. */
const once = (schema: string): RoomSchema => ({ schema, migrate: (database) => migrateOnce(database, schema) })

export const roomSchemas: readonly RoomSchema[] = [
  of(LEGAL_TIME_SCHEMA),
  of(REGULATIONS_SCHEMA),
  of(TRUST_MIGRATIONS),
  of(RATES_SCHEMA),
  of(REGISTERS_SCHEMA),
  of(MESSAGING_SCHEMA),
  of(GATEWAY_SCHEMA),
  of(PAYMENTS_SCHEMA),
  {
    schema: LICENSING_MIGRATIONS.schema,
    migrate: async (database) => {
      await migrateCaseflow(database, LICENSING_MIGRATIONS.schema)
      await migrate(database, LICENSING_MIGRATIONS)
    },
  },
  of(REGIONAL_SCHEMA),
  of(PORTAL_SCHEMA),
  { schema: PORTAL_ACCOUNTS, migrate: (database) => migrateAccounts(database, PORTAL_ACCOUNTS) },
  once('portal_once'),
  of(WORKSTATION_SCHEMA),
  { schema: 'workstation_accounts', migrate: (database) => migrateAccounts(database, 'workstation_accounts') },
  once('workstation_once'),
  of(ADMINISTRATION_SCHEMA),
  { schema: ADMINISTRATION_ACCOUNTS, migrate: (database) => migrateAccounts(database, ADMINISTRATION_ACCOUNTS) },
  of(CENTRE_SCHEMA),
  { schema: 'centre_accounts', migrate: (database) => migrateAccounts(database, 'centre_accounts') },
  of(CONTACT_SCHEMA),
  { schema: CONTACT_ACCOUNTS, migrate: (database) => migrateAccounts(database, CONTACT_ACCOUNTS) },
  once('contact_once'),
  of(API_SCHEMA),
  { ...of(SANDBOX_SCHEMA), isSandboxOnly: true },
  { ...of(BANK_SCHEMA), isSandboxOnly: true },
  { ...of(HOOK_TWIN_SCHEMA), isSandboxOnly: true },
  { ...once('sandbox_once'), isSandboxOnly: true },
]
