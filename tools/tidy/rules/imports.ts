import { isBuiltin } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { type TidyFinding, lineAt, type Project, type ProjectFile, type Room, type Tier } from '../project.ts'
import { type ImportSeen, importsOf, scan } from '../scan.ts'

/** Which tiers a tier may import. A system reaches other systems, and the sandbox reaches systems, by their contracts and words only. */
const MAY_IMPORT: Record<Tier, readonly Tier[]> = {
  core: ['core'],
  glossary: ['core'],
  support: ['core', 'support', 'glossary'],
  systems: ['core', 'support', 'glossary', 'systems'],
  sandbox: ['core', 'support', 'glossary', 'systems'],
  cmd: ['core', 'support', 'glossary', 'systems', 'sandbox', 'cmd'],
  outside: ['core', 'support', 'glossary', 'systems', 'sandbox', 'cmd'],
}

/** Imports go one way, through doors, and are declared. */
export function checkImports(project: Project): TidyFinding[] {
  const code = project.files.filter((file) => /\.(ts|tsx|mjs)$/.test(file.path))
  return [
    ...code.flatMap((file) => checkFile(project, file)),
    ...project.rooms.flatMap((room) => checkNeeds(project, room)),
    ...checkCycles(project),
  ]
}

/** What a package.json declares goes the same way as what its files import; only `devDependencies`, for tests, may go the other. */
function checkNeeds(project: Project, from: Room): TidyFinding[] {
  const strangers = project.rooms.filter((to) => from.needs.has(to.name) && !MAY_IMPORT[from.tier].includes(to.tier))
  return strangers.map((to) => ({
    file: `${from.folder}/package.json`,
    line: 1,
    rule: 'direction',
    message: `${from.name} (${from.tier}) may need ${MAY_IMPORT[from.tier].join(', ')} only, not ${to.name} (${to.tier}); take it out of dependencies (devDependencies where only tests use it)`,
  }))
}

function checkFile(project: Project, file: ProjectFile): TidyFinding[] {
  const scanned = scan(file.text)
  const finding = (place: number, rule: string, message: string): TidyFinding => ({
    file: file.path,
    line: lineAt(file.text, place),
    rule,
    message,
  })
  return importsOf(scanned).flatMap((seen) => {
    const found = seen.specifier.startsWith('.') ? checkRelative(file, seen) : checkPackage(project, file, seen)
    return found === null ? [] : [finding(seen.place, ...found)]
  })
}

type Found = readonly [rule: string, message: string] | null

function checkRelative(file: ProjectFile, seen: ImportSeen): Found {
  if (file.room === null) return null
  const target = normalize(join(dirname(file.path), seen.specifier))
  if (target.startsWith(`${file.room.folder}/`)) return checkLayer(file, file.room, target)
  return [
    'relative-path',
    `'${seen.specifier}' leaves the room ${file.room.name}; import the other room by its name and declare it in ${file.room.folder}/package.json`,
  ]
}

/** Inner rooms, where a package.json lists them as `layers`, import downwards only; tests go where they like. */
function checkLayer(file: ProjectFile, { folder, layers, name }: Room, target: string): Found {
  const layerOf = (path: string) => layers.indexOf(path.slice(folder.length + 1).split('/')[0]!)
  const [from, to] = [layerOf(file.path), layerOf(target)]
  if (file.isTest || from === -1 || to <= from) return null
  return [
    'layer',
    `${layers[from]} of ${name} may not import ${layers[to]}, which is above it (${layers.join(' -> ')}); move what both need into the lower one`,
  ]
}

function checkPackage(project: Project, file: ProjectFile, seen: ImportSeen): Found {
  if (isBuiltin(seen.specifier)) return seen.specifier.startsWith('node:') ? null : ['builtin', `write 'node:${seen.specifier}'`]
  const name = packageName(seen.specifier)
  if (!isDeclared(project, file, name)) {
    const home = file.room === null ? 'package.json' : `${file.room.folder}/package.json`
    return [
      'undeclared',
      `'${name}' is not declared; add it to ${home}, or use one of: ${[...(file.room?.uses ?? project.rootUses)].sort().join(', ')}`,
    ]
  }
  const target = project.rooms.find((room) => room.name === name)
  if (target === undefined) return null
  const door = seen.specifier === name ? '.' : `.${seen.specifier.slice(name.length)}`
  if (!target.doors.has(door)) return ['door', `${name} has no door '${door}'; its doors are ${[...target.doors].sort().join(', ')}`]
  return file.room === null ? null : checkDirection(file, file.room, target, door)
}

/** A test may use what the root brings for tests; what runs may use only what its room declares. */
function isDeclared(project: Project, file: ProjectFile, name: string): boolean {
  if (file.room === null || file.isTest) return project.rootUses.has(name) || file.room?.uses.has(name) === true || isRoom(project, name)
  return file.room.uses.has(name) || file.room.name === name
}

function isRoom(project: Project, name: string): boolean {
  return project.rooms.some((room) => room.name === name)
}

function checkDirection(file: ProjectFile, from: Room, to: Room, door: string): Found {
  if (from === to) return null
  if (!MAY_IMPORT[from.tier].includes(to.tier) && !file.isTest) {
    return [
      'direction',
      `${from.name} (${from.tier}) may import ${MAY_IMPORT[from.tier].join(', ')} only, not ${to.name} (${to.tier}); take what you need as an argument, and join it in cmd/`,
    ]
  }
  const isContractOnly = to.tier === 'systems' && (from.tier === 'systems' || from.tier === 'sandbox') && !file.isTest
  if (isContractOnly && door !== './contract' && door !== './words')
    return [
      'contract',
      `${from.name} reaches ${to.name} by its contract and words only: import '${to.name}/contract' and take the service as an argument`,
    ]
  return null
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Rooms of core and support that use each other in a ring cannot be read one after another. Systems know each other's contracts. */
function checkCycles(project: Project): TidyFinding[] {
  const inner = project.rooms.filter((room) => room.tier === 'core' || room.tier === 'support')
  const ring = inner.map((room) => pathBack(inner, room)).find((path) => path !== null)
  if (ring === undefined || ring === null) return []
  const message = `rooms use each other in a ring: ${ring.join(' -> ')}; move what they share to the inner one`
  return [{ file: `${project.rooms.find((room) => room.name === ring[0])!.folder}/package.json`, line: 1, rule: 'ring', message }]
}

function pathBack(rooms: readonly Room[], start: Room): string[] | null {
  const seen = new Set<string>()
  const queue: string[][] = [[start.name]]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of rooms.find((room) => room.name === path!.at(-1))?.uses ?? []) {
      if (next === start.name) return [...path, next]
      if (!seen.has(next) && rooms.some((room) => room.name === next)) queue.push([...path, next])
      seen.add(next)
    }
  }
  return null
}
