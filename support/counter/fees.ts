// The fee of an entry that was given up. What was typed of its receipt stays until the money was asked back, so that the next round asks where
// the process ended before.
import type { LegalClock } from '@ruqsat/database'
import { Fault, isRefusal } from '@ruqsat/foundation'
import type { Edition } from '@ruqsat/law'
import type { CounterReceipts } from './desk.ts'
import { EMPTY, type CounterEntry, type EntryContent } from './model.ts'
import { owingEntries, writeEntry, type EntryStore } from './store.ts'

export type ReturningFees = EntryStore & {
  readonly receipts?: CounterReceipts
  readonly regulations: { edition(hash: string): Edition | null }
  readonly legalClock: Pick<LegalClock, 'now'>
}

/** Of one round; the others are next. */
const MOST_AT_ONCE = 50

/** What an entry keeps that is emptied, until its fee was asked back: neither who paid nor what for. */
export function owing({ payment }: Pick<EntryContent, 'payment'>): Pick<EntryContent, 'payment'> {
  return payment === undefined ? {} : { payment: { bank: payment.bank, number: payment.number, found: null, order: null } }
}

/** What is left of an entry that ends without a request: nothing of what was said and shown; the language names nobody. */
export function emptied({ content }: Pick<CounterEntry, 'content'>): Pick<CounterEntry, 'content' | 'frozen'> {
  return { content: { ...EMPTY, language: content.language, ...owing(content) }, frozen: null }
}

/** Of an entry that was given up: whatever paid it goes back, and the receipt is forgotten. */
export async function returnFee(returning: ReturningFees, entry: CounterEntry): Promise<void> {
  if (entry.status !== 'givenUp' || entry.content.payment === undefined || returning.receipts === undefined) return
  await giveBackOf(returning, entry)
  const { payment: _owed, ...content } = entry.content
  await writeEntry(returning, entry, { content }, await returning.legalClock.now())
}

/** What paid this entry goes back, whether its page learnt of it or not. */
export async function giveBackOf(
  { receipts, regulations }: Pick<ReturningFees, 'receipts' | 'regulations'>,
  entry: CounterEntry,
): Promise<void> {
  const edition = regulations.edition(entry.editionHash)
  if (edition === null) throw new Fault(`Expected the edition ${entry.editionHash} of an entry whose fee goes back but it is not known`)
  const answer = await receipts?.giveBack({ authority: edition.regulation.authority.id, draftId: entry.id })
  if (isRefusal(answer)) throw new Fault(`Expected the fee of the entry ${entry.id} to go back but it was refused: ${answer.code}`)
}

/** Those of whom nobody knows whether their fee was asked back. */
export async function returnFees(returning: ReturningFees): Promise<void> {
  if (returning.receipts === undefined) return
  const faults: unknown[] = []
  for (const entry of await owingEntries(returning, MOST_AT_ONCE))
    await returnFee(returning, entry).catch((error: unknown) => faults.push(error))
  if (faults.length > 0) throw faults[0]
}
