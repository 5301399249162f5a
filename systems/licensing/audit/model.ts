// What an audit of the register's own rows reports, besides the faults of cases.
import type { AuditFault } from '@ruqsat/caseflow'

export const REGISTER_FAULT_KINDS = [
  'request-differs', // what was signed, its signature or what came with it is not what the events name
  'request-missing', // a request or an answer that an event names is gone
  'document-differs', // a prepared paper is not the one that the case prepared
  'document-missing', // a paper that the case prepared or signed is gone
  'file-missing', // bytes that a request or an event names are gone
  'file-wrong', // bytes that are not those of their digest
  'file-unread', // the store outside did not answer; nothing is known of the file
  'writing-differs', // words of an official are not those of their salted digest
  'licence-differs', // the row of a number is not what was done to it
  'licence-unknown', // a number that no signed paper gave
  'licence-missing', // a signed paper gave a number that the register does not have
  'history-differs', // a line of the history of a number is not what a signed paper did
  'serial-differs', // a reserved, used or void serial is not what the case did with it
  'counter-differs', // a counter is not the last number that was given, or numbers are missing below it
] as const

export type RegisterFaultKind = (typeof REGISTER_FAULT_KINDS)[number]
export type RegisterFault = AuditFault<RegisterFaultKind | 'row-unknown'>
