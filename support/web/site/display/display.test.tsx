import { brotliDecompressSync } from 'node:zlib'
import pino from 'pino'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askedLanguage } from '../../language/language.ts'
import { createSite, Form, localPath, sendPage, sitePart, TextInput } from '../../index.ts'
import { componentStyles, palettes } from '../stylesheet.ts'
import { DISPLAY_CHOICES, readDisplay, displayClass } from './display.ts'

let app: FastifyInstance

beforeAll(async () => {
  app = await createSite({
    origin: 'http://localhost:8080',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    secret: Buffer.alloc(32, 7),
    rateLimits: false,
  })
  app.get(localPath('/'), (request, reply) => sendPage(request, reply, { title: 'Home', description: 'About' }, <h1>{'Ә'.repeat(900)}</h1>))
  app.get(localPath('/name'), (request, reply) =>
    sendPage(
      request,
      reply,
      { title: 'Name' },
      <Form action={request.url}>
        <TextInput name="name" label="Name" />
      </Form>,
    ),
  )
  await app.register(async (inner) => sitePart(inner, { name: { kk: 'Үстел', ru: 'Стол', en: 'Desk' }, home: '/work' }))
})
afterAll(() => app.close())

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers: { host: 'localhost:8080', ...headers } })

describe('how a reader sees the pages', () => {
  test('what is chosen stays for every page, without script, and leads back to the page that one came from', async () => {
    const page = await get('/ru/display?from=%2Fkk%2Fname%3Fa%3D1')
    expect(page.body).toContain('value="/ru/name?a=1"')
    const cookies = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]))
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)![1]!
    const answer = await app.inject({
      method: 'POST',
      url: '/ru/display',
      headers: { host: 'localhost:8080', 'content-type': 'application/x-www-form-urlencoded' },
      cookies,
      payload: new URLSearchParams({
        _csrf: token,
        from: '/ru/name?a=1',
        scheme: 'white-on-black',
        size: 'largest',
        spacing: 'wide',
        letters: 'none-of-ours',
      }).toString(),
    })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/ru/name?a=1'])
    const display = answer.cookies.find(({ name }) => name === 'display')!.value
    expect(display).toBe('white-on-black.largest.wide.usual')
    const shown = await get('/kk/name', { cookie: `display=${display}` })
    expect(shown.body).toContain('<html lang="kk" class="scheme--white-on-black size--largest spacing--wide">')
  })

  test('a link that leads out of this site leads home', async () => {
    for (const from of ['//evil.example', 'https://evil.example', '/assets/x', ''])
      expect((await get(`/kk/display?from=${encodeURIComponent(from)}`)).body).toContain('name="from" value="/kk"')
  })

  test('a forged cookie is the usual look', async () => {
    const page = await get('/kk', { cookie: 'display=" onload=alert(1).x' })
    expect(page.body).toContain('<html lang="kk">')
    expect(displayClass(readDisplay(() => undefined))).toBe('')
  })

  test('every page has the way there, also one where somebody types', async () => {
    expect((await get('/kk')).body).toContain('href="/kk/display?from=%2Fkk"')
    expect((await get('/kk/name')).body).toContain('class="display-link"')
  })

  test('every palette has a colour for each name, and no other rule has a colour of its own', () => {
    const names = (css: string) => [...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name).toSorted()
    const [light, ...others] = [...palettes().matchAll(/\{(?=\s*color-scheme)([^}]*)\}/g)].map(([, body]) => names(body!))
    expect(others).toHaveLength(DISPLAY_CHOICES.scheme.length)
    for (const other of others) expect(other).toEqual(light)
    const screen = componentStyles().replace(/@media print \{(?:[^{}]|\{[^{}]*\})*\}/g, '')
    expect(screen.match(/#[0-9a-f]{3,8}\b/gi)).toBeNull()
    const used = new Set([...screen.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!))
    expect([...used].filter((name) => !light!.includes(name) && !['--radius', '--step'].includes(name))).toEqual([])
  })
})

/** Each pair of which one is written on the other. WCAG 2.2, 1.4.3. */
const WRITTEN_ON = [
  ...['text', 'muted', 'link', 'danger', 'accent', 'success', 'warning'].map((ink) => [ink, 'paper']),
  ...['text', 'muted', 'link', 'danger', 'accent'].map((ink) => [ink, 'surface']),
  ...['danger', 'success', 'information', 'warning', 'neutral'].map((state) => [`${state}-deep`, `${state}-soft`]),
  ...['danger', 'success', 'information', 'warning', 'danger-deep'].map((state) => ['on-state', state]),
  ...['text', 'link', 'warning-deep'].map((ink) => [ink, 'gold-soft']),
  ...['ink', 'ink-deep'].flatMap((ground) => [['on-ink', ground]]),
  ...['accent', 'accent-deep'].map((ground) => ['on-accent', ground]),
  ['accent-deep', 'accent-soft'],
  ['text', 'success-soft'],
  ['on-gold', 'gold'],
  ['disabled', 'neutral-soft'],
]

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

test('whatever is written can be read in every palette', () => {
  const found = [...palettes().matchAll(/\{(?=\s*color-scheme)([^}]*)\}/g)].flatMap(([, body], place) => {
    const colours = new Map([...body!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]))
    return WRITTEN_ON.flatMap(([ink, ground]) => {
      const [dark, light] = [ink!, ground!].map((name) => luminance(colours.get(name) ?? '')).toSorted((one, other) => one - other)
      const contrast = (light! + 0.05) / (dark! + 0.05)
      return contrast >= 4.5 ? [] : [`palette ${place}: ${ink} on ${ground} has ${contrast.toFixed(2)}`]
    })
  })
  expect(found).toEqual([])
})

describe('a first visit', () => {
  test.each([
    ['ru-KZ,ru;q=0.9,en;q=0.8', 'ru'],
    ['en-GB', 'en'],
    ['de,fr;q=0.5', 'kk'],
    ['kk,ru;q=0.9', 'kk'],
    ['x'.repeat(600), 'kk'],
    ['*', 'kk'],
  ])('%s', (header, language) => expect(askedLanguage(header)).toBe(language))

  test('leads to the language of the browser; afterwards to the one read last', async () => {
    expect((await get('/', { 'accept-language': 'ru' })).headers.location).toBe('/ru')
    expect((await get('/', { 'accept-language': 'ru', cookie: 'language=en' })).headers.location).toBe('/en')
  })

  test('a page says what it is about', async () => {
    expect((await get('/kk')).body).toContain('<meta name="description" content="About"/>')
  })
})

test('text goes compressed where the browser reads it', async () => {
  const answer = await get('/kk', { 'accept-encoding': 'gzip, br' })
  expect(answer.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(answer.rawPayload).toString()).toContain('<h1>')
  expect((await get('/kk')).headers['content-encoding']).toBeUndefined()
})

test('search engines are kept from what is private', async () => {
  expect((await get('/robots.txt')).body).toBe('User-agent: *\nDisallow: /kk/work\nDisallow: /ru/work\nDisallow: /en/work\n')
})
