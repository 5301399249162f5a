import { calendarWords, explainDerivation, formatDuration, type DueDate as ClockDueDate } from '@ruqsat/clock'
import { type Source, inAll } from '@ruqsat/foundation'
import { Former, sourceLabel } from '@ruqsat/lawpages'
import type { Regulation } from '@ruqsat/law'
import { DueDate, type DueState, type Text } from '@ruqsat/web'
import texts from '../texts.yaml'

/** A due date with everything that it was counted from, as the clock kept it. */
export function DueOf({
  due,
  regulation,
  source,
  state,
  isLabelled,
}: {
  readonly due: ClockDueDate
  readonly regulation: Regulation
  readonly source: Source
  readonly state?: DueState
  readonly isLabelled?: boolean
}) {
  const { derivation } = due
  const calendar = derivation.kind === 'term' ? derivation.calendar : derivation.steps[0]?.calendar
  return (
    <DueDate
      date={derivation.dueLocal.date}
      time={derivation.dueLocal.time}
      state={state}
      isLabelled={isLabelled}
      rule={ruleOf(due)}
      source={source}
      sourceLabel={sourceLabel(regulation, source)}
      calendar={calendar && calendarWords(calendar.version)}
      derived={derivation.kind === 'sum'}
      more={
        <>
          <ul>
            {explainDerivation(derivation).map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
          {due.former && (
            <Former source={due.former.source} regulation={regulation}>
              <DueOf due={due.former.due} regulation={regulation} source={source} />
            </Former>
          )}
        </>
      }
    />
  )
}

function ruleOf({ derivation }: ClockDueDate): Text {
  if (derivation.kind === 'sum') return texts.due.sumRule
  const { duration } = derivation
  return inAll((language) => formatDuration(duration, language))
}
