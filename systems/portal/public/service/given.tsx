// What the service costs and when it is ready, what it ends with, and how the applicant hears of it.
import { Cited, DueOf } from '@ruqsat/lawpages'
import { valueText } from '@ruqsat/documents'
import {
  fillText,
  inAll,
  isRefusal,
  wordsOf,
  type LocalText,
  type Refusal,
  type Language,
  type Source,
  quoted,
  withFullStop,
} from '@ruqsat/foundation'
import {
  feeFate,
  type Regulation,
  type Variant,
  sumOfTable,
  sumText,
  termText,
  type ResultDocument,
  noticeTime,
  noticeWords,
  type NoticeMoment,
  providerSilenceText,
} from '@ruqsat/law'
import { SummaryList, say, WarningText, type SummaryRow, useLanguage } from '@ruqsat/web'
import type { OfficeHours } from '@ruqsat/clock'
import type { AboutService, IfToday } from './facts.ts'
import texts from '../texts.yaml'

/** What the act says of a matter by this name, where it has no place of its own in the package. */
const FEE_MATTER = 'fee'

/** Where on the page the fee is derived. */
export const FEE_PLACE = 'fee'

/** The fee with its rule, that of today with its derivation, and from when on it is not returned: said before anybody pays. */
export function FeeOfService({ regulation, variant, ifToday }: AboutService) {
  const { fee } = variant
  if (fee === null) return <Free regulation={regulation} />
  const rows: SummaryRow[] = [
    { key: texts.fee.kind, value: fee.name },
    {
      key: texts.fee.rule,
      value: (
        <>
          {say(texts.fee.rate).replace('{rate}', String(fee.mciRate))}. <Cited regulation={regulation} source={fee.source} />
        </>
      ),
    },
    ...payerRows(regulation, variant, ifToday),
    ...(ifToday === null ? [{ key: texts.fee.tenge, value: texts.fee.notCounted }] : todayRows(ifToday)),
  ]
  return (
    <>
      <h2 id={FEE_PLACE}>{texts.fee.fee}</h2>
      <SummaryList rows={rows} />
      <WarningText text={fee.returnRule} />
      <p>
        <Cited regulation={regulation} source={fee.returnSource ?? fee.source} />
      </p>
      <OtherFates regulation={regulation} variant={variant} />
    </>
  )
}

/** Where the act says of an end without a decision something else than its rule of return. */
function OtherFates({ regulation, variant }: Pick<AboutService, 'regulation' | 'variant'>) {
  const ends = (['nonAcceptance', 'withdrawal'] as const).filter((end) => variant[end]?.fee !== undefined)
  if (ends.length === 0) return null
  return (
    <ul>
      {ends.map((end) => {
        const fate = feeFate(variant, end)!
        return (
          <li>
            {texts.fee.fates[end]}: {inAll((language) => withFullStop(fate.text[language]))}{' '}
            <Cited regulation={regulation} source={fate.source} />
          </li>
        )
      })}
    </ul>
  )
}

/** Who pays another rate, and who nothing, each with its source. */
function payerRows(regulation: Regulation, { fee, form }: Variant, ifToday: IfToday | null): readonly SummaryRow[] {
  if (fee === null) return []
  const fields = form.sections.flatMap((section) => section.fields)
  const row = (key: SummaryRow['key'], text: LocalText, source: Source): SummaryRow => ({
    key,
    value: (
      <>
        {text}. <Cited regulation={regulation} source={source} />
      </>
    ),
  })
  return [
    ...(fee.onlyFor === undefined ? [] : [row(texts.fee.who, texts.fee.payers[fee.onlyFor], fee.source)]),
    ...(fee.rates ?? []).map(({ onlyFor, field, answers = [], mciRate, source }, place) => {
      const asked = fields.find(({ id }) => id === field)
      const words = [
        ...(onlyFor === undefined ? [] : [texts.fee.payers[onlyFor]]),
        ...(asked === undefined
          ? []
          : [inAll((language) => `${asked.label[language]}: ${answers.map((each) => valueText(asked, each, language)).join(', ')}`)]),
      ]
      const who = inAll((language) => words.map((text) => text[language]).join('; '))
      const rate = fillText(texts.fee.rate, { rate: String(mciRate) })
      const today = ifToday?.rates[place] ?? null
      const sum = today === null || isRefusal(today) ? rate : inAll((language) => `${rate[language]}: ${today.formula[language]}`)
      return row(who, sum, source ?? fee.source)
    }),
    ...(fee.free ?? []).flatMap(({ field: id, answers, source }) => {
      const field = fields.find((each) => each.id === id)
      if (field === undefined) return []
      const said = inAll((language) => `${field.label[language]}: ${answers.map((each) => valueText(field, each, language)).join(', ')}`)
      return [row(texts.fee.exempt, said, source ?? fee.source)]
    }),
  ]
}

