import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { componentStyles, fontFile } from '../site/stylesheet.ts'
import { COMPONENT_NAMES } from '../site/showcase.tsx'
import { createSite } from '../index.ts'
import { axeViolations, launchBrowser, missingBrowser } from '../testing.ts'

/** One line of a component's accessibility.yaml: what it promises, and a selector that must or must never match its examples. */
type Promised = { readonly promise: string; readonly wcag: string; readonly must?: string; readonly never?: string }

const NARROWEST_PX = 320

describe('the stylesheet', () => {
  test('styles what the policy lets through: no import, no foreign address', () => {
    expect(componentStyles()).not.toMatch(/@import|https?:|javascript:/)
  })
  test('moves nothing for those who asked for stillness', () => {
    const unguarded = componentStyles().replaceAll(/@media \(prefers-reduced-motion: no-preference\) \{[^}]*\}[^}]*\}/g, '')
    expect(unguarded).not.toMatch(/transition:|animation:/)
  })
})

describe('the font', () => {
  const letters = 'АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя№₸«»—–0123456789'
  test('has every Kazakh letter, the tenge sign and the quotation marks', () => {
    const maps = (['cyrillic-ext', 'cyrillic', 'latin', 'latin-ext'] as const).map(
      (subset) => tablesOf(fontFile(subset)).get('cmap') as Buffer,
    )
    expect([...letters].filter((letter) => !maps.some((map) => hasGlyph(map, letter.codePointAt(0) as number)))).toEqual([])
  })
  test('has all weights in one file and figures of one width', () => {
    const tables = tablesOf(fontFile('latin'))
    expect(tables.has('fvar') || tables.has('HVAR')).toBe(true)
    expect((tables.get('GSUB') as Buffer).includes('tnum')).toBe(true)
  })
})

describe.skipIf(missingBrowser() !== null)('in a browser', () => {
  let app: FastifyInstance
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    app = await createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }), sandbox: true })
    origin = await app.site.listen()
    browser = await launchBrowser()
  })
  const newPage = async () => (await browser.newContext({ viewport: { width: NARROWEST_PX, height: 800 } })).newPage()
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  test('all components together fit the narrowest screen, please axe and break no rule of the policy', async () => {
    const page = await newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(`${origin}/kk/_components/all`)
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wider, 'wider than the narrowest screen').toBe(0)
    const violations = await axeViolations(page)
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([])
    expect(complaints, 'what the browser refused').toEqual([])
    await page.context().close()
  })

  test('each keeps the promises of its accessibility.yaml', async () => {
    const page = await newPage()
    await page.goto(`${origin}/ru/_components/all`)
    for (const name of COMPONENT_NAMES) {
      for (const { promise, must, never } of promisesOf(name)) {
        if (must) expect(await page.locator(within(name, must)).count(), `${name}: ${promise}`).toBeGreaterThan(0)
        if (never) expect(await page.locator(within(name, never)).count(), `${name}: ${promise}`).toBe(0)
      }
    }
    await page.context().close()
  })

  test('targets are at least 44 px high, and the focus is seen', async () => {
    const page = await browser.newPage({ viewport: { width: NARROWEST_PX, height: 800 } })
    await page.goto(`${origin}/kk/_components/button`)
    const heights = await page.$$eval('button, .language-switch__link, .back-link', (all) =>
      all.map((one) => one.getBoundingClientRect().height),
    )
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip-link')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineWidth)).toBe('3px')
    await page.close()
  })

  test('Kazakh letters are drawn by our own font', async () => {
    const page = await browser.newPage()
    await page.goto(`${origin}/kk/_components/table`)
    expect(await page.evaluate(async () => (await document.fonts.ready, document.fonts.check('650 17px "Golos Text"', 'Әғқңөұүһ')))).toBe(
      true,
    )
    await page.close()
  })
})

test('every component with examples has its folder and its promises', () => {
  for (const name of COMPONENT_NAMES) {
    expect(promisesOf(name).length, name).toBeGreaterThan(0)
    expect(existsSync(new URL(`${name}/${name}.tsx`, import.meta.url)), name).toBe(true)
  }
})

/** Every part of a selector list, within the examples of one component. */
function within(name: string, selectors: string): string {
  return selectors
    .split(', ')
    .map((one) => `.examples--${name} ${one}`)
    .join(', ')
}

function promisesOf(name: string): readonly Promised[] {
  return parse(readFileSync(new URL(`${name}/accessibility.yaml`, import.meta.url), 'utf8')) as Promised[]
}

/** The tables of a woff2 file (W3C WOFF 2.0, section 4): the directory's lengths, then one Brotli stream of all tables. */
function tablesOf(font: Buffer): Map<string, Buffer> {
  const count = font.readUInt16BE(12)
  let place = 48
  const number = () => {
    let value = 0
    for (;;) {
      const byte = font[place++] as number
      value = (value << 7) | (byte & 127)
      if ((byte & 128) === 0) return value
    }
  }
  const directory = Array.from({ length: count }, () => {
    const flags = font[place++] as number
    const known = KNOWN_TABLES[flags & 63]
    const tag = known ?? ((flags & 63) === 63 ? font.toString('latin1', place, (place += 4)) : '')
    const original = number()
    const glyphs = tag === 'glyf' || tag === 'loca'
    const transformed = glyphs ? flags >> 6 !== 3 : flags >> 6 !== 0
    return { tag, length: transformed ? number() : original }
  })
  const data = brotliDecompressSync(font.subarray(place, place + font.readUInt32BE(20)))
  let offset = 0
  return new Map(directory.map(({ tag, length }) => [tag, data.subarray(offset, (offset += length))]))
}

/** The 63 known tags of the format, four signs each, in its order. */
const KNOWN_TABLES =
  (
    'cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMXvheavmtx' +
    'BASEGDEFGPOSGSUBEBSCJSTFMATHCBDTCBLCCOLRCPALSVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhsty' +
    'justlcarmortmorxopbdproptrakZapfSilfGlatGlocFeatSill'
  ).match(/.{4}/g) ?? []

/** Looks a character up in the format 4 and 12 subtables of a cmap. */
function hasGlyph(map: Buffer, code: number): boolean {
  return Array.from({ length: map.readUInt16BE(2) }, (_, place) => map.readUInt32BE(8 + 8 * place)).some((at) => {
    const format = map.readUInt16BE(at)
    if (format === 12) {
      const groups = map.readUInt32BE(at + 12)
      return Array.from({ length: groups }, (_, group) => at + 16 + 12 * group).some(
        (one) => code >= map.readUInt32BE(one) && code <= map.readUInt32BE(one + 4),
      )
    }
    if (format !== 4) return false
    const segments = map.readUInt16BE(at + 6) / 2
    return Array.from({ length: segments }, (_, segment) => at + 14 + 2 * segment).some(
      (end) => code <= map.readUInt16BE(end) && code >= map.readUInt16BE(end + 2 * segments + 2),
    )
  })
}
