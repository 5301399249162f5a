// What an operator sent and nobody has answered yet is sent again, also after the person has left and after a crash.
import { emptied, openedIn, readEntry, returnFee, sentEntries, submissionOf, writeEntry, type CounterEntry } from '@ruqsat/counter'
import { fillText, isRefusal, wordsOf, type Refusal } from '@ruqsat/foundation'
import type { CentreParts } from '../deps.ts'
import { operatorById } from '../store/operators.ts'
import texts from '../texts.yaml'
import { casesOf } from './cases.ts'

const SCHEMA = 'centre'
/** Of one round; the others are next. */
const MOST_AT_ONCE = 50

type Parts = Pick<CentreParts, 'deps'>

export async function resend(centre: Parts): Promise<void> {
  const { database, office } = centre.deps
  for (const entry of await sentEntries({ sql: database.sql, schema: SCHEMA }, office.id, MOST_AT_ONCE)) await sendAgain(centre, entry)
}

async function sendAgain({ deps }: Parts, entry: CounterEntry): Promise<void> {
  const { database, office, regulations, legalClock } = deps
  const open = openedIn(regulations.edition(entry.editionHash), entry)
  const operator = await operatorById(database.sql, office.id, entry.staffId)
  const { sent, hasLeft, ...content } = entry.content
  if (open === null || operator === null || entry.frozen === null || sent === undefined) return
  const submission = submissionOf(open, entry.frozen, sent)
  const answer = await casesOf(deps, operator).register(open, submission)
  const [store, now] = [{ sql: database.sql, schema: SCHEMA }, await legalClock.now()]
  if (isRefusal(answer)) {
    // Whoever is at the window sees the entry open again; who has left is informed, before the row forgets who that was.
    if (hasLeft !== true) return void (await writeEntry(store, entry, { content }, now))
    await tellNotRegistered(deps, entry, submission.party, answer)
    if (!(await writeEntry(store, entry, { status: 'givenUp', ...emptied(entry) }, now))) return
    const left = await readEntry(store, office.id, entry.id)
    if (left !== null) await returnFee({ ...store, ...deps }, left)
  } else if (answer.kind === 'registered') {
    const { requestNumber, caseId } = answer
    await writeEntry(store, entry, { status: 'registered', requestNumber, caseId, content }, now)
  }
}

async function tellNotRegistered(
  { messaging, legalClock }: CentreParts['deps'],
  { id, content: { language } }: CounterEntry,
  { phone, email }: ReturnType<typeof submissionOf>['party'],
  refusal: Refusal,
): Promise<void> {
  const { subject, text } = texts.notRegistered
  const message = { language, subject, text: fillText(text, { why: wordsOf(refusal).text }), at: await legalClock.now() } as const
  const keyOf = (channel: string) => `centre/not-registered/${id}/${channel}`
  if (phone !== '') await messaging.send({ ...message, channel: 'sms', to: phone, idempotencyKey: keyOf('sms') })
  if (email !== '') await messaging.send({ ...message, channel: 'email', to: email, idempotencyKey: keyOf('email') })
}
