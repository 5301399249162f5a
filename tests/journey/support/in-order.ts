// The tests of a journey are its steps: when one fails, the rest would only wait for what never comes.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Stage } from './stage.ts'

/** Skips what follows a failed step of the same `describe`, and leaves a picture of each open window where the step failed. */
export function inOrder(stage: () => Stage | undefined): void {
  let failed: string | null = null
  beforeEach((context) => {
    if (failed !== null) context.skip(`"${failed}" failed before`)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || failed !== null) return
    failed = task.name
    await leavePictures(stage())
  })
}

async function leavePictures(stage: Stage | undefined): Promise<void> {
  const pages = stage?.browser.contexts().flatMap((context) => context.pages()) ?? []
  for (const [at, page] of pages.entries()) {
    const path = join(tmpdir(), `ruqsat-journey-failed-${process.pid}-${at}.png`)
    const said = await page
      .locator('main')
      .innerText({ timeout: 1000 })
      .catch(() => '')
    await page.screenshot({ path, fullPage: true }).catch(() => undefined)
    console.error(`window ${at}: ${page.url()} (${path})\n  ${said.replace(/\s+/g, ' ').slice(0, 400)}`)
  }
}
