import { hash } from 'node:crypto'
import type { Refusal } from '@ruqsat/foundation'
import { shelfOf, type LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { storeAttachmentBytes } from './store/attachments.ts'

/** The limit of one attached file, as the form states it. */
const MAX_ATTACHMENT_MEBIBYTES = 10

export async function storeAttachment(
  { deps }: LicensingParts,
  { authority, sha256, bytes }: { readonly authority: string; readonly sha256: string; readonly bytes: Uint8Array },
): Promise<Refusal | null> {
  if (bytes.length > MAX_ATTACHMENT_MEBIBYTES * 1024 * 1024)
    return refuseLicensing('licensing.attachment-too-large', { facts: { mebibytes: MAX_ATTACHMENT_MEBIBYTES } })
  if (hash('sha256', bytes) !== sha256) return refuseLicensing('licensing.attachment-digest-wrong')
  await storeAttachmentBytes(shelfOf(deps), authority, sha256, bytes)
  return null
}
