import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '@ruqsat/foundation'
import { exists, syncFolder, writeFileAtomically } from '@ruqsat/installation'
import { checkedStore, type FileStore } from './store.ts'

/** Files of this folder, which this process may write. A disk that is full or gone is an outage. */
export function folderStore(folder: string): FileStore {
  const outage = (cause: unknown) =>
    new Fault('Expected the folder of files to take and give files but it did not', { retry: 'later', cause })
  return checkedStore({
    async write(name, bytes) {
      const path = join(folder, name)
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await writeFileAtomically(path, bytes)
        await syncFolder(folder)
      } catch (error) {
        throw outage(error)
      }
    },
    async read(name) {
      try {
        return await readFile(join(folder, name))
      } catch (error) {
        // A folder that is not mounted has no files either: only below one that is there is a file missing.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT' && (await exists(folder))) return null
        throw outage(error)
      }
    },
  })
}
