import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type * as Esbuild from 'esbuild'
import { Fault } from '@ruqsat/foundation'
import { type IslandAsset, type IslandManifest, type IslandName, ISLANDS } from './props.ts'

/** Where pages find the files; `islandsPlugin` serves it. */
export const ASSETS_PATH = '/assets/signing/'

/** Old phones are part of the public. Safari 14 is the first with BigInt, which the hash library needs, 14.1 without a fault in destructuring. */
export const OLDEST_BROWSERS = ['chrome86', 'firefox78', 'safari14.1'] as const

const OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  /** Lowers syntax; what those browsers' libraries lack is in the injected file. */
  target: OLDEST_BROWSERS,
  inject: ['islands/older-browsers.ts'],
  minify: true,
  charset: 'utf8',
  /** The licence lines of bundled libraries stay at the end of the file. */
  legalComments: 'eof',
} as const

const ROOM = fileURLToPath(new URL('.', import.meta.url))

/**
 * Bundles the islands into a folder of the caller's choice (ignored by git) and says where they are. The same source gives the same
 * names. Safe to call from several processes at once: a file appears whole or not at all. Takes well under a second, and a tenth of it
 * where the folder holds bundles of the very same sources.
 */
export async function buildIslands(folder: string): Promise<IslandManifest> {
  await mkdir(folder, { recursive: true })
  const bundles = (await readBundles(folder)) ?? (await makeBundles(folder))
  const scripts = ISLANDS.map((name) => [name, assetOf(name, 'js', bundles[name])] as const)
  const styles = await readFile(join(ROOM, 'signing.css'))
  const stylesheet = assetOf('signing', 'css', styles)
  await writeWhole(folder, stylesheet.file, styles)
  return { folder, scripts: Object.fromEntries(scripts) as Record<IslandName, IslandAsset>, stylesheet }
}

type Bundles = Readonly<Record<IslandName, Uint8Array>>

/** What a set of bundles was made of, kept next to them: each file's sha256 by its path from this room. */
type Recipe = {
  readonly tool: string
  readonly sources: Readonly<Record<string, string>>
  readonly files: Readonly<Record<IslandName, string>>
}

const RECIPE_FILE = 'recipe.json'

/** Null where anything that went into the bundles, or a bundle itself, is not as it was. */
async function readBundles(folder: string): Promise<Bundles | null> {
  try {
    const recipe = JSON.parse(await readFile(join(folder, RECIPE_FILE), 'utf8')) as Recipe
    if (recipe.tool !== (await toolText())) return null
    const isSame = async ([path, digest]: readonly [string, string]) => sha256(await readFile(join(ROOM, path))) === digest
    if ((await Promise.all(Object.entries(recipe.sources).map(isSame))).includes(false)) return null
    const kept = await Promise.all(
      ISLANDS.map(async (name): Promise<readonly [IslandName, Uint8Array]> => {
        return [name, await readFile(join(folder, fileName(name, 'js', recipe.files[name])))]
      }),
    )
    return kept.every(([name, content]) => sha256(content) === recipe.files[name]) ? (Object.fromEntries(kept) as Bundles) : null
  } catch {
    // No recipe, one of another shape, or a file that has gone: all the same, they are made again.
    return null
  }
}

/** Bundling runs a process of its own, which would stay; it is ended when the last of those who use it has what it wants. */
let bundling = 0

async function makeBundles(folder: string): Promise<Bundles> {
  const { build, stop } = await import('esbuild')
  bundling += 1
  try {
    const made = await Promise.all(ISLANDS.map((name) => bundle(build, name)))
    const recipe: Recipe = {
      tool: await toolText(),
      sources: Object.assign({}, ...made.map(({ sources }) => sources)),
      files: Object.fromEntries(made.map(({ name, content }) => [name, sha256(content)])) as Recipe['files'],
    }
    await Promise.all(made.map(({ name, content }) => writeWhole(folder, fileName(name, 'js', recipe.files[name]), content)))
    await writeWhole(folder, RECIPE_FILE, JSON.stringify(recipe))
    return Object.fromEntries(made.map(({ name, content }) => [name, content])) as Bundles
  } finally {
    bundling -= 1
    if (bundling === 0) await stop()
  }
}

/** Texts are modules to Node (tools/loader.mjs): what it makes of them goes into the bundle, where anything of it is used. */
const yamlModules: Esbuild.Plugin = {
  name: 'texts',
  setup: (build) =>
    build.onLoad({ filter: /\.yaml$/ }, async ({ path }) => {
      const { default: texts } = (await import(pathToFileURL(path).href)) as { default: unknown }
      return { contents: JSON.stringify(texts), loader: 'json' }
    }),
}

type Made = { readonly name: IslandName; readonly content: Uint8Array; readonly sources: Recipe['sources'] }

async function bundle(build: typeof Esbuild.build, name: IslandName): Promise<Made> {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    target: [...OPTIONS.target],
    inject: [...OPTIONS.inject],
    absWorkingDir: ROOM,
    entryPoints: [`islands/${name}.ts`],
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [yamlModules],
  })
  const [file] = outputFiles
  if (file === undefined) throw new Fault(`Expected one bundle of island ${name} but esbuild made none`)
  const sources = Object.keys(metafile.inputs).map(async (path) => [path, sha256(await readFile(join(ROOM, path)))] as const)
  return { name, content: file.contents, sources: Object.fromEntries(await Promise.all(sources)) }
}

/** Another esbuild or other options make other bundles of the same sources. */
async function toolText(): Promise<string> {
  const { version } = JSON.parse(await readFile(createRequire(import.meta.url).resolve('esbuild/package.json'), 'utf8')) as {
    version: string
  }
  return `esbuild ${version} ${JSON.stringify(OPTIONS)}`
}

function assetOf(name: string, extension: string, content: Uint8Array): IslandAsset {
  const file = fileName(name, extension, sha256(content))
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`
  return { url: ASSETS_PATH + file, integrity, file, sizeBytes: content.length }
}

function fileName(name: string, extension: string, digest: string): string {
  return `${name}-${digest.slice(0, 12)}.${extension}`
}

async function writeWhole(folder: string, file: string, content: Uint8Array | string): Promise<void> {
  const draft = join(folder, `.${file}.${crypto.randomUUID()}`)
  await writeFile(draft, content)
  await rename(draft, join(folder, file))
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
