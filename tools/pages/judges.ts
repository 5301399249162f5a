// The programs of others that judge pages, and what each found, one line a finding.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { axeViolations, JUDGES_FOLDER, markupFindings } from '@ruqsat/web/testing'
import type { Browser } from 'playwright-core'
import type { SeenPage } from './walk.ts'

/** As people with low vision may choose it: see support/web/site/display. */
export const LOW_VISION = 'white-on-black.largest.wide.plain'

/** Puts the judges where they are kept; a changed lock fetches them again. They are no part of `npm ci`: few need 230 MB of them. */
export function fetchJudges(): string {
  const source = fileURLToPath(new URL('./judges', import.meta.url))
  const folder = JUDGES_FOLDER
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8')
  const mark = join(folder, '.lock')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return folder
  console.log('Fetching vnu, accessibility-checker-engine and Lighthouse into .runtime/judges …')
  mkdirSync(folder, { recursive: true })
  cpSync(source, folder, { recursive: true })
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error(`Expected npm ci in ${folder} to succeed but it ended with ${status}`)
  writeFileSync(mark, lock)
  return folder
}

export function addressOf(origin: string, language: Language, path: string): string {
  return `${origin}/${language}${path === '/' ? '' : path.replace(/^\/(?=\?)/, '')}`
}

export function cookiesFor(origin: string, header: string): { name: string; value: string; url: string }[] {
  return header
    .split('; ')
    .filter((pair) => pair !== '')
    .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: origin }))
}

/** The Nu Html Checker: the markup as the server sends it, in each language. */
export async function judgedByMarkup(origin: string, pages: readonly SeenPage[]): Promise<readonly string[]> {
  const sent: { name: string; html: string }[] = []
  for (const { name, path, cookie } of pages)
    for (const language of LANGUAGES) {
      const response = await fetch(addressOf(origin, language, path), { headers: { cookie, accept: 'text/html' } })
      sent.push({ name: `vnu  ${name} (${language})`, html: await response.text() })
    }
  return markupFindings(sent)
}

/** accessibility-checker-engine and axe on the page as it is drawn, with every disclosure open: in each language, and once for low vision. */
export async function judgedInBrowser(
  judges: string,
  browser: Browser,
  origin: string,
  visits: readonly SeenPage[],
): Promise<readonly string[]> {
  const engine = readFileSync(join(judges, 'node_modules/accessibility-checker-engine/ace-window.js'), 'utf8')
  const findings: string[] = []
  for (const { name, path, cookie } of visits)
    for (const [language, look] of [...LANGUAGES.map((each) => [each, ''] as const), ['kk', LOW_VISION] as const]) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true })
      await context.addCookies(cookiesFor(origin, [cookie, look === '' ? '' : `display=${look}`].filter(Boolean).join('; ')))
      const page = await context.newPage()
      await page.goto(addressOf(origin, language, path))
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
      const where = `${name} (${language}${look === '' ? '' : ', low vision'})`
      for (const each of await axeViolations(page)) findings.push(`axe  ${where}: ${each.help} ${each.nodes[0]?.html.slice(0, 160)}`)
      await page.evaluate(engine)
      for (const each of await page.evaluate<readonly string[]>(ENGINE_CHECK)) findings.push(`ace  ${where}: ${each}`)
      await context.close()
    }
  return findings
}

/** What the engine calls a failure. What it asks a person to confirm (potential, manual) is looked at in docs/design-review.md. */
const ENGINE_CHECK = `new ace.Checker().check(document, ['WCAG_2_2', 'IBM_Accessibility']).then(({ results }) => results
  .filter(({ value }) => value[1] === 'FAIL').map(({ ruleId, message, snippet }) => ruleId + ': ' + message + ' ' + snippet.slice(0, 160)))`
