// What an operator is warned of. A rule counts entries of one kind within some minutes, for each actor or visitor or all together.
import type { SecurityKind } from './entry.ts'

export type AlertRule = {
  readonly id: string
  readonly kind: SecurityKind
  readonly outcome?: 'done' | 'refused'
  readonly realm?: string
  readonly per: 'actor' | 'visitor' | 'all'
  readonly count: number
  readonly withinMinutes: number
}

export const ALERT_RULES: readonly AlertRule[] = [
  // A person who forgot a password stops at the lock-out, after five.
  { id: 'many-refused-sign-ins', kind: 'sign-in', outcome: 'refused', per: 'visitor', count: 20, withinMinutes: 10 },
  // From many addresses at once: more than a whole country's forgetfulness.
  { id: 'sign-ins-refused-everywhere', kind: 'sign-in', outcome: 'refused', per: 'all', count: 300, withinMinutes: 10 },
  { id: 'many-lock-outs', kind: 'locked', per: 'all', count: 5, withinMinutes: 60 },
  // An official who tries one address after another.
  { id: 'many-refused-pages', kind: 'access', outcome: 'refused', per: 'actor', count: 20, withinMinutes: 10 },
  // More cases than an official can work on in an hour.
  { id: 'many-cases-read', kind: 'case-read', outcome: 'done', per: 'actor', count: 120, withinMinutes: 60 },
  { id: 'many-files-read', kind: 'file-read', outcome: 'done', per: 'actor', count: 300, withinMinutes: 60 },
  { id: 'administrator-changed-rights', kind: 'rights-changed', realm: 'administration', per: 'all', count: 1, withinMinutes: 1 },
  { id: 'second-factor-removed', kind: 'second-factor-removed', per: 'all', count: 1, withinMinutes: 1 },
  { id: 'clock-set-back', kind: 'clock-set-back', per: 'all', count: 1, withinMinutes: 1 },
]
