// Signed files before judges who are not ours: poppler, qpdf, OpenSSL; and before our own command line.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import type { Stage } from './stage.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** True where all of these programs are here. With CI=true none may be missing. */
export function hasPrograms(...names: string[]): boolean {
  const missing = names.filter((name) => !(process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name))))
  if (missing.length === 0) return true
  if (process.env['CI'] === 'true') throw new Error(`Expected ${missing.join(', ')} in CI but they are not on PATH`)
  console.warn(`SKIPPED: ${missing.join(', ')} not on PATH`)
  return false
}

/** Clicks a download link and answers where the file lies. */
export async function downloaded(page: Page, link: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(link).first().click()])
  const path = join(mkdtempSync(join(tmpdir(), 'ruqsat-file-')), download.suggestedFilename())
  await download.saveAs(path)
  return path
}

/** What poppler says of the signatures when it trusts the sandbox's root and nothing else, at the sandbox's own instant. */
export async function pdfsig(stage: Stage, path: string): Promise<string> {
  const nss = mkdtempSync(join(tmpdir(), 'ruqsat-nss-'))
  await run('certutil', ['-N', '-d', `sql:${nss}`, '--empty-password'])
  for (const [name, flags] of [
    ['root', 'C,C,C'],
    ['issuing', ',,'],
  ] as const) {
    const file = join(nss, `${name}.crt`)
    writeFileSync(file, await authorityFile(stage, `/ca/${name}.crt`))
    await run('certutil', ['-A', '-d', `sql:${nss}`, '-n', name, '-t', flags, '-i', file])
  }
  const moment = (await stage.republic.legalTime()).slice(0, 19).replace('T', ' ')
  const { stdout } = await run('faketime', [moment, 'pdfsig', '-nssdir', `sql:${nss}`, path], { env: { ...process.env, TZ: 'UTC' } })
  return stdout
}

export async function qpdfCheck(path: string): Promise<string> {
  return (await run('qpdf', ['--check', path])).stdout
}

/** Each font of the document with whether it lies inside. */
export async function fontsOf(path: string): Promise<{ readonly name: string; readonly isEmbedded: boolean }[]> {
  const { stdout } = await run('pdffonts', [path])
  const lines = stdout
    .split('\n')
    .slice(2)
    .filter((line) => line.trim() !== '')
  return lines.map((line) => ({
    name: line.slice(0, 36).trim(),
    isEmbedded: /^yes\s/.test(line.slice(line.search(/(yes|no) +(yes|no) +(yes|no) +\d/))),
  }))
}

export async function textOf(path: string): Promise<string> {
  return (await run('pdftotext', [path, '-'])).stdout.replace(/\s+/g, ' ')
}

/** `npx ruqsat verify FILE` in this house. */
export async function ruqsatVerify(
  stage: Stage,
  path: string,
  ...options: string[]
): Promise<{ readonly code: number; readonly output: string }> {
  const env = { ...process.env, RUQSAT_STATE: stage.house.folder }
  try {
    const { stdout } = await run(process.execPath, [join(ROOT, 'tools/ruqsat.mjs'), 'verify', path, ...options], { env, cwd: ROOT })
    return { code: 0, output: stdout }
  } catch (error) {
    const failed = error as { readonly code: number; readonly stdout: string; readonly stderr: string }
    return { code: failed.code, output: `${failed.stdout}${failed.stderr}` }
  }
}

/** What the authority's own site gives out: its certificates and lists. */
async function authorityFile(stage: Stage, path: string): Promise<Buffer> {
  const { addresses } = JSON.parse(readFileSync(join(stage.house.folder, 'running.json'), 'utf8')) as { addresses: { authority: string } }
  const answer = await fetch(`${addresses.authority}${path}`)
  if (!answer.ok) throw new Error(`Expected ${path} of the authority but it answered ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}
