import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Fault, type Language, languageData } from '@ruqsat/foundation'
import type { FastifyInstance } from 'fastify'
import { FAVICON } from '../page/mark.tsx'
import type { Assets } from './assets.ts'

const SUBSETS = ['cyrillic-ext', 'cyrillic', 'latin', 'latin-ext'] as const
type Subset = (typeof SUBSETS)[number]

/** Unicode ranges of the subsets, as the font package cuts them. Kazakh needs both Cyrillic ones. */
const RANGES: Readonly<Record<Subset, string>> = {
  'cyrillic-ext': 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
  cyrillic: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext':
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
}

export type SiteFiles = {
  readonly stylesheet: string
  readonly favicon: string
  readonly keepTyping: string
  readonly fonts: Readonly<Record<Subset, string>>
}

const filesOfSites = new WeakMap<object, SiteFiles>()

export function siteFiles(app: FastifyInstance): SiteFiles {
  const files = filesOfSites.get(app.site)
  if (files === undefined) throw new Fault('Expected the files of the site but createSite has not run')
  return files
}

export function fontsFor(files: SiteFiles, language: Language): string[] {
  return languageData(language).fonts.map((subset) => files.fonts[subset])
}

/** Puts fonts, icon and the one stylesheet (base first, then each component's own) among the assets. */
export function addSiteFiles(app: FastifyInstance, assets: Assets): void {
  const fonts = Object.fromEntries(
    SUBSETS.map((subset) => [subset, assets.add(`golos-text-${subset}.woff2`, { body: fontFile(subset), mediaType: 'font/woff2' })]),
  )
  const files = {
    fonts: fonts as Record<Subset, string>,
    stylesheet: assets.add('site.css', { body: fontFaces(fonts) + componentStyles(), mediaType: 'text/css; charset=utf-8' }),
    keepTyping: assets.add('keep-typing.js', { body: keepTypingScript(), mediaType: 'text/javascript; charset=utf-8' }),
    favicon: assets.add('favicon.svg', { body: FAVICON, mediaType: 'image/svg+xml' }),
  }
  filesOfSites.set(app.site, files)
}

/** As it is written: old browsers read it without a bundler. */
export function keepTypingScript(): Buffer {
  return readFileSync(new URL('../page/keep-typing.js', import.meta.url))
}

/** The woff2 file of one subset; the tests read it to see that every Kazakh letter is inside. */
export function fontFile(subset: Subset): Buffer {
  const require = createRequire(import.meta.url)
  return readFileSync(require.resolve(`@fontsource-variable/golos-text/files/golos-text-${subset}-wght-normal.woff2`))
}

function fontFaces(fonts: Readonly<Record<string, string>>): string {
  return SUBSETS.map(
    (subset) =>
      `@font-face{font-family:"Golos Text";font-style:normal;font-display:swap;font-weight:400 900;src:url(${fonts[subset]}) format("woff2");unicode-range:${RANGES[subset]}}\n`,
  ).join('')
}

/** `page/*.css` in order of name, then `components/<name>/<name>.css`. */
export function componentStyles(): string {
  const page = new URL('../page/', import.meta.url)
  const components = new URL('../components/', import.meta.url)
  const sheets = [
    ...readdirSync(page)
      .filter((name) => name.endsWith('.css'))
      .sort()
      .map((name) => new URL(name, page)),
    ...readdirSync(components, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .flatMap((name) =>
        readdirSync(new URL(`${name}/`, components))
          .filter((file) => file === `${name}.css`)
          .map((file) => new URL(`${name}/${file}`, components)),
      ),
  ]
  return sheets.map((sheet) => readFileSync(sheet, 'utf8')).join('\n')
}
