// What the Nu Html Checker (vnu, of the W3C's validator) finds wrong in markup as a server sends it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where `npm run pages` keeps the programs of others that judge pages. */
export const JUDGES_FOLDER = fileURLToPath(new URL('../../../.runtime/judges', import.meta.url))
const JAR = join(JUDGES_FOLDER, 'node_modules/vnu-jar/build/dist/vnu.jar')

/** Why markup cannot be judged on this machine, or null. With CI=true nothing may be skipped. */
export function missingMarkupJudge(): string | null {
  const hasJava = spawnSync('java', ['-version']).status === 0
  if (hasJava && existsSync(JAR)) return null
  const why = hasJava ? 'vnu was not fetched yet (npm run pages)' : 'no Java'
  if (process.env['CI'] === 'true') throw new Error(`Expected to judge markup in CI but ${why}`)
  console.warn(`SKIPPED: judging markup: ${why}`)
  return why
}

type Report = { readonly messages: readonly { readonly url?: string; readonly message: string; readonly extract?: string }[] }

/** Errors and warnings in these pages, each with the page's name; remarks on slashes of void elements are none. One start of Java for all. */
export function markupFindings(pages: readonly { readonly name: string; readonly html: string }[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-markup-'))
  try {
    for (const [place, { html }] of pages.entries()) writeFileSync(join(folder, `${place}.html`), html)
    const args = ['-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', '--skip-non-html', '--skip-info-messages', folder]
    const { stdout, status, stderr } = spawnSync('java', args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
    if (status !== 0) throw new Error(`Expected java and vnu to judge ${pages.length} pages but ${stderr || `status ${status}`}`)
    return (JSON.parse(stdout) as Report).messages.map(({ url = '', message, extract = '' }) => {
      const page = pages[Number(/(\d+)\.html$/.exec(url)?.[1])]
      return `${page?.name ?? url}: ${message} ${extract.replace(/\s+/g, ' ').slice(0, 160)}`
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
