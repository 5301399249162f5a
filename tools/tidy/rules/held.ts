import type { TidyFinding, Project } from '../project.ts'

/** A file of documentation whose table names, for each row, the tests that hold what the row promises. */
const HELD = 'docs/faults.md'
/** `path › name of the test`, as a cell of the last column writes it; the path may be set as code. */
const TEST = /^`?([\w./-]+\.test\.tsx?)`?\s*›\s*(.+)$/

/** Each test that docs/faults.md names exists: a promise that no test holds any more must not stay in the list. */
export function checkHeld(project: Project): TidyFinding[] {
  const list = project.files.find((file) => file.path === HELD)
  if (list === undefined) return []
  const texts = new Map(project.files.map((file) => [file.path, plain(file.text)]))
  return list.text.split('\n').flatMap((line, index) => {
    if (!/^\|\s*\d/.test(line)) return []
    const found = (message: string): TidyFinding => ({ file: HELD, line: index + 1, rule: 'held', message })
    const cell =
      line
        .split(/(?<!\\)\|/)
        .at(-2)
        ?.trim() ?? ''
    const tests = cell.split('<br>').flatMap((part) => TEST.exec(part.trim().replaceAll('\\|', '|')) ?? [])
    if (tests.length === 0) return [found("the row names no test; write 'path/of/file.test.ts › name of the test'")]
    return cell.split('<br>').flatMap((part) => missing(TEST.exec(part.trim().replaceAll('\\|', '|')), texts).map(found))
  })
}

function missing(test: RegExpExecArray | null, texts: ReadonlyMap<string, string>): string[] {
  if (test === null) return []
  const [, path, name] = test
  const text = texts.get(path!)
  if (text === undefined) return [`there is no test file '${path}'; name the file that holds this now`]
  return text.includes(plain(name!.trim().replace(/^`|`$/g, '')))
    ? []
    : [`'${path}' has no test '${name!.trim()}'; name the one that holds this now`]
}

/** Without the signs that quoting adds. */
function plain(text: string): string {
  return text.replaceAll('\\', '')
}
