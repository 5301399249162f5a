// The one way in: every npm script and `npx ruqsat` pass through here. Plain JavaScript for Node 18 and later.
//
//   1. Node 24: the one that runs us, or the one in .runtime/, fetched from npm where it is absent.
//   2. Packages: `npm ci` under that Node where node_modules is absent or package-lock.json has changed.
//   3. The command, in a child of that Node; signals are handed on and its exit code is ours. `start` is started again after a crash.
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { supervise } from './supervise.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const RUNTIME = join(ROOT, '.runtime')
const NODE_MAJOR = 24
const NODE_VERSION = '24.21.0'
/** What the registry must send, so that a changed package is refused. */
const NODE_INTEGRITY = {
  x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  arm64: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
}
/** The longest that another start may fetch Node and packages before we stop waiting for it. */
const LOCK_WAIT_MS = 15 * 60_000
const LOCK_POLL_MS = 200

const COMMANDS = {
  start: 'cmd/all.ts',
  test: 'tools/test.ts',
  check: 'tools/check.ts',
  bench: 'bench/run.ts',
  tidy: 'tools/tidy/main.ts',
  'coverage:law': 'tools/coverage-law.ts',
  'coverage:ids': 'tools/coverage-ids.ts',
  pages: 'tools/pages/main.ts',
  pkits: 'tools/pkits.ts',
}

/**
 * What holds the one process under 400 MiB. It lives on about 45 MiB of objects; left alone, V8 collects them into 64 MiB of young space
 * and keeps 100 MiB more of the old ones, and glibc keeps an arena for each thread. NODE_OPTIONS and the environment come first.
 */
export const FRUGAL_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=256']
export const FRUGAL_ENV = { MALLOC_ARENA_MAX: '2' }

function frugalFlags(options = '') {
  return FRUGAL_FLAGS.filter((flag) => !options.replaceAll('_', '-').includes(flag.split('=')[0]))
}

export async function boot(words) {
  const node = await findNode()
  const env = environmentFor(node)
  await ensurePackages(env)
  const [program, args] = programOf(words)
  if (program !== COMMANDS.start) return run(launch(node, [], program, args, env))
  const flags = frugalFlags(env.NODE_OPTIONS)
  return supervise((again) => launch(node, flags, program, args, { ...FRUGAL_ENV, ...env, ...restartOf(again) }, ['ipc']), say)
}

/** A file of the checkout and its arguments. */
function programOf(words) {
  const [word, ...rest] = words
  const program = Object.hasOwn(COMMANDS, word ?? '') ? COMMANDS[word] : undefined
  return program === undefined ? ['cmd/ruqsat.ts', words] : [program, rest]
}

async function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath
  const node = join(RUNTIME, `node-v${NODE_VERSION}`, 'bin', 'node')
  if (existsSync(node)) return node
  const integrity = NODE_INTEGRITY[process.arch]
  if (process.platform !== 'linux' || integrity === undefined) {
    throw new BootError(
      `Ruqsat needs Node ${NODE_MAJOR}: install it from https://nodejs.org and start again (this is Node ${process.versions.node}).`,
    )
  }
  await underLock(() => {
    if (!existsSync(node)) fetchNode(integrity)
  })
  return node
}

