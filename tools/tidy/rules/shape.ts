import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TidyFinding, lineAt, type Project, type ProjectFile } from '../project.ts'

/** More than this is two files. */
const LINE_LIMIT = 450

/** No file that nobody reads to its end. Data, texts and generated files may be long. */
export function checkLength(project: Project): TidyFinding[] {
  return project.files
    .filter((file) => /\.(tsx?|mjs|css)$/.test(file.path) || (file.path.endsWith('.sql') && !file.path.endsWith('/schema.sql')))
    .flatMap((file) => {
      const lines = file.text.split('\n').length
      const message = `${lines} lines are too many to read at once (limit ${LINE_LIMIT}); split the file by what its parts define`
      return lines > LINE_LIMIT + 1 ? [{ file: file.path, line: LINE_LIMIT + 1, rule: 'length', message }] : []
    })
}

/** A room opens with its README: what it promises, what it never does, which paragraph of an act names it. */
export function checkReadmes(project: Project): TidyFinding[] {
  const paths = new Set(project.files.map(({ path }) => path))
  return project.rooms
    .filter((room) => !paths.has(`${room.folder}/README.md`))
    .map((room) => ({
      file: `${room.folder}/README.md`,
      line: 1,
      rule: 'readme',
      message: 'the room has no README; write what it promises, what it never does, and which paragraph names it',
    }))
}

const LINK = /(?<!\\)\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^"']*["'])?\s*\)/g

/** Every relative link of a .md file leads somewhere; a link into a heading of the same file too. */
export function checkLinks(project: Project): TidyFinding[] {
  return project.files.filter((file) => file.path.endsWith('.md')).flatMap((file) => checkLinksOf(project.root, file))
}

function checkLinksOf(root: string, file: ProjectFile): TidyFinding[] {
  const prose = file.text.replace(/```[^]*?```|`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, ' '))
  return [...prose.matchAll(LINK)].flatMap((match) => {
    const target = match[1]!
    const isFine = /^[a-z][a-z0-9+.-]*:/i.test(target) || leads(root, file, target, prose)
    const message = `the link to '${target}' leads nowhere; mend it or take it out`
    return isFine ? [] : [{ file: file.path, line: lineAt(file.text, match.index), rule: 'link', message }]
  })
}

function leads(root: string, file: ProjectFile, target: string, prose: string): boolean {
  const [path, anchor] = target.split('#')
  if (path === '') return anchorsOf(prose).has(decodeURIComponent(anchor ?? '').toLowerCase())
  const place = path!.startsWith('/') ? path!.slice(1) : join(dirname(file.path), decodeURIComponent(path!))
  return existsSync(join(root, place))
}

/** Headings as GitHub turns them into anchors. */
function anchorsOf(prose: string): Set<string> {
  const headings = [...prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) => match[1]!)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  )
}
