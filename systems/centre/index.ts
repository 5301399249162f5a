// IS-CENTRE: the front office of the State Corporation: the queue of its halls and the operators at their windows.
import { readFile } from 'node:fs/promises'
import { openAccountsOfRoom, type Accounts } from '@ruqsat/accounts'
import { returnFees } from '@ruqsat/counter'
import type { Refusal } from '@ruqsat/foundation'
import { openJobs, reportTo } from '@ruqsat/jobs'
import { islandsPlugin } from '@ruqsat/signing'
import type { HallBookings, HallOperator, HallQueue } from './contract.ts'
import { hallServices } from './core/services.ts'
import { ACCOUNTS_SCHEMA, type CentreDeps, type CentreParts } from './deps.ts'
import { PATHS } from './http/paths.ts'
import { mountPages } from './http/routes.ts'
import { openBookings } from './work/bookings.ts'
import { operatorById } from './store/operators.ts'
import { openHallQueue } from './work/hall-queue.ts'
import { resend } from './work/resend.ts'
import { registerOperator, retireOperator, tellAccountNotice, type NewOperator } from './work/operators.ts'

export type { AtWindow, HallDay, HallOperator, HallQueue, NewTicket, OpenWindow, Ticket, TicketStatus, WaitsOfService } from './contract.ts'
export type { CentreDeps, FrontOffice, Hall } from './deps.ts'
export { CENTRE_SCHEMA, openHallQueue } from './work/hall-queue.ts'
export { readFrontOffice } from './office-file.ts'
export type { NewOperator } from './work/operators.ts'

export type CentreRoom = {
  readonly queue: HallQueue
  readonly bookings: HallBookings
  /** Account and row together, or neither. */
  registerOperator(operator: NewOperator): Promise<HallOperator | Refusal>
  /** They sign in no more; their past acts keep their name. */
  retireOperator(id: string): Promise<void>
  /** Also who has retired: their names are in histories. */
  operator(id: string): Promise<HallOperator | null>
  readonly accounts: Accounts
  /** Ends the hourly sweep. The pages end with the site. */
  stop(): Promise<void>
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const SWEEP_EVERY_MS = 60 * 60_000
const RESEND_EVERY_MS = 30_000

/** Where the halls are shown, without the language. */
export const CENTRE_HALLS = PATHS.halls

/** Brings up the schemas and adds the pages under `/{language}/centre` to the site, which must not listen yet. */
export async function startCentre(deps: CentreDeps): Promise<CentreRoom> {
  const { database, site } = deps
  const queue = await openHallQueue(database)
  const { accounts, technicalClock } = await openAccountsOfRoom(deps, ACCOUNTS_SCHEMA, {
    notify: (notice) => tellAccountNotice(centre, notice),
  })
  const stylesheet = site.site.addAsset('centre.css', {
    body: await readFile(new URL('./pages/centre.css', import.meta.url)),
    mediaType: 'text/css; charset=utf-8',
  })
  const [screenScript, printScript] = await Promise.all([
    site.site.addIsland(new URL('./pages/browser/screen.ts', import.meta.url)),
    site.site.addIsland(new URL('./pages/browser/print.ts', import.meta.url)),
  ])
  await site.register(islandsPlugin, { manifest: deps.islands })
  const onOffer = new Set(deps.registers === undefined ? [] : deps.services.map(({ edition }) => edition))
  const services = hallServices(deps.regulations.editions, onOffer)
  const centre: CentreParts = { deps, accounts, technicalClock, queue, services, stylesheet, screenScript, printScript }
  await site.register(async (app) => mountPages(centre, app))
  const jobs = openJobs(
    {
      sweep: { everyMs: SWEEP_EVERY_MS, run: () => accounts.sweep() },
      resend: { everyMs: RESEND_EVERY_MS, run: () => resend(centre) },
      fees: { everyMs: RESEND_EVERY_MS, run: () => returnFees({ ...deps, sql: database.sql, schema: 'centre' }) },
    },
    reportTo(deps.log),
  )
  jobs.start()
  return {
    queue,
    bookings: openBookings(centre),
    registerOperator: (operator) => registerOperator(centre, operator),
    retireOperator: (id) => retireOperator(centre, id),
    operator: async (id) => (UUID.test(id) ? operatorById(database.sql, deps.office.id, id) : null),
    accounts,
    async stop() {
      await accounts.settled()
      await jobs.stop()
    },
  }
}
