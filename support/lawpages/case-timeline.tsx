import type { HistoryLine } from '@ruqsat/caseflow'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import type { Source } from '@ruqsat/foundation'
import { findVariant, type Regulation } from '@ruqsat/law'
import { SourceNote, Timeline, type TimelineItem } from '@ruqsat/web'
import { DueOf } from './due-of.tsx'
import { sourceLabel } from './source-label.ts'

type Text = TimelineItem['title']

export type CaseTimelineProps = {
  readonly history: readonly HistoryLine[]
  readonly regulation: Regulation
  /** Finds the step whose time a due date follows; without it the due date has no source of its own. */
  readonly variantId?: string
  readonly zone: ZoneRules
  /** The name of whom a line names; null leaves nobody named. The line's own word where absent. */
  readonly who?: (by: string, line: HistoryLine) => Text | null
  /** What is still to come, shown after what happened. */
  readonly ahead?: readonly TimelineItem[]
}

/** The history of a case, oldest first: what happened, when, by whom, by which paragraph, and until when the next thing is due. */
export function CaseTimeline({ history, regulation, variantId, zone, who = (by) => by, ahead = [] }: CaseTimelineProps) {
  const items = history.map((line): TimelineItem => {
    const by = line.by === null ? null : who(line.by, line)
    const stepSource = dueSource(line, regulation, variantId)
    return {
      title: line.text,
      at: toLocal(line.at, zone),
      ...(by !== null && { by }),
      state: 'done',
      more: (
        <>
          {line.source !== null && <SourceNote source={line.source} label={sourceLabel(regulation, line.source)} />}
          {line.due !== null && (
            <DueOf due={line.due} isLabelled zone={zone} regulation={regulation} {...(stepSource && { source: stepSource })} />
          )}
        </>
      ),
    }
  })
  return <Timeline items={[...items, ...ahead]} />
}

/** Who gives the time of a line: an outcome's own belongs to the line, a task's to its step. */
function dueSource({ event, source, stepId }: HistoryLine, regulation: Regulation, variantId: string | undefined): Source | null {
  if (event === 'outcomeTimed') return source
  return stepId === null ? null : timeSource(regulation, variantId, stepId)
}

function timeSource(regulation: Regulation, variantId: string | undefined, stepId: string): Source | null {
  const variant = variantId === undefined ? null : findVariant(regulation, variantId)
  return variant?.procedure.steps.find(({ id }) => id === stepId)?.time?.source ?? null
}
