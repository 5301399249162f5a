import { readFile } from 'node:fs/promises'
import { Fault, sourceText } from '@ruqsat/foundation'
import { formatPackageError, parseConfirmations, strayConfirmations, type Confirmation, type Regulation } from '@ruqsat/law'

/**
 * Reads what departments confirm. Throws a Fault that names file and place: a confirmation that nobody can read, or that names no ground of its
 * regulation, would be believed to hold.
 */
export async function readConfirmations(file: string, regulations: readonly Regulation[]): Promise<readonly Confirmation[]> {
  const read = parseConfirmations({ path: file, text: await readFile(file, 'utf8') })
  if (read.kind === 'broken') throw new Fault(read.errors.map((error) => formatPackageError(error, 'en')).join('\n'))
  const stray = strayConfirmations(regulations, read.value)
  if (stray.length === 0) return read.value
  const named = stray.map(({ regulation, ground, source }) => `${regulation} ${ground} (${source.act} ${sourceText(source)})`).join(', ')
  throw new Fault(`Expected each ground, law and place of ${file} to be in its regulation but found none for: ${named}`)
}
