import { csvText, fillText, inAll, sourceText, type Language, type LocalText } from '@ruqsat/foundation'
import type { Next, Outcome, Procedure, Regulation, Step, View } from '../package/model.ts'
import { splitRows } from '../package/steps.ts'
import { systemName } from '../package/systems.ts'
import { timeAsWritten, writtenText } from './sums.ts'
import roomTexts from '../texts.yaml'

/** The act's table of actions as plain data: it can be drawn, printed or written as CSV. Columns are those of the acts' own annex tables. */
export type StepTable = { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly StepRow[] }
export type StepRow = {
  readonly id: string
  readonly unit: string
  readonly system: string
  readonly action: string
  readonly completion: string
  readonly time: string
  readonly next: string
  readonly source: string
}

const COLUMNS: readonly LocalText[] = [
  roomTexts.stepTable.no,
  roomTexts.stepTable.unit,
  roomTexts.stepTable.system,
  roomTexts.stepTable.action,
  roomTexts.stepTable.formOfCompletion,
  roomTexts.stepTable.time,
  roomTexts.stepTable.nextAction,
  roomTexts.stepTable.paragraph,
]

const PROCEDURE_TITLE: LocalText = roomTexts.stepTable.procedureTitle
const END: LocalText = roomTexts.stepTable.end
const OUTCOMES: Readonly<Record<Outcome, LocalText>> = roomTexts.stepTable.outcomes

/** The table of one channel or of the staff procedure, in one language. */
export function stepTable(table: View | Procedure, regulation: Regulation, language: Language): StepTable {
  const title = 'name' in table ? table.name[language] : PROCEDURE_TITLE[language]
  return { title, columns: COLUMNS.map((column) => column[language]), rows: table.steps.map((step) => rowOf(step, regulation, language)) }
}

/** An outcome in words, as the tables say it. */
export function outcomeText(outcome: Outcome): LocalText {
  return OUTCOMES[outcome]
}

/** The time of a step as the tables say it: `7 working days; incomplete: 1 working day`. Empty where the act gives none. */
export function stepTimeText(step: Step): LocalText {
  const own = step.time === null ? [] : [writtenText(timeAsWritten(step.time))]
  return joined([...own, ...outcomeTimeTexts(step)])
}

/** Outcomes of a step that have a time of their own, each with it: `incomplete: 1 working day`; by when what follows is given; and the hearing. */
export function outcomeTimeTexts(step: Step): readonly LocalText[] {
  const { duration = null, ...hearing } = step.hearing ?? {}
  const heard = duration === null ? [] : [fillText(roomTexts.stepTable.hearing, { time: timeText({ ...hearing, duration }) })]
  const ofRows = step.next.flatMap(({ when, within, given, correction }): LocalText[] => {
    if (when === undefined) return []
    const own = within && inAll((language) => `${OUTCOMES[when][language]}: ${timeText(within)[language]}`)
    const handed = given && fillText(roomTexts.stepTable.given, { outcome: OUTCOMES[when], time: timeText(given) })
    const cure = correction && fillText(roomTexts.stepTable.correction, { time: timeText(correction) })
    return [own, handed, cure].filter((each) => each !== undefined)
  })
  return [...ofRows, ...heard]
}

/** As the act writes it: calendar days that it does not call so are days. */
const timeText = (time: Parameters<typeof timeAsWritten>[0]) => writtenText(timeAsWritten(time))

function joined(texts: readonly LocalText[]): LocalText {
  return inAll((language) => texts.map((text) => text[language]).join('; '))
}

function rowOf(step: Step, regulation: Regulation, language: Language): StepRow {
  return {
    id: step.id,
    unit: regulation.units.find((unit) => unit.id === step.unit)?.name[language] ?? step.unit,
    system: step.system === undefined ? '' : systemName(step.system, regulation)[language],
    action: step.name[language],
    completion: step.completion[language],
    time: stepTimeText(step)[language],
    next: [...nextTexts(step, language), ...branchTexts(step), ...opinionTexts(step)]
      .map((text) => (typeof text === 'string' ? text : text[language]))
      .join('; '),
    source: sourceText(step.source),
  }
}

/** What starts at once is one entry, before what follows another outcome. */
function nextTexts(step: Step, language: Language): readonly string[] {
  const atOnce = splitRows(step)
  if (atOnce.length < 2) return step.next.map((row) => nextText(row, language))
  const steps = atOnce.map((row) => nextText(row, language)).join(', ')
  const others = step.next.filter((row) => !atOnce.includes(row))
  return [fillText(roomTexts.stepTable.atOnce, { steps })[language], ...others.map((row) => nextText(row, language))]
}

/** Which branches a step that joins waits for. */
function branchTexts({ joins, waitsFor }: Step): readonly LocalText[] {
  if (joins !== true) return []
  return [waitsFor === undefined ? roomTexts.stepTable.waitsForAll : fillText(roomTexts.stepTable.waitsFor, { steps: waitsFor.join(', ') })]
}

/** What the word of a body weighs, and what it means that none came. */
export function opinionTexts({ silence, objection }: Step): readonly LocalText[] {
  return [
    ...(silence === undefined ? [] : [roomTexts.stepTable.silence[silence.means]]),
    ...(objection?.effect === 'binds' ? [roomTexts.stepTable.objectionBinds] : []),
  ]
}

function nextText(row: Next, language: Language): string {
  const target = row.to === 'end' ? END[language] : row.to
  return row.when === undefined ? target : `${target} (${OUTCOMES[row.when][language]})`
}

/** For a spreadsheet, in the language that the table is in. */
export function stepTableCsv(table: StepTable, language: Language): string {
  const rows = table.rows.map((row) => [row.id, row.unit, row.system, row.action, row.completion, row.time, row.next, row.source])
  return csvText([table.columns, ...rows], language)
}

/** A few plain lines about an edition for a terminal: what, whose, which variants and channels, pinned by which hash. */
export function describeEdition(
  edition: { readonly regulation: Regulation; readonly hash: string },
  language: Language,
): readonly string[] {
  const { regulation, hash } = edition
  return [
    regulation.service[language],
    regulation.act.title[language],
    regulation.authority.name[language],
    ...regulation.variants.flatMap((variant) => [
      `${variant.offered ? '+' : '-'} ${variant.id}: ${variant.name[language]}`,
      ...variant.views.map((view) => `  ${view.offered ? '+' : '-'} ${view.id}: ${view.name[language]} (${view.steps.length})`),
    ]),
    `sha256 ${hash}`,
  ]
}
