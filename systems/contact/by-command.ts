// What an administrator does with operators from the command line, on the database alone.
import { openAccounts } from '@ruqsat/accounts'
import { type Database, technicalClock } from '@ruqsat/database'
import { isRefusal, said, type SaidRefusal } from '@ruqsat/foundation'
import { securityLogOf } from '@ruqsat/security'
import { ACCOUNTS_SCHEMA } from './deps.ts'
import { registerOperator, retireOperator, type NewContactOperator } from './operators.ts'
import type { Operator } from './store/operators.ts'

export type OperatorsByCommand = {
  add(wanted: NewContactOperator): Promise<Operator | SaidRefusal>
  /** By login; null where no operator of that login works here. */
  retire(login: string): Promise<Operator | null>
}

/** `secret` is that of the accounts of operators. */
export function openOperatorsByCommand(database: Database, secret: Buffer): OperatorsByCommand {
  const accounts = openAccounts({
    sql: database.sql,
    schema: ACCOUNTS_SCHEMA,
    technicalClock,
    secret,
    security: securityLogOf(database),
    notify: async () => undefined,
    onFault: () => undefined,
  })
  const contact = { accounts, deps: { database }, technicalClock }
  return {
    async add(wanted) {
      const made = await registerOperator(contact, wanted)
      return isRefusal(made) ? said(made, {}) : made
    },
    async retire(login) {
      const account = await accounts.findByLogin(login)
      return account === null ? null : retireOperator(contact, account.id)
    },
  }
}
