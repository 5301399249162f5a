import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { completePackageLock } from './generated/package-lock.ts'

let root: string

/** A checkout in which everything is installed and each program prints what it was given. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ruqsat-boot-'))
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const name of ['boot.mjs', 'supervise.mjs', 'ruqsat.mjs'])
    cpSync(join(fileURLToPath(new URL('.', import.meta.url)), name), join(root, 'tools', name))
  const lock = JSON.stringify({ packages: { '': {} } })
  write('package-lock.json', lock)
  write('node_modules/.ruqsat-lock', createHash('sha256').update(lock).digest('hex'))
  write('tools/loader.mjs', '')
  const program = (name: string) =>
    `console.log(JSON.stringify({ name: '${name}', args: process.argv.slice(2), path: process.env.PATH.split(':')[0] }))\n`
  for (const name of ['cmd/all.ts', 'cmd/ruqsat.ts', 'tools/test.ts', 'tools/tidy/main.ts']) write(name, program(name))
  write('tools/check.ts', 'process.exitCode = 7\n')
  write('bench/run.ts', "process.on('SIGTERM', () => process.exit(5)); console.log('ready'); setInterval(() => {}, 1000)\n")
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function start(entry: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(root, 'tools', entry), ...words], {
    cwd: tmpdir(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => child.once('close', (code) => resolve({ code, output })))
  return { child, ended, isReady: async () => void (await new Promise((resolve) => child.stdout.once('data', resolve))) }
}

test.each([
  [['start', '--port', '1'], 'cmd/all.ts', ['--port', '1']],
  [['test'], 'tools/test.ts', []],
  [['tidy', '--write'], 'tools/tidy/main.ts', ['--write']],
  [['migrate'], 'cmd/ruqsat.ts', ['migrate']],
  [['verify', 'a file.pdf'], 'cmd/ruqsat.ts', ['verify', 'a file.pdf']],
  [['toString'], 'cmd/ruqsat.ts', ['toString']],
  [[], 'cmd/ruqsat.ts', []],
])('%j runs %s from any folder, with this Node first on PATH', async (words, name, args) => {
  const { code, output } = await start('ruqsat.mjs', words).ended
  expect(JSON.parse(output)).toEqual({ name, args, path: join(process.execPath, '..') })
  expect(code).toBe(0)
})

test.each([
  ['start', '', 'MALLOC_ARENA_MAX=2', ['--max-semi-space-size=8', '--max-old-space-size=256']],
  ['start', '--max_old_space_size=900', 'MALLOC_ARENA_MAX=2', ['--max-semi-space-size=8']],
  ['test', '', 'MALLOC_ARENA_MAX=undefined', []],
])('`%s` with NODE_OPTIONS=%s holds its memory down where nobody says otherwise', async (word, options, arenas, flags) => {
  const print =
    "console.log(`MALLOC_ARENA_MAX=${process.env.MALLOC_ARENA_MAX}`, ...process.execArgv.filter((flag) => flag.startsWith('--max')))"
  for (const name of ['cmd/all.ts', 'tools/test.ts']) writeFileSync(join(root, name), print)
  const { output } = await start('boot.mjs', [word], { NODE_OPTIONS: options }).ended
  expect(output.trim()).toBe([arenas, ...flags].join(' '))
})

test('the exit code of the program is ours', async () => {
  expect(await start('boot.mjs', ['check']).ended).toEqual({ code: 7, output: '' })
})

test('a signal reaches the program, and what it makes of it is ours', async () => {
  const { child, ended, isReady } = start('boot.mjs', ['bench'])
  await isReady()
  child.kill('SIGTERM')
  expect((await ended).code).toBe(5)
})

test('a changed lock is installed under one lock, also after a start that was killed while installing', async () => {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/ghost': { version: '1.0.0' } } }))
  writeFileSync(join(root, 'package.json'), '{"name":"x","dependencies":{"ghost":"file:absent"}}')
  mkdirSync(join(root, '.runtime'))
  writeFileSync(join(root, '.runtime', 'boot.lock'), '999999999')
  const { code, output } = await start('boot.mjs', ['start']).ended
  expect(output).toContain('Installing packages (npm ci)')
  expect(output).toMatch(/Expected `npm ci .*` to succeed but it ended with/)
  expect(code).toBe(1)
})

test('what npm installed by hand is kept', async () => {
  const packages = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' }, 'node_modules/b': { version: '1.0.0', optional: true } }
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }))
  writeFileSync(
    join(root, 'node_modules', '.package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/a': packages['node_modules/a'] } }),
  )
  mkdirSync(join(root, 'node_modules', 'a'))
  const { code, output } = await start('boot.mjs', ['start']).ended
  expect(output).not.toContain('Installing')
  expect(code).toBe(0)
})

test('a new room gets its link and nothing is installed, also where an old link leads nowhere', async () => {
  const packages = { 'node_modules/@x/room': { resolved: 'systems/room', link: true }, 'systems/room': { version: '1.0.0' } }
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }))
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: {} }))
  mkdirSync(join(root, 'systems', 'room'), { recursive: true })
  mkdirSync(join(root, 'node_modules', '@x'))
  symlinkSync('../../systems/before', join(root, 'node_modules', '@x', 'room'))
  const { code, output } = await start('boot.mjs', ['start']).ended
  expect(output).not.toContain('Installing')
  expect(code).toBe(0)
  expect(realpathSync(join(root, 'node_modules', '@x', 'room'))).toBe(realpathSync(join(root, 'systems', 'room')))
})

test('a lock names the packages of every platform, though the registry at hand lacked some', () => {
  const lock = {
    packages: {
      '': { name: 'x' },
      'node_modules/lint': {
        version: '1.2.3',
        optionalDependencies: { '@lint/linux-x64-musl': '1.2.3', '@lint/darwin-arm64': '1.2.3', fsevents: '^2.0.0' },
      },
    },
  }
  const complete = completePackageLock(JSON.stringify(lock))
  expect(JSON.parse(complete).packages).toMatchObject({
    'node_modules/@lint/linux-x64-musl': { version: '1.2.3', os: ['linux'], cpu: ['x64'], libc: ['musl'], optional: true },
    'node_modules/@lint/darwin-arm64': { version: '1.2.3', os: ['darwin'], cpu: ['arm64'], optional: true },
  })
  expect(completePackageLock(complete)).toBe(complete)
})
