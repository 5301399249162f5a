import { readFile } from 'node:fs/promises'
import { Fault } from '@ruqsat/foundation'
import { formatPackageError, parseBindings, type RegisterBinding } from '@ruqsat/law'

/** Reads what an installation binds to the registers that packages declare. Throws a Fault that names file and place. */
export async function readBindings(file: string): Promise<Readonly<Record<string, RegisterBinding>>> {
  const read = parseBindings({ path: file, text: await readFile(file, 'utf8') })
  if (read.kind === 'read') return read.value
  throw new Fault(read.errors.map((error) => formatPackageError(error, 'en')).join('\n'))
}
