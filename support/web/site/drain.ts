import type { FastifyRequest } from 'fastify'

/**
 * A body over the limits is still read to its end, up to this much, and thrown away: a browser shows our answer only when it
 * could send everything. What is larger than this is cut off.
 */
export const DRAIN_BYTES = 512 * 1024 * 1024

/** Reads the rest of a body away, so that the browser listens to the answer. */
export async function drain(request: FastifyRequest): Promise<void> {
  const { raw } = request
  if (raw.readableEnded || raw.destroyed) return
  raw.unpipe()
  let bytes = 0
  await new Promise<void>((resolve) => {
    raw.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > DRAIN_BYTES) raw.destroy()
    })
    for (const event of ['end', 'close', 'error', 'aborted']) raw.once(event, () => resolve())
    raw.resume()
  })
}
