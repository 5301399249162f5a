import { laterBy } from '@ruqsat/database'
import { fillText, formatDateTime, inAll, instantFromMs, type LocalText, msFromInstant } from '@ruqsat/foundation'
import { coveredUntil } from '../store/statements.ts'
import texts from '../texts.yaml'
import { BANK_OFFSET_MS } from '../wire/statement-cells.ts'
import type { PaymentParts } from './deps.ts'

/** A day's statement, and half a day in which it may come. */
const LATE_AFTER_MS = 36 * 3_600_000

/**
 * A sentence for each bank that leaves its statements here and has left none for longer than a day and a half, by the banks' own clock: since
 * the end of the last period that was read, or since its first money where none was. A bank that has taken nothing yet owes none.
 */
export async function lateStatements(
  { database, technicalClock, banks }: Pick<PaymentParts, 'database' | 'technicalClock' | 'banks'>,
  folders: readonly string[],
): Promise<readonly LocalText[]> {
  if (folders.length === 0) return []
  const due = laterBy(technicalClock, -LATE_AFTER_MS)
  const late = (await coveredUntil(database.sql, folders)).filter(({ until }) => until < due)
  return late.map(({ bank, until }) => {
    const local = instantFromMs(msFromInstant(until) + BANK_OFFSET_MS)
    const since = inAll((language) => formatDateTime(local.slice(0, 10), local.slice(11, 16), language))
    return fillText(texts.statementLate, { bank: banks.find(({ id }) => id === bank)?.name ?? inAll(() => bank), since })
  })
}
