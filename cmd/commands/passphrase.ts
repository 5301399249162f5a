import { readFile } from 'node:fs/promises'
import { type Call, type Option, UsageError } from './command.ts'

/** Shorter ones are found by trying. */
const PASSPHRASE_LETTERS = 12

export const PASSPHRASE_OPTION: Option = {
  name: 'passphrase-file',
  value: 'FILE',
  meaning: `the file whose first line is the passphrase (${PASSPHRASE_LETTERS} letters or more); never on the command line, where others see it`,
}

/** The passphrase of `--passphrase-file`, or undefined where it was not given. */
export async function passphraseOf(call: Call): Promise<string | undefined> {
  const path = call.text(PASSPHRASE_OPTION.name)
  if (path === undefined) return undefined
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`the passphrase file ${path} cannot be read`)
  })
  const [line = ''] = text.split(/\r?\n/)
  if (line.length < PASSPHRASE_LETTERS) throw new UsageError(`the first line of ${path} has fewer than ${PASSPHRASE_LETTERS} letters`)
  return line
}
