import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dumpSchema, LEGAL_TIME_SCHEMA, migrate } from '@ruqsat/database'
import { openTestDatabase } from '@ruqsat/database/testing'
import type { Project } from '../tidy/project.ts'

/** Tables that several systems keep, each in its own schema, are shown in one of this name. */
const EXAMPLE_SCHEMA = 'example'

export type SchemaText = { readonly path: string; readonly text: string } | { readonly path: string; readonly fault: string }

/** The text of `schema.sql` next to every `migrations/` folder of the checkout, made on an empty database; or why it cannot be made. */
export async function schemaTexts(project: Project): Promise<SchemaText[]> {
  const folders = [...new Set(project.files.flatMap((file) => /^(.*\/migrations)\/\d{3}-[^/]+\.sql$/.exec(file.path)?.[1] ?? []))].sort()
  const texts: SchemaText[] = []
  for (const folder of folders) {
    const path = join(dirname(folder), 'schema.sql')
    texts.push(
      await textOf(project.root, folder).then(
        (text) => ({ path, text }),
        (error: Error) => ({ path, fault: error.message }),
      ),
    )
  }
  return texts
}

async function textOf(root: string, folder: string): Promise<string> {
  const schema = schemaIn(await readFile(join(root, folder, await firstFile(join(root, folder))), 'utf8'))
  const database = await openTestDatabase('schema', { maxConnections: 1 })
  try {
    await migrate(database, LEGAL_TIME_SCHEMA)
    await migrate(database, { schema, folder: pathToFileURL(join(root, folder, '/')) })
    return await dumpSchema(database.sql, schema)
  } finally {
    await database.drop()
  }
}

async function firstFile(folder: string): Promise<string> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()[0]!
}

/** The schema that the first file makes things in. */
function schemaIn(text: string): string {
  return (
    /\bcreate\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(?:table|function|procedure|type|domain|sequence|view)\s+(?:if\s+not\s+exists\s+)?([a-z_]+)\./i.exec(
      text,
    )?.[1] ?? EXAMPLE_SCHEMA
  )
}
