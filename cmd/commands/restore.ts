import { exists } from '@ruqsat/installation'
import { resolve } from 'node:path'
import { keepAgainAfter, parseOutside } from '@ruqsat/caseflow'
import { type AttachedFile, ownSchemas, restoreDatabase, verifyBackup } from '@ruqsat/database'
import { filesOutside } from '@ruqsat/licensing'
import { CHECKPOINT_FILE } from '../house/installation.ts'
import { HOST } from './audit-verify.ts'
import { requireNoOthers, writeFiles, PASSPHRASE_OPTION, passphraseOf } from './backup-parts.ts'
import { type CliCommand, EXIT, onlyWord, refuse, UsageError } from './command.ts'
import { roomSchemas } from './rooms.ts'
import { openWorkplace, withNewDatabase } from './workplace.ts'
import { shown } from './regulations.ts'

export const command: CliCommand = {
  purpose: 'Put a backup into an empty installation: all of it or nothing, every table compared with its digest.',
  usage: '<file>',
  options: [
    PASSPHRASE_OPTION,
    { name: 'unencrypted', meaning: 'restore a file that no passphrase protects: whoever had it could have changed every row' },
    { name: 'check', meaning: 'only read the file and compare every digest; no database is touched' },
  ],
  exits: {
    0: 'restored (or, with --check, the file is whole)',
    1: 'something runs here, or no passphrase protects the file and nobody said that this is known',
  },
  notes: [
    'Tables are made by the migrations of this program; no SQL of the file is run. A backup of a newer program is refused.',
    'The database must hold nothing of ours. RUQSAT_STATE names another state folder, DATABASE_URL another server.',
  ],
  async run(call) {
    const file = resolve(onlyWord(call, 'file'))
    if (!(await exists(file))) throw new UsageError(`${shown(file)} is not there`)
    const passphrase = await passphraseOf(call)
    const options = passphrase === undefined ? {} : { passphrase }
    const found = await verifyBackup(file, options)
    call.say(`${shown(file)}: whole; ${found.rows} rows of ${found.tables} tables and ${found.files} files, as of ${found.createdAt}`)
    if (call.has('check')) return EXIT.done
    if (!found.isEncrypted && !call.has('unencrypted'))
      return refuse(call, 'No passphrase protects this file, so nobody can say who wrote it. Where you know: --unencrypted restores it.')
    const workplace = await openWorkplace(call)
    if (workplace.running !== null)
      return refuse(call, `Ruqsat runs here (pid ${workplace.running.pid}). Stop it first, or restore into another RUQSAT_STATE.`)
    await requireNoOthers(workplace.state, found.manifest.files)
    const outside = await withNewDatabase(workplace, async (database) => {
      const rooms = roomSchemas.flatMap(({ folders }) => folders)
      const { attached } = await restoreDatabase(database, file, { ...options, rooms })
      await writeFiles(workplace.state, attached)
      if ((await ownSchemas(database.sql)).includes(HOST)) await keepAgainAfter(database.sql, HOST, lastLineOf(attached))
      return filesOutside(database.sql)
    })
    if (outside.files > 0)
      call.warn(
        `${outside.files} files are in the store outside the database: name it in the section files, then npx ruqsat audit verify reads each.`,
      )
    call.say(`restored into ${workplace.state}; npm start goes on from there`)
    return EXIT.done
  },
}

/** The last checkpoint in the file that came along, 0 where there is none: files are collected before the instant of the rows. */
function lastLineOf(attached: readonly AttachedFile[]): number {
  const file = attached.find(({ name }) => name === CHECKPOINT_FILE)
  const lines = file === undefined ? [] : Buffer.from(file.content).toString('utf8').split('\n')
  return lines.reduce((last, line) => Math.max(last, parseOutside(line)?.body.number ?? 0), 0)
}
