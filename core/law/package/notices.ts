import { isKazakhCase, LANGUAGES, placesWithoutCase, type Language, type LocalText, inAll, fillText } from '@ruqsat/foundation'
import type { Notice, NoticeMoment, Regulation, Variant, View } from './model.ts'
import { anyOf, type PackageErrorCode } from './errors.ts'
import texts from '../texts.yaml'

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
    when: texts.notices.requestRegistered.when,
    places: [NUMBER, 'due', 'service'],
    by: ['sms', 'email'],
    subject: texts.notices.requestRegistered.subject,
    text: texts.notices.requestRegistered.text,
  },
  stageReached: {
    when: texts.notices.stageReached.when,
    places: [NUMBER, 'stage', 'service'],
    by: ['email'],
    subject: texts.notices.stageReached.subject,
    text: texts.notices.stageReached.text,
  },
  resultReady: {
    when: texts.notices.resultReady.when,
    places: [NUMBER, 'service'],
    by: ['sms', 'email'],
    subject: texts.notices.resultReady.subject,
    text: texts.notices.resultReady.text,
  },
  requestRefused: {
    when: texts.notices.requestRefused.when,
    places: [NUMBER, 'service'],
    by: ['sms', 'email'],
    subject: texts.notices.requestRefused.subject,
    text: texts.notices.requestRefused.text,
  },
  proceedingsOpened: {
    when: texts.notices.proceedingsOpened.when,
    places: [NUMBER, 'due', 'service'],
    by: ['sms', 'email'],
    subject: texts.notices.proceedingsOpened.subject,
    text: texts.notices.proceedingsOpened.text,
  },
  proceedingsDecided: {
    when: texts.notices.proceedingsDecided.when,
    places: [NUMBER, 'service'],
    by: ['sms', 'email'],
    subject: texts.notices.proceedingsDecided.subject,
    text: texts.notices.proceedingsDecided.text,
  },
  taskLate: {
    when: texts.notices.taskLate.when,
    places: [NUMBER, 'stage', 'service'],
    by: ['email'],
    subject: texts.notices.taskLate.subject,
    text: texts.notices.taskLate.text,
  },
  taskGiven: {
    when: texts.notices.taskGiven.when,
    places: [NUMBER, 'stage', 'service', 'due'],
    by: ['email'],
    subject: texts.notices.taskGiven.subject,
    text: texts.notices.taskGiven.text,
  },
  taskDueSoon: {
    when: texts.notices.taskDueSoon.when,
    places: [NUMBER, 'stage', 'service', 'due'],
    by: ['email'],
    subject: texts.notices.taskDueSoon.subject,
    text: texts.notices.taskDueSoon.text,
  },
  taskStillLate: {
    when: texts.notices.taskStillLate.when,
    places: [NUMBER, 'stage', 'service', 'due'],
    by: ['email'],
    subject: texts.notices.taskStillLate.subject,
    text: texts.notices.taskStillLate.text,
  },
  termMoved: {
    when: texts.notices.termMoved.when,
    places: [NUMBER, 'stage', 'service', 'due', 'former'],
    by: ['sms', 'email'],
    subject: texts.notices.termMoved.subject,
    text: texts.notices.termMoved.text,
  },
  correctionAsked: {
    when: texts.notices.correctionAsked.when,
    places: [NUMBER, 'service', 'due'],
    by: ['sms', 'email'],
    subject: texts.notices.correctionAsked.subject,
    text: texts.notices.correctionAsked.text,
  },
  correctionMissed: {
    when: texts.notices.correctionMissed.when,
    places: [NUMBER, 'service', 'due'],
    by: ['sms', 'email'],
    subject: texts.notices.correctionMissed.subject,
    text: texts.notices.correctionMissed.text,
  },
  hearingOpened: {
    when: texts.notices.hearingOpened.when,
    places: [NUMBER, 'service', 'due'],
    by: ['sms', 'email'],
    subject: texts.notices.hearingOpened.subject,
    text: texts.notices.hearingOpened.text,
  },
  requestWithdrawn: {
    when: texts.notices.requestWithdrawn.when,
    places: [NUMBER, 'service'],
    by: ['sms', 'email'],
    subject: texts.notices.requestWithdrawn.subject,
    text: texts.notices.requestWithdrawn.text,
  },
  grantedBySilence: {
    when: texts.notices.grantedBySilence.when,
    places: [NUMBER, 'service', 'due'],
    by: ['sms', 'email'],
    subject: texts.notices.grantedBySilence.subject,
    text: texts.notices.grantedBySilence.text,
  },
  refusedBySilence: {
    when: texts.notices.refusedBySilence.when,
    places: [NUMBER, 'service', 'due'],
    by: ['sms', 'email'],
    subject: texts.notices.refusedBySilence.subject,
    text: texts.notices.refusedBySilence.text,
  },
  requestNotAccepted: {
    when: texts.notices.requestNotAccepted.when,
    places: [NUMBER, 'service'],
    by: ['sms', 'email'],
    subject: texts.notices.requestNotAccepted.subject,
    text: texts.notices.requestNotAccepted.text,
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

const ONE_EACH = texts.notices.oneEach

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
      return fault(
        key,
        'place-without-case',
        inAll(() => expected),
        `{${place}} ${word}`,
      )
    }),
  )
  const without = LANGUAGES.filter((language) => !namedPlaces(notice.text[language]).includes(NUMBER))
  return [
    ...strangers,
    ...bare,
    ...(without.length === 0 ? [] : [fault('text', 'notice-without-number', texts.notices.text, noneIn(without))]),
  ]
}

function noneIn(languages: readonly Language[]): LocalText {
  const named = languages.join(', ')
  return fillText(texts.notices.without, { languages: named })
}

/** `due`, or `due:dative` where a Kazakh sentence needs the case. */
function isPlaceOf(places: readonly string[], named: string): boolean {
  const [place, wanted, ...more] = named.split(':')
  return places.includes(place!) && (wanted === undefined || isKazakhCase(wanted)) && more.length === 0
}

function namedPlaces(words: string): readonly string[] {
  return [...words.matchAll(/\{([^{}]*)\}/g)].map(([, place]) => place!)
}
