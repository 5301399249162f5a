import { refusals, tellsOfPayment } from './channels.ts'
import type { Context, Raw } from './context.ts'
import { stepsTold } from './transcripts.ts'

/** The older field `written` of a step, unless another rule reports the same of the same step. */
export function writtenSteps(context: Context): readonly Raw[] {
  const written = context.tables.flatMap((table) => table.steps.flatMap((step) => (step.written === undefined ? [] : [{ table, step }])))
  if (written.length === 0) return []
  const told = new Set([...stepsTold(context), ...refusals(context).map((raw) => raw.subject)])
  return written
    .map(({ table, step }) => ({ table, step, subject: `${table.name}/${step.id}` }))
    .filter(({ table, step, subject }) => !told.has(subject) && !tellsOfPayment(step, table, context))
    .filter(({ step }) => step.time?.duration.unit !== 'calendarDays')
    .map(({ step, subject }) => ({ code: 'written-differs', subject, source: step.source, facts: { written: step.written!.text } }))
}
