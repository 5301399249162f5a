// A case that is considered again.
import { calendarOf } from '@ruqsat/clock'
import { Fault, type Instant } from '@ruqsat/foundation'
import { countedNow } from './counted.ts'
import type { CaseState, EventOf } from './model.ts'

/** What stays of a case that is considered again: whose it is, who did what, and by which complaint. */
export function reopened(state: CaseState, empty: CaseState, { total, at }: Pick<EventOf<'caseReopened'>, 'total' | 'at'>): CaseState {
  const { opening, openedAt, totalIsSum, doneTasks, lastAct, journalNumber, version } = state
  return {
    ...empty,
    version,
    status: 'open',
    opening,
    openedAt,
    totalIsSum,
    doneTasks,
    lastAct,
    journalNumber,
    total: countedNow(state, total),
    calendar: calendarOf(total),
    reopenedAt: at,
    ...(state.silenceDecides && { silenceDecides: state.silenceDecides }),
    ...(state.correctedSha256 !== undefined && { correctedSha256: state.correctedSha256 }),
    ...(state.complaintAbout && { complaintAbout: state.complaintAbout }),
    ...(state.complaints && { complaints: state.complaints }),
  }
}

/** From when the terms of the whole case count: its registration, or when it began again. */
export function countsFrom({ openedAt, reopenedAt }: Pick<CaseState, 'openedAt' | 'reopenedAt'>): Instant {
  const from = reopenedAt ?? openedAt
  if (from === null) throw new Fault('Expected an open case but it was never opened')
  return from
}
