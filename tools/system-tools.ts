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
]

/** Installs what is missing where we may (root, apt-get), and answers with what is missing still. */
export function ensureSystemTools(): string[] {
  const missing = missingTools()
  if (missing.length === 0 || process.getuid?.() !== 0 || !isOnPath('apt-get')) return missing.map(([program]) => program)
  console.log(`Installing ${missing.map(([, name]) => name).join(', ')} (apt-get) …`)
  const options: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], options)
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing.map(([, name]) => name)], options)
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
