import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { ASSETS_PATH } from './build.ts'
import type { IslandManifest } from './props.ts'

/** The names hold the hash of the content, so a browser may keep the files for ever. */
const CACHE = 'public, max-age=31536000, immutable'
const MEDIA_TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' } as const

/** Serves what `buildIslands` made, from memory: `await app.register(islandsPlugin, { manifest })`. Registers no hooks; several systems of one site may each ask for it. */
export async function islandsPlugin(app: FastifyInstance, { manifest }: { readonly manifest: IslandManifest }): Promise<void> {
  for (const asset of [...Object.values(manifest.scripts), manifest.stylesheet]) {
    const url = ASSETS_PATH + asset.file
    if (app.hasRoute({ method: 'GET', url })) continue
    const content = await readFile(join(manifest.folder, asset.file))
    const mediaType = MEDIA_TYPES[asset.file.endsWith('.css') ? 'css' : 'js']
    app.get(url, (_request, reply) =>
      reply.header('cache-control', CACHE).header('x-content-type-options', 'nosniff').type(mediaType).send(content),
    )
  }
}
