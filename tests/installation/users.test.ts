// Whoever starts it, wherever the checkout is: root in a folder that nobody else may enter, and a user who is not root.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ANY_PORTS, CHECKOUT, health, newState, removeStates, ruqsat, start, startToEnd } from './support/program.ts'

/** Debian's user for web servers; any that is not root would do. */
const SOMEBODY = { uid: 33, gid: 33 }
const NOT_COPIED = new Set(['node_modules', '.git', '.runtime', '.ruqsat'])
const isRoot = process.getuid?.() === 0
if (!isRoot) console.warn('SKIPPED: root in a closed folder and another user can be tried by root only')

const made: string[] = []
afterAll(async () => {
  await removeStates()
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** The checkout as somebody else would have it, with packages and a Node; packages are linked, not copied. */
function copyOfCheckout(owner?: { readonly uid: number; readonly gid: number }): { checkout: string; node: string } {
  const checkout = join(newState('copy'), 'ruqsat')
  mkdirSync(checkout)
  for (const name of readdirSync(CHECKOUT).filter((each) => !NOT_COPIED.has(each)))
    cpSync(join(CHECKOUT, name), join(checkout, name), { recursive: true, verbatimSymlinks: true })
  if (owner) run('chown', '-R', `${owner.uid}:${owner.gid}`, checkout)
  linkTree(join(CHECKOUT, 'node_modules'), join(checkout, 'node_modules'))
  const node = join(checkout, basename(process.execPath))
  linkTree(process.execPath, node)
  return { checkout, node }
}

/** Hard links where the disk is the same one. */
function linkTree(from: string, to: string): void {
  if (spawnSync('cp', ['-al', from, to]).status === 0) return
  rmSync(to, { recursive: true, force: true })
  run('cp', '-a', from, to)
}

function run(command: string, ...words: string[]): void {
  const { status, stderr } = spawnSync(command, words)
  if (status !== 0) throw new Error(`Expected ${command} to succeed but: ${stderr}`)
}

test.runIf(isRoot)('root, in a folder that others cannot enter: the state and the server are where its user can reach them', async () => {
  const { checkout, node } = copyOfCheckout()
  chmodSync(join(checkout, '..'), 0o700)
  const state = join('/var/lib/ruqsat', createHash('sha256').update(checkout).digest('hex').slice(0, 12))
  made.push(state)
  const how = { state, checkout, node, env: { RUQSAT_STATE: '', HOME: checkout }, flags: ANY_PORTS }
  const running = await start(how)
  expect((await health(running.portal)).status).toBe(200)
  const { code, out } = await ruqsat(how, 'status')
  expect(out).toContain(state)
  expect(code).toBe(0)
  expect(await running.stop()).toBe(0)
})

test.runIf(isRoot)('another user, in a checkout of their own', async () => {
  const { checkout, node } = copyOfCheckout(SOMEBODY)
  const state = join(checkout, '.ruqsat')
  const how = { state, checkout, node, user: SOMEBODY, env: { RUQSAT_STATE: '', HOME: checkout }, flags: ANY_PORTS }
  const running = await start(how)
  expect((await health(running.portal)).status).toBe(200)
  expect(await running.stop()).toBe(0)
})

test.runIf(isRoot)('another user, whose state folder belongs to somebody else, is told in a sentence', async () => {
  const state = newState('closed')
  const { code, err } = await startToEnd({ state, user: SOMEBODY, flags: ANY_PORTS })
  expect(err).toBe(`Expected to keep state in ${state} but this user may not write there; name another folder with RUQSAT_STATE\n`)
  expect(code).toBe(1)
})
