import type { AnySql } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'

/** A multiple of three, so that the base64 of each slice continues that of the one before. The driver holds a slice about four times. */
const SLICE_BYTES = 192 * 1024

/** A file in base64, slice by slice: however large it is and however slow the reader, no more than a slice of it is in memory. */
export async function* attachmentBase64(sql: AnySql, draftId: string, id: string, sizeBytes: number): AsyncGenerator<string> {
  for (let at = 0; at < sizeBytes; at += SLICE_BYTES) {
    const [row] = await sql<{ slice: Buffer }[]>`
      select substring(bytes from ${at + 1} for ${SLICE_BYTES}) as slice from portal.attachment where draft_id = ${draftId} and id = ${id}`
    // What has begun to go out cannot be taken back: the connection breaks, and nobody takes half a file for a whole.
    if (row === undefined) throw new Fault(`Expected attachment ${id} to its end but it is gone after ${at} bytes`)
    yield row.slice.toString('base64')
  }
}
