import type { FastifyReply } from 'fastify'
import type { ApiFile } from './operation.ts'

/** Headers of a file that a program saves; its name in both ways (RFC 6266). */
export function attachment(reply: FastifyReply, { mediaType, fileName, bytes }: ApiFile): Buffer {
  const plain = fileName.replace(/[^\w.-]+/g, '_')
  reply.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`).type(mediaType)
  return Buffer.from(bytes)
}