function fetchNode(integrity) {
  say(`Fetching Node ${NODE_VERSION} into .runtime/ (this machine has ${process.versions.node}) …`)
  const work = join(RUNTIME, `fetch-${randomUUID()}`)
  mkdirSync(work, { recursive: true })
  try {
    const name = `node-linux-${process.arch}`
    command('npm', ['pack', `${name}@${NODE_VERSION}`, '--pack-destination', work, '--silent'], { cwd: work })
    const archive = join(work, `${name}-${NODE_VERSION}.tgz`)
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
    if (found !== integrity) throw new BootError(`Expected ${name}@${NODE_VERSION} with ${integrity} but the registry sent ${found}.`)
    command('tar', ['-xzf', archive, '-C', work], { cwd: work })
    renameSync(join(work, 'package'), join(RUNTIME, `node-v${NODE_VERSION}`))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** The chosen Node is first on PATH for npm and for every child; JSX settings are found from any folder. */
function environmentFor(node) {
  const path = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter)
  return { ...process.env, PATH: path, OXC_TSCONFIG_PATH: join(ROOT, 'tsconfig.json') }
}

async function ensurePackages(env) {
  const mark = join(ROOT, 'node_modules', '.ruqsat-lock')
  const hash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (readText(mark) === hash) return
  await underLock(() => {
    if (readText(mark) === hash) return
    if (!packagesMatchLock()) {
      say('Installing packages (npm ci) …')
      command('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT, env })
    }
    writeFileSync(mark, hash)
  })
}

/**
 * An `npm install` by hand leaves the right packages without our mark: then nothing is thrown away. Nor is it for a room that is new: it needs
 * its link alone.
 */
function packagesMatchLock() {
  const installed = readJson(join(ROOT, 'node_modules', '.package-lock.json'))?.packages
  if (installed === undefined) return false
  return Object.entries(readJson(join(ROOT, 'package-lock.json')).packages).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/')) return true
    if (wanted.link === true) return isLinked(path, wanted.resolved)
    const found = installed[path]
    if (found === undefined) return wanted.optional === true
    return found.version === wanted.version && found.integrity === wanted.integrity && existsSync(join(ROOT, path))
  })
}

function isLinked(path, room) {
  const link = join(ROOT, path)
  if (existsSync(link)) return true
  if (!existsSync(join(ROOT, room))) return false
  mkdirSync(dirname(link), { recursive: true })
  // A link to where the room was before it moved.
  rmSync(link, { force: true })
  symlinkSync(relative(dirname(link), join(ROOT, room)), link)
  return true
}

/** One start at a time fetches and installs; a lock whose owner was killed is taken over. */
async function underLock(work) {
  mkdirSync(RUNTIME, { recursive: true })
  const lock = join(RUNTIME, 'boot.lock')
  const deadline = performance.now() + LOCK_WAIT_MS
  while (!takeLock(lock)) {
    if (performance.now() > deadline) throw new BootError(`Expected another start to finish installing but it still holds ${lock}.`)
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS))
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const owner = Number(readText(lock))
  if (Number.isInteger(owner) && owner > 0 && !isAlive(owner)) {
    const grave = `${lock}.${randomUUID()}`
    try {
      renameSync(lock, grave)
      // Another start may have taken the lock in between: then it gets it back.
      if (readText(grave) === String(owner)) rmSync(grave, { force: true })
      else renameSync(grave, lock)
    } catch {
      // Another start was quicker to remove it.
    }
  }
  return false
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs a helper to its end; what it prints goes to stderr, because stdout belongs to the command. */
function command(name, args, options) {
  const result = spawnSync(name, args, { ...options, stdio: ['ignore', 2, 2] })
  if (result.error) throw new BootError(`Expected to run ${name} but ${result.error.message}.`)
  if (result.status !== 0)
    throw new BootError(`Expected \`${name} ${args.join(' ')}\` to succeed but it ended with ${result.status ?? result.signal}.`)
}

/** What a process that is started again knows of the one before: it writes it into its log and takes its ports. */
function restartOf(again) {
  return again === null ? {} : { RUQSAT_RESTART: `${again.count} ${again.after}` }
}

function launch(node, flags, program, args, env, channel = []) {
  const loader = pathToFileURL(join(ROOT, 'tools', 'loader.mjs')).href
  const stdio = ['inherit', 'inherit', 'inherit', ...channel]
  return spawn(node, [...flags, '--import', loader, join(ROOT, program), ...args], { env, stdio })
}

function run(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child itself; twice would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function readJson(path) {
  const text = readText(path)
  return text === undefined ? undefined : JSON.parse(text)
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Something that the person at the terminal can fix; reported in a sentence, without a stack. */
class BootError extends Error {}

/** What `node tools/boot.mjs …` and the bin do with the process. */
export async function main(words) {
  try {
    process.exitCode = await boot(words)
  } catch (error) {
    say(error instanceof BootError ? error.message : (error.stack ?? String(error)))
    process.exitCode = 1
  }
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) await main(process.argv.slice(2))
