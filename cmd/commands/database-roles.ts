import { roleStatements } from '@ruqsat/database'
import { openSecrets, openStateFolder } from '@ruqsat/installation'
import { ROLES_SECRET } from '../house/databases.ts'
import { systemRoles } from '../house/system-roles.ts'
import { type CliCommand, EXIT, refuse } from './command.ts'
import { openWorkplace } from './workplace.ts'

export const command: CliCommand = {
  purpose:
    'Print the statements that make a role for each system, for the administrator of a PostgreSQL whose owner of the database may not make roles. Nothing is sent to the database.',
  options: [],
  exits: { 0: 'printed', 1: 'the server comes along: npm start makes the roles itself' },
  notes: [
    'Each line holds what verifies a password, not the password: that follows from a secret in the state folder.',
    'Run them once, then npx ruqsat migrate: it gives each role what it may do.',
  ],
  async run(call) {
    const { settings } = await openWorkplace(call)
    if (settings.databaseUrl === null) return refuse(call, 'The server comes along here: npm start makes the roles itself.')
    const secret = await openSecrets(openStateFolder(settings)).secret(ROLES_SECRET)
    const name = decodeURIComponent(new URL(settings.databaseUrl).pathname.slice(1))
    for (const statement of await roleStatements(name, systemRoles(settings.mode), secret)) call.say(statement)
    return EXIT.done
  },
}
