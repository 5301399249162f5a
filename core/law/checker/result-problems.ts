// What a variant gives: a number where its kind has one, an earlier number where it acts on one, days that somebody can count.
import { NOTHING } from '../package/errors.ts'
import type { Field, Grant, Variant } from '../package/model.ts'
import { resultActionOf, isNumbered } from '../package/results.ts'
import { daysAtMost, mostDay } from './day-problems.ts'
import { problem, problemIf, strangers, type Problem } from './problem.ts'
import { answerProblems } from './fee-problems.ts'
import texts from '../texts.yaml'

const WORDS = texts.resultProblems
/** Actions that give nothing new to hold: only a notice says so. */
const TAKING: readonly string[] = ['suspends', 'resumes', 'ends']
/** Only what follows an earlier term can begin at its end. */
const FOLLOWING: readonly string[] = ['extends', 'replaces']
/** What can be done to one number more than once. */
const AGAIN: readonly string[] = ['extends', 'duplicates', 'corrects', 'suspends']
/** What was given outside the register can be given again by it; it cannot be changed in it. */
const GIVING_AGAIN: readonly string[] = ['replaces', 'duplicates']

export function resultProblems({ results: { grant }, form, term }: Variant): readonly Problem[] {
  const fields = form.sections.flatMap((section) => section.fields)
  const action = resultActionOf(grant)
  const isNotice = !isNumbered(grant.kind)
  return [
    ...problemIf(
      isNotice && grant.registerLetters !== undefined,
      'result-impossible',
      grant,
      'registerLetters',
      WORDS.noticeNumber,
      action,
    ),
    ...problemIf(
      !isNotice && action !== 'corrects' && grant.registerLetters === undefined,
      'missing-key',
      grant,
      'kind',
      'registerLetters',
      NOTHING,
    ),
    ...problemIf(TAKING.includes(action) && !isNotice, 'result-impossible', grant, 'kind', 'notice', grant.kind),
    ...problemIf(isNotice && !['issues', ...TAKING].includes(action), 'result-impossible', grant, 'does', WORDS.noticeAction, action),
    ...problemIf(action !== 'issues' && grant.earlier === undefined, 'missing-key', grant, 'does', 'earlier', NOTHING),
    ...problemIf(action === 'issues' && grant.earlier !== undefined, 'result-impossible', grant, 'earlier', WORDS.issuesAlone, action),
    ...earlierProblems(grant, fields),
    ...validityProblems(grant, fields),
    ...neverReady(grant, fields, term),
  ]
}

function earlierProblems(grant: Grant, fields: readonly Field[]): readonly Problem[] {
  const { earlier } = grant
  if (earlier === undefined) return []
  const action = resultActionOf(grant)
  const numbers = fields.filter(({ type, required, onlyFor }) => type.kind === 'text' && required && onlyFor === undefined)
  const { successor } = earlier
  return [
    ...(successor === undefined ? [] : answerProblems(successor, fields)),
    ...problemIf(
      successor !== undefined && action !== 'replaces',
      ...(['result-impossible', earlier, 'successor', 'replaces', action] as const),
    ),
    ...strangers(
      'unknown-reference',
      earlier,
      'field',
      numbers.map(({ id }) => id),
      [earlier.field],
    ),
    ...problemIf(
      earlier.elsewhere === true && !GIVING_AGAIN.includes(action),
      'result-impossible',
      earlier,
      'elsewhere',
      GIVING_AGAIN.join(', '),
      action,
    ),
    ...problemIf(earlier.most !== undefined && !AGAIN.includes(action), 'result-impossible', earlier, 'most', AGAIN.join(', '), action),
    ...problemIf(
      earlier.notEarlier !== undefined && !FOLLOWING.includes(action),
      'result-impossible',
      earlier,
      'notEarlier',
      FOLLOWING.join(', '),
      action,
    ),
    ...(earlier.givenBy ?? []).flatMap((each) =>
      problemIf(
        each.authority !== undefined && action !== 'replaces',
        ...(['result-impossible', each, 'authority', WORDS.othersNumber, action] as const),
      ),
    ),
    ...problemIf(
      earlier.expired === true && action === 'replaces' && grant.validity === undefined,
      ...(['result-impossible', earlier, 'expired', WORDS.ownDays, action] as const),
    ),
    ...problemIf(
      earlier.expired === true && TAKING.includes(action),
      'result-impossible',
      earlier,
      'expired',
      [...new Set([...FOLLOWING, ...GIVING_AGAIN, 'corrects'])].join(', '),
      action,
    ),
  ]
}

/** A form that refuses each day before the result is ready, and takes none that is not. */
function neverReady({ validity }: Grant, fields: readonly Field[], term: Variant['term']): readonly Problem[] {
  if (validity?.beforeReady !== 'refused' || term === null) return []
  const end = fields.find(({ id }) => id === (validity.untilField ?? validity.fromField))
  const most = end === undefined ? Infinity : mostDay(end) + (validity.untilField === undefined ? daysAtMost(validity.lasts) : 0)
  const { unit, amount } = term.duration
  const least = unit === 'workingDays' || unit === 'calendarDays' ? amount : 0
  return problemIf(most < least, 'impossible-range', validity, 'beforeReady', `≥ ${least}`, String(most))
}

function validityProblems(grant: Grant, fields: readonly Field[]): readonly Problem[] {
  const { validity } = grant
  const action = resultActionOf(grant)
  if (validity === undefined) return problemIf(action === 'extends', 'missing-key', grant, 'does', 'validity', NOTHING)
  const { from, fromField, lasts, untilField, beforeReady } = validity
  const dates = fields
    .filter(({ type, required, onlyFor }) => type.kind === 'date' && required && onlyFor === undefined)
    .map(({ id }) => id)
  const isEndless = lasts === undefined && untilField === undefined
  const dayProblems = (key: string, id: string | undefined): readonly Problem[] =>
    fields.some((field) => field.id === id && !dates.includes(id))
      ? [problem('result-impossible', validity, key, WORDS.aDayOfEverybody, id!)]
      : strangers('unknown-reference', validity, key, dates, [id])
  return [
    ...dayProblems('fromField', fromField),
    ...dayProblems('untilField', untilField),
    ...problemIf(lasts !== undefined && untilField !== undefined, 'result-impossible', validity, 'lasts', WORDS.oneEnd, 'untilField'),
    ...problemIf(
      beforeReady !== undefined && untilField === undefined && (fromField === undefined || lasts === undefined),
      ...(['result-impossible', validity, 'beforeReady', WORDS.answeredEnd, beforeReady ?? NOTHING] as const),
    ),
    ...problemIf(from !== undefined && fromField !== undefined, 'result-impossible', validity, 'from', WORDS.oneBeginning, 'fromField'),
    ...problemIf(action === 'extends' && isEndless, 'result-impossible', validity, 'from', WORDS.anEnd, NOTHING),
    ...problemIf(from === 'earlierEnd' && !FOLLOWING.includes(action), 'result-impossible', validity, 'from', FOLLOWING.join(', '), action),
    ...problemIf(['ends', 'resumes', 'duplicates'].includes(action), 'result-impossible', grant, 'validity', WORDS.noDays, action),
  ]
}
