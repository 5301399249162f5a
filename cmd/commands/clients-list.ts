import { API_SCHEMA } from '@ruqsat/api'
import { openClientsByCommand } from '@ruqsat/api/command'
import { type CliCommand, EXIT } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'List the programs that may call, what each may ask for and whose it is; those that were ended last.',
  options: [],
  exits: { 0: 'listed' },
  async run(call) {
    const list = (database: Parameters<typeof openClientsByCommand>[0]) => openClientsByCommand(database, []).list()
    for (const { id, name, scopes, owner, createdBy, endedAt } of await withDatabase(await openWorkplace(call), list, [
      API_SCHEMA.schema,
    ])) {
      const whose = owner.kind === 'nobody' ? 'nobody’s' : `${owner.kind} ${owner.id}`
      call.say(`${id}  ${name}, ${whose}, ${scopes.join(' ')}, added by ${createdBy}${endedAt === null ? '' : `, ended ${endedAt}`}`)
    }
    return EXIT.done
  },
}
