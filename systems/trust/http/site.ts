import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AuthorityService, RevocationFaultNow, RevocationService } from '../contract.ts'
import type { AuthorityDeps } from '../authority/found.ts'
import { openResponders } from '../authority/responder-keys.ts'
import { answerOcsp } from '../authority/responder.ts'
import { answerStamp } from '../authority/stamper.ts'
import { currentList } from '../authority/lists.ts'
import { readFault } from '../store/certificates.ts'
import { buildStampRefusal, MAX_STAMP_REQUEST_BYTES } from '../wire/time-stamp-build.ts'
import { buildOcspError } from '../wire/ocsp-build.ts'
import { MAX_OCSP_BYTES, OCSP_STATUS } from '../wire/ocsp.ts'

/** Longer than any client of ours waits. */
const SLOW_ANSWER_MS = 20_000

/** Whoever makes the services fail, in place of the faults that are kept in the database. */
export type FaultNow = { readonly faultNow?: ((service: RevocationService) => Promise<RevocationFaultNow>) | undefined }

/**
 * The authority's plain-HTTP site: OCSP by POST and GET (RFC 6960 A.1), time stamps (RFC 3161 3.4), revocation lists, certificates. Plain HTTP is what RFC 5280 asks for:
 * everything here is signed, and asking about a TLS certificate over TLS would go in circles.
 */
export async function registerTrustSite(site: FastifyInstance, deps: AuthorityDeps & FaultNow): Promise<void> {
  let lost = 0
  const responders = openResponders(deps.keys)
  site.addContentTypeParser('application/ocsp-request', { parseAs: 'buffer', bodyLimit: MAX_OCSP_BYTES }, (_request, body, done) =>
    done(null, body),
  )

  site.addContentTypeParser(
    'application/timestamp-query',
    { parseAs: 'buffer', bodyLimit: MAX_STAMP_REQUEST_BYTES },
    (_request, body, done) => done(null, body),
  )

  // Whatever is asked, the answer is signed: that is what one address may not have done without end. Lists and certificates are kept answers.
  const signed = { config: { isCostly: true } as never }
  // RFC 3161 3.4.
  site.post('/tsp', signed, (request, reply) => {
    reply.type('application/timestamp-reply')
    const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0)
    const notNow = () => reply.send(Buffer.from(buildStampRefusal('timeNotAvailable', 'try later')))
    return withFault(reply, 'tsp', notNow, async () => reply.send(Buffer.from(await answerStamp(deps, body))))
  })
  site.post('/ocsp', signed, (request, reply) => ocsp(reply, request.body instanceof Buffer ? request.body : Buffer.alloc(0)))
  site.get<{ Params: { '*': string } }>('/ocsp/*', signed, (request, reply) => ocsp(reply, fromUrl(request.raw.url ?? '')))
  for (const issuer of ['root', 'issuing'] as const) {
    site.get(`/crl/${issuer}.crl`, (_request, reply) =>
      withFault(
        reply,
        'crl',
        () => reply.code(503).send(),
        async () => reply.type('application/pkix-crl').send(Buffer.from(await currentList(deps, issuer))),
      ),
    )
    site.get(`/ca/${issuer}.crt`, (_request, reply) =>
      reply.type('application/pkix-cert').send(Buffer.from(deps.keys[issuer].certificate.der)),
    )
  }
  site.get('/ca/practice', (_request, reply) => reply.type('text/plain; charset=utf-8').send(PRACTICE))

  async function ocsp(reply: FastifyReply, body: Uint8Array): Promise<FastifyReply> {
    reply.type('application/ocsp-response')
    const tryLater = () => reply.send(Buffer.from(buildOcspError(OCSP_STATUS.tryLater)))
    return withFault(reply, 'ocsp', tryLater, async () => reply.send(Buffer.from(await answerOcsp({ ...deps, responders }, body))))
  }

  async function withFault(
    reply: FastifyReply,
    service: AuthorityService,
    tryLater: () => FastifyReply,
    answer: () => Promise<FastifyReply>,
  ) {
    const isAsked = deps.faultNow !== undefined && service !== 'tsp'
    const fault = isAsked ? await deps.faultNow!(service) : await readFault(deps.database.sql, service)
    if (typeof fault === 'object') {
      await sleep(fault.slowMs, undefined, { ref: false })
      return answer()
    }
    switch (fault) {
      case 'losing':
        // Every second answer is lost on the way.
        if (lost++ % 2 === 0) return silence(reply)
        return answer()
      case 'down':
        return silence(reply)
      case 'try-later':
        return tryLater()
      case 'malformed':
        return reply.send(Buffer.from('this is no answer'))
      case 'slow':
        await sleep(SLOW_ANSWER_MS, undefined, { ref: false })
        return answer()
      case 'none':
        return answer()
    }
  }
}

/** The line breaks without a word. */
function silence(reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.destroy()
  return reply
}

/** RFC 6960 A.1: base64, itself written for an address. */
function fromUrl(url: string): Buffer {
  try {
    return Buffer.from(decodeURIComponent(url.slice(url.indexOf('/ocsp/') + '/ocsp/'.length)), 'base64')
  } catch {
    return Buffer.alloc(0)
  }
}

const PRACTICE = `This is the certification authority of a Ruqsat sandbox.
It certifies fictional persons to anyone who asks. Nothing outside the sandbox may trust it.
Ruqsat in production mode refuses its root.
`
