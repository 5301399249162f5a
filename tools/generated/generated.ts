import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openApiText } from '@ruqsat/api'
import { glossaryMarkdown, readTerms } from '@ruqsat/glossary'
import { settingsPage } from '@ruqsat/installation'
import { editorSchemas } from '@ruqsat/law'
import { readProject } from '../tidy/project.ts'
import { completeMigrationList, MIGRATION_LIST } from '../tidy/rules/migrations.ts'
import { architecturePage } from './architecture.ts'
import { completePackageLock } from './package-lock.ts'
import { printableSignsFile } from './printable-signs.ts'
import { type Made, reportFiles } from './reports.ts'
import { schemaTexts } from './schemas.ts'

const MAKERS: readonly ((root: string) => Promise<readonly Made[]>)[] = [
  async (root) => [{ path: 'ARCHITECTURE.md', text: architecturePage(readProject(root)) }],
  async () => [{ path: 'docs/settings.md', text: settingsPage() }],
  async (root) => [{ path: 'package-lock.json', text: completePackageLock(await readCurrent(root, 'package-lock.json')) }],
  async (root) => [{ path: 'glossary/GLOSSARY.md', text: glossaryMarkdown(readTerms(await readCurrent(root, 'glossary/terms.yaml'))) }],
  async () => [{ path: 'core/foundation/values/printable-signs.ts', text: printableSignsFile() }],
  async () =>
    editorSchemas().map(({ kind, schema }) => ({ path: `regulations/schema/${kind}.json`, text: `${JSON.stringify(schema, null, 2)}\n` })),
  async (root) => [{ path: MIGRATION_LIST, text: completeMigrationList(readProject(root), await readCurrent(root, MIGRATION_LIST)) }],
  async () => [{ path: 'docs/openapi.json', text: await openApiText() }],
  reportFiles,
]

/** Everything in it is made here: a file that no maker makes any more is a complaint. */
const REPORTS = 'regulations/reports'

/** A complaint for each file that is not what it would be made to now. */
export async function staleFiles(root: string): Promise<string[]> {
  const { changed, made } = await compare(root)
  const paths = new Set(made.map(({ path }) => path))
  const strays = (await readdir(join(root, REPORTS))).map((name) => `${REPORTS}/${name}`).filter((path) => !paths.has(path))
  return [
    ...changed.map(({ path }) => `${path}:1: is not up to date; run \`npx ruqsat tidy --write\` and commit it (generated)`),
    ...strays.map((path) => `${path}:1: is the report of an act that is not here; delete it (generated)`),
  ]
}

/** The same for each room's `schema.sql`, which needs a database to be made. */
export async function staleSchemas(root: string): Promise<string[]> {
  const { changed, faults } = await compareSchemas(root)
  return [
    ...faults,
    ...changed.map(({ path }) => `${path}:1: is not what the migrations make; run \`npx ruqsat tidy --write\` and commit it (generated)`),
  ]
}

async function compareSchemas(root: string): Promise<{ readonly changed: readonly Made[]; readonly faults: readonly string[] }> {
  const texts = await schemaTexts(readProject(root))
  const made = texts.flatMap((each) => ('text' in each ? [each] : []))
  const currents = await Promise.all(made.map(({ path }) => readCurrent(root, path)))
  return {
    changed: made.filter(({ text }, index) => text !== currents[index]),
    faults: texts.flatMap((each) => ('fault' in each ? [`${each.path}:1: cannot be made: ${each.fault} (generated)`] : [])),
  }
}

function readCurrent(root: string, path: string): Promise<string> {
  return readFile(join(root, path), 'utf8').catch(() => '')
}

/** Writes each file that is not up to date; returns their paths. Schema texts are left to `writeSchemas`. */
export async function writeGenerated(root: string): Promise<string[]> {
  const { changed } = await compare(root)
  return write(root, changed)
}

/** The same for each room's `schema.sql`. A schema that cannot be made stays as it is; the check says why. */
export async function writeSchemas(root: string): Promise<string[]> {
  const { changed } = await compareSchemas(root)
  return write(root, changed)
}

async function write(root: string, changed: readonly Made[]): Promise<string[]> {
  for (const { path, text } of changed) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return changed.map(({ path }) => path)
}

async function compare(root: string): Promise<{ readonly made: readonly Made[]; readonly changed: readonly Made[] }> {
  const made = (await Promise.all(MAKERS.map((make) => make(root)))).flat()
  const currents = await Promise.all(made.map(({ path }) => readCurrent(root, path)))
  return { made, changed: made.filter(({ text }, index) => text !== currents[index]) }
}
