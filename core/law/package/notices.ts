import { isKazakhCase, LANGUAGES, placesWithoutCase, type Language, type LocalText } from '@ruqsat/foundation'
import type { Notice, NoticeMoment, Regulation, Variant, View } from './model.ts'
import { anyOf, t, type PackageErrorCode } from './errors.ts'

/** What is sent at a moment. `source` is null where the package words nothing and the house's own words go out. */
export type NoticeWords = Pick<Notice, 'by' | 'subject' | 'text'> & { readonly source: Notice['source'] | null }

type Standard = Omit<NoticeWords, 'source'> & {
  /** When it goes out, for a reader. */
  readonly when: LocalText
  /** What the words may name in braces; the request's number must be among what they name. */
  readonly places: readonly string[]
}

const NUMBER = 'number'

/** The house's own words for each moment, and what a package's words for it may name. */
const STANDARD_NOTICES: Readonly<Record<NoticeMoment, Standard>> = {
  requestRegistered: {
    when: t('Сұрау салу тіркелгенде', 'Когда запрос зарегистрирован', 'When the request is registered'),
    places: [NUMBER, 'due', 'service'],
    by: ['sms', 'email'],
    subject: t('Сұрау салуыңыз тіркелді', 'Ваш запрос зарегистрирован', 'Your request is registered'),
    text: t(
      '{number} сұрау салуыңыз тіркелді. Нәтиже {due:dative} дейін дайын болады.',
      'Запрос {number} зарегистрирован. Результат будет готов до {due}.',
      'Your request {number} is registered. The result is due by {due}.',
    ),
  },
  stageReached: {
    when: t('Сұрау салу келесі кезеңге өткенде', 'Когда запрос перешёл на следующий этап', 'When the request reaches the next stage'),
    places: [NUMBER, 'stage', 'service'],
    by: ['email'],
    subject: t('Сұрау салуыңыз келесі кезеңге өтті', 'Ваш запрос перешёл на следующий этап', 'Your request has reached the next stage'),
    text: t('{number} сұрау салуы: {stage}.', 'Запрос {number}: {stage}.', 'Request {number}: {stage}.'),
  },
  resultReady: {
    when: t('Нәтиже дайын болғанда', 'Когда готов результат', 'When the result is ready'),
    places: [NUMBER, 'service'],
    by: ['sms', 'email'],
    subject: t('Нәтиже дайын', 'Результат готов', 'Your result is ready'),
    text: t(
      '{number} сұрау салуы бойынша нәтиже дайын. Оны жеке кабинеттен жүктеп алыңыз.',
      'Результат по запросу {number} готов. Скачайте его в личном кабинете.',
      'The result of request {number} is ready. Download it from your cabinet.',
    ),
  },
  requestRefused: {
    when: t('Дәлелді бас тарту шығарылғанда', 'Когда вынесен мотивированный отказ', 'When the request is refused with reasons'),
    places: [NUMBER, 'service'],
    by: ['sms', 'email'],
    subject: t('Дәлелді бас тарту', 'Мотивированный отказ', 'Reasoned refusal'),
    text: t(
      '{number} сұрау салуы бойынша дәлелді бас тарту шығарылды. Негізі мен шағымдану тәртібі жеке кабинетте.',
      'По запросу {number} вынесен мотивированный отказ. Основания и порядок обжалования — в личном кабинете.',
      'Request {number} was refused with reasons. The grounds and how to complain are in your cabinet.',
    ),
  },
  taskLate: {
    when: t(
      'Қадамның мерзімі өткенде (қызмет берушіге)',
      'Когда истёк срок шага (услугодателю)',
      'When a step is past its time (to the provider)',
    ),
    places: [NUMBER, 'stage', 'service'],
    by: ['email'],
    subject: t('Қадамның мерзімі өтті', 'Истёк срок шага', 'A step is past its time'),
    text: t(
      '{number} сұрау салуы: {stage}. Мерзімі өтті.',
      'Запрос {number}: {stage}. Срок истёк.',
      'Request {number}: {stage}. Its time is over.',
    ),
  },
  termMoved: {
    when: t(
      'Жұмыс күнтізбесі өзгеріп, мерзім жылжығанда (өтініш берушіге және қызмет берушіге)',
      'Когда изменился рабочий календарь и срок сдвинулся (заявителю и услугодателю)',
      'When the working calendar was changed and a term has moved (to the applicant and the provider)',
    ),
    places: [NUMBER, 'stage', 'service', 'due', 'former'],
    by: ['sms', 'email'],
    subject: t('Мерзім өзгерді', 'Срок изменился', 'The term has changed'),
    text: t(
      '{number} сұрау салуы, {stage}: жұмыс күнтізбесі өзгерді. Мерзімі енді {due:dative} дейін (бұрын {former:dative} дейін еді).',
      'Запрос {number}, {stage}: изменился рабочий календарь. Срок теперь до {due} (раньше был до {former}).',
      'Request {number}, {stage}: the working calendar was changed. The term now ends on {due} (before: {former}).',
    ),
  },
}

