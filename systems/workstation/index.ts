// IS-WORKSTATION: where clerks, heads, officers and interested bodies do their steps of a case.
import { readFile } from 'node:fs/promises'
import { openAccountsOfRoom, type Accounts } from '@ruqsat/accounts'
import { returnFees } from '@ruqsat/counter'
import { migrate } from '@ruqsat/database'
import type { IIN, Refusal } from '@ruqsat/foundation'
import { openJobs, reportTo } from '@ruqsat/jobs'
import { islandsPlugin } from '@ruqsat/signing'
import type { Staff, StaffDirectory, StaffOffice } from './contract.ts'
import { ACCOUNTS_SCHEMA, SCHEMA, type WorkstationParts, type WorkstationDeps } from './deps.ts'
import { forgetAnswers } from './http/once.ts'
import { forgetWorkDrafts } from './http/work-draft.ts'
import { mountPages } from './http/routes.ts'
import { todayOf, zoneOfStaff } from './cases/authority.ts'
import { actsByOrder, addSubstitution, endEarly, type NewSubstitution } from './staff/substitutes.ts'
import type { Substitution } from './staff/substitution.ts'
import { ADMINISTRATOR, BY_COMMAND } from './staff/changed-by.ts'
import { retireStaff } from './staff/leave.ts'
import { appointmentsDue } from './staff/appointments.ts'
import { openOffice } from './staff/office.ts'
import { registerStaff, staffContacts, type NewStaff } from './staff/register.ts'
import { tellAccountNotice } from './staff/tell.ts'
import { openStaffReader, staffById, staffByIin, staffOfRole } from './store/staff.ts'

export type { Staff, StaffContact, StaffDirectory } from './contract.ts'
export type { WorkstationDeps } from './deps.ts'
export type { NewSubstitution } from './staff/substitutes.ts'
export type { Substitution } from './staff/substitution.ts'
export type { NewStaff } from './staff/register.ts'

export const WORKSTATION_SCHEMA = { schema: SCHEMA, folder: new URL('./store/migrations/', import.meta.url) }

export type WorkstationRoom = StaffDirectory & {
  /** Account and directory entry together, or neither. */
  registerStaff(staff: NewStaff): Promise<Staff | Refusal>
  /** They sign in no more, and nobody acts for them or by their hand; their past acts keep their name. Refuses the last head. `by` is the administrator where left out. */
  retireStaff(id: string, by?: string): Promise<Staff | Refusal>
  /** Names who does whose work on which days, or everything that is in the way. */
  substitute(wanted: NewSubstitution): Promise<Substitution | readonly Refusal[]>
  endSubstitution(id: string, by: string): Promise<Substitution | Refusal>
  readonly accounts: Accounts
  /** The directory as an administrator keeps it. */
  readonly office: StaffOffice
  /** The account of the one post that this person has here; null where they have none, or several. */
  accountOf(iin: IIN): Promise<string | null>
  /** Ends the hourly sweep. The pages end with the site. */
  stop(): Promise<void>
}

const SWEEP_EVERY_MS = 60 * 60_000
const FEES_EVERY_MS = 60_000
/** How long a post that is due may wait; its history has the instant at which it was due. */
const APPOINTMENTS_EVERY_MS = 2_000

/** Brings up the schemas and adds the pages under `/{language}/work` to the site, which must not listen yet. */
export async function startWorkstation(deps: WorkstationDeps): Promise<WorkstationRoom> {
  const { database, site } = deps
  await migrate(database, WORKSTATION_SCHEMA)
  const { accounts, technicalClock } = await openAccountsOfRoom(deps, ACCOUNTS_SCHEMA, {
    notify: (notice) => tellAccountNotice(work, notice),
  })
  const stylesheet = site.site.addAsset('workstation.css', {
    body: await readFile(new URL('./pages/workstation.css', import.meta.url)),
    mediaType: 'text/css; charset=utf-8',
  })
  const work: WorkstationParts = { deps, accounts, technicalClock, stylesheet }
  await site.register(islandsPlugin, { manifest: deps.islands })
  await site.register(async (app) => mountPages(work, app))
  const { regulations, legalClock, deskPayments: receipts } = deps
  const fees = { sql: database.sql, schema: SCHEMA, regulations, legalClock, ...(receipts && { receipts }) }
  const jobs = openJobs(
    {
      sweep: { everyMs: SWEEP_EVERY_MS, run: () => sweep(work) },
      fees: { everyMs: FEES_EVERY_MS, run: () => returnFees(fees) },
      appointments: { everyMs: APPOINTMENTS_EVERY_MS, run: () => appointmentsDue(work) },
    },
    reportTo(deps.log),
  )
  jobs.start()
  return {
    registerStaff: async (staff) => registerStaff(work, staff, { by: BY_COMMAND, at: await deps.legalClock.now() }),
    retireStaff: (id, by = ADMINISTRATOR) => retireStaff({ ...deps, technicalClock, accounts }, id, { ...BY_COMMAND, id: by }),
    office: openOffice(work),
    substitute: async (wanted) => {
      const absent = await staffById(database.sql, wanted.absentId)
      const zone = zoneOfStaff(deps, { authority: absent?.authority ?? '' })
      return addSubstitution(database, zone, wanted, await deps.legalClock.now())
    },
    endSubstitution: async (id, by) => endEarly(database, id, by, await deps.legalClock.now()),
    actsByOrder: async (actor) => actsByOrder(database, actor, await todayOf(deps, actor)),
    staff: openStaffReader(database.sql),
    listStaff: (authority, role) => staffOfRole(database.sql, authority, role),
    staffContacts: (authority, role, unit, person) => staffContacts(work, authority, role, unit, person),
    accounts,
    async accountOf(iin) {
      const posts = await staffByIin(database.sql, iin)
      return posts.length === 1 ? posts[0]!.id : null
    },
    async stop() {
      await accounts.settled()
      await jobs.stop()
    },
  }
}

/** Removes sessions, codes and form tokens that have run out. */
async function sweep(work: WorkstationParts): Promise<void> {
  await work.accounts.sweep()
  await forgetAnswers(work)
  await forgetWorkDrafts(work)
}
