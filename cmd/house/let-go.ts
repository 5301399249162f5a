import type { Server as HttpServer, ServerResponse } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { Server as Listener } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Long enough that every browser that is talking to us has one more answer, with the word that it is the last on its connection. */
const LAST_ANSWERS_MS = 300
/** Long enough for the first request of a connection that was just opened. */
const FIRST_REQUESTS_MS = 100

/**
 * Ends a site without losing a request. Closing at once would cut idle connections over which a request is just on its way: so each
 * answer first says that its connection ends, then nobody new is let in, then what is idle is closed and what is busy is waited for.
 */
export async function letGo(server: HttpServer | HttpsServer): Promise<void> {
  server.prependListener('request', (_request: unknown, response: ServerResponse) => {
    response.shouldKeepAlive = false
  })
  await sleep(LAST_ANSWERS_MS)
  if (!server.listening) return
  const isEmpty = new Promise<void>((resolve) => Listener.prototype.close.call(server, () => resolve()))
  await sleep(FIRST_REQUESTS_MS)
  server.closeIdleConnections()
  await isEmpty
}
