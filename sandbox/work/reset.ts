import { type Database, ownSchemas } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'

/** A process that still works on the database holds its tables; then the reset gives up instead of waiting for ever. */
const LOCK_WAIT = '5s'

/**
 * Starts over: drops every schema that one of our rooms made, in one transaction. Refused where the database was made in production
 * mode, or where that is unknown. The installation must not be running. Secrets stay, so the same people come back; keys are new.
 */
export async function resetSandbox(database: Database): Promise<readonly string[]> {
  return database.sql.begin(async (tx) => {
    await tx.unsafe(`set local lock_timeout = '${LOCK_WAIT}'`)
    const schemas = await ownSchemas(tx)
    if (schemas.length === 0) return []
    const [clock] = schemas.includes('legal_time') ? await tx<{ mode: string }[]>`select mode from legal_time.clock` : []
    if (clock?.mode !== 'sandbox')
      throw new Fault(
        `Expected a sandbox to reset but this database is ${clock === undefined ? 'of unknown mode' : `in ${clock.mode} mode`}`,
      )
    try {
      for (const schema of schemas) await tx`drop schema ${tx(schema)} cascade`
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error
      throw new Fault('Expected nobody to use the sandbox while it is reset but something still runs on its database; stop it first', {
        retry: 'later',
        cause: error,
      })
    }
    return schemas
  }) as Promise<readonly string[]>
}
