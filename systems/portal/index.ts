import { type BIN, Fault, type IIN } from '@ruqsat/foundation'
import { type Accounts, openAccountsOfRoom, sessionPlugin } from '@ruqsat/accounts'
import { laterBy, migrate } from '@ruqsat/database'
import { openJobs, reportTo } from '@ruqsat/jobs'
import { islandsPlugin } from '@ruqsat/signing'
import { migrateOnce } from '@ruqsat/web'
import type { PaymentFactReceiver } from '@ruqsat/payments/contract'
import type { ApplicationIntake } from './contract.ts'
import { PATHS, PORTAL_ONCE, type DraftPart, type PortalDeps } from './deps.ts'
import { mountPages } from './pages.ts'
import { forgetExchanges } from './phone/store.ts'
import { makePortal } from './portal.ts'
import { registerKnownApplicant, type KnownApplicant } from './registration/people/known-applicant.ts'
import type { Person } from './registration/people/person.ts'
import { personOfIdentity } from './registration/people/store.ts'
import { sweep } from './registration/people/sweep.ts'
import { sendCode, tellAccountNotice } from './registration/people/tell.ts'

export type { PortalDeps, PortalSeal } from './deps.ts'
export { SUBSCRIBERS } from './registration/people/subscriber.ts'

export const PORTAL_SCHEMA = { schema: 'portal', folder: new URL('./store/migrations/', import.meta.url) }
/** Accounts and sessions of applicants, next to the portal's own tables. */
export const PORTAL_ACCOUNTS = 'portal_accounts'

const SWEEP_EVERY_MS = 60 * 60_000
/** How soon a signature in eGov Mobile that a dead process followed is followed by another. */
const TAKE_OVER_EVERY_MS = 5_000
const EXCHANGES_KEPT_MS = 24 * 60 * 60_000

/** Where the public page of a service is, without the language. */
export const servicePage = (regulation: string, variant: string): string => PATHS.service(regulation, variant)

export type PortalRoom = PaymentFactReceiver & {
  /** Accounts of applicants, for sign-in across the border of the house. */
  readonly accounts: Accounts
  /** Null where nobody of this account is registered, or not for their firm any more. */
  person(accountId: string): Promise<Person | null>
  /** The account of this person, alone or for this firm. */
  accountOf(identity: { readonly iin: IIN; readonly bin: BIN | null }): Promise<string | null>
  /** How a program of a firm applies. */
  readonly intake: ApplicationIntake
  /** For the sandbox's ready-made person; everybody else registers on the page. */
  registerApplicant(applicant: KnownApplicant): Promise<void>
  /** Waits for what is under way in the background; nothing runs afterwards. The site is the caller's to close. */
  stop(): Promise<void>
}

/** Brings up the schemas, adds every page to the site and starts what runs in the background. */
export async function startPortal(deps: PortalDeps): Promise<PortalRoom> {
  await migrate(deps.database, PORTAL_SCHEMA)
  await migrateOnce(deps.database, PORTAL_ONCE)
  const { sql } = deps.database
  const notify = (notice: Parameters<typeof tellAccountNotice>[1]) => tellAccountNotice(deps, notice)
  const { accounts } = await openAccountsOfRoom(deps, PORTAL_ACCOUNTS, {
    notify,
    sendCode: (message) => sendCode(deps, message),
  })
  const sendFiles = await deps.site.site.addIsland(new URL('./application/pages/browser/send-files.ts', import.meta.url))
  const portal = makePortal(deps, accounts, sendFiles)
  let drafts: DraftPart | null = null
  await deps.site.register(islandsPlugin, { manifest: deps.islands })
  await deps.site.register(async (app) => {
    sessionPlugin(app, { accounts, cookieName: 'portal' })
    drafts = await mountPages(portal, app)
  })
  const part = drafts as DraftPart | null
  if (part === null) throw new Fault('Expected the pages of the portal to be mounted but their plugin did not run')
  const { phone } = portal
  const jobs = openJobs(
    {
      ...part.jobs,
      ...(phone !== null && { phone: { everyMs: TAKE_OVER_EVERY_MS, run: () => phone.followers.takeOver() } }),
      sweep: {
        everyMs: SWEEP_EVERY_MS,
        run: async () => {
          await sweep(portal)
          await forgetExchanges(sql, laterBy(portal.technicalClock, -EXCHANGES_KEPT_MS))
        },
      },
    },
    reportTo(deps.log),
  )
  jobs.start()
  return {
    paymentArrived: (fact) => part.paymentArrived(fact),
    refundEnded: (fact) => part.refundEnded(fact),
    intake: part.intake,
    accounts,
    person: async (accountId) => {
      const person = await portal.personOf(accountId)
      return person?.standing === 'ended' ? null : person
    },
    accountOf: async ({ iin, bin }) => (await personOfIdentity(sql, iin, bin))?.accountId ?? null,
    registerApplicant: (applicant) => registerKnownApplicant(portal, applicant),
    async stop() {
      await accounts.settled()
      await jobs.stop()
      await phone?.followers.stop()
    },
  }
}
