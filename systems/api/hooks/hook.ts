// Web hooks of a client: made, changed, ended; by the client itself or by an administrator.
import { laterBy, type Database, type TechnicalClock } from '@ruqsat/database'
import { isRefusal, type Json, type Refusal } from '@ruqsat/foundation'
import type { EventType } from '../events/types.ts'
import { refuseApi } from '../refusals.ts'
import { keepClientEvent } from '../store/clients.ts'
import { changeSecret, endHook, hookOf, hooksOfClient, retryDead, setHook, type Hook, type HookKey } from '../store/hooks.ts'
import { addressFault, type HookTargets } from './address.ts'
import { secretOf } from './secret.ts'

export type HookDeps = {
  readonly database: Pick<Database, 'sql'>
  readonly technicalClock: TechnicalClock
  readonly secret: Buffer
  readonly hookTargets: HookTargets
}
export type HookAsked = HookKey & { readonly url: string; readonly types: readonly EventType[]; readonly by: string }

/** `secret` is null where the receiver has it already. */
export type HookWithSecret = { readonly kind: 'hook'; readonly hook: Hook; readonly secret: string | null }

/** One address each for a test, for a second system, for a move to another one; not a way to multiply calls. */
const MOST_HOOKS = 10
/** Whoever has the new secret has a day to put it where it is checked. */
const FORMER_SECRET_MS = 24 * 3_600_000

export const HOOK_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/

/** Done twice it is done once. Refuses an address to which this house may not send. */
export async function putHook(
  { database, technicalClock, secret, hookTargets }: HookDeps,
  asked: HookAsked,
): Promise<HookWithSecret | Refusal> {
  const fault = HOOK_NAME.test(asked.name) ? addressFault(asked.url, hookTargets) : refuseApi('hook-name', { field: 'name' })
  if (fault !== null) return fault
  const others = (await hooksOfClient(database.sql, asked.clientId)).filter(({ name }) => name !== asked.name)
  if (others.length >= MOST_HOOKS) return refuseApi('too-many-hooks', { facts: { most: MOST_HOOKS } })
  const at = technicalClock.now()
  const set = await database.sql.begin(async (tx) => {
    const made = await setHook(tx, asked, at)
    await keep(tx, asked, at, 'hookSet', { url: asked.url, types: [...asked.types] })
    return made
  })
  const { isNew, ...hook } = set
  return { kind: 'hook', hook, secret: isNew ? secretOf(secret, hook) : null }
}

/** What is sent is signed by both secrets for a day. */
export async function renewSecret(
  { database, technicalClock, secret }: HookDeps,
  asked: HookKey & { readonly by: string },
): Promise<HookWithSecret | Refusal> {
  const at = technicalClock.now()
  const hook = await database.sql.begin(async (tx) => {
    const changed = await changeSecret(tx, asked, laterBy(technicalClock, FORMER_SECRET_MS))
    if (changed !== null) await keep(tx, asked, at, 'hookSecretChanged', {})
    return changed
  })
  return hook === null ? refuseApi('hook-not-found') : { kind: 'hook', hook, secret: secretOf(secret, hook) }
}

export async function removeHook(
  { database, technicalClock }: HookDeps,
  asked: HookKey & { readonly by: string },
): Promise<Hook | Refusal> {
  const at = technicalClock.now()
  const hook = await database.sql.begin(async (tx) => {
    const ended = await endHook(tx, asked, at)
    if (ended !== null) await keep(tx, asked, at, 'hookEnded', {})
    return ended
  })
  return hook ?? refuseApi('hook-not-found')
}

/** What was given up waits again, and the hook works again; answers how much. */
export async function retryHook({ database, technicalClock }: HookDeps, key: HookKey): Promise<number | Refusal> {
  const found = await readHook({ database }, key)
  if (isRefusal(found)) return found
  return database.sql.begin((tx) => retryDead(tx, key, technicalClock.now())) as Promise<number>
}

export async function readHook({ database }: Pick<HookDeps, 'database'>, key: HookKey): Promise<Hook | Refusal> {
  return (await hookOf(database.sql, key)) ?? refuseApi('hook-not-found')
}

function keep(
  tx: Parameters<typeof keepClientEvent>[0],
  { clientId, name, by }: HookKey & { readonly by: string },
  at: string,
  kind: 'hookSet' | 'hookSecretChanged' | 'hookEnded',
  facts: { readonly [name: string]: Json },
): Promise<void> {
  return keepClientEvent(tx, { clientId, at, kind, by, facts: { name, ...facts } })
}
