import type { StoredDocument } from '@ruqsat/caseflow'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { fileTypeOf, sendFile } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { actorOf, openCase } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { sendNo } from '../pages/frame.tsx'
import { refuseWorkstation } from '../refusals.ts'

/** A file of the applicant's: saved, never shown in our origin; its type is what its content says, whatever it was called. */
export async function sendAttachment(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { caseId, sha256 } = request.params as { caseId: string; sha256: string }
  const scene = await openCase(work.deps, staff, caseId)
  if (isRefusal(scene)) return sendNo(work, request, reply, scene, 404)
  const file = await scene.host.readAttachment(caseId, sha256, actorOf(staff))
  if (isRefusal(file)) return sendNo(work, request, reply, refuseWorkstation('workstation.document-not-yours'), 404)
  const bytes = Buffer.from(file.bytesBase64, 'base64')
  const asked = scene.view.attachments[Number((request.query as { place?: string }).place) - 1]
  const fileName = asked?.sha256 === sha256 ? asked.name : file.name
  return sendFile(reply, { bytes, mediaType: fileTypeOf(bytes) ?? 'application/octet-stream', fileName })
}

/** A result that we made: prepared, for the head who signs it, or signed. Our own signing page may show it inside itself. */
export async function sendDocument(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { documentId } = request.params as { documentId: string }
  const file = await firstDocument(work, documentId, staff)
  if (isRefusal(file)) return sendNo(work, request, reply, refuseWorkstation('workstation.document-not-yours'), 404)
  const bytes = Buffer.from(file.bytesBase64, 'base64')
  const isPdf = fileTypeOf(bytes) === 'application/pdf'
  return sendFile(reply, {
    bytes,
    mediaType: isPdf ? 'application/pdf' : 'application/octet-stream',
    fileName: file.name,
    inline: isPdf,
    embeddable: isPdf,
  })
}

async function firstDocument(work: WorkstationParts, documentId: string, staff: Staff): Promise<StoredDocument | Refusal> {
  for (const host of work.deps.hosts) {
    const file = await host.readDocument(documentId, actorOf(staff))
    if (!isRefusal(file)) return file
  }
  return refuseWorkstation('workstation.document-not-yours')
}
