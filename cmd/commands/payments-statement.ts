import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { openLegalClock } from '@ruqsat/database'
import { Fault, isRefusal, wordsOf } from '@ruqsat/foundation'
import { openLog } from '@ruqsat/installation'
import { bankOfStatement, PAYMENTS_SCHEMA, readBanks, readStatementByCommand, type StatementReport } from '@ruqsat/payments'
import { TWIN_BANKS } from '@ruqsat/sandbox'
import { type Call, type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord, refuse, UsageError } from './command.ts'
import { openWorkplace, withDatabase, type Workplace } from './workplace.ts'

export const command: CliCommand = {
  purpose: "Read a bank's statement as a file and compare it with ours: whole, or not at all.",
  usage: '<file>',
  options: [
    {
      name: 'bank',
      value: 'ID',
      meaning: 'the bank as the file of RUQSAT_BANKS names it; needed where several take part and the file names none',
    },
    { ...LANGUAGE_OPTION, meaning: 'the language of what is wrong with the file; that of LANG where absent' },
  ],
  exits: {
    0: 'read, and nothing differs; or the same file was read before',
    1: 'refused: each fault of the file is listed with its line, and nothing of it was taken',
    2: 'read, and something differs: heads see it on the page "Payments" of the workstation',
  },
  notes: [
    'CSV or camt.053 (systems/payments/README.md, "Statements as files"). A file that is read twice counts once.',
    'Works while everything runs. Money that no callback had reported is paid into its order.',
  ],
  async run(call) {
    const file = onlyWord(call, 'file')
    const workplace = await openWorkplace(call)
    const { partsWaitHours, ids } = await banksHere(workplace)
    const bytes = await readFile(file).catch((error: Error) => {
      throw new Fault(`Expected the statement ${file} but it cannot be read: ${error.message}`)
    })
    const bank = call.text('bank') ?? (ids.length === 1 ? ids[0]! : bankOfStatement(bytes))
    if (bank === null) throw new UsageError(`--bank is missing: ${ids.join(', ')} take part here`)
    const log = openLog({ level: 'silent', room: 'ruqsat' })
    const read = await withDatabase(
      workplace,
      async (database) => {
        const legalClock = await openLegalClock(database, { mode: workplace.settings.mode })
        const origin = { bank, fileName: basename(file), bytes, by: 'command' }
        return readStatementByCommand({ database, legalClock, log, partsWaitHours, banks: ids }, origin)
      },
      [PAYMENTS_SCHEMA.schema],
    )
    if (isRefusal(read)) return refuse(call, `${wordsOf(read).text.en} ${wordsOf(read).remedy.en}`)
    const language = call.language()
    for (const fault of read.faults) call.say(fault[language])
    return report(call, read.report)
  },
}

/** The banks that take part, by their ids. */
async function banksHere({
  settings: { banks, mode },
}: Workplace): Promise<{ readonly partsWaitHours?: number; readonly ids: readonly string[] }> {
  if (banks === null) return { ids: mode === 'production' ? [] : TWIN_BANKS }
  const { partsWaitHours, banks: named } = await readBanks(banks)
  return { partsWaitHours, ids: named.map(({ id }) => id) }
}

function report(call: Call, { state, fileName, movements, recovered, differences, isRepeated, readAt }: StatementReport): number {
  if (state === 'rejected') return refuse(call, `${fileName} was not read: nothing of it was taken`)
  if (isRepeated) call.say(`${fileName} was read on ${readAt}: nothing was done again.`)
  call.say(`New movements: ${movements}. Money that was missing here and is in its order now: ${recovered}. Differences: ${differences}.`)
  return differences > 0 && !isRepeated ? EXIT.undecided : EXIT.done
}
