import { type Database, keepRoles } from '@ruqsat/database'
import { openSecrets, openStateFolder, type Settings } from '@ruqsat/installation'
import { migrateAll, ROLES_SECRET } from '../house/databases.ts'
import { systemRoles } from '../house/system-roles.ts'
import { type Call, type CliCommand, EXIT } from './command.ts'
import { openWorkplace, schemasOf, withNewDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: "Bring every room's schema up to date, and what each system's role may do there; what is up to date already is left alone.",
  options: [],
  exits: { 0: 'every schema is up to date' },
  notes: [
    'Safe while everything runs: any version of the program works before, during and after a migration, unless CHANGELOG.md says to stop first.',
  ],
  async run(call) {
    const workplace = await openWorkplace(call)
    await withNewDatabase(workplace, async (database) => {
      const before = new Map((await schemasOf(database.sql)).map(({ schema, migrations }) => [schema, migrations]))
      await migrateAll(database, workplace.settings)
      for (const { schema, migrations } of await schemasOf(database.sql)) {
        const ran = migrations - (before.get(schema) ?? 0)
        call.say(`${schema}: ${ran === 0 ? 'up to date' : `${ran} applied`} (${migrations})`)
      }
      await sayRoles(call, workplace.settings, database)
    })
    return EXIT.done
  },
}

async function sayRoles(call: Call, settings: Settings, database: Database): Promise<void> {
  const systems = systemRoles(settings.mode)
  const secret = await openSecrets(openStateFolder(settings)).secret(ROLES_SECRET)
  const kept = await keepRoles(database, systems, secret)
  if (kept.kind === 'kept') call.say(`roles: up to date (${systems.length})`)
  else if (kept.kind === 'absent')
    call.warn(`roles: ${kept.owner} may not make them; npx ruqsat database roles prints what an administrator runs`)
  else for (const { text } of kept.differences) call.warn(`roles: ${text}`)
}
