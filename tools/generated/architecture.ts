import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project, Room, Tier } from '../tidy/project.ts'

const TIERS: readonly (readonly [Tier, string])[] = [
  ['core', 'Pure: no clock, no randomness, no environment. Everything comes in as arguments.'],
  ['support', 'What every system stands on. No word of an act in here.'],
  ['systems', 'One room per information system that the acts name.'],
  ['sandbox', 'The fictional republic.'],
  ['glossary', 'The words.'],
  ['cmd', 'Composition roots: rooms are joined here and nowhere else.'],
]

/** ARCHITECTURE.md: the rooms as they are, and who may use whom, from each room's package.json. */
export function architecturePage(project: Project): string {
  return [
    '# Architecture',
    '',
    'Generated from the `package.json` of each room by `npx ruqsat tidy --write`; do not edit. Imports go one way: `cmd -> systems -> support -> core`; a system reaches another by its `contract` only.',
    '',
    ...TIERS.flatMap(([tier, meaning]) => tierSection(project, tier, meaning)),
    '## Who uses whom',
    '',
    'Rooms of core and support; every system may use them, and `cmd` joins all.',
    '',
    '```mermaid',
    'graph LR',
    ...edges(project),
    '```',
    '',
  ].join('\n')
}

function tierSection(project: Project, tier: Tier, meaning: string): string[] {
  const rooms = roomsOf(project, tier)
  if (rooms.length === 0) return []
  const rows = rooms.map(
    (room) =>
      `| [${room.folder}](${room.folder}) | ${promise(project.root, room)} | ${[...room.doors]
        .sort()
        .map((door) => `\`${door}\``)
        .join(' ')} |`,
  )
  return [`## ${tier}`, '', meaning, '', '| room | what it is | doors |', '| --- | --- | --- |', ...rows, '']
}

function roomsOf(project: Project, tier: Tier): Room[] {
  return project.rooms.filter((room) => room.tier === tier).sort((one, other) => (one.folder < other.folder ? -1 : 1))
}

/** The first sentence of the room's README. */
function promise(root: string, room: Room): string {
  const path = join(root, room.folder, 'README.md')
  if (!existsSync(path)) return ''
  const prose = readFileSync(path, 'utf8')
    .replace(/^#.*$/gm, '')
    .trim()
    .split(/\n\s*\n/)[0]!
  return (/^.*?[.:](?=\s|$)/s.exec(prose)?.[0] ?? prose)
    .replace(/\s+/g, ' ')
    .replace(/:$/, '.')
    .replaceAll('|', '\\|')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/[[\]]/g, '')
}

/** What the product of a room needs; tests may reach further. An edge that another path already implies is left out. */
function edges(project: Project): string[] {
  const rooms = [...roomsOf(project, 'core'), ...roomsOf(project, 'support')]
  const names = new Set(rooms.map((room) => room.name))
  const uses = new Map(rooms.map((room) => [room.name, [...room.needs].filter((name) => names.has(name)).sort()]))
  const reaches = (from: string, to: string, skip: string): boolean =>
    (uses.get(from) ?? []).some((next) => next !== skip && (next === to || reaches(next, to, '')))
  return rooms.flatMap((room) =>
    uses
      .get(room.name)!
      .filter((to) => !reaches(room.name, to, to))
      .map((to) => `  ${short(room.name)} --> ${short(to)}`),
  )
}

function short(name: string): string {
  return name.replace('@ruqsat/', '')
}
