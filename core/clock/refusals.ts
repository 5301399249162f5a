import { refuse, type LocalText, type OperatorRefusalRow, type Refusal, type RefusalRow } from '@ruqsat/foundation'

/** Nobody who applies can add a table: the text says that nothing is lost, when to come back and whom to ask. */
const COME_BACK: LocalText = {
  kk: 'Енгізгеніңіз де, төлегеніңіз де сақталады. Бірнеше жұмыс күнінен кейін қайта кіріңіз; шұғыл болса, қызмет берушіден сұраңыз.',
  ru: 'Всё, что вы ввели и оплатили, сохраняется. Зайдите снова через несколько рабочих дней; если срочно, спросите у услугодателя.',
  en: 'What you have entered and paid is kept. Come back in a few working days; if it is urgent, ask the provider.',
}

/** A table that does not reach is the operator's matter: each has a sentence for the person and another for whoever adds the table. */
const TABLE_REFUSALS = {
  'clock-calendar-missing': {
    text: {
      kk: 'Мерзімді есептеу мүмкін емес: {year} жылдың жұмыс күндері жүйеге енгізілмеген.',
      ru: 'Срок посчитать нельзя: рабочие дни {year} года не внесены в систему.',
      en: 'The term cannot be counted: the working days of {year} have not been entered here.',
    },
    remedy: COME_BACK,
    operator: {
      text: {
        kk: '{year} жылдың жұмыс күнтізбесі жоқ: {calendar} ({version}) кестесі {firstYear}–{lastYear} жылдарды қамтиды.',
        ru: 'Нет рабочего календаря на {year} год: таблица {calendar} ({version}) охватывает {firstYear}–{lastYear} годы.',
        en: 'There is no working calendar for {year}: the table {calendar} ({version}) covers {firstYear}–{lastYear}.',
      },
      remedy: {
        kk: 'calendars/ қалтасына күнтізбенің {year} жылды қамтитын жаңа нұсқасын қосып, оны act.yaml файлында атаңыз.',
        ru: 'Добавьте в папку calendars/ новую версию календаря, которая охватывает {year} год, и назовите её в act.yaml.',
        en: 'Add a new version of the calendar that covers {year} to calendars/ and name it in act.yaml.',
      },
    },
  },
  'clock-office-hours-missing': {
    text: {
      kk: 'Мерзімді есептеу мүмкін емес: қызмет берушінің жұмыс уақыты жүйеге толық енгізілмеген.',
      ru: 'Срок посчитать нельзя: часы работы услугодателя внесены в систему не полностью.',
      en: 'The term cannot be counted: the office hours of the provider have not been entered in full.',
    },
    remedy: COME_BACK,
    operator: {
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
  },
  'clock-mci-missing': {
    text: {
      kk: 'Бұл қызметке {year} жылы әзірге төлеу мүмкін емес: сол жылдың айлық есептік көрсеткіші (АЕК) жүйеге енгізілмеген.',
      ru: 'Оплатить услугу в {year} году пока нельзя: месячный расчётный показатель (МРП) этого года не внесён в систему.',
      en: 'The service cannot take payments of {year} yet: the monthly calculation index (MCI) of that year has not been entered here.',
    },
    remedy: COME_BACK,
    operator: {
      text: {
        kk: '{date} күніне айлық есептік көрсеткіш белгісіз: {table} ({version}) кестесі {firstDay}–{lastDay} аралығын қамтиды.',
        ru: 'Месячный расчётный показатель на {date} неизвестен: таблица {table} ({version}) охватывает {firstDay}–{lastDay}.',
        en: 'The monthly calculation index of {date} is not known: the table {table} ({version}) covers {firstDay}–{lastDay}.',
      },
      remedy: {
        kk: 'calendars/ қалтасындағы {table} кестесіне {year} жылдың жарияланған көрсеткішін дереккөзімен қосып, lastDay күнін жылжытыңыз.',
        ru: 'Добавьте в таблицу {table} в папке calendars/ опубликованный показатель {year} года с источником и сдвиньте lastDay.',
        en: 'Add the published index of {year} with its source to the table {table} in calendars/ and move its lastDay.',
      },
    },
  },
} as const satisfies Readonly<Record<string, OperatorRefusalRow>>

/** Every "no" of the clock. A missing table is named, never guessed over. */
export const CLOCK_REFUSALS = {
  ...TABLE_REFUSALS,
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
} as const satisfies Readonly<Record<string, RefusalRow>>

export type ClockRefusalCode = keyof typeof CLOCK_REFUSALS

export function clockRefusal(code: ClockRefusalCode, facts: Readonly<Record<string, string | number>>): Refusal {
  return refuse(CLOCK_REFUSALS, code, { facts })
}
