// What makes Node 24 run this house: pages (.tsx) and texts (texts.yaml) are turned into JavaScript, everything else Node reads by itself.
// Compiled code is kept in .runtime/compile-cache, keyed by content, and the JavaScript of each page in .runtime/pages, so that a second
// start loads in a third of the time and without the compiler; where those folders cannot be written we go on without them.
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, enableCompileCache, registerHooks, setSourceMapsSupport } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(import.meta.dirname, '..')
const PAGES = join(ROOT, '.runtime', 'pages')
const KEY_LENGTH = 64

enableCompileCache(join(ROOT, '.runtime', 'compile-cache'))
// A fault in a page names the line that the person wrote.
setSourceMapsSupport(true, { nodeModules: false })

process.env['OXC_TSCONFIG_PATH'] ??= join(ROOT, 'tsconfig.json')
const require = createRequire(import.meta.url)
/** What a page's JavaScript depends on besides the page. */
const surroundings = [require.resolve('@oxc-node/core/package.json'), process.env['OXC_TSCONFIG_PATH'], import.meta.filename]
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')
let transformer
/** What the JavaScript of texts depends on besides the texts. */
let languages

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.tsx') && !url.endsWith('.yaml')) return next(url, context)
    const path = fileURLToPath(url)
    return { format: 'module', source: javascriptOf(path, readFileSync(path, 'utf8')), shortCircuit: true }
  },
})

function transformTexts(path, text) {
  return require('./texts/yaml-module.mjs').moduleOf(path, text)
}

/** Nothing runs without its texts: a broken file ends the program with its place, in the words of the check, and no trace of the loader. */
function textsOrEnd(path, text) {
  try {
    return transformTexts(relative(ROOT, path), text)
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

function surroundingsOfTexts() {
  languages ??= ['core/foundation/languages.yaml', 'glossary/terms.yaml', 'tools/texts/yaml-module.mjs']
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n')
  return languages
}

/** One file for each page, so that nothing piles up: the key of what it was made from, then the JavaScript. */
function javascriptOf(path, text) {
  const isPage = path.endsWith('.tsx')
  const key = createHash('sha256')
    .update(`${isPage ? surroundings : surroundingsOfTexts()}\n${path}\n${text}`)
    .digest('hex')
  const kept = join(PAGES, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.js`)
  try {
    const found = readFileSync(kept, 'utf8')
    if (found.startsWith(key)) return found.slice(KEY_LENGTH)
  } catch {
    // Not kept yet.
  }
  const made = isPage ? transform(path, text) : textsOrEnd(path, text)
  keep(kept, key + made)
  return made
}

function transform(path, text) {
  transformer ??= new (require('@oxc-node/core').OxcTransformer)(ROOT)
  const made = transformer.transform(path, text)
  // The page itself is next to its map: the map need not carry its text.
  const map = { ...JSON.parse(made.sourceMap() ?? '{}'), sourcesContent: undefined }
  return `${made.source()}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
}

/** Whole or not at all, because several processes may load at once. */
function keep(path, text) {
  const draft = `${path}.${randomUUID()}`
  try {
    mkdirSync(PAGES, { recursive: true })
    writeFileSync(draft, text)
    renameSync(draft, path)
  } catch {
    rmSync(draft, { force: true })
  }
}
