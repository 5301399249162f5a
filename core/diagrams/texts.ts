import type { Language, LocalText } from '@ruqsat/foundation'
import type { Outcome } from '@ruqsat/law'
import type { LegendSign } from './model.ts'

export const SIGN_NAMES: Readonly<Record<LegendSign, LocalText>> = {
  startMessage: { kk: 'Бастапқы хабарлама', ru: 'Начальное сообщение', en: 'Start message' },
  endMessage: { kk: 'Аяқтаушы хабарлама', ru: 'Завершающее сообщение', en: 'End message' },
  error: { kk: 'Қате', ru: 'Ошибка', en: 'Error' },
  plainEnd: { kk: 'Аяқтаушы оқиға', ru: 'Завершающее событие', en: 'End event' },
  informationSystem: { kk: 'Ақпараттық жүйе', ru: 'Информационная система', en: 'Information system' },
  process: { kk: 'Процесс', ru: 'Процесс', en: 'Process' },
  condition: { kk: 'Шарт', ru: 'Условие', en: 'Condition' },
  controlFlow: { kk: 'Басқару ағыны', ru: 'Поток управления', en: 'Control flow' },
  messageFlow: { kk: 'Хабарлама ағыны', ru: 'Поток сообщений', en: 'Message flow' },
  documentToRecipient: {
    kk: 'Соңғы алушыға берілетін электрондық құжат',
    ru: 'Электронный документ для конечного получателя',
    en: 'Electronic document for the end recipient',
  },
  startOrEnd: { kk: 'Қызметтің басталуы немесе аяқталуы', ru: 'Начало или конец услуги', en: 'Start or end of the service' },
  procedure: { kk: 'Алушының немесе бірліктің рәсімі', ru: 'Процедура получателя или единицы', en: 'Procedure of the applicant or a unit' },
  choice: { kk: 'Таңдау', ru: 'Выбор', en: 'Choice' },
  otherPage: { kk: 'Жалғасы басқа бетте', ru: 'Продолжение на другой странице', en: 'Continued on another page' },
  transition: { kk: 'Келесі рәсімге өту', ru: 'Переход к следующей процедуре', en: 'Transition to the next procedure' },
}

export const TITLES: Readonly<Record<'interaction' | 'reference' | 'flowchart' | 'legend', LocalText>> = {
  interaction: {
    kk: 'Ақпараттық жүйелердің функционалдық өзара іс-қимылы',
    ru: 'Функциональное взаимодействие информационных систем',
    en: 'Functional interaction of the information systems',
  },
  reference: { kk: 'Бизнес-процестер анықтамалығы', ru: 'Справочник бизнес-процессов', en: 'Business-process reference' },
  flowchart: { kk: 'Рәсімдердің блок-сызбасы', ru: 'Блок-схема процедур', en: 'Block diagram of the procedures' },
  legend: { kk: 'Шартты белгілер', ru: 'Условные обозначения', en: 'Signs' },
}

export const OUTCOME_LABELS: Readonly<Record<Outcome, LocalText>> = {
  yes: { kk: 'иә', ru: 'да', en: 'yes' },
  no: { kk: 'жоқ', ru: 'нет', en: 'no' },
  done: { kk: 'иә', ru: 'да', en: 'yes' },
  incomplete: { kk: 'жоқ', ru: 'нет', en: 'no' },
  late: { kk: 'жоқ', ru: 'нет', en: 'no' },
}

/** Questions that a table keeps in a row of a step and a diagram shows as a choice of its own. */
export const QUESTIONS = {
  complete: { kk: 'Құжаттар толық па?', ru: 'Комплект полон?', en: 'Is the set complete?' },
  answered: { kk: 'Жауап мерзімінде келді ме?', ru: 'Ответ пришёл в срок?', en: 'Did the answer come in time?' },
  signed: { kk: 'Қол қойылды ма?', ru: 'Подписано?', en: 'Signed?' },
  agreed: { kk: 'Келісілді ме?', ru: 'Согласовано?', en: 'Agreed?' },
  inFavour: { kk: 'Шешім оң ба?', ru: 'Решение положительное?', en: 'Is the decision in favour?' },
} as const satisfies Record<string, LocalText>

export const WORDS = {
  start: { kk: 'Басы', ru: 'Начало', en: 'Start' },
  end: { kk: 'Соңы', ru: 'Конец', en: 'End' },
  handIn: { kk: 'Сұрау салу мен құжаттарды беру', ru: 'Подача запроса с документами', en: 'Hand in the request with the documents' },
  receive: { kk: 'Алу: {result}', ru: 'Получение: {result}', en: 'Receive: {result}' },
  applicant: { kk: 'Өтініш беруші', ru: 'Заявитель', en: 'Applicant' },
  lookUp: { kk: 'Деректерді іздеу', ru: 'Поиск данных', en: 'Look up the data' },
  notice: { kk: 'Электрондық хабарлама', ru: 'Электронное уведомление', en: 'Electronic notice' },
  onPaper: { kk: '{result}, қағаз түрінде', ru: '{result}, на бумаге', en: '{result}, on paper' },
  page: { kk: '{page}-бет', ru: 'с. {page}', en: 'p. {page}' },
  next: { kk: 'әрі қарай', ru: 'далее', en: 'next' },
} as const satisfies Record<string, LocalText>

/** `1-процесс`, `Процесс 1`, `Process 1`. */
export function processNumber(number: number, language: Language): string {
  return language === 'kk' ? `${number}-процесс` : language === 'ru' ? `Процесс ${number}` : `Process ${number}`
}

export function conditionNumber(number: number, language: Language): string {
  return language === 'kk' ? `${number}-шарт` : language === 'ru' ? `Условие ${number}` : `Condition ${number}`
}

/** Titles that a document prints in capitals, as a sentence writes them; a short word in capitals next to others is an abbreviation. */
export function calm(title: string): string {
  const lower = title === title.toUpperCase() ? title.toLowerCase() : title.replaceAll(/\p{Lu}{5,}/gu, (word) => word.toLowerCase())
  return `${title.charAt(0)}${lower.slice(1)}`
}
