import { Cited, DueOf } from '@ruqsat/lawpages'
import type { Derivation, OfficeHours, StartShift, TermDerivation } from '@ruqsat/clock'
import { isRefusal, type Language, type LocalText } from '@ruqsat/foundation'
import { sumOfTable, sumText, termText, type Variant } from '@ruqsat/law'
import { useLanguage, useSay } from '@ruqsat/web'
import { RefusalText } from './fee.tsx'
import type { IfToday, ServiceFacts } from './facts.ts'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

export function TermOfService({ service, facts }: { readonly service: ShownService; readonly facts: ServiceFacts }) {
  const say = useSay()
  const language = useLanguage()
  const { regulation } = service
  const { authority } = regulation
  return (
    <>
      <h2>{texts.term.page.term}</h2>
      {facts.ifToday === null ? <TermAlone service={service} /> : <ReadyIfToday service={service} total={facts.ifToday.total} />}
      <p>
        {service.isOpen && `${say(texts.term.page.any)} `}
        {texts.term.page.hours}: {hoursText(authority.officeHours, language, say(texts.term.page.break))}.{' '}
        <Cited regulation={regulation} source={authority.officeHoursSource} />
      </p>
    </>
  )
}

function ReadyIfToday({ service, total }: { readonly service: ShownService; readonly total: IfToday['total'] }) {
  const { regulation, variant } = service
  if (isRefusal(total))
    return (
      <p>
        <RefusalText refusal={total} />
      </p>
    )
  const shift = shiftOf(total.derivation)
  return (
    <>
      <p>{texts.term.page.ifToday}</p>
      <DueOf due={total} regulation={regulation} source={variant.term?.source ?? variant.procedure.source} />
      {shift !== 'none' && <p>{texts.term.shifts[shift]}</p>}
    </>
  )
}

/** Where nobody can apply: the term as it is set, and why it has no day. */
function TermAlone({ service: { regulation, variant } }: { readonly service: ShownService }) {
  const { term, procedure } = variant
  return (
    <>
      <p>
        {term === null ? texts.term.page.sum : texts.term.page.total}: {termOf(variant)}.{' '}
        <Cited regulation={regulation} source={term === null ? procedure.source : term.source} />
      </p>
      <p>{texts.term.page.noDay}</p>
    </>
  )
}

/** The term that is set for the whole; the provider's steps added up where none is. */
function termOf({ term, procedure }: Variant): LocalText {
  return term === null ? sumText(sumOfTable(procedure.steps)) : termText(term.duration)
}

function shiftOf(derivation: Derivation): StartShift {
  const first: TermDerivation | undefined = derivation.kind === 'term' ? derivation : derivation.steps[0]
  return first?.startShift ?? 'none'
}

/** `дс–жм 09:00–18:30 (үзіліс 13:00–14:30)`. */
export function hoursText(hours: OfficeHours, language: Language, pause: string): string {
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
