import { type TidyFinding, lineAt, type Project, type ProjectFile } from '../project.ts'

/**
 * Words by which the acts differ from each other. They belong to regulations/ (and to the fictional republic, tests,
 * journeys, documentation); what runs must not know them. English words are looked for inside identifiers too.
 */
const ENGLISH = ['grain', 'grains', 'cotton', 'scrap', 'vessel', 'vessels', 'warehouse', 'elevator']
const CYRILLIC = [
  'астық',
  'астығ',
  'мақта',
  'зерно',
  'зернов',
  'хлопк',
  'хлопок',
  'металлолом',
  'сынықтар',
  'судно',
  'судна',
  'судов',
  'шағын кеме',
]

const PATTERNS = [
  new RegExp(ENGLISH.map((word) => `(?:(?<![a-z])${word}|${word[0]!.toUpperCase()}${word.slice(1)})(?![a-z])`).join('|'), 'g'),
  new RegExp(`(?<!\\p{L})(${CYRILLIC.join('|')})`, 'giu'),
]

/** No word of an act in core, support or systems: what differs from act to act is data. */
export function checkActWords(project: Project): TidyFinding[] {
  const subjects = subjectsOf(project).map((subject) => new RegExp(`(?<![\\w-])${subject}(?![\\w-])`, 'g'))
  const files = project.files.filter((file) => !file.isTest && isInner(file) && /\.(tsx?|sql|css|typ)$/.test(file.path))
  return files.flatMap((file) =>
    [...PATTERNS, ...subjects].flatMap((pattern) =>
      [...file.text.matchAll(pattern)].map((match) => ({
        file: file.path,
        line: lineAt(file.text, match.index),
        rule: 'act-word',
        message: `'${match[0]}' is a word of one act; put what differs into the package under regulations/ and read it from there`,
      })),
    ),
  )
}

function isInner(file: ProjectFile): boolean {
  return file.room !== null && ['core', 'support', 'systems'].includes(file.room.tier)
}

/** The names of the packages themselves: `2014-aktobe-120-grain`. */
function subjectsOf(project: Project): string[] {
  const folders = project.files.flatMap((file) => /^regulations\/(\d{4}-[a-z]+-\d+-[a-z-]+)\//.exec(file.path)?.[1] ?? [])
  return [...new Set(folders)]
}

/** Paths of somebody's machine: they work nowhere else. */
const MACHINE_PATHS = /(?<![\w.~/-])(\/(?:root|home|Users)\/[\w.-]+(?:\/[\w.-]+)*|[A-Z]:\\\\?Users\\[\w.\\-]+)/g

export function checkMachinePaths(project: Project): TidyFinding[] {
  return project.files
    .filter((file) => file.path !== 'package-lock.json' && !file.path.startsWith('tools/tidy/'))
    .flatMap((file) =>
      [...file.text.matchAll(MACHINE_PATHS), ...file.text.matchAll(checkoutPath(project.root))].map((match) => ({
        file: file.path,
        line: lineAt(file.text, match.index),
        rule: 'machine-path',
        message: `'${match[0]}' is a path of one machine; write it relative to the checkout, or take it from a setting`,
      })),
    )
}

/** Where this very checkout lies: whatever the folder is called, its path means nothing elsewhere. */
function checkoutPath(root: string): RegExp {
  return new RegExp(`${root.replace(/[^\w/]/g, '\\$&').replace(/\/$/, '')}/[\\w.-]*`, 'g')
}
