import { hash } from 'node:crypto'
import type { SignedRequest } from '@ruqsat/documents'
import type { Refusal } from '@ruqsat/foundation'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps } from './deps.ts'
import * as store from './store.ts'

type Named = SignedRequest['attachments'][number]

/**
 * Gives each file that the frozen request names to `use`, one at a time, after its kept bytes were hashed again. Refuses
 * (`attachment-changed`)
 * where a file is missing or its bytes are no longer those that the request names, and passes on what `use` refuses.
 */
export async function eachNamedFile(
  deps: Pick<DraftDeps, 'database'>,
  draftId: string,
  named: readonly Named[],
  use: (file: Named, bytes: Buffer) => Promise<Refusal | null>,
): Promise<Refusal | null> {
  const { sql } = deps.database
  const kept = await store.attachmentsOf(sql, draftId)
  for (const file of named) {
    const found = kept.find((each) => each.slot === file.slot && each.sha256 === file.sha256 && each.name === file.name)
    const bytes = found === undefined ? null : await store.attachmentBytes(sql, draftId, found.id)
    if (bytes === null || hash('sha256', bytes) !== file.sha256) return refusePortal('attachment-changed', { field: file.slot })
    const refusal = await use(file, bytes)
    if (refusal !== null) return refusal
  }
  return null
}
