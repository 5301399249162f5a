// npm run bench -- mutations [count]: how many slips of a writer the house reports; writes bench/mutations.md.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { MEASURED_SEED } from './seeds.ts'
import { reportOf } from './report.ts'
import { mutationRun, scoreOf } from './run.ts'

const USUAL_COUNT = 1_000

export async function run(words: readonly string[]): Promise<boolean> {
  const seed = Number(process.env['RUQSAT_SEED'] ?? MEASURED_SEED)
  const found = await mutationRun({ count: Number(words[0] ?? USUAL_COUNT), seed })
  const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  writeFileSync(new URL('../mutations.md', import.meta.url), reportOf(found, revision))
  console.log(
    `RUQSAT_SEED=${seed}: ${(scoreOf(found.judged) * 100).toFixed(1)} % of what is not harmless is reported; see bench/mutations.md`,
  )
  return true
}
