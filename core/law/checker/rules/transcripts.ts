import { passagesOf, passageText, sourceText, type LocalText } from '@ruqsat/foundation'
import { ASPECTS, PLACES, SUBJECT_NAMES, type Aspect } from '../findings.ts'
import type { Transcript, WrittenRow } from '../../package/model.ts'
import { placesWithin } from '../../package/passages.ts'
import { isInside } from '../../package/place-order.ts'
import { subjectsOf } from './channels.ts'
import { listText, shareVariant, systemWithId, type Context, type Executed, type Raw, type Writing } from './context.ts'
import { isOfOthers } from './registers.ts'
import { executedTimes, followers, followersText, sameFollowers, sameTime, timesText, writtenFollowers } from './written.ts'

// The act's words row by row: prose against the steps that are executed, an annex table against the prose.

export function transcripts(context: Context): readonly Raw[] {
  return context.writings.flatMap((writing) => writingFindings(writing, context))
}

/** A row with what it is compared with. `prose` is the prose row of the same step, where a table's row has one. */
type Pair = Executed & { readonly row: WrittenRow; readonly key: string; readonly prose: WrittenRow | null; readonly context: Context }
/** The two values that differ; `there` is the prose's where `inText`, else the executed step's. */
type Difference = {
  readonly aspect: Aspect
  readonly here: string | LocalText
  readonly there: string | LocalText
  readonly inText: boolean
}

function writingFindings(writing: Writing, context: Context): readonly Raw[] {
  const { transcript } = writing
  const proses = transcript.kind === 'table' ? prosesBeside(transcript, context) : []
  const key = rowKeys(transcript)
  return [
    ...cutOff(transcript),
    ...numbersTwice(writing),
    ...unread(writing),
    ...transcript.rows.flatMap((row) => [
      ...wordsForNumber(transcript, row, key(row)),
      ...pairOf(writing, row, key(row), proses, context).flatMap((pair) => pairFindings(transcript, pair)),
    ]),
    ...missingRows(writing, proses),
    ...unwrittenPlaces(writing, context),
  ]
}

function prosesBeside(table: Transcript, context: Context): readonly Writing[] {
  return context.writings.filter(
    ({ transcript }) => transcript.kind === 'prose' && transcript.of === table.of && shareVariant(transcript, table),
  )
}

function cutOff(transcript: Transcript): readonly Raw[] {
  if (transcript.cutAfter === null) return []
  const facts = { transcript: transcript.name, row: transcript.cutAfter }
  return [{ code: 'table-cut-off', subject: transcript.id, source: transcript.source, facts }]
}

/** A process and a question are counted apart; two rows of one kind with one number cannot both be cited. */
function numbersTwice({ transcript, executed }: Writing): readonly Raw[] {
  const shapeOf = ({ step }: WrittenRow) => (step === null ? 'process' : (executed.get(step)?.steps[0]?.shape ?? 'process'))
  const numbered = transcript.rows.filter(({ number }) => number !== null)
  return [...Map.groupBy(numbered, (row) => `${row.number} ${shapeOf(row)}`).values()].flatMap(([first, second]): Raw[] =>
    second === undefined
      ? []
      : [
          {
            code: 'row-number-twice',
            subject: `${transcript.id}/${first!.number}`,
            source: second.source,
            facts: { transcript: transcript.name, number: first!.number! },
          },
        ],
  )
}

/** What the act writes is read as a step; a row that none executes is one that somebody decided to leave out. */
function unread({ transcript }: Writing): readonly Raw[] {
  const keyOf = rowKeys(transcript)
  return transcript.rows
    .filter(({ step }) => step === null)
    .map((row) => ({
      code: 'row-not-read',
      subject: `${transcript.id}/${keyOf(row)}`,
      source: row.source,
      facts: { transcript: transcript.name, row: keyOf(row) },
    }))
}

function wordsForNumber(transcript: Transcript, row: WrittenRow, key: string): readonly Raw[] {
  if (row.next.kind !== 'words') return []
  const facts = { transcript: transcript.name, row: key, written: row.next.text }
  return [{ code: 'next-without-number', subject: `${transcript.id}/${key}`, source: row.source, facts }]
}

/** A row's number, or its step where it has none of its own: a process and a question may both be number 1. */
export function rowKeys(transcript: Transcript): (row: WrittenRow) => string {
  const numbered = Map.groupBy(transcript.rows, (row) => row.number)
  return (row) => {
    const alone = row.number !== null && numbered.get(row.number)!.length === 1
    return alone ? row.number : (row.step ?? row.number ?? sourceText(row.source))
  }
}

