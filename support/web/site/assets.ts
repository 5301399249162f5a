import { hash } from 'node:crypto'
import { parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { Fault } from '@ruqsat/foundation'
import type { Asset } from './types.ts'

/** Files whose address holds the hash of their content; they never change, so browsers keep them for a year. */
export type Assets = Map<string, Asset>

export function addAsset(assets: Assets, fileName: string, asset: Asset): string {
  const { name, ext } = parse(fileName)
  const path = `/assets/${name}.${hash('sha256', asset.body).slice(0, 10)}${ext}`
  assets.set(path, asset)
  return path
}

export function serveAssets(app: FastifyInstance, assets: Assets): void {
  app.get('/assets/*', (request, reply) => {
    const asset = assets.get(request.url.split('?', 1)[0]!)
    if (asset === undefined) return reply.callNotFound()
    return reply.header('cache-control', 'public, max-age=31536000, immutable').type(asset.mediaType).send(asset.body)
  })
}

/** Old phones are part of the public: no syntax newer than this, and no function either (a test reads each island by `missingFeatures`). */
export const OLDEST_BROWSERS = ['chrome80', 'firefox78', 'safari13']

export async function bundleIsland(entry: URL): Promise<Asset> {
  const { build } = await import('esbuild')
  const result = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: OLDEST_BROWSERS,
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'silent',
  })
  const [file] = result.outputFiles
  if (file === undefined) throw new Fault(`Expected one bundle of ${entry.pathname} but esbuild made none`)
  return { body: Buffer.from(file.contents), mediaType: 'text/javascript; charset=utf-8' }
}
