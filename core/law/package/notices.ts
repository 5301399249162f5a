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

/** Of each moment: what words about it may name, and how the house sends its own. */
const MOMENTS: Readonly<Record<NoticeMoment, Pick<Standard, 'places' | 'by'>>> = {
  requestRegistered: { places: [NUMBER, 'due', 'service'], by: ['sms', 'email'] },
  stageReached: { places: [NUMBER, 'stage', 'service'], by: ['email'] },
  resultReady: { places: [NUMBER, 'service'], by: ['sms', 'email'] },
  requestRefused: { places: [NUMBER, 'service'], by: ['sms', 'email'] },
  proceedingsOpened: { places: [NUMBER, 'due', 'service'], by: ['sms', 'email'] },
  proceedingsDecided: { places: [NUMBER, 'service'], by: ['sms', 'email'] },
  complaintSatisfied: { places: [NUMBER, 'service'], by: ['email'] },
  taskLate: { places: [NUMBER, 'stage', 'service'], by: ['email'] },
  taskGiven: { places: [NUMBER, 'stage', 'service', 'due'], by: ['email'] },
  taskDueSoon: { places: [NUMBER, 'stage', 'service', 'due'], by: ['email'] },
  taskStillLate: { places: [NUMBER, 'stage', 'service', 'due'], by: ['email'] },
  termMoved: { places: [NUMBER, 'stage', 'service', 'due', 'former'], by: ['sms', 'email'] },
  termExtended: { places: [NUMBER, 'service', 'due', 'former', 'ground'], by: ['sms', 'email'] },
  correctionAsked: { places: [NUMBER, 'service', 'due'], by: ['sms', 'email'] },
  correctionMissed: { places: [NUMBER, 'service', 'due'], by: ['sms', 'email'] },
  hearingOpened: { places: [NUMBER, 'service', 'due'], by: ['sms', 'email'] },
  measureHearingOpened: { places: [NUMBER, 'service', 'due'], by: ['sms', 'email'] },
  answerTermMoved: { places: [NUMBER, 'service', 'due', 'former'], by: ['sms', 'email'] },
  answerNotTaken: { places: [NUMBER, 'service', 'due'], by: ['sms', 'email'] },
  requestWithdrawn: { places: [NUMBER, 'service'], by: ['sms', 'email'] },
  grantedBySilence: { places: [NUMBER, 'service', 'due'], by: ['sms', 'email'] },
  refusedBySilence: { places: [NUMBER, 'service', 'due'], by: ['sms', 'email'] },
  requestNotAccepted: { places: [NUMBER, 'service', 'fee'], by: ['sms', 'email'] },
}

/** The house's own words for each moment, and what a package's words for it may name. */
function standard(moment: NoticeMoment): Standard {
  return { ...texts.notices[moment], ...MOMENTS[moment] }
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
  return own ?? { ...standard(moment), source: null }
}

/** The package's own notices of a variant. */
export function noticesOf({ notices = [] }: Pick<Regulation, 'notices'>, variant: Pick<Variant, 'id'>): readonly Notice[] {
  return notices.filter((notice) => notice.variants.includes(variant.id))
}

/** When a notice goes out, for a reader. */
export function noticeTime(moment: NoticeMoment): LocalText {
  return standard(moment).when
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
  const { places } = standard(notice.when)
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
