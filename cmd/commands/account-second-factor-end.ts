import { openAccounts } from '@ruqsat/accounts'
import { technicalClock } from '@ruqsat/database'
import { openSecrets } from '@ruqsat/installation'
import { securityLogOf } from '@ruqsat/security'
import { type CliCommand, EXIT, needed, onlyWord, refuse, UsageError } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** The systems that keep accounts. */
const SYSTEMS = ['portal', 'workstation', 'centre', 'contact', 'administration']

export const command: CliCommand = {
  purpose:
    'Remove the second factor of somebody who has lost telephone and recovery codes; their sessions end. Make sure first that it is them.',
  usage: '<login>',
  options: [{ name: 'of', value: 'SYSTEM', isNeeded: true, meaning: `where they sign in: ${SYSTEMS.join(', ')}` }],
  exits: { 0: 'removed', 1: 'nobody has this login there, or they have no second factor' },
  notes: ['The security log has it, and warns. Where the setting secondFactor demands one, they set up another after their next sign-in.'],
  async run(call) {
    const [login, system] = [onlyWord(call, 'login'), needed(call, 'of')]
    if (!SYSTEMS.includes(system)) throw new UsageError(`--of is ${SYSTEMS.join(', ')}`)
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret(`${system}-accounts`))
    const schema = `${system}_accounts`
    return withDatabase(
      workplace,
      async (database) => {
        const silent = { notify: async () => undefined, onFault: () => undefined }
        const accounts = openAccounts({ sql: database.sql, schema, technicalClock, secret, security: securityLogOf(database), ...silent })
        const account = await accounts.findByLogin(login)
        if (account === null) return refuse(call, `Nobody has the login '${login}' there.`)
        if (!account.hasSecondFactor) return refuse(call, `'${login}' has no second factor.`)
        await accounts.secondFactor.remove(account.id, 'command')
        await accounts.signOutEverywhere(account.id)
        call.say(`The second factor of ${account.displayName} is removed.`)
        return EXIT.done
      },
      [schema],
    )
  },
}
