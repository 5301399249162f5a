import { exists } from '@ruqsat/installation'
import { resolve } from 'node:path'
import { backupDatabase } from '@ruqsat/database'
import { filesOutside } from '@ruqsat/licensing'
import { collectFiles, PASSPHRASE_OPTION, passphraseOf } from './backup-parts.ts'
import { type CliCommand, EXIT, onlyWord, UsageError } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'
import { shown } from './regulations.ts'

export const command: CliCommand = {
  purpose: 'Copy the whole installation into one file, as it was at one instant: every schema, the secrets, the checkpoints.',
  usage: '<file>',
  options: [PASSPHRASE_OPTION],
  exits: { 0: 'the file is whole on the disk' },
  notes: ['Works while everything runs and nobody waits for it; works too when nothing runs. An existing file is never written over.'],
  async run(call) {
    const file = resolve(onlyWord(call, 'file'))
    if (await exists(file)) throw new UsageError(`${shown(file)} is there already; give the backup a name of its own`)
    const passphrase = await passphraseOf(call)
    const workplace = await openWorkplace(call)
    const files = await collectFiles(workplace.state)
    const { made, outside } = await withDatabase(workplace, async (database) => ({
      made: await backupDatabase(database, file, { files, ...(passphrase !== undefined && { passphrase }) }),
      outside: await filesOutside(database.sql),
    }))
    call.say(`${shown(file)}: ${made.rows} rows of ${made.tables} tables and ${made.files} files, as of ${made.createdAt}`)
    if (outside.files > 0)
      call.warn(
        `${outside.files} files (${outside.bytes} bytes) are in the store outside the database, not in this backup: copy that store after it. Nothing is ever removed there.`,
      )
    if (!made.isEncrypted)
      call.warn('It is not encrypted and holds personal data and keys: keep it as closed as the server itself, or use --passphrase-file.')
    return EXIT.done
  },
}
