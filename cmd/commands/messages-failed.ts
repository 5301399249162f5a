import { listStuck } from '@ruqsat/caseflow'
import { technicalClock, type Database } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { MESSAGING_SCHEMA, openFailedMessages } from '@ruqsat/messaging'
import type { FailedPlace } from '@ruqsat/messaging/contract'
import { type Call, type CliCommand, EXIT, UsageError } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** As many as a person reads at once, of both kinds together. */
const PAGE_SIZE = 200
/** Where a page begins: behind a message, or behind a notice. */
const OF_MESSAGE = /^message:([^~]+)~([0-9a-f-]{36})$/
const OF_NOTICE = /^notice:(.+)$/

export const command: CliCommand = {
  purpose:
    'List messages that were given up: SMS and e-mail that did not leave, and notices of cases that never reached the messaging room.',
  options: [{ name: 'after', value: 'PLACE', meaning: 'goes on behind this place, which the last line of the page before says' }],
  exits: { 0: 'nothing was given up', 1: 'something was: each is listed with its id and why' },
  notes: ['Neither texts nor whole addresses are shown. `npx ruqsat messages retry` tries again.'],
  async run(call) {
    const schemas = [MESSAGING_SCHEMA.schema, LICENSING_MIGRATIONS.schema]
    const after = placeIn(call)
    const { failed, stuck, next } = await withDatabase(await openWorkplace(call), (database) => readPage(database, after), schemas)
    for (const { messageId, channel, recipientMasked, keptAt, attempts, reason } of failed)
      call.say(`${messageId}  ${channel.padEnd(5)}  ${recipientMasked}  kept ${keptAt}, tries ${attempts}: ${reason}`)
    for (const { key, kind, attempts, error } of stuck)
      call.say(`${kind} ${key}  still in the outbox of the cases, tries ${attempts}: ${error ?? ''}`)
    if (next !== null) call.say(`There are more: npx ruqsat messages failed --after '${next}'`)
    if (failed.length + stuck.length > 0) return EXIT.refused
    call.say(after === null ? 'No message was given up.' : 'No further message was given up.')
    return EXIT.done
  },
}

type At = { readonly failed: FailedPlace } | { readonly notice: string } | null

function placeIn(call: Call): At {
  const typed = call.text('after')
  if (typed === undefined) return null
  const [, keptAt = '', messageId = ''] = OF_MESSAGE.exec(typed) ?? []
  if (messageId !== '' && !Number.isNaN(Date.parse(keptAt)))
    return { failed: { keptAt: new Date(keptAt).toISOString() as Instant, messageId } }
  const [, notice] = OF_NOTICE.exec(typed) ?? []
  if (notice === undefined) throw new UsageError(`--after is what the last line of the page before says; found '${typed}'`)
  return { notice }
}

/** Messages first, then notices; each by its key, one row more than the page holds. */
async function readPage(database: Database, after: At) {
  const isAtNotices = after !== null && 'notice' in after
  const failed = isAtNotices ? [] : await openFailedMessages(database, technicalClock).list(PAGE_SIZE + 1, after?.failed ?? null)
  const left = PAGE_SIZE - failed.length
  const stuck = left < 0 ? [] : await listStuck(database.sql, LICENSING_MIGRATIONS.schema, left + 1, isAtNotices ? after.notice : '')
  const shown = { failed: failed.slice(0, PAGE_SIZE), stuck: stuck.slice(0, Math.max(left, 0)) }
  const [lastFailed, lastStuck] = [shown.failed.at(-1), shown.stuck.at(-1)]
  const hasMore = failed.length > PAGE_SIZE || stuck.length > left
  if (!hasMore) return { ...shown, next: null }
  return { ...shown, next: lastStuck === undefined ? `message:${lastFailed!.keptAt}~${lastFailed!.messageId}` : `notice:${lastStuck.key}` }
}
