import type { Database } from '@ruqsat/database'
import type { LocalDate } from '@ruqsat/foundation'
import { readImport, type ImportFault, type RegisterKind } from './core/import.ts'
import { keepHistory } from './store/rows.ts'

/** `changed`: rows that were not there before, or said something else. */
export type ImportReport = { readonly rows: number; readonly changed: number; readonly faults: readonly ImportFault[] }

/**
 * Takes the good rows of a file into the history of a register, in one transaction, and reports the bad ones. The same file again changes
 * nothing. `isTrial`: reports alone.
 */
export async function importRegister(
  database: Database,
  register: string,
  {
    text,
    kind,
    today,
    isTrial,
  }: { readonly text: string; readonly kind: RegisterKind; readonly today: LocalDate; readonly isTrial: boolean },
): Promise<ImportReport> {
  const { rows, faults } = readImport(text, kind, today)
  const changed = isTrial ? 0 : await database.sql.begin((tx) => keepHistory(tx, register, rows))
  return { rows: rows.length, changed, faults }
}
