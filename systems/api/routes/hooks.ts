// Web hooks: where this client wants its events sent.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { z } from 'zod'
import { clientOfSomebody } from '../clients/owner.ts'
import { EVENT_TYPES } from '../events/types.ts'
import { HOOK_NAME, putHook, readHook, removeHook, renewSecret, retryHook, type HookWithSecret } from '../hooks/hook.ts'
import { NONE, operation, PAGE_QUERY, pageOf } from '../http/operation.ts'
import type { ApiClient } from '../store/clients.ts'
import { hooksOfClient, listDeliveries, type Hook } from '../store/hooks.ts'
import texts from '../texts.yaml'
import { instant } from './shapes.ts'

const KIB = 1024

const hook = z
  .object({
    name: z.string(),
    url: z.string(),
    eventTypes: z.array(z.enum(EVENT_TYPES)).meta({ description: 'Empty: every type.' }),
    createdAt: instant,
    failingSince: instant.nullable().meta({ description: 'Since when nothing has arrived; null where the last call did.' }),
    disabledAt: instant
      .nullable()
      .meta({ description: 'Since when nothing is sent: nothing had arrived for three days, or the receiver answered 410.' }),
    disabledWhy: z.enum(['gone', 'failing']).nullable(),
  })
  .meta({ id: 'Hook' })

const withSecret = hook
  .extend({
    secret: z
      .string()
      .nullable()
      .meta({ description: 'Given once, when it is made: `whsec_…`, for a library of Standard Webhooks. Null afterwards.' }),
  })
  .meta({ id: 'HookWithSecret' })

const delivery = z
  .object({
    sequence: z.number().int(),
    eventId: z.uuid(),
    type: z.enum(EVENT_TYPES),
    state: z.enum(['waiting', 'delivered', 'dead']),
    attempts: z.number().int(),
    dueAt: instant.meta({ description: 'Of what waits: when it is tried.' }),
    at: instant.nullable().meta({ description: 'Of the last attempt.' }),
    status: z.number().int().nullable().meta({ description: 'What was answered.' }),
    fault: z.string().nullable().meta({ description: 'Why nobody answered: `ECONNREFUSED`, `closed-address`, …' }),
  })
  .meta({ id: 'Delivery' })

const byName = z.strictObject({
  name: z.string().regex(HOOK_NAME).meta({ description: 'Chosen by the client: small letters, digits and hyphens.' }),
})
const NOT_FOUND = { 'api.hook-not-found': 404 }
const scope = 'hooks.write'

export const hookOperations = [
  operation({
    id: 'listHooks',
    method: 'get',
    path: '/hooks',
    summary: texts.operations.listHooks,
    description: 'Web hooks of this client.',
    scope,
    params: NONE,
    query: NONE,
    answer: z.object({ items: z.array(hook) }).meta({ id: 'Hooks' }),
    run: async ({ parts: { deps }, client }) => ({
      items: (await hooksOfClient(deps.database.sql, clientOfSomebody(client).id)).map(shown),
    }),
  }),
  operation({
    id: 'readHook',
    method: 'get',
    path: '/hooks/{name}',
    summary: texts.operations.readHook,
    description: 'One web hook and whether it works.',
    scope,
    statuses: NOT_FOUND,
    params: byName,
    query: NONE,
    answer: hook,
    run: async ({ parts: { deps }, client, params }) => hookShown(await readHook(deps, keyOf(client, params))),
  }),
  operation({
    id: 'setHook',
    method: 'put',
    path: '/hooks/{name}',
    summary: texts.operations.setHook,
    description:
      'Makes the web hook of this name, or changes it and has it work again. From then on each event of the journal is sent there by POST, signed by the Standard Webhooks scheme, at least once, with the event’s id in `webhook-id`. `secret` is in the answer that makes it and in no other. The address is of https and public.',
    scope,
    params: byName,
    query: NONE,
    body: {
      shape: z.strictObject({ url: z.string().max(500), eventTypes: z.array(z.enum(EVENT_TYPES)).max(EVENT_TYPES.length).default([]) }),
      mediaType: 'application/json',
      mostBytes: 4 * KIB,
    },
    answer: withSecret,
    async run({ parts: { deps }, client, params, body: { url, eventTypes } }) {
      return secretShown(await putHook(deps, { ...askedBy(client, params), url, types: [...new Set(eventTypes)] }))
    },
  }),
  operation({
    id: 'renewHookSecret',
    method: 'post',
    path: '/hooks/{name}/secret',
    summary: texts.operations.renewHookSecret,
    description: 'Another secret. For a day everything is signed by both, so that none is lost on the way.',
    scope,
    statuses: NOT_FOUND,
    params: byName,
    query: NONE,
    answer: withSecret,
    run: async ({ parts: { deps }, client, params }) => secretShown(await renewSecret(deps, askedBy(client, params))),
  }),
  operation({
    id: 'removeHook',
    method: 'delete',
    path: '/hooks/{name}',
    summary: texts.operations.removeHook,
    description: 'Ends it: what waits is not sent any more.',
    scope,
    statuses: NOT_FOUND,
    params: byName,
    query: NONE,
    answer: hook,
    run: async ({ parts: { deps }, client, params }) => hookShown(await removeHook(deps, askedBy(client, params))),
  }),
  operation({
    id: 'listDeliveries',
    method: 'get',
    path: '/hooks/{name}/deliveries',
    summary: texts.operations.listDeliveries,
    description: 'What was sent there and how it ended, the newest first; without what was sent.',
    scope,
    statuses: NOT_FOUND,
    params: byName,
    query: z.strictObject({
      ...PAGE_QUERY,
      after: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional()
        .meta({ description: 'The `next` of the page before.' }),
    }),
    answer: pageOf(delivery),
    async run({ parts: { deps }, client, params, query: { after, limit } }) {
      const key = keyOf(client, params)
      const found = await readHook(deps, key)
      if (isRefusal(found)) return found
      const lines = await listDeliveries(deps.database.sql, key, { before: after === undefined ? null : Number(after), limit: limit + 1 })
      const items = lines.slice(0, limit)
      return { items, next: lines.length > limit ? String(items.at(-1)!.sequence) : null }
    },
  }),
  operation({
    id: 'retryDeliveries',
    method: 'post',
    path: '/hooks/{name}/retries',
    summary: texts.operations.retryDeliveries,
    description: 'Tries again everything that was given up at this web hook, and has it work again.',
    scope,
    statuses: NOT_FOUND,
    params: byName,
    query: NONE,
    answer: z.object({ waiting: z.number().int() }).meta({ id: 'Retried' }),
    async run({ parts: { deps }, client, params }) {
      const waiting = await retryHook(deps, keyOf(client, params))
      return typeof waiting === 'number' ? { waiting } : waiting
    },
  }),
]

const keyOf = (client: ApiClient | null, { name }: { readonly name: string }) => ({ clientId: clientOfSomebody(client).id, name })
const askedBy = (client: ApiClient | null, params: { readonly name: string }) => ({ ...keyOf(client, params), by: `client ${client!.id}` })

function shown({ types, ...rest }: Hook): z.output<typeof hook> {
  return { ...rest, eventTypes: [...types] }
}

function hookShown(found: Hook | Refusal): z.output<typeof hook> | Refusal {
  return isRefusal(found) ? found : shown(found)
}

function secretShown(made: Awaited<ReturnType<typeof putHook>>) {
  return isRefusal(made) ? made : { ...shown((made as HookWithSecret).hook), secret: (made as HookWithSecret).secret }
}
