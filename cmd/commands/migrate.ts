import { openLegalClock } from '@ruqsat/database'
import { type CliCommand, EXIT } from './command.ts'
import { openWorkplace, schemasOf, withNewDatabase } from './workplace.ts'
import { roomSchemas } from './rooms.ts'

export const command: CliCommand = {
  purpose: "Bring every room's schema up to date; what is up to date already is left alone.",
  options: [],
  exits: { 0: 'every schema is up to date' },
  notes: [
    'Safe while everything runs: any version of the program works before, during and after a migration, unless CHANGELOG.md says to stop first.',
  ],
  async run(call) {
    const workplace = await openWorkplace(call)
    const { mode, legalStart } = workplace.settings
    await withNewDatabase(workplace, async (database) => {
      const before = new Map((await schemasOf(database.sql)).map(({ schema, migrations }) => [schema, migrations]))
      // Also writes down the mode that this database is for, or refuses the other one.
      await openLegalClock(database, { mode, startAt: legalStart ?? undefined })
      for (const room of roomSchemas.filter((one) => mode === 'sandbox' || one.isSandboxOnly !== true)) await room.migrate(database)
      for (const { schema, migrations } of await schemasOf(database.sql)) {
        const ran = migrations - (before.get(schema) ?? 0)
        call.say(`${schema}: ${ran === 0 ? 'up to date' : `${ran} applied`} (${migrations})`)
      }
    })
    return EXIT.done
  },
}
