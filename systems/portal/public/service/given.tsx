// When the service is ready, what it ends with and how long that holds, and how the applicant hears of it.
import { Cited, DueOf, Proof, type CitedItem } from '@ruqsat/lawpages'
import { fillText, inAll, isRefusal, quoted, type Language } from '@ruqsat/foundation'
import {
  noticeTime,
  noticeWords,
  providerSilenceText,
  resultActionOf,
  sumOfTable,
  sumText,
  termText,
  type NoticeMoment,
  type ResultDocument,
  type Step,
  type Variant,
} from '@ruqsat/law'
import { Details, SummaryList, say, useLanguage } from '@ruqsat/web'
import type { OfficeHours } from '@ruqsat/clock'
import type { AboutService, IfToday } from './facts.ts'
import { RefusalText } from './fee.tsx'
import { fieldLabel, spanText } from './words.ts'
import texts from '../texts.yaml'

export function TermOfService(about: AboutService) {
  const language = useLanguage()
  const { ifToday, isOpen, regulation } = about
  const { authority } = regulation
  const silences = [...providerSilence(about.variant), ...silencesOfBodies(about)]
  return (
    <Details summary={texts.term.page.term}>
      {ifToday === null ? <TermAlone {...about} /> : <ReadyIfToday {...about} ifToday={ifToday} />}
      {silences.map(({ text }) => (
        <p>{text}</p>
      ))}
      <p>
        {isOpen && `${say(texts.term.page.any)} `}
        {texts.term.page.hours}: {hoursText(authority.officeHours, language, say(texts.term.page.break))}.
      </p>
      <Proof
        regulation={regulation}
        about={texts.term.page.term}
        items={[...silences, { text: texts.term.page.hours, source: authority.officeHoursSource }]}
      />
    </Details>
  )
}

/** What it means that nobody decides in time, where the act says so. */
export function providerSilence({ silence }: Variant): readonly CitedItem[] {
  return silence === undefined ? [] : [{ text: providerSilenceText(silence), source: silence.source }]
}

/** What it means that a body that is asked does not answer in time, where the act says so. */
function silencesOfBodies({ regulation, variant }: AboutService): readonly CitedItem[] {
  const named = ({ unit }: Step) => regulation.units.find(({ id }) => id === unit)!.name
  return variant.procedure.steps.flatMap((step) => {
    const { silence, time } = step
    if (silence === undefined || time === null) return []
    const said = { body: named(step), time: termText(time.duration) }
    return [{ text: fillText(texts.term.bodySilence[silence.means], said), source: silence.source }]
  })
}

function ReadyIfToday({ regulation, variant, ifToday: { total } }: AboutService & { readonly ifToday: IfToday }) {
  if (isRefusal(total))
    return (
      <p>
        <RefusalText refusal={total} />
      </p>
    )
  const { derivation } = total
  const shift = (derivation.kind === 'term' ? derivation : derivation.steps[0])?.startShift ?? 'none'
  return (
    <>
      <p>{texts.term.page.ifToday}</p>
      <DueOf due={total} regulation={regulation} source={variant.term?.source ?? variant.procedure.source} />
      {shift !== 'none' && <p>{texts.term.shifts[shift]}</p>}
    </>
  )
}

/** Where nobody can apply: the term as it is set, else the provider's steps added up, and why it has no day. */
function TermAlone({ regulation, variant: { term, procedure } }: AboutService) {
  return (
    <>
      <p>
        {term === null ? texts.term.page.sum : texts.term.page.total}:{' '}
        {term === null ? sumText(sumOfTable(procedure.steps)) : termText(term.duration)}.{' '}
        <Cited regulation={regulation} source={(term ?? procedure).source} />
      </p>
      <p>{texts.term.page.noDay}</p>
    </>
  )
}

/** `дс–жм 09:00–18:30 (үзіліс 13:00–14:30)`. */
function hoursText(hours: OfficeHours, language: Language, pause: string): string {
  return hours.days
    .map((day) => {
      const names = day.weekdays.map((weekday) => texts.term.days[language][weekday - 1])
      const isRow = day.weekdays.every((weekday, place) => place === 0 || weekday === day.weekdays[place - 1]! + 1)
      const days = isRow && names.length > 2 ? `${names[0]}–${names.at(-1)}` : names.join(', ')
      const breaks = day.breaks.map((each) => `${each.from}–${each.to}`).join(', ')
      return `${days} ${day.opens}–${day.closes}${breaks === '' ? '' : ` (${pause} ${breaks})`}`
    })
    .join('; ')
}

/** Both documents that the service may end with, their form, and how long what is granted holds. */
export function ResultOfService({ regulation, variant }: AboutService) {
  const { grant, refuse } = variant.results
  const document = ({ title, form, source }: ResultDocument): CitedItem => ({
    text: inAll((language) => `${title[language]}: ${texts.result.forms[form ?? 'electronic'][language]}`),
    source,
  })
  const holds = holdsFor(variant)
  const rows = [
    { key: texts.result.page.granted, ...document(grant) },
    ...(holds === null ? [] : [{ key: texts.result.page.holds, ...holds }]),
    { key: texts.result.page.refused, ...document(refuse) },
  ]
  return (
    <Details summary={texts.result.page.result}>
      <SummaryList rows={rows.map(({ key, text }) => ({ key, value: text }))} />
      <Proof regulation={regulation} about={texts.result.page.result} items={rows} />
    </Details>
  )
}

/** How long the paper holds, from which day; null where the act gives it no days of its own. */
export function holdsFor({ form, results: { grant } }: Variant): CitedItem | null {
  const { validity, earlier } = grant
  const action = resultActionOf(grant)
  const { holds } = texts.result
  if (validity === undefined) {
    if (earlier === undefined || action === 'suspends' || action === 'resumes' || action === 'ends') return null
    return { text: action === 'replaces' ? holds.untilEarlierEnd : holds.asEarlier, source: earlier.source }
  }
  const from =
    validity.from === 'earlierEnd'
      ? holds.fromEarlierEnd
      : validity.fromField === undefined
        ? holds.fromSignature
        : fillText(holds.fromField, { field: fieldLabel(form, validity.fromField) })
  const until =
    validity.lasts !== undefined
      ? spanText(validity.lasts)
      : validity.untilField === undefined
        ? holds.always
        : fillText(holds.untilField, { field: fieldLabel(form, validity.untilField) })
  return { text: inAll((language) => `${until[language]}, ${from[language]}`), source: validity.source }
}

const TOLD: readonly NoticeMoment[] = ['requestRegistered', 'stageReached', 'resultReady', 'requestRefused']

/**
 * Messages to the applicant outside the pages, when and by what: in the package's words where it has them, else, where one can apply, in
 * the house's.
 */
export function NoticesOfService({ regulation, variant, isOpen, view: shown }: AboutService) {
  const language = useLanguage()
  const { id: view } = shown ?? variant.views[0]!
  const told = TOLD.map((moment) => ({ moment, ...noticeWords(regulation, { variant: variant.id, view }, moment) }))
  const worded = told.filter(({ source }) => isOpen || source !== null)
  if (worded.length === 0) return null
  return (
    <Details summary={texts.notices.title}>
      {isOpen && <p>{texts.notices.lead}</p>}
      <ul>
        {worded.map(({ moment, subject, by, source }) => (
          <li>
            {noticeTime(moment)}: {quoted(say(subject), language)} ({by.length > 1 ? texts.notices.both : texts.notices[by[0]!]}).{' '}
            {source !== null && <Cited regulation={regulation} source={source} />}
          </li>
        ))}
      </ul>
    </Details>
  )
}
