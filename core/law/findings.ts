import type { LocalText } from '@ruqsat/foundation'
import { t } from './package-errors.ts'

/** What the checker can find. A code is never renamed once a package's reading names it. */
export const FINDINGS = {
  'unreachable-step': t(
    '«{subject}» қадамына ешбір жол апармайды.',
    'На шаг «{subject}» не ведёт ни один путь.',
    'No path leads to step {subject}.',
  ),
  'no-way-out': t(
    '«{subject}» қадамынан соңына жететін жол жоқ: {path}.',
    'С шага «{subject}» нельзя дойти до конца: {path}.',
    'From step {subject} no path reaches the end: {path}.',
  ),
  'steps-exceed-term': t(
    '«{subject}»: қадамдардың қосындысы ({sum}) жалпы мерзімнен ({term}) асады.',
    '«{subject}»: сумма шагов ({sum}) больше общего срока ({term}).',
    '{subject}: the steps add up to {sum}, more than the term of {term}.',
  ),
  'no-total-term': t(
    '«{subject}»: актіде жалпы мерзім жоқ; қадамдардың қосындысы: {sum}.',
    '«{subject}»: в акте нет общего срока; сумма шагов: {sum}.',
    '{subject}: the act gives no total term; the steps add up to {sum}.',
  ),
  'calendar-days-among-working-days': t(
    '«{subject}»: мерзім жай «күн» деп жазылған, қалған қадамдарда «жұмыс күні».',
    '«{subject}»: срок записан просто в «днях», у остальных шагов — в рабочих днях.',
    '{subject}: the time is written in plain days while the other steps have working days.',
  ),
  'payment-notice-without-payment': t(
    '«{subject}»: төлем болмады деп хабарлайды, бірақ бұл арнада төлем қадамы жоқ.',
    '«{subject}»: сообщает об отсутствии оплаты, но в этом канале нет шага оплаты.',
    '{subject}: tells of a missing payment, while this channel has no payment step.',
  ),
  'written-differs': t(
    '«{subject}»: актіде басқаша жазылған: {written}',
    '«{subject}»: в акте записано иначе: {written}',
    '{subject}: the act writes it otherwise: {written}',
  ),
  'abbreviation-defined-twice': t(
    '«{subject}» қысқартуы бірнеше рет анықталған: {items}.',
    'Сокращение «{subject}» определено несколько раз: {items}.',
    'The abbreviation {subject} is defined more than once: {items}.',
  ),
  'abbreviation-covers-many': t(
    '«{subject}» қысқартуы бірнеше нәрсені білдіреді: {covers}.',
    'Сокращение «{subject}» обозначает сразу несколько: {covers}.',
    'The abbreviation {subject} stands for several things: {covers}.',
  ),
  'text-gap': t('Мәтін толық емес: {written}', 'Текст неполон: {written}', 'The text is incomplete: {written}'),
  'annex-headed-otherwise': t(
    '{number}-қосымша мәтінде {cited} қосымшасы деп, ал өз тақырыбында {headed} қосымшасы деп аталған.',
    'Приложение {number} упомянуто как приложение {cited}, а озаглавлено как приложение {headed}.',
    'Annex {number} is cited as an annex of the {cited} and headed as an annex of the {headed}.',
  ),
  'outside-body-listed-as-provider': t(
    '«{subject}» басқа органға жатады, бірақ қызмет берушінің бөлімшелері қатарында тұр.',
    '«{subject}» относится к другому органу, но стоит в перечне подразделений услугодателя.',
    '{subject} belongs to another body but is listed among the provider’s units.',
  ),
  'unit-not-used': t(
    '«{subject}» бірлігі ешбір қадамда жоқ.',
    'Единица «{subject}» не участвует ни в одном шаге.',
    'Unit {subject} takes part in no step.',
  ),
  'no-silence-rule': t(
    '«{subject}»: жауап мерзімінде келмесе не болатыны жазылмаған.',
    '«{subject}»: не сказано, что следует, если ответ не пришёл в срок.',
    '{subject}: the act does not say what follows when no answer comes in time.',
  ),
  'view-without-times': t(
    '«{subject}»: бірде-бір қадамға уақыт берілмеген.',
    '«{subject}»: ни у одного шага нет времени.',
    '{subject}: no step is given a time.',
  ),
  'return-not-in-act': t(
    '«{subject}»: жұмысты «{to}» қадамына қайтару актіде жоқ.',
    '«{subject}»: возврата на шаг «{to}» в акте нет.',
    '{subject}: the act does not know the return to {to}.',
  ),
  'date-unknown': t('Мәтінде {date} жоқ.', 'В тексте нет {date}.', 'No text gives {date}.'),
  'reading-without-finding': t(
    '«{subject}» үшін шешім жазылған, бірақ мұндай қайшылық табылмады.',
    'Решение для «{subject}» записано, но такой находки нет.',
    'A reading is recorded for {subject}, but nothing of the kind is found.',
  ),
} as const satisfies Record<string, LocalText>
export type FindingCode = keyof typeof FINDINGS

/** Whose annex it is, in the case that the sentence needs. */
export const OWNERS: Readonly<Record<'regulation' | 'resolution', LocalText>> = {
  regulation: t('регламенттің', 'регламента', 'regulation'),
  resolution: t('қаулының', 'постановления', 'resolution'),
}

export const DATES: Readonly<Record<'registeredOn' | 'publishedOn', LocalText>> = {
  registeredOn: t('тіркелген күні', 'даты регистрации', 'the day of registration'),
  publishedOn: t('ресми жарияланған күні', 'даты официального опубликования', 'the day of official publication'),
}