function pairOf(writing: Writing, row: WrittenRow, key: string, proses: readonly Writing[], context: Context): readonly Pair[] {
  const executed = row.step === null ? undefined : writing.executed.get(row.step)
  if (executed === undefined) return []
  const prose = proses.flatMap((each) => each.rows.get(row.step!) ?? [])[0] ?? null
  return [{ ...executed, row, key, prose, context }]
}

function pairFindings(transcript: Transcript, pair: Pair): readonly Raw[] {
  const { key, row } = pair
  const code = transcript.kind === 'table' ? 'table-differs' : 'prose-differs'
  const aspects = [unitOf, systemOf, nextOf, timeOf, asksOf, comparesOf, aboutOf, completionOf]
  const differences = aspects.map((differs) => differs(pair))
  const found = differences
    .filter((difference) => difference !== null)
    .map((difference): Raw => {
      const { aspect, here, there, inText } = difference
      const facts = { transcript: transcript.name, row: key, aspect: ASPECTS[aspect], here, there, where: PLACES[inText ? 'text' : 'step'] }
      return { code, subject: `${transcript.id}/${key}/${aspect}`, source: row.source, facts }
    })
  return [...found, ...notAsked(transcript, pair)]
}

function unitOf({ row, prose, steps, context }: Pair): Difference | null {
  const said = prose?.unit ?? null
  const there = said ?? steps.find((step) => step.unit !== row.unit)?.unit
  if (row.unit === null || there === undefined || there === row.unit || wholeAndPart(row.unit, there, context)) return null
  const name = (id: string) => context.units.get(id)?.name ?? id
  return { aspect: 'unit', here: name(row.unit), there: name(there), inText: said !== null }
}

/** The provider and one of its people are one unit to the acts' tables. */
function wholeAndPart(left: string, right: string, { units }: Context): boolean {
  const both = [units.get(left), units.get(right)]
  return both.every((unit) => unit?.kind === 'provider') && both.some((unit) => unit?.role === null)
}

function systemOf({ row, prose, steps, context }: Pair): Difference | null {
  const said = prose?.system ?? null
  const other = steps.find((step) => step.system !== row.system)
  const there = said ?? other?.system ?? null
  if (row.system === null || there === row.system || (said === null && other === undefined)) return null
  return {
    aspect: 'system',
    here: systemWithId(row.system, context),
    there: there === null ? '–' : systemWithId(there, context),
    inText: said !== null,
  }
}

function timeOf({ row, prose, steps }: Pair): Difference | null {
  if (row.times.length === 0) return null
  const written = prose !== null && prose.times.length > 0
  const there = written ? prose.times : steps.flatMap(executedTimes)
  const told = there.length > 0 && there.every((time) => row.times.some((each) => sameTime(each, time)))
  if (told && (!written || row.times.every((time) => there.some((each) => sameTime(each, time))))) return null
  const distinct = there.filter((time, index) => there.findIndex((each) => sameTime(each, time)) === index)
  return { aspect: 'time', here: timesText(row.times), there: distinct.length === 0 ? '–' : timesText(distinct), inText: written }
}

function nextOf({ row, prose, steps, flow }: Pair): Difference | null {
  const here = writtenFollowers(row, flow)
  const said = prose === null ? null : writtenFollowers(prose, flow)
  const there = said ?? followers(steps[0]!, flow)
  if (here === null || sameFollowers(here, there)) return null
  return { aspect: 'next', here: followersText(here), there: followersText(there), inText: said !== null }
}

/** A register of the prose that the table's row leaves out, and one of people who may not apply, are reported under codes of their own. */
function asksOf({ row, prose, steps, context }: Pair): Difference | null {
  const said = prose?.asks ?? null
  const there = said ?? steps.find((step) => step.asks !== undefined)?.asks
  if (row.asks === null || there === undefined) return null
  const more = row.asks.some((system) => !there.includes(system) && !(said === null && isOfOthers(system, context)))
  const less = said === null && there.some((system) => !row.asks!.includes(system))
  const names = (systems: readonly string[]) => listText(systems.map((system) => systemWithId(system, context)))
  return more || less ? { aspect: 'asks', here: names(row.asks), there: names(there), inText: said !== null } : null
}

