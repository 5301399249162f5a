// The exported BPMN opened as its users open it: by bpmn-js in a browser, each collaboration of each act, without a warning.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bpmnOf } from '@ruqsat/exchange'
import { everyEdition, openActs } from '@ruqsat/regulations/testing'
import { launchBrowser, missingBrowser } from '../journey/support/browser.ts'

const VIEWER = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-navigated-viewer.production.min.js')
/** Variants that say what the four acts do not: silence that decides, branches, a correction, a hearing, taking the request back. */
const MADE_UP = ['fair street', 'fair yard', 'wells drill', 'drones issue']
const acts = (await openActs()).packages.map(({ edition }) => edition.regulation.id)
const editions = new Map((await everyEdition()).map((edition) => [edition.regulation.id, edition]))
const collaborations = [...editions.values()].flatMap((edition) =>
  edition.regulation.variants
    .filter(({ id }) => acts.includes(edition.regulation.id) || MADE_UP.includes(`${edition.regulation.id} ${id}`))
    .flatMap((variant) =>
      variant.views.map((view) => ({
        name: `${edition.regulation.id} ${variant.id} ${view.id}`,
        edition,
        variant: variant.id,
        view: view.id,
      })),
    ),
)

describe.skipIf(missingBrowser() !== null)('bpmn-js', () => {
  let browser: Browser
  let page: Page
  const complaints: string[] = []
  beforeAll(async () => {
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
    page.on('console', (message) => message.type() !== 'log' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.setContent('<!doctype html><html lang="en"><title>BPMN</title><div id="canvas" style="height: 860px"></div></html>')
    await page.addScriptTag({ content: readFileSync(VIEWER, 'utf8') })
  })
  afterAll(() => browser?.close())

  test.each(collaborations)('opens $name without a warning and draws all of it', async ({ edition, variant, view }) => {
    const written = bpmnOf(edition, variant, view, 'kk')
    const opened = await page.evaluate(
      `(async (text) => {
        document.querySelector('#canvas').replaceChildren()
        const viewer = new BpmnJS({ container: '#canvas' })
        const { warnings } = await viewer.importXML(text)
        viewer.get('canvas').zoom('fit-viewport')
        const drawn = viewer.get('elementRegistry').getAll().filter((element) => element.type !== 'label').length
        return { warnings: warnings.map(String), drawn }
      })(${JSON.stringify(written)})`,
    )
    const told = written.match(/<bpmndi:BPMN(Shape|Edge) /g)!.length
    expect(opened).toEqual({ warnings: [], drawn: told + 1 })
    expect(complaints).toEqual([])
  })
})
