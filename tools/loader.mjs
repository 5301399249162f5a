// What makes Node 24 run this house: pages (.tsx) are turned into JavaScript, everything else Node reads by itself.
// Compiled code is kept in .runtime/compile-cache, keyed by content, so that a second start loads in a third of the time; where that
// folder cannot be written Node goes on without it.
import { readFileSync } from 'node:fs'
import { enableCompileCache, registerHooks, setSourceMapsSupport } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(import.meta.dirname, '..')

enableCompileCache(join(ROOT, '.runtime', 'compile-cache'))
// A fault in a page tells the line that the person wrote.
setSourceMapsSupport(true, { nodeModules: false })

process.env['OXC_TSCONFIG_PATH'] ??= join(ROOT, 'tsconfig.json')
const { OxcTransformer } = await import('@oxc-node/core')
const transformer = new OxcTransformer(ROOT)

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.tsx')) return next(url, context)
    const path = fileURLToPath(url)
    const made = transformer.transform(path, readFileSync(path, 'utf8'))
    const map = Buffer.from(made.sourceMap() ?? '{}').toString('base64')
    return {
      format: 'module',
      source: `${made.source()}\n//# sourceMappingURL=data:application/json;base64,${map}`,
      shortCircuit: true,
    }
  },
})
