import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Tables that several rooms want, each in a schema of its own: the files say `{schema}`, and this makes a folder in which
 * that is the room's schema. Migrations run with an empty search path, so every name must carry its schema.
 */
export async function migrationsFor(folder: URL, schema: string): Promise<URL> {
  const target = await mkdtemp(join(tmpdir(), 'ruqsat-migrations-'))
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'))
  for (const name of names) {
    const text = await readFile(new URL(name, folder), 'utf8')
    await writeFile(join(target, name), text.replaceAll('{schema}', schema))
  }
  return pathToFileURL(`${target}/`)
}
