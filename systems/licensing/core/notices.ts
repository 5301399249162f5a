import { formatDate, formatTime, toLocal, type ZoneRules } from '@ruqsat/clock'
import type { CaseState, NoticeIntent } from '@ruqsat/engine'
import { fillText, type Instant, type LocalText } from '@ruqsat/foundation'
import { stepById, type Edition } from '@ruqsat/law'
import { placeOfEdition } from './place.ts'

export type NoticeText = {
  readonly subject: LocalText
  readonly text: LocalText
  /** Short and important enough for a telephone. */ readonly isForPhone: boolean
}

const ROWS: Readonly<
  Record<NoticeIntent['kind'], { readonly subject: LocalText; readonly text: LocalText; readonly isForPhone: boolean }>
> = {
  requestRegistered: {
    isForPhone: true,
    subject: { kk: 'Сұрау салуыңыз тіркелді', ru: 'Ваш запрос зарегистрирован', en: 'Your request is registered' },
    text: {
      kk: '{number} сұрау салуыңыз тіркелді. Нәтиже {due} дейін дайын болады.',
      ru: 'Запрос {number} зарегистрирован. Результат будет готов до {due}.',
      en: 'Your request {number} is registered. The result is due by {due}.',
    },
  },
  stageReached: {
    isForPhone: false,
    subject: {
      kk: 'Сұрау салуыңыз келесі кезеңге өтті',
      ru: 'Ваш запрос перешёл на следующий этап',
      en: 'Your request has reached the next stage',
    },
    text: { kk: '{number} сұрау салуы: {stage}.', ru: 'Запрос {number}: {stage}.', en: 'Request {number}: {stage}.' },
  },
  resultReady: {
    isForPhone: true,
    subject: { kk: 'Нәтиже дайын', ru: 'Результат готов', en: 'Your result is ready' },
    text: {
      kk: '{number} сұрау салуы бойынша нәтиже дайын. Оны жеке кабинеттен жүктеп алыңыз.',
      ru: 'Результат по запросу {number} готов. Скачайте его в личном кабинете.',
      en: 'The result of request {number} is ready. Download it from your cabinet.',
    },
  },
  requestRefused: {
    isForPhone: true,
    subject: { kk: 'Дәлелді бас тарту', ru: 'Мотивированный отказ', en: 'Reasoned refusal' },
    text: {
      kk: '{number} сұрау салуы бойынша дәлелді бас тарту шығарылды. Негізі мен шағымдану тәртібі жеке кабинетте.',
      ru: 'По запросу {number} вынесен мотивированный отказ. Основания и порядок обжалования — в личном кабинете.',
      en: 'Request {number} was refused with reasons. The grounds and how to complain are in your cabinet.',
    },
  },
  taskLate: {
    isForPhone: false,
    subject: { kk: 'Қадамның мерзімі өтті', ru: 'Истёк срок шага', en: 'A step is past its time' },
    text: {
      kk: '{number} сұрау салуы: {stage}. Мерзімі өтті.',
      ru: 'Запрос {number}: {stage}. Срок истёк.',
      en: 'Request {number}: {stage}. Its time is over.',
    },
  },
}

export function noticeText(notice: NoticeIntent, state: CaseState, edition: Edition, zone: ZoneRules): NoticeText {
  const { opening, variant } = placeOfEdition(state, edition)
  const row = ROWS[notice.kind]
  const stepId = notice.facts['stepId']
  const stage = stepId === undefined ? edition.regulation.service : stepById(variant.procedure.steps, stepId).name
  const due = notice.facts['due'] ?? state.total?.due ?? ''
  const fill = (language: 'kk' | 'ru' | 'en') =>
    fillText(row.text, { number: opening.requestNumber, stage: stage[language], due: moment(due, zone, language) })[language]
  return { subject: row.subject, text: { kk: fill('kk'), ru: fill('ru'), en: fill('en') }, isForPhone: row.isForPhone }
}

/** `24 қараша 2026, 18:30` on the authority's clock. */
export function moment(instant: Instant, zone: ZoneRules, language: 'kk' | 'ru' | 'en'): string {
  if (instant === '') return ''
  const local = toLocal(instant, zone)
  return `${formatDate(local.date, language)}, ${formatTime(local)}`
}
