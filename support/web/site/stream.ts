import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Holdings } from './holdings.ts'
import { SiteProblem } from './problem.ts'
import { networkOf } from './rate-limit.ts'
import { attachment } from './send.tsx'

/** Downloads that are written piece by piece. Each holds a piece or two, and a slow reader keeps it open for minutes. */
const OPEN = new Holdings({ all: 40, ofOne: 3 })

/**
 * Sends a download as its pieces are made: the next one when the reader has taken the last. The route has `config: { isLong: true }`, for a bad
 * line carries it for minutes. Throws a SiteProblem (`downloads-busy`) where too many are open. A piece that fails breaks the connection.
 */
export function sendPieces(
  request: FastifyRequest,
  reply: FastifyReply,
  file: { readonly pieces: AsyncIterable<string>; readonly mediaType: string; readonly fileName: string },
): FastifyReply {
  if (!OPEN.take(reply, 1, request.sessionOrNull?.accountId ?? networkOf(request))) throw new SiteProblem('downloads-busy', 503)
  attachment(reply, file)
  return reply.send(Readable.from(file.pieces, { objectMode: true, highWaterMark: 1 }))
}
