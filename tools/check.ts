// npm run check: types, lint, format, the house's rules, and generated files. Every check is run, then everything is reported.
import { pathToFileURL } from 'node:url'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { endTestRun } from '@ruqsat/database/testing'
import { checkoutFolder } from '@ruqsat/installation'
import { coverageOfLaw, uncovered } from './coverage-law.ts'
import { coverageOfIds, gapsOf, NOT_NAMED } from './coverage-ids.ts'
import { staleFiles, staleSchemas } from './generated/generated.ts'
import { declareTexts } from './texts/declarations.ts'
import { printFinding, tidy } from './tidy/tidy.ts'

export type Checked = { readonly name: string; readonly hasPassed: boolean; readonly output: string }

type Check = { readonly name: string; run(root: string): Promise<{ hasPassed: boolean; output: string }> }

const checks: readonly Check[] = [
  { name: 'texts', run: async (root) => complaints(declareTexts(root)) },
  { name: 'types', run: (root) => tool(root, 'typescript/bin/tsc', ['-p', '.']) },
  { name: 'lint', run: (root) => tool(root, 'oxlint/bin/oxlint', ['--deny-warnings']) },
  { name: 'format', run: (root) => tool(root, 'oxfmt/bin/oxfmt', ['--check', '.']) },
  { name: 'tidy', run: async (root) => complaints(tidy(root).map(printFinding)) },
  { name: 'generated files', run: async (root) => complaints(await staleFiles(root)) },
  { name: 'law coverage', run: async (root) => complaints(uncovered(await coverageOfLaw(root))) },
  { name: 'requirements', run: async (root) => complaints(await faultsOfIds(root)) },
  { name: 'schema texts', run: async (root) => complaints(await staleSchemas(root)) },
]

async function faultsOfIds(root: string): Promise<readonly string[]> {
  const { covered, faults } = await coverageOfIds(root)
  return [...faults, ...gapsOf(covered.filter(({ missing }) => missing !== NOT_NAMED))]
}

/** Runs every check and prints each as it ends; a check that throws has failed. */
export async function runChecks(root: string): Promise<Checked[]> {
  const results: Checked[] = []
  for (const check of checks) {
    const result = await check.run(root).catch((error: Error) => ({ hasPassed: false, output: error.stack ?? error.message }))
    results.push({ name: check.name, ...result })
    console.log(`${result.hasPassed ? 'ok  ' : 'FAIL'} ${check.name}`)
    if (!result.hasPassed) console.log(result.output.trimEnd().replace(/^/gm, '     '))
  }
  return results
}

function complaints(lines: readonly string[]): { hasPassed: boolean; output: string } {
  return { hasPassed: lines.length === 0, output: lines.join('\n') }
}

function tool(root: string, program: string, args: readonly string[]): Promise<{ hasPassed: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ hasPassed: code === 0, output }))
  })
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const results = await runChecks(checkoutFolder())
  await endTestRun()
  process.exitCode = results.every((result) => result.hasPassed) ? 0 : 1
}
