// Who answers about revocation during one command: the installation that runs, or its authority served from here while it does not.
import { freePort } from '@ruqsat/installation'
import type { TrustRoom } from '@ruqsat/trust'
import Fastify from 'fastify'

export type RevocationSite = AsyncDisposable & {
  readonly origin: string
  /** Lets the authority answer at `origin`; does nothing where the running installation does. */
  answerBy(site: TrustRoom['site']): Promise<void>
}

/** `running`: the address of the authority's site that runs, null where none does, `nobody` where nobody may be asked. */
export async function serveRevocation(running: string | 'nobody' | null): Promise<RevocationSite> {
  if (running !== null)
    return {
      origin: running === 'nobody' ? 'http://127.0.0.1:9' : new URL(running).origin,
      answerBy: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    }
  const port = await freePort()
  const site = Fastify()
  return {
    origin: `http://127.0.0.1:${port}`,
    answerBy: async (answers) => {
      await site.register(answers)
      await site.listen({ host: '127.0.0.1', port })
    },
    [Symbol.asyncDispose]: async () => {
      site.server.closeAllConnections()
      await site.close()
    },
  }
}
