import type { SignedPackage } from '@ruqsat/trust/contract'
import { localPath, sendFile, sendRefusal } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { attachmentBytes } from '../../drafts/store.ts'
import { refusePortal } from '../../refusals.ts'
import { attachmentNames, signedRequest, type SignedRequestRow } from '../../store/signed-requests.ts'
import { isRequestNumber } from './requests.ts'

type Route = { Params: { number: string }; Querystring: { with?: string } }

/** What anyone can verify without us: the signed bytes, the signature, the evidence, and where asked the documents. */
export function packageDownload(app: FastifyInstance, portal: Portal): void {
  app.get<Route>(
    localPath(`${PATHS.cabinet}/requests/:number/package`),
    portal.requirePerson(async (request, reply, person) => {
      const { number } = request.params as Route['Params']
      const signed = !isRequestNumber(number) ? null : await signedRequest(portal.deps.database.sql, person, number)
      if (signed === null) return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404 })
      const withAttachments = (request.query as Route['Querystring']).with === 'attachments'
      const file: SignedPackage = {
        ...packageOf(signed),
        ...(withAttachments && { attachments: await attachmentsOf(portal, signed.draftId) }),
      }
      const fileName = `${number.replace(/[^\p{L}\p{N}-]+/gu, '-')}.ruqsat.json`
      return sendFile(reply, { bytes: Buffer.from(JSON.stringify(file)), mediaType: 'application/json', fileName })
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

async function attachmentsOf(portal: Portal, draftId: string): Promise<NonNullable<SignedPackage['attachments']>> {
  const { sql } = portal.deps.database
  const attachments: { name: string; bytes: string }[] = []
  for (const { id, name } of await attachmentNames(sql, draftId)) {
    const bytes = await attachmentBytes(sql, draftId, id)
    if (bytes !== null) attachments.push({ name, bytes: bytes.toString('base64') })
  }
  return attachments
}
