import { type LocalDate, type LocalTime, type Source, formatDate } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { local, useLanguage, useSay } from '../../language/view.ts'
import { Details } from '../details/details.tsx'
import { SourceNote } from '../source-note/source-note.tsx'
import { StatusTag, type StatusKind } from '../status-tag/status-tag.tsx'

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
  soon: { kind: 'warning', text: local('мерзімі жақын', 'срок близко', 'due soon') },
  late: { kind: 'danger', text: local('мерзімі өтті', 'просрочено', 'overdue') },
  met: { kind: 'success', text: local('мерзімінде', 'в срок', 'in time') },
  stopped: { kind: 'neutral', text: local('тоқтатылды', 'приостановлено', 'stopped') },
}

const DUE = local('Мерзімі', 'Срок', 'Due')
const HOW = local('Мерзім қалай есептелді', 'Как посчитан срок', 'How this date was counted')
const RULE = local('Ереже', 'Правило', 'Rule')
const START = local('Есептің басы', 'Начало отсчёта', 'Counted from')
const CALENDAR = local('Күнтізбе', 'Календарь', 'Calendar')
const COUNTED = local('есептеледі', 'считается', 'counts')
const SKIPPED = local('есептелмейді', 'не считается', 'does not count')
const SUM = local(
  'Актіде жалпы мерзім жоқ: бұл — қадамдар мерзімдерінің қосындысы.',
  'В акте нет общего срока: это сумма сроков шагов.',
  'The act gives no total: this is the sum of the terms of its steps.',
)

export function DueDate(props: DueDateProps) {
  const say = useSay()
  const language = useLanguage()
  const state = STATES[props.state ?? 'open']
  return (
    <div class="due-date">
      <p class="due-date__date">
        {props.isLabelled && `${say(DUE)}: `}
        <time datetime={props.time ? `${props.date}T${props.time}` : props.date}>
          {formatDate(props.date, language)}
          {props.time && `, ${props.time}`}
        </time>{' '}
        {state && <StatusTag kind={state.kind} text={state.text} />}
      </p>
      {props.derived && <p class="due-date__sum">{say(SUM)}</p>}
      <Details summary={HOW} open={props.open}>
        <Derivation {...props} />
      </Details>
    </div>
  )
}

function Derivation({ rule, source, sourceLabel, start, calendar, lines = [], more }: DueDateProps) {
  const say = useSay()
  return (
    <div class="due-date__derivation">
      <p>
        <strong>{say(RULE)}:</strong> {say(rule)} {source && <SourceNote source={source} label={sourceLabel} />}
      </p>
      {start && (
        <p>
          <strong>{say(START)}:</strong> {say(start)}
        </p>
      )}
      {lines.length > 0 && (
        <ol class="due-date__lines">
          {lines.map((line) => (
            <li class={line.counted ? 'due-date__line' : 'due-date__line due-date__line--skipped'}>
              <span class="due-date__day">{say(line.text)}</span>{' '}
              <span class="due-date__why">{line.reason ? say(line.reason) : say(line.counted ? COUNTED : SKIPPED)}</span>
            </li>
          ))}
        </ol>
      )}
      {calendar && (
        <p class="due-date__calendar">
          {say(CALENDAR)}: {say(calendar)}
        </p>
      )}
      {more}
    </div>
  )
}
