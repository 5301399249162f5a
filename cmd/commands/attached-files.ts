// What of the state folder goes into a backup beside the database: without the secrets its encrypted keys could not be opened, without the
// lines of checkpoints nobody outside could say what had been there.
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { AttachedFile } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import { writeFileAtomically } from '@ruqsat/installation'

const FOLDERS = ['secrets', 'checkpoints']

export async function collectFiles(state: string): Promise<readonly AttachedFile[]> {
  const lists = await Promise.all(
    FOLDERS.map(async (folder) => {
      const entries = await readdir(join(state, folder), { withFileTypes: true }).catch(() => [])
      const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => `${folder}/${entry.name}`)
      return Promise.all(names.toSorted().map(async (name) => ({ name, content: await readFile(join(state, name)) })))
    }),
  )
  return lists.flat()
}

/** A Fault where the folder has another file of a name in the backup: it belongs to another installation. */
export async function requireNoOthers(state: string, files: readonly { readonly name: string; readonly sha256: string }[]): Promise<void> {
  for (const { name, sha256 } of files) {
    const there = await readFile(join(state, nameWithin(name))).catch(() => null)
    if (there !== null && createHash('sha256').update(there).digest('hex') !== sha256)
      throw new Fault(`Expected a state folder of its own for what is restored but ${join(state, name)} belongs to another installation`)
  }
}

export async function writeFiles(state: string, files: readonly AttachedFile[]): Promise<void> {
  for (const { name, content } of files) {
    const path = join(state, nameWithin(name))
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFileAtomically(path, content)
  }
}

/** A backup is a file from outside: it may not write anywhere else. */
function nameWithin(name: string): string {
  const [folder, file, ...more] = name.split('/')
  if (!FOLDERS.includes(folder!) || more.length > 0 || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file ?? ''))
    throw new Fault(`Expected files of ${FOLDERS.join(' and ')} in the backup but found '${name}'`)
  return name
}
