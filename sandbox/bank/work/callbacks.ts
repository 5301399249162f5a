import { randomUUID } from 'node:crypto'
import { runDue } from '@ruqsat/jobs'
import { callLater, type CallbackRow, markCallbackDelivered, takeDueCallbacks, findSession, listDueConfirmations } from '../store/rows.ts'
import type { BankWork } from './deps.ts'
import { sealedHeaders } from '../wire/protocol.ts'
import { confirm } from './pay.ts'
import { statementOf } from './statement.ts'

const LEASE_MS = 30_000
const TIMEOUT_MS = 10_000
const BACK_OFF = { firstMs: 2_000, longestMs: 60_000 }

/** Confirms what is due and reports it to the merchants, until each has confirmed it. A bank that is down reports nothing. */
export async function workOnce(work: BankWork): Promise<void> {
  const { database, technicalClock, log } = work
  for (const sessionId of await listDueConfirmations(database.sql, technicalClock.now())) await confirm(work, sessionId)
  const mode = await work.mode('dala')
  if (mode === 'down') return
  await runDue<CallbackRow>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: 20,
    backOff: BACK_OFF,
    claim: (claim) => takeDueCallbacks(database.sql, claim),
    // What is lost on the way is lost for good: the merchant has to ask.
    attempt: async (callback) => (mode === 'losing' || (await call(work, callback, mode === 'wrong')) ? undefined : 'later'),
    done: ({ callbackId }) => markCallbackDelivered(database.sql, callbackId, technicalClock.now()),
    later: ({ callbackId, attempts }, { at, error }) => {
      if (error !== null)
        log.warn({ event: 'bank-callback-failed', attempts, reason: (error as Error).name }, 'a merchant could not be told')
      return callLater(database.sql, callbackId, at)
    },
  })
}

async function call(work: BankWork, callback: CallbackRow, isForged: boolean): Promise<boolean> {
  const session = (await findSession(work.database.sql, { sessionId: callback.sessionId }))!
  const { callbackUrl } = session
  if (callbackUrl === null) return true
  const body = JSON.stringify({ payment: await statementOf(work, session, callback.reference) })
  const { pathname, search } = new URL(callbackUrl)
  const key = isForged ? { id: work.keys[0]!.id, secret: new Uint8Array(32) } : work.keys[0]!
  const message = { method: 'POST', path: pathname + search, timestamp: work.technicalClock.now(), nonce: randomUUID(), body }
  const headers = sealedHeaders(key, { direction: 'request', ...message })
  const answer = await fetch(callbackUrl, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  await answer.body?.cancel()
  return answer.ok
}
