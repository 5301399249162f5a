import { listStuck } from '@ruqsat/caseflow'
import { technicalClock } from '@ruqsat/database'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { MESSAGING_SCHEMA, openFailedMessages } from '@ruqsat/messaging'
import { type CliCommand, EXIT } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** More than a person reads; the rest shows when these are dealt with. */
const MOST_SHOWN = 200

export const command: CliCommand = {
  purpose:
    'List messages that were given up: SMS and e-mail that did not leave, and notices of cases that never reached the messaging room.',
  options: [],
  exits: { 0: 'nothing was given up', 1: 'something was: each is listed with its id and why' },
  notes: ['Neither texts nor whole addresses are shown. `npx ruqsat messages retry` tries again.'],
  async run(call) {
    const schemas = [MESSAGING_SCHEMA.schema, LICENSING_MIGRATIONS.schema]
    const [failed, stuck] = await withDatabase(
      await openWorkplace(call),
      async (database) => [
        await openFailedMessages(database, technicalClock).list(MOST_SHOWN),
        await listStuck(database.sql, LICENSING_MIGRATIONS.schema, MOST_SHOWN),
      ],
      schemas,
    )
    for (const { messageId, channel, recipientMasked, keptAt, attempts, reason } of failed)
      call.say(`${messageId}  ${channel.padEnd(5)}  ${recipientMasked}  kept ${keptAt}, tries ${attempts}: ${reason}`)
    for (const { key, kind, attempts, error } of stuck)
      call.say(`${kind} ${key}  still in the outbox of the cases, tries ${attempts}: ${error ?? ''}`)
    if (failed.length + stuck.length > 0) return EXIT.refused
    call.say('No message was given up.')
    return EXIT.done
  },
}
