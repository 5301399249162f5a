import { isLocalDate } from '@ruqsat/clock'
import type { LocalDate } from '@ruqsat/foundation'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { openStaffByCommand } from '@ruqsat/workstation/command'
import { type Call, type CliCommand, EXIT, needed, refuse, UsageError } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'Name who does the work of an absent official, from the first to the last day of an order.',
  options: [
    { name: 'for', value: 'LOGIN', isNeeded: true, meaning: 'whose work it is' },
    { name: 'by', value: 'LOGIN', isNeeded: true, meaning: 'who does it' },
    { name: 'from', value: 'YYYY-MM-DD', isNeeded: true, meaning: 'the first day' },
    { name: 'until', value: 'YYYY-MM-DD', isNeeded: true, meaning: 'the last day, included' },
    { name: 'order', value: 'NUMBER', isNeeded: true, meaning: 'the number of the order' },
    { name: 'order-date', value: 'YYYY-MM-DD', isNeeded: true, meaning: 'the date of the order' },
    { name: 'signs', meaning: 'the order includes the right to sign results' },
    { name: 'delegation', meaning: 'powers are delegated; without it, the person is absent' },
  ],
  exits: { 0: 'named', 1: 'refused; each reason is said' },
  notes: ['Works while everything runs. Heads do the same on the page "Substitution" of the workstation.'],
  async run(call) {
    const order = {
      number: needed(call, 'order'),
      date: day(call, 'order-date'),
      why: call.has('delegation') ? ('delegation' as const) : ('leave' as const),
      from: day(call, 'from'),
      until: day(call, 'until'),
      signs: call.has('signs'),
    }
    const [absent, substitute] = [needed(call, 'for'), needed(call, 'by')]
    const regulations = await regulationsOf(call)
    const answer = await withDatabase(
      await openWorkplace(call),
      async (database) => (await openStaffByCommand(database, regulations)).substitute(absent, substitute, order),
      [WORKSTATION_SCHEMA.schema],
    )
    if ('id' in answer) {
      call.say(`${answer.id}  ${substitute} acts for ${absent} from ${order.from} to ${order.until}.`)
      return EXIT.done
    }
    for (const { text, remedy } of answer) refuse(call, `${text.en}. ${remedy.en}`)
    return EXIT.refused
  },
}

function day(call: Call, name: string): LocalDate {
  const text = needed(call, name)
  if (!isLocalDate(text)) throw new UsageError(`--${name} is a day like 2026-12-01; found '${text}'`)
  return text
}
