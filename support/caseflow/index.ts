// Runs core/engine on PostgreSQL in the schema of whichever system hosts the cases.
export * from './host.ts'
export { caseflowMigrations, migrateCaseflow } from './store/migrate.ts'
export { openCaseflow, type Caseflow, type CaseflowDeps, type CaseflowHealth } from './open.ts'
export {
  MAX_DECIDE_ATTEMPTS,
  type Beside,
  type DecidedCommand,
  type NoticePayload,
  type CommandPlan,
  type PlannedCommand,
  type ReadCase,
  type SeenCase,
  type Stepped,
  type StepRequest,
} from './caseflow.ts'
export { listStuck, retryStuck, type StuckMessage } from './store/outbox.ts'
export { wordQuery } from './store/task-filter.ts'
export { tasksHeldBy, type HeldTask } from './store/held-by.ts'
export { UNSIGNED, UNSIGNED_SHA256, wholeSent, type WholeCase } from './whole-case.ts'
export { commitWhole } from './store/commit-whole.ts'
export type { SentStep } from './store/sent-step.ts'
export { numberMarker } from './numbers.ts'
export type { GivenUp, IncidentQuery, OnGiveUp, SettleIncident } from './incidents.ts'
export type { Incident, IncidentPlace } from './store/incidents.ts'
export { BACK_OFF, DELIVERED_KEPT_MS, type OutboxHandler } from './outbox.ts'
export { SET_BACK_FROM_MS } from './high-water.ts'
export { keepAgainAfter, latestCheckpointAt } from './store/checkpoints.ts'
export type { CheckpointKeeper, KeptCheckpoint } from './checkpoint.ts'
export { auditVerify, type AuditDeps, type HostAudit } from './audit/audit.ts'
export { parseOutside } from './audit/checkpoints.ts'
export type { SoundCase } from './audit/case.ts'
export { CASE_FAULT_KINDS, type AuditFault, type AuditReport, type CaseFaultKind } from './audit/model.ts'
export { microseconds, type AuditMessage } from './store/audit.ts'
export { sha256 } from './checkpoint.ts'
export type { ListedPage, ListedTask, StoredTaskQuery } from './store/list-tasks.ts'
export type { Committed, NumberOrder, OutboxRow, PartyRow, CaseStep, Store } from './store/model.ts'
