import { fillText, inAll, type LocalText, type Source } from '@ruqsat/foundation'
import {
  calendarWords,
  formatDuration,
  toLocal,
  type Convention,
  type Derivation,
  type DueDate as ClockDueDate,
  type ZoneRules,
} from '@ruqsat/clock'
import type { Regulation } from '@ruqsat/law'
import type { Child } from 'hono/jsx'
import { DueDate, SourceNote, type DueDateProps, type DueState } from '@ruqsat/web'
import { dueLines, startText } from './due-lines.ts'
import { sourceLabel } from './source-label.ts'
import texts from './texts.yaml'

export type DueOfProps = {
  readonly due: ClockDueDate
  readonly zone: ZoneRules
  /** Names the acts of sources; without it they are shown by their ids. */
  readonly regulation?: Regulation
  /** Who gives the term: the step's or the variant's own source. */
  readonly source?: Source
  readonly state?: DueState
  readonly open?: boolean
  /** A sum of steps is known by its derivation; `true` says so for others too. */
  readonly derived?: boolean
  readonly isLabelled?: boolean
}

/** A due date as the clock computed it, with every day of its count. */
export function DueOf(props: DueOfProps) {
  return <DueDate {...dueDateProps(props)} />
}

/** The kit's properties for a due date of the clock, for pages that place it themselves. */
export function dueDateProps({ due, zone, regulation, source, state, open, derived, isLabelled }: DueOfProps): DueDateProps {
  const { derivation } = due
  const { date, time } = toLocal(due.due, zone)
  const label = regulation && source && sourceLabel(regulation, source)
  return {
    date,
    time,
    rule: derivation.kind === 'sum' ? texts.dueOf.sumRule : inAll((language) => formatDuration(derivation.duration, language)),
    start: startText(derivation),
    lines: dueLines(derivation),
    calendar: calendarText(derivation),
    derived: derived ?? derivation.kind === 'sum',
    more: (
      <>
        <Rules conventions={conventionsOf(derivation)} regulation={regulation} />
        {due.former && (
          <Former source={due.former.source} regulation={regulation}>
            <DueOf due={due.former.due} zone={zone} {...(regulation && { regulation })} {...(source && { source })} />
          </Former>
        )}
      </>
    ),
    ...(state && { state }),
    ...(open !== undefined && { open }),
    ...(isLabelled !== undefined && { isLabelled }),
    ...(source && { source }),
    ...(label && { sourceLabel: label }),
  }
}

type FormerProps = { readonly source: Source; readonly regulation: Regulation | undefined; readonly children: Child }

/** What a term was before the law changed the calendar, and by which act; the page draws the former date as it does the present one. */
export function Former({ source, regulation, children }: FormerProps) {
  return (
    <>
      <p>
        <strong>{texts.dueOf.former}</strong> <SourceNote source={source} label={sourceLabel(regulation ?? null, source)} />
      </p>
      {children}
    </>
  )
}

function calendarText(derivation: Derivation): LocalText {
  const calendars = (derivation.kind === 'sum' ? derivation.steps : [derivation]).map(({ calendar }) => calendar)
  const versions = [...new Set(calendars.map(({ version }) => version))]
  const version = inAll((language) => versions.map((each) => calendarWords(each)[language]).join('; '))
  return calendars.some(({ provisional }) => provisional) ? fillText(texts.dueOf.provisional, { version }) : version
}

function conventionsOf(derivation: Derivation): readonly Convention[] {
  if (derivation.kind === 'term') return derivation.conventions
  const all = [...derivation.conventions, ...derivation.steps.flatMap(({ conventions }) => conventions)]
  return all.filter(({ id }, place) => all.findIndex((other) => other.id === id) === place)
}

function Rules({ conventions, regulation }: { readonly conventions: readonly Convention[]; readonly regulation: Regulation | undefined }) {
  if (conventions.length === 0) return null
  return (
    <>
      <p>
        <strong>{texts.dueOf.rules}:</strong>
      </p>
      <ul>
        {conventions.map(({ text, source }) => (
          <li>
            {text} <SourceNote source={source} {...(regulation && { label: sourceLabel(regulation, source) })} />
          </li>
        ))}
      </ul>
    </>
  )
}
