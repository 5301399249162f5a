// `npm test` and `npm run test:long` share no file, and together they run each test file of the house.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { promisify } from 'node:util'
import { checkoutFolder } from '@ruqsat/installation'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const root = checkoutFolder()

async function filesOf(projects: readonly string[]): Promise<readonly string[]> {
  const chosen = projects.flatMap((project) => ['--project', project])
  const words = ['node_modules/vitest/vitest.mjs', 'list', '--filesOnly', '--json', ...chosen]
  const { stdout } = await run(process.execPath, words, { cwd: root, maxBuffer: 16e6 })
  return (JSON.parse(stdout) as { file: string }[]).map(({ file }) => relative(root, file)).toSorted()
}

test('the usual and the long set of tests are disjoint, and no test file is in neither', async () => {
  const [usual, long] = await Promise.all([filesOf(['unit', 'journey']), filesOf(['long'])])
  expect(usual.filter((file) => long.includes(file))).toEqual([])
  expect(long.length).toBeGreaterThan(0)
  expect(long.every((file) => /\.long\.test\.tsx?$/.test(file))).toBe(true)
  const { stdout } = await run('git', ['ls-files', '*.test.ts', '*.test.tsx'], { cwd: root })
  const kept = stdout.split('\n').filter((file) => file !== '')
  expect(kept.filter((file) => !usual.includes(file) && !long.includes(file))).toEqual([])
})

test('npm has a script for each', async () => {
  const { scripts } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as { scripts: Record<string, string> }
  expect([scripts['test'], scripts['test:long']]).toEqual(['node tools/boot.mjs test', 'node tools/boot.mjs test --long'])
})