/** What each kind of applicant would pay today: one row where all pay the same. */
function todayRows({ fee, fees }: IfToday): readonly SummaryRow[] {
  const valueOf = (each: IfToday['fee']) =>
    each === null ? texts.fee.nothing : isRefusal(each) ? <RefusalText refusal={each} /> : <>{each.text}</>
  const isOne = fees.every((each) => JSON.stringify(each.fee) === JSON.stringify(fee))
  if (isOne) return [{ key: texts.fee.today, value: fee === null ? texts.fee.free : valueOf(fee) }]
  return fees.map((each) => ({
    key: inAll((language) => `${texts.fee.today[language]} (${texts.fee.payers[each.kind][language]})`),
    value: valueOf(each.fee),
  }))
}

/** A package leaves the fee out where the service is free; where the act says so itself, its paragraph is shown with it. */
function Free({ regulation }: { readonly regulation: Regulation }) {
  const stated = regulation.act.stated.find(({ about }) => about === FEE_MATTER)
  return (
    <>
      <h2>{texts.fee.fee}</h2>
      <p>
        {texts.fee.free} {stated && <Cited regulation={regulation} source={stated.source} />}
      </p>
    </>
  )
}

/** A number that no table gives is not guessed. */
function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <>
      <strong>{text}</strong> {remedy}
    </>
  )
}

export function TermOfService(about: AboutService) {
  const language = useLanguage()
  const { ifToday, isOpen, regulation } = about
  const { authority } = regulation
  return (
    <>
      <h2>{texts.term.page.term}</h2>
      {ifToday === null ? <TermAlone {...about} /> : <ReadyIfToday {...about} ifToday={ifToday} />}
      <Silence {...about} />
      <p>
        {isOpen && `${say(texts.term.page.any)} `}
        {texts.term.page.hours}: {hoursText(authority.officeHours, language, say(texts.term.page.break))}.{' '}
        <Cited regulation={regulation} source={authority.officeHoursSource} />
      </p>
    </>
  )
}

/** What it means that nobody decides in time, where the act says so. */
function Silence({ regulation, variant: { silence } }: AboutService) {
  if (silence === undefined || silence.means === 'nothing') return null
  return (
    <p>
      {providerSilenceText(silence)} <Cited regulation={regulation} source={silence.source} />
    </p>
  )
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

/** Both documents that the service may end with, and their form. */
export function ResultOfService({ regulation, variant }: AboutService) {
  const document = ({ title, form, source }: ResultDocument) => (
    <>
      {title}: {texts.result.forms[form ?? 'electronic']}. <Cited regulation={regulation} source={source} />
    </>
  )
  const rows = [
    { key: texts.result.page.granted, value: document(variant.results.grant) },
    { key: texts.result.page.refused, value: document(variant.results.refuse) },
  ]
  return (
    <>
      <h2>{texts.result.page.result}</h2>
      <SummaryList rows={rows} />
    </>
  )
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
    <>
      <h2>{texts.notices.title}</h2>
      {isOpen && <p>{texts.notices.lead}</p>}
      <ul>
        {worded.map(({ moment, subject, by, source }) => (
          <li>
            {noticeTime(moment)}: {quoted(say(subject), language)} ({by.length > 1 ? texts.notices.both : texts.notices[by[0]!]}).{' '}
            {source !== null && <Cited regulation={regulation} source={source} />}
          </li>
        ))}
      </ul>
    </>
  )
}
