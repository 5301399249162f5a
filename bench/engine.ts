// The engine next to other engines and to plain SQL that decides nothing, on one PostgreSQL, turn by turn: only figures of one run may be
// compared.
//   npm run bench -- engine [rounds]
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '@ruqsat/database'
import { startEmbeddedServer, type EmbeddedServer } from '@ruqsat/database/embedded'
import { cpuSecondsOf, endedCpuSeconds } from './memory.ts'
import { keepResult } from './results.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OURS = join(ROOT, 'bench', 'engine-steps.ts')
const PEERS = join(ROOT, '..', 'shared', 'peers')
const USUAL_ROUNDS = 3
/** Of each program in each round: some seconds of the slowest. */
const INSTANCES = 200
/** Enough for each of those in flight. */
const FEW = 16

type Program = {
  readonly name: string
  readonly file: string
  readonly figure: string
  readonly env?: Readonly<Record<string, string>>
}

/** Other engines and the plain SQL that decides nothing, by folder under `shared/peers`. */
const OTHERS: readonly { readonly name: string; readonly folder: string; readonly env?: Readonly<Record<string, string>> }[] = [
  { name: 'floor', folder: 'floor' },
  { name: 'dbos', folder: 'dbos' },
  { name: 'graphile', folder: 'graphile' },
  { name: 'graphileTuned', folder: 'graphile', env: { TUNED: '1' } },
  { name: 'restate', folder: 'restate' },
]

export async function run(words: readonly string[]): Promise<boolean> {
  const rounds = words[0] === undefined ? USUAL_ROUNDS : Number(words[0])
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  try {
    await createDatabases(server)
    const programs: readonly Program[] = [{ name: 'engine', file: OURS, figure: 'instancesPerSecond' }, ...othersIn(folder)]
    const all = new Map<string, { readonly perSecond: number[]; readonly cpuMs: number[] }>()
    // What a program takes for its start is measured by a run with next to no instances, and left out.
    const starts = new Map(programs.map((program) => [program.name, measured(program, server, FEW)?.cpuMs ?? 0]))
    for (let round = 0; round < rounds; round += 1) {
      for (const program of programs) {
        const once = measured(program, server, INSTANCES)
        if (once === null) continue
        const { perSecond, cpuMs } = once
        const known = all.get(program.name) ?? { perSecond: [], cpuMs: [] }
        known.perSecond.push(perSecond)
        known.cpuMs.push((cpuMs - starts.get(program.name)!) / (INSTANCES - FEW))
        all.set(program.name, known)
      }
      console.log(
        `  round ${round + 1}: ${[...all].map(([name, { perSecond }]) => `${name} ${perSecond.at(-1)}`).join(', ')} instances a second`,
      )
    }
    return report(all)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** DBOS keeps its own tables in a second database, whose name its program makes from that of the first. */
async function createDatabases(server: EmbeddedServer): Promise<void> {
  const database = await openDatabase({ url: server.url(), maxConnections: 1 })
  await database.sql`create database lab`
  await database.sql`create database dbos_sys`
  await database.close()
}

/** The other programs with what they need, installed next to them; what this machine does not have is left out and said. */
function othersIn(folder: string): readonly Program[] {
  if (!existsSync(PEERS)) {
    console.log('The other engines are not on this machine: ours is measured alone, without a ratio.')
    return []
  }
  const peers = join(folder, 'peers')
  cpSync(PEERS, peers, { recursive: true })
  const isInstalled = new Map<string, boolean>()
  const installed = (name: string) => {
    if (!isInstalled.has(name)) isInstalled.set(name, install(join(peers, name), name))
    return isInstalled.get(name)!
  }
  return OTHERS.filter((each) => installed(each.folder)).map(({ name, folder: own, env }) => ({
    name,
    file: join(peers, own, 'bench.mjs'),
    figure: 'inst_per_s',
    ...(env && { env }),
  }))
}

function install(folder: string, name: string): boolean {
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'ignore' })
    return true
  } catch {
    console.log(`${name} could not be installed: it is left out.`)
    return false
  }
}

type Measured = { readonly perSecond: number; readonly cpuMs: number }

/**
 * Runs one program in its own folder: the first of its JSON lines that has the figure, and the processor time that it and PostgreSQL took.
 * Null where it failed, which is said and left out: a busy machine makes some lose their connections.
 */
function measured({ name, file, figure, env: own }: Program, server: EmbeddedServer, instances: number): Measured | null {
  const [, password = ''] = /:([0-9a-f]+)@/.exec(server.url()) ?? []
  const url = `postgres://ruqsat:${password}@127.0.0.1:${server.port}/lab`
  const env = { ...process.env, PGURL: url, REPS: '1', N: String(instances), ...own }
  const loader = file.endsWith('.ts') ? ['--import', join(ROOT, 'tools/loader.mjs')] : []
  const cwd = file === OURS ? ROOT : join(file, '..')
  const before = cpuSecondsOf(server.pid()) + endedCpuSeconds()
  const ran = spawnSync(process.execPath, [...loader, file], { cwd, env, encoding: 'utf8' })
  if (ran.status !== 0 && name !== 'engine') {
    console.log(`  ${name} failed once and is left out of this round: ${ran.stderr.trim().split('\n').at(-1) ?? ''}`)
    return null
  }
  const said = ran.stdout
  const cpuMs = (cpuSecondsOf(server.pid()) + endedCpuSeconds() - before) * 1_000
  for (const line of said.split('\n').filter((each) => each.startsWith('{'))) {
    const perSecond = (JSON.parse(line) as Record<string, unknown>)[figure]
    if (typeof perSecond === 'number') return { perSecond, cpuMs }
  }
  throw new Error(`Expected '${figure}' from ${file} but it printed: ${said.slice(0, 300)}`)
}

/** Of whose program another process does the work, or which runs two things: its processor time is not comparable. */
const WITHOUT_CPU = new Set(['restate', 'floor'])

function report(all: ReadonlyMap<string, { readonly perSecond: readonly number[]; readonly cpuMs: readonly number[] }>): boolean {
  const engine = all.get('engine')!
  const [perSecond, cpuMs] = [median(engine.perSecond), median(engine.cpuMs)]
  const round = (value: number) => Math.round(value * 100) / 100
  console.log(
    `\nThe engine: ${perSecond} instances of twelve steps a second, ${round(cpuMs)} ms of processor time each (PostgreSQL included)`,
  )
  const others = [...all].filter(([name]) => name !== 'engine')
  const compared = others.map(([name, other]) => {
    const rate = median(other.perSecond)
    const cpu = WITHOUT_CPU.has(name) ? null : median(other.cpuMs)
    return { name, perSecond: rate, ratio: round(perSecond / rate), cpuMs: cpu && round(cpu), cpuRatio: cpu && round(cpu / cpuMs) }
  })
  for (const { name, perSecond: rate, ratio, cpuMs: cpu, cpuRatio } of compared)
    console.log(`  ${ratio} times ${name} (${rate})${cpu === null ? '' : `; by processor time ${cpuRatio} times (${cpu} ms)`}`)
  keepResult('engine', { instances: INSTANCES, rounds: engine.perSecond.length, perSecond, cpuMs: round(cpuMs), others: compared })
  return true
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((one, other) => one - other)
  return sorted[sorted.length >> 1]!
}
