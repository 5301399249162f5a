import type { OfficeHours } from '@ruqsat/clock'
import { isSameSource, type LocalText } from '@ruqsat/foundation'
import type { Action, Step, Variant, WrittenTime } from '../../package/model.ts'
import { NOTICE } from '../findings.ts'
import { exceeds, isPlainDays, sumOfPath, sumOfTable, sumText, termText, timeAsWritten, worstPath, writtenText } from '../../tables/sums.ts'
import { listText, writingsOf, type Context, type Raw, type Table, type Writing } from './context.ts'
import { sameTime } from './written.ts'

/** The variant's whole term: given at all, given by this act, and long enough for the longest path of its procedure. */
export function terms(context: Context): readonly Raw[] {
  return context.regulation.variants.flatMap((variant) => termFindings(variant, context))
}

function termFindings(variant: Variant, { regulation }: Context): readonly Raw[] {
  const { term, procedure, id: subject } = variant
  if (term === null)
    return [{ code: 'no-total-term', subject, source: procedure.source, facts: { sum: sumText(sumOfTable(procedure.steps)) } }]
  const findings: Raw[] = []
  const facts = { term: termText(term.duration) }
  if (term.source.certainty === 'assumed') findings.push({ code: 'term-not-in-act', subject, source: term.source, facts })
  const path = worstPath(procedure.steps, regulation.authority.officeHours)
  const sum = sumOfPath(path, regulation.authority.officeHours)
  if (exceeds(sum, term.duration, regulation.authority.officeHours))
    findings.push({
      code: 'steps-exceed-term',
      subject,
      source: term.source,
      facts: { ...facts, sum: sumText(sum) },
      path: path.map((step) => step.id),
    })
  else findings.push(...heardTooLong(variant, term, regulation.authority.officeHours))
  return findings
}

/** A hearing does not stop the term: where a refusal that is heard comes to more than that, somebody must decide to draft it earlier. */
function heardTooLong({ procedure, id: subject }: Variant, term: NonNullable<Variant['term']>, hours: OfficeHours): readonly Raw[] {
  if (procedure.steps.every(({ hearing }) => hearing?.duration === undefined)) return []
  const path = worstPath(procedure.steps, hours, true)
  const sum = sumOfPath(path, hours, true)
  if (!exceeds(sum, term.duration, hours)) return []
  const facts = { term: termText(term.duration), sum: sumText(sum) }
  return [{ code: 'hearing-exceeds-term', subject, source: term.source, facts, path: path.map((step) => step.id) }]
}

/** A channel in which no action has a time, and one in which only some have: an act gives all of them, or its text is broken there. */
export function untimedViews(context: Context): readonly Raw[] {
  const terms = context.regulation.variants.flatMap(({ term }) => term ?? [])
  /** A step that takes the whole term has no time of its own. */
  const isWholeTerm = ({ time }: Step) => time !== null && terms.some(({ source }) => isSameSource(source, time.source))
  return context.tables
    .filter((table) => table.of !== 'procedure')
    .flatMap((table): readonly Raw[] => {
      const about = { subject: table.name, source: table.source }
      if (table.steps.every((step) => step.time === null)) return [{ code: 'view-without-times', ...about }]
      const without = table.steps.filter(
        ({ shape, time, action }) => shape === 'process' && time === null && !NOT_OF_THE_SERVICE.includes(action),
      )
      if (without.length === 0 || table.steps.every((step) => step.time === null || isWholeTerm(step))) return []
      return [{ code: 'steps-without-times', ...about, facts: { steps: listText(without.map(({ id }) => id)) } }]
    })
}

export function plainDays(context: Context): readonly Raw[] {
  return context.tables.filter((table) => table.of === 'procedure').flatMap(plainDaysIn)
}

function plainDaysIn(table: Table): readonly Raw[] {
  const units = table.steps.map((step) => step.time?.duration.unit)
  if (!units.includes('workingDays')) return []
  return table.steps
    .filter(({ time, next }) =>
      [time, ...next.flatMap(({ within, given }) => [within, given])].some(
        (each) => each !== null && each !== undefined && isPlainDays(each),
      ),
    )
    .map((step) => ({ code: 'calendar-days-among-working-days', subject: step.id, source: step.source }))
}

type Timed = {
  readonly subject: string
  readonly name: LocalText
  readonly step: string
  readonly times: readonly WrittenTime[]
  readonly source: Raw['source']
}

/** One action has one time: in each channel whatever its amount, in procedures where only the kind of day differs. Each channel has times of its own. */
export function actionTimes(context: Context): readonly Raw[] {
  return [...Map.groupBy(context.tables, (table) => table.of)].flatMap(([of, tables]) =>
    differing(
      tables.flatMap((table) => timedSteps(table, context)),
      of === 'procedure' ? sameAmount : () => true,
    ),
  )
}

/** The person's own coming and going: its time is the service's, not the action's. */
const NOT_AUTOMATIC: readonly Action[] = ['receiveResult', 'takeApplication']
/** Nor is an account, which is opened once and for every service. */
const NOT_OF_THE_SERVICE: readonly Action[] = [...NOT_AUTOMATIC, 'registerAccount']

function timedSteps(table: Table, context: Context): readonly Timed[] {
  const writings = writingsOf(table, context)
  return table.steps.flatMap((step): Timed[] => {
    if (NOT_AUTOMATIC.includes(step.action)) return []
    const { times, source } = timesOf(step, writings)
    return times.length === 0
      ? []
      : [{ subject: subjectOf(step), name: isNotice(step) ? NOTICE : step.name, step: `${table.name}/${step.id}`, times, source }]
  })
}

/** What the act writes for this step; the executed time where no transcript gives one. */
function timesOf(step: Step, writings: readonly Writing[]): Pick<Timed, 'times' | 'source'> {
  for (const writing of writings) {
    const row = writing.rows.get(step.id)?.find((each) => each.times.length > 0)
    if (row !== undefined) return { times: row.times, source: row.source }
  }
  return { times: step.time === null ? [] : [timeAsWritten(step.time)], source: step.source }
}

function subjectOf(step: Step): string {
  return isNotice(step) ? 'notice' : step.action
}

function isNotice(step: Step): boolean {
  return step.action.startsWith('notice')
}

function differing(all: readonly Timed[], matters: (left: WrittenTime, right: WrittenTime) => boolean): readonly Raw[] {
  const subjects = [...new Set(all.map((timed) => timed.subject))]
  return subjects.flatMap((subject): Raw[] => {
    const distinct = all.filter((timed) => timed.subject === subject).reduce(withNewTime, [])
    const apart = distinct.filter((timed) => distinct.some((other) => timed !== other && timesDiffer(timed, other, matters)))
    if (apart.length === 0) return []
    return [
      {
        code: 'one-action-two-times',
        subject,
        source: apart[1]!.source,
        facts: { action: apart[0]!.name, times: listText(apart.map(timedText)) },
      },
    ]
  })
}

/** One example of each time is enough. */
function withNewTime(known: readonly Timed[], timed: Timed): readonly Timed[] {
  return known.some((each) => !timesDiffer(each, timed, () => true)) ? known : [...known, timed]
}

function timesDiffer(left: Timed, right: Timed, matters: (left: WrittenTime, right: WrittenTime) => boolean): boolean {
  return left.times.every((time) => right.times.every((other) => !sameTime(time, other) && matters(time, other)))
}

function sameAmount(left: WrittenTime, right: WrittenTime): boolean {
  return left.amount === right.amount
}

function timedText(timed: Timed): LocalText {
  return listText([listText(timed.times.map(writtenText)), ` (${timed.step})`], '')
}
