import { retryStuck } from '@ruqsat/caseflow'
import { type Database, technicalClock } from '@ruqsat/database'
import { isRefusal, type MailAddress, type MobileNumber, parseMailAddress, parseMobileNumber, wordsOf } from '@ruqsat/foundation'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { MESSAGING_SCHEMA, openFailedMessages, redirectFailed } from '@ruqsat/messaging'
import { type Call, type CliCommand, EXIT, UsageError } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const command: CliCommand = {
  purpose: 'Try messages again that were given up. The running house sends them; where none runs, the next one does.',
  usage: '[id…]',
  options: [
    { name: 'all', meaning: 'every message that failed, and every notice that is stuck in the outbox of the cases' },
    { name: 'to', value: 'ADDRESS', meaning: 'send one message there instead: the address or number that the person has corrected' },
  ],
  exits: { 0: 'they wait to be sent again', 1: 'nothing to try again: no such message has failed' },
  notes: ['The ids are those of `npx ruqsat messages failed`. A message to an address that is none fails again at once.'],
  async run(call) {
    const ids = idsOf(call)
    const to = call.text('to') === undefined ? null : addressOf(call.text('to')!)
    if (to !== null && (ids === 'all' || ids.length !== 1)) throw new UsageError('--to takes one message at a time')
    const count = await withDatabase(await openWorkplace(call), (database) => retry(database, ids, to), [
      MESSAGING_SCHEMA.schema,
      ...(ids === 'all' ? [LICENSING_MIGRATIONS.schema] : []),
    ])
    call.say(count === 0 ? 'No such message has failed: nothing was changed.' : `Waiting to be sent again: ${count}.`)
    return count === 0 ? EXIT.refused : EXIT.done
  },
}

function idsOf(call: Call): 'all' | readonly string[] {
  if (call.has('all') === call.words.length > 0) throw new UsageError('name the messages by their ids, or --all')
  if (call.has('all')) return 'all'
  const wrong = call.words.find((word) => !UUID.test(word))
  if (wrong !== undefined) throw new UsageError(`'${wrong}' is no id of a message`)
  return call.words
}

function addressOf(typed: string): MailAddress | MobileNumber {
  const address = typed.includes('@') ? parseMailAddress(typed) : parseMobileNumber(typed)
  if (isRefusal(address)) throw new UsageError(`--to: ${wordsOf(address).text.en}`)
  return address
}

async function retry(database: Database, ids: 'all' | readonly string[], to: MailAddress | MobileNumber | null): Promise<number> {
  if (to !== null) return (await redirectFailed(database, technicalClock, ids[0]!, to)) ? 1 : 0
  const count = await openFailedMessages(database, technicalClock).retry(ids)
  return ids === 'all' ? count + (await retryStuck(database.sql, LICENSING_MIGRATIONS.schema, technicalClock.now())) : count
}
