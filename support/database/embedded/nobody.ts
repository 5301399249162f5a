import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The user and group that run PostgreSQL when we are root: they exist on every Linux, own nothing, and need no entry in any file. */
export const NOBODY = 65534

/** Spawn options that drop root; empty for anybody else. Node clears the supplementary groups itself. */
export function asNobody(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
}

/** True where every folder from the root down to `path` can be entered by everybody. */
export async function reachableByNobody(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
