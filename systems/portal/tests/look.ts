// Takes pictures of the portal's pages at 360 and 1280 px, for eyes:
//   node --import @oxc-node/core/register systems/portal/tests/look.ts <folder> <path>...
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { openTestPortal } from './harness.ts'

const [folder = 'pictures', ...paths] = process.argv.slice(2)
const portal = await openTestPortal({ port: 18_377 })
await portal.site.site.listen()
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  await mkdir(folder, { recursive: true })
  for (const width of [360, 1280]) {
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    page.on('console', (message) => message.type() === 'error' && console.log(width, message.text()))
    for (const path of paths) await picture(page, path, width)
    await page.close()
  }
} finally {
  await browser.close()
  await portal.close()
}

async function picture(page: Page, path: string, width: number): Promise<void> {
  await page.goto(`http://localhost:18377${path}`)
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
  if (Number(overflow) > 0) console.log(`${path} is ${overflow} px too wide at ${width}`)
  await page.screenshot({ path: join(folder, `${path.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`), fullPage: true })
}
