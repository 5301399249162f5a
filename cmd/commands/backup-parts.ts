// The passphrase of a backup, and what of the state folder goes into it next to the database: without the secrets its encrypted keys could not be opened, without the
// lines of checkpoints nobody outside could say what had been there.
import { hash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AttachedFile } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import { writeFileAtomically } from '@ruqsat/installation'
import { CHECKPOINT_FILE } from '../house/installation.ts'
import { CHECKPOINT_KEY_FILE } from './checkpoint-lines.ts'
import { type Call, type Option, UsageError } from './command.ts'

const SECRETS = 'secrets'
const FILES: readonly string[] = [CHECKPOINT_FILE, CHECKPOINT_KEY_FILE]

export async function collectFiles(state: string): Promise<readonly AttachedFile[]> {
  const entries = await readdir(join(state, SECRETS), { withFileTypes: true }).catch(() => [])
  const secrets = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => `${SECRETS}/${entry.name}`)
  const read = [...secrets.toSorted(), ...FILES].map(async (name) => {
    const content = await readFile(join(state, name)).catch(() => null)
    return content === null ? [] : [{ name, content: new Uint8Array(content) }]
  })
  return (await Promise.all(read)).flat()
}

/** A Fault where the folder has another file of a name in the backup: it belongs to another installation. */
export async function requireNoOthers(state: string, files: readonly { readonly name: string; readonly sha256: string }[]): Promise<void> {
  for (const { name, sha256 } of files) {
    const there = await readFile(join(state, nameWithin(name))).catch(() => null)
    if (there !== null && hash('sha256', there) !== sha256)
      throw new Fault(`Expected a state folder of its own for what is restored but ${join(state, name)} belongs to another installation`)
  }
}

export async function writeFiles(state: string, files: readonly AttachedFile[]): Promise<void> {
  for (const { name, content } of files) {
    const path = join(state, nameWithin(name))
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFileAtomically(path, content, FILES.includes(name) ? 0o644 : 0o600)
  }
}

/** A backup is a file from outside: it may not write anywhere else. */
function nameWithin(name: string): string {
  if (FILES.includes(name) || new RegExp(`^${SECRETS}/[A-Za-z0-9][A-Za-z0-9._-]*$`).test(name)) return name
  throw new Fault(`Expected secrets and checkpoints in the backup but found '${name}'`)
}

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
