// bench/results.jsonl: one line for each run, with everything that says under which conditions.
import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { technicalClock } from '@ruqsat/database'

const FILE = new URL('./results.jsonl', import.meta.url)

export function keepResult(bench: string, result: Readonly<Record<string, unknown>>): void {
  appendFileSync(FILE, `${JSON.stringify({ bench, ...conditions(), ...result })}\n`)
}

function conditions() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const git = (...words: string[]) => {
    try {
      return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
      return 'unknown'
    }
  }
  const changed = git('status', '--porcelain')
  return {
    at: technicalClock.now(),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    revision: git('rev-parse', '--short', 'HEAD') + (changed === '' || changed === 'unknown' ? '' : '+'),
  }
}
