// News of the rooms become events of the journal: numbered by one writer at a time, and given to the web hooks in the same transaction.
import type { CaseNews } from '@ruqsat/caseflow/host'
import type { Database, TechnicalClock } from '@ruqsat/database'
import type { PaymentNews } from '@ruqsat/payments/contract'
import { keepEvents } from '../store/events.ts'
import { eventOfPayment, eventsOfCase, type NewApiEvent } from './types.ts'

export type News = { readonly cases: readonly CaseNews[]; readonly payments: PaymentNews }

type GatherDeps = { readonly database: Pick<Database, 'sql'>; readonly technicalClock: TechnicalClock; readonly news: News }

/** One transaction of events; small enough that nobody waits long for the row that orders them. */
const AT_ONCE = 200

/** Answers how much news there was. A crash between the two steps has the same news read again, and an event of its key is there already. */
export async function gather({ database, technicalClock, news: { cases, payments } }: GatherDeps): Promise<number> {
  const keep = (events: readonly NewApiEvent[]) => keepEvents(database.sql, events, technicalClock.now())
  let found = 0
  for (const source of cases) {
    const news = await source.read(AT_ONCE)
    if (news.length === 0) continue
    await keep(news.flatMap(eventsOfCase))
    await source.taken(news)
    found += news.length
  }
  const paid = await payments.read(AT_ONCE)
  if (paid.length === 0) return found
  await keep(paid.map(eventOfPayment))
  await payments.taken(paid)
  return found + paid.length
}
