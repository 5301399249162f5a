// What the browser tests of every room share: Chromium, axe's word on a page, and what a bundle asks of old browsers.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

import type { PageView } from './language/view.ts'

export { ViewContext } from './language/view.ts'
/** For components that are drawn outside a page of a site. */
export const KAZAKH_VIEW: PageView = { language: 'kk', url: '/kk', visitor: null, sandbox: false, legalTime: null, csrfToken: () => '' }
export { JUDGES_FOLDER, markupFindings, missingMarkupJudge } from './tests/markup.ts'
export { rawCodesIn } from './tests/raw-codes.ts'
export { missingFeatures, type MissingOptions } from './tests/missing-features.ts'

/** The first that is there. Chromium without a window is the same engine for about a third of the processor time. */
const CHROMIUM = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  .map((program) => `/usr/bin/${program}`)
  .find((path) => existsSync(path))
/** Nothing here is drawn on a screen or asks the network for news of itself. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']

/** Why browser tests cannot run on this machine, or null. With CI=true nothing may be skipped. */
export function missingBrowser(): string | null {
  if (CHROMIUM !== undefined) return null
  if (process.env['CI'] === 'true') throw new Error('Expected Chromium in /usr/bin in CI but it is not there')
  console.warn('SKIPPED: tests in a browser: no Chromium in /usr/bin')
  return 'no Chromium in /usr/bin'
}

export function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM!, args: [...FLAGS, ...flags] })
}

/** WCAG 2.2 at AA with all that it includes. */
export const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] as const
export const WCAG_22_AA_AND_BEST_PRACTICE = [...WCAG_22_AA, 'best-practice'] as const

export type AxeViolation = AxeResults['violations'][number]

let source: string | null = null

/**
 * What axe finds wrong with the present page. Half the processor time of a browser test went into axe: so it is put into the page once,
 * small, and asked for violations alone. Our pages have no frames, into which it would not look.
 */
export async function axeViolations(page: Page, tags: readonly string[] = WCAG_22_AA_AND_BEST_PRACTICE): Promise<readonly AxeViolation[]> {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(source)
  const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }
  return page.evaluate<readonly AxeViolation[]>(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`)
}
