import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program of the system that some tests use as an oracle or a browser, and the Debian package that brings it. */
const SYSTEM_TOOLS: readonly (readonly [program: string, debianPackage: string])[] = [
  ['chromium', 'chromium'],
  ['pdfsig', 'poppler-utils'],
  ['qpdf', 'qpdf'],
  ['openssl', 'openssl'],
  ['certutil', 'libnss3-tools'],
  ['faketime', 'faketime'],
  ['xmllint', 'libxml2-utils'],
  ['java', 'default-jre-headless'],
]
/** Not needed, but the browser tests take half as long with it; it is fetched where something else is, or where a run is to be quick (CI). */
const QUICK_BROWSER = 'chromium-headless-shell'

/** Installs what is missing where we may (root, apt-get), and answers with what is missing still. */
export function ensureSystemTools(): string[] {
  const missing = missingTools()
  const isSlow = !isOnPath(QUICK_BROWSER) && (missing.length > 0 || process.env['CI'] === 'true')
  if ((missing.length === 0 && !isSlow) || process.getuid?.() !== 0 || !isOnPath('apt-get')) return missing.map(([program]) => program)
  const wanted = [...missing.map(([, name]) => name), ...(isSlow ? [QUICK_BROWSER] : [])]
  console.log(`Installing ${wanted.join(', ')} (apt-get) …`)
  const options: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], options)
  // One by one: a system that does not know one of them gets the others all the same.
  for (const name of wanted) spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options)
  return missingTools().map(([program]) => program)
}

function missingTools(): (readonly [string, string])[] {
  return SYSTEM_TOOLS.filter(([program]) => !isOnPath(program))
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
