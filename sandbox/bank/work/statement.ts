import { msFromInstant } from '@ruqsat/foundation'
import type { PaymentStatement } from '../wire/protocol.ts'
import { listOfSession, type CardSessionRow } from '../store/rows.ts'
import { type BankWork, SESSION_LIFE_MS } from './deps.ts'

/** What the bank states about a session, or about one of its payments where a reference is named. */
export async function statementOf(work: BankWork, session: CardSessionRow, reference: string | null = null): Promise<PaymentStatement> {
  const payments = session.state === 'paid' ? await listOfSession(work.database.sql, session.sessionId) : []
  const payment = payments.find((row) => row.reference === reference) ?? payments[0] ?? null
  return {
    merchantReference: session.merchantReference,
    state: isExpired(work, session) ? 'expired' : session.state,
    amountTiyn: payment?.amountTiyn ?? session.amountTiyn,
    currency: 'KZT',
    reference: payment?.reference ?? null,
    statedAt: payment?.statedAt ?? session.statedAt,
    declineCode: session.declineCode,
  }
}

export function isExpired(work: BankWork, session: CardSessionRow): boolean {
  return session.state === 'open' && work.technicalClock.ms() - msFromInstant(session.openedAt) > SESSION_LIFE_MS
}
