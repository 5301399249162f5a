// Pictures of every page, for eyes.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '@ruqsat/foundation'
import { launchBrowser } from '@ruqsat/web/testing'
import { addressOf, cookiesFor, LOW_VISION } from './judges.ts'
import type { SeenPage } from './walk.ts'

const WIDTHS = [360, 1280]
const LOOKS = ['light', 'dark', 'low-vision'] as const
/** The longest of the three. */
const LANGUAGE: Language = 'kk'

export async function takePictures(origin: string, visits: readonly SeenPage[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const browser = await launchBrowser()
  try {
    for (const { name, path, cookie } of visits)
      for (const width of WIDTHS)
        for (const look of LOOKS) {
          const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: look === 'dark' ? 'dark' : 'light' })
          const display = look === 'low-vision' ? `display=${LOW_VISION}` : ''
          await context.addCookies(cookiesFor(origin, [cookie, display].filter(Boolean).join('; ')))
          const page = await context.newPage()
          await page.goto(addressOf(origin, LANGUAGE, path))
          await page.screenshot({ path: join(folder, `${name.replace(/[^a-z0-9]+/gi, '-')}-${width}-${look}.png`), fullPage: true })
          await context.close()
        }
  } finally {
    await browser.close()
  }
}
