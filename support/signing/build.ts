import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Fault } from '@ruqsat/foundation'
import { type IslandAsset, type IslandManifest, type IslandName, ISLANDS } from './props.ts'

/** Where pages find the files; `islandsPlugin` serves it. */
export const ASSETS_PATH = '/assets/signing/'

/** Old phones are part of the public. Safari 14 is the first with BigInt, which the hash library needs, 14.1 without a fault in destructuring. */
const BROWSERS = ['chrome86', 'firefox78', 'safari14.1']

const ROOM = fileURLToPath(new URL('.', import.meta.url))

/**
 * Bundles the islands into a folder of the caller's choice (ignored by git) and says where they are. The same source gives the same
 * names. Safe to call from several processes at once: a file appears whole or not at all. Takes well under a second.
 */
export async function buildIslands(folder: string): Promise<IslandManifest> {
  await mkdir(folder, { recursive: true })
  const scripts = await Promise.all(ISLANDS.map(async (name) => [name, await keep(folder, name, 'js', await bundle(name))] as const))
  const stylesheet = await keep(folder, 'signing', 'css', await readFile(join(ROOM, 'signing.css')))
  return { folder, scripts: Object.fromEntries(scripts) as Record<IslandName, IslandAsset>, stylesheet }
}

async function bundle(name: IslandName): Promise<Uint8Array> {
  const result = await build({
    absWorkingDir: ROOM,
    entryPoints: [`islands/${name}.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: BROWSERS,
    minify: true,
    charset: 'utf8',
    // The licence lines of bundled libraries stay at the end of the file.
    legalComments: 'eof',
    logLevel: 'silent',
  })
  const [file] = result.outputFiles
  if (file === undefined) throw new Fault(`Expected one bundle of island ${name} but esbuild made none`)
  return file.contents
}

async function keep(folder: string, name: string, extension: string, content: Uint8Array): Promise<IslandAsset> {
  const file = `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.${extension}`
  const draft = join(folder, `.${file}.${crypto.randomUUID()}`)
  await writeFile(draft, content)
  await rename(draft, join(folder, file))
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`
  return { url: ASSETS_PATH + file, integrity, file, sizeBytes: content.length }
}
