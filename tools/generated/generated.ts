import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { settingsPage } from '@ruqsat/installation'
import { printableSignsFile } from '@ruqsat/typesetting'
import { readProject } from '../tidy/project.ts'
import { architecturePage } from './architecture.ts'
import { completePackageLock } from './package-lock.ts'
import { schemaTexts } from './schemas.ts'

/** A committed file that is made from another: its one home is elsewhere, and a difference fails the check. */
type Generated = { readonly path: string; make(root: string, current: string): string | Promise<string> }

const files: readonly Generated[] = [
  { path: 'ARCHITECTURE.md', make: (root) => architecturePage(readProject(root)) },
  { path: 'docs/settings.md', make: () => settingsPage() },
  { path: 'package-lock.json', make: (_, current) => completePackageLock(current) },
  { path: 'GLOSSARY.md', make: glossary },
  { path: 'core/foundation/values/printable-signs.ts', make: () => printableSignsFile() },
]

/** The glossary's own generator, where the room offers one. */
async function glossary(_: string, current: string): Promise<string> {
  const name = '@ruqsat/glossary'
  const room = (await import(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return {}
    throw error
  })) as { glossaryPage?: () => string | Promise<string> }
  return room.glossaryPage === undefined ? current : room.glossaryPage()
}

/** A complaint for each file that is not what it would be made to now. */
export async function staleFiles(root: string): Promise<string[]> {
  const found = await compare(root)
  return found.map(({ path }) => `${path}:1: is not up to date; run \`npx ruqsat tidy --write\` and commit it (generated)`)
}

/** The same for each room's `schema.sql`, which needs a database to be made. */
export async function staleSchemas(root: string): Promise<string[]> {
  const complaints = (await schemaTexts(readProject(root))).map(async (made) => {
    if ('fault' in made) return [`${made.path}:1: cannot be made: ${made.fault} (generated)`]
    if ((await readCurrent(root, made.path)) === made.text) return []
    return [`${made.path}:1: is not what the migrations make; run \`npx ruqsat migrate --dump\` and commit it (generated)`]
  })
  return (await Promise.all(complaints)).flat()
}

function readCurrent(root: string, path: string): Promise<string> {
  return readFile(join(root, path), 'utf8').catch(() => '')
}

export async function writeGenerated(root: string): Promise<string[]> {
  const found = await compare(root)
  for (const { path, text } of found) await writeFile(join(root, path), text)
  return found.map(({ path }) => path)
}

async function compare(root: string): Promise<{ path: string; text: string }[]> {
  const results = await Promise.all(
    files.map(async ({ path, make }) => {
      const current = await readCurrent(root, path)
      const text = await make(root, current)
      return text === current ? [] : [{ path, text }]
    }),
  )
  return results.flat()
}
