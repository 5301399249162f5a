// npm leaves a package of another platform out of package-lock.json when the registry in use does not have it, and
// then `npm ci` refuses the lock ("Missing: … from lock file"). Entries without a checksum make the lock whole
// again: `npm ci` skips what is not for this platform, and elsewhere npm fetches the exact version named here.

type LockEntry = {
  version?: string
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  link?: boolean
  optionalDependencies?: Record<string, string>
}
type Lock = { packages: Record<string, LockEntry> }

const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasm32']
const CPU = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32']

/** The lock's text with an entry for each optional package that some entry names; the same text where none is missing. */
export function completePackageLock(text: string): string {
  const lock = JSON.parse(text) as Lock
  const missing = missingOptionals(lock)
  if (missing.length === 0) return text
  for (const [path, version] of missing) lock.packages[path] = entryFor(path, version)
  const [root, ...others] = Object.keys(lock.packages)
  const order = [root!, ...others.sort((one, other) => (one < other ? -1 : 1))]
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(order.map((path) => [path, lock.packages[path]])) }, null, 2)}\n`
}

function missingOptionals(lock: Lock): [string, string][] {
  const found: [string, string][] = []
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`
      const isExact = /^\d+\.\d+\.\d+/.test(version)
      const isThere = Object.keys(lock.packages).some((known) => known === path || known.endsWith(`/${path}`))
      if (isExact && !isThere) found.push([path, version])
    }
  }
  return found
}

/** Such packages name their platform at the end of their name: `binding-linux-arm64-musl`. */
function entryFor(path: string, version: string): LockEntry {
  const words = path.split('/').at(-1)!.split('-')
  const os = OS.find((one) => words.includes(one))
  const cpu = CPU.find((one) => words.includes(one))
  const libc =
    words.includes('musl') || words.includes('musleabihf')
      ? ['musl']
      : words.includes('gnu') || words.includes('gnueabihf')
        ? ['glibc']
        : undefined
  return { version, ...(cpu && { cpu: [cpu] }), ...(libc && os === 'linux' && { libc }), optional: true, ...(os && { os: [os] }) }
}