/** What is sent at a moment of a case: the package's words for its variant and channel, else the house's own. */
export function noticeWords(
  regulation: Pick<Regulation, 'notices'>,
  { variant, view }: { readonly variant: string; readonly view: View['id'] },
  moment: NoticeMoment,
): NoticeWords {
  const own = regulation.notices?.find(
    (notice) => notice.when === moment && notice.variants.includes(variant) && notice.views.includes(view),
  )
  return own ?? { ...STANDARD_NOTICES[moment], source: null }
}

/** The package's own notices of a variant. */
export function noticesOf({ notices = [] }: Pick<Regulation, 'notices'>, variant: Pick<Variant, 'id'>): readonly Notice[] {
  return notices.filter((notice) => notice.variants.includes(variant.id))
}

/** When a notice goes out, for a reader. */
export function noticeTime(moment: NoticeMoment): LocalText {
  return STANDARD_NOTICES[moment].when
}

/** A fault of a package's notice: at which of its keys, what was expected and found. */
export type NoticeFault = {
  readonly notice: Notice
  readonly key: keyof Notice
  readonly code: PackageErrorCode
  readonly expected: LocalText
  readonly found: LocalText | string
}

/** Notices that contradict each other or name what is not known at their moment. */
export function noticeFaults({ notices = [], variants }: Pick<Regulation, 'notices' | 'variants'>): readonly NoticeFault[] {
  const known = variants.map(({ id }) => id)
  return notices.flatMap((notice, place) => [
    ...notice.variants
      .filter((id) => !known.includes(id))
      .map((id): NoticeFault => ({ notice, key: 'variants', code: 'unknown-reference', expected: anyOf(known), found: id })),
    ...notices.slice(0, place).flatMap((other) => clashes(notice, other)),
    ...placeFaults(notice),
  ])
}

const ONE_EACH = t(
  'әр арнадағы нұсқаның бір сәтіне бір хабарлама',
  'одно уведомление на момент, вариант и канал',
  'one notice for each moment of a variant and channel',
)

function clashes(notice: Notice, other: Notice): readonly NoticeFault[] {
  const meet = notice.variants.some((id) => other.variants.includes(id)) && notice.views.some((id) => other.views.includes(id))
  if (notice.when !== other.when || !meet) return []
  return [{ notice, key: 'when', code: 'duplicate-key', expected: ONE_EACH, found: `${notice.when}: ${other.id}, ${notice.id}` }]
}

function placeFaults(notice: Notice): readonly NoticeFault[] {
  const { places } = STANDARD_NOTICES[notice.when]
  const inBraces = anyOf(places.map((place) => `{${place}}`))
  const fault = (key: 'subject' | 'text', code: PackageErrorCode, expected: LocalText, found: LocalText | string): NoticeFault => ({
    notice,
    key,
    code,
    expected,
    found,
  })
  const strangers = (['subject', 'text'] as const).flatMap((key) =>
    LANGUAGES.flatMap((language) => namedPlaces(notice[key][language]))
      .filter((place) => !isPlaceOf(places, place))
      .map((place) => fault(key, 'unknown-reference', inBraces, `{${place}}`)),
  )
  const bare = (['subject', 'text'] as const).flatMap((key) =>
    placesWithoutCase(notice[key].kk).map(({ place, word, wanted }) => {
      const expected = `{${place}:${wanted}} ${word}`
      return fault(key, 'place-without-case', t(expected, expected, expected), `{${place}} ${word}`)
    }),
  )
  const without = LANGUAGES.filter((language) => !namedPlaces(notice.text[language]).includes(NUMBER))
  return [
    ...strangers,
    ...bare,
    ...(without.length === 0 ? [] : [fault('text', 'notice-without-number', t('{number}', '{number}', '{number}'), noneIn(without))]),
  ]
}

function noneIn(languages: readonly Language[]): LocalText {
  const named = languages.join(', ')
  return t(`онсыз мәтін: ${named}`, `текст без него: ${named}`, `a text without it: ${named}`)
}

/** `due`, or `due:dative` where a Kazakh sentence needs the case. */
function isPlaceOf(places: readonly string[], named: string): boolean {
  const [place, wanted, ...more] = named.split(':')
  return places.includes(place!) && (wanted === undefined || isKazakhCase(wanted)) && more.length === 0
}

function namedPlaces(words: string): readonly string[] {
  return [...words.matchAll(/\{([^{}]*)\}/g)].map(([, place]) => place!)
}
