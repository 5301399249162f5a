import { fillText, inAll, inKazakhCase, type LocalDate, type LocalText, formatDate } from '@ruqsat/foundation'
import {
  type Bounds,
  isWhole,
  type EditionEvent,
  type EditionOnDay,
  type Effect,
  type ItemOnDay,
  type NoteOnDay,
  type Standing,
} from './editions.ts'
import type { Force, HistoryNote, ItemChange } from '../package/model.ts'
import type { Regulation } from '../package/model.ts'
import { t } from '../package/errors.ts'

// What law in time says in words.

/** A day in words. */
export function dayText(day: LocalDate | 'unknown'): LocalText {
  return day === 'unknown' ? UNKNOWN : inAll((language) => formatDate(day, language))
}

function join(texts: readonly LocalText[], between = ' '): LocalText {
  return inAll((language) => texts.map((text) => text[language]).join(between))
}

/** `12` is paragraph 12; `annex 6` and what names everything are said in each language; anything else stays as the act numbers it. */
export function itemName(item: string): LocalText {
  if (item === 'whole regulation') return t('регламенттің бүкіл мәтіні', 'весь текст регламента', 'the whole text of the regulation')
  if (isWhole(item)) return t('актінің бүкіл мәтіні', 'весь текст акта', 'the whole text of the act')
  const annex = /^annex (\d+)$/.exec(item)?.[1]
  if (annex !== undefined) return t(`${annex}-қосымша`, `приложение ${annex}`, `annex ${annex}`)
  const [, number, rest = ''] = /^(\d+(?:-\d+)?)( .+)?$/.exec(item) ?? []
  return number === undefined ? t(item, item, item) : t(`${number}-тармақ${rest}`, `пункт ${item}`, `para ${item}`)
}

const UNKNOWN = t('белгісіз', 'неизвестно', 'unknown')

/** `2014 жылғы 17 қыркүйектегі № 328 акт`, `акт от 17 сентября 2014 г. № 328`, `act No 328 of 17 September 2014`. */
export function noteName(note: HistoryNote): LocalText {
  return {
    kk: `${inKazakhCase(formatDate(note.on, 'kk'), 'attributive')} №\u00a0${note.number} акт`,
    ru: `акт от ${formatDate(note.on, 'ru')} №\u00a0${note.number}`,
    en: `act No ${note.number} of ${formatDate(note.on, 'en')}`,
  }
}

const RULES: Readonly<Record<Force['rule'], LocalText>> = {
  afterPublication: t(
    'алғаш ресми жарияланғаннан кейін күнтізбелік {days} күн өткен соң қолданысқа енеді',
    'вводится в действие по истечении {days} {daysOf} после первого официального опубликования',
    'takes effect when {days} calendar days have passed after first official publication',
  ),
  onPublication: t(
    'алғаш ресми жарияланған күннен бастап қолданысқа енеді',
    'вводится в действие со дня первого официального опубликования',
    'takes effect on the day of first official publication',
  ),
  onRegistration: t(
    'әділет органында тіркелген күннен бастап қолданысқа енеді',
    'вводится в действие со дня регистрации в органах юстиции',
    'takes effect on the day of registration with the justice authorities',
  ),
  otherText: t(
    'қай күннен бастап екенін басқа мәтін айтады, ол бізде жоқ',
    'с какого дня, говорит другой текст, которого у нас нет',
    'another text says from which day, and it is not at hand',
  ),
  unknown: t('қай күннен бастап екенін ешбір мәтін айтпайды', 'с какого дня, не говорит ни один текст', 'no text says from which day'),
}

const REASONS: Readonly<Partial<Record<Force['rule'], LocalText>>> = {
  afterPublication: t(
    'жарияланған күні белгісіз: ешбір мәтінде жоқ',
    'день опубликования неизвестен: его нет ни в одном тексте',
    'the day of publication is unknown: no text gives it',
  ),
  onPublication: t(
    'жарияланған күні белгісіз: ешбір мәтінде жоқ',
    'день опубликования неизвестен: его нет ни в одном тексте',
    'the day of publication is unknown: no text gives it',
  ),
  onRegistration: t('тіркелген күні белгісіз', 'день регистрации неизвестен', 'the day of registration is unknown'),
}

