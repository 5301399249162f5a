// A fictional republic: its people and their keys, its bank, its legal time, and faults on command. Refused in production.
import { Fault } from '@ruqsat/foundation'
import { migrateOnce } from '@ruqsat/web'
import type { FastifyPluginAsync } from 'fastify'
import { servePages } from './pages/routes.tsx'
import type { SampleKeyKind } from './people/keys.ts'
import type { ContactOperator, SandboxPerson } from './people/republic.ts'
import type { SandboxDeps } from './work/deps.ts'
import { drawPeople, keyOf, populate } from './work/populate.ts'

export {
  BANK_SCHEMA,
  type BankDeps,
  type BankRoom,
  sandboxBankKey,
  sandboxBanks,
  sandboxBankToken,
  startBank,
  TEST_CARDS,
  type TestCard,
  TWIN_BANKS,
} from './bank/index.ts'
export { SANDBOX_PATH } from './pages/routes.tsx'
export { KEY_KINDS, KEY_PASSWORD, keyFileName, type SampleKeyKind } from './people/keys.ts'
export { type Authorities, fullName, type SandboxHome, type SandboxOffice, type SandboxPerson } from './people/republic.ts'
export type { ApplicantRegistration, SandboxDeps, StaffRegistration } from './work/deps.ts'
export { openCases, type PopulationNeed, type PopulationStaff } from './population/cases.ts'
export { type Populated, type PopulationDeps, type PopulationSize, runPopulation, type Thinkers } from './population/run.ts'
export { HOOK_TWIN_SCHEMA, mountHookTwin } from './hooks/twin.ts'
export type { HookTwinDeps } from './hooks/place.ts'
export { mountSignInTwin, signInTwins, signInTwinSecret, type SignInTwinDeps } from './sign-in/twin.ts'
export { workingDaysAfter } from './work/working-days.ts'
export { resetSandbox } from './work/reset.ts'
export { ownScript, readLength, readScript, SCRIPTS } from './work/scripts.ts'
export { MODES, type Neighbour, NEIGHBOURS, type PlannedFault } from './work/neighbours.ts'
export { openSwitches, revocationFault, SANDBOX_SCHEMA, type Switches } from './work/switches.ts'

const ONCE_SCHEMA = 'sandbox_once'

export type SandboxRoom = {
  /** The pages under `/{language}/sandbox` and the key files: `await portalSite.register(sandbox.site)`. */
  readonly site: FastifyPluginAsync
  readonly people: readonly SandboxPerson[]
  /** Null where no contact centre runs. */
  readonly operator: ContactOperator | null
  /** Null where nobody administers by pages. */
  readonly administrator: ContactOperator | null
  /** Ends when everybody is known to the registers and has an account; fails where that failed, and the next call tries again. */
  populated(): Promise<void>
  /** A person's key as the page hands it out; for tests and commands. The password is `KEY_PASSWORD`. */
  key(personId: string, kind: SampleKeyKind): Promise<{ readonly p12: Uint8Array; readonly certificate: Uint8Array }>
  /** Waits for what is under way; before the rooms that it fills are stopped. */
  stop(): Promise<void>
}

/**
 * Populates the republic at the first start and goes on where an interrupted start left off; later starts change nothing. That goes on
 * after this call: accounts and keys take a second to make, and the portal need not wait. Whoever opens a page of the
 * sandbox does, because the logins and keys that it shows must work.
 * Throws a Fault in production mode, before it has touched anything.
 */
export async function startSandbox(deps: SandboxDeps): Promise<SandboxRoom> {
  const { authority } = deps.trust
  if (deps.mode === 'production')
    throw new Fault('Expected no sandbox in production: its people, keys and roots are fictional and must not meet real ones')
  if (authority === null) throw new Fault('Expected the sandbox’s own certification authority but the trust room runs none')
  await migrateOnce(deps.database, ONCE_SCHEMA)
  const republic = await drawPeople(deps)
  const { people } = republic
  const operator = deps.registerContactOperator === undefined ? null : republic.operator
  const administrator = deps.registerAdministrator === undefined ? null : republic.administrator
  const populating = tryUntilDone(() => populate(deps, authority, republic))
  populating.done().catch((error: unknown) => deps.log.error({ err: error, event: 'populate' }, 'the sandbox is not populated yet'))
  return {
    site: async (app) => {
      app.addHook('onRequest', populating.done)
      servePages(app, { deps, authority, people, operator, administrator, onceSchema: ONCE_SCHEMA })
    },
    people,
    operator,
    administrator,
    populated: populating.done,
    key: (personId, kind) => keyOf(deps, authority, people, personId, kind),
    stop: populating.rest,
  }
}

/** Work that is done once: those who ask while it is under way wait for the same, and one that failed begins again with the next who asks. */
function tryUntilDone(work: () => Promise<void>): { done(): Promise<void>; rest(): Promise<void> } {
  let latest: Promise<void> | null = null
  const begin = () =>
    work().catch((error: unknown) => {
      latest = null
      throw error
    })
  return {
    done: () => (latest ??= begin()),
    /** Ends when nothing is under way, whatever came of it. */
    rest: async () => latest?.catch(() => undefined),
  }
}
export { mountNcalayerTwin, NCALAYER_PATH } from './ncalayer/twin.ts'
export { ncalayerKeys } from './ncalayer/keys.ts'
export { mountNcalayerWindow } from './ncalayer/pages.tsx'
export { PHONE_TWIN_PATH } from './phone/exchange.ts'
export { mountPhoneTwin } from './phone/twin.ts'
