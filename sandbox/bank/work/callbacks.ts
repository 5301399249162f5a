import { randomUUID } from 'node:crypto'
import { callLater, type CallbackRow, markCallbackDelivered, takeDueCallbacks } from '../store/callbacks.ts'
import { findSession, listDueConfirmations } from '../store/sessions.ts'
import { type BankWork, laterBy } from './deps.ts'
import { sealedHeaders } from '../wire/protocol.ts'
import { confirm } from './pay.ts'
import { statementOf } from './statement.ts'

const LEASE_MS = 30_000
const TIMEOUT_MS = 10_000
const MAX_PAUSE_MS = 60_000

/** Confirms what is due and reports it to the merchants, until each has confirmed it. A bank that is down reports nothing. */
export async function workOnce(work: BankWork): Promise<void> {
  const mode = await work.mode()
  if (mode === 'down') return
  for (const sessionId of await listDueConfirmations(work.database.sql, work.technicalClock.now())) await confirm(work, sessionId)
  const due = await takeDueCallbacks(work.database.sql, work.technicalClock.now(), laterBy(work.technicalClock, LEASE_MS))
  for (const callback of due) await tell(work, callback, mode === 'wrong')
}

async function tell(work: BankWork, callback: CallbackRow, isForged: boolean): Promise<void> {
  const { sql } = work.database
  const isTaken = await call(work, callback, isForged).catch((error: unknown) => {
    work.log.warn(
      { event: 'bank-callback-failed', attempts: callback.attempts, reason: (error as Error).name },
      'a merchant could not be told',
    )
    return false
  })
  if (isTaken) return markCallbackDelivered(sql, callback.callbackId, work.technicalClock.now())
  return callLater(sql, callback.callbackId, laterBy(work.technicalClock, Math.min(1_000 * 2 ** callback.attempts, MAX_PAUSE_MS)))
}

async function call(work: BankWork, callback: CallbackRow, isForged: boolean): Promise<boolean> {
  const session = (await findSession(work.database.sql, { sessionId: callback.sessionId }))!
  const body = JSON.stringify({ payment: await statementOf(work, work.database.sql, session, callback.reference) })
  const { pathname, search } = new URL(session.callbackUrl)
  const key = isForged ? { id: work.keys[0]!.id, secret: new Uint8Array(32) } : work.keys[0]!
  const message = { method: 'POST', path: pathname + search, timestamp: work.technicalClock.now(), nonce: randomUUID(), body }
  const headers = sealedHeaders(key, { direction: 'request', ...message })
  const answer = await fetch(session.callbackUrl, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  await answer.body?.cancel()
  return answer.ok
}
