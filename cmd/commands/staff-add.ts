import type { LocalText } from '@ruqsat/foundation'
import { openSecrets } from '@ruqsat/installation'
import type { Regulation, Unit } from '@ruqsat/law'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { openStaffByCommand } from '@ruqsat/workstation/command'
import { type CliCommand, EXIT, needed, refuse, UsageError } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { accountIn, accountOptions } from './new-account.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'Give an official an account at a desk of an authority: the first people of an installation, before anybody can sign in.',
  options: [
    { name: 'authority', value: 'ID', isNeeded: true, meaning: 'the authority as an act names it, or the unit of a body outside' },
    { name: 'unit', value: 'ID', isNeeded: true, meaning: 'the unit of the act where the person works; it gives the role and the post' },
    ...accountOptions('by which the person signs in', 'surname, name and patronymic, as on papers', [
      { name: 'iin', value: 'IIN', isNeeded: true, meaning: 'of the person; the signing certificate must state it' },
      { name: 'bin', value: 'BIN', meaning: 'of the authority; the signing certificate must then state it too' },
    ]),
  ],
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs. Without --unit that exists, the units of the authority are listed.'],
  async run(call) {
    const regulations = await regulationsOf(call)
    const [authority, unit] = [needed(call, 'authority'), needed(call, 'unit')]
    const post = postOf(
      [...regulations.editions, ...regulations.complaints.map(({ edition }) => edition)].map(({ regulation }) => regulation),
      authority,
      unit,
    )
    const { account, sayMade } = accountIn(call)
    const workplace = await openWorkplace(call)
    const answer = await withDatabase(
      workplace,
      async (database) =>
        (await openStaffByCommand(database, regulations)).add(
          {
            ...post,
            authority,
            unit,
            ...account,
            iin: needed(call, 'iin'),
            bin: call.text('bin') ?? null,
          },
          Buffer.from(await openSecrets(workplace.state).secret('workstation-accounts')),
        ),
      [WORKSTATION_SCHEMA.schema],
    )
    if ('text' in answer) {
      refuse(call, `${answer.text.en}. ${answer.remedy.en}`)
      return EXIT.refused
    }
    call.say(`${answer.id}  ${answer.name}, ${post.position.en}, ${authority}`)
    sayMade()
    return EXIT.done
  },
}

/** What somebody of this unit does, by the acts that are here. */
function postOf(
  regulations: readonly Regulation[],
  authority: string,
  id: string,
): { readonly role: NonNullable<Unit['role']>; readonly position: LocalText } {
  const desks = regulations.flatMap((regulation) =>
    regulation.units
      .filter(({ kind, id: unit }) => (kind === 'outside' ? unit : regulation.authority.id) === authority)
      .flatMap(({ id: unit, role, name }) => (role === null ? [] : [{ unit, role, position: name }])),
  )
  const found = desks.find(({ unit }) => unit === id)
  if (found !== undefined) return found
  const known = [...new Set(desks.map(({ unit }) => unit))].join(', ')
  throw new UsageError(
    known === '' ? `no act here has the authority '${authority}'` : `'${authority}' has no unit '${id}' where staff work; it has ${known}`,
  )
}
