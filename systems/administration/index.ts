// Administration: who works in the installation, what they may do, what is on offer, and what needs somebody's hand.
import { openAccountsOfRoom } from '@ruqsat/accounts'
import { migrate } from '@ruqsat/database'
import type { Refusal } from '@ruqsat/foundation'
import { openJobs, reportTo } from '@ruqsat/jobs'
import { BY_COMMAND, registerAdministrator, sendAccountNotice, type NewAdministrator } from './administrators.ts'
import { ACCOUNTS_SCHEMA, SCHEMA, type Administration, type AdministrationDeps } from './deps.ts'
import { mountPages } from './pages/routes.tsx'
import { contactOf, type AuthorityContact } from './store/acts.ts'
import type { Administrator } from './store/administrators.ts'
import { refreshOffers } from './switching.ts'
import { warnOfTables } from './tables.ts'

export type { NewAdministrator } from './administrators.ts'
export type { AdministrationDeps, BoundAdapter, EndingTable, NeighbourState, PinnedRoot, ServicePackage } from './deps.ts'
export type { AuthorityContact } from './store/acts.ts'
export type { Administrator } from './store/administrators.ts'
export { ACCOUNTS_SCHEMA as ADMINISTRATION_ACCOUNTS } from './deps.ts'

export const ADMINISTRATION_SCHEMA = { schema: SCHEMA, folder: new URL('./store/migrations/', import.meta.url) }

export type AdministrationRoom = {
  /** Account and administrator together, or neither. */
  registerAdministrator(administrator: NewAdministrator): Promise<Administrator | Refusal>
  /** Where people find an authority, as an administrator wrote it; null where nobody did. */
  contactOf(authority: string): Promise<AuthorityContact | null>
  /** Begins to look at the tables and at what another process switched. */
  startWork(): void
  /** Ends the loops. The pages end with the site. */
  stop(): Promise<void>
}

const SWEEP_EVERY_MS = 60 * 60_000
/** Another process of the same house learns within a minute what was closed or opened. */
const REFRESH_EVERY_MS = 60_000

/** Brings up the schemas, puts on offer what was left open, and adds the pages under `/{language}/administration` to the site, which must not listen yet. */
export async function startAdministration(deps: AdministrationDeps): Promise<AdministrationRoom> {
  const { database, site, log } = deps
  await migrate(database, ADMINISTRATION_SCHEMA)
  const { accounts, technicalClock } = await openAccountsOfRoom(deps, ACCOUNTS_SCHEMA, {
    notify: (notice) => sendAccountNotice(administration, notice),
  })
  const administration: Administration = { deps, accounts, technicalClock }
  await refreshOffers(administration)
  await site.register(async (app) => mountPages(administration, app))
  const jobs = openJobs(
    {
      sweep: { everyMs: SWEEP_EVERY_MS, run: () => accounts.sweep() },
      tables: { everyMs: SWEEP_EVERY_MS, run: () => warnOfTables(administration) },
      offers: { everyMs: REFRESH_EVERY_MS, run: () => refreshOffers(administration) },
    },
    reportTo(log),
  )
  return {
    registerAdministrator: (administrator) => registerAdministrator(administration, administrator, BY_COMMAND),
    contactOf: (authority) => contactOf(database.sql, authority),
    startWork: () => jobs.start(),
    async stop() {
      await accounts.settled()
      await jobs.stop()
    },
  }
}
