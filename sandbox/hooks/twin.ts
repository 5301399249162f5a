// A twin of somebody's program that takes web hooks: it checks each signature, gives the answer that is set, and shows what came. It is on the
// bank's site, for a receiver is never on ours.
import { migrate, technicalClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { serveReceiverPages } from './pages.tsx'
import { HOOK_TWIN_PATH, RECEIVER_NAME, type HookTwinDeps } from './place.ts'
import { judgeSignature } from './signature.ts'
import { keepReceived, receiver } from './store/rows.ts'

export const HOOK_TWIN_SCHEMA = { schema: 'sandbox_hooks', folder: new URL('./store/migrations/', import.meta.url) }

/** An event has some hundred bytes; who sends much more is refused. */
const MOST_BYTES = 64 * 1024
/** Signatures that are not good are no reason to come again at once. */
const NOT_GOOD = 401

/** Throws a Fault in production, before anything is touched. */
export async function mountHookTwin(deps: HookTwinDeps): Promise<void> {
  if (deps.mode === 'production')
    throw new Fault('Expected no twin of a receiver of web hooks in production: everybody reads what it was sent')
  await migrate(deps.database, HOOK_TWIN_SCHEMA)
  await deps.site.register(async (app) => serveReceiver(app, deps))
  await deps.site.register(async (app) => serveReceiverPages(app, deps))
}

function serveReceiver(app: FastifyInstance, { database }: HookTwinDeps): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => done(null, body))
  app.post<{ Params: { name: string } }>(`${HOOK_TWIN_PATH}/:name`, { config: { csrf: false } }, async (request, reply) => {
    const { name } = request.params
    if (!RECEIVER_NAME.test(name)) return reply.code(404).send()
    const { sql } = database
    const known = await receiver(sql, name)
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const messageId = header(request, 'webhook-id').slice(0, 200)
    const signed = {
      id: messageId,
      timestamp: header(request, 'webhook-timestamp'),
      signatures: header(request, 'webhook-signature'),
      body,
    }
    const verdict = judgeSignature(signed, known?.secret ?? null, technicalClock.ms())
    // PostgreSQL keeps no such character in a text.
    const text = body.toString('utf8').replaceAll('\u0000', '\ufffd')
    await keepReceived(sql, { receiver: name, messageId, verdict, body: text, at: technicalClock.now() })
    return reply.code(verdict === 'good' ? (known?.status ?? 204) : NOT_GOOD).send()
  })
}

function header({ headers }: FastifyRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}
