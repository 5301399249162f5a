// What was found about a file stays under an address that nobody guesses, so that it can be read in another language, or again, without the file.
import { randomUUID } from 'node:crypto'
import { laterBy } from '@ruqsat/database'
import type { Json } from '@ruqsat/foundation'
import type { FileReport } from '@ruqsat/trust/contract'
import type { Portal } from '../../deps.ts'
import type { Origin } from './file-result.tsx'

export type FileFound = { readonly report: FileReport; readonly origin: Origin }

/** As long as somebody reads, asks a colleague and looks again. */
const KEPT_MS = 60 * 60_000
/** A file with hundreds of signatures; what is longer is shown once. */
const MOST_CHARACTERS = 200_000

/** The id under which it is read for an hour of technical time; null where it is too long. */
export async function keepFound({ deps, technicalClock }: Portal, found: FileFound): Promise<string | null> {
  if (JSON.stringify(found).length > MOST_CHARACTERS) return null
  const id = randomUUID()
  const { sql } = deps.database
  await sql`delete from portal.file_check where checked_at < ${laterBy(technicalClock, -KEPT_MS)}`
  await sql`
    insert into portal.file_check (id, found, checked_at)
    values (${id}, ${sql.json(found as unknown as Json)}, ${technicalClock.now()})`
  return id
}

export async function foundBefore({ deps, technicalClock }: Portal, id: string): Promise<FileFound | null> {
  const [row] = await deps.database.sql<{ found: FileFound }[]>`
    select found from portal.file_check where id = ${id} and checked_at >= ${laterBy(technicalClock, -KEPT_MS)}`
  return row?.found ?? null
}
