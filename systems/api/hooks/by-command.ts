// What an administrator does with web hooks from the command line. Secrets are the installation's: only making one needs them.
import { technicalClock, type Database } from '@ruqsat/database'
import { isRefusal, said, type SaidRefusal } from '@ruqsat/foundation'
import { EVENT_TYPES, type EventType } from '../events/types.ts'
import { refuseApi } from '../refusals.ts'
import { clientById } from '../store/clients.ts'
import { hookStates, type HookKey, type HookState } from '../store/hooks.ts'
import type { HookTargets } from './address.ts'
import { putHook, removeHook, retryHook, type HookWithSecret } from './hook.ts'

export type { HookState } from '../store/hooks.ts'
export { EVENT_TYPES } from '../events/types.ts'

export type HooksByCommand = {
  /** Of all clients that work. */
  list(): Promise<readonly HookState[]>
  /** `secret` of the answer is null where the receiver has it already. */
  set(
    asked: HookKey & { readonly url: string; readonly types: readonly string[]; readonly by: string },
  ): Promise<HookWithSecret | SaidRefusal>
  /** What was given up waits again, and the hook works again; answers how much. */
  retry(key: HookKey): Promise<number | SaidRefusal>
  end(asked: HookKey & { readonly by: string }): Promise<SaidRefusal | null>
}

export type HookSecrets = { readonly secret: Buffer; readonly hookTargets: HookTargets }

export function openHooksByCommand(database: Database, { secret, hookTargets }: HookSecrets): HooksByCommand {
  const deps = { database, technicalClock, secret, hookTargets }
  return {
    list: () => hookStates(database.sql),
    async set(asked) {
      const client = await clientById(database.sql, asked.clientId)
      if (client === null || client.endedAt !== null || client.owner.kind === 'nobody')
        return said(refuseApi('client-without-events', { facts: { client: asked.clientId } }), {})
      const unknown = asked.types.find((type) => !EVENT_TYPES.includes(type as EventType))
      if (unknown !== undefined)
        return said(refuseApi('event-type-unknown', { facts: { type: unknown, known: EVENT_TYPES.join(', ') } }), {})
      const made = await putHook(deps, { ...asked, types: asked.types as readonly EventType[] })
      return isRefusal(made) ? said(made, {}) : made
    },
    async retry(key) {
      const count = await retryHook(deps, key)
      return typeof count === 'number' ? count : said(count, {})
    },
    async end(asked) {
      const ended = await removeHook(deps, asked)
      return isRefusal(ended) ? said(ended, {}) : null
    },
  }
}
