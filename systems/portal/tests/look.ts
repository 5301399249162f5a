// Takes pictures of the portal's pages at 360 and 1280 px, for eyes, signed in and with a finished request; reports what is too wide and
// what axe finds:
//   node --import ./tools/loader.mjs systems/portal/tests/look.ts <folder> <path>...
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openActs } from '@ruqsat/regulations/testing'
import { axeViolations, launchBrowser } from '@ruqsat/web/testing'
import type { Page } from 'playwright-core'
import { grantedCase } from './case.ts'
import { claim } from './doubles.ts'
import { AIGERIM, openTestPortal } from './harness.ts'

const PORT = 18_377
const PASSWORD = 'қоян төбе 47 арғымақ'
const [folder = 'pictures', ...paths] = process.argv.slice(2)
const portal = await openTestPortal({ port: PORT })
await portal.site.site.listen()
const chrome = await launchBrowser()
try {
  await mkdir(folder, { recursive: true })
  const session = await signedIn()
  for (const width of [360, 1280]) {
    const context = await chrome.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    page.on('console', (message) => message.type() === 'error' && console.log(width, message.text()))
    for (const path of paths) {
      const isPrivate = path.startsWith('+')
      await (isPrivate ? context.addCookies([{ name: 'portal', value: session, domain: 'localhost', path: '/' }]) : context.clearCookies())
      await picture(page, path.replace('+', ''), width)
    }
    await context.close()
  }
} finally {
  await chrome.close()
  await portal.close()
}

/** A person with a finished request. A path that begins with `+` is opened as this person. */
async function signedIn(): Promise<string> {
  const browser = portal.browser()
  await browser.get('/kk/register')
  await browser.get('/kk/register/challenge')
  await browser.post('/kk/register/certificate', { signature: claim({ iin: AIGERIM.iin }) })
  const form = await browser.get('/kk/register/details')
  const once = /name="_once" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
  await browser.post('/kk/register/details', {
    _once: once,
    phone: '+77011234567',
    email: 'a@mysal.kz',
    language: 'kk',
    password: PASSWORD,
    repeat: PASSWORD,
  })
  const [row] = await portal.database.sql<{ id: string }[]>`select account_id as id from portal.person`
  const regulations = await openActs()
  portal.cases.push(grantedCase(regulations.edition(portal.editionHash)!, regulations.tables, row!.id, 'LA-2014-000001'))
  await browser.get('/kk/services/grain/issue')
  await browser.post('/kk/drafts', { regulation: 'grain', variant: 'issue' })
  return browser.cookie('portal')
}

async function picture(page: Page, path: string, width: number): Promise<void> {
  await page.goto(`http://localhost:${PORT}${path}`)
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
  if (Number(overflow) > 0) console.log(`${path} is ${overflow} px too wide at ${width}`)
  for (const each of await axeViolations(page))
    console.log(
      `${path} at ${width}: ${each.id}: ${each.help}: ${each.nodes
        .map((node) => node.html)
        .join(' | ')
        .slice(0, 400)}`,
    )
  await page.screenshot({ path: join(folder, `${path.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`), fullPage: true })
}
