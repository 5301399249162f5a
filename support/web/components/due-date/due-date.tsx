import { type LocalDate, type LocalTime, type Source, formatDate } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { useLanguage, say } from '../../language/view.ts'
import { Details } from '../details/details.tsx'
import { SourceNote } from '../source-note/source-note.tsx'
import { StatusTag, type StatusKind } from '../status-tag/status-tag.tsx'
import texts from '../texts.yaml'

export type DueState = 'open' | 'soon' | 'late' | 'met' | 'stopped'

/** One line of the count: a day (or a stretch of it) and why it counts or does not. */
export type DueLine = { readonly text: Text; readonly counted: boolean; readonly reason?: Text }

/** A due date with its derivation, already in the authority's local time. The page makes it from the clock's derivation. */
export type DueDateProps = {
  readonly date: LocalDate
  readonly time?: LocalTime
  readonly state?: DueState
  /** The rule in words: "2 working days from the start of the step". */
  readonly rule: Text
  readonly source?: Source
  readonly sourceLabel?: Text
  /** What the count starts from. */
  readonly start?: Text
  readonly lines?: readonly DueLine[]
  /** Name and version of the calendar that was counted by. */
  readonly calendar?: Text
  /** A sum of steps, where the act gives no total. */
  readonly derived?: boolean
  readonly more?: Child
  readonly open?: boolean
  /** Says before the date that it is the due date, where no heading, column or key does. */
  readonly isLabelled?: boolean
}

const STATES: Readonly<Record<DueState, { readonly kind: StatusKind; readonly text: Text } | null>> = {
  open: null,
  soon: { kind: 'warning', text: texts.dueDate.states.soon.text },
  late: { kind: 'danger', text: texts.dueDate.states.late.text },
  met: { kind: 'success', text: texts.dueDate.states.met.text },
  stopped: { kind: 'neutral', text: texts.dueDate.states.stopped.text },
}

export function DueDate(props: DueDateProps) {
  const language = useLanguage()
  const state = STATES[props.state ?? 'open']
  return (
    <div class="due-date">
      <p class="due-date__date">
        {props.isLabelled && `${say(texts.dueDate.due)}: `}
        <time datetime={props.time ? `${props.date}T${props.time}` : props.date}>
          {formatDate(props.date, language)}
          {props.time && `, ${props.time}`}
        </time>{' '}
        {state && <StatusTag kind={state.kind} text={state.text} />}
      </p>
      {props.derived && <p class="due-date__sum">{texts.dueDate.sum}</p>}
      <Details summary={texts.dueDate.how} open={props.open}>
        <Derivation {...props} />
      </Details>
    </div>
  )
}

function Derivation({ rule, source, sourceLabel, start, calendar, lines = [], more }: DueDateProps) {
  return (
    <div class="due-date__derivation">
      <p>
        <strong>{texts.dueDate.rule}:</strong> {rule} {source && <SourceNote source={source} label={sourceLabel} />}
      </p>
      {start && (
        <p>
          <strong>{texts.dueDate.start}:</strong> {start}
        </p>
      )}
      {lines.length > 0 && (
        <ol class="due-date__lines">
          {lines.map((line) => (
            <li class={line.counted ? 'due-date__line' : 'due-date__line due-date__line--skipped'}>
              <span class="due-date__day">{line.text}</span>{' '}
              <span class="due-date__why">{line.reason ? line.reason : line.counted ? texts.dueDate.counted : texts.dueDate.skipped}</span>
            </li>
          ))}
        </ol>
      )}
      {calendar && (
        <p class="due-date__calendar">
          {texts.dueDate.calendar}: {calendar}
        </p>
      )}
      {more}
    </div>
  )
}