function notAsked(transcript: Transcript, { row, prose, key, context }: Pair): readonly Raw[] {
  const { asks } = row
  if (asks === null) return []
  return (prose?.asks ?? [])
    .filter((system) => !asks.includes(system))
    .map((system) => ({
      code: 'system-not-asked-in-table',
      subject: `${transcript.id}/${system}`,
      source: row.source,
      facts: { transcript: transcript.name, row: key, system: systemWithId(system, context) },
    }))
}

/** A number that a check leaves out, though applicants have it, is reported once for the act. */
function comparesOf({ row, prose, steps, context }: Pair): Difference | null {
  const { compares: here } = row
  const said = prose?.compares ?? null
  const there = said ?? steps.find((step) => step.compares !== undefined)?.compares
  if (here === null || there === undefined) return null
  const more = here.some((each) => !there.includes(each))
  const less = there.some((each) => !here.includes(each) && !isOfApplicants(each, context))
  return more || less ? { aspect: 'compares', here: here.join(', '), there: there.join(', '), inText: said !== null } : null
}

function isOfApplicants(identifier: string, { regulation }: Context): boolean {
  return regulation.applicants.some((each) => each.kind === (identifier === 'iin' ? 'individual' : 'legalEntity'))
}

/**
 * A refusal whose question asks something else is reported as `refusal-subject-differs`; here it is compared where the table differs from
 * the prose.
 */
function aboutOf({ row, prose, steps }: Pair): Difference | null {
  const said = prose?.about ?? null
  const executed = subjectsOf(steps[0]!)
  const notice = steps[0]!.action.startsWith('notice')
  const there = said ?? (notice ? undefined : executed[0])
  // A subject is written of a question or a refusal; a step that is neither was not meant.
  if (row.about !== null && there === undefined && !notice && executed.length === 0)
    return { aspect: 'about', here: SUBJECT_NAMES[row.about], there: '–', inText: false }
  if (row.about === null || there === undefined || row.about === there || (said === null && executed.includes(row.about))) return null
  return { aspect: 'about', here: SUBJECT_NAMES[row.about], there: SUBJECT_NAMES[there], inText: said !== null }
}

/** Both are our own words for what the act's cell says, so one cell has one wording: the Kazakh one decides. */
function completionOf({ row, prose, steps }: Pair): Difference | null {
  const said = prose?.completion ?? null
  const here = row.completion
  const there = said ?? steps.find((step) => step.completion.kk !== here?.kk)?.completion
  return here === null || there === undefined || there.kk === here.kk ? null : { aspect: 'completion', here, there, inText: said !== null }
}

/** A whole table leaves out a numbered process of the prose. Questions are no columns of the acts' tables, nor is the registration before the first number. */
function missingRows(writing: Writing, proses: readonly Writing[]): readonly Raw[] {
  const { transcript, executed, rows } = writing
  if (transcript.kind !== 'table' || transcript.cutAfter !== null) return []
  return proses
    .flatMap((prose) => prose.transcript.rows)
    .flatMap((row): Raw[] => {
      const step = row.step === null ? undefined : executed.get(row.step)?.steps[0]
      if (step?.shape !== 'process' || step.action === 'registerAccount' || row.number === null || rows.has(step.id)) return []
      const facts = { transcript: transcript.name, step: step.id }
      return [{ code: 'table-row-missing', subject: `${transcript.id}/${step.id}`, source: transcript.source, facts }]
    })
}

/** A subparagraph, or a column of a table, of the list that is transcribed, and no row has it. Where the act's table breaks off, nothing is missed. */
function unwrittenPlaces({ transcript }: Writing, { regulation }: Context): readonly Raw[] {
  const { source, rows, cutAfter } = transcript
  if (cutAfter !== null || source.act !== regulation.id) return []
  const cited = rows.flatMap((row) => passagesOf(row.source))
  const places = passagesOf(source)
    .flatMap((whole) => placesWithin(whole, regulation.items))
    .filter((place) => !cited.some((each) => isInside(each, place) || isInside(place, each)))
    .map(passageText)
  if (places.length === 0 || cited.length === 0) return []
  return [{ code: 'place-not-written', subject: transcript.id, source, facts: { transcript: transcript.name, places: places.join('; ') } }]
}

/** Steps of which a transcript writes something else than what is executed: the older field of such a step says it once more. */
export function stepsTold(context: Context): ReadonlySet<string> {
  const told = context.writings.flatMap((writing) =>
    writing.transcript.rows.flatMap((row) =>
      pairOf(writing, row, '', [], context).some((pair) => pairFindings(writing.transcript, pair).length > 0)
        ? writing.tables.map((table) => `${table.name}/${row.step}`)
        : [],
    ),
  )
  return new Set(told)
}
