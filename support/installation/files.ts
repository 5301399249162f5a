import { randomUUID } from 'node:crypto'
import { constants, readFileSync } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '@ruqsat/foundation'

/** How often a waiting process looks whether the lock is free. */
const LOCK_POLL_MS = 25
/** The longest that work under one of our locks takes: a first `initdb` on a slow disk. */
const LOCK_WAIT_MS = 120_000

/**
 * Writes a whole file so that after a power cut there is the old content or the new, never a half:
 * a temporary file next to it, fsync, rename, fsync of the folder.
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  const file = await open(temporary, 'wx', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** True where there is a file or a folder of this name. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** True while a process of this id runs, whoever owns it. */
export function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return !hasEnded(pid)
}

/**
 * A process that ended keeps its number until its parent asks for the exit code, and in many containers nobody does where the parent is
 * gone: Linux says Z (or X) after the name in brackets.
 */
function hasEnded(pid: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return /^[ZX]/.test(text.slice(text.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

/**
 * Runs `work` while no other process of this machine runs work under the same file. The file holds the
 * owner's pid, so a lock whose owner was killed is taken over. Throws a Fault when the owner keeps it too long.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + LOCK_WAIT_MS
  while (!(await takeLock(path))) {
    if (performance.now() > deadline)
      throw new Fault(`Expected the lock ${path} to become free but its owner still holds it`, { retry: 'later' })
    await sleep(LOCK_POLL_MS)
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644)
    await file.writeFile(String(process.pid))
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await removeStaleLock(path)
    return false
  }
}

/** A lock that is empty for a moment is being written; one that stays empty belonged to a process killed in between. */
async function removeStaleLock(path: string): Promise<void> {
  const before = await lockState(path)
  if (before === null || (before.pid !== 0 && processIsAlive(before.pid))) return
  await sleep(LOCK_POLL_MS * 4)
  const after = await lockState(path)
  if (after === null || after.inode !== before.inode || after.pid !== before.pid) return
  // Renaming first makes sure that of two cleaners only one removes, and never a lock that was taken meanwhile.
  const grave = `${path}.${randomUUID()}.stale`
  await rename(path, grave).catch(() => undefined)
  await rm(grave, { force: true })
}

async function lockState(path: string): Promise<{ pid: number; inode: number } | null> {
  try {
    const [text, facts] = [await readFile(path, 'utf8'), await stat(path)]
    return { pid: Number(text) || 0, inode: facts.ino }
  } catch {
    return null
  }
}
