// The trust room of this installation for the length of one command, whether Ruqsat runs or not.
import { type Database, openLegalClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import { openSecrets } from '@ruqsat/installation'
import { startTrust, TRUST_MIGRATIONS, type Trust } from '@ruqsat/trust'
import { authoritiesIn } from '../house/authorities.ts'
import { readRoots } from './pinned-roots.ts'
import { serveRevocation } from './revocation-site.ts'
import { hasDatabase, type Workplace, withDatabase } from './workplace.ts'

/** What this installation trusts. Where it does not run, its own authority answers from here for as long as the check lasts. */
export async function withOwnTrust<T>(
  workplace: Workplace,
  isOffline: boolean,
  work: (trust: Trust, database: Database) => Promise<T>,
): Promise<T> {
  if (!(await hasDatabase(workplace)))
    throw new Fault(
      `Expected an installation in ${workplace.state} but nothing was started there yet; --root FILE names the certificates to trust, and no installation is needed then`,
    )
  return withDatabase(workplace, (database) => withTrustOn(workplace, database, { isOffline }, work), [TRUST_MIGRATIONS.schema])
}

/** The same on a database that is open already. */
export async function withTrustOn<T>(
  { settings, state, running }: Workplace,
  database: Database,
  { isOffline }: { readonly isOffline: boolean },
  work: (trust: Trust, database: Database) => Promise<T>,
): Promise<T> {
  if (settings.mode === 'production' && settings.roots.length === 0)
    throw new Fault('Expected the roots of a real authority but none is configured here; name them with --root')
  const pinned = settings.roots.length === 0 ? {} : await readRoots(settings.roots)
  const clock = await openLegalClock(database, { mode: settings.mode })
  await using revocation = await serveRevocation(isOffline ? 'nobody' : (running?.addresses['authority'] ?? null))
  const trust = await startTrust({
    database,
    clock,
    secrets: openSecrets(state),
    mode: settings.mode,
    origin: revocation.origin,
    stampsUrl: settings.timeStamps ?? undefined,
    ...pinned,
    answering: await authoritiesIn(settings),
  })
  await revocation.answerBy(trust.site)
  return await work(trust, database)
}
