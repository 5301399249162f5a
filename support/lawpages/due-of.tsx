import { fillText, inAll, withFullStop, type LocalText, type Source } from '@ruqsat/foundation'
import { calendarWords, formatDuration, type Convention, type Derivation, type DueDate as ClockDueDate } from '@ruqsat/clock'
import type { Regulation } from '@ruqsat/law'
import { DueDate, type DueState } from '@ruqsat/web'
import { Cited, sourceLabel } from './cited.tsx'
import { dueLines, startText } from './due-lines.ts'
import texts from './texts.yaml'

export type DueOfProps = {
  readonly due: ClockDueDate
  /** Names the acts of sources; without it they are shown by their ids. */
  readonly regulation?: Regulation | null
  /** Who gives the term: the step's or the variant's own source. */
  readonly source?: Source | null
  readonly state?: DueState
  /** A sum of steps is known by its derivation; `true` says so for others too. */
  readonly derived?: boolean
  readonly isLabelled?: boolean
}

/** A due date as the clock computed it, with every day of its count, and what it was before the law changed the calendar. */
export function DueOf({ due: { derivation, former }, regulation = null, source, state, derived, isLabelled }: DueOfProps) {
  return (
    <DueDate
      date={derivation.dueLocal.date}
      time={derivation.dueLocal.time}
      state={state}
      isLabelled={isLabelled}
      rule={derivation.kind === 'sum' ? texts.dueOf.sumRule : inAll((language) => formatDuration(derivation.duration, language))}
      {...(source && { source, sourceLabel: sourceLabel(regulation, source) })}
      start={startText(derivation)}
      lines={dueLines(derivation)}
      calendar={calendarText(derivation)}
      derived={derived ?? derivation.kind === 'sum'}
      more={
        <>
          <Rules conventions={conventionsOf(derivation)} regulation={regulation} />
          {former && (
            <>
              <p>
                <strong>{former.why === 'extended' ? texts.dueOf.extended : texts.dueOf.former}</strong>{' '}
                <Cited source={former.source} regulation={regulation} />
              </p>
              <DueOf due={former.due} regulation={regulation} source={source} />
            </>
          )}
        </>
      }
    />
  )
}

function calendarText(derivation: Derivation): LocalText {
  const calendars = (derivation.kind === 'sum' ? derivation.steps : [derivation]).map(({ calendar }) => calendar)
  const versions = [...new Set(calendars.map(({ version }) => version))]
  const version = inAll((language) => versions.map((each) => calendarWords(each)[language]).join('; '))
  return calendars.some(({ provisional }) => provisional) ? fillText(texts.dueOf.provisional, { version }) : version
}

/** Each once, though several steps follow it. */
function conventionsOf(derivation: Derivation): readonly Convention[] {
  const all = [...derivation.conventions, ...(derivation.kind === 'sum' ? derivation.steps.flatMap(({ conventions }) => conventions) : [])]
  return all.filter(({ id }, place) => all.findIndex((other) => other.id === id) === place)
}

function Rules({ conventions, regulation }: { readonly conventions: readonly Convention[]; readonly regulation: Regulation | null }) {
  if (conventions.length === 0) return null
  return (
    <>
      <p>
        <strong>{texts.dueOf.rules}:</strong>
      </p>
      <ul>
        {conventions.map(({ text, source, inherited }) => (
          <li>
            {inAll((language) => withFullStop(text[language]))} {inherited && <>{texts.dueOf.generalLaw} </>}
            <Cited source={source} regulation={regulation} />
          </li>
        ))}
      </ul>
    </>
  )
}
