import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackageFile } from './index.ts'

/** A package's folder as the loader takes it. */
export function packageFiles(folder: string): readonly PackageFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, 'utf8') }))
}

export const GOOD = packageFiles(join(import.meta.dirname, 'tests', 'good'))

/**
 * Breaks the good package as a script says: `in FILE` with `-` lines replaced by `+` lines (found exactly once),
 * `remove FILE`, `add FILE` with `+` lines. `#` lines say why.
 */
export function broken(good: readonly PackageFile[], script: string): readonly PackageFile[] {
  const blocks = script.split(/^(?=in |remove |add )/m).filter((block) => /^(in|remove|add) /.test(block))
  return blocks.reduce((files, block) => edited(files, block), good)
}

function edited(files: readonly PackageFile[], block: string): readonly PackageFile[] {
  const [head = '', ...lines] = block.trimEnd().split('\n')
  const [verb, path = ''] = head.split(' ')
  const taken = lines
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2))
    .join('\n')
  const given = lines
    .filter((line) => line.startsWith('+ '))
    .map((line) => line.slice(2))
    .join('\n')
  if (verb === 'remove') return files.filter((file) => file.path !== path)
  if (verb === 'add') return [...files, { path, text: `${given}\n` }]
  const file = files.find((each) => each.path === path)
  if (file === undefined || file.text.split(taken).length !== 2)
    throw new Error(`Expected exactly one place in ${path} that reads: ${taken}`)
  return files.map((each) => (each === file ? { path, text: file.text.replace(taken, () => given) } : each))
}
