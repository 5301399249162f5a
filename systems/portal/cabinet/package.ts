import { isRefusal, parseRequestNumber } from '@ruqsat/foundation'
import type { SignedPackage } from '@ruqsat/trust/contract'
import type { AnySql } from '@ruqsat/database'
import { localPath, sendPieces, sendRefusal } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { attachmentBase64 } from '../application/drafts/attachment-stream.ts'
import { attachmentsOf } from '../application/drafts/store.ts'
import { PACKAGE_LIMIT } from '../common/http/limits.ts'
import { refusePortal } from '../refusals.ts'
import { signedRequest, type SignedRequestRow } from './signed-requests.ts'

type Route = { Params: { number: string }; Querystring: { with?: string } }

/** What anyone can verify without us: the signed bytes, the signature, the evidence, and where asked the documents. */
export function packageDownload(app: FastifyInstance, portal: Portal): void {
  app.get<Route>(
    localPath(`${PATHS.cabinet}/requests/:number/package`),
    { config: { ...PACKAGE_LIMIT, isLong: true } },
    portal.requirePerson(async (request, reply, person) => {
      const number = parseRequestNumber((request.params as Route['Params']).number)
      const signed = isRefusal(number) ? null : await signedRequest(portal.deps.database.sql, person, number)
      if (signed === null || isRefusal(number)) return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404 })
      const withAttachments = (request.query as Route['Querystring']).with === 'attachments'
      const fileName = `${number.replace(/[^\p{L}\p{N}-]+/gu, '-')}.ruqsat.json`
      const pieces = packagePieces(portal.deps.database.sql, signed, withAttachments)
      return sendPieces(request, reply, { pieces, mediaType: 'application/json', fileName })
    }),
  )
}

/** The instant that matters is the one for which certificate and revocation were judged; the evidence answers for it. */
function packageOf(signed: SignedRequestRow): SignedPackage {
  return {
    format: 'ruqsat-signed-package',
    version: 1,
    content: Buffer.from(signed.content).toString('base64'),
    cms: Buffer.from(signed.cms).toString('base64'),
    receivedAt: signed.evidence?.at ?? signed.signedAt,
    ...(signed.evidence !== null && { evidence: signed.evidence }),
  }
}

/** The same text as of the whole object in one, written as it is read: the attachments of a request may be 50 MB together. */
export async function* packagePieces(sql: AnySql, signed: SignedRequestRow, withAttachments: boolean): AsyncGenerator<string> {
  const head = JSON.stringify(packageOf(signed))
  if (!withAttachments) return yield head
  yield `${head.slice(0, -1)},"attachments":[`
  let comma = ''
  for (const { id, name, sizeBytes } of await attachmentsOf(sql, signed.draftId)) {
    yield `${comma}{"name":${JSON.stringify(name)},"bytes":"`
    yield* attachmentBase64(sql, signed.draftId, id, sizeBytes)
    yield '"}'
    comma = ','
  }
  yield ']}'
}
