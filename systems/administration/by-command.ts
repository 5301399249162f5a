// The first administrator of an installation, and a way in where nobody else is left: from the command line, on the database alone.
import { openAccounts } from '@ruqsat/accounts'
import { type Database, openLegalClock, technicalClock } from '@ruqsat/database'
import { isRefusal, said, type SaidRefusal } from '@ruqsat/foundation'
import { openSecurityLog } from '@ruqsat/security'
import { BY_COMMAND, registerAdministrator, retireAdministrator, type NewAdministrator } from './administrators.ts'
import { ACCOUNTS_SCHEMA } from './deps.ts'
import { refuseAdministration } from './refusals.ts'
import type { Administrator } from './store/administrators.ts'

export type AdministratorsByCommand = {
  add(wanted: NewAdministrator): Promise<Administrator | SaidRefusal>
  /** By login. */
  retire(login: string): Promise<Administrator | SaidRefusal>
}

/** `secret` is that of the accounts of administrators. */
export async function openAdministratorsByCommand(database: Database, secret: Buffer): Promise<AdministratorsByCommand> {
  const { sql } = database
  const [clock] = await sql<{ mode: 'sandbox' | 'production' }[]>`select mode from legal_time.clock`
  const legalClock = await openLegalClock(database, { mode: clock?.mode ?? 'sandbox' })
  const silent = { notify: async () => undefined, onFault: () => undefined }
  const security = await openSecurityLog(database)
  const accounts = openAccounts({ sql, schema: ACCOUNTS_SCHEMA, technicalClock, secret, security, ...silent })
  const part = { accounts, deps: { database, legalClock } }
  const inWords = <T extends object>(answer: T) => (isRefusal(answer) ? said(answer, {}) : answer)
  return {
    add: async (wanted) => inWords(await registerAdministrator(part, wanted, BY_COMMAND)) as Administrator | SaidRefusal,
    async retire(login) {
      const account = await accounts.findByLogin(login)
      if (account === null) return said(refuseAdministration('administrator-unknown'), {})
      return inWords(await retireAdministrator(part, account.id, BY_COMMAND)) as Administrator | SaidRefusal
    },
  }
}
