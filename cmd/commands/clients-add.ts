import { userInfo } from 'node:os'
import { API_SCHEMA } from '@ruqsat/api'
import { API_SCOPES, openClientsByCommand, PEOPLE_REALMS } from '@ruqsat/api/command'
import { type CliCommand, EXIT, needed, refuse, UsageError } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose:
    'Let a program of somebody else call the machine’s door, or let people sign in to it with their account here. Its secret is printed once.',
  options: [
    { name: 'name', value: 'NAME', isNeeded: true, meaning: 'what people read of it: the system and whose it is' },
    { name: 'scope', value: 'SCOPE', isRepeated: true, isNeeded: true, meaning: `what it may ask for: ${API_SCOPES.join(', ')}` },
    { name: 'firm', value: 'BIN', meaning: 'the firm whose requests it may see and hand in' },
    { name: 'authority', value: 'ID', meaning: 'the authority whose open work it may see' },
    { name: 'people', value: 'applicants|officials', meaning: 'whose accounts people sign in with; applicants where absent' },
    { name: 'return', value: 'ADDRESS', isRepeated: true, meaning: 'where people go back to who sign in to it, with the scope openid' },
  ],
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs. The record keeps who added it: the user of this machine.'],
  async run(call) {
    const wanted = {
      name: needed(call, 'name'),
      scopes: call.texts('scope'),
      firm: call.text('firm') ?? null,
      authority: call.text('authority') ?? null,
      redirectUris: call.texts('return'),
      people: peopleIn(call.text('people')),
      by: userInfo().username,
    }
    const authorities = [...new Set((await regulationsOf(call)).editions.map(({ regulation }) => regulation.authority.id))]
    const add = (database: Parameters<typeof openClientsByCommand>[0]) => openClientsByCommand(database, authorities).add(wanted)
    const answer = await withDatabase(await openWorkplace(call), add, [API_SCHEMA.schema])
    if ('text' in answer) return refuse(call, `${answer.text.en} ${answer.remedy.en}`)
    call.say(`Client: ${answer.client.id}`)
    call.say(`Secret, printed once: ${answer.secret}`)
    return EXIT.done
  },
}

function peopleIn(text = 'applicants') {
  const people = PEOPLE_REALMS.find((each) => each === text)
  if (people === undefined) throw new UsageError(`--people is one of ${PEOPLE_REALMS.join(', ')}; found '${text}'`)
  return people
}
