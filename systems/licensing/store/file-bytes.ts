import type { FileStore } from '@ruqsat/files'
import { Fault } from '@ruqsat/foundation'

/** The bytes of a row: its own, or those that it names outside. A row whose bytes are nowhere is a Fault, never "no such file". */
export async function bytesOf(own: Uint8Array | null, sha256: string, files: FileStore | null): Promise<Uint8Array> {
  if (own !== null) return own
  if (files === null)
    throw new Fault(
      `Expected the file ${sha256.slice(0, 12)} in a store outside the database but the section files of ruqsat.yaml names none`,
    )
  const kept = await files.get(sha256)
  if (kept === null) throw new Fault(`Expected the file ${sha256.slice(0, 12)} in the store outside the database but it is not there`)
  return kept
}
