import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
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
  await writeFile(temporary, content, { flag: 'wx', mode, flush: true })
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

/** After this a new name in the folder outlives a power cut. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path)
  await folder.sync()
}

/** True where there is a file or a folder of this name. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
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
  await untilTrue(() => takeLock(path), {
    pollMs: LOCK_POLL_MS,
    atMostMs: LOCK_WAIT_MS,
    tooLate: () => `Expected the lock ${path} to become free but its owner still holds it`,
  })
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

/** Asks again and again until the answer is true. A Fault to be tried later where it is not in time. */
export async function untilTrue(
  ask: () => boolean | Promise<boolean>,
  { pollMs, atMostMs, tooLate }: { readonly pollMs: number; readonly atMostMs: number; readonly tooLate: () => string },
): Promise<void> {
  const deadline = performance.now() + atMostMs
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Fault(tooLate(), { retry: 'later' })
    await sleep(pollMs)
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o644 })
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
  const [text, facts] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(() => [null, null])
  return facts === null ? null : { pid: Number(text) || 0, inode: facts.ino }
}