/** The rule of entry into force, and why it gives no day where the bounds differ. */
export function whyText({ force, bounds }: Effect): LocalText {
  const rule = fillText(RULES[force.rule], { days: String(force.days ?? 0), daysOf: russianDays(force.days ?? 0) })
  const reason = bounds.from === bounds.to && bounds.to !== 'unknown' ? undefined : REASONS[force.rule]
  return reason === undefined ? rule : join([rule, reason], '; ')
}

/** "По истечении 21 календарного дня", "по истечении 10 календарных дней". */
function russianDays(days: number): string {
  return days % 10 === 1 && days % 100 !== 11 ? 'календарного дня' : 'календарных дней'
}

const FIRST_DAY = {
  known: t('бірінші күні — {day}', 'первый день — {day}', 'first day: {day}'),
  between: t(
    'бірінші күні {from:ablative} бастап {to:dative} дейінгі аралықта',
    'первый день — между {from} и {to}',
    'first day between {from} and {to}',
  ),
  notBefore: t(
    'бірінші күні {from:ablative} ерте емес, ең кеш күні белгісіз',
    'первый день — не раньше {from}, самый поздний неизвестен',
    'first day not before {from}; the latest is unknown',
  ),
  notAfter: t(
    'бірінші күні {to:ablative} кеш емес, ең ерте күні белгісіз',
    'первый день — не позже {to}, самый ранний неизвестен',
    'first day not after {to}; the earliest is unknown',
  ),
  unknown: t('бірінші күні белгісіз', 'первый день неизвестен', 'first day unknown'),
}
const ASSUMED = t('болжам', 'предположительно', 'assumed')

/** Between which days the first day lies; bounds that are only our reading are marked. */
export function boundsText({ bounds, force }: Effect): LocalText {
  const words = fillText(FIRST_DAY[boundsKind(bounds)], {
    day: knownDay(bounds.to),
    from: knownDay(bounds.from),
    to: knownDay(bounds.to),
  })
  return force.source.certainty === 'assumed' ? inAll((language) => `${words[language]} (${ASSUMED[language]})`) : words
}

/** The sentences of an unknown bound do not name it. */
function knownDay(day: LocalDate | 'unknown'): LocalText {
  return inAll((language) => (day === 'unknown' ? '' : formatDate(day, language)))
}

function boundsKind({ from, to }: Bounds): keyof typeof FIRST_DAY {
  if (from === 'unknown') return to === 'unknown' ? 'unknown' : 'notAfter'
  if (to === 'unknown') return 'notBefore'
  return from === to ? 'known' : 'between'
}

const STANDING = {
  notAdopted: t(
    'Әлі қабылданбаған: қабылданған күні — {adopted}.',
    'Ещё не принято: день принятия — {adopted}.',
    'Not adopted on that day: adopted on {adopted}.',
  ),
  notYetInForce: t(
    'Қабылданған, әлі күшінде емес: {bounds}.',
    'Принято, ещё не действует: {bounds}.',
    'Adopted, not yet in force: {bounds}.',
  ),
  unknownBetween: t(
    'Күшінде ме, белгісіз: {bounds}. Себебі — {why}.',
    'Действует ли, неизвестно: {bounds}. Почему: {why}.',
    'Unknown whether in force: {bounds}. Why: {why}.',
  ),
  inForce: t('Күшінде: {bounds}.', 'Действует: {bounds}.', 'In force: {bounds}.'),
  repealUnknown: t(
    'Күші жойылған ({note}), бірақ қай күннен бастап екені белгісіз: {bounds}. Осы күні әлі күшінде болды ма, белгісіз. Себебі — {why}.',
    'Утратило силу ({note}), но с какого дня, неизвестно: {bounds}. Действовало ли ещё в этот день, неизвестно. Почему: {why}.',
    'Repealed ({note}), but from which day is unknown: {bounds}. Whether it was still in force on that day is not known. Why: {why}.',
  ),
  repealed: t('Күші жойылған ({note}): {bounds}.', 'Утратило силу ({note}): {bounds}.', 'Repealed ({note}): {bounds}.'),
} as const satisfies Record<Standing['kind'], LocalText>

