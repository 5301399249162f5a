import { type Database, type LegalClock, migrate, type TechnicalClock, technicalClock as machineClock } from '@ruqsat/database'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { Logger } from 'pino'
import type { Carrier } from './carriers/carrier.ts'
import type { FailedMessages, KeptMessage, Messaging, StuckMessages } from './contract.ts'
import { listNewest, stuckByChannel } from './store/messages.ts'
import { keepReport } from './store/parts.ts'
import { openFailedMessages } from './work/failed.ts'
import { forgetOld } from './work/forget.ts'
import { type OverCheck, sendGathered } from './work/gather.ts'
import { keep, sendDue } from './work/send.ts'

export type { Carried, Carrier, DeliveryReport, Letter } from './carriers/carrier.ts'
export { carriersOf, type Carriers, type CarrierSections } from './configuration.ts'
export { type CarrierMode, noCarrier, sandboxCarrier } from './carriers/sandbox-carrier.ts'
export { smppCarrier, type SmppOptions } from './carriers/smpp-carrier.ts'
export { smtpCarrier, type SmtpOptions } from './carriers/smtp-carrier.ts'
export type { FailedMessage, FailedMessages, KeptMessage, Message, Messaging } from './contract.ts'
export { openFailedMessages, redirectFailed } from './work/failed.ts'
export { masked } from './core/addresses.ts'

export const MESSAGING_SCHEMA = { schema: 'messaging', folder: new URL('./store/migrations/', import.meta.url) }

/** How often the room looks whether something is due, where nothing wakes it. */
const SEND_EVERY_MS = 1_000
const GATHER_EVERY_MS = 10_000
const FORGET_EVERY_MS = 60 * 60_000

export type MessagingDeps = {
  readonly database: Database
  readonly technicalClock?: TechnicalClock
  /** By which messages that leave as one leave. */
  readonly legalClock: Pick<LegalClock, 'now'>
  readonly log: Logger
  /** Sandbox: `sandboxCarrier(mode)` for both. Production: `smtpCarrier(options)` for e-mail, the operator's own or `noCarrier('sms')` for SMS. */
  readonly carriers: Readonly<Record<'sms' | 'email', Carrier>>
}

export type MessagingRoom = {
  readonly messaging: Messaging
  /** What was given up, for the pages of whoever looks after it. */
  readonly failed: FailedMessages
  /** What was tried and has not left yet, by channel; none while each carrier takes what it is given. */
  stuck(): Promise<readonly StuckMessages[]>
  /** The newest messages with their texts: for the sandbox's outbox page only. */
  newest(limit: number): Promise<readonly KeptMessage[]>
  /** Of messages that leave together this is asked at the instant at which they leave; what is over is left out. */
  leaveOut(check: OverCheck): void
  /** Starts sending, on technical time. */
  startWork(): void
  /** Sends everything that is due now, once; for tests and commands. Answers how many were taken up. */
  workOnce(): Promise<number>
  /** Removes one batch of old messages; for tests and commands. Answers how many. */
  forgetOld(): Promise<number>
  /** Waits for what is under way; nothing runs afterwards. */
  stop(): Promise<void>
}

/** Brings up the schema and answers at once; nothing is sent before `startWork`, but everything is kept. */
export async function startMessaging(deps: MessagingDeps): Promise<MessagingRoom> {
  await migrate(deps.database, MESSAGING_SCHEMA)
  const work = { ...deps, technicalClock: deps.technicalClock ?? machineClock }
  const checks: OverCheck[] = []
  const gatherAndWake = async (): Promise<void> => {
    if ((await sendGathered(work, checks)) > 0) jobs.wake('send')
  }
  for (const carrier of new Set(Object.values(work.carriers)))
    carrier.reportTo?.((report) => keepReport(deps.database, report, work.technicalClock.now()))
  const jobs = openJobs(
    {
      gather: { everyMs: GATHER_EVERY_MS, run: () => gatherAndWake() },
      send: { everyMs: SEND_EVERY_MS, run: () => sendDue(work) },
      forget: { everyMs: FORGET_EVERY_MS, run: () => forgetOld(work) },
    },
    reportTo(deps.log),
  )
  return {
    messaging: {
      send: async (message) => {
        if (await keep(work, message)) jobs.wake('send')
      },
    },
    failed: openFailedMessages(deps.database, work.technicalClock, () => jobs.wake('send')),
    stuck: () => stuckByChannel(deps.database.sql),
    newest: (limit) => listNewest(deps.database.sql, limit),
    leaveOut: (check) => void checks.push(check),
    startWork: () => jobs.start(),
    workOnce: async () => {
      await sendGathered(work, checks)
      return sendDue(work)
    },
    forgetOld: () => forgetOld(work),
    stop: async () => {
      await jobs.stop()
      for (const carrier of new Set(Object.values(work.carriers))) await carrier.close?.()
    },
  }
}
