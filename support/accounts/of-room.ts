// How a room of this house opens its accounts: the schema first, the machine's clock where none is given, a fault of a notice into its log.
import { technicalClock as machineClock, type Database, type TechnicalClock } from '@ruqsat/database'
import { openSecurityLog } from '@ruqsat/security'
import { openAccounts } from './accounts.ts'
import type { PasswordCost } from './passwords.ts'
import { migrateAccounts } from './store/account-rows.ts'
import type { Accounts, AccountsOptions } from './types.ts'

/** What every such room depends on. */
export type AccountsDeps = {
  readonly database: Database
  readonly technicalClock?: TechnicalClock
  readonly secret: Buffer
  readonly log: { error(facts: object, message: string): void }
  readonly passwordCost?: PasswordCost
}

export async function openAccountsOfRoom(
  { database, technicalClock = machineClock, secret, log, passwordCost }: AccountsDeps,
  schema: string,
  ways: Pick<AccountsOptions, 'notify' | 'sendCode'>,
): Promise<{ readonly accounts: Accounts; readonly technicalClock: TechnicalClock }> {
  await migrateAccounts(database, schema)
  const accounts = openAccounts({
    sql: database.sql,
    schema,
    technicalClock,
    secret,
    security: await openSecurityLog(database, technicalClock),
    ...ways,
    onFault: (error) => log.error({ err: error, event: 'password-reset' }, 'a reset code could not be sent'),
    ...(passwordCost && { passwordCost }),
  })
  return { accounts, technicalClock }
}
