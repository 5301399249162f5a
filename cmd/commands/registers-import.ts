import { readFile } from 'node:fs/promises'
import { toLocal } from '@ruqsat/clock'
import { openLegalClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import { zoneOf, type Regulation } from '@ruqsat/law'
import { importRegister, REGISTERS_SCHEMA, type RegisterKind } from '@ruqsat/registers'
import { OWN_REGISTERS } from '@ruqsat/registers/contract'
import { type CliCommand, EXIT, LANGUAGE_OPTION, needed, onlyWord, UsageError } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** Longer than any register that fits one installation; a file is read whole. */
const MAX_BYTES = 256 * 1024 * 1024

export const command: CliCommand = {
  purpose: 'Take a register from a CSV file, each row with the day from which it holds; bad rows are reported, good ones are kept.',
  usage: '<file>',
  options: [
    {
      name: 'register',
      value: 'ID',
      isNeeded: true,
      meaning: 'persons, firms or powers-of-attorney of the sandbox, or the id of a register that the packages declare',
    },
    { name: 'check', meaning: 'only report; nothing is kept' },
    { ...LANGUAGE_OPTION, meaning: 'the language of what is wrong with a row; that of LANG where absent' },
  ],
  exits: { 0: 'every row was taken', 1: 'some rows are bad: each is listed with its line, and the others were taken' },
  notes: [
    'Columns: systems/registers/README.md, "Registers from files". The same file again changes nothing. Works while everything runs.',
    'An installation of its own reads such a register where RUQSAT_REGISTERS binds it to `adapter: imported`.',
  ],
  async run(call) {
    const file = onlyWord(call, 'file')
    const register = needed(call, 'register')
    const { editions, tables } = await regulationsOf(call)
    const regulations = editions.map(({ regulation }) => regulation)
    const kind = kindOf(register, regulations)
    const text = await textOf(file)
    const workplace = await openWorkplace(call)
    const report = await withDatabase(
      workplace,
      async (database) => {
        const legalClock = await openLegalClock(database, { mode: workplace.settings.mode })
        const { date } = toLocal(await legalClock.now(), zoneOf(regulations[0]!, tables))
        return importRegister(database, register, { text, kind, today: date, isTrial: call.has('check') })
      },
      [REGISTERS_SCHEMA.schema],
    )
    for (const { line, text: fault } of report.faults) call.say(`${file}:${line}  ${fault[call.language()]}`)
    const did = call.has('check') ? 'nothing was kept' : `${report.changed} new or changed`
    call.say(`${register}: ${report.rows} good rows (${did}), ${report.faults.length} faults`)
    return report.faults.length === 0 ? EXIT.done : EXIT.refused
  },
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new Fault(`Expected the file ${file} but it cannot be read: ${error.message}`)
  })
  if (bytes.length > MAX_BYTES)
    throw new Fault(`Expected at most ${MAX_BYTES} bytes in ${file} but it is longer; part it into several files`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Fault(`Expected UTF-8 in ${file} but found another encoding; save it as "CSV UTF-8"`)
  }
}

/** Which columns the file has, by what the register is about. */
function kindOf(register: string, regulations: readonly Regulation[]): RegisterKind {
  const own = {
    [OWN_REGISTERS.individual]: 'persons',
    [OWN_REGISTERS.legalEntity]: 'firms',
    [OWN_REGISTERS.powersOfAttorney]: 'powers',
  } as const
  if (Object.hasOwn(own, register)) return own[register as keyof typeof own]
  const systems = regulations.flatMap(({ systems: declared = [] }) => declared)
  const declared = systems.find(({ id }) => id === register)
  if (declared === undefined) {
    const known = [...Object.keys(own), ...new Set(systems.map(({ id }) => id))].join(', ')
    throw new UsageError(`no register is called '${register}'; there are ${known}`)
  }
  if (declared.holds === 'powersOfAttorney') return 'powers'
  return declared.register === null ? 'any' : declared.register.of === 'individual' ? 'persons' : 'firms'
}
