import type { Source } from '@ruqsat/foundation'
import type { Convention, ConventionId, Conventions } from './types.ts'
import texts from './texts.yaml'

/** The administrative code is in force since 1 July 2021; for an older act the rule is our reading of the same principle. */
const code = (item: string): Source => ({
  act: 'administrative-code',
  item,
  certainty: 'assumed',
  note: 'Found for acts from 1 July 2021; before that day our reading of the same principle.',
})
const reading = (note: string): Source => ({ act: 'reading', certainty: 'assumed', note })

/** How terms are counted where a package says nothing else. */
export const STANDARD_CONVENTIONS: Conventions = [
  {
    id: 'dayAfterReceiptIsDayOne',
    text: texts.conventions.aTermInDaysIs,
    source: code('76(2)'),
  },
  {
    id: 'termEndsAtClosing',
    text: texts.conventions.aTermInDaysEnds,
    source: reading('What must be done in an office ends with its working time on the last day (general knowledge: Civil Code 176).'),
  },
  {
    id: 'hoursRunInOfficeHours',
    text: texts.conventions.aTermInHoursOr,
    source: reading('No act says it; staff can act only while the office works.'),
  },
  {
    id: 'lastDayOffMoves',
    text: texts.conventions.whereTheLastDayIs,
    source: code('76(5)'),
  },
  {
    id: 'receiptOutsideHoursNextWorkingDay',
    text: texts.conventions.whatArrivesOutsideOfficeHours,
    source: reading('Usual wording of the standards of services (general knowledge).'),
  },
  {
    id: 'suspensionPauses',
    text: texts.conventions.aStoppedTermDoesNot,
    source: reading('A stop takes exactly the days between stop and resumption out of the count.'),
  },
  {
    id: 'daysOffOfOwnWeek',
    text: texts.conventions.aDayOffMovesOnly,
    source: {
      act: 'labour-code',
      item: '85(3)',
      certainty: 'found',
      note:
        'aqparat.info 2023: the move of 1 July 2023 is for the week of five days only; informburodata.com: Sunday 5 January 2020 moved for both; ' +
        'news.mail.ru/society/69046544: the holidays of 2026 that move in a week of six days.',
    },
  },
  {
    id: 'stepsFollowActualEnd',
    text: texts.conventions.eachStepStartsWhenThe,
    source: reading('The result of each procedure starts the next one.'),
  },
  {
    id: 'secondsAreWallTime',
    text: texts.conventions.aTermInSecondsRuns,
    source: reading('Automatic steps need no office.'),
  },
]

/** The convention of this id, or undefined where the list leaves it out and it does not apply. */
export function conventionOf(conventions: Conventions, id: ConventionId): Convention | undefined {
  return conventions.find((convention) => convention.id === id)
}
