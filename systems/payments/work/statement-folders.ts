import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRefusal } from '@ruqsat/foundation'
import { MAX_STATEMENT_BYTES } from '../wire/statement-cells.ts'
import type { PaymentParts } from './deps.ts'
import { readStatement } from './read-statement.ts'

/** A file of a statement: visible, by its ending. Banks that write slowly write under another name and rename at the end. */
const STATEMENT_NAME = /^[^.].*\.(csv|xml)$/i

/**
 * Looks into the folders that banks leave their statements in, and reads what it has not read yet. Files stay where they are. One that cannot
 * be read stops no other; it is tried again when it has changed, or at the next start.
 */
export function openStatementFolders(work: PaymentParts, folders: Readonly<Record<string, string>>): () => Promise<void> {
  const looked = new Map<string, string>()
  const readOne = async (bank: string, folder: string, fileName: string): Promise<void> => {
    const path = join(folder, fileName)
    const found = await lstat(path)
    const mark = `${found.mtimeMs} ${found.size}`
    if (!found.isFile() || found.size === 0 || looked.get(path) === mark) return
    // What is larger is rejected by its first bytes: it is not read whole to find that out.
    const bytes = found.size > MAX_STATEMENT_BYTES ? new Uint8Array(MAX_STATEMENT_BYTES + 1) : await readFile(path)
    const report = await readStatement(work, { bank, fileName, bytes, by: 'system' })
    looked.set(path, mark)
    if (isRefusal(report) || report.isRepeated) return
    const { state, movements, recovered, differences } = report
    work.log.info({ event: 'statement', bank, file: fileName, state, movements, recovered, differences }, 'a statement was looked at')
  }
  return async () => {
    for (const [bank, folder] of Object.entries(folders)) {
      const names = await readdir(folder).catch((error: Error) => {
        work.log.warn({ event: 'statement-folder', bank, folder, reason: error.message }, 'a folder of statements cannot be read')
        return []
      })
      for (const fileName of names.filter((name) => STATEMENT_NAME.test(name)).sort())
        await readOne(bank, folder, fileName).catch((error: Error) => {
          work.log.error({ err: error, event: 'statement-file', bank, file: fileName }, 'a statement could not be looked at')
        })
    }
  }
}
