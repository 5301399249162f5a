// What the commands about web hooks share, and the house with them.
import { API_SCHEMA, type ApiDeps } from '@ruqsat/api'
import { openHooksByCommand, type HooksByCommand } from '@ruqsat/api/command'
import { openSecrets, type Settings } from '@ruqsat/installation'
import type { Call } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** In the sandbox programs are being written: they may be on this machine, without TLS. */
export function hookTargetsOf({ mode, hooks }: Pick<Settings, 'mode' | 'hooks'>): ApiDeps['hookTargets'] {
  const isSandbox = mode === 'sandbox'
  return { mayBePlain: isSandbox, mayBePrivate: isSandbox || hooks === 'private' }
}

export async function withHooks<T>(call: Call, work: (hooks: HooksByCommand) => Promise<T>): Promise<T> {
  const workplace = await openWorkplace(call)
  const secret = Buffer.from(await openSecrets(workplace.state).secret('api'))
  const hookTargets = hookTargetsOf(workplace.settings)
  return withDatabase(workplace, (database) => work(openHooksByCommand(database, { secret, hookTargets })), [API_SCHEMA.schema])
}
