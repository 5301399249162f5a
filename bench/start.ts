// How long a start takes: the whole house until its first page, and one command. Turn by turn with every act parsed again and with the acts
// as they were kept by the start before; and the first start of all, on a state folder that is new, in a checkout that has run before.
//   npm run bench -- start [rounds]
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { processIsAlive } from '@ruqsat/installation'
import { startHouse, type RunningHouse } from '../tests/house.ts'
import { cpuMsOf } from './processor.ts'
import { keepResult } from './results.ts'

const USUAL_ROUNDS = 5
const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** What an earlier start of this checkout has read. */
const SHARED_ACTS = join(ROOT, '.runtime', 'regulations')
const COMMAND = ['regulation', 'show', 'grain']
/** Between two looks at a process that ends. */
const LOOK_MS = 10

/** `ms` by the wall, `cpuMs` of the process. */
type Taken = { readonly ms: number; readonly cpuMs: number }
type Way = 'parsed' | 'kept'
const WAYS: readonly Way[] = ['parsed', 'kept']

export async function run(words: readonly string[]): Promise<boolean> {
  const rounds = words[0] === undefined ? USUAL_ROUNDS : Number(words[0])
  const house = await startHouse()
  const starts: Record<Way, Taken[]> = { parsed: [], kept: [] }
  const commands: Record<Way, Taken[]> = { parsed: [], kept: [] }
  const first: Taken[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const way of WAYS) {
        await endGently(house)
        if (way === 'parsed') for (const kept of [join(house.folder, 'cache'), SHARED_ACTS]) rmSync(kept, { recursive: true, force: true })
        starts[way].push(await startAgain(house))
      }
      first.push(await firstStart())
      for (const way of WAYS) commands[way].push(runCommand(way === 'parsed' ? join(house.folder, 'none') : house.folder))
    }
  } finally {
    await house.stop()
  }
  const newState = { ms: middle(first, 'ms'), cpuMs: middle(first, 'cpuMs') }
  const result = { rounds, newState, firstPage: middleOf(starts), [COMMAND.join(' ')]: middleOf(commands) }
  for (const [what, times] of Object.entries(result)) if (typeof times === 'object') console.log(`${what}: ${JSON.stringify(times)}`)
  keepResult('start', result)
  return true
}

/** PostgreSQL's data, keys and people are made in it; `cpuMs` has what PostgreSQL's own programs took to make the data. */
async function firstStart(): Promise<Taken> {
  const begun = performance.now()
  const house = await startHouse()
  try {
    await firstPage(house)
    return { ms: performance.now() - begun, cpuMs: cpuMsOf(house.pid) }
  } finally {
    await house.stop()
  }
}

async function endGently(house: RunningHouse): Promise<void> {
  const { pid } = house
  process.kill(pid, 'SIGTERM')
  while (processIsAlive(pid)) await pause(LOOK_MS)
}

async function startAgain(house: RunningHouse): Promise<Taken> {
  const begun = performance.now()
  await house.restart()
  await firstPage(house)
  return { ms: performance.now() - begun, cpuMs: cpuMsOf(house.pid) }
}

async function firstPage(house: RunningHouse): Promise<void> {
  const page = await fetch(`${house.origin}/kk`)
  await page.arrayBuffer()
  if (page.status !== 200) throw new Error(`Expected the first page but it answered ${page.status}; see ${house.logFile}`)
}

/** The command says its own time when it ends; children of ours are counted in one sum otherwise. */
const TELLS_ITS_TIME = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>{const{user,system}=process.cpuUsage();writeSync(2,'cpu '+(user+system)/1000)})`

function runCommand(state: string): Taken {
  const begun = performance.now()
  const args = ['--import', TELLS_ITS_TIME, '--import', join(ROOT, 'tools/loader.mjs'), join(ROOT, 'cmd/ruqsat.ts'), ...COMMAND]
  const ran = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, RUQSAT_STATE: state } })
  const told = /cpu ([\d.]+)$/.exec(ran.stderr)
  if (ran.status !== 0 || told === null) throw new Error(`Expected ${COMMAND.join(' ')} to run but it said: ${ran.stderr}`)
  return { ms: performance.now() - begun, cpuMs: Number(told[1]) }
}

function middle(taken: readonly Taken[], of: keyof Taken): number {
  const sorted = taken.map((each) => each[of]).toSorted((one, other) => one - other)
  return Math.round(sorted[sorted.length >> 1]!)
}

function middleOf({ parsed, kept }: Readonly<Record<Way, readonly Taken[]>>): Readonly<Record<string, number>> {
  return {
    parsedMs: middle(parsed, 'ms'),
    keptMs: middle(kept, 'ms'),
    parsedCpuMs: middle(parsed, 'cpuMs'),
    keptCpuMs: middle(kept, 'cpuMs'),
  }
}
