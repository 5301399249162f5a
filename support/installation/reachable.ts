import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** True where every folder from the root down to `path` can be entered by everybody, so by a server that gave up root. */
export function isReachableByEverybody(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const facts = statSync(folder, { throwIfNoEntry: false })
    // What is not there yet will be made by us, open enough.
    if (facts !== undefined && (facts.mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
