// Writes the declarations by which the compiler knows the keys of each `texts.yaml`; they lie next to it and git ignores them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readProject } from '../tidy/project.ts'
import { declarationOf, isYamlModule, readModule } from './yaml-module.mjs'

/** Returns a complaint for each text that lacks a language, with file and line. */
export function declareTexts(root: string): string[] {
  const paths = readProject(root).files.flatMap(({ path }) => (isYamlModule(`/${path}`) ? [path] : []))
  return paths.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const { problems } = readModule(path, text)
    if (problems.length === 0) writeWhereOther(join(root, path.replace(/\.yaml$/, '.d.yaml.ts')), declarationOf(path, text))
    return problems
  })
}

function writeWhereOther(path: string, text: string): void {
  let current: string | null = null
  try {
    current = readFileSync(path, 'utf8')
  } catch {
    // Not written yet.
  }
  if (current !== text) writeFileSync(path, text)
}