/** Between two dates both known: the words that name both. */
const UNKNOWN_BETWEEN = t(
  'Екі күннің арасында белгісіз: {bounds}. Себебі — {why}.',
  'Неизвестно, между двумя датами: {bounds}. Почему: {why}.',
  'Unknown between two dates: {bounds}. Why: {why}.',
)

/** Where it stands and since when, or between which days and why it is not known. */
export function standingText({ kind, effect }: Standing): LocalText {
  const bothKnown = boundsKind(effect.bounds) === 'between'
  return fillText(kind === 'unknownBetween' && bothKnown ? UNKNOWN_BETWEEN : STANDING[kind], valuesOf(effect))
}

function valuesOf(effect: Effect): Readonly<Record<string, LocalText | string>> {
  return {
    adopted: dayText(effect.adoptedOn),
    bounds: boundsText(effect),
    why: whyText(effect),
    ...(effect.note !== null && { note: noteName(effect.note) }),
  }
}

const SHORT: Readonly<Record<Standing['kind'], LocalText>> = {
  notAdopted: t('әлі қабылданбаған', 'ещё не принято', 'not adopted yet'),
  notYetInForce: t('әлі күшінде емес', 'ещё не действует', 'not yet in force'),
  unknownBetween: t('күшінде ме, белгісіз', 'действует ли, неизвестно', 'unknown whether in force'),
  inForce: t('күшінде', 'действует', 'in force'),
  repealUnknown: t('күші жойылды ма, белгісіз', 'утратило ли силу, неизвестно', 'unknown whether repealed'),
  repealed: t('күші жойылған', 'утратило силу', 'repealed'),
}

/** One or two words for a mark beside an item. */
export function standingWord(kind: Standing['kind']): LocalText {
  return SHORT[kind]
}

const PHASE = {
  notAdopted: t('әлі қабылданбаған', 'ещё не принят', 'not adopted yet'),
  pending: t('қабылданған, әлі қолданысқа енбеген: {bounds}', 'принят, ещё не действует: {bounds}', 'adopted, no effect yet: {bounds}'),
  unknown: t(
    'қолданысқа енді ме, белгісіз: {bounds}. Себебі — {why}',
    'введён ли в действие, неизвестно: {bounds}. Почему: {why}',
    'unknown whether it had effect: {bounds}. Why: {why}',
  ),
  inEffect: t('қолданыста: {bounds}', 'введён в действие: {bounds}', 'in effect: {bounds}'),
} as const satisfies Record<NoteOnDay['phase'], LocalText>

