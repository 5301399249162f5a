import { Fault } from '@ruqsat/foundation'
import type { Settings } from '@ruqsat/installation'

/**
 * What an installation has to bring for production that no setting can stand for: each is another composition behind a contract that is
 * there. The sandbox's own are refused, so this list is not empty until `cmd/` has a composition with real ones.
 */
const MISSING_NEIGHBOURS: readonly string[] = [
  'the roots of the real certification authority, pinned (systems/trust)',
  'a bank or payment gateway instead of the sandbox bank (systems/payments, `Bank` in bank/bank.ts)',
  'the registers of persons and legal entities instead of their twins (systems/registers)',
  'carriers for SMS and e-mail instead of the sandbox outbox (systems/messaging)',
  'the accounts of real staff instead of the sandbox people (systems/workstation)',
]

/** A Fault with everything that is missing, before anything is touched; nothing in the sandbox. */
export function requireReadyForMode(settings: Settings): void {
  if (settings.mode !== 'production') return
  const missing = [
    ...MISSING_NEIGHBOURS,
    ...(settings.databaseUrl === null ? ['a PostgreSQL server of its own, with a database that no sandbox has used: DATABASE_URL'] : []),
    ...(settings.tls ? ['a certificate for the public address: the self-signed one of --tls is for trials'] : []),
  ]
  throw new Fault(
    `Expected everything that production needs but this is missing:\n${missing.map((each) => `  - ${each}`).join('\n')}\n` +
      'docs/operating.md says how an installation composes its own. Nothing was started or changed; without RUQSAT_MODE the sandbox starts',
  )
}
