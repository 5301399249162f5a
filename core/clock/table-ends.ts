// How far the dated tables reach. Beyond their last day nobody can pay and no term can be counted, so whoever runs the installation is
// informed long before, with what to add and where.
import { fillText, inAll, type LocalDate, type LocalText, formatDate } from '@ruqsat/foundation'
import { daysBetween } from './dates.ts'
import type { Calendar, MciTable } from './types.ts'

/** The figures of a year are published in the last weeks of the one before: a quarter is time to look for them, and to add them calmly. */
export const TABLE_WARNING_DAYS = 90

export type TableEnd = {
  readonly kind: 'calendar' | 'mciTable'
  readonly id: string
  readonly version: string
  /** The last day that the table knows. */
  readonly lastDay: LocalDate
}

export function endOfCalendar({ id, version, lastYear }: Calendar): TableEnd {
  return { kind: 'calendar', id, version, lastDay: `${lastYear}-12-31` }
}

export function endOfMci({ id, version, lastDay }: MciTable): TableEnd {
  return { kind: 'mciTable', id, version, lastDay }
}

/** Of these tables each one that ends soon or has ended, the first to end first. */
export function endingTables(ends: readonly TableEnd[], today: LocalDate): readonly TableEnd[] {
  return ends
    .filter(({ lastDay }) => daysBetween(today, lastDay) <= TABLE_WARNING_DAYS)
    .toSorted((one, other) => (one.lastDay < other.lastDay ? -1 : one.lastDay > other.lastDay ? 1 : 0))
}

const WARNINGS: Readonly<Record<TableEnd['kind'], { readonly ends: LocalText; readonly ended: LocalText; readonly add: LocalText }>> = {
  mciTable: {
    ends: {
      kk: 'АЕК кестесі {last:dative} дейін жетеді ({days} күн қалды); одан кейін ешкім төлей алмайды.',
      ru: 'Таблица МРП кончается {last} (осталось дней: {days}); после этого никто не сможет оплатить.',
      en: 'The MCI table ends on {last} ({days} days left); after it nobody can pay.',
    },
    ended: {
      kk: 'АЕК кестесі {last} күні аяқталды: ешкім төлей алмайды.',
      ru: 'Таблица МРП кончилась {last}: никто не может оплатить.',
      en: 'The MCI table ended on {last}: nobody can pay.',
    },
    add: {
      kk: 'calendars/ қалтасындағы {id} ({version}) кестесіне {year} жылдың жарияланған көрсеткішін дереккөзімен қосып, lastDay күнін жылжытыңыз.',
      ru: 'Добавьте в таблицу {id} ({version}) в папке calendars/ опубликованный показатель {year} года с источником и сдвиньте lastDay.',
      en: 'Add the published index of {year} with its source to the table {id} ({version}) in calendars/ and move its lastDay.',
    },
  },
  calendar: {
    ends: {
      kk: 'Жұмыс күнтізбесі {last:dative} дейін жетеді ({days} күн қалды); одан әрі мерзім есептелмейді.',
      ru: 'Рабочий календарь кончается {last} (осталось дней: {days}); дальше сроки не посчитать.',
      en: 'The working calendar ends on {last} ({days} days left); beyond it no term can be counted.',
    },
    ended: {
      kk: 'Жұмыс күнтізбесі {last} күні аяқталды: мерзім есептелмейді.',
      ru: 'Рабочий календарь кончился {last}: сроки не посчитать.',
      en: 'The working calendar ended on {last}: no term can be counted.',
    },
    add: {
      kk: 'calendars/ қалтасына {id} ({version}) күнтізбесінің {year} жылды қамтитын жаңа нұсқасын қосып, оны act.yaml файлында атаңыз.',
      ru: 'Добавьте в папку calendars/ новую версию календаря {id} ({version}), которая охватывает {year} год, и назовите её в act.yaml.',
      en: 'Add a new version of the calendar {id} ({version}) that covers {year} to calendars/ and name it in act.yaml.',
    },
  },
}

/** For whoever runs the installation: until when the table reaches, what stops then, and what to add where. */
export function tableWarning({ kind, id, version, lastDay }: TableEnd, today: LocalDate): LocalText {
  const words = WARNINGS[kind]
  const days = daysBetween(today, lastDay)
  const year = Number(lastDay.slice(0, 4)) + (lastDay.endsWith('-12-31') ? 1 : 0)
  const last = inAll((language) => formatDate(lastDay, language))
  const filled = (text: LocalText) => fillText(text, { id, version, days, year, last })
  const [what, add] = [filled(days < 0 ? words.ended : words.ends), filled(words.add)]
  return inAll((language) => `${what[language]} ${add[language]}`)
}
