// A program of somebody else, as an administrator adds it.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { RunningHouse } from '../../house.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** `words`: scopes, and options of the command as they are typed. */
export async function addClient(
  { folder }: RunningHouse,
  ...words: readonly string[]
): Promise<{ readonly id: string; readonly secret: string }> {
  const options = words.flatMap((word) => (word.startsWith('--') ? [word] : ['--scope', word]))
  const command = ['tools/ruqsat.mjs', 'clients', 'add', '--name', 'A system of the test', ...options]
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env: { ...process.env, RUQSAT_STATE: folder } })
  return { id: /Client: (\S+)/.exec(stdout)![1]!, secret: /once: (\S+)/.exec(stdout)![1]! }
}

/** For an hour. */
export async function tokenOf(
  { origin }: RunningHouse,
  { id, secret }: { readonly id: string; readonly secret: string },
  scopes: readonly string[],
): Promise<string> {
  const headers = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') })
  const answer = await fetch(`${origin}/identity/token`, { method: 'POST', headers, body })
  return ((await answer.json()) as { readonly access_token: string }).access_token
}
