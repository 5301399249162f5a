// What happened to accounts and rights, and who read what: a log that only grows and that the audit proves.
export type { KeptEntry, Realm, SecurityEntry, SecurityKind } from './core/entry.ts'
export type { EntryQuery } from './store/entries.ts'
export { SECURITY_KINDS } from './core/entry.ts'
export { ALERT_RULES, type AlertRule } from './core/rules.ts'
export { openSecurityLog, recordWith, SECURITY_SCHEMA, securityLogOf, type SecurityLog } from './log.ts'
export { auditSecurity, logSeal, SECURITY_FAULT_KINDS, type SecurityAuditFault } from './audit.ts'
export type { SyslogTarget } from './wire/syslog.ts'
export { watchSecurity, type SecurityWatch } from './watch.ts'
