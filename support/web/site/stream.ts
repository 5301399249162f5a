import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SiteProblem } from './problem.ts'

/** Downloads that are written piece by piece. Each holds a piece or two, and a slow reader keeps it open for minutes. */
const MOST_AT_ONCE = 40
const MOST_OF_ONE_VISITOR = 3

type Open = { all: number; readonly byVisitor: Map<string, number> }
const openBySite = new WeakMap<object, Open>()

/**
 * Sends a download as its pieces are made: the next one when the reader has taken the last. The route has `config: { isLong: true }`, for a bad
 * line carries it for minutes. Throws a SiteProblem (`downloads-busy`) where too many are open. A piece that fails breaks the connection.
 */
export function sendPieces(
  request: FastifyRequest,
  reply: FastifyReply,
  file: { readonly pieces: AsyncIterable<string>; readonly mediaType: string; readonly fileName: string },
): FastifyReply {
  holdPlace(request, reply)
  const plain = file.fileName.replace(/[^\w.-]+/g, '_')
  const encoded = encodeURIComponent(file.fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  reply.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`)
  reply.header('cache-control', 'no-store').type(file.mediaType)
  return reply.send(Readable.from(file.pieces, { objectMode: true, highWaterMark: 1 }))
}

function holdPlace(request: FastifyRequest, reply: FastifyReply): void {
  const open = openBySite.get(request.server.site) ?? { all: 0, byVisitor: new Map() }
  openBySite.set(request.server.site, open)
  const visitor = request.sessionOrNull?.accountId ?? request.ip
  const own = open.byVisitor.get(visitor) ?? 0
  if (open.all >= MOST_AT_ONCE || own >= MOST_OF_ONE_VISITOR) throw new SiteProblem('downloads-busy', 503)
  open.all += 1
  open.byVisitor.set(visitor, own + 1)
  reply.raw.once('close', () => {
    open.all -= 1
    const left = open.byVisitor.get(visitor)! - 1
    if (left > 0) open.byVisitor.set(visitor, left)
    else open.byVisitor.delete(visitor)
  })
}
