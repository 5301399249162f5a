import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { FAVICON } from '../page/mark.tsx'
import { SCHEMES } from './display/display.ts'
import type { FontSubset, Site, SiteFiles } from './types.ts'

const SUBSETS: readonly FontSubset[] = ['cyrillic-ext', 'cyrillic', 'latin', 'latin-ext']

/** Unicode ranges of the subsets, as the font package cuts them. Kazakh needs both Cyrillic ones. */
const RANGES: Readonly<Record<FontSubset, string>> = {
  'cyrillic-ext': 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
  cyrillic: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext':
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
}

/** Puts fonts, icon and the one stylesheet (base first, then each component's own) among the assets. */
export function siteFiles(addAsset: Site['addAsset']): SiteFiles {
  const fonts = Object.fromEntries(
    SUBSETS.map((subset) => [subset, addAsset(`golos-text-${subset}.woff2`, { body: fontFile(subset), mediaType: 'font/woff2' })]),
  ) as SiteFiles['fonts']
  return {
    fonts,
    stylesheet: addAsset('site.css', { body: fontFaces(fonts) + palettes() + componentStyles(), mediaType: 'text/css; charset=utf-8' }),
    keepTyping: addAsset('keep-typing.js', { body: keepTypingScript(), mediaType: 'text/javascript; charset=utf-8' }),
    favicon: addAsset('favicon.svg', { body: FAVICON, mediaType: 'image/svg+xml' }),
  }
}

/** As it is written: old browsers read it without a bundler. */
export function keepTypingScript(): Buffer {
  return readFileSync(new URL('../page/keep-typing.js', import.meta.url))
}

/** The woff2 file of one subset; the tests read it to see that every Kazakh letter is inside. */
export function fontFile(subset: FontSubset): Buffer {
  return readFileSync(
    createRequire(import.meta.url).resolve(`@fontsource-variable/golos-text/files/golos-text-${subset}-wght-normal.woff2`),
  )
}

function fontFaces(fonts: SiteFiles['fonts']): string {
  return SUBSETS.map(
    (subset) =>
      `@font-face{font-family:"Golos Text";font-style:normal;font-display:swap;font-weight:400 900;src:url(${fonts[subset]}) format("woff2");unicode-range:${RANGES[subset]}}\n`,
  ).join('')
}

/** The usual colours first; dark ones where the device asks for them and the reader chose no others. On paper all is light. */
export function palettes(): string {
  const chosen = SCHEMES.map((scheme) => `.scheme--${scheme}{${palette(scheme)}}`).join('\n')
  const asTheDevice = `@media (prefers-color-scheme:dark){:root:not([class*="scheme--"]){${palette('dark')}}}`
  return `:root{${palette('light')}}\n@media screen{${asTheDevice}\n${chosen}}\n`
}

function palette(name: string): string {
  return readFileSync(new URL(`../page/palettes/${name}.css`, import.meta.url), 'utf8').replace(/^\/\*.*\*\/\n/, '')
}

/** `page/*.css` in order of name, then `components/<name>/<name>.css`. */
export function componentStyles(): string {
  const sheets = ['../page/*.css', '../components/*/*.css'].flatMap((pattern) =>
    globSync(fileURLToPath(new URL(pattern, import.meta.url))).sort(),
  )
  return sheets.map((sheet) => readFileSync(sheet, 'utf8')).join('\n')
}
