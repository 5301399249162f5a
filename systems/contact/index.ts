// IS-CONTACT: the operators of the contact centre, who report the stage of a request and give advice on services.
import { openAccountsOfRoom } from '@ruqsat/accounts'
import { migrate } from '@ruqsat/database'
import type { Refusal } from '@ruqsat/foundation'
import { openJobs, reportTo } from '@ruqsat/jobs'
import { forgetOnce, migrateOnce } from '@ruqsat/web'
import { ACCOUNTS_SCHEMA, ONCE_SCHEMA, SCHEMA, type Contact, type ContactDeps } from './deps.ts'
import { registerOperator, retireOperator, sendAccountNotice, type NewContactOperator } from './operators.ts'
import { mountPages } from './pages/routes.tsx'
import { callsAbout, type CallAbout } from './store/calls.ts'
import type { Operator } from './store/operators.ts'

export type { ContactDeps } from './deps.ts'
export type { NewContactOperator } from './operators.ts'
export type { CallAbout } from './store/calls.ts'
export type { Operator } from './store/operators.ts'
export { ACCOUNTS_SCHEMA as CONTACT_ACCOUNTS } from './deps.ts'

export const CONTACT_SCHEMA = { schema: SCHEMA, folder: new URL('./store/migrations/', import.meta.url) }

export type ContactRoom = {
  /** Account and operator together, or neither. */
  registerOperator(operator: NewContactOperator): Promise<Operator | Refusal>
  /** They sign in no more; their calls keep their name. Null where nobody of this id works as an operator. */
  retireOperator(id: string): Promise<Operator | null>
  /** The latest calls about a request, for the person whose it is: when, and whether anything was reported. */
  callsAbout(requestNumber: string): Promise<readonly CallAbout[]>
  /** Ends the hourly sweep. The pages end with the site. */
  stop(): Promise<void>
}

/** As many as a person reads; more is a matter for the supervisor. */
const MOST_CALLS = 20
const SWEEP_EVERY_MS = 60 * 60_000

/** Brings up the schemas and adds the pages under `/{language}/contact` to the site, which must not listen yet. */
export async function startContact(deps: ContactDeps): Promise<ContactRoom> {
  const { database, site, log } = deps
  await migrate(database, CONTACT_SCHEMA)
  await migrateOnce(database, ONCE_SCHEMA)
  const { accounts, technicalClock } = await openAccountsOfRoom(deps, ACCOUNTS_SCHEMA, {
    notify: (notice) => sendAccountNotice(contact, notice),
  })
  const contact: Contact = { deps, accounts, technicalClock }
  await site.register(async (app) => mountPages(contact, app))
  const sweep = async () => {
    await accounts.sweep()
    await forgetOnce(database.sql, ONCE_SCHEMA, technicalClock)
  }
  const jobs = openJobs({ sweep: { everyMs: SWEEP_EVERY_MS, run: sweep } }, reportTo(log))
  jobs.start()
  return {
    registerOperator: (operator) => registerOperator(contact, operator),
    retireOperator: (id) => retireOperator(contact, id),
    callsAbout: (requestNumber) => callsAbout(database.sql, requestNumber, MOST_CALLS),
    async stop() {
      await accounts.settled()
      await jobs.stop()
    },
  }
}
