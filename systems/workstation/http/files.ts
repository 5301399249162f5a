import { isRefusal } from '@ruqsat/foundation'
import { fileTypeOf, sendFile } from '@ruqsat/web'
import { openCase } from '../cases/open.ts'
import { sendNo } from '../pages/frame.tsx'
import { refuseWorkstation } from '../refusals.ts'
import type { Visit } from './visit.ts'

/**
 * A file of the applicant's: saved, except where a page of ours shows it inside itself, and then only what browsers draw and never run. Its type
 * is what its content says, whatever it was called.
 */
export async function sendAttachment(visit: Visit): Promise<unknown> {
  const { caseId, sha256 } = visit.params
  const scene = await openCase(visit, caseId)
  if (isRefusal(scene)) return sendNo(visit, scene, 404)
  const file = await scene.host.readAttachment(caseId, sha256, scene.capacity.actor)
  if (isRefusal(file)) return sendNotYours(visit)
  const bytes = Buffer.from(file.bytesBase64, 'base64')
  const asked = scene.view.attachments[Number(visit.query['place']) - 1]
  const fileName = asked?.sha256 === sha256 ? asked.name : file.name
  const mediaType = fileTypeOf(bytes)
  const isShown = mediaType !== null && visit.query['preview'] === 'yes'
  const shown = { inline: isShown, embeddable: isShown }
  return sendFile(visit.reply, { bytes, mediaType: mediaType ?? 'application/octet-stream', fileName, ...shown })
}

/** A result that we made: prepared, for the head who signs it, or signed. Our own signing page may show it inside itself. */
export async function sendDocument(visit: Visit): Promise<unknown> {
  const asked = visit.work.deps.hosts.flatMap((host) => visit.capacities.map(({ actor }) => ({ host, actor })))
  for (const { host, actor } of asked) {
    const file = await host.readDocument(visit.params.documentId, actor)
    if (isRefusal(file)) continue
    const bytes = Buffer.from(file.bytesBase64, 'base64')
    const isPdf = fileTypeOf(bytes) === 'application/pdf'
    const mediaType = isPdf ? 'application/pdf' : 'application/octet-stream'
    return sendFile(visit.reply, { bytes, mediaType, fileName: file.name, inline: isPdf, embeddable: isPdf })
  }
  return sendNotYours(visit)
}

function sendNotYours(visit: Visit): Promise<unknown> {
  return sendNo(visit, refuseWorkstation('workstation.document-not-yours'), 404)
}
