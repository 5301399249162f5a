// Tables that end soon: each administrator is written to, at the steps below, so that nobody who applies is the first to meet it.
import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Administration, EndingTable } from './deps.ts'
import { administrators } from './store/administrators.ts'
import texts from './texts.yaml'

/** So many days before its end a table is written about, once for each step: a new year's figures are published by then, or have to be asked for. */
export const WARN_AT_DAYS = [60, 30, 14, 3, 0] as const

/** The step that is due for a table with so many days left; null where none is. */
export function warningStep(daysLeft: number): number | null {
  return WARN_AT_DAYS.findLast((step) => daysLeft <= step) ?? null
}

/** Safe to run again: a message of the same step to the same person is sent once. */
export async function warnOfTables({ deps, accounts }: Administration): Promise<void> {
  const due = (await deps.tables()).flatMap((table) => {
    const step = warningStep(table.daysLeft)
    return step === null ? [] : [{ ...table, step }]
  })
  if (due.length === 0) return
  const at = await deps.legalClock.now()
  for (const { id, language } of await administrators(deps.database.sql)) {
    const email = (await accounts.find(id))?.email ?? null
    if (email === null) continue
    for (const table of due)
      await deps.messaging.send({
        channel: 'email',
        to: email,
        language,
        subject: texts.tables.subject,
        text: letter(table),
        at,
        idempotencyKey: keyOf(table, id),
      })
  }
}

function keyOf({ end, step }: EndingTable & { readonly step: number }, id: string): string {
  return `administration/table/${end.kind}/${end.id}/${end.version}/${end.lastDay}/${step}/${id}`
}

function letter({ text }: EndingTable): LocalText {
  return inAll((language) => `${text[language]}\n\n${texts.tables.where[language]}`)
}
