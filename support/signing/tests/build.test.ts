import Fastify from 'fastify'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { missingFeatures } from '@ruqsat/web/testing'
import { SUBSTITUTED } from '../islands/older-browsers.ts'
import { buildIslands, type IslandManifest, islandsPlugin, OLDEST_BROWSERS } from '../index.ts'

/** Used only where a browser has them: the bundle looks first. */
const ASKED_FOR = ['createPolicy', 'createScriptURL', 'pdfViewerEnabled']

let folder: string
let manifest: IslandManifest
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-islands-'))
  manifest = await buildIslands(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('gives the same names for the same source, also to two processes at once', async () => {
  const [first, second] = await Promise.all([buildIslands(folder), buildIslands(folder)])
  expect(first).toEqual(manifest)
  expect(second).toEqual(manifest)
  const files = [...Object.values(manifest.scripts), manifest.stylesheet].map(({ file }) => file)
  expect((await readdir(folder)).sort()).toEqual([...files, 'recipe.json'].sort())
})

it('takes bundles that it finds, unless a source or a bundle is not as it was', async () => {
  const [recipeFile, script] = [join(folder, 'recipe.json'), join(folder, manifest.scripts.sign.file)]
  const recipe = await readFile(recipeFile, 'utf8')
  const [bundle, { mtimeMs }] = [await readFile(script, 'utf8'), await stat(script)]
  expect(await buildIslands(folder)).toEqual(manifest)
  expect((await stat(script)).mtimeMs).toBe(mtimeMs)

  const sources = JSON.parse(recipe).sources as Record<string, string>
  expect(Object.keys(sources)).toContain('islands/sign.ts')
  for (const broken of ['', '{}', recipe.replace(sources['islands/sign.ts']!, '0'.repeat(64)), recipe.replace('esbuild ', 'esbuild 9')]) {
    await writeFile(recipeFile, broken)
    expect(await buildIslands(folder)).toEqual(manifest)
    expect(await readFile(recipeFile, 'utf8')).toBe(recipe)
  }
  await writeFile(script, 'alert(1)')
  expect(await buildIslands(folder)).toEqual(manifest)
  expect(await readFile(script, 'utf8')).toBe(bundle)
})

it('bundles nothing that the pages forbid: no eval, no HTML from strings', async () => {
  for (const { file } of Object.values(manifest.scripts)) {
    expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/\beval\(|new Function|innerHTML|outerHTML|document\.write|localStorage/)
  }
})

it('asks nothing of a browser that the oldest ones of the target lack, dependencies included', async () => {
  // Telephones count: Safari 14.1 of a desktop came to iOS as 14.5.
  const browsers = [...OLDEST_BROWSERS, 'safari_ios14.5']
  for (const [name, { file }] of Object.entries(manifest.scripts)) {
    const bundle = await readFile(join(folder, file), 'utf8')
    expect(missingFeatures(bundle, { browsers, substitutes: [...SUBSTITUTED, ...ASKED_FOR] }), name).toEqual([])
  }
  // The canary: without the substitutes it must find what broke the key page and the signature.
  const sign = await readFile(join(folder, manifest.scripts.sign.file), 'utf8')
  expect(missingFeatures(sign, { browsers })).toEqual(expect.arrayContaining(['.hasOwn()', '.isWellFormed()', 'Object.hasOwn']))
})

it('serves the files by their hashed names for ever, and nothing else', async () => {
  const app = Fastify()
  await app.register(islandsPlugin, { manifest })
  const script = await app.inject(manifest.scripts.sign.url)
  expect(script.statusCode).toBe(200)
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  expect((await app.inject(manifest.stylesheet.url)).headers['content-type']).toBe('text/css; charset=utf-8')
  expect((await app.inject('/assets/signing/../package.json')).statusCode).toBe(404)
  await app.close()
})
