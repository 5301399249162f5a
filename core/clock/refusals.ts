import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'

/** Every "no" of the clock. A missing table is named, never guessed over. */
export const CLOCK_REFUSALS = {
  'clock-calendar-missing': {
    text: {
      kk: '{year} жылдың жұмыс күнтізбесі жоқ: {calendar} ({version}) кестесі {firstYear}–{lastYear} жылдарды қамтиды.',
      ru: 'Нет рабочего календаря на {year} год: таблица {calendar} ({version}) охватывает {firstYear}–{lastYear} годы.',
      en: 'There is no working calendar for {year}: the table {calendar} ({version}) covers {firstYear}–{lastYear}.',
    },
    remedy: {
      kk: 'Күнтізбенің {year} жылды қамтитын жаңа нұсқасын қосыңыз.',
      ru: 'Добавьте новую версию календаря, которая охватывает {year} год.',
      en: 'Add a new version of the calendar that covers {year}.',
    },
  },
  'clock-office-hours-missing': {
    text: {
      kk: '{officeHours} жұмыс кестесінде {weekday}-күнге (дүйсенбі – 1) жұмыс уақыты берілмеген, ал күнтізбеде ол – жұмыс күні.',
      ru: 'В графике {officeHours} нет часов работы для дня недели {weekday} (понедельник – 1), а по календарю он рабочий.',
      en: 'The office hours {officeHours} say nothing of weekday {weekday} (Monday is 1), which the calendar counts as working.',
    },
    remedy: {
      kk: 'Жұмыс кестесіне осы күннің ашылу және жабылу уақытын қосыңыз.',
      ru: 'Добавьте в график время открытия и закрытия для этого дня.',
      en: 'Add opening and closing times of that day to the office hours.',
    },
  },
  'clock-term-stands-still': {
    text: {
      kk: 'Мерзім {from} тоқтатылды және әлі жалғаспаған, сондықтан соңғы күнін атауға болмайды.',
      ru: 'Срок приостановлен {from} и ещё не возобновлён, поэтому его последний день назвать нельзя.',
      en: 'The term was stopped on {from} and has not been resumed, so its last day cannot be named yet.',
    },
    remedy: {
      kk: 'Мерзім жалғасқан соң соңғы күні есептеледі.',
      ru: 'Последний день будет рассчитан, когда срок возобновится.',
      en: 'The last day will be computed once the term is resumed.',
    },
  },
  'clock-mci-missing': {
    text: {
      kk: '{date} күніне айлық есептік көрсеткіш белгісіз: {table} ({version}) кестесі {firstDay}–{lastDay} аралығын қамтиды.',
      ru: 'Месячный расчётный показатель на {date} неизвестен: таблица {table} ({version}) охватывает {firstDay}–{lastDay}.',
      en: 'The monthly calculation index of {date} is not known: the table {table} ({version}) covers {firstDay}–{lastDay}.',
    },
    remedy: {
      kk: 'Көрсеткіштің осы күнді қамтитын жаңа кестесін қосыңыз.',
      ru: 'Добавьте новую версию таблицы, которая охватывает этот день.',
      en: 'Add a new version of the table that covers that day.',
    },
  },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type ClockRefusalCode = keyof typeof CLOCK_REFUSALS

export function clockRefusal(code: ClockRefusalCode, facts: Readonly<Record<string, string | number>>): Refusal {
  return refuse(CLOCK_REFUSALS, code, { facts })
}