/** A note of the history on a day: which act, and whether it has effect. */
export function noteText({ note, effect, phase }: NoteOnDay): LocalText {
  const name = noteName(note)
  const state = fillText(PHASE[phase], valuesOf(effect))
  return inAll((language) => `${capital(name[language])} — ${state[language]}. ${note.text[language]}`)
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const WORDING = {
  before: t(
    'Мәтіні {note} енгізгенге дейінгі күйінде: {before}',
    'Текст — до изменения ({note}): {before}',
    'Its words are those before {note}: {before}',
  ),
  uncertain: t(
    'Қай мәтіні қолданылғаны белгісіз ({note}); бұрынғысы: {before}',
    'Какой текст действовал, неизвестно ({note}); прежний: {before}',
    'Unknown which words applied ({note}); the earlier ones: {before}',
  ),
}
const BEFORE_UNKNOWN = t(
  'бұрынғы мәтін белгісіз, бізде тек соңғы редакция бар.',
  'прежний текст неизвестен: у нас только последняя редакция.',
  'unknown; only the latest text is at hand.',
)

/** Which words applied, where they are not the ones at hand; null where they are, or where there was nothing before. */
export function wordingText({ wording }: Pick<ItemOnDay, 'wording'>): LocalText | null {
  if (wording.kind === 'held' || wording.before === 'absent') return null
  const { note } = wording.effect
  return fillText(WORDING[wording.kind], { note: note === null ? '' : noteName(note), before: beforeText(wording.before) })
}

function beforeText(before: ItemChange['before']): LocalText {
  return before === 'unknown' || before === 'absent' ? BEFORE_UNKNOWN : before
}

const PUBLISHED = t('Жарияланған күні: {day}.', 'Опубликован: {day}.', 'Published: {day}.')
const NOT_REGISTERED = t(
  'Әлі тіркелмеген: тіркелген күні — {day}.',
  'Ещё не зарегистрирован: день регистрации — {day}.',
  'Not registered yet: registered on {day}.',
)
const REST = t('Мәтіні тұтас', 'Текст в целом', 'The text as a whole')

/** The day in words: the act, its publication, each note, each item that a note names. `depth` is for a terminal's indent. */
export type EditionLine = { readonly depth: 0 | 1; readonly text: LocalText }

export function editionLines(regulation: Regulation, edition: EditionOnDay): readonly EditionLine[] {
  const { act } = regulation
  const lines: EditionLine[] = [{ depth: 0, text: standingText(edition.act) }]
  if (edition.act.kind === 'notAdopted') return lines
  if (edition.act.kind === 'notYetInForce' && act.registeredOn !== 'unknown' && edition.day < act.registeredOn) {
    lines.push({ depth: 0, text: fillText(NOT_REGISTERED, { day: dayText(act.registeredOn) }) })
  }
  lines.push({ depth: 0, text: fillText(PUBLISHED, { day: dayText(act.publishedOn) }) })
  const whole = wordingText(edition)
  if (whole !== null) lines.push({ depth: 0, text: inAll((language) => `${REST[language]}: ${whole[language]}`) })
  for (const each of edition.notes) {
    if (each.phase === 'notAdopted') continue
    const isSaid = edition.act.effect.note === each.note
    lines.push({ depth: 0, text: isSaid ? each.note.text : noteText(each) })
    const items = edition.items.filter(({ item }) => each.note.changes.some((change) => change.item === item))
    lines.push(...itemLines(items).map((text) => ({ depth: 1, text }) as const))
  }
  return lines
}

/** Items of which the same is to be said stand in one line. */
function itemLines(items: readonly ItemOnDay[]): readonly LocalText[] {
  const groups = Map.groupBy(items, (item) => itemState(item).en)
  return [...groups.values()].map((group) => {
    const names = join(
      group.map(({ item }) => itemName(item)),
      ', ',
    )
    const state = itemState(group[0]!)
    return inAll((language) => `${names[language]}: ${state[language]}`)
  })
}

/** Where an item stands on that day, and which words applied. */
export function itemState(each: ItemOnDay): LocalText {
  return join([standingText(each.standing), ...[wordingText(each) ?? []].flat()])
}

const EVENTS = {
  adopted: t('{act} қабылданды.', '{act}: принятие.', '{act}: adopted.'),
  registered: t('{act} тіркелді.', '{act}: регистрация.', '{act}: registered.'),
  published: t('{act} жарияланды.', '{act}: опубликование.', '{act}: published.'),
  earliest: t(
    '{act}: осы күннен бастап қолданыста болуы мүмкін.',
    '{act}: с этого дня, возможно, введён в действие.',
    '{act}: from this day possibly in effect.',
  ),
  latest: t(
    '{act}: осы күннен бастап анық қолданыста.',
    '{act}: с этого дня введён в действие наверняка.',
    '{act}: from this day surely in effect.',
  ),
  effective: t('{act} қолданысқа енді.', '{act}: введение в действие.', '{act}: takes effect.'),
} as const satisfies Record<EditionEvent['kind'], LocalText>
const THE_ACT = t('Акт', 'Акт', 'The act')

export function eventText({ kind, effect }: EditionEvent): LocalText {
  const name = effect.note === null ? THE_ACT : inAll((language) => capital(noteName(effect.note!)[language]))
  return fillText(EVENTS[kind], { act: name })
}
