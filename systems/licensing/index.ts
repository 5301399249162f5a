// IS-LICENSING: hosts cases, keeps the request register and the licence register, gives out numbers.
import { migrateCaseflow, openCaseflow, type AuditReport, type CaseflowHealth, type Caseflow } from '@ruqsat/caseflow'
import type { CaseHost, ResultRead, StageRead } from '@ruqsat/caseflow/host'
import { migrate } from '@ruqsat/database'
import { openJobs } from '@ruqsat/jobs'
import { act } from './act.ts'
import { storeAttachment } from './attachments.ts'
import type { PublicRegister } from './contract.ts'
import { answerHearing, askOralHearing } from './answer-hearing.ts'
import { COMPLAINT_MESSAGE, heedComplaint } from './complaints.ts'
import { correct, withdraw } from './correct.ts'
import { daysIn, openRegisterAudit } from './audit/host-audit.ts'
import { SCHEMA, shelfOf, type LicensingDeps, type LicensingParts } from './deps.ts'
import { readForDesk } from './earlier.ts'
import { listIncidents, settleIncident } from './incidents.ts'
import { earlierInRegister, findByFile, findInRegister } from './public-register.ts'
import { ANSWER_MESSAGE } from './presented.ts'
import { watchedHost, watchedResults } from './looks.ts'
import { numberForProceedings, openProceedings } from './proceedings.ts'
import { register } from './register.ts'
import { registerAtCounter } from './counter.ts'
import { prepareResult, signResult } from './results.ts'
import { stageFor } from './stage.ts'
import { resultFor, resultPaper } from './window.ts'
import {
  findByNumber,
  listForApplicant,
  listTasks,
  listTasksOfAuthority,
  listWaiting,
  loadOfAuthority,
  officersWithWork,
  readAttachment,
  readDocument,
} from './views.ts'
import { deliverNotice } from './work/deliver-notice.ts'
import { giveUpAnswer, judgeAnswer } from './work/judge-answer.ts'
import { REFUND_MESSAGE, refundFee } from './work/refund-fee.ts'
import { overAmong } from './work/still-late.ts'
import { sweepWritings } from './work/sweep.ts'

export type { LicensingDeps, LateTaskContact, StaffRecord, Typesetting } from './deps.ts'
export type { IssuedFile, PublicEntry, PublicRegister, LicenceStatus } from './contract.ts'

export { journalNumberOrder, requestNumberOrder } from './core/numbering.ts'
export { auditFiles, filesOutside } from './store/audit-files.ts'
export { daysIn, openRegisterAudit, type RegisterAuditDeps } from './audit/host-audit.ts'
export { REGISTER_FAULT_KINDS, type RegisterFaultKind } from './audit/model.ts'
export { laterPaperOf, type LaterPaper } from './store/licences.ts'
export const LICENSING_MIGRATIONS = { schema: SCHEMA, folder: new URL('./store/migrations/', import.meta.url) }

export type LicensingRoom = {
  readonly host: CaseHost
  readonly publicRegister: PublicRegister
  /** For the contact centre. */
  readonly stages: StageRead
  /** For operators of a hall: results that are handed over at their windows. */
  readonly results: ResultRead
  readonly caseflow: Caseflow
  /** Of what messages of this room are about, that which is over: a late step that is done. */
  overAmong(abouts: readonly string[]): Promise<ReadonlySet<string>>
  health(): Promise<CaseflowHealth>
  /** Recomputes every hash, state and checkpoint; `outside` are the lines that were kept outside the database. */
  audit(outside?: readonly string[]): Promise<AuditReport>
  /** Starts timers, outbox and checkpoints. */
  startWork(): Promise<void>
  /** Waits for what is under way; nothing runs afterwards. */
  stop(): Promise<void>
}

const SWEEP_EVERY_MS = 60 * 60_000

