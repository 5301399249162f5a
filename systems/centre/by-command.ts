// What an administrator does with operators of the halls from the command line, on the database alone.
import { openAccounts } from '@ruqsat/accounts'
import { technicalClock, type Database } from '@ruqsat/database'
import { isRefusal, said, type SaidRefusal } from '@ruqsat/foundation'
import { securityLogOf } from '@ruqsat/security'
import type { HallOperator } from './contract.ts'
import { ACCOUNTS_SCHEMA, type FrontOffice } from './deps.ts'
import { operatorById } from './store/operators.ts'
import { registerOperator, retireOperator, type NewOperator } from './work/operators.ts'

export type HallOperatorsByCommand = {
  add(wanted: NewOperator): Promise<HallOperator | SaidRefusal>
  /** By login; null where no operator of that login works here. */
  retire(login: string): Promise<HallOperator | null>
}

/** `secret` is that of the accounts of operators. */
export function openHallOperators(database: Database, office: Pick<FrontOffice, 'id'>, secret: Buffer): HallOperatorsByCommand {
  const accounts = openAccounts({
    sql: database.sql,
    schema: ACCOUNTS_SCHEMA,
    technicalClock,
    secret,
    security: securityLogOf(database),
    notify: async () => undefined,
    onFault: () => undefined,
  })
  const centre = { accounts, technicalClock, deps: { database, office } }
  return {
    async add(wanted) {
      const made = await registerOperator(centre, wanted)
      return isRefusal(made) ? said(made, {}) : made
    },
    async retire(login) {
      const account = await accounts.findByLogin(login)
      const operator = account && (await operatorById(database.sql, office.id, account.id))
      if (operator === null || operator.retiredAt !== null) return null
      await retireOperator(centre, operator.id)
      return operator
    },
  }
}
