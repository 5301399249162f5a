import { lineAt, type Project, type TidyFinding } from '../project.ts'

/** An exported type at the top of a file. */
const DECLARED = /^export (?:declare )?(?:abstract )?(?:type|interface|class) (\w+)/gm

/** One noun for one thing: a name of an exported type is declared once in the house, so that a reader who met it knows it. */
export function checkTypeNames(project: Project): TidyFinding[] {
  const first = new Map<string, string>()
  const files = project.files.filter((file) => /\.tsx?$/.test(file.path) && !file.isTest)
  return files.flatMap((file) =>
    [...file.text.matchAll(DECLARED)].flatMap((match): TidyFinding[] => {
      const name = match[1]!
      const home = first.get(name)
      if (home === undefined) first.set(name, file.path)
      if (home === undefined || home === file.path) return []
      const message = `a type '${name}' is exported by ${home} already; name this one by what it is (a prefix that says whose it is will do)`
      return [{ file: file.path, line: lineAt(file.text, match.index), rule: 'type-name', message }]
    }),
  )
}
