// What may be done to a number in which state, and what becomes of it. The database holds the same table (`licensing.may_follow`).
import type { LocalDate } from '@ruqsat/foundation'
import type { ResultAction } from '@ruqsat/law'
import type { LicenceStatus } from '../contract.ts'

/** What the register's own row says; what a day makes of it is `statusOn`. */
export type KeptStatus = 'active' | 'suspended' | 'replaced' | 'terminated'

export type KeptState = {
  readonly status: KeptStatus
  readonly validFrom: LocalDate
  readonly validUntil: LocalDate | null
  readonly suspendedUntil: LocalDate | null
}

/** The last day of a term, of a suspension too, still counts: a suspension with a last day ends by itself. */
export function statusOn(entry: KeptState, today: LocalDate): LicenceStatus {
  const { status, validFrom, validUntil } = entry
  if (status === 'replaced' || status === 'terminated') return status
  if (validUntil !== null && validUntil < today) return 'expired'
  if (validFrom > today) return 'notYet'
  return isSuspendedOn(entry, today) ? 'suspended' : 'active'
}

function isSuspendedOn({ status, suspendedUntil }: KeptState, today: LocalDate): boolean {
  return status === 'suspended' && (suspendedUntil === null || suspendedUntil >= today)
}

/** All but `issues`, which acts on no number. */
export type ActionOnNumber = Exclude<ResultAction, 'issues'>

const SUSPENDED = 'licensing.earlier-suspended'
const NOT_SUSPENDED = 'licensing.earlier-not-suspended'
const REPLACED = 'licensing.earlier-replaced'
const ENDED = 'licensing.earlier-ended'
const EXPIRED = 'licensing.earlier-expired'
const NOT_YET = 'licensing.earlier-not-yet'

/** Each state of a number and each action on it: it may be done, or why not. Of an expired one the act says besides whether it is taken. */
export const MAY_FOLLOW = {
  active: { extends: 'may', replaces: 'may', duplicates: 'may', corrects: 'may', suspends: 'may', resumes: NOT_SUSPENDED, ends: 'may' },
  suspended: {
    extends: SUSPENDED,
    replaces: SUSPENDED,
    duplicates: SUSPENDED,
    corrects: 'may',
    suspends: SUSPENDED,
    resumes: 'may',
    ends: 'may',
  },
  notYet: { extends: NOT_YET, replaces: NOT_YET, duplicates: NOT_YET, corrects: 'may', suspends: NOT_YET, resumes: NOT_YET, ends: 'may' },
  expired: { extends: 'may', replaces: 'may', duplicates: 'may', corrects: 'may', suspends: EXPIRED, resumes: EXPIRED, ends: EXPIRED },
  replaced: {
    extends: REPLACED,
    replaces: REPLACED,
    duplicates: REPLACED,
    corrects: REPLACED,
    suspends: REPLACED,
    resumes: REPLACED,
    ends: REPLACED,
  },
  terminated: { extends: ENDED, replaces: ENDED, duplicates: ENDED, corrects: ENDED, suspends: ENDED, resumes: ENDED, ends: ENDED },
} as const satisfies Record<LicenceStatus, Record<ActionOnNumber, string>>

type Followed = (typeof MAY_FOLLOW)[LicenceStatus][ActionOnNumber]
export type WhyNot = Exclude<Followed, 'may'>

/** Why this cannot be done to the number on that day; null where it can. A term that is over does not lift a suspension. */
export function whyNotOn(entry: KeptState, action: ActionOnNumber, { today, isExpiredTaken }: Taken): WhyNot | null {
  const status = statusOn(entry, today)
  if (status === 'expired' && !isExpiredTaken) return EXPIRED
  const states: readonly LicenceStatus[] = status === 'expired' && isSuspendedOn(entry, today) ? [status, 'suspended'] : [status]
  return states.map((state) => MAY_FOLLOW[state][action]).find((followed) => followed !== 'may') ?? null
}

type Taken = { readonly today: LocalDate; readonly isExpiredTaken: boolean }

/** What the register says of a number that this was done to; null where it says what it did. */
export const STATUS_AFTER = {
  extends: 'active',
  replaces: 'replaced',
  duplicates: 'active',
  corrects: null,
  suspends: 'suspended',
  resumes: 'active',
  ends: 'terminated',
} as const satisfies Record<ActionOnNumber, KeptStatus | null>
