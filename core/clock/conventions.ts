import type { Source } from '@ruqsat/foundation'
import type { Convention, ConventionId, Conventions } from './types.ts'

/** The administrative code is in force since 1 July 2021; for an older act the rule is our reading of the same principle. */
const code = (item: string): Source => ({
  act: 'administrative-code',
  item,
  certainty: 'assumed',
  note: 'Found for acts from 1 July 2021; before that day our reading of the same principle.',
})
const reading = (note: string): Source => ({ act: 'reading', item: 'clock', certainty: 'assumed', note })

/** How terms are counted where a package says nothing else. */
export const STANDARD_CONVENTIONS: Conventions = [
  {
    id: 'dayAfterReceiptIsDayOne',
    text: {
      kk: 'Күндермен берілген мерзім алған күннің ертеңінен бастап есептеледі',
      ru: 'Срок в днях считается со дня, следующего за днём получения',
      en: 'A term in days is counted from the day after receipt',
    },
    source: code('76(2)'),
  },
  {
    id: 'termEndsAtClosing',
    text: {
      kk: 'Күндермен берілген мерзім соңғы күні мекеме жабылғанда аяқталады',
      ru: 'Срок в днях истекает в последний день с окончанием рабочего времени',
      en: 'A term in days ends when the office closes on its last day',
    },
    source: reading('What must be done in an office ends with its working time on the last day (general knowledge: Civil Code 176).'),
  },
  {
    id: 'hoursRunInOfficeHours',
    text: {
      kk: 'Сағатпен не минутпен берілген мерзім тек жұмыс уақытында өтеді, үзіліс есепке кірмейді',
      ru: 'Срок в часах или минутах течёт только в рабочее время, перерыв не считается',
      en: 'A term in hours or minutes runs only while the office works; the break does not count',
    },
    source: reading('No act says it; staff can act only while the office works.'),
  },
  {
    id: 'lastDayOffMoves',
    text: {
      kk: 'Мерзімнің соңғы күні жұмыс күні болмаса, ол келесі жұмыс күніне ауысады',
      ru: 'Если последний день срока нерабочий, он переносится на следующий рабочий день',
      en: 'Where the last day is not a working day, the next working day is the last',
    },
    source: code('76(5)'),
  },
  {
    id: 'receiptOutsideHoursNextWorkingDay',
    text: {
      kk: 'Жұмыс уақытынан тыс түскені келесі жұмыс күні қабылданған болып саналады',
      ru: 'Поступившее вне рабочего времени считается принятым на следующий рабочий день',
      en: 'What arrives outside office hours counts as received on the next working day',
    },
    source: reading('Usual wording of the standards of services (general knowledge).'),
  },
  {
    id: 'suspensionPauses',
    text: {
      kk: 'Тоқтата тұру кезінде мерзім жүрмейді: жабылу сәтінде тоқтап тұрған күн есепке кірмейді',
      ru: 'На время приостановления срок не течёт: день, к закрытию которого срок стоит, не считается',
      en: 'A stopped term does not run: a day at whose closing it stands still is not counted',
    },
    source: reading('A stop takes exactly the days between stop and resumption out of the count.'),
  },
  {
    id: 'daysOffOfOwnWeek',
    text: {
      kk: 'Демалыс күні тек сол күні демалатын мекемеде ауысады: сенбіде жұмыс істейтін мекемеге сенбіден ауысқан демалыс қатысты емес',
      ru: 'День отдыха переносится лишь там, где в этот день отдыхают: кто работает по субботам, того перенос с субботы не касается',
      en: 'A day off moves only where that day is one of rest: an office that works on Saturdays is not closed for a Saturday moved elsewhere',
    },
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
    text: {
      kk: 'Әр қадам алдыңғысы аяқталған сәттен басталады',
      ru: 'Каждый шаг начинается с окончания предыдущего',
      en: 'Each step starts when the one before it ends',
    },
    source: reading('The result of each procedure starts the next one.'),
  },
  {
    id: 'secondsAreWallTime',
    text: {
      kk: 'Секундпен берілген мерзім үздіксіз өтеді: қадамды жүйе өзі орындайды',
      ru: 'Срок в секундах течёт непрерывно: шаг выполняет система',
      en: 'A term in seconds runs without a break: the system itself does the step',
    },
    source: reading('Automatic steps need no office.'),
  },
]

/** The convention of this id, or undefined where the list leaves it out and it does not apply. */
export function conventionOf(conventions: Conventions, id: ConventionId): Convention | undefined {
  return conventions.find((convention) => convention.id === id)
}

export function conventionIds(): readonly ConventionId[] {
  return STANDARD_CONVENTIONS.map(({ id }) => id)
}