/** Brings up the schema and answers; nothing runs in the background before `startWork`. */
export async function startLicensing(deps: LicensingDeps): Promise<LicensingRoom> {
  await migrateCaseflow(deps.database, SCHEMA)
  await migrate(deps.database, LICENSING_MIGRATIONS)
  const caseflow = openCaseflow({
    sql: deps.database.sql,
    schema: SCHEMA,
    legalClock: deps.legalClock,
    technicalClock: deps.technicalClock,
    editions: (hash) => deps.regulations.edition(hash),
    tables: deps.regulations.tables,
    ...(deps.reminders && { reminders: deps.reminders }),
    onOutbox: {
      notice: deliverNotice(() => room),
      [ANSWER_MESSAGE]: judgeAnswer(() => room),
      [COMPLAINT_MESSAGE]: heedComplaint(() => room),
      [REFUND_MESSAGE]: refundFee(deps),
    },
    onGiveUp: { [ANSWER_MESSAGE]: giveUpAnswer(deps) },
    ...(deps.checkpoints && { checkpoints: deps.checkpoints }),
    hostAudit: () => openRegisterAudit({ ...shelfOf(deps), daysAt: daysIn(deps.regulations.tables.zones) }),
    ...(deps.onFault && { onFault: deps.onFault }),
  })
  const room: LicensingParts = { deps, caseflow }
  const jobs = openJobs({ sweep: { everyMs: SWEEP_EVERY_MS, run: () => sweepWritings(room) } }, (error) => deps.onFault?.(error))
  return {
    host: watchedHost(room, hostOf(room)),
    publicRegister: {
      find: (number, code, on) => findInRegister(room, number, code, on),
      findByFile: (sha256) => findByFile(room, sha256),
      earlier: (asked) => earlierInRegister(room, asked),
    },
    stages: { stageFor: (asked) => stageFor(room, asked) },
    results: watchedResults(room, {
      resultFor: (asked, operator) => resultFor(room, asked, operator),
      resultPaper: (asked, operator) => resultPaper(room, asked, operator),
    }),
    caseflow,
    overAmong: (abouts) => overAmong(caseflow, abouts),
    health: caseflow.health,
    audit: caseflow.audit,
    async startWork() {
      await caseflow.start()
      jobs.start()
    },
    async stop() {
      await jobs.stop()
      await caseflow.stop()
    },
  }
}

function hostOf(room: LicensingParts): CaseHost {
  return {
    storeAttachment: (attachment) => storeAttachment(room, attachment),
    register: (submission) => register(room, submission),
    registerAtCounter: (submission, actor) => registerAtCounter(room, submission, actor),
    earlierAtCounter: (asked) => earlierInRegister(room, asked),
    numberForProceedings: (asked, actor) => numberForProceedings(room, asked, actor),
    openProceedings: (opening, actor) => openProceedings(room, opening, actor),
    listTasks: (actors, query) => listTasks(room, actors, query),
    listTasksOfAuthority: (head, query) => listTasksOfAuthority(room, head, query),
    listWaiting: (reader) => listWaiting(room, reader),
    officersWithWork: (head) => officersWithWork(room, head),
    loadOfAuthority: (head) => loadOfAuthority(room, head),
    readCase: (caseId, reader) => readForDesk(room, caseId, reader),
    findByNumber: (requestNumber, reader) => findByNumber(room, requestNumber, reader),
    listForApplicant: (reader, query) => listForApplicant(room, reader, query),
    act: (caseId, staffAct, actor) => act(room, caseId, staffAct, actor),
    listIncidents: (head, query) => listIncidents(room, head, query),
    settleIncident: (asked, head) => settleIncident(room, asked, head),
    prepareResult: (caseId, taskId, actor) => prepareResult(room, caseId, taskId, actor),
    signResult: (caseId, taskId, documentId, cmsBase64, actor) => signResult(room, caseId, taskId, documentId, cmsBase64, actor),
    answerHearing: (caseId, answer, reader) => answerHearing(room, caseId, answer, reader),
    askOralHearing: (caseId, asked, reader) => askOralHearing(room, caseId, asked, reader),
    correct: (caseId, correction, reader) => correct(room, caseId, correction, reader),
    withdraw: (caseId, withdrawal, reader) => withdraw(room, caseId, withdrawal, reader),
    readDocument: (documentId, reader) => readDocument(room, documentId, reader),
    readAttachment: (caseId, sha256, reader) => readAttachment(room, caseId, sha256, reader),
  }
}
