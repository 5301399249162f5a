// What an audit reports.

/** Every kind of fault that cases, work lists, messages and checkpoints may have; the words for people are those of the command. */
export const CASE_FAULT_KINDS = [
  'event-changed', // the hash of an event is not that of its content and its predecessor
  'event-missing', // a gap in the sequence
  'event-instant-wrong', // the column of the instant is not the instant of the event
  'tail-missing', // a case ends before the version that its row or a checkpoint states
  'case-missing', // a checkpoint or events know a case that is gone
  'state-differs', // the row of a case is not what its events make of it
  'tasks-differ', // the open tasks in the work lists are not those of the state
  'timers-differ', // the clock would look at an open task too late or never, or at one that is not open
  'party-differs', // personal data are not those of their salted digest
  'party-missing', // the personal data of a case are gone
  'message-differs', // a message to leave is not what its event makes of it
  'message-missing', // an event's message is gone before its time
  'row-unknown', // a row that no event accounts for
  'order-unknown', // somebody acted for another by an order that the directory of staff does not keep
  'history-broken', // the events cannot be applied at all
  'head-differs', // a case's history is sound in itself but is not the one that a checkpoint saw
  'checkpoint-changed', // hash, root or predecessor of a checkpoint do not fit
  'checkpoint-missing', // a gap in their numbers, or one that is kept outside only
  'signature-wrong', // a checkpoint is not signed by the key that was given
  'outside-missing', // a checkpoint that was kept outside is not in the file any more
  'outside-differs', // the file outside says something else
  'outside-unreadable', // a line of the file outside is no checkpoint
  'outside-signature-wrong', // a line of the file outside is not signed by the key that was given; what it says is not believed
  'page-damaged', // the database cannot read what it keeps of the case
  'guard-missing', // a trigger that keeps rows as they were written is gone or switched off
] as const

export type CaseFaultKind = (typeof CASE_FAULT_KINDS)[number]

export type AuditFault<K extends string = string> = {
  readonly kind: K
  readonly caseId: string | null
  readonly sequence: number | null
  /** Set for a fault of the file outside itself: its line, from 1. */
  readonly line?: number
  /** Where it is, if no case says it: the table and the key of the row. */
  readonly place?: string
  readonly detail: string
}

export type AuditReport = {
  readonly kind: 'audit'
  readonly cases: number
  readonly events: number
  readonly checkpoints: number
  readonly faults: readonly AuditFault[]
}
