import type { HistoryLine } from '@ruqsat/caseflow'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { fillText, type Source } from '@ruqsat/foundation'
import type { Regulation, Variant } from '@ruqsat/law'
import { Timeline, type TimelineItem } from '@ruqsat/web'
import { Cited } from './cited.tsx'
import { DueOf } from './due-of.tsx'
import texts from './texts.yaml'

export type CaseTimelineProps = {
  readonly history: readonly HistoryLine[]
  readonly regulation: Regulation
  /** Finds the step whose time a due date follows. */
  readonly variant: Variant
  readonly zone: ZoneRules
  /** The name of whom a line names, where nobody acted for the applicant; null leaves nobody named. */
  readonly who: (line: HistoryLine) => TimelineItem['title'] | null
  /** Whether what the line began is still going on. */
  readonly isOpen?: (line: HistoryLine) => boolean
}

/** The history of a case, oldest first: what happened, when, by whom, by which paragraph, and until when the next thing is due. */
export function CaseTimeline({ history, regulation, variant, zone, who, isOpen }: CaseTimelineProps) {
  const items = history.map((line): TimelineItem => {
    const by = line.byPower ? fillText(texts.byPower, line.byPower) : who(line)
    return {
      title: line.text,
      at: toLocal(line.at, zone),
      ...(by !== null && { by }),
      state: isOpen?.(line) ? 'current' : 'done',
      more: (
        <>
          {line.source !== null && <Cited source={line.source} regulation={regulation} />}
          {line.due !== null && <DueOf due={line.due} isLabelled regulation={regulation} source={dueSource(line, variant)} />}
        </>
      ),
    }
  })
  return <Timeline items={items} />
}

/** Who gives the time of a line: an outcome's own belongs to the line, a task's to its step. */
function dueSource({ event, source, stepId }: HistoryLine, { procedure }: Variant): Source | null {
  return event === 'outcomeTimed' ? source : (procedure.steps.find(({ id }) => id === stepId)?.time?.source ?? null)
}
