// A door for rooms that read files of an installation: the same strict YAML, the same errors with file and line as for packages.
import type { z } from 'zod'
import { readShape, type Read } from './package/read.ts'
import { readYaml, type PackageFile } from './package/yaml.ts'

export { citation, id, orElse, orNull, rule, some, whole, words, type Data } from './package/shape.ts'
export type { Read } from './package/read.ts'

/** Reads a file of an installation through its shape, or gives every error in it. */
export function readFileAs<S extends z.ZodType>(shape: S, { path, text }: PackageFile): Read<z.output<S>> {
  const tree = readYaml(path, text)
  return 'kind' in tree ? tree : readShape(shape, tree, new WeakMap())
}
